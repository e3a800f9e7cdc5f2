"""The desk: printed codes, stations in doubt, the keeper's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.web import queries as shown

from ..forms.desk import ReasonForm, WordForm
from ..kinds import STATE_LABELS, Found, StationState
from ..queries import directory
from ..queries import doors as found_doors
from ..queries import truth as found
from ..queries import visits as counted
from ..rules.truth import WORDS, TruthState
from ..services import doors as door_services
from ..services import truth

if TYPE_CHECKING:
    from ..models import Doubt, Station

PAGE = 100


@door("stations.view")
def doors(request: HttpRequest) -> HttpResponse:
    """Stations in scope with their codes and state."""
    text = request.GET.get("q", "")[:60].strip()
    rows = directory.by_name(request.actor.scope("stations.view"))
    rows = list((rows.filter(place__name__icontains=text) if text else rows)[:PAGE])
    codes = found_doors.doors_of(rows)
    lines = [
        {"row": row, "code": codes.get(row.pk), "state": gettext(STATE_LABELS[StationState(row.state)]), "calm": row.state == StationState.OPEN}
        for row in rows
    ]
    find = {"name": "q", "label": gettext("驿站的名字"), "value": text}
    return render(request, "stations/doors.html", {"rows": lines, "find": find, "may_issue": request.actor.may("stations.edit")})


@door("stations.view")
def door_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to print and hang on the door."""
    station = door_services.load(pk=pk, scope=request.actor.scope("stations.view"))
    code = found_doors.door_of(station)
    address = f"{settings.PUBLIC_URL}/stations/at/{code.code}/" if code else ""
    return render(request, "stations/door_sheet.html", {"station": station, "door": code, "address": address, "back": "/stations/doors/"})


@door("stations.edit")
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh code for a door."""
    door_services.issue_door(station_id=pk, by=request.actor, at=timezone.now())
    return redirect("stations:door_sheet", pk=pk)


@door("stations.keep")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """A station that was shut for now is open again."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    truth.reopen(station_id=pk, reason=reason, by=request.actor, at=timezone.now())
    return redirect("stations:doors")


@door("stations.keep")
def ledger(request: HttpRequest) -> HttpResponse:
    """Doubts in scope, the standing ones first."""
    rows = [line(row) for row in found.doubts(scope=request.actor.scope("stations.keep"))[:PAGE]]
    return render(request, "stations/doubts.html", {"rows": rows})


def line(row: Doubt) -> dict[str, object]:
    """One line of the list."""
    return {"row": row, "case": row.case, "station": row.station, "state": gettext(WORDS[TruthState(row.case.state)])}


@door("stations.keep")
def doubt(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found at the door, by when somebody must look, and the word that settles it."""
    row, form = truth.load(pk=pk, scope=request.actor.scope("stations.keep")), WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            yes = form.cleaned_data["open_now"] == "yes"
            truth.give_word(case_id=pk, open_now=yes, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("reason", gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("stations:doubt", pk=pk)
    cases.looked(case=row.case, by=request.actor, at=timezone.now())
    scope = request.actor.scope("stations.keep")
    return render(request, "stations/doubt.html", {
        **line(row), "form": form, "seen": observed(row.station, request), "deadlines": shown.deadlines(case_queries.deadlines(row.case, scope=scope)),
        "events": shown.timeline(case_queries.events(row.case, scope=scope)[:50], timezone.localdate()), "today_count": today_count(request, row.station),
    }, status=422 if form.errors else 200)  # fmt: skip


def observed(station: Station, request: HttpRequest) -> list[dict[str, object]]:
    """The last things found, in words."""
    words = {Found.OPEN: gettext("有人到了，开着"), Found.LOCKED: gettext("有人到了，没开门"), Found.WORD: gettext("管理员说明")}
    rows = found.observations(station, scope=request.actor.scope("stations.keep"))[:12]
    return [{"at": row.at, "words": words[Found(row.found)], "says": row.says, "in_hours": row.in_hours} for row in rows]


def today_count(request: HttpRequest, station: Station) -> tuple[int, int] | None:
    """Today's visits and people, for the keeper alone."""
    return counted.seen_today(station, timezone.localdate()) if counted.keeps(request.actor, station) else None
