"""The page behind the code on a door: here, locked, report, shelf. Plain posts, no log-in."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base import geo
from unionhall.base.http import PUBLIC, door, in_memory, network
from unionhall.base.refusal import Refused
from unionhall.base.ui.templatetags.ui import spelled
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases

from ..forms.door import CheckInForm, GiveForm, ReportForm, TapForm
from ..kinds import KIND_LABELS, REPORT_LABELS, STATE_LABELS, Found, Occupation, ReportKind, StationKind, StationState
from ..queries import doors as found
from ..queries import supplies as register
from ..queries import truth as known
from ..queries.nearest import speeds
from ..rules.doors import Whence
from ..services import doors, gifts, reports, truth, visits

if TYPE_CHECKING:
    from django import forms

    from unionhall.kernel.cases.models import Receipt

    from ..models import Station

YEAR = 365 * 24 * 3600
OCCUPATION = "occupation"


def load(code: str) -> Station:
    """The station behind a code; 404 for one that leads nowhere."""
    station = found.by_code(code)
    if station is None:
        raise Http404
    return station


def whence(request: HttpRequest) -> Whence:
    """Who taps: a signed-in person, else the device, else the network."""
    return Whence(request.look.device, network(request), request.look.known, request.actor.person_id)


@door(PUBLIC)
def at_door(request: HttpRequest, code: str) -> HttpResponse:
    """The station's name and state, and what somebody at its door can do."""
    return render(request, "stations/door.html", context(request, load(code), code))


def context(request: HttpRequest, station: Station, code: str, **more: object) -> dict[str, object]:
    """Everything the door's page shows."""
    now = timezone.now()
    newest, open_now = known.last_open(station), found.open_at(station, now)
    doubtful = station.state in (StationState.DOUBTFUL, StationState.SUSPENDED)
    return {
        "station": station, "code": code, "kind": gettext(KIND_LABELS[StationKind(station.kind)]), "open_now": open_now,
        "state": gettext(STATE_LABELS[StationState(station.state)]), "doubtful": doubtful, "confirmed": ago(newest.at, now) if newest else "",
        "near": near(station, now) if doubtful or not open_now or more.get("told") else [], "key": secrets.token_hex(20),
        "supplies": register.available(station, timezone.localdate()), "gifts": register.shelf(station, timezone.localdate()).count(),
        "asks": OCCUPATION not in request.COOKIES, "check_in": CheckInForm(), "back": "/", **more,
    }  # fmt: skip


def near(station: Station, now: datetime) -> list[dict[str, object]]:
    """The nearest open stations with metres, and where they are."""
    rows = found.nearest_open(station, now, 2)
    walk = speeds(timezone.localdate(now))["walk"] if rows else 0.0
    return [{"station": row, "metres": far, "minutes": geo.minutes(far, walk)} for row, far in rows]


