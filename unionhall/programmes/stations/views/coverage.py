"""The desk: who has no open station within a walk, by the hour; which stations gain most by staying open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.orgs import queries as orgs

from ..forms.desk import PeopleForm
from ..queries import coverage as found
from ..queries import directory
from ..queries import doors as found_doors
from ..services import coverage
from ..services.solver import choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import PeopleCell, Station
    from ..rules.coverage import Spot

COVER = "stations.cover"
WIDE, HIGH, EDGE = 720, 480, 16
UNTIL = 23


def number(text: str, least: int, most: int, otherwise: int) -> int:
    """A whole number from the address within bounds."""
    value = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise
    return min(max(value, least), most)


@door(COVER)
def page(request: HttpRequest) -> HttpResponse:
    """Table of 24 hours, the map of one, and the choice of stations to keep open."""
    scope, today = request.actor.scope(COVER), timezone.localdate()
    hour, most = number(request.GET.get("hour", ""), 0, 23, 22), number(request.GET.get("keep", ""), 1, 200, 50)
    sheet = found.sheet(scope=scope)
    context: dict[str, object] = {"sheet": sheet, "hour": hour, "most": most, "metres": found.walk(today), "until": UNTIL}
    if sheet:
        lines = found.cells(sheet, scope=scope)
        inside, out, opened = found.beyond(lines, today, hour, scope=scope)
        context |= {
            "hours": found.day(lines, today, scope=scope), "map": drawing(inside, out, opened), "out": sum(spot.people for spot in out),
            "all": sum(spot.people for spot in [*inside, *out]),
        }  # fmt: skip
        if "keep" in request.GET:
            context |= gains(request, lines, most)
    return render(request, "stations/coverage.html", context)


def gains(request: HttpRequest, lines: list[PeopleCell], most: int) -> dict[str, object]:
    """Which stations, each with what it adds; by which way, and whether it is proven."""
    scope = request.actor.scope(COVER)
    reached, people = found.candidates(lines, timezone.localdate(), UNTIL, scope=scope)
    choice = choose(reached=reached, people=people, most=most)
    names = {row.pk: row for row in directory.visible(scope).filter(pk__in=[pk for pk, _gain in choice.gains])}
    rows = [{"station": names[pk], "gain": gain} for pk, gain in choice.gains]
    return {"choice": choice, "kept": rows, "candidates": len(reached), "beyond": sum(people.values())}


def drawing(inside: Sequence[Spot], out: Sequence[Spot], opened: Sequence[Station]) -> dict[str, object]:
    """Dots for cells and crosses for stations on a plain sheet, north up: a scheme, not a map."""
    spots = [*inside, *out, *(found_doors.spot(row) for row in opened)]
    if not spots:
        return {}
    low, high = min(spot.lat for spot in spots), max(spot.lat for spot in spots)
    west, east = min(spot.lng for spot in spots), max(spot.lng for spot in spots)
    scale = min((WIDE - 2 * EDGE) / max(east - west, 0.001), (HIGH - 2 * EDGE) / max((high - low) * 1.25, 0.001))
    most = max((spot.people for spot in [*inside, *out]), default=1) or 1

    def placed(spot: Spot) -> dict[str, object]:
        x, y = EDGE + (spot.lng - west) * scale, EDGE + (high - spot.lat) * scale * 1.25
        return {"x": round(x, 1), "y": round(y, 1), "r": round(2 + 7 * (spot.people / most) ** 0.5, 1), "people": spot.people}

    return {
        "wide": WIDE, "high": HIGH, "inside": [placed(spot) for spot in inside], "out": [placed(spot) for spot in out],
        "stations": [{**placed(found_doors.spot(row)), "name": row.place.name} for row in opened],
    }  # fmt: skip


@door(COVER)
def people(request: HttpRequest) -> HttpResponse:
    """Upload people by cell and hour, with the source."""
    unions = [(row.pk, row.name) for row in orgs.below(request.actor.scope(COVER))]
    form = PeopleForm(request.POST or None, request.FILES or None, unions=unions)
    if request.method == "POST" and form.is_valid():
        data, file = form.cleaned_data, form.cleaned_data["file"]
        try:
            lines = coverage.read(content=file.read(), name=file.name)
            coverage.load_sheet(union_id=data["union"], lines=lines, source=data["source"], by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("stations:coverage")
    return render(request, "stations/people.html", {"form": form}, status=422 if form.errors else 200)
