"""The two-week plan: drafted by the solver, looked over, moved by hand, accepted; then every stop gets its slots."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.bookings import services as bookings
from unionhall.kernel.cases import services as cases
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.places import queries as places

from ..models import BusPlan, BusRequest, BusStop, Slot, Unserved
from ..queries import bus as found
from ..rules import plans as rules
from ..rules import slots as timing
from ..rules.bus import BUS, Figures, State, weighed
from ..rules.tours import tour
from .requests import waiting_days

TWO_WEEKS = timedelta(days=13)


@transaction.atomic
def draft(*, first: date, home: tuple[float, float], by: Actor, at: datetime) -> BusPlan:
    """Plan the workdays of two weeks from `first` for all sent requests in scope; an earlier draft is replaced."""
    by.require(BUS)
    union = orgs.union(next(grant.org_id for grant in by.grants if BUS in grant.powers))
    calendar, figures = places.calendar(), found.figures(first)
    days = [day for day in (first + timedelta(days=n) for n in range(14)) if calendar.is_working(day)]
    _clear(union.pk)
    taken = set(BusStop.objects.filter(plan__union=union, plan__accepted_at__isnull=False, day__in=days).values_list("day", flat=True))
    free = [day for day in days if day not in taken]
    rows = [row for row in found.requests(scope=by.scope(BUS)) if row.case.state == State.SENT]
    ready = [row for row in rows if row.lat is not None and row.power and row.parking]
    work = rules.jobs(_wishes(ready, first, by, at), figures)
    made = tour(work, len(free), home, figures)
    plan = BusPlan.objects.create(
        union=union, path=union.path, first=first, last=first + TWO_WEEKS, engine=made.engine, most=figures.day_most, home_lat=home[0],
        home_lng=home[1], made_at=at,
    )  # fmt: skip
    for day, stops in zip(free, made.days, strict=True):
        BusStop.objects.bulk_create(
            BusStop(plan=plan, request_id=job.wish, day=day, place=place, part=job.part, heads=job.heads, prize=job.prize) for place, job in enumerate(stops)
        )
    _explain(plan, rows, work, made, len(free), figures)
    journal.record(kind="change", verb="services.bus.plan", subject=f"services.busplan:{plan.pk}", path=plan.path, by=by, at=at)
    return plan


def _clear(union_id: int) -> None:
    """Take earlier drafts away: they hold no work of anybody."""
    drafts = BusPlan.objects.filter(union_id=union_id, accepted_at=None)
    BusStop.objects.filter(plan__in=drafts).delete()
    Unserved.objects.filter(plan__in=drafts).delete()
    drafts.delete()


def outstanding(row: BusRequest) -> dict[int, int]:
    """How many people of each workshop no stop was, or is, meant for."""
    placed = found.placed(row)
    return {each.pk: each.heads - placed.get(each.pk, 0) for each in row.workshops.all()}


def _wishes(rows: list[BusRequest], first: date, by: Actor, at: datetime) -> list[rules.Wish]:
    visited, classes = found.last_visits(scope=by.scope(BUS)), found.risks(first)
    wishes = []
    for row in rows:
        left, last = outstanding(row), visited.get(row.employer_id)
        risky = weighed(classes, [(each.risk, left[each.pk]) for each in row.workshops.all()], last, first)
        wishes.append(rules.Wish(row.pk, sum(left.values()), risky, waiting_days(row, at), last is None, row.lat or 0.0, row.lng or 0.0))
    return wishes


def _explain(plan: BusPlan, rows: list[BusRequest], work: list[rules.Job], made: rules.Made, days: int, figures: Figures) -> None:
    """Write down who is not served, why, and whether one more bus-day would change it: the plan is reckoned again with one."""
    done, home = {job for day in made.days for job in day}, (plan.home_lat, plan.home_lng)
    left = [job for job in work if job not in done]
    more = {job for day in tour(work, days + 1, home, figures).days for job in day} if left else set()
    missing: dict[int, Unserved] = {}
    for job in left:
        why = rules.why_not(job, made.days, home, figures)
        row = missing.setdefault(job.wish, Unserved(plan=plan, request_id=job.wish, heads=0, why=why))
        row.heads, row.one_more = row.heads + job.heads, row.one_more or job in more
    planned = {job.wish for job in work}
    for row in rows:
        if row.pk not in planned:
            why = rules.Why.PLACE if row.lat is None else rules.Why.YARD
            missing[row.pk] = Unserved(plan=plan, request=row, heads=sum(outstanding(row).values()), why=why)
    Unserved.objects.bulk_create(missing.values())


def load(*, pk: int, by: Actor) -> BusPlan:
    """One plan in the actor's scope; Refused otherwise."""
    plan = found.plans(scope=by.scope(BUS)).filter(pk=pk).first()
    if plan is None:
        raise Refused("not_yours", _("这份计划不归您管"))
    return plan


