"""An enterprise's request for the check bus: its flow, its risks, the figures it is planned by."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from unionhall.base.flow import Flow, Step
from unionhall.base.words import gettext_noop as _

ASK, BUS, BOARD = "services.ask", "services.bus", "services.board"


class State(StrEnum):
    """Where a request stands."""

    DRAFTED = "drafted"
    SENT = "sent"
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    VISITED = "visited"
    REPORTED = "reported"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


ENDED = frozenset({State.CLOSED, State.REFUSED, State.WITHDRAWN})
FLOW = Flow(
    Step("send", {State.DRAFTED}, State.SENT, _("送出"), (ASK,)),
    Step("plan", {State.SENT}, State.PLANNED, _("排进计划"), (BUS,)),
    Step("unplan", {State.PLANNED, State.CONFIRMED}, State.SENT, _("移出计划"), (BUS,)),
    Step("confirm", {State.PLANNED}, State.CONFIRMED, _("这天可以"), (ASK,)),
    Step("visit", {State.CONFIRMED}, State.VISITED, _("车来过了"), (BUS,)),
    Step("report", {State.VISITED, State.REPORTED}, State.REPORTED, _("出报告"), (BUS,)),
    Step("close", {State.REPORTED}, State.CLOSED, _("办结"), (BUS,)),
    Step("refuse", {State.SENT, State.PLANNED}, State.REFUSED, _("不去，说明原因"), (BUS,)),
    Step("withdraw", {State.DRAFTED, State.SENT, State.PLANNED, State.CONFIRMED}, State.WITHDRAWN, _("不要了"), (ASK,)),
)
WORDS: Mapping[State, str] = MappingProxyType({
    State.DRAFTED: _("还没送出"), State.SENT: _("等排期"), State.PLANNED: _("排好了，等企业点头"), State.CONFIRMED: _("定下了"),
    State.VISITED: _("车来过了"), State.REPORTED: _("报告出了"), State.CLOSED: _("已办结"), State.REFUSED: _("这次不去"), State.WITHDRAWN: _("企业不要了"),
})  # fmt: skip


class Risk(StrEnum):
    """What a workshop's people are exposed to: the six classes of the catalogue that a bus meets, and none."""

    NONE = "none"
    DUST = "dust"
    CHEMICAL = "chemical"
    PHYSICAL = "physical"
    RADIATION = "radiation"
    BIOLOGICAL = "biological"
    OTHER = "other"


RISK_LABELS = {
    Risk.NONE: _("没有"), Risk.DUST: _("粉尘"), Risk.CHEMICAL: _("化学品"), Risk.PHYSICAL: _("噪声、高温、振动"),
    Risk.RADIATION: _("放射"), Risk.BIOLOGICAL: _("生物"), Risk.OTHER: _("其他"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RiskClass:
    """A class as it stands on a day: `extra` shares a person counts more, due again after `months`; both as the law's table has them."""

    risk: Risk
    extra: Decimal
    months: int


class Missing(StrEnum):
    """Why somebody on an enterprise's list has no slot."""

    WAITING = "waiting"
    FULL = "full"
    OFF = "off"
    OWN = "own"
    ENDED = "ended"


MISSING_LABELS = {
    Missing.WAITING: _("还没定下哪天来"), Missing.FULL: _("本车间的时段都满了。有人让出位子就补上；车走了还没补上的，企业可以再要一次车"),
    Missing.OFF: _("那天车没来，进下一次计划"), Missing.OWN: _("本人说不来"),
    Missing.ENDED: _("这次车不来了：企业不要了，或者工会说明了原因"),
}  # fmt: skip


def due_again(last: date, months: int) -> date:
    """The day from which people seen on `last` are due again; the last day of a shorter month."""
    count = last.year * 12 + last.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(last.day, monthrange(year, month + 1)[1]))


def weighed(classes: Mapping[Risk, RiskClass], workshops: Iterable[tuple[str, int]], last: date | None, on: date) -> Decimal:
    """What people at risk count more: (class, heads) of workshops, none for a class that was seen less than its months ago."""
    found = Decimal(0)
    for code, heads in workshops:
        each = classes.get(Risk(code))
        if each and (last is None or due_again(last, each.months) <= on):
            found += heads * each.extra
    return found


@dataclass(frozen=True, slots=True)
class Figures:
    """The dated figures of a plan. Times in minutes, `person_metres`: how long a detour one person is worth."""

    day_most: int = 240
    day_least: int = 100
    wait_extra: Decimal = Decimal("0.01")
    never_extra: Decimal = Decimal("0.5")
    person_metres: int = 1000
    an_hour: int = 34
    slot: int = 30
    buffer: int = 5
    move: int = 40


EXTRA, AGAIN = "bus_extra_{risk}", "bus_again_{risk}"
CODES = {
    "day_most": "bus_day_most", "day_least": "bus_day_least", "wait_extra": "bus_wait_extra",
    "never_extra": "bus_never_extra", "person_metres": "bus_person_metres", "an_hour": "bus_an_hour", "slot": "bus_slot_minutes",
    "buffer": "bus_buffer_minutes", "move": "bus_move_minutes",
}  # fmt: skip
