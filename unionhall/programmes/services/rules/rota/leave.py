"""What leave, a swap or a cancelled duty would do before it is done, and who could stand in. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import Calendar

from .duties import Duty, DutyState, Member, clash
from .guarantees import Gap, Guarantee, uncovered, worse


class LeaveState(StrEnum):
    """Waiting: a colleague is asked, or the office; nothing has moved yet."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


LEAVE_LABELS = {
    LeaveState.WAITING: _("还没定"), LeaveState.GRANTED: _("准了"), LeaveState.REFUSED: _("没准"), LeaveState.WITHDRAWN: _("自己收回了"),
}  # fmt: skip


class SwapState(StrEnum):
    """A colleague was asked to stand in."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


SWAP_LABELS = {
    SwapState.ASKED: _("等同事答复"), SwapState.AGREED: _("同事答应了"), SwapState.DECLINED: _("同事来不了"), SwapState.WITHDRAWN: _("不用了"),
}  # fmt: skip


class Why(StrEnum):
    """Why somebody can or cannot stand in."""

    FREE = "free"
    FEWEST = "fewest"
    WISH = "wish"
    BUSY = "busy"
    LEAVE = "leave"
    GROUP = "group"
    PATTERN = "pattern"


WHY_WORDS = {
    Why.FREE: _("那天有空"), Why.FEWEST: _("今年值得最少"), Why.WISH: _("说过那天最好别排"), Why.BUSY: _("那天自己有班"),
    Why.LEAVE: _("那天请了假"), Why.GROUP: _("不是这一组的"), Why.PATTERN: _("那天平时不来"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could stand in, or why not; `served` counts this year's duties."""

    member: int
    name: str
    able: bool
    why: tuple[Why, ...]
    served: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One duty that the leave would end: whether a promise breaks with it, and who could take it, fairest first."""

    duty: Duty
    gaps: tuple[Gap, ...]
    candidates: tuple[Candidate, ...]

    @property
    def free(self) -> tuple[Candidate, ...]:
        """Those who can."""
        return tuple(each for each in self.candidates if each.able)


@dataclass(frozen=True, slots=True)
class Board:
    """The rota as it stands: everything that a decision looks at."""

    duties: tuple[Duty, ...]
    guarantees: tuple[Guarantee, ...]
    members: Mapping[int, Member]
    calendar: Calendar

    def gaps(self, days: Iterable[date], *, confirmed: bool = False) -> tuple[Gap, ...]:
        """The promises that these days do not keep."""
        return uncovered(self.duties, self.guarantees, days, self.members, self.calendar, confirmed=confirmed)

    def without(self, duty_ids: Iterable[int]) -> "Board":
        """The board with these duties off."""
        gone = set(duty_ids)
        return replace(self, duties=tuple(replace(each, state=DutyState.OFF) if each.id in gone else each for each in self.duties))

    def moved(self, moves: Mapping[int, int]) -> "Board":
        """The board with duties in other hands: duty → member."""
        return replace(self, duties=tuple(replace(each, member=moves.get(each.id, each.member)) for each in self.duties))

    def breaks(self, after: "Board", days: Iterable[date]) -> tuple[Gap, ...]:
        """The promises that stand now and would not stand after: the one question before every change."""
        days = list(days)
        return worse(self.gaps(days), after.gaps(days))


def consequence(board: Board, member: int, days: Iterable[date]) -> tuple[Turn, ...]:
    """What leave on these days would do, duty by duty."""
    wanted = set(days)
    own = sorted((each for each in board.duties if each.live and each.member == member and each.day in wanted), key=lambda each: (each.day, each.begins))
    without = board.without(each.id for each in own)
    broken = board.breaks(without, wanted)
    return tuple(Turn(each, tuple(gap for gap in broken if gap.day == each.day), candidates(board, each)) for each in own)


def candidates(board: Board, duty: Duty) -> tuple[Candidate, ...]:
    """The colleagues for one duty: those who can come first, the one who has served least before all."""
    group = board.members[duty.member].group
    others = [each for each in board.members.values() if each.id != duty.member]
    able = {each.id: not obstacles(board, each, duty, group) for each in others}
    fewest = min((each.served for each in others if able[each.id]), default=0)
    rows = []
    for each in others:
        wish = (Why.WISH,) if duty.day in each.wishes else ()
        good = (Why.FREE, *((Why.FEWEST,) if each.served == fewest else ()), *wish)
        rows.append(Candidate(each.id, each.name, able[each.id], good if able[each.id] else obstacles(board, each, duty, group), each.served))
    return tuple(sorted(rows, key=lambda row: (not row.able, Why.WISH in row.why, row.served, row.member)))


def obstacles(board: Board, member: Member, duty: Duty, group: str) -> tuple[Why, ...]:
    """What stands against somebody's taking a duty; nothing when they can."""
    found = [Why.GROUP] if member.group != group else []
    if duty.day in member.leave:
        found.append(Why.LEAVE)
    elif not member.comes(duty.day):
        found.append(Why.PATTERN)
    if clash(board.duties, member.id, duty.day, duty.begins, duty.ends):
        found.append(Why.BUSY)
    return tuple(found)
