"""Early warning: raised from facts and dated thresholds, given to somebody, answered after the visit. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.law import queries as law
from unionhall.kernel.law import rules as law_rules
from unionhall.kernel.notices import services as notices
from unionhall.kernel.people import queries as people
from unionhall.kernel.places import queries as places

from ..models import Warning, WarningFigure, WarningRule
from ..queries import warnings as queries
from ..queries import watching
from ..rules import warnings as rules

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union

VISIT = "WARN-VISIT"
LASTING = frozenset(code for code, signal in rules.SIGNALS.items() if signal.lasting)
COLUMNS = ("code", "colour", "value", "compare", "unit", "source", "mark", "valid_from", "valid_to", "version")


@dataclass(frozen=True, slots=True)
class Tally:
    """What an evaluation did."""

    raised: int = 0
    changed: int = 0
    gone: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.raised + other.raised, self.changed + other.changed, self.gone + other.gone)

    @property
    def total(self) -> int:
        """How many warnings moved."""
        return self.raised + self.changed + self.gone


def seed(*, at: datetime) -> int:
    """Add the shipped thresholds that are not there yet; others stay. Returns rows added."""
    known = set(WarningRule.objects.values_list("code", "colour"))
    fresh = [row for row in rules.shipped() if (row.code, row.colour) not in known]
    WarningRule.objects.bulk_create([WarningRule(at=at, **{name: getattr(row, name) for name in COLUMNS}) for row in fresh])
    return len(fresh)


@transaction.atomic
def evaluate(*, by: Actor, at: datetime) -> Tally:
    """Judge this month and the one before for the employers in the actor's scope. Twice the same gives the same rows.

    An answered warning is never touched; an unanswered one follows its figures, and is gone when they are put right. What
    lasts from month to month is judged for this month alone and raised anew only after an answer.
    """
    by.require("wages.judge")
    seed(at=at)
    today, scope = at.astimezone().date(), by.scope("wages.judge")
    this = watching.month_of(today)
    done = Tally()
    for period in (watching.month_of(this - timedelta(days=1)), this):
        done = done + _judged(scope, period, today, at)
    if done.total:
        journal.record(
            kind="change", verb="wages.warnings", subject=f"wages.warning:{this:%Y-%m}", by=by, at=at,
            note=f"{done.raised} raised, {done.changed} changed, {done.gone} gone",
        )  # fmt: skip
    return done


def _judged(scope: Scope, period: date, today: date, at: datetime) -> Tally:
    found = watching.watched(scope=scope, period=period, today=today)
    thresholds = rules.standing(queries.thresholds(), min(today, watching.next_month(period) - timedelta(days=1)))
    thresholds = [row for row in thresholds if period == watching.month_of(today) or row.code not in LASTING]
    hits = {(pk, each.code): each for pk, facts in found.facts.items() for each in rules.judge(facts, thresholds)}
    standing = _standing(found.facts, period, {row.code for row in thresholds})
    new, due = [key for key in hits if key not in standing], _visit_by(today)
    fresh = [_drafted(key, hits[key], found.unions[key[0]], period, at, due) for key in new]
    moved = [row for key, row in standing.items() if key in hits and not row.verdict and _moves(row, hits[key], at)]
    gone = [row.pk for key, row in standing.items() if key not in hits and not row.verdict and row.gone_at is None]
    fresh = Warning.objects.bulk_create(fresh, batch_size=1000)
    Warning.objects.bulk_update(moved, ["colour", "rule", "figure", "changed_at", "gone_at"], batch_size=500)
    Warning.objects.filter(pk__in=gone).update(gone_at=at)
    _write_figures([*fresh, *moved], hits)
    return Tally(len(fresh), len(moved), len(gone))


def _standing(employer_ids: Iterable[int], period: date, codes: Iterable[str]) -> dict[tuple[int, str], Warning]:
    """The month's rows by employer and rule; a lasting one that nobody answered yet is carried on from an earlier month."""
    carried = Q(period__lt=period, code__in=LASTING, verdict="", gone_at__isnull=True)
    rows = Warning.objects.filter(Q(period=period) | carried, employer_id__in=list(employer_ids), code__in=list(codes))
    return {(row.employer_id, row.code): row for row in rows.select_for_update().order_by("-period")}


def _drafted(key: tuple[int, str], hit: rules.Finding, union: Union, period: date, at: datetime, due: date | None) -> Warning:
    return Warning(
        employer_id=key[0], union=union, path=union.path, code=key[1], period=period, colour=hit.colour, rule_id=hit.threshold.id,
        figure=hit.reading.figure, raised_at=at, changed_at=at, due=due, due_rule=VISIT,
    )  # fmt: skip


def _visit_by(day: date) -> date | None:
    due = law_rules.due(law.rule(VISIT, day), day, places.calendar()).due
    return due.date() if isinstance(due, datetime) else due


def _moves(row: Warning, hit: rules.Finding, at: datetime) -> bool:
    """Take the finding over; whether anything is different."""
    now = (hit.colour, hit.threshold.id, hit.reading.figure.quantize(Decimal("0.0001")), None)
    if (row.colour, row.rule_id, row.figure, row.gone_at) == now:
        return False
    row.colour, row.rule_id, row.figure, row.gone_at = now
    row.changed_at = at
    return True


