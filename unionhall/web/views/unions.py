"""The tree below one's union and the agencies it works with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import rules as org_rules
from unionhall.kernel.orgs import services as org_services

from ..forms import AgencyForm, UnionForm


@door("people.admin")
def unions(request: HttpRequest) -> HttpResponse:
    """The tree, indented, with each union's partners."""
    scope = request.actor.scope("people.admin")
    rows = list(orgs.below(scope))
    top = min((row.path.count("/") for row in rows), default=0)
    for row in rows:
        row.depth, row.words = min(row.path.count("/") - top, 5), gettext(org_rules.LEVEL_LABELS[org_rules.Level(row.level)])
    return render(request, "web/unions.html", {"rows": rows, "agencies": partners(scope)})


def partners(scope: object) -> list:
    """Agencies of the unions in scope, with the word of their kind."""
    rows = list(orgs.agencies_below(scope))
    for row in rows:
        row.words = gettext(org_rules.AGENCY_LABELS[org_rules.AgencyKind(row.kind)])
    return rows


@door("people.admin")
def found(request: HttpRequest) -> HttpResponse:
    """Add a union below one of mine."""
    form = UnionForm(request.POST or None, unions=orgs.below(request.actor.scope("people.admin")), initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            org_services.found_below(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field or None, gettext(refusal.sentence))
        else:
            return redirect("web:unions")
    return render(request, "web/found.html", {"form": form, "what": gettext("添一个工会")}, status=422 if form.errors else 200)


@door("people.admin")
def add_agency(request: HttpRequest) -> HttpResponse:
    """Add a partner of one of my unions."""
    form = AgencyForm(request.POST or None, unions=orgs.below(request.actor.scope("people.admin")))
    if request.method == "POST" and form.is_valid():
        org_services.add_agency(**form.cleaned_data, by=request.actor, at=timezone.now())
        return redirect("web:unions")
    return render(request, "web/found.html", {"form": form, "what": gettext("添一家协作单位")}, status=422 if form.errors else 200)