def weigh(*, plan: BusPlan, stop_id: int, to: date) -> tuple[BusStop, rules.Consequence]:
    """What moving a stop to another day does, before it is done. Refused for a day off, outside the plan, or the same day."""
    days = found.days_of(plan)
    stop = next((each for rows in days.values() for each in rows if each.pk == stop_id), None)
    if stop is None or plan.accepted_at:
        raise Refused("moved", _("计划定了就不能再挪，先移出计划"))
    if not plan.first <= to <= plan.last or not places.calendar().is_working(to) or to == stop.day:
        raise Refused("day", _("挪到这两周里别的工作日"), field="day")
    numbered = {day.toordinal(): [found.job(each) for each in rows] for day, rows in days.items()}
    told = rules.consequence(
        numbered, found.job(stop), stop.day.toordinal(), to.toordinal(), (plan.home_lat, plan.home_lng), found.figures(plan.first)
    )
    return stop, told


@transaction.atomic
def move(*, plan_id: int, stop_id: int, to: date, by: Actor, at: datetime) -> BusStop:
    """Move a stop by hand. Refused when the day would hold more people than the bus sees."""
    plan = load(pk=plan_id, by=by)
    stop, told = weigh(plan=plan, stop_id=stop_id, to=to)
    if told.over:
        raise Refused("over", _("那天就有 {n} 人了，车看不过来"), field="day", values={"n": told.comes})
    stop.day, stop.place = to, plan.stops.filter(day=to).count()
    stop.save(update_fields=["day", "place"])
    journal.record(kind="change", verb="services.bus.move", subject=f"services.busstop:{stop.pk}", path=plan.path, by=by, at=at)
    return stop


@transaction.atomic
def accept(*, plan_id: int, by: Actor, at: datetime) -> BusPlan:
    """The plan holds: slots are offered as sessions, each enterprise is asked whether the days suit. Refused when a request has gone since."""
    plan = load(pk=plan_id, by=by)
    if plan.accepted_at or not plan.stops.exists():
        raise Refused("empty", _("这份计划已经定了，或者里面没有企业"))
    figures, placed = found.figures(plan.first), Counter[int]()
    for row in BusRequest.objects.filter(stops__plan=plan).distinct():
        placed.update(found.placed(row))
    for stops in found.days_of(plan).values():
        shared, opens = [(stop, _shifts(stop, placed)) for stop in stops], timing.OPENS
        for turn, place in enumerate(timing.best_order([shifts for _stop, shifts in shared], figures)):
            stop, shifts = shared[place]
            BusStop.objects.filter(pk=stop.pk).update(place=turn)
            opens = _lay(stop, shifts, opens, figures, placed, by, at) + figures.move
    for pk in plan.stops.values_list("request_id", flat=True).distinct():
        cases.take_step(case_id=pk, step="plan", says=_("排进两周计划，看看哪天、几点"), by=by, at=at, power=BUS)
    plan.accepted_at = at
    plan.save(update_fields=["accepted_at"])
    return plan


def _shifts(stop: BusStop, placed: Counter[int]) -> list[timing.Shift]:
    """The stop's share of people, workshop by workshop; they count as placed from here on."""
    room, shifts = stop.heads, []
    for each in stop.request.workshops.order_by("pk"):
        heads = min(each.heads - placed[each.pk], room)
        if heads > 0:
            shifts.append(timing.Shift(each.pk, heads, each.begins, each.ends))
            room, placed[each.pk] = room - heads, placed[each.pk] + heads
    return shifts


def _lay(stop: BusStop, shifts: list[timing.Shift], opens: int, figures: Figures, placed: Counter[int], by: Actor, at: datetime) -> int:
    """Slots for a stop's people; who finds none is written down. Returns the minute at which it is over."""
    made, left = timing.laid(shifts, opens, timing.CLOSES, figures)
    placed.subtract(left)
    for each, places_there in zip(made, timing.seats(made), strict=True):
        _offer(stop, each, places_there, by, at)
    if left:
        row, _new = Unserved.objects.get_or_create(plan=stop.plan, request=stop.request, why=rules.Why.SHIFT, defaults={"heads": 0})
        row.heads += sum(left.values())
        row.save(update_fields=["heads"])
    return max((each.ends for each in made), default=opens)


def _offer(stop: BusStop, slot: timing.Slot, capacity: int, by: Actor, at: datetime) -> None:
    """A session of the kernel's bookings for one slot."""
    midnight = timezone.make_aware(datetime.combine(stop.day, time.min))
    session = bookings.open_session(
        kind=found.KIND, subject=f"bus:{stop.request_id}", title=f"体检车 · {stop.request.employer.name}", path=stop.request.case.path,
        starts_at=midnight + timedelta(minutes=slot.begins), ends_at=midnight + timedelta(minutes=slot.ends), capacity=capacity, by=by, at=at,
    )  # fmt: skip
    Slot.objects.create(stop=stop, workshop_id=slot.workshop, session=session, begins=slot.begins, heads=slot.heads)
