"""A visited enterprise for tests: asked, planned, confirmed, arrived, seen by the three."""

from __future__ import annotations

from datetime import date, datetime

from unionhall.base.testing import Ground, at
from unionhall.programmes.services.models import Arrival, BusRequest, BusStop
from unionhall.programmes.services.queries import bus as found
from unionhall.programmes.services.rules.stores import Store
from unionhall.programmes.services.services import plans, requests, results, visits

HOME = (36.71, 119.10)
FIRST = date(2026, 11, 30)
PHONE = "19900000901"
WRITERS = {Store.BODY: "doctor", Store.MIND: "counsellor", Store.LAW: "lawyer"}


def asked(name: str = "示例纺织厂", workshops=(("一车间", 24, 480, 1050, "dust"), ("二车间", 15, 840, 1320, "none")), **more) -> requests.Asked:
    facts = {"address": "示例路 1 号东门", "lat": 36.72, "lng": 119.12, "power": True, "parking": True, **more}
    return requests.Asked(employer=name, workshops=tuple(requests.People(*each) for each in workshops), **facts)


def sent(ground: Ground, who: str = "mill", when=None, **more) -> BusRequest:
    """A request that waits for a plan."""
    row = requests.draft(asked=asked(**more), by=ground.actors[who], at=when or at())
    return requests.send(case_id=row.pk, by=ground.actors[who], at=when or at())


def planned(ground: Ground, first: date = FIRST):
    """The plan of two weeks, accepted."""
    officer = ground.actors["officer"]
    plan = plans.draft(first=first, home=HOME, by=officer, at=at())
    return plans.accept(plan_id=plan.pk, by=officer, at=at())


def evening(day: date) -> datetime:
    """When the bus leaves."""
    return at(f"{day.isoformat()} 20:00")


def visited(ground: Ground, row: BusRequest, who: str = "mill", came: int = 1000) -> list[Arrival]:
    """Everybody (at most `came` of each slot's stop) enters, arrives; the stops are over."""
    by, officer, made = ground.actors[who], ground.actors["officer"], []
    requests.confirm(case_id=row.pk, by=by, at=at())
    for stop in BusStop.objects.filter(request=row):
        for slot in found.slots(stop):
            names = [(f"职工{slot.pk}{n:03d}", PHONE if not made and n == 0 else "") for n in range(slot.heads)]
            made += visits.enter(stop_id=stop.pk, slot_id=slot.pk, names=names, by=by, at=at())
        here = [arrival.pk for arrival in made[:came] if arrival.slot.stop_id == stop.pk]
        visits.arrive_many(arrival_ids=here, by=by, at=evening(stop.day))
        visits.finish(stop_id=stop.pk, by=officer, at=evening(stop.day))
    return made[:came]


def write(ground: Ground, store: Store, arrival: Arrival, level: str = "well", words: str = "都在正常范围"):
    """A result by the store's own role."""
    return results.write(store=store, arrival_id=arrival.pk, level=level, words=words, advice="", by=ground.actors[WRITERS[store]], at=at())


def all_seen(ground: Ground, arrivals: list[Arrival], follow: int = 12) -> None:
    """Each store finds something with `follow` people; not the same ones."""
    for shift, store in enumerate(Store):
        for index, arrival in enumerate(arrivals):
            level = "refer" if (index + 5 * shift) % len(arrivals) < follow else "well"
            write(ground, store, arrival, level)
