"""The map: stations over an outline that an administrator put up with its review number, else over a plain grid. No tiles, no requests elsewhere."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.geo import Point
from unionhall.base.http import PUBLIC, door
from unionhall.base.refusal import Refused
from unionhall.kernel.files import services as files

from ..forms.desk import BoundaryForm
from ..queries import boundaries
from ..rules.sketch import SIZE, draw
from ..services import boundaries as services
from .find import around, placed

DAY = 24 * 3600


@door(PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    """The nearest as a list and, with JavaScript, all stations on a map; without a place, the map of everything."""
    at, get = timezone.now(), request.GET
    here, outline = placed(get), boundaries.current()
    context: dict[str, object] = {"here": here, "outline": outline, "back": reverse("stations:find") + (f"?{get.urlencode()}" if get else "")}
    drawn: dict[str, object] = {"stations": reverse("stations_root:geojson"), "page": reverse("stations:find")}
    if outline:
        drawn["outline"] = f"{reverse('stations:outline')}?{outline.pk}"
    if here:
        context |= around(get, here, at)
        context |= {"sketch": draw(here.point, [(Point(row["lat"], row["lng"]), row["open"]) for row in context["rows"]]), "size": SIZE}
        drawn |= {"here": here.point, "near": [{"lat": row["lat"], "lng": row["lng"], "name": row["name"], "url": row["url"], "words": row["words"], "open": row["open"]} for row in context["rows"]]}
    elif box := boundaries.extent():
        drawn["box"] = [[box.south, box.west], [box.north, box.east]]
    return render(request, "stations/map.html", context | {"drawn": drawn})


@door(PUBLIC)
def outline(request: HttpRequest) -> HttpResponse:
    """The outline in use, as GeoJSON; 404 while there is none."""
    found = boundaries.current()
    if found is None:
        raise Http404
    with files.opened(blob=found.blob) as file:
        answer = HttpResponse(file.read(), content_type="application/geo+json")
    answer["Cache-Control"] = f"public, max-age={DAY}"  # its address changes with every outline
    return answer


@door("stations.map")
def boundary(request: HttpRequest) -> HttpResponse:
    """Put up an outline with its review number, or take it away."""
    post = request.method == "POST"
    if post and request.POST.get("do") == "drop":
        services.drop_boundary(by=request.actor, at=timezone.now())
        return redirect("stations:boundary")
    form = BoundaryForm(request.POST if post else None, request.FILES if post else None)
    if post and form.is_valid():
        data, file = form.cleaned_data, form.cleaned_data["file"]
        try:
            services.put_boundary(
                content=file.read(), name=file.name, review_number=data["review_number"], source=data["source"], by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("stations:boundary")
    return render(request, "stations/boundary.html", {"form": form, "outline": boundaries.current()}, status=422 if form.errors else 200)
