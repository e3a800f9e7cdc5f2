"""Rules and figures of the law: what still waits for a person to check it, or for a number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.law import queries as law
from unionhall.kernel.law import services as law_services
from unionhall.kernel.places import queries as places

from .. import services
from ..forms import FigureForm


@door("law.confirm")
def rule_desk(request: HttpRequest) -> HttpResponse:
    """First what is not confirmed, then what has no number, then the rest."""
    today = timezone.localdate()
    rules = sorted(law.rules_list(today), key=lambda row: not row.unconfirmed)
    figures = sorted(law.parameters_list(), key=lambda row: (row.value is not None, not row.unconfirmed))
    figures = [(row, place_name(row.place)) for row in figures]
    waiting = sum(1 for row in rules if row.unconfirmed), sum(1 for row, _name in figures if row.value is None)
    settled = services.places_settled(actor=request.actor)
    return render(request, "web/rules.html", {"rules": rules, "figures": figures, "waiting": waiting, "national": "" in settled})


def place_name(code: str) -> str:
    """A region's name; '' for everywhere."""
    found = places.region(code, timezone.localdate()) if code else None
    return found.name if found else code


@door("law.confirm")
@require_POST
def confirm(request: HttpRequest, rule: str) -> HttpResponse:
    """Say that the rule in force was checked against its text."""
    row = law.rule(rule, timezone.localdate())
    services.require_place(actor=request.actor, place=row.place)
    law_services.confirm(rule_id=row.id, place=row.place, version=row.version, by=request.actor, at=timezone.now())
    return redirect("web:rules")


@door("law.confirm")
def fill_in(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a figure for my place from a day on, with its source."""
    versions = law.parameter_versions(code)
    if not versions:
        raise Http404
    form = FigureForm(request.POST or None, places=services.places_settled(actor=request.actor), initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.require_place(actor=request.actor, place=form.cleaned_data["place"])
            law_services.fill_in(code=code, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field or None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("web:rules")
    return render(request, "web/figure.html", {"form": form, "figure": versions[0], "versions": [(row, place_name(row.place)) for row in versions]}, status=422 if form.errors else 200)
