"""The desk at the place: who comes today, check-in by code or QR, walk-ins, another price."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.bookings import queries as bookings
from unionhall.kernel.bookings import services as booking_services
from unionhall.kernel.bookings.rules import FLOW, STATE_LABELS, State

from ..forms.book import CodeForm, OverrideForm, WalkInForm
from ..queries import book as found
from ..queries import decisions, definitions
from ..rules.prices import read
from ..services import book
from ..services import decisions as deciding
from . import words
from .book import served

if TYPE_CHECKING:
    from unionhall.kernel.bookings.models import Booking, Session

    from ..models import Decision

STEPS = ("check_in", "undo_check_in", "miss", "undo_miss", "cancel")


@door("services.serve")
def day(request: HttpRequest) -> HttpResponse:
    """Who comes on a day, in order of time; a typed code opens its booking."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = bookings.by_code(scope=request.actor.scope("services.serve"), code=form.cleaned_data["code"])
        if row:
            return redirect("services:desk_booking", row.pk)
        form.add_error("code", gettext("没有这个码，或者不是这里的"))
    on = chosen(request.GET.get("day", ""))
    listed = found.day_list(scope=request.actor.scope("services.serve"), day=on)
    made = decisions.of_bookings(scope=request.actor.scope("services.serve"), booking_ids=[row.pk for _session, rows in listed for row in rows])
    groups = [
        {"session": session, "starts": timezone.localtime(session.starts_at), "rows": [lined(row, made.get(row.pk)) for row in rows]}
        for session, rows in listed if rows or session.state != "open"
    ]  # fmt: skip
    left = bookings.unserved(scope=request.actor.scope("services.serve"), kind=found.KIND, at=timezone.now())[:50]
    bare = [{"row": row, "name": row.person.name if row.person else row.name, "starts": timezone.localtime(row.session.starts_at)} for row in left]
    around = {"unserved": bare, "empty": empty([session for session, rows in listed if not rows and session.state == "open" and session.ends_at > timezone.now()]), "before": on - timedelta(days=1), "after": on + timedelta(days=1)}
    return render(request, "services/book/desk.html", {"form": form, "on": on, "groups": groups, **around}, status=422 if form.errors else 200)


def empty(sessions: list[Session]) -> list[dict[str, object]]:
    """Times that nobody has booked, by service and place: a day of fifty stays one screen."""
    found: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in sessions:
        found.setdefault((row.title, row.place.name if row.place else ""), []).append({"pk": row.pk, "at": timezone.localtime(row.starts_at)})
    return [{"title": title, "place": place, "times": times} for (title, place), times in found.items()]


def chosen(text: str) -> date:
    """The day asked for, else today."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def lined(row: Booking, decision: Decision | None) -> dict[str, object]:
    """A booking with its words and what can be done."""
    return {
        "row": row, "name": row.person.name if row.person else row.name, "state": gettext(STATE_LABELS[State(row.state)]), "decision": decision,
        "price": words.price(decision.due) if decision else "", "facts": words.facts(read(decision.facts)) if decision else "",
        "steps": [{"code": step.code, "label": gettext(step.label)} for step in FLOW.open_to(row.state) if step.code in STEPS],
    }  # fmt: skip


@door("services.serve")
def at_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR on a worker's phone opens at the desk."""
    row = bookings.by_code(scope=request.actor.scope("services.serve"), code=code[:20])
    if row is None:
        raise Http404
    return redirect("services:desk_booking", row.pk)


def here(request: HttpRequest, pk: int) -> Booking:
    """A booking of the desk's area."""
    row = bookings.visible(request.actor.scope("services.serve"), found.KIND).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@door("services.serve")
def booking(request: HttpRequest, pk: int) -> HttpResponse:
    """One booking at the desk: price, why, the paper to look at, check-in."""
    return shown(request, here(request, pk), OverrideForm())


def shown(request: HttpRequest, row: Booking, form: OverrideForm) -> HttpResponse:
    """The page of a booking."""
    decision = decisions.of_booking(scope=request.actor.scope("services.serve"), booking_id=row.pk)
    definition = definitions.definition(found.definition_id(row.session))
    context = {"one": lined(row, decision), "row": row, "starts": timezone.localtime(row.session.starts_at), "form": form, **served(row, definition)}
    return render(request, "services/book/desk_booking.html", context, status=422 if form.errors else 200)


@door("services.serve")
@require_POST
def move(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Another time for somebody whom nobody can serve, as agreed with them."""
    row = here(request, pk)
    if session not in {each.pk for each in found.others(definitions.definition(found.definition_id(row.session)), at=timezone.now(), without=row.session_id)}:
        raise Http404
    book.move_for(booking_id=row.pk, session_id=session, by=request.actor, at=timezone.now())
    messages.success(request, gettext("改好了，短信发给他了。"))
    return redirect("services:desk_booking", pk)


@door("services.serve")
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Check in, undo, no-show, undo, cancel."""
    if step not in STEPS:
        raise Http404
    row = here(request, pk)
    if step == "check_in":
        _row, decision = book.check_in(booking_id=row.pk, by=request.actor, at=timezone.now(), seen="seen" in request.POST)
        messages.success(request, gettext("签到了，{price}").format(price=words.price(decision.due) if decision else ""))
    else:
        getattr(booking_services, step)(booking_id=row.pk, by=request.actor, at=timezone.now())
    return redirect("services:desk_booking", row.pk)


@door("services.serve")
@require_POST
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """Another price, with the reason."""
    row, form = here(request, pk), OverrideForm(request.POST)
    decision = decisions.of_booking(scope=request.actor.scope("services.serve"), booking_id=row.pk)
    if decision is None:
        raise Http404
    if form.is_valid():
        try:
            deciding.override(decision_id=decision.pk, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return redirect("services:desk_booking", row.pk)
        except Refused as refusal:
            form.add_error(refusal.field or None, gettext(refusal.sentence).format(**refusal.values))
    return shown(request, row, form)


@door("services.serve")
def walk_in(request: HttpRequest, session: int) -> HttpResponse:
    """Somebody without a booking takes a place that is kept for walk-ins."""
    held = bookings.held_sessions(request.actor.scope("services.serve"), found.KIND).filter(pk=session).first()
    if held is None:
        raise Http404
    form = WalkInForm(request.POST or None, initial={"client_key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        try:
            row, _decision = book.walk_in(session_id=held.pk, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return redirect("services:desk_booking", row.pk)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
    context = {"form": form, "session": held, "starts": timezone.localtime(held.starts_at)}
    return render(request, "services/book/walk_in.html", context, status=422 if form.errors else 200)
