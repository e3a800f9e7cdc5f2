"""The desk: the register of supplies."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ..forms.desk import EndForm, LotForm
from ..kinds import SUPPLY_LABELS, SupplyState
from ..queries import directory, figures
from ..queries import supplies as found
from ..rules import figures as codes
from ..rules.supplies import expired, warned
from ..services import supplies

KEEP = "stations.keep"
PAGE = 100
TABS = (("there", _("在架上")), ("soon", _("要处理的")), ("all", _("全部")))


@door(KEEP)
def ledger(request: HttpRequest) -> HttpResponse:
    """Lots in scope, those that expire first ahead; a form for a fresh one."""
    scope, today, tab = request.actor.scope(KEEP), timezone.localdate(), request.GET.get("tab", "there")
    stations = [(row.pk, row.place.name) for row in directory.by_name(scope)[:500]]
    chosen = next((pk for pk, _name in stations if str(pk) == request.GET.get("station")), None)
    form = LotForm(request.POST or None, stations=stations, initial={"station": chosen})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            supplies.put(station_id=data.pop("station"), lot=supplies.Lot(**data), by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence))
        else:
            return redirect("stations:supplies")
    rows = {"soon": found.expiring(scope=scope, today=today), "all": found.supplies(scope=scope)}.get(tab, found.there(scope=scope))
    rows = rows.filter(station_id=chosen) if chosen else rows
    ahead = figures.figure(codes.SUPPLY_DAYS, today)
    lines = [{"row": row, "expired": expired(row.expires_on, today), "soon": warned(row.expires_on, today, ahead), "state": gettext(SUPPLY_LABELS[SupplyState(row.state)]), "there": row.state == SupplyState.THERE} for row in rows[:PAGE]]  # fmt: skip
    tabs = [{"label": gettext(label), "url": f"?tab={code}", "current": code == tab} for code, label in TABS]
    return render(request, "stations/supplies.html", {"rows": lines, "tabs": tabs, "form": form, "ahead": ahead}, status=422 if form.errors else 200)


@door(KEEP)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Used up, thrown away, or replaced by a fresh lot."""
    if found.supply(pk, scope=request.actor.scope(KEEP)) is None:
        raise Http404
    form, who = EndForm(request.POST), {"supply_id": pk, "by": request.actor, "at": timezone.now()}
    if not form.is_valid():
        raise Refused("how", _("选一种：用完了、扔掉了、换了新的"))
    data = form.cleaned_data
    if data["how"] == "replaced":
        supplies.replace(amount=data["amount"] or 1, expires_on=data["expires_on"], **who)
    else:
        {"used": supplies.use_up, "thrown": supplies.throw_away}[data["how"]](**who)
    return redirect("stations:supplies")
