"""The keeper's own page: each station that he keeps, what waits there, and the month as a sheet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ..kinds import REPORT_LABELS, STATE_LABELS, ReportKind, StationState
from ..queries import doors as found_doors
from ..queries import months, photos
from ..queries import reports as told
from ..queries import supplies as register
from ..queries import truth as known
from ..queries import visits as counted
from ..rules.reports import NAMES, ReportState
from ..services import doors, monthly

if TYPE_CHECKING:
    from ..models import Station, StationReport

KEEP, COUNTS = "stations.keep", "stations.counts"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door(KEEP)
def own(request: HttpRequest) -> HttpResponse:
    """我的驿站."""
    today, now = timezone.localdate(), timezone.now()
    rows = found_doors.kept(request.actor)
    opened = found_doors.open_among(rows, now)
    return render(request, "stations/own.html", {"rows": [line(request, row, today) | {"open": row.pk in opened} for row in rows], "month": today.replace(day=1)})


def line(request: HttpRequest, row: Station, today: date) -> dict[str, object]:
    """One station: how it stands, what is told, what expires, how many came today."""
    scope = request.actor.scope(KEEP)
    visits, people = counted.seen_today(row, today)
    return {
        "station": row, "code": found_doors.door_of(row), "state": gettext(STATE_LABELS[StationState(row.state)]),
        "doubtful": row.state in (StationState.DOUBTFUL, StationState.SUSPENDED), "doubt": known.doubt_of(row), "visits": visits, "people": people,
        "reports": [said(each) for each in told.at_station(row.pk, scope=scope).filter(case__open__in=[True])[:10]],
        "expiring": list(register.expiring(scope=scope, today=today).filter(station=row)[:10]),
        "gifts": register.shelf(row, today).count(), "pictures": len(photos.standing(row)),
    }  # fmt: skip


def said(row: StationReport) -> dict[str, object]:
    """A report as the keeper reads it: without the phone."""
    state = gettext(NAMES[ReportState(row.case.state)])
    return {"kind": gettext(REPORT_LABELS[ReportKind(row.kind)]), "text": row.text, "again": row.again, "case": row.case, "state": state}


@door(COUNTS)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A month of the keeper's own station as xlsx: ?month=2026-10, else the running one."""
    station = doors.load(pk=pk, scope=request.actor.scope(COUNTS))
    if not counted.keeps(request.actor, station):
        raise Refused("not_yours", _("月计数表只给这个驿站的管理员"))
    month = months.asked(request.GET.get("month", ""), timezone.localdate())
    content = monthly.sheet(station=station, month=month, scope=request.actor.scope(COUNTS))
    name = f'attachment; filename="station-{station.code}-{month:%Y-%m}.xlsx"'
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": name})
