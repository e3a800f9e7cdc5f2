"""One session at the desk: its places and time, called off, the walk-in share let go; stretches without bookings."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.bookings import queries as bookings
from unionhall.kernel.bookings import services as booking_services
from unionhall.kernel.bookings.rules import Span

from ..forms.sessions import BlackoutForm, CallOffForm, SessionForm
from ..queries import book as found
from ..queries import definitions
from ..services import closures

if TYPE_CHECKING:
    from django.forms import Form

    from unionhall.kernel.bookings.models import Session


def here(request: HttpRequest, pk: int) -> Session:
    """A session of the desk's area."""
    row = bookings.held_sessions(request.actor.scope("services.serve"), found.KIND).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@door("services.serve")
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session, and the change of it: this one, the following, or all."""
    row = here(request, pk)
    starts = timezone.localtime(row.starts_at)
    initial = {"capacity": row.capacity, "begins": starts.time(), "minutes": (row.ends_at - row.starts_at).seconds // 60, "span": Span.ONE}
    form = SessionForm(request.POST or None, repeated=row.series_id is not None, initial=initial)
    if request.method == "POST" and form.is_valid() and (changed := change(row, form, request)):
        messages.success(request, ngettext("改好了 {n} 场", "改好了 {n} 场", changed).format(n=changed))
        return redirect("services:desk_session", row.pk)
    return shown(request, row, form, CallOffForm())


def shown(request: HttpRequest, row: Session, form: SessionForm, off: CallOffForm) -> HttpResponse:
    """The page of a session."""
    context = {"row": row, "starts": timezone.localtime(row.starts_at), "ends": timezone.localtime(row.ends_at), "form": form, "off": off, "kept": row.capacity - row.public}
    return render(request, "services/book/session.html", context, status=422 if form.errors or off.errors else 200)


def change(row: Session, form: SessionForm, request: HttpRequest) -> int:
    """How many sessions were changed; 0 when it was refused, with the sentence in the form."""
    said, starts = form.cleaned_data, timezone.localtime(row.starts_at)
    shift = (datetime.combine(starts.date(), said["begins"]) - starts.replace(tzinfo=None)) // timedelta(minutes=1)
    try:
        return len(booking_services.change_series(
            session_id=row.pk, span=said.get("span", Span.ONE), capacity=said["capacity"], shift_minutes=shift, minutes=said["minutes"], by=request.actor, at=timezone.now(),
        ))  # fmt: skip
    except Refused as refusal:
        refuse(form, refusal, {"starts_at": "begins", "ends_at": "minutes"})
        return 0


def refuse(form: Form, refusal: Refused, names: dict[str, str]) -> None:
    """The sentence beside the field it is about."""
    field = names.get(refusal.field or "", refusal.field)
    form.add_error(field if field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))


@door("services.serve")
@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """The session does not take place; everybody who has booked is told why."""
    row, off = here(request, pk), CallOffForm(request.POST)
    if not off.is_valid():
        starts = timezone.localtime(row.starts_at)
        initial = {"capacity": row.capacity, "begins": starts.time(), "minutes": (row.ends_at - row.starts_at).seconds // 60}
        return shown(request, row, SessionForm(repeated=row.series_id is not None, initial=initial), off)
    told = len(booking_services.cancel_session(session_id=row.pk, reason=off.cleaned_data["reason"], by=request.actor, at=timezone.now()))
    messages.success(request, ngettext("取消了，告诉了 {n} 位", "取消了，告诉了 {n} 位", told).format(n=told))
    return redirect("services:desk_session", row.pk)


@door("services.serve")
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """What was kept for walk-ins goes to the public and the line."""
    booking_services.release_kept(session_id=here(request, pk).pk, by=request.actor, at=timezone.now())
    return redirect("services:desk_session", pk)


@door("services.serve")
def blackouts(request: HttpRequest) -> HttpResponse:
    """The stretches to come, and a new one."""
    scope = request.actor.scope("services.serve")
    places = {row.place_id: row.place.name for row in definitions.visible(scope=scope)}
    form = BlackoutForm(request.POST or None, places=list(places.items()), initial={"since": timezone.localdate(), "until": timezone.localdate()})
    standing: tuple[int, ...] | None = None
    if request.method == "POST" and form.is_valid():
        done = shut(form, request)
        if done and not done.standing:
            messages.success(request, ngettext("停约了，取消并告诉了 {n} 位", "停约了，取消并告诉了 {n} 位", len(done.cancelled)).format(n=len(done.cancelled)))
            return redirect("services:blackouts")
        standing = done.standing if done else None
    rows = bookings.visible(scope, found.KIND).filter(pk__in=standing or ()).order_by("session__starts_at", "pk")
    context = {"form": form, "rows": bookings.blackouts_seen(scope=scope, at=timezone.now()), "standing": [lined(row) for row in rows]}
    return render(request, "services/book/blackouts.html", context, status=422 if form.errors else 200)


def lined(row: object) -> dict[str, object]:
    """A booking that still stands in a stretch."""
    return {"pk": row.pk, "name": row.person.name if row.person else row.name, "title": row.session.title, "starts": timezone.localtime(row.session.starts_at)}


def shut(form: BlackoutForm, request: HttpRequest) -> closures.Shut | None:
    """The stretch begun; None when it was refused, with the sentence in the form."""
    said = form.cleaned_data
    begin = timezone.make_aware(datetime.combine(said["since"], said["begins"] or time.min))
    end = timezone.make_aware(datetime.combine(said["until"], said["ends"]) if said["ends"] else datetime.combine(said["until"] + timedelta(days=1), time.min))
    try:
        return closures.shut(
            place_id=int(said["place"]), begins_at=begin, ends_at=end, reason=said["reason"], cancel=said["cancel"], by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        refuse(form, refusal, {"ends_at": "until"})
        return None


@door("services.serve")
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """The place takes bookings again."""
    if not bookings.blackouts_seen(scope=request.actor.scope("services.serve"), at=timezone.now()).filter(pk=pk).exists():
        raise Http404
    opened = booking_services.lift_blackout(blackout_id=pk, kind=found.KIND, by=request.actor, at=timezone.now())
    messages.success(request, ngettext("{n} 场又能约了", "{n} 场又能约了", opened).format(n=opened))
    return redirect("services:blackouts")
