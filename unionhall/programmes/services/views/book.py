"""A worker books on the phone: service, day, time, confirm; then moves, cancels, waits, and says how it was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import PUBLIC, SIGNED_IN, door
from unionhall.base.refusal import Refused
from unionhall.kernel.bookings import queries as bookings
from unionhall.kernel.bookings import services as booking_services
from unionhall.kernel.bookings.rules import SCORE_LABELS, STATE_LABELS, WAIT_LABELS, Score, State, WaitState
from unionhall.kernel.bookings.rules.calendars import Status
from unionhall.kernel.bookings.rules.calendars import calendar as ics

from ..queries import book as found
from ..queries import decisions, definitions, prices
from ..rules.prices import KINDS, read
from ..services import book
from . import words

if TYPE_CHECKING:
    from unionhall.kernel.bookings.models import Booking, Session

    from ..models import Definition
    from ..queries.book import DayCell


@door(PUBLIC)
def services(request: HttpRequest) -> HttpResponse:
    """What can be booked and where; no log-in."""
    rows = definitions.offered(timezone.localdate())
    return render(request, "services/book/services.html", {"rows": [{"row": row, "days": words.days(row.weekdays)} for row in rows], "back": "/verb/book/"})


@door(PUBLIC)
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """The strip of days with the price for me, why, the better day, and the times. `?move=` moves a booking of mine."""
    definition, now = offered(pk), timezone.now()
    claimed = claims(request, definition)
    cells = found.strip(definition, person_id=request.actor.person_id, at=now, claimed=claimed)
    cell = chosen(request, cells)
    moving = own(request, int(request.GET["move"])) if request.GET.get("move", "").isdecimal() and request.actor.known else None
    sessions = found.sessions_on(definition, cell.day, now) if cell.left is not None else []
    context = {
        "definition": definition, "cells": [shown(each, each is cell) for each in cells], "cell": shown(cell, True), "moving": moving,
        "times": [timed(row, moving) for row in sessions], "claimed": claimed, "claims": offers_to_claim(definition, claimed), "back": reverse("services:services"),
    }  # fmt: skip
    return render(request, "services/book/service.html", context)


def offered(pk: int) -> Definition:
    """A service that is on offer today or will be."""
    row = definitions.definition(pk)
    if row is None or (row.valid_to and row.valid_to <= timezone.localdate()):
        raise Http404
    return row


def claims(request: HttpRequest, definition: Definition) -> list[str]:
    """What the person says of itself, where a paper can show it."""
    asked = request.POST.getlist("as") or request.GET.getlist("as")
    return asked and [kind for kind in prices.claimable(definition, timezone.now()) if kind in asked]


def offers_to_claim(definition: Definition, claimed: list[str]) -> list[dict[str, str]]:
    """The kinds one may claim and has not."""
    kinds = prices.claimable(definition, timezone.now())
    return [{"code": kind, "label": gettext(KINDS[kind])} for kind in kinds if kind not in claimed]


def chosen(request: HttpRequest, cells: list[DayCell]) -> DayCell:
    """The day asked for; else the first with places that is open to me; else the first."""
    asked = request.GET.get("day", "")
    exact = next((cell for cell in cells if cell.day.isoformat() == asked), None)
    return exact or next((cell for cell in cells if cell.left and cell.answer.allowed), cells[0])


def shown(cell: DayCell, current: bool) -> dict[str, object]:
    """A day with its words: 免费, 8 元, 看身份 while nobody has said who, 约满, 不开, 没定人 while nobody has confirmed to serve."""
    due = words.price(cell.answer.price) if cell.answer.allowed else gettext("看身份")
    label = gettext("没定人") if cell.waits else gettext("不开") if cell.left is None else due if cell.left else gettext("约满")
    answer, better = cell.answer, cell.answer.better
    return {
        "day": cell.day, "iso": cell.day.isoformat(), "left": cell.left, "label": label, "current": current, "open": cell.left is not None, "waits": cell.waits,
        "free": bool(cell.left) and answer.price == 0, "price": words.price(answer.price), "allowed": answer.allowed,
        "reasons": words.sentences(answer.reasons), "missing": answer.missing,
        "weekday": words.days(str(cell.day.isoweekday())), "better": better and {
            "iso": better.day.isoformat(), "day": better.day, "price": words.price(better.price), "why": words.said(better.reason)},
    }  # fmt: skip


def timed(session: object, moving: Booking | None) -> dict[str, object]:
    """A time of the day; a full one stays visible."""
    return {"pk": session.pk, "at": timezone.localtime(session.starts_at), "free": session.free, "mine": bool(moving) and moving.session_id == session.pk}


@door(SIGNED_IN)
def confirm(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Place, time, price and why; then one button. The form's key makes a double tap one booking. When full, the way to other times."""
    definition = offered(pk)
    claimed, wanted = claims(request, definition), request.POST.get("provider", "")
    error, full = "", False
    if request.method == "POST":
        try:
            made, _decision = book.book(
                session_id=session, client_key=request.POST.get("client_key", "")[:64] or uuid4().hex, claimed=claimed, by=request.actor,
                at=timezone.now(), definition=definition, provider_id=int(wanted) if wanted.isdecimal() and len(wanted) < 19 else None,
            )  # fmt: skip
            return redirect("services:my_booking", made.pk)
        except ObjectDoesNotExist as gone:
            raise Http404 from gone
        except Refused as refusal:
            if refusal.code == "not_found":
                raise Http404 from refusal
            error, full = gettext(refusal.sentence).format(**refusal.values), refusal.code == "full"
    row = session_of(definition, session)
    providers = bookings.free_providers(row) if row.served else []
    full = full and not providers
    day = timezone.localtime(row.starts_at).date()
    cell = None if full else cell_of(request, definition, row, day, claimed)
    context = {
        "definition": definition, "session": row, "starts": timezone.localtime(row.starts_at), "cell": cell, "claimed": claimed, "wanted": wanted,
        "providers": providers, "error": error, "full": full, "key": request.POST.get("client_key") or uuid4().hex,
        "back": f"{reverse('services:service', args=[pk])}?day={day}",
    }  # fmt: skip
    return render(request, "services/book/confirm.html", context, status=422 if error else 200)