def _write_figures(rows: Iterable[Warning], hits: Mapping[tuple[int, str], rules.Finding]) -> None:
    rows = list(rows)
    WarningFigure.objects.filter(warning_id__in=[row.pk for row in rows]).delete()
    WarningFigure.objects.bulk_create(
        [
            WarningFigure(warning=row, name=name, value=str(value)[:60])
            for row in rows
            for name, value in hits[(row.employer_id, row.code)].reading.seen.items()
        ],
        batch_size=2000,
    )


def _loaded(pk: int, by: Actor) -> Warning:
    row = queries.visible(by.scope("wages.judge")).filter(pk=pk).first()
    if row is None:
        raise Refused("not_yours", _("这条预警不归您管"))
    if row.verdict:
        raise Refused("answered", _("这条预警已经答过了"))
    return row


@transaction.atomic
def give(*, warning_id: int, account_id: int, by: Actor, at: datetime) -> Warning:
    """Give a warning to somebody who may see it; they are told."""
    row, today = _loaded(warning_id, by), at.astimezone().date()
    account = people.account(account_id)
    receiver = people.actor_for(account, today)
    if not receiver.scope("wages.judge").reaches(row.path):
        raise Refused("not_there", _("这个人不管这一片，换一个人"), field="account")
    Warning.objects.filter(pk=row.pk).update(given_to=account, given_at=at)
    journal.record(kind="change", verb="wages.warning.give", subject=f"wages.warning:{row.pk}", path=row.path, by=by, at=at)
    notices.tell(
        person=account.person, message="warning_given", effect_key=f"warning:{row.pk}:{account.pk}:{at.isoformat()}", at=at,
        link=f"/wages/warnings/{row.pk}/",
    )  # fmt: skip
    row.refresh_from_db()
    return row


@transaction.atomic
def answer(*, warning_id: int, verdict: str, note: str, by: Actor, at: datetime) -> Warning:
    """Say what the visit found: right, wrong or unclear, with a word on it. Once."""
    row = _loaded(warning_id, by)
    if verdict not in set(rules.Verdict):
        raise Refused("verdict", _("选一个：说准了、没这回事、看不出来"), field="verdict")
    if len(note.strip()) < 4:
        raise Refused("note", _("写明去看了什么、看到了什么"), field="note")
    told = {"verdict": verdict, "note": note.strip()[:300], "answered_by": (by.name or by.system)[:80], "answered_at": at}
    if not Warning.objects.filter(pk=row.pk, verdict="").update(**told):
        raise Refused("answered", _("这条预警已经答过了"))
    journal.record(kind="change", verb="wages.warning.answer", subject=f"wages.warning:{row.pk}", path=row.path, by=by, at=at, note=verdict)
    row.refresh_from_db()
    return row


@transaction.atomic
def amend(*, code: str, colour: str, value: Decimal, valid_from: date, source: str, by: Actor, at: datetime) -> WarningRule:
    """Enter a new threshold from a day on; the version before ends there and answers for the days before as it did."""
    by.require("wages.thresholds")
    seed(at=at)
    last = WarningRule.objects.select_for_update().filter(code=code, colour=colour).order_by("version").last()
    if last is None:
        raise Refused("unknown_rule", _("没有这条预警规则"))
    if not source.strip():
        raise Refused("no_source", _("写明依据：谁定的、哪一天定的"), field="source")
    if value < 0 or not value.is_finite():
        raise Refused("value", _("这个数不能小于 0"), field="value")
    if valid_from <= last.valid_from:
        raise Refused("version_order", _("新的数要晚于上一个起用的日子"), field="valid_from")
    WarningRule.objects.filter(pk=last.pk).update(valid_to=valid_from)
    row = WarningRule.objects.create(
        code=code, colour=colour, version=last.version + 1, value=value, compare=last.compare, unit=last.unit, source=source.strip()[:200],
        mark="D", valid_from=valid_from, confirmed_by=(by.name or by.system)[:80], confirmed_at=at, at=at,
    )  # fmt: skip
    journal.record(kind="change", verb="wages.warning_rule", subject=f"wages.warningrule:{row.pk}", by=by, at=at)
    return row


@dataclass(frozen=True, slots=True)
class Replay:
    """What the thresholds of a day find in an employer's month, and which rules had no figures."""

    facts: rules.Facts
    findings: tuple[rules.Finding, ...]
    unmeasured: tuple[str, ...]


def replay(*, employer_id: int, period: date, on: date, today: date, by: Actor) -> Replay:
    """Judge one employer's month once more by the thresholds of the day `on`; nothing is written."""
    scope = by.scope("wages.watch")
    if employer_id not in watching.employers_in(scope):
        raise Refused("not_yours", _("这家单位不在您管的一片"))
    found = watching.watched(scope=scope, period=watching.month_of(period), today=today).facts.get(employer_id)
    if found is None:
        raise Refused("no_facts", _("这个月没有这家单位的数"))
    return Replay(found, rules.judge(found, rules.standing(queries.thresholds(), on)), rules.unmeasured(found))
