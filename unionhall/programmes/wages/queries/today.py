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

from ..models import Arrears, Instalment, LimitDay
from ..rules.flows import CaseState, ClueState, plain
from ..rules.warnings import SIGNALS, Colour
from . import ledger, warnings
from .limits import near

PUBLIC = ("work", "concerns", "search", "count_cases", "count_clues", "count_warnings", "warned")
AHEAD = timedelta(days=7)
BUSY = tuple(state for state in CaseState if state not in (CaseState.CONCLUDED, CaseState.CLOSED))


def work(actor: Actor, today: date) -> Sequence[WorkRow]:
    """Unmet deadlines up to a week ahead in the actor's scope, with their law; first, matters that wait for an officer."""
    scope = actor.scope("wages.view")
    found = cases.due_in(scope=scope, until=today + AHEAD)[:60]
    alone = cases.unhandled(scope=scope, kind="arrears")[:20] if scope.paths else []
    limits = near(scope=scope, today=today, until=today + AHEAD)[:30]
    may = actor.may("wages.handle")
    dues = [_row(each, may) for each in found if each.case.kind in {"clue", "arrears"}]
    return [_alone(case, today) for case in alone] + dues + [_limit(each, today) for each in limits]


def _alone(case: object, today: date) -> WorkRow:
    """Its officer had to step aside and nobody below could take over: the unions above and their leaders see it today."""
    return WorkRow(
        title=gettext("经办回避了，没人接，请派人"), line=f"{case.title} · {case.reference}", law=gettext("回避登记"), due=today,
        url=f"/wages/cases/{case.pk}/", verb=gettext("去看"),
    )  # fmt: skip


def _limit(day: LimitDay, today: date) -> WorkRow:
    """A worker's last day to ask for arbitration; once fewer than seven days are left, aid may come before its papers."""
    case = day.claimant.arrears.case
    title = gettext("不足七日：先援助，后补手续") if day.ordinary < today else gettext("申请仲裁的时效快到了")
    return WorkRow(
        title=title, line=f"{day.claimant.name} · {case.title} · {case.reference}", law=gettext(day.law), due=day.last,
        url=f"/wages/cases/{case.pk}/limits/", verb=gettext("去看"), provisional=day.provisional, mark=gettext("待核实") if day.mark == "M" else "",
    )  # fmt: skip


def _row(deadline: object, may_visit: bool) -> WorkRow:
    case = deadline.case
    waiting = deadline.code in {"arb_accept", "award", "inspection", "payment_order"}
    url = f"/wages/cases/{case.pk}/" if case.kind == "arrears" else f"/wages/clues/case/{case.pk}/"
    if deadline.code == "return_visit" and may_visit:
        url = f"/wages/cases/{case.pk}/visit/"
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


def warned(actor: Actor, today: date) -> Sequence[WorkRow]:
    """Warnings that were given to the actor; for whoever may give them, the red ones that nobody has yet."""
    scope = actor.scope("wages.judge")
    mine = list(warnings.given(scope, actor.account_id or 0)[:30])
    free = warnings.live(scope).filter(given_to__isnull=True, colour=Colour.RED, due__lte=today + AHEAD).order_by("due", "pk")[:20]
    return [_warned(row, today) for row in [*mine, *free]]


def _warned(row: object, today: date) -> WorkRow:
    signal = SIGNALS[row.code]
    verb = gettext("去看") if row.given_to_id else gettext("派人去看")
    return WorkRow(
        title=gettext("预警：{what}").format(what=gettext(signal.title)), line=f"{row.employer.name} · {row.period:%Y-%m}", law=signal.article,
        due=row.due or today, url=f"/wages/warnings/{row.pk}/", verb=verb,
    )  # fmt: skip


def count_warnings(actor: Actor) -> int:
    """Warnings that ask for a visit, in scope, up to a thousand."""
    return ledger.count_up_to(warnings.live(actor.scope("wages.watch")))[0]
