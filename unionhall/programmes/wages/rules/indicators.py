"""The published numbers of unpaid wages as pure expressions over facts. Money is fen; only the worker's word counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.orgs.rules import Level
from unionhall.kernel.people.rules import Role
from unionhall.reports.kinds import Indicator, Tables

from .columns import EntryKind
from .joint import mechanisms

if TYPE_CHECKING:
    from ibis.expr.types import Scalar, Table

GROUP = 10
THREE_LEVELS = (Level.COUNTY.value, Level.STREET.value, Level.COMMUNITY.value)
FEN = 100


def inspectors(tables: Tables) -> Scalar:
    """People who held an inspector's post on any day of the period, at county, street or community level."""
    posts = tables["posts"]
    held = posts.filter(
        posts.role == Role.INSPECTOR.value, posts.level.isin(THREE_LEVELS), posts.valid_from <= tables.last,
        posts.valid_to.isnull() | (posts.valid_to > tables.first),
    )  # fmt: skip
    return held.account.nunique()


def legal_aid(tables: Tables) -> Scalar:
    """Aid given in the period: one row for each worker and matter."""
    aids = tables["wages_aids"]
    return aids.filter(aids.given_on.between(tables.first, tables.last)).count()


def confirmed(tables: Tables) -> Table:
    """Money that workers confirmed up to the period's last day."""
    entries = tables["wages_entries"]
    return entries.filter(entries.kind == EntryKind.CONFIRMED.value, entries.on <= tables.last)


def recovered(tables: Tables) -> Scalar:
    """Confirmed in the period, in fen."""
    rows = confirmed(tables)
    return rows.filter(rows.on >= tables.first).amount.sum().fill_null(0)


def broken(tables: Tables) -> Table:
    """Agreements of one worker whose breach opened in the period: agreement, case, signed_on, total, breach."""
    parts, workers = tables["wages_instalments"], tables["wages_claimants"]
    counted = workers.group_by("case").agg(workers=workers.count())
    alone = counted.filter(counted.workers == 1)
    signed = parts.group_by("agreement", "case", "signed_on").agg(total=parts.amount.sum(), breach=parts.breached_on.min())
    return signed.filter(signed.breach.between(tables.first, tables.last)).semi_join(alone, "case")


def settlement(tables: Tables) -> Scalar:
    """The largest of the broken agreements whose whole sum the worker confirmed after all, in fen; null without one."""
    promised, got = broken(tables), confirmed(tables).select("case", "amount", "on")
    paid = promised.join(got, "case")
    paid = paid.filter(paid.on >= paid.signed_on)
    whole = paid.group_by("agreement", "total", "breach").agg(got=paid.amount.sum(), last=paid.on.max())
    return whole.filter(whole.got >= whole.total, whole.last >= whole.breach).total.max()


def groups(tables: Tables) -> Table:
    """The largest group case whose last worker confirmed in the period, whole for everyone who stayed: at most one row.

    Its columns: workers, days from opening, got (fen). Of equally many workers the one with more money, then the sooner.
    Ten workers with one demand make a group (劳动争议调解仲裁法 Art.7); who sues alone is no longer one of them.
    """
    entries, workers, cases = confirmed(tables), tables["wages_claimants"], tables["wages_cases"]
    sums = entries.group_by("claimant").agg(got=entries.amount.sum(), last=entries.on.max())
    workers = workers.filter(workers.left_on.isnull())
    each = workers.left_join(sums, "claimant").select("claimant", "case", "owed", "got", "last")
    open_ = (each.got.fill_null(0) < each.owed) | (each.got.fill_null(0) == 0)
    whole = each.group_by("case").agg(
        workers=each.count(), open=open_.cast("int64").sum(), got=each.got.sum(), last=each["last"].max()
    )
    whole = whole.filter(whole.workers >= GROUP, whole.open == 0, whole["last"].between(tables.first, tables.last))
    timed = whole.join(cases, "case").select("case", "workers", "got", "last", "opened_on")
    timed = timed.mutate(days=timed["last"].delta(timed.opened_on, unit="day"))
    return timed.order_by(timed.workers.desc(), timed.got.desc(), timed.days, timed.case).limit(1)


