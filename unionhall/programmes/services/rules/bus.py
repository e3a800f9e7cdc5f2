"""An enterprise's request for the check bus: its flow, its risks, the figures it is planned by."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from unionhall.base.flow import Flow, Step
from unionhall.base.words import gettext_noop as _

ASK, BUS = "services.ask", "services.bus"


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


# 职业病危害因素分类目录（国卫疾控发〔2015〕92号，2015-11-17 起）；S, read in reprints. A later list is one more row.
RISK_SOURCE, RISK_MARK = "职业病危害因素分类目录（国卫疾控发〔2015〕92号）", "S"
RISK_LABELS = {
    Risk.NONE: _("没有"), Risk.DUST: _("粉尘"), Risk.CHEMICAL: _("化学品"), Risk.PHYSICAL: _("噪声、高温、振动"),
    Risk.RADIATION: _("放射"), Risk.BIOLOGICAL: _("生物"), Risk.OTHER: _("其他"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """The dated figures of a plan. Times in minutes, `person_metres`: how long a detour one person is worth."""

    day_most: int = 240
    day_least: int = 100
    risk_extra: Decimal = Decimal("0.5")
    wait_extra: Decimal = Decimal("0.01")
    never_extra: Decimal = Decimal("0.5")
    person_metres: int = 1000
    an_hour: int = 34
    slot: int = 30
    buffer: int = 5
    move: int = 40


CODES = {
    "day_most": "bus_day_most", "day_least": "bus_day_least", "risk_extra": "bus_risk_extra", "wait_extra": "bus_wait_extra",
    "never_extra": "bus_never_extra", "person_metres": "bus_person_metres", "an_hour": "bus_an_hour", "slot": "bus_slot_minutes",
    "buffer": "bus_buffer_minutes", "move": "bus_move_minutes",
}  # fmt: skip