def ago(moment: datetime, now: datetime) -> str:
    """18 分钟前: how long ago somebody found it open."""
    minutes = max(0, int((now - moment).total_seconds()) // 60)
    if minutes < 60:
        return gettext("{count} 分钟前有人确认开着").format(count=minutes)
    if minutes < 24 * 60:
        return gettext("{count} 小时前有人确认开着").format(count=minutes // 60)
    return gettext("{count} 天前有人确认开着").format(count=minutes // (24 * 60))


def tapped(request: HttpRequest, form: forms.Form, station: Station) -> str:
    """The key of a valid tap, counted against a flood; Refused otherwise."""
    if not form.is_valid():
        raise Refused("form_key", _("这一页放得太久了，请重新扫码"))
    doors.spend(station=station, whence=whence(request), at=timezone.now())
    return str(form.cleaned_data["key"])


@door(PUBLIC)
@require_POST
def here(request: HttpRequest, code: str) -> HttpResponse:
    """到了: one visit, and a word that it is open."""
    station, form = load(code), CheckInForm(request.POST)
    key = tapped(request, form, station)
    said = form.cleaned_data["occupation"] or request.COOKIES.get(OCCUPATION, "")
    done = visits.check_in(station=station, whence=whence(request), form_key=key, at=timezone.now(), occupation=said)
    station.refresh_from_db()
    response = render(request, "stations/door.html", context(request, station, code, came=done, asks=False))
    if said in set(Occupation):
        response.set_cookie(OCCUPATION, said, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


@door(PUBLIC)
@require_POST
def locked(request: HttpRequest, code: str) -> HttpResponse:
    """到了,没开门: one observation, and the nearest open station."""
    station = load(code)
    key = tapped(request, TapForm(request.POST), station)
    truth.observe(station=station, found=Found.LOCKED, whence=whence(request), form_key=key, at=timezone.now())
    station.refresh_from_db()
    return render(request, "stations/door.html", context(request, station, code, told=True))


@in_memory
@door(PUBLIC)
def report(request: HttpRequest, code: str) -> HttpResponse:
    """坏了/缺了/建议: with a photo, then the receipt."""
    station, kind = load(code), request.GET.get("kind", ReportKind.BROKEN)
    form = ReportForm(request.POST or None, request.FILES or None, initial={"key": secrets.token_hex(20), "kind": kind})
    if request.method == "POST" and form.is_valid():
        try:
            return sent(request, station, form)
        except Refused as refusal:
            field = {"file": "photo"}.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
    status = 422 if form.errors else 200
    return render(request, "stations/report.html", {"form": form, "station": station, "back": f"/stations/at/{code}/"}, status=status)


def sent(request: HttpRequest, station: Station, form: ReportForm) -> HttpResponse:
    """File it and show the receipt."""
    data, photo = form.cleaned_data, form.cleaned_data["photo"]
    key = tapped(request, form, station)
    told = reports.Told(kind=data["kind"], text=data["text"], phone=data["phone"])
    receipt, secret = reports.file(
        station=station, told=told, client_key=key, by=request.actor, at=timezone.now(), photo=photo, photo_name=photo.name if photo else ""
    )
    return render(request, "stations/receipt.html", receipt_context(receipt, secret, station, told))


def receipt_context(receipt: Receipt, code: str, station: Station, told: reports.Told) -> dict[str, object]:
    """The card: code in groups, who answers by when, what was said, and the proof."""
    due = receipt.case.deadlines.filter(code="station_mend").order_by("-due").first()
    rows = [(gettext("在哪里"), station.place.name), (gettext("谁来办"), receipt.case.union.name)]
    if due:
        rows.append((gettext("最晚哪天回复"), gettext("{day}下班前").format(day=spelled(due.due, None))))
    rows.append((gettext("您说的"), f"{gettext(REPORT_LABELS[ReportKind(told.kind)])} · {told.text[:80]}"))
    return {
        "receipt": receipt, "case": receipt.case, "code": code, "rows": rows, "verify_url": f"{settings.PUBLIC_URL}/stations/mine/#{code}",
        "proof_lines": cases.proof_text(receipt=receipt), "proof": f"{receipt.statement}|{receipt.signature}|{receipt.key_id}",
    }  # fmt: skip


@door(PUBLIC)
def shelf(request: HttpRequest, code: str) -> HttpResponse:
    """The shelf: what lies there, and a line to put something on it."""
    station = load(code)
    form = GiveForm(request.POST or None, initial={"key": secrets.token_hex(20)})
    if request.method == "POST" and form.is_valid():
        try:
            gifts.give(station=station, what=form.cleaned_data["what"], form_key=tapped(request, form, station), at=timezone.now())
        except Refused as refusal:
            form.add_error("what" if refusal.field == "what" else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("stations:shelf", code=code)
    rows = register.shelf(station, timezone.localdate())
    shown = {"form": form, "station": station, "code": code, "rows": rows, "gone": "gone" in request.GET, "key": secrets.token_hex(20)}
    return render(request, "stations/shelf.html", {**shown, "back": f"/stations/at/{code}/"}, status=422 if form.errors else 200)


@door(PUBLIC)
@require_POST
def take(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take something from the shelf."""
    station = load(code)
    tapped(request, TapForm(request.POST), station)
    got = gifts.take(station=station, gift_id=pk, at=timezone.now())
    response = redirect("stations:shelf", code=code)
    if not got:
        response["Location"] += "?gone=1"
    return response
