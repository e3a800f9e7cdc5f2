"""The limitation of arbitration, line by line: 调裁法 Art.27 read over the events of a file (domain §6.12).

Careful on purpose: what is doubtful does not stop the clock, and the plain last day is printed, without any rolling.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import Calendar
from unionhall.kernel.law import rules as law

from .lines import Item

WAGES = frozenset({Item.ARREARS, Item.OVERTIME})
Stop = tuple[date, date | None]


class Kind(StrEnum):
    """What happened. `COUNTED` restart the year; a suspension pauses it; the rest is only kept in mind."""

    DEMAND = "demand"
    LETTER = "letter"
    RELIEF = "relief"
    PROMISE = "promise"
    PAYMENT = "payment"
    SUSPENSION = "suspension"
    CLUE = "clue"
    MEDIATION = "mediation"


COUNTED = frozenset({Kind.DEMAND, Kind.LETTER, Kind.RELIEF, Kind.PROMISE, Kind.PAYMENT})
KIND_LABELS = {
    Kind.DEMAND: _("本人向公司要过钱"), Kind.LETTER: _("以职工名义发的函，送到了"), Kind.RELIEF: _("请求了有关部门"),
    Kind.PROMISE: _("公司同意付"), Kind.PAYMENT: _("公司付了一部分"), Kind.SUSPENSION: _("不可抗力等正当理由，申请不了"),
    Kind.CLUE: _("向工会反映"), Kind.MEDIATION: _("申请了调解"),
}  # fmt: skip


class Covers(StrEnum):
    """Which lines an entry is about: pay for work, one other item, or all that the paper names."""

    WAGES = "wages"
    DOUBLE_WAGE = "double_wage"
    SEVERANCE = "severance"
    DAMAGES_2N = "damages_2n"
    ADDED_COMPENSATION = "added_compensation"
    ALL = "all"


COVERS_LABELS = {
    Covers.WAGES: _("工资（含加班、利息）"), Covers.DOUBLE_WAGE: _("二倍工资差额"), Covers.SEVERANCE: _("经济补偿"),
    Covers.DAMAGES_2N: _("违法解除赔偿金"), Covers.ADDED_COMPENSATION: _("加付赔偿金"), Covers.ALL: _("全部项目都写了"),
}  # fmt: skip


class Effect(StrEnum):
    """What an event did to a line."""

    RESTARTS = "restarts"
    PAUSES = "pauses"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    NOT_COUNTED = "not_counted"
    NO_PROOF = "no_proof"
    OTHER_LINE = "other_line"


EFFECT_WORDS = {
    Effect.RESTARTS: _("从这天重新算"), Effect.PAUSES: _("停着的日子不算"),
    Effect.TOO_EARLY: _("那时一年还没开始算"), Effect.TOO_LATE: _("时效已过，不能再重新算；公司过后答应的，请律师看"),
    Effect.NOT_COUNTED: _("不算中断：只向工会反映、只申请调解，都不指望它"), Effect.NO_PROOF: _("没有凭证，先不算"),
    Effect.OTHER_LINE: _("说的不是这一项"),
}  # fmt: skip


class Standing(StrEnum):
    """Where a line stands on a day."""

    NO_LIMIT = "no_limit"
    UNKNOWN = "unknown"
    STOPPED = "stopped"
    RUNNING = "running"
    PASSED = "passed"


STANDING_WORDS = {
    Standing.NO_LIMIT: _("还在职，不受一年限制"), Standing.UNKNOWN: _("还差一件事没查清"), Standing.STOPPED: _("停着，原因消除了接着算"),
    Standing.RUNNING: _("在算"), Standing.PASSED: _("凭现有的凭证，已经过了"),
}  # fmt: skip


class Why(StrEnum):
    """Why the year begins when it does, or what is missing."""

    ENDED = "ended"
    EMPLOYED = "employed"
    ASK_EMPLOYED = "ask_employed"
    ASK_ENDED = "ask_ended"
    SAID = "said"
    STRICTEST = "strictest"
    ORDER_LAPSED = "order_lapsed"
    ASK_KNOWN = "ask_known"


WHY_WORDS = {
    Why.ENDED: _("从离开单位那天起算"), Why.EMPLOYED: _("工资在职期间不受一年限制；离开以后一年内要提出"),
    Why.ASK_EMPLOYED: _("先问清：现在还在不在干？"), Why.ASK_ENDED: _("先问清：哪天离开的？"),
    Why.SAID: _("从知道或者应当知道那天起算"), Why.STRICTEST: _("按最早的一天算：应当签合同的那天；有的地方算得晚"),
    Why.ORDER_LAPSED: _("从责令的限期过后起算"), Why.ASK_KNOWN: _("先问清：哪天知道这一项没给？"),
}  # fmt: skip
UNSURE = frozenset({Why.STRICTEST, Why.ORDER_LAPSED})


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the book. `until`: the day on which a pause is over (None: still on). `items` empty: every line."""

    kind: Kind
    on: date
    until: date | None = None
    items: frozenset[Item] = frozenset()
    proved: bool = False
    key: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides when a line's year begins; `employed` None: nobody asked. `known_on` was said for this line."""

    item: Item
    employed: bool | None = None
    ended_on: date | None = None
    known_on: date | None = None
    contract_due: date | None = None
    order_last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """The first day of the year (itself not counted), or None with the reason in `why`."""

    on: date | None
    why: Why
    no_limit: bool = False

    @property
    def rule(self) -> str:
        """The row of law that it is counted by."""
        return "LIM-WAGE" if self.why in {Why.ENDED, Why.EMPLOYED, Why.ASK_EMPLOYED, Why.ASK_ENDED} else "LIM-1Y"

    @property
    def unconfirmed(self) -> bool:
        """Whether the day itself is open to doubt."""
        return self.why in UNSURE


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the events: from when it runs now, its last day and safe day, and what each event did."""

    begins: date | None
    last: date | None
    safe: date | None
    provisional: bool
    effects: tuple[tuple[Event, Effect], ...]
    open_pause: bool = False


def items_of(covers: Covers) -> frozenset[Item]:
    """The lines that an entry is about; empty for every line."""
    if covers is Covers.ALL:
        return frozenset()
    return WAGES | {Item.INTEREST} if covers is Covers.WAGES else frozenset({Item(covers)})


def start_of(facts: Facts) -> Start:
    """When the year of a line begins. Wages: Art.27(4); the rest: Art.27(1), the day one knew or should have known."""
    if facts.item in WAGES or facts.item is Item.INTEREST:
        return _wage_start(facts)
    if facts.known_on is not None:
        return Start(facts.known_on, Why.SAID)
    if facts.item in {Item.SEVERANCE, Item.DAMAGES_2N}:
        return Start(facts.ended_on, Why.ENDED) if facts.ended_on else Start(None, Why.ASK_ENDED)
    if facts.item is Item.DOUBLE_WAGE and facts.contract_due is not None:
        return Start(facts.contract_due, Why.STRICTEST)
    if facts.item is Item.ADDED_COMPENSATION and facts.order_last_day is not None:
        return Start(facts.order_last_day, Why.ORDER_LAPSED)
    return Start(None, Why.ASK_KNOWN)


def _wage_start(facts: Facts) -> Start:
    if facts.ended_on is not None:
        return Start(facts.ended_on, Why.ENDED)
    if facts.employed is True:
        return Start(None, Why.EMPLOYED, no_limit=True)
    return Start(None, Why.ASK_ENDED if facts.employed is False else Why.ASK_EMPLOYED)


def read(
    item: Item, begins: date, events: Iterable[Event], rule: law.Rule, calendar: Calendar, proved_only: bool = False
) -> Reading:
    """Art.27(2) and (3) over the events, in their order. `proved_only`: what has no proof is as if it had not been."""
    told: list[tuple[Event, Effect]] = []
    weighed = [(one, _set_aside(one, item, proved_only)) for one in sorted(events, key=_by_day)]
    stops = [(one.on, one.until) for one, aside in weighed if aside is None and one.kind is Kind.SUSPENSION]
    first, current = begins, begins
    for one, aside in weighed:
        if aside is None and one.kind is not Kind.SUSPENSION:
            effect = _effect(one, current, first, stops, rule, calendar)
            current = one.on if effect is Effect.RESTARTS else current
            aside = effect
        told.append((one, aside or _paused(one, current, stops, rule, calendar)))
    found = law.due_with_stops(rule, current, stops, calendar)
    last = found.due if isinstance(found.due, date) else None
    open_pause = last is None and any(until is None for _first, until in stops)
    return Reading(current, last, found.safe_day, found.provisional, tuple(told), open_pause)


def _by_day(one: Event) -> tuple[date, bool, int]:
    return one.on, one.kind is not Kind.SUSPENSION, one.key


def _set_aside(one: Event, item: Item, proved_only: bool) -> Effect | None:
    """Why an event is not looked at for this line; None when it is."""
    if one.items and item not in one.items:
        return Effect.OTHER_LINE
    if one.kind not in COUNTED and one.kind is not Kind.SUSPENSION:
        return Effect.NOT_COUNTED
    return Effect.NO_PROOF if proved_only and not one.proved else None


def _effect(
    one: Event, current: date, first: date, stops: Sequence[Stop], rule: law.Rule, calendar: Calendar
) -> Effect:
    if one.on < first:
        return Effect.TOO_EARLY
    end = law.due_with_stops(rule, current, stops, calendar).due
    return Effect.TOO_LATE if isinstance(end, date) and one.on > end else Effect.RESTARTS


def _paused(
    one: Event, current: date, stops: Sequence[Stop], rule: law.Rule, calendar: Calendar
) -> Effect:
    """A pause that begins after the last day pauses nothing."""
    before = [stop for stop in stops if stop[0] < one.on]
    end = law.due_with_stops(rule, current, before, calendar).due
    if isinstance(end, date) and one.on > end:
        return Effect.TOO_LATE
    return Effect.TOO_EARLY if one.until is not None and one.until <= current else Effect.PAUSES


def standing(start: Start, reading: Reading | None, today: date) -> Standing:
    """Where the line stands: a day that nobody can name is unknown, never 'in time'."""
    if start.no_limit:
        return Standing.NO_LIMIT
    if reading is None:
        return Standing.UNKNOWN
    if reading.last is None:
        return Standing.STOPPED
    return Standing.PASSED if today > reading.last else Standing.RUNNING


def ordinary_last(last: date, emergency: law.Rule, calendar: Calendar) -> date | None:
    """The last day of an ordinary application for aid: after it fewer than seven days are left (援助法 Art.44)."""
    found = law.due(emergency, last, calendar).due
    return found if isinstance(found, date) else None


def aid_first(last: date, today: date, emergency: law.Rule, calendar: Calendar) -> bool:
    """Whether aid may come before its papers today."""
    ordinary = ordinary_last(last, emergency, calendar)
    return ordinary is not None and ordinary < today <= last
