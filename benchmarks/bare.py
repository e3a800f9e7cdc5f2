"""The product's addresses, and a bare Django view beside them that writes the rows of a booking: the floor of the counters' bench."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from unionhall.base.http import SIGNED_IN, door
from unionhall.config.urls import urlpatterns as product
from unionhall.kernel.bookings.models import Booking, Session
from unionhall.kernel.journal.models import Entry
from unionhall.programmes.services.models import Decision, PriceRule

if TYPE_CHECKING:
    from datetime import datetime

    from unionhall.base.access import Actor


class Full(Exception):
    """The counter did not move: what was inserted goes back."""


@door(SIGNED_IN)
def bare(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Session, price, three rows, the counter; nothing is asked that a rule would ask."""
    at, row, rule = timezone.now(), Session.objects.get(pk=session), PriceRule.objects.filter(definition_id=pk).first()
    try:
        if row.taken >= row.public:
            raise Full
        booking = written(row, rule, request.POST["client_key"], request.actor, at)
    except Full:
        return HttpResponse("约满了", status=422)
    return redirect("services:my_booking", booking.pk)


@transaction.atomic
def written(session: Session, rule: PriceRule, key: str, by: Actor, at: datetime) -> Booking:
    """The booking, its journal entry, its price; the counter last, so that the contended row is held shortest."""
    booking = Booking.objects.create(
        session=session, person_id=by.person_id, state="booked", client_key=key, code=secrets.token_hex(4).upper(), made_at=at, made_by_id=by.account_id
    )
    entry = Entry(
        at=at, kind="change", verb="bookings.book", subject=f"bookings.booking:{booking.pk}", path=session.path, account_id=by.account_id,
        person_id=by.person_id, actor=by.name,
    )  # fmt: skip
    entry.digest = entry.recomputed()
    entry.save()
    Decision.objects.create(
        definition_id=rule.definition_id, path=session.path, person_id=by.person_id, booking=booking, day=timezone.localtime(session.starts_at).date(),
        channel="web", facts="", rule=rule, allowed=True, price=rule.price, made_at=at, made_by_id=by.account_id,
    )  # fmt: skip
    if not Session.objects.filter(pk=session.pk, state="open", taken__lt=F("public")).update(taken=F("taken") + 1):
        raise Full
    return booking


urlpatterns = [*product, path("bare/<int:pk>/book/<int:session>/", bare)]
