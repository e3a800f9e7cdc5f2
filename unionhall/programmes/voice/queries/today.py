"""What concerns somebody now: the desk's work, a person's own matters, what a search finds."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.ui.templatetags.ui import day_filter
from unionhall.kernel.cases import queries as cases
from unionhall.web.kinds import Concern, WorkRow

from ..rules.flows import WORDS, State
from . import matters

PUBLIC = ("work", "concerns", "search", "count")
AHEAD = timedelta(days=7)
MOST = 1000


def work(actor: Actor, today: date) -> Sequence[WorkRow]:
    """Unmet deadlines up to a week ahead in the actor's scope, with where they come from."""
    found = cases.due_in(scope=actor.scope("voice.view"), until=today + AHEAD, kind="matter")[:60]
    return [_row(each) for each in found]


def _row(deadline: object) -> WorkRow:
    case = deadline.case
    waiting = deadline.code in {"voice_respond", "voice_track"}
    badge = {"M": gettext("待核实"), "D": gettext("建议")}.get(deadline.mark, "")
    return WorkRow(
        title=gettext(deadline.label), line=f"{case.title} · {case.reference}", law=gettext(deadline.law), due=deadline.due,
        url=f"/voice/matters/{case.pk}/", verb=gettext("去看"), waiting=waiting, provisional=deadline.provisional, mark=badge,
    )  # fmt: skip


def concerns(actor: Actor, today: date) -> Sequence[Concern]:
    """A person's own open matters, the answered ones first: they wait for a word."""
    if not actor.person_id:
        return []
    rows = sorted((row for row in matters.own(scope=actor.own()) if row.case.open), key=lambda row: row.case.state != State.ANSWERED)
    return [_concern(row, today) for row in rows[:3]]


def _concern(row: object, today: date) -> Concern:
    due = row.case.next_due
    line = gettext("最晚 {day}").format(day=day_filter(due, today)) if due else ""
    title = gettext(WORDS[State(row.case.state)].now)
    return Concern(title=title, url=f"/voice/mine/{row.case_id}/", kicker=row.case.reference, due=due, line=line)


def search(actor: Actor, text: str) -> Sequence[tuple[str, str, str]]:
    """Matters in scope: (title, line, address)."""
    rows = matters.matters(scope=actor.scope("voice.view"), by=matters.Filter(text=text, open=None))[:10]
    return [(row.case.title, row.case.reference, f"/voice/matters/{row.case_id}/") for row in rows]


def count(actor: Actor) -> int:
    """Open matters in scope, up to a thousand."""
    rows = cases.visible(actor.scope("voice.view"), "matter").filter(open__in=[True])
    return len(rows.order_by().values_list("pk")[:MOST])
