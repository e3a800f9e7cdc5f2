"""Standing regimes: what each owes and turned out; set up, renamed, fed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.access import Actor
from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people.rules import ROLE_LABELS, Role

from ..forms import regimes as forms
from ..queries import regimes as queries
from ..rules import regimes as rules
from ..rules.briefings import BriefingKind
from ..services import regimes as services

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union

    from ..models import Regime


def chosen_union(request: HttpRequest, power: str = "wages.oversee") -> Union:
    """The union that the address names if it lies in scope, else that of the actor's post."""
    wanted, scope = request.GET.get("union", ""), request.actor.scope(power)
    held = [grant.org_id for grant in request.actor.grants if power in grant.powers]
    pk = int(wanted[:18]) if wanted.isascii() and wanted.isdigit() else held[0]
    return orgs.below(scope).filter(pk=pk).first() or orgs.union(held[0])


def worded(row: Regime, actor: Actor) -> Regime:
    """A regime with its words, whose it is, and its last periods."""
    today = timezone.localdate()
    row.words, row.about_words = gettext(row.name), gettext(row.about) if row.about else ""
    row.rhythm_words = gettext(rules.RHYTHM_LABELS[rules.Rhythm(row.rhythm)])
    row.owner_words = row.owner.person.name if row.owner else gettext(ROLE_LABELS[Role(row.owner_role)])
    made = list(row.outputs.all())
    row.last_made = made[0] if made else None
    recent = rules.recent(row.rhythm, row.begun_on, [(one.first, one.last) for one in made], today)
    row.recent, row.mine = recent[::-1], queries.owned_by(actor, row)
    row.missed = sum(1 for _period, done in recent if not done)
    return row


@door("wages.oversee")
def regimes(request: HttpRequest) -> HttpResponse:
    """The regimes of a union: rhythm, owner, last output, next day."""
    union = chosen_union(request)
    rows = [worded(row, request.actor) for row in queries.with_outputs(scope=request.actor.scope("wages.oversee"), path=union.path)]
    late = sum(1 for row in rows if row.next_due and row.next_due < timezone.localdate())
    context = {"rows": rows, "late": late, "union": union, "may_set": request.actor.may("wages.regime"), "left": len(rules.SHIPPED) - len(rows)}
    return render(request, "wages/regimes/list.html", context)


@door("wages.regime")
@require_POST
def set_up(request: HttpRequest) -> HttpResponse:
    """The shipped six, those that are missing."""
    union = chosen_union(request, "wages.regime")
    services.set_up(union_id=union.pk, begun_on=timezone.localdate(), by=request.actor, at=timezone.now())
    return redirect("wages:regimes")


@door("wages.oversee")
def regime(request: HttpRequest, pk: int) -> HttpResponse:
    """One regime: its outputs, and the form for the next."""
    row = worded(services.load(regime_id=pk, by=request.actor), request.actor)
    form = forms.OutputForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data, kept = form.cleaned_data, form.cleaned_data["file"]
        try:
            services.produce(
                regime_id=pk, on=data["on"], summary=data["summary"], content=kept, name=kept.name if kept else "", by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:regime", pk=pk)
    outputs = queries.outputs(scope=request.actor.scope("wages.oversee"), regime=row)[:60]
    context = {"row": row, "form": form, "outputs": outputs, "may_set": request.actor.may("wages.regime"), "event": row.paper == BriefingKind.MAJOR}
    return render(request, "wages/regimes/regime.html", context, status=422 if form.errors else 200)


@door("wages.regime")
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a regime, give it another rhythm or owner."""
    row = services.load(regime_id=pk, by=request.actor, power="wages.regime")
    form = forms.RegimeForm(request.POST or None, initial={name: getattr(row, name) for name in ("name", "about", "rhythm", "owner_role")})
    if request.method == "POST" and form.is_valid():
        try:
            services.amend(regime_id=pk, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:regime", pk=pk)
    context = {"form": form, "title": gettext("改这项制度"), "back_url": f"/wages/regimes/{pk}/"}
    return render(request, "wages/care/form.html", context, status=422 if form.errors else 200)
