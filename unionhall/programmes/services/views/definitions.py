"""The desk's pages for services and their prices: what stands, what a change would mean, then the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.places import services as places

from ..forms.definitions import DefinitionForm, LineForm
from ..queries import book, prices
from ..queries import definitions as found
from ..rules.prices import KINDS, LEVELS
from ..services import definitions as writing
from ..services import prices as pricing
from . import words

if TYPE_CHECKING:
    from ..models import Definition, PriceRule


@door("services.view")
def definitions(request: HttpRequest) -> HttpResponse:
    """The services of my area."""
    rows = [{"row": row, "days": words.days(row.weekdays)} for row in found.visible(scope=request.actor.scope("services.view"))]
    return render(request, "services/definitions/definitions.html", {"rows": rows})


def here(request: HttpRequest, pk: int, power: str = "services.view") -> Definition:
    """A service of my area."""
    row = found.visible(scope=request.actor.scope(power)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@door("services.view")
def definition(request: HttpRequest, pk: int) -> HttpResponse:
    """One service with its lines of prices, as known now."""
    row = here(request, pk)
    lines = [worded(line) for line in prices.known(row, timezone.now())]
    old_days = book.old_days(row, scope=request.actor.scope("services.view"), at=timezone.now())
    return render(request, "services/definitions/definition.html", {"row": row, "days": words.days(row.weekdays), "lines": lines, "old_days": old_days})


def worded(line: PriceRule) -> dict[str, object]:
    """A line in words."""
    who = gettext(LEVELS[line.level] if line.level else "") * bool(line.level) + gettext(KINDS.get(line.who, line.who))
    return {"line": line, "who": who, "days": words.days(line.weekdays), "price": words.price(line.price)}


@door("services.edit")
def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new service, or one changed."""
    row = here(request, pk, "services.edit") if pk else None
    initial = {name: getattr(row, name) for name in writing.Offer.__dataclass_fields__} if row else {"valid_from": timezone.localdate()}
    form = DefinitionForm(request.POST or None, new=row is None, paths=orgs.below(request.actor.scope("services.edit")), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = put(request, form, row)
            return redirect("services:definition", made.pk)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
    return render(request, "services/definitions/write.html", {"form": form, "row": row}, status=422 if form.errors else 200)


def put(request: HttpRequest, form: DefinitionForm, row: Definition | None) -> Definition:
    """Store it; a new one with its place."""
    now, union, place = timezone.now(), None, None
    if row is None:
        union = orgs.below(request.actor.scope("services.edit")).get(pk=form.cleaned_data["union"])
        place = places.put_place(name=form.cleaned_data["place_name"], address=form.cleaned_data["address"], region_code=union.region_code, by=request.actor, at=now)
    return writing.put(offer=form.offer(), union=union, place=place, pk=row.pk if row else None, by=request.actor, at=now)


@door("services.edit")
def line(request: HttpRequest, pk: int, line: int | None = None) -> HttpResponse:
    """A line of prices: first what it would have meant over the last ninety days, then, sent again, it is saved."""
    row = here(request, pk, "services.edit")
    old = prices.known(row, timezone.now()).filter(pk=line).first() if line else None
    if line and old is None:
        raise Http404
    initial = {name: getattr(old, name) for name in pricing.Line.__dataclass_fields__} if old else {}
    form = LineForm(request.POST or None, initial=initial | {"valid_from": timezone.localdate()})
    seen = None
    if request.method == "POST" and form.is_valid():
        change = {"definition_id": row.pk, "line": form.line(), "replaces": line, "by": request.actor, "at": timezone.now()}
        try:
            seen = pricing.look(**change)
            if form.cleaned_data["seal"] == seen.seal:
                pricing.save(seal=seen.seal, **change)
                return redirect("services:definition", row.pk)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
    context = {"form": form, "row": row, "old": old and worded(old), "seen": seen, "examples": examples(seen)}
    return render(request, "services/definitions/line.html", context, status=422 if form.errors else 200)


def examples(seen: pricing.Look | None) -> list[dict[str, str]]:
    """Whom it would touch, without names."""
    rows = seen.run.examples if seen else ()
    return [{"who": words.facts(row.facts), "day": words.days(str(row.day.isoweekday())), "before": words.price(row.before), "after": words.price(row.after)} for row in rows]


@door("services.edit")
def end_line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """End a line from today: first what that would have meant, then, sent again, it ends."""
    row = here(request, pk, "services.edit")
    old = prices.known(row, timezone.now()).filter(pk=line).first()
    if old is None:
        raise Http404
    change = {"definition_id": row.pk, "line": None, "replaces": line, "by": request.actor, "at": timezone.now()}
    seen = pricing.look(**change)
    if request.method == "POST" and request.POST.get("seal") == seen.seal:
        pricing.save(seal=seen.seal, **change)
        return redirect("services:definition", row.pk)
    context = {"row": row, "old": worded(old), "seen": seen, "examples": examples(seen), "ending": True}
    return render(request, "services/definitions/line.html", context)
