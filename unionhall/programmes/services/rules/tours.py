"""The best two weeks: PyVRP's prize collecting where the extra `solve` is installed, else the plainer plan, which says so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement

from .bus import Figures
from .plans import SEED, TURNS, Job, Made, greedy, in_order, metres, shortest, spot


def tour(found: Sequence[Job], days: int, home: tuple[float, float], figures: Figures) -> Made:
    """Which jobs are done on which of `days` bus-days; the same input gives the same plan. Nothing to do gives empty days."""
    if not found or not days:
        return Made(((),) * days, "pyvrp")
    try:
        from pyvrp import Model
        from pyvrp.stop import MaxIterations
    except ImportError:
        return greedy(found, days, home, figures)
    model = Model()
    points = [home, *(spot(job) for job in found)]
    places = [model.add_location(x=round(lng * 1e5), y=round(lat * 1e5)) for lat, lng in points]
    depot = model.add_depot(places[0])
    model.add_vehicle_type(num_available=days, capacity=figures.day_most, start_depot=depot, end_depot=depot)
    for place, job in zip(places[1:], found, strict=True):
        model.add_client(place, delivery=job.heads, prize=job.prize, required=False)
    for here, there in combinations_with_replacement(range(len(points)), 2):
        length = metres(points[here], points[there])
        model.add_edge(places[here], places[there], distance=length)
        model.add_edge(places[there], places[here], distance=length)
    best = model.solve(MaxIterations(TURNS), seed=SEED, collect_stats=False, display=False).best
    routes = [[found[stop.idx] for stop in route.schedule() if stop.is_client()] for route in best.routes()]
    return Made(in_order([shortest(route, home) for route in routes] + [()] * (days - len(routes))), "pyvrp")

