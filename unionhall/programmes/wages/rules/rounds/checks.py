"""One look at one place of work: what it may say, and what stands beside it. "Looked, none" is a record; silence is not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.orgs.rules import Industry

from ..compliance import CHECKLIST, Duty, Point

WEEK = timedelta(days=7)
EVERYWHERE = frozenset({Point.PAID_IN_MONEY, Point.LEDGER, Point.SLIP, Point.CARDS_FREE})
SHORTEST_NOTE = 2


class Result(StrEnum):
    """What the inspector found. There is no word for silence: without a record the week is unknown."""

    NONE = "none"
    CLUE = "clue"
    UNSEEN = "unseen"


class Source(StrEnum):
    """How a record came in."""

    PAGE = "page"
    PHONE = "phone"
    SHEET = "sheet"


RESULT_LABELS = {Result.NONE: _("看过，没有"), Result.CLUE: _("有情况"), Result.UNSEEN: _("没看成")}
SOURCE_LABELS = {Source.PAGE: _("网页"), Source.PHONE: _("手机存着，后来发的"), Source.SHEET: _("表格导入")}


class Clash(StrEnum):
    """Why a record wants a second look. Both records stay as they are."""

    OTHER = "other"
    TWICE = "twice"
    MOVED = "moved"
    UNPLANNED = "unplanned"


CLASH_WORDS = {
    Clash.OTHER: _("同一周别人也看过这一家，两条都留着"),
    Clash.TWICE: _("您这一周报过这一家了，两条都留着"),
    Clash.MOVED: _("这一家改派给别人了，您报的也记下了"),
    Clash.UNPLANNED: _("这一家这一周没有排，您报的也记下了"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked and what they found: as far as two records of one place and week concern one another."""

    key: str
    inspector: str
    result: str


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_number(week: date) -> int:
    """The week's number as offices count it (GB/T 7408, ISO 8601)."""
    return week.isocalendar().week


def duties(industry: str) -> tuple[Duty, ...]:
    """The duties to ask for: all of 条例 at a building site, elsewhere those that bind every employer (Art.11, 15, 31)."""
    return tuple(duty for duty in CHECKLIST if industry == Industry.CONSTRUCTION or duty.point in EVERYWHERE)


def trouble(result: str, note: str) -> str:
    """The code of what is missing in a record, or '': a clue wants what was seen, 'could not look' wants why."""
    if result not in set(Result):
        return "result"
    said = len(note.strip()) >= SHORTEST_NOTE
    return "" if said or result == Result.NONE else "note"


def clashes(own: Look, others: Iterable[Look], planned_for: str | None) -> tuple[Clash, ...]:
    """What stands against a record; `planned_for` names the inspector of the plan, None when the week does not plan the place.

    It depends on the records alone, never on the order in which they came.
    """
    rest = [look for look in others if look.key != own.key]
    found = [Clash.OTHER] if any(look.inspector != own.inspector for look in rest) else []
    found += [Clash.TWICE] if any(look.inspector == own.inspector for look in rest) else []
    if planned_for is None:
        return (*found, Clash.UNPLANNED)
    return (*found, Clash.MOVED) if planned_for != own.inspector and Clash.OTHER not in found else tuple(found)


def taken_together(results: Iterable[str]) -> str:
    """What a place's week says when several looked: a clue outweighs 'none', both outweigh 'could not look'; '' is unknown."""
    found = set(results)
    return next((str(result) for result in (Result.CLUE, Result.NONE, Result.UNSEEN) if result in found), "")


def shown_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Answers that say yes or no to a known point; the rest is not an answer."""
    points = {str(duty.point) for duty in CHECKLIST}
    return {point: said for point, said in answers.items() if point in points and said in ("yes", "no")}
