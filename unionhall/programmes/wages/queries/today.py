"""What concerns somebody now: an officer's work, a worker's own matters, what a search finds."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db.models import Sum
from django.utils.translation import gettext

from unionhall.base import money as fen
from unionhall.base.access import Actor
from unionhall.base.ui.templatetags.ui import short_day
from unionhall.kernel.cases import queries as cases
from unionhall.web.kinds import Concern, WorkRow

from ..models import Arrears, Instalment
from ..rules.flows import CaseState, ClueState, plain
from . import ledger

PUBLIC = ("work", "concerns", "search", "count_cases", "count_clues")
AHEAD = timedelta(days=7)
BUSY = tuple(state for state in CaseState if state not in (CaseState.CONCLUDED, CaseState.CLOSED))


def work(actor: Actor, today: date) -> Sequence[WorkRow]:
    """Unmet deadlines up to a week ahead in the actor's scope, with their law; first, matters that wait for an officer."""
    scope = actor.scope("wages.view")
    found = cases.due_in(scope=scope, until=today + AHEAD)[:60]
    alone = cases.unhandled(scope=scope, kind="arrears")[:20] if scope.paths else []
    return [_alone(case, today) for case in alone] + [_row(each) for each in found if each.case.kind in {"clue", "arrears"}]


def _alone(case: object, today: date) -> WorkRow:
    """Its officer had to step aside and nobody below could take over: the unions above and their leaders see it today."""
    return WorkRow(
        title=gettext("经办回避了，没人接，请派人"), line=f"{case.title} · {case.reference}", law=gettext("回避登记"), due=today,
        url=f"/wages/cases/{case.pk}/", verb=gettext("去看"),
    )  # fmt: skip


def _row(deadline: object) -> WorkRow:
    case = deadline.case
    waiting = deadline.code in {"arb_accept", "award", "inspection", "payment_order"}
    url = f"/wages/cases/{case.pk}/" if case.kind == "arrears" else f"/wages/clues/case/{case.pk}/"
    return WorkRow(
        title=gettext(deadline.label), line=f"{case.title} · {case.reference}", law=gettext(deadline.law or "协议约定"), due=deadline.due, url=url,
        verb=gettext("去看"), waiting=waiting, provisional=deadline.provisional, mark=gettext("待核实") if deadline.mark == "M" else "",
    )  # fmt: skip


def concerns(actor: Actor, today: date) -> Sequence[Concern]:
    """A worker's own matters, open ones first, with the promised day."""
    if not actor.person_id:
        return []
    rows = [row for row in ledger.own(scope=actor.own()) if row.case.open]
    return [_concern(row, actor) for row in rows[:3]]


def _concern(row: object, actor: Actor) -> Concern:
    case = row.case
    url = f"/wages/mine/{case.pk}/"
    if not isinstance(row, Arrears):
        return Concern(title=gettext(plain(ClueState(case.state)).now), url=url, kicker=case.reference, due=case.next_due)
    due = _promised_by(row) if case.state == CaseState.AGREED else None
    title = gettext("公司答应 {day} 前付清").format(day=short_day(due, due)) if due else gettext(plain(CaseState(case.state)).now)
    own = row.claimants.filter(person_id=actor.person_id).first()
    got = own.entries.filter(kind="confirmed", replaced_by=None).aggregate(s=Sum("amount"))["s"] or 0 if own else 0
    owed = own.owed if own else row.owed or 0
    line = gettext("您已收到 {got} 元，共欠 {owed} 元").format(got=fen.short(got), owed=fen.short(owed))
    return Concern(title=title, url=url, kicker=case.reference, line=line, due=due, percent=min(100, got * 100 // owed) if owed else None)


def _promised_by(row: Arrears) -> date | None:
    parts = Instalment.objects.filter(agreement__arrears=row, agreement__superseded=False)
    return parts.order_by("-due").values_list("due", flat=True).first()


def search(actor: Actor, text: str) -> Sequence[tuple[str, str, str]]:
    """Cases and clues in scope: (title, line, address)."""
    scope, by = actor.scope("wages.view"), ledger.Filter(text=text, open=None)
    found = [(row.case.title, row.case.reference, f"/wages/cases/{row.case_id}/") for row in ledger.arrears(scope=scope, by=by)[:10]]
    return found + [(row.case.title, row.case.reference, f"/wages/clues/{row.pk}/") for row in ledger.clues(scope=scope, by=by)[:10]]


def count_cases(actor: Actor) -> int:
    """Open cases in scope, up to a thousand."""
    return _count_open(actor, "arrears", BUSY)


def count_clues(actor: Actor) -> int:
    """Open clues in scope, up to a thousand."""
    return _count_open(actor, "clue")


def _count_open(actor: Actor, kind: str, states: Collection[str] = ()) -> int:
    """Counted on the matters alone: every page shows it, and the matters' index answers it without a join."""
    rows = cases.visible(actor.scope("wages.view"), kind).filter(open__in=[True])
    return ledger.count_up_to(rows.filter(state__in=states) if states else rows)[0]
