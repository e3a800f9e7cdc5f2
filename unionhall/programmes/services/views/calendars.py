"""What I booked in my phone's calendar: an address that I make, is shown once, and opens to whoever knows it."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.access import Scope
from unionhall.base.cipher import keyed_hash
from unionhall.base.http import PUBLIC, SIGNED_IN, door
from unionhall.kernel.bookings import queries as bookings
from unionhall.kernel.bookings import services as booking_services
from unionhall.kernel.bookings.kinds import BOOKING_KINDS
from unionhall.kernel.bookings.rules.calendars import calendar as ics

BACK = timedelta(days=60)


def closed(answer: HttpResponse) -> HttpResponse:
    """Kept by no cache, found by no search, told to no other site."""
    answer["Cache-Control"], answer["Referrer-Policy"], answer["X-Robots-Tag"] = "private, no-store", "no-referrer", "noindex"
    return answer


@door(SIGNED_IN)
def issue(request: HttpRequest) -> HttpResponse:
    """Make or renew my address; the answer is the only page that ever shows it."""
    if request.method != "POST":
        return redirect("services:mine")
    secret = booking_services.issue_feed(by=request.actor, at=timezone.now())
    address = request.build_absolute_uri(reverse("services:feed", args=[secret]))
    return closed(render(request, "services/book/feed.html", {"address": address, "back": reverse("services:mine")}))


@door(PUBLIC)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Bookings of two months back and all that come, those called off too, so that they are struck. Unknown or renewed: 404."""
    now, owner = timezone.now(), bookings.feed_owner(keyed_hash(secret, "bookings.feed"))
    if owner is None:
        raise Http404
    rows = bookings.own(scope=Scope(power="", paths=(), person_id=owner)).filter(session__starts_at__gte=now - BACK)[:500]
    entries = [
        booking_services.entry_of(
            booking=row, url=request.build_absolute_uri(BOOKING_KINDS[row.session.kind].address.format(pk=row.pk)), at=row.ended_at or row.made_at
        )
        for row in rows
    ]
    return closed(HttpResponse(ics(entries, gettext("我约的")), content_type="text/calendar; charset=utf-8"))
