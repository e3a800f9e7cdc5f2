"""A person's messages; in demo mode, what left the house."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from unionhall.base.http import DEMO_ONLY, SIGNED_IN, door

from . import queries, services


@door(SIGNED_IN)
def inbox(request: HttpRequest) -> HttpResponse:
    """My messages; opening the page reads them."""
    scope = request.actor.own()
    rows = list(queries.inbox(scope=scope)[:100])
    services.read_all(scope=scope, at=timezone.now())
    return render(request, "notices/inbox.html", {"rows": rows})


@door(DEMO_ONLY)
def outbox(request: HttpRequest) -> HttpResponse:
    """What the console gateway took: the demo's SMS."""
    return render(request, "notices/outbox.html", {"rows": queries.demo_outbox()})
