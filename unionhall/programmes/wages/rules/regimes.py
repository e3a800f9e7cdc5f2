"""Standing regimes: what each is, its rhythm, whose it is, and by when its next output is due.

Three are named by the union's own published account; the other three are examples that a union renames as it likes.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.people.rules import Role

from .briefings import BriefingKind

DAY = timedelta(days=1)
Period = tuple[date, date]


class Rhythm(StrEnum):
    """How often a regime owes an output; `event` owes one when something happens."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    EVENT = "event"


RHYTHM_LABELS = {
    Rhythm.WEEKLY: _("每周"), Rhythm.MONTHLY: _("每月"), Rhythm.QUARTERLY: _("每季"), Rhythm.EVENT: _("有事就出"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shipped:
    """A regime as it is set up first. `paper`: the briefing that is its output, '' when people write it by hand."""

    code: str
    name: str
    rhythm: Rhythm
    owner: Role
    about: str
    paper: BriefingKind | str = ""
    setting: bool = False


SHIPPED = (
    Shipped("monitoring", _("劳动关系监测预警"), Rhythm.WEEKLY, Role.CLERK, _("每周从台账里列出：过期的、反复欠的、久拖的"), BriefingKind.OVERVIEW),
    Shipped("work_report", _("欠薪工作报告"), Rhythm.MONTHLY, Role.OFFICER, _("每月一份：收了多少、办了多少、要回多少"), BriefingKind.MONTHLY),
    Shipped("major_case", _("重大案件专项报告"), Rhythm.EVENT, Role.OFFICER, _("人多、钱多、出了事的案件，一案一报"), BriefingKind.MAJOR),
    Shipped("rounds", _("周排查"), Rhythm.WEEKLY, Role.CLERK, _("每周排查了哪些单位、查到什么"), setting=True),
    Shipped("ledger", _("台账动态管理"), Rhythm.MONTHLY, Role.CLERK, _("每月把台账核一遍，写明改了什么"), setting=True),
    Shipped("joint", _("联席会议和回访关爱"), Rhythm.QUARTERLY, Role.LEADER, _("每季开一次会，看回访和走访，定下季的事"), setting=True),
)


def period_of(rhythm: str, day: date) -> Period:
    """First and last day of the week (Monday to Sunday), month or quarter around a day; the day itself for an event."""
    if rhythm == Rhythm.WEEKLY:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if rhythm == Rhythm.EVENT:
        return day, day
    months = 3 if rhythm == Rhythm.QUARTERLY else 1
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    end = first.month + months - 1
    return first, date(day.year, end, calendar.monthrange(day.year, end)[1])


def next_due(rhythm: str, begun: date, covered: Iterable[Period]) -> date | None:
    """The day after the first period that follows the latest output (or contains the first day); None for an event.

    An output counts only for a whole period of the rhythm: a weekly paper settles no month.
    """
    if rhythm == Rhythm.EVENT:
        return None
    whole = [last for first, last in covered if period_of(rhythm, first) == (first, last)]
    day = max(whole) + DAY if whole else begun
    return period_of(rhythm, max(day, begun))[1] + DAY


def recent(rhythm: str, begun: date, covered: Iterable[Period], today: date, most: int = 8) -> list[tuple[Period, bool]]:
    """The latest periods that are over, newest first, each with whether it has an output: silence is shown, not forgotten."""
    done, found = set(covered), []
    if rhythm == Rhythm.EVENT:
        return found
    period = period_of(rhythm, period_of(rhythm, today)[0] - DAY)
    while period[1] >= begun and len(found) < most:
        found.append((period, period in done))
        period = period_of(rhythm, period[0] - DAY)
    return found


def closed_period(rhythm: str, day: date, today: date) -> Period:
    """The period around a day, if it is over; Refused while it runs (an event: unless it lies ahead)."""
    first, last = period_of(rhythm, day)
    if last > today or (last == today and rhythm != Rhythm.EVENT):
        raise Refused("period_runs", _("这一期还没过完，{day} 起再出"), field="on", values={"day": (last + DAY).isoformat()})
    return first, last
