"""The register of stations at the desk: list, one, new, change, close."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.geo import System
from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.base.ui.forms import UiForm
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import queries as places

from ..forms.directory import ClosureForm, StationForm, as_typed
from ..kinds import KIND_LABELS, STATE_LABELS
from ..models import Station
from ..queries import directory as queries
from ..queries import photos
from ..services import directory
from .find import address, card

MOST = 300
KEEPERS = {"none": _("还没有")}


@door("stations.view")
def register(request: HttpRequest) -> HttpResponse:
    """Stations in scope, by code, 25 a page."""
    get = request.GET
    text, kind, state = get.get("q", "").strip()[:40], get.get("kind", ""), get.get("state", "")
    after, before = get.get("after", "")[:16], get.get("before", "")[:16]
    rows = queries.listed(
        request.actor.scope("stations.view"), text=text, kind=kind if kind in KIND_LABELS else "", state=state if state in STATE_LABELS else "",
        unkept=get.get("keeper") == "none", after=(after, 0) if after else None, before=(before, 0) if before else None,
    )  # fmt: skip
    more, rows = len(rows) > queries.PAGE, rows[: queries.PAGE]
    if before:
        rows.reverse()
    at, url = timezone.now(), address()
    told = places.answers([row.place for row in rows], at)
    context = {
        "rows": [{"pk": row.pk, "code": row.code, "union": row.union.name, **card(row, told[row.place_id], [], at, url)} for row in rows],
        "find": {"name": "q", "label": gettext("名称、地址、编号"), "value": text}, "kept": [(name, get[name]) for name in ("kind", "state", "keeper") if get.get(name)],
        "filters": [chooser(request, "kind", gettext("类型"), KIND_LABELS), chooser(request, "state", gettext("现在"), STATE_LABELS), chooser(request, "keeper", gettext("管理员"), KEEPERS)],
        "unkept": queries.unkept(request.actor.scope("stations.edit")).count() if request.actor.may("stations.edit") else 0,
        "clear": request.path if get else "", "may_edit": request.actor.may("stations.edit"),
        "after": link(request, after=rows[-1].code) if rows and (more or before) else "",
        "before": link(request, before=rows[0].code) if rows and (after or (before and more)) else "",
    }  # fmt: skip
    return render(request, "stations/register.html", context)


def link(request: HttpRequest, **changes: str) -> str:
    """The list with other parameters, from its beginning."""
    query = {name: value for name, value in request.GET.items() if name not in ("after", "before")} | changes
    return "?" + urlencode({name: value for name, value in query.items() if value})


def chooser(request: HttpRequest, name: str, label: str, words: dict) -> dict[str, object]:
    """A filter with its options."""
    now = request.GET.get(name, "")
    options = [{"label": gettext("全部"), "url": link(request, **{name: ""}), "current": not now}]
    options += [{"label": gettext(text), "url": link(request, **{name: str(code)}), "current": now == code} for code, text in words.items()]
    return {"label": label, "on": bool(now), "value": next((one["label"] for one in options if one["current"]), ""), "options": options}


def found(request: HttpRequest, pk: int, power: str) -> Station:
    """The station, or a refusal that tells nothing."""
    row = queries.station(pk, scope=request.actor.scope(power))
    if row is None:
        raise Refused("not_yours", _("这一处不归您管"))
    return row


@door("stations.view")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One station with what only staff see."""
    row, at = found(request, pk, "stations.view"), timezone.now()
    offers = queries.offers([row.pk]).get(row.pk, [])
    context = {
        "station": row, "row": card(row, places.answers([row.place], at)[row.place_id], offers, at), "closures": places.closure_rows(row.place_id)[:20],
        "at": at, "may_edit": request.actor.scope("stations.edit").reaches(row.path), "may_keep": request.actor.scope("stations.keep").reaches(row.path),
        "keepers": kept_by(request, row), "pictures": len(photos.standing(row)),
    }  # fmt: skip
    return render(request, "stations/record.html", context)


