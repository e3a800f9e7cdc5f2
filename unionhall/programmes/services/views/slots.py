"""A worker's own slot at the bus: when, where, what to bring; another time, or not at all."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import SIGNED_IN, door
from unionhall.base.refusal import Refused
from unionhall.kernel.bookings.rules import State

from ..models import Arrival
from ..queries import bus as found
from ..rules import bus as rules
from ..services import slots

CHOICES = 12


def own(request: HttpRequest) -> list[dict[str, object]]:
    """My places on lists, the newest first; one that is over for long is left to the results."""
    return [card(request, row) for row in found.listed(scope=request.actor.own()).order_by("-pk") if not row.slot or not row.slot.stop.visited_at]


def card(request: HttpRequest, row: Arrival) -> dict[str, object]:
    """A place on a list as the phone shows it."""
    now, booked = timezone.now(), row.booking is not None and row.booking.state == State.BOOKED
    changeable = row.workshop.request.case.state == rules.State.CONFIRMED and (not row.booking or (booked and now < row.slot.session.settled_at))
    free = [slot for slot in found.free([row.workshop_id], now) if slot.pk != row.slot_id and slot.session.starts_at > now][:CHOICES] if changeable else []
    return {
        "row": row, "request": row.workshop.request, "booked": booked, "changeable": changeable,
        "starts": row.slot and timezone.localtime(row.slot.session.starts_at), "why": gettext(rules.MISSING_LABELS[rules.Missing(row.missing)]) if row.missing else "",
        "free": [{"row": slot, "starts": timezone.localtime(slot.session.starts_at), "left": slot.session.free} for slot in free],
        "qr": request.build_absolute_uri(reverse("services:bus_at", args=[row.booking.code])) if booked else "",
    }  # fmt: skip


@door(SIGNED_IN)
@require_POST
def choose(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Another time of my workshop."""
    return done(request, pk, "choose", gettext("改好了。"), slot_id=slot)


@door(SIGNED_IN)
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """I do not come."""
    return done(request, pk, "give_up", gettext("取消了，位子给别人了。"))


def done(request: HttpRequest, pk: int, verb: str, said: str, **more: int) -> HttpResponse:
    """One call; a no is said on the page that follows."""
    if not found.listed(scope=request.actor.own()).filter(pk=pk).exists():
        raise Http404
    try:
        VERBS[verb](arrival_id=pk, by=request.actor, at=timezone.now(), **more)
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, gettext(refusal.sentence).format(**refusal.values))
    return redirect("services:bus_mine")


VERBS = {"choose": slots.choose, "give_up": slots.give_up}
