"""Find a station, without logging in: by position, landmark, district or typed place; open now, or when I get there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base import geo
from unionhall.base.geo import Point
from unionhall.base.http import PUBLIC, door
from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import Calendar
from unionhall.kernel.places import queries as places
from unionhall.kernel.places.rules.hours import LAYER_LABELS, Answer, Layer, day_periods, is_holiday

from ..kinds import KIND_LABELS, STATE_LABELS, StationState
from ..models import Station
from ..queries import directory, nearest, photos, whereabouts
from ..rules.amenities import AMENITIES, BY_CODE
from ..rules.linked import as_linked_data
from ..rules.links import ways

WHEN = (("now", _("现在开着")), ("walk", _("走到时还开着")), ("ebike", _("骑车到时还开着")), ("all", _("都看")))
OFFERED = ("charging", "microwave", "toilet", "water", "nursing", "step_free")
SHOWN, NOBODY = 10, UUID(int=0)


@door(PUBLIC)
def find(request: HttpRequest) -> HttpResponse:
    """The list, nearest first; without a place, the ways to say where one is."""
    at, get = timezone.now(), request.GET
    here = placed(get)
    context = {"here": here, "asked": get.get("place", ""), "lost": bool(get.get("place") or get.get("lat")) and here is None, "tiles": whereabouts.tiles() if here is None else []}
    if here is None:
        return render(request, "stations/find.html", context)
    return render(request, "stations/find.html", context | around(get, here, at) | {"wider": link(get, when="all")})


def around(get: QueryDict, here: whereabouts.Whereabouts, at: datetime) -> dict[str, object]:
    """What the list and the map show of the nearest stations."""
    wish, speeds = wished(get, here.point, at)
    calendar = places.calendar()
    rows = cards(nearest.nearest(wish, SHOWN, calendar), at, speeds, calendar)
    kept = [(name, value) for name, values in get.lists() if name not in ("place", "lat", "lng", "district") for value in values]
    found = {"rows": rows, "whens": whens(get), "chips": chips(get, wish), "picked": bool(wish.kind or wish.offers), "kept": kept}
    return found | {"sketched": any(row["sketched"] for row in rows), "query": link(get)}


def placed(get: QueryDict) -> whereabouts.Whereabouts | None:
    """Where from: the device's position, a district, or what was typed."""
    if get.get("lat") and get.get("lng"):
        return whereabouts.where(get["lat"][:24], get["lng"][:24], gettext("我现在的位置"))
    if get.get("district"):
        return whereabouts.chosen(get["district"])
    return whereabouts.typed(get["place"]) if get.get("place") else None


def wished(get: QueryDict, centre: Point, at: datetime) -> tuple[nearest.Wish, dict[str, float]]:
    """What is looked for, and how fast the line is covered on foot and by e-bike (metres a minute, streets' detour taken off)."""
    speeds = nearest.speeds(timezone.localdate(at))
    when = get.get("when", "now")
    offers = frozenset(code for code in get.getlist("offer") if code in BY_CODE)
    return nearest.Wish(centre, at, when != "all", speeds.get(when, 0.0), offers, "unattended" if get.get("kind") == "unattended" else ""), speeds


def cards(found: list[nearest.Near], at: datetime, speeds: dict[str, float], calendar: Calendar) -> list[dict[str, object]]:
    """What a card shows, for all of them at once."""
    rows = directory.carded([near.pk for near in found], at)
    told = places.answers([row.place for row in rows.values()], at, calendar, [row.place_id for row in rows.values() if row.shuts])
    offers, url = directory.offers(rows), address()
    return [
        card(rows[near.pk], told[rows[near.pk].place_id], offers.get(near.pk, []), at, url) | away(near.metres, speeds) for near in found if near.pk in rows
    ]


def address() -> str:
    """A station's page with {uuid} in it: the framework searches its table of addresses once for a list, not once for each card."""
    return reverse("stations:station", args=(NOBODY,)).replace(str(NOBODY), "{uuid}")


def away(metres: float, speeds: dict[str, float]) -> dict[str, object]:
    """How far, and how long on foot and by e-bike."""
    far = gettext("{n} 公里").format(n=f"{metres / 1000:.1f}") if metres >= 1000 else gettext("{n} 米").format(n=max(10, round(metres / 10) * 10))
    walk, ride = geo.minutes(metres, speeds["walk"]), geo.minutes(metres, speeds["ebike"])
    return {"far": far, "walk": gettext("走 {n} 分钟").format(n=walk), "ride": gettext("骑 {n} 分钟").format(n=ride)}