def kept_by(request: HttpRequest, row: Station) -> list[dict[str, object]]:
    """Who kept it from when on, newest first, out of the journal."""
    lines = [
        (each.at, each.actor, each.note.rpartition(" ")[2])
        for each in journal.about(f"stations.station:{row.pk}", scope=request.actor.scope("stations.view")).filter(verb="stations.keeper")[:20]
    ]
    names = people.names_of_accounts(int(pk) for _at, _by, pk in lines if pk.isdecimal())
    return [{"at": moment, "by": by, "name": names.get(int(pk), "") if pk.isdecimal() else ""} for moment, by, pk in lines]


def unions_for(request: HttpRequest) -> list[tuple[str, str]]:
    """The unions that may be given a station here."""
    return [(str(row.pk), row.name) for row in orgs.below(request.actor.scope("stations.edit")).exclude(level="enterprise")]


def keepers_for(request: HttpRequest, row: Station | None = None) -> list[tuple[str, str]]:
    """Who may keep a station: whose post reaches it; for a new one, every keeper at or below the actor's unions. Whoever keeps it stays."""
    today, paths = timezone.localdate(), [row.path] if row else request.actor.scope("stations.edit").paths
    ask = people.accounts_over if row else people.accounts_in
    held = {each.pk: each for path in paths for each in ask(Role.KEEPER, path, today)[:MOST]}
    if row and row.keeper_id:
        held.setdefault(row.keeper_id, people.account(row.keeper_id))
    return [(str(each.pk), f"{each.person.name}（{each.get_username()}）") for each in held.values()]


def tell(form: UiForm, refusal: Refused) -> None:
    """A refusal at its field."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, gettext(refusal.sentence).format(**refusal.values))


@door("stations.edit")
def new(request: HttpRequest) -> HttpResponse:
    """A new station."""
    form = StationForm(request.POST or None, unions=unions_for(request), keepers=keepers_for(request))
    if request.method == "POST" and form.is_valid() and (pk := saved(request, form, None, int(form.cleaned_data["union"]))):
        return redirect("stations:record", pk=pk)
    return render(request, "stations/form.html", {"form": form, "cancel": reverse("stations:register")}, status=422 if form.errors else 200)


@door("stations.edit")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a station."""
    row = found(request, pk, "stations.edit")
    first = as_typed(row, queries.offers([row.pk]).get(row.pk, []))
    form = StationForm(request.POST or None, initial=first, unions=[], keepers=keepers_for(request, row), fixed=True)
    if request.method == "POST" and form.is_valid() and saved(request, form, pk, None):
        return redirect("stations:record", pk=pk)
    context = {"form": form, "station": row, "cancel": reverse("stations:record", kwargs={"pk": pk})}
    return render(request, "stations/form.html", context, status=422 if form.errors else 200)


def saved(request: HttpRequest, form: StationForm, pk: int | None, union_id: int | None) -> int | None:
    """Ask the service; None when it refused, the reason standing in the form."""
    data = form.cleaned_data
    try:
        row = directory.put_station(
            pk=pk, union_id=union_id, values=form.values(), offers=frozenset(data["offers"]), system=System(data["system"]), by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        tell(form, refusal)
        return None
    return int(row.pk)


@door("stations.edit")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut a station for a while, with the reason people read."""
    row = found(request, pk, "stations.edit")
    form = ClosureForm(request.POST or None, initial={"since": timezone.localtime()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            directory.close(pk=pk, since=data["since"], until=data["until"], reason=data["reason"], by=request.actor, at=timezone.now())
        except Refused as refusal:
            tell(form, refusal)
        else:
            return redirect("stations:record", pk=pk)
    context = {"form": form, "station": row, "closing": True, "cancel": reverse("stations:record", kwargs={"pk": pk})}
    return render(request, "stations/form.html", context, status=422 if form.errors else 200)


@door("stations.edit")
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """One press: looked at today, open again, taken out for good."""
    what, at = request.POST.get("do", ""), timezone.now()
    if what == "assure":
        directory.assure(pk=pk, by=request.actor, at=at)
    elif what == "reopen" and request.POST.get("closure", "").isdecimal():
        directory.reopen(pk=pk, closure_id=int(request.POST["closure"]), by=request.actor, at=at)
    elif what == "end":
        directory.end(pk=pk, reason=request.POST.get("reason", ""), by=request.actor, at=at)
    return redirect("stations:record", pk=found(request, pk, "stations.edit").pk)