def group_workers(tables: Tables) -> Scalar:
    """Workers in that case."""
    return groups(tables).workers.max()


def group_days(tables: Tables) -> Scalar:
    """Days from its opening to the last worker's confirmation."""
    return groups(tables).days.max()


def group_recovered(tables: Tables) -> Scalar:
    """What its workers confirmed, in fen."""
    return groups(tables).got.max()


def regimes(tables: Tables) -> Scalar:
    """Standing regimes with an output for a period that ended in this one; a street's own of the same name adds nothing."""
    outputs = tables["wages_regime_outputs"]
    return outputs.filter(outputs["last"].between(tables.first, tables.last)).regime.nunique()


GROUP_FACTS = ("wages_entries", "wages_claimants", "wages_cases")
TABLE = (
    Indicator(
        "wages.inspectors", _("劳动法律监督员"), _("人"),
        _("期内在区、街道、社区三级任过排查员的人，一人数一次"),
        "people who held an inspector's post at district, sub-district or community level in the period, each once",
        ("posts",), inspectors,
    ),
    Indicator(
        "wages.legal_aid", _("法律援助"), _("人次"),
        _("期内给出的法律援助，一名职工一件事数一次"),
        "legal aid given in the period, once per worker and matter",
        ("wages_aids",), legal_aid,
    ),
    Indicator(
        "wages.recovered", _("要回的工资"), _("元"),
        _("期内职工本人确认到手的钱加起来；公司答应的、判给的、公司说已付的都不算"),
        "money that the workers themselves confirmed in the period; promised, ordered or reported money does not count",
        ("wages_entries",), recovered, FEN,
    ),
    Indicator(
        "wages.settlement", _("一名职工要回的最大一笔"), _("元"),
        _("期内到期没付、期末前又由职工本人确认全数到手的单人协议，按各期金额相加，取最大的一份"),
        "of agreements with one worker, broken in the period and confirmed in full by its end, the largest sum of instalments",
        ("wages_instalments", "wages_claimants", "wages_entries"), settlement, FEN,
    ),
    Indicator(
        "wages.group_workers", _("群体案件的职工"), _("人"),
        _("期内全员确认足额到手的十人以上案件，取人数最多的一件，数它的职工；自己另去起诉的不算"),
        "workers of the largest case of ten or more that everyone who stayed in it confirmed in full, in the period",
        GROUP_FACTS, group_workers,
    ),
    Indicator(
        "wages.group_days", _("群体案件到手用的天数"), _("天"),
        _("这件案子从立案到最后一人确认到手的天数"),
        "days from the opening of that case to the last worker's confirmation",
        GROUP_FACTS, group_days,
    ),
    Indicator(
        "wages.group_recovered", _("群体案件要回的工资"), _("元"),
        _("这件案子里职工本人确认到手的钱加起来"),
        "money confirmed by the workers of that case",
        GROUP_FACTS, group_recovered, FEN,
    ),
    Indicator(
        "wages.regimes", _("工作制度"), _("项"),
        _("期内出过成果的工作制度，一项数一次；只登记、没出成果的不算"),
        "standing regimes that turned out at least one output for a period that ended in this one, each once; a mere name does not count",
        ("wages_regime_outputs",), regimes,
    ),
    Indicator(
        "wages.mechanisms", _("与检察院的协作机制"), _("项"),
        _("七项协作机制里，期内留下记录的有几项；没有记录的不算"),
        "joint mechanisms with the procuratorate that left at least one record in the period, of seven",
        ("wages_joint",), mechanisms,
    ),
)  # fmt: skip