def card(row: Station, told: Answer, offers: list[str], at: datetime, url: str = "") -> dict[str, object]:
    """A station's words: its badge, when somebody last looked, what it offers. `url`: `address()`, where many are shown."""
    place = row.place
    return {
        "uuid": place.uuid, "name": place.name, "address": place.address, "landmark": place.landmark, "phone": place.phone, "lat": place.lat, "lng": place.lng,
        "open": told.open, "sketched": row.sketched, "assured_on": row.assured_on, "offers": [BY_CODE[code] for code in offers if code in BY_CODE],
        "url": (url or address()).format(uuid=place.uuid), "kind": gettext(KIND_LABELS[row.kind]), **badge(row, told, timezone.localtime(at)),
    }  # fmt: skip


def badge(row: Station, told: Answer, here: datetime) -> dict[str, str]:
    """Tone, icon and words: 开着 · 22:00 关, or when it opens next and why it is shut."""
    if row.state == StationState.SUSPENDED:
        return {"tone": "red", "icon": "circle-x", "words": gettext(STATE_LABELS[row.state]), "why": row.state_reason}
    why = told.reason or (gettext(LAYER_LABELS[told.layer]) if told.layer is Layer.HOLIDAY else "")
    if row.state == StationState.DOUBTFUL:
        return {"tone": "orange", "icon": "triangle-alert", "words": gettext(STATE_LABELS[row.state]), "why": row.state_reason}
    if told.open:
        until = gettext("{time} 关").format(time=clock(told.until, here)) if told.until else gettext("24 小时")
        return {"tone": "green", "icon": "circle-check", "words": gettext("开着 · {until}").format(until=until), "why": ""}
    opens = gettext("{time} 开").format(time=clock(told.opens, here)) if told.opens else gettext("什么时候开没有说")
    return {"tone": "", "icon": "clock", "words": gettext("关着 · {opens}").format(opens=opens), "why": why}


def clock(moment: datetime, here: datetime) -> str:
    """22:00, 明天 8:00, 11月28日 8:00."""
    time, days = f"{moment.hour}:{moment.minute:02d}", (moment.date() - here.date()).days
    if days == 0:
        return time
    if days == 1:
        return gettext("半夜 12 点") if (moment.hour, moment.minute) == (0, 0) else gettext("明天 {time}").format(time=time)
    return gettext("{month} 月 {day} 日 {time}").format(month=moment.month, day=moment.day, time=time)


def whens(get: QueryDict) -> list[dict[str, object]]:
    """Open when: as links."""
    when = get.get("when", "now")
    return [{"label": gettext(label), "on": when == code, "url": link(get, when=code if code != "now" else "")} for code, label in WHEN]


def chips(get: QueryDict, wish: nearest.Wish) -> list[dict[str, object]]:
    """The other filters as links: 24 hours, what it offers."""
    unattended = bool(wish.kind)
    rows = [{"label": gettext("24 小时无人"), "on": unattended, "url": link(get, kind="" if unattended else "unattended")}]
    for code in OFFERED:
        chosen = wish.offers ^ {code}
        rows.append({"label": gettext(BY_CODE[code].label), "on": code in wish.offers, "url": link(get, offer=sorted(chosen))})
    return rows


def link(get: QueryDict, **changes: object) -> str:
    """This page's address with other parameters."""
    query = dict(get.lists()) | {name: value if isinstance(value, list) else [value] for name, value in changes.items()}
    return "?" + urlencode([(name, value) for name, values in query.items() for value in values if value])


@door(PUBLIC)
def station(request: HttpRequest, uuid: object) -> HttpResponse:
    """One station: open or not, this week's hours with holidays, what it offers, how to get there."""
    row = directory.by_uuid(uuid)
    if row is None:
        raise Http404
    at = timezone.now()
    told = places.answers([row.place], at)[row.place_id]
    offers = directory.offers([row.pk]).get(row.pk, [])
    shut = places.closures([row.place_id], at).get(row.place_id, ())
    found = week(row, timezone.localdate(at))
    context = {
        "row": card(row, told, offers, at), "photos": list(photos.of(row)), "week": found, "shut": shut, "union": row.union, "provisional": told.provisional,
        "ways": [(gettext(label), url) for label, url in ways(Point(row.place.lat, row.place.lng), row.place.name, row.place.address)] if row.place.lat is not None else [],
        "access": [BY_CODE[code] for code in offers if code in BY_CODE and BY_CODE[code].access], "all": len(AMENITIES),
        "linked": as_linked_data(row, offers, request.build_absolute_uri()),
    }  # fmt: skip
    return render(request, "stations/station.html", context)


def week(row: Station, today: date) -> list[dict[str, object]]:
    """The next seven days with their hours; a holiday says so."""
    known, hours = places.calendar(), places.hours_of(row.place)
    days = []
    for step in range(7):
        day = today + timedelta(days=step)
        layer, periods = day_periods(hours, day, known)
        said = [f"{a // 60}:{a % 60:02d}–{b // 60}:{b % 60:02d}" for a, b in periods]
        whole = periods == ((0, 24 * 60),)
        days.append({"day": day, "holiday": is_holiday(day, known), "said": gettext("24 小时") if whole else gettext("、").join(said), "unsaid": layer is Layer.UNSAID})
    return days
