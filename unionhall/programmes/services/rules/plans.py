"""Where the bus goes in two weeks: which employers are worth which days. Metres, people; no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import permutations
from math import ceil

from unionhall.base import geo
from unionhall.base.words import gettext_noop as _

from .bus import Figures

SEED, TURNS = 20, 400  # fixed, so that the same requests give the same plan


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as it is planned: people, what those at risk count more, days waited, whether the bus was ever there, where it lies."""

    pk: int
    heads: int
    at_risk: Decimal
    waited: int
    never: bool
    lat: float
    lng: float


@dataclass(frozen=True, slots=True)
class Job:
    """A day's share of a wish: big employers come in several. `prize` in metres that the bus would drive for it."""

    wish: int
    part: int
    heads: int
    prize: int
    lat: float
    lng: float


@dataclass(frozen=True, slots=True)
class Made:
    """A plan: jobs day by day in the order of driving, and by which engine."""

    days: tuple[tuple[Job, ...], ...]
    engine: str


class Why(StrEnum):
    """Why a request is not in a plan."""

    FULL = "full"
    FAR = "far"
    YARD = "yard"
    PLACE = "place"
    SHIFT = "shift"


WHY_WORDS = {
    Why.FULL: _("这两周的车位给了更急、人更多或者从没去过的企业"), Why.FAR: _("离别的企业都远，一个来回去的人太少"),
    Why.YARD: _("场地没有电，或者没有停车的地方"), Why.PLACE: _("还不知道厂门口在哪里"),
    Why.SHIFT: _("车在的时候排不进他们的班：时段满了，或者那时不上班"),
}  # fmt: skip
CHANGE_WORDS = {
    Why.FULL: _("再加一个车日就能去；不加，等得越久排得越前"), Why.FAR: _("和附近的企业一起报名，或者多来些人"),
    Why.YARD: _("接好 220 伏电源、腾出停车的地方，告诉我们"), Why.PLACE: _("补上厂门口的位置"),
    Why.SHIFT: _("调一下班次，或者企业再要一次车"),
}  # fmt: skip


def metres(one: tuple[float, float], other: tuple[float, float]) -> int:
    """The great circle between two WGS-84 points, (lat, lng) in degrees; whole metres, as the solver takes them."""
    return round(geo.metres(geo.Point(*one), geo.Point(*other)))


def prize(wish: Wish, figures: Figures) -> int:
    """What a wish is worth: each person, more at risk, more for each day waited (at most double), more if never served."""
    extra = min(wish.waited * figures.wait_extra, 1) + (figures.never_extra if wish.never else 0)
    return int((wish.heads * (1 + extra) + wish.at_risk) * figures.person_metres)


def jobs(wishes: Iterable[Wish], figures: Figures) -> list[Job]:
    """Each wish in as few even shares as fit into a day."""
    found = []
    for wish in wishes:
        parts, worth = ceil(wish.heads / figures.day_most), prize(wish, figures)
        for part in range(parts):
            heads = wish.heads * (part + 1) // parts - wish.heads * part // parts
            found.append(Job(wish.pk, part, heads, worth * heads // wish.heads, wish.lat, wish.lng))
    return found


def spot(job: Job) -> tuple[float, float]:
    """Where a job lies."""
    return job.lat, job.lng


def driven(day: Sequence[Job], home: tuple[float, float]) -> int:
    """Metres of a day's round in this order."""
    stops = [home, *(spot(job) for job in day), home]
    return sum(metres(one, other) for one, other in zip(stops, stops[1:], strict=False))


def worth(days: Iterable[Sequence[Job]], home: tuple[float, float]) -> int:
    """What a plan is worth: prizes less metres. Higher is better."""
    return sum(sum(job.prize for job in day) - driven(day, home) for day in days)


def heads(day: Iterable[Job]) -> int:
    """People of a day."""
    return sum(job.heads for job in day)


def shortest(day: Sequence[Job], home: tuple[float, float]) -> tuple[Job, ...]:
    """The shortest order: every order of up to six jobs is tried, more go to the nearest next."""
    if len(day) <= 6:
        return min(permutations(day), key=lambda order: (driven(order, home), [job.wish for job in order]))
    left, here, order = list(day), home, []
    while left:
        nearest = min(left, key=lambda job: (metres(here, spot(job)), job.wish))
        left.remove(nearest)
        order.append(nearest)
        here = spot(nearest)
    return tuple(order)


def greedy(found: Sequence[Job], days: int, home: tuple[float, float], figures: Figures) -> Made:
    """The plainer plan: the job of most gain goes to its best day, until nothing gains any more."""
    made: list[tuple[Job, ...]] = [() for _day in range(days)]
    left = sorted(found, key=lambda job: (-job.prize, job.wish, job.part))
    while left:
        options = [
            (job.prize - driven(after, home) + driven(made[day], home), -index, -day, job, after)
            for index, job in enumerate(left)
            for day in range(days)
            if heads(made[day]) + job.heads <= figures.day_most
            for after in [shortest((*made[day], job), home)]
        ]
        if not options or (best := max(options, key=lambda option: option[:3]))[0] <= 0:
            break
        made[-best[2]] = best[4]
        left.remove(best[3])
    return Made(in_order(made), "greedy")


def in_order(days: Iterable[Sequence[Job]]) -> tuple[tuple[Job, ...], ...]:
    """The fullest rounds first; shares of one employer on days that follow one another. Empty days last."""
    rows = [tuple(day) for day in days]
    return tuple(sorted(rows, key=lambda day: (not day, min((job.wish for job in day), default=0), -heads(day))))


def why_not(job: Job, days: Sequence[Sequence[Job]], home: tuple[float, float], figures: Figures) -> Why:
    """Why a job is in no day: no day has room for it, or going there costs more than it is worth."""
    rooms = [day for day in days if heads(day) + job.heads <= figures.day_most]
    gains = [job.prize - driven(shortest((*day, job), home), home) + driven(day, home) for day in rooms]
    return Why.FAR if gains and max(gains) <= 0 else Why.FULL


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a move by hand does: people on both days after it, metres more (or fewer), whether the day overflows, is too thin."""

    leaves: int
    comes: int
    metres: int
    over: bool
    thin: bool


def consequence(days: Mapping[int, Sequence[Job]], job: Job, of: int, to: int, home: tuple[float, float], figures: Figures) -> Consequence:
    """Move `job` from one day to another."""
    stays, comes = [each for each in days[of] if each != job], [*days.get(to, ()), job]
    before = driven(days[of], home) + driven(days.get(to, ()), home)
    after = driven(shortest(stays, home), home) + driven(shortest(comes, home), home)
    thin = bool(stays) and heads(stays) < figures.day_least
    return Consequence(heads(stays), heads(comes), after - before, heads(comes) > figures.day_most, thin)
