"""Drawing a briefing: its figures and lists computed once from the ledger, and kept as they were."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base import money
from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.journal import services as journal
from unionhall.kernel.law import queries as law
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import INDUSTRY_LABELS

from ...models import Briefing, BriefingFigure, BriefingLine
from ...queries import briefings as queries
from ...queries import overview
from ...rules import briefings as rules
from ...rules import regimes as rhythm
from .. import cases as wage_cases
from . import reading

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union

DAY = timedelta(days=1)
SMALL = ("assign", "claimant", "remark", "paper")
RHYTHMS = {
    rules.BriefingKind.WEEKLY: rhythm.Rhythm.WEEKLY, rules.BriefingKind.MONTHLY: rhythm.Rhythm.MONTHLY,
    rules.BriefingKind.OVERVIEW: rhythm.Rhythm.WEEKLY,
}  # fmt: skip
Computed = tuple[list[tuple[str, int, int | None]], list[rules.Line]]


@transaction.atomic
def draw_period(*, union_id: int, kind: str, on: date, by: Actor, at: datetime) -> Briefing:
    """The weekly or monthly report or the overview list of the period around a day, once; it waits for a person to issue it.

    Refused for a union outside the actor's scope, and while the period runs.
    """
    by.require(rules.OVERSEE)
    if kind not in RHYTHMS:
        raise Refused("kind", _("选一种报告"), field="kind")
    scope, union = by.scope(rules.OVERSEE), orgs.below(by.scope(rules.OVERSEE)).filter(pk=union_id).first()
    if union is None:
        raise Refused("not_yours", _("这个单位不归您管"), field="union")
    first, last = rhythm.closed_period(RHYTHMS[rules.BriefingKind(kind)], on, at.astimezone().date())
    row, fresh = Briefing.objects.get_or_create(
        union=union, kind=kind, first=first, arrears=None,
        defaults={"path": union.path, "last": last, "drawn_at": at, "drawn_by": by.name or by.system},
    )  # fmt: skip
    return draw(briefing=row, scope=scope, by=by, at=at) if fresh else row


@transaction.atomic
def draw_major(*, case_id: int, by: Actor, at: datetime, union: Union | None = None) -> Briefing:
    """The special report of a case, once, as the case stands; `union` is whose report it is (else the case's own)."""
    scope = by.scope(rules.OVERSEE)
    arrears = wage_cases.load(pk=case_id, scope=scope)
    if done := Briefing.objects.filter(arrears=arrears).first():
        return done
    owner, day = union or arrears.case.union, at.astimezone().date()
    row = Briefing.objects.create(
        union=owner, path=owner.path, kind=rules.BriefingKind.MAJOR, arrears=arrears, first=day, last=day, drawn_at=at,
        drawn_by=by.name or by.system,
    )  # fmt: skip
    return draw(briefing=row, scope=scope, by=by, at=at)


def draw(*, briefing: Briefing, scope: Scope, by: Actor, at: datetime) -> Briefing:
    """Compute figures and lists anew from the ledger and keep them. The caller holds a transaction."""
    figures, lines = _major(briefing, scope, at) if briefing.arrears_id else _period(briefing, scope)
    briefing.figures.all().delete()
    briefing.lines.all().delete()
    BriefingFigure.objects.bulk_create(
        BriefingFigure(briefing=briefing, place=place, code=code, value=value, before=before)
        for place, (code, value, before) in enumerate(figures)
    )
    BriefingLine.objects.bulk_create(BriefingLine(briefing=briefing, place=place, **_cut(line)) for place, line in enumerate(lines))
    head = (briefing.path, briefing.kind, briefing.first, briefing.last, briefing.arrears_id)
    briefing.snapshot = rules.fingerprint(head, figures, lines)
    briefing.drawn_at, briefing.drawn_by = at, by.name or by.system
    briefing.blob = None
    briefing.save()
    journal.record(
        kind="change", verb="wages.briefing.draw", subject=f"wages.briefing:{briefing.pk}", path=briefing.path, by=by, at=at,
        note=f"{briefing.kind} {briefing.first}–{briefing.last} {briefing.snapshot}",
    )  # fmt: skip
    return briefing


def _cut(line: rules.Line) -> dict[str, object]:
    fields = {name: getattr(line, name) for name in rules.Line.__dataclass_fields__}
    return fields | {"label": line.label[:160], "said": line.said[:300]}


def _period(briefing: Briefing, scope: Scope) -> Computed:
    """Figures of the period and of the one before; lists at its end."""
    first, last = briefing.first, briefing.last
    earlier = rhythm.period_of(RHYTHMS[rules.BriefingKind(briefing.kind)], first - DAY)
    now = queries.counts(scope=scope, path=briefing.path, first=first, last=last)
    then = queries.counts(scope=scope, path=briefing.path, first=earlier[0], last=earlier[1])
    figures = [(figure.code, now[figure.code], then[figure.code]) for figure in rules.FIGURES]
    facts = {"scope": scope, "path": briefing.path, "last": last}
    lines = place_lines(**facts)
    if briefing.kind == rules.BriefingKind.OVERVIEW:
        old = law.parameter("old_case_days", last, briefing.union.region_code).value
        before = last - timedelta(days=int(old or 0))
        lines += queries.again_lines(**facts) + queries.case_lines(**facts, part=rules.Part.OLD, before=before)
    else:
        lines += industry_lines(**facts) + queries.case_lines(**facts, part=rules.Part.LARGE)
    return figures, queries.overdue_lines(**facts) + lines


def place_lines(*, scope: Scope, path: str, last: date) -> list[rules.Line]:
    """Cases in hand by the unions below; the union's own come under its own name."""
    rows = queries.grouped(scope=scope, path=path, last=last, column=f"case__tier{min(overview.depth(path) + 1, 6)}")
    names, own = overview.place_names(row["key"] for row in rows), orgs.lineage(path).last()
    return [_line(rules.Part.PLACE, names.get(row["key"]) or (own.name if own else "—"), row) for row in rows]


def industry_lines(*, scope: Scope, path: str, last: date) -> list[rules.Line]:
    """Cases in hand by industry."""
    rows = queries.grouped(scope=scope, path=path, last=last, column="case__topic")
    return [_line(rules.Part.INDUSTRY, INDUSTRY_LABELS.get(row["key"], row["key"] or _("没写行业")), row) for row in rows]


def _line(part: rules.Part, label: str, row: dict[str, object]) -> rules.Line:
    return rules.Line(part, label, "", **{name: row[name] for name in ("count", *queries.SUMS)})


def _major(briefing: Briefing, scope: Scope, at: datetime) -> Computed:
    """A case as it stands: sums, days, why it is a major one, what runs, what was done. No names of workers."""
    row = wage_cases.load(pk=briefing.arrears.case_id, scope=scope)
    sums = queries.money_at(row=row, scope=scope, at=at)
    incidents = row.incidents.filter(recorded_at__lte=at).count()
    opened = row.case.received_at.astimezone().date()
    facts = {"heads": row.people, "owed": row.owed or 0, **sums, "days": (at.astimezone().date() - opened).days, "incidents": incidents}
    figures = [(figure.code, facts[figure.code], None) for figure in rules.MAJOR_FIGURES]
    people, amount, _open = reading.thresholds(region=briefing.union.region_code, at=at)
    values = {"people": (people, row.people), "amount": (amount, row.owed), "incident": (None, incidents)}
    lines = [_reason(code, *values[code]) for code in rules.reasons(row.people, row.owed, incidents, people, amount)]
    running = case_queries.unmet_on(date(9999, 12, 31), scope=scope).filter(case=row.case, start__lte=at.astimezone().date())
    lines += [rules.Line(rules.Part.CLOCK, one.label, f"{one.due.isoformat()} {one.law}".strip()) for one in running]
    course = case_queries.events(row.case, scope=scope).filter(at__lte=at).exclude(step__in=SMALL).order_by("number")
    lines += [rules.Line(rules.Part.COURSE, f"{one.at.astimezone():%Y-%m-%d}", one.says) for one in course]
    return figures, lines


def _reason(code: str, least: int | None, value: int | None) -> rules.Line:
    shown = {name: money.short(sum_ or 0) if code == "amount" else str(sum_) for name, sum_ in (("least", least), ("value", value))}
    return rules.Line(rules.Part.REASON, rules.REASON_WORDS[code].format(**shown))
