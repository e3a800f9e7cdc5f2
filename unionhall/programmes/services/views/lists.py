"""The list of an enterprise: who is on it, with which slot, and who has none and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.bookings.rules import STATE_LABELS, State
from unionhall.kernel.people.rules import mask_name

from ..forms.bus import ListForm
from ..models import Arrival, BusRequest
from ..queries import bus as found
from ..rules import bus as rules
from ..services import lists
from .bus import refused, said


def line(row: Arrival) -> dict[str, object]:
    """Somebody on the list: half a name, slot or reason."""
    return {
        "row": row, "name": mask_name(row.name), "starts": row.slot and timezone.localtime(row.slot.session.starts_at),
        "state": gettext(STATE_LABELS[State(row.booking.state)]) if row.booking else "", "why": gettext(rules.MISSING_LABELS[rules.Missing(row.missing)]) if row.missing else "",
    }  # fmt: skip


def load(request: HttpRequest, pk: int) -> BusRequest:
    """One request in scope, or 404."""
    row = found.request(pk, scope=request.actor.scope(rules.BOARD))
    if row is None:
        raise Http404
    return row


def page(request: HttpRequest, row: BusRequest, form: ListForm, wrong: str = "") -> HttpResponse:
    """Whoever has no slot stands first."""
    people = [line(each) for each in found.listed(scope=request.actor.scope(rules.BOARD)).filter(workshop__request=row)]
    more = {"without": [each for each in people if not each["starts"]], "seated": [each for each in people if each["starts"]], "may_edit": request.actor.may(rules.ASK)}
    return render(request, "services/bus/list.html", {"row": row, "case": row.case, "form": form, "wrong": wrong, **more}, status=422 if wrong or form.errors else 200)


@door(rules.BOARD)
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; by POST the enterprise's union puts people down."""
    row = load(request, pk)
    form = ListForm(request.POST or None, workshops=[(each.pk, each.name) for each in row.workshops.all()])
    if request.method == "POST" and form.is_valid():
        try:
            lists.put_down(workshop_id=int(form.cleaned_data["workshop"]), names=form.cleaned_data["names"], by=request.actor, at=timezone.now())
        except Refused as refusal:
            said(form, refusal)
        else:
            messages.success(request, gettext("记下了。有时段的已经排上，没有的写着原因。"))
            return redirect("services:bus_list", pk=pk)
    return page(request, row, form)


@door(rules.ASK)
@require_POST
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    each = found.listed(scope=request.actor.scope(rules.ASK)).filter(pk=pk).first()
    if each is None:
        raise Http404
    row = load(request, each.workshop.request_id)
    try:
        lists.strike(arrival_id=pk, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return page(request, row, ListForm(workshops=[(shop.pk, shop.name) for shop in row.workshops.all()]), refused(refusal))
    return redirect("services:bus_list", pk=row.pk)
