"""Standing regimes, what they turned out, and what of them is due on whose desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext

from unionhall.base.access import Actor, Scope
from unionhall.kernel.people.rules import Role
from unionhall.reports.kinds import Fact
from unionhall.web.kinds import WorkRow

from ..models import Briefing, Regime, RegimeOutput
from ..rules.briefings import KIND_LABELS, BriefingKind, BriefingState
from . import briefings

PUBLIC = ("work", "count_due", "owned_by")
AHEAD = timedelta(days=7)


def regimes(*, scope: Scope, path: str = "") -> QuerySet[Regime]:
    """Live regimes of the unions in scope, with the day of the last output; of one union if its path is named."""
    rows = Regime.objects.all() if scope.everything else Regime.objects.filter(scope.within("path"))
    rows = rows.filter(path=path) if path else rows
    rows = rows.filter(ended_on=None).annotate(last_output=Max("outputs__last"))
    return rows.select_related("union", "owner__person").order_by("path", "pk")


def with_outputs(*, scope: Scope, path: str) -> QuerySet[Regime]:
    """The live regimes of one union, each with its outputs, newest first."""
    rows = RegimeOutput.objects.select_related("briefing").order_by("-last", "-pk")
    return regimes(scope=scope, path=path).prefetch_related(Prefetch("outputs", rows))


def outputs(*, scope: Scope, regime: Regime) -> QuerySet[RegimeOutput]:
    """What a regime that the scope opens turned out, newest first."""
    rows = RegimeOutput.objects.filter(regime=regime)
    rows = rows if scope.everything else rows.filter(scope.within("regime__path"))
    return rows.select_related("briefing", "blob").order_by("-last", "-pk")


def owned_by(actor: Actor, regime: Regime) -> bool:
    """Whether a regime is this actor's: named as its owner, or holding the owner's role at its union; a leader's are all below."""
    if regime.owner_id:
        mine = regime.owner_id == actor.account_id
    else:
        mine = any(grant.role == regime.owner_role and grant.org_id == regime.union_id for grant in actor.grants)
    return mine or any(grant.role == Role.LEADER and regime.path.startswith(grant.path) for grant in actor.grants)


def work(actor: Actor, today: date) -> Sequence[WorkRow]:
    """Outputs that are due or late, special reports that wait for a person, and briefings that came up from below."""
    scope = actor.scope("wages.oversee")
    if scope.empty:
        return []
    due = regimes(scope=scope).filter(next_due__lte=today + AHEAD)
    rows = [_due_row(row) for row in due if owned_by(actor, row)]
    waiting = briefings.briefings(scope=scope, state=BriefingState.DRAFT).filter(kind=BriefingKind.MAJOR)
    rows += [_paper_row(row, gettext("专项报告自动出好了，等人定稿"), gettext("看了定稿"), row.first) for row in waiting[:20]]
    mine = [grant.org_id for grant in actor.grants if "wages.oversee" in grant.powers]
    arrived = briefings.briefings(scope=scope, state=BriefingState.SENT).filter(sent_to_id__in=mine)
    rows += [_paper_row(row, gettext("下级报上来的，等签收"), gettext("去签收"), row.sent_at.astimezone().date()) for row in arrived[:20]]
    return rows


def _due_row(row: Regime) -> WorkRow:
    line = gettext("{union} · 上一次：{last}")
    return WorkRow(
        title=gettext("{name}：该出这一期").format(name=gettext(row.name)),
        line=line.format(union=row.union.name, last=row.last_output.isoformat() if row.last_output else gettext("还没有")), law=gettext("工作制度"),
        due=row.next_due, url=f"/wages/regimes/{row.pk}/", verb=gettext("去出"),
    )  # fmt: skip


def _paper_row(row: Briefing, line: str, verb: str, due: date) -> WorkRow:
    about = row.arrears.case.title if row.arrears_id else f"{row.first.isoformat()}—{row.last.isoformat()}"
    return WorkRow(
        title=gettext("{name}：{about}").format(name=gettext(KIND_LABELS[BriefingKind(row.kind)]), about=about), line=f"{row.union.name} · {line}", law=gettext("工作制度"),
        due=due, url=f"/wages/briefings/{row.pk}/", verb=verb,
    )  # fmt: skip


def count_due(actor: Actor) -> int:
    """How many briefings wait for a person in the actor's scope."""
    rows = briefings.briefings(scope=actor.scope("wages.oversee")).filter(Q(state=BriefingState.DRAFT))
    return min(rows.order_by().count(), 1000)


def output_rows(scope: Scope) -> Iterable[tuple[object, ...]]:
    """For the reports: every output with its regime's code and the period that it covers."""
    rows = RegimeOutput.objects.order_by("pk") if scope.everything else RegimeOutput.objects.filter(scope.within("regime__path")).order_by("pk")
    return rows.values_list("pk", "regime__code", "regime__path", "first", "last").iterator(2000)


TABLE = (
    Fact("wages_regime_outputs", {"output": "int64", "regime": "string", "path": "string", "first": "date", "last": "date"}, output_rows),
)  # fmt: skip