def cell_of(request: HttpRequest, definition: Definition, session: Session, day: date, claimed: list[str]) -> dict[str, object]:
    """What this time costs the one who asks, and why; without the better day."""
    answer = prices.decide(definition, person_id=request.actor.person_id, day=day, at=timezone.now(), claimed=claimed)
    return shown(found.DayCell(day, session.free, answer), True)


def session_of(definition: Definition, pk: int) -> object:
    """A coming session of this service."""
    now = timezone.now()
    rows = bookings.sessions(kind=found.KIND, subjects=[definitions.subject(definition)], begin=now - timedelta(days=1), until=now + timedelta(days=366))
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@door(SIGNED_IN)
@require_POST
def wait(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Stand in line for a full time."""
    definition = offered(pk)
    row = session_of(definition, session)
    key = f"wait:{row.pk}:{uuid4().hex}"
    book.join_line(session_id=row.pk, client_key=key, claimed=claims(request, definition), by=request.actor, at=timezone.now())
    messages.success(request, gettext("排上了。有空位发短信给您。"))
    return redirect("services:mine")


@door(SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    """What I booked and where I stand in line."""
    scope = request.actor.own()
    rows = [{"row": row, "starts": timezone.localtime(row.session.starts_at), "state": gettext(STATE_LABELS[State(row.state)])}
            for row in bookings.own(scope=scope).filter(session__kind=found.KIND)[:60]]  # fmt: skip
    waits = [{"row": row, "starts": timezone.localtime(row.session.starts_at), "state": gettext(WAIT_LABELS[WaitState(row.state)])}
             for row in bookings.line(scope=scope).filter(session__kind=found.KIND)]  # fmt: skip
    return render(request, "services/book/mine.html", {"rows": rows, "waits": waits, "back": "/verb/book/"})


def own(request: HttpRequest, pk: int) -> Booking:
    """A booking of mine; anybody else's is not there."""
    row = bookings.own(scope=request.actor.own()).filter(pk=pk, session__kind=found.KIND).first()
    if row is None:
        raise Http404
    return row


@door(SIGNED_IN)
def my_booking(request: HttpRequest, pk: int) -> HttpResponse:
    """The large code, QR, time, place, price and why, what to bring; moving, cancelling, an offer to take, a word afterwards."""
    row = own(request, pk)
    decision = decisions.of_booking(scope=request.actor.own(), booking_id=pk)
    definition = definitions.definition(found.definition_id(row.session))
    context = {
        "row": row, "definition": definition, "starts": timezone.localtime(row.session.starts_at), "decision": decision, "price": words.price(decision.due) if decision else "",
        "state": gettext(STATE_LABELS[State(row.state)]), "changeable": row.state == State.BOOKED and timezone.now() < row.session.settled_at,
        "why": words.facts(read(decision.facts)) if decision else "", "qr": request.build_absolute_uri(reverse("services:at_code", args=[row.code])),
        "scores": [(score.value, gettext(label)) for score, label in SCORE_LABELS.items()], "back": reverse("services:mine"),
        **served(row, definition), "claims": offers_to_claim(definition, []) if row.state == State.HELD else [],
    }  # fmt: skip
    return render(request, "services/book/booking.html", context)


def served(row: Booking, definition: Definition) -> dict[str, object]:
    """Who serves, where somebody must; else where to go instead."""
    if not row.session.served or row.state not in (State.HELD, State.BOOKED):
        return {"unserved": False}
    left = [] if row.provider_id else found.others(definition, at=timezone.now(), without=row.session_id)
    return {"unserved": not row.provider_id, "provider": row.provider.name if row.provider_id else "", "others": [timed(each, None) for each in left]}


@door(SIGNED_IN)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the place back."""
    booking_services.cancel(booking_id=own(request, pk).pk, by=request.actor, at=timezone.now())
    messages.success(request, gettext("取消了，位子给别人了。"))
    return redirect("services:mine")


@door(SIGNED_IN)
@require_POST
def move(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """The same booking, another time; the code stays."""
    book.move(booking_id=own(request, pk).pk, session_id=session, by=request.actor, at=timezone.now())
    messages.success(request, gettext("改好了，码还是原来那个。"))
    return redirect("services:my_booking", pk)


@door(SIGNED_IN)
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The booking for the phone's calendar."""
    row = own(request, pk)
    url = request.build_absolute_uri(reverse("services:my_booking", args=[pk]))
    entry = booking_services.entry_of(booking=row, url=url, at=timezone.now())
    answer = HttpResponse(ics([entry], row.session.title, cancel=entry.status is Status.CANCELLED), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="booking-{pk}.ics"'
    return answer


@door(SIGNED_IN)
@require_POST
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap, and words if wanted."""
    score = request.POST.get("score", Score.GOOD)
    booking_services.give_feedback(booking_id=own(request, pk).pk, score=score, words=request.POST.get("words", ""), by=request.actor, at=timezone.now())
    messages.success(request, gettext("收到，谢谢您说一声。"))
    return redirect("services:my_booking", pk)


@door(SIGNED_IN)
@require_POST
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the offered place, or let the next in line have it."""
    row = own(request, pk)
    line = bookings.line(scope=request.actor.own()).filter(booking_id=row.pk).first()
    if line is None:
        raise Http404
    if "no" in request.POST:
        booking_services.decline(wait_id=line.pk, by=request.actor, at=timezone.now())
        return redirect("services:mine")
    definition = definitions.definition(found.definition_id(row.session))
    book.accept(wait_id=line.pk, claimed=claims(request, definition), by=request.actor, at=timezone.now())
    return redirect("services:my_booking", pk)


@door(SIGNED_IN)
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer in line."""
    try:
        booking_services.leave_line(wait_id=pk, by=request.actor, at=timezone.now())
    except Refused as refusal:
        if refusal.code == "not_found":
            raise Http404 from refusal
        raise
    return redirect("services:mine")
