"""Care at the desk: calls on families, hardship, incidents, publicity events with who was reached."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.base.ui.forms import UiForm
from unionhall.kernel.orgs import queries as orgs

from ..forms import care as forms
from ..kinds import DEGREE_LABELS, Degree
from ..queries import care as queries
from ..queries import ledger
from ..services import care as services
from ..services import cases as wage_cases


def ask(request: HttpRequest, form: UiForm, do: Callable[[dict], object], template: str, context: dict, after: Callable[[object], str]) -> HttpResponse:
    """Show, check, do, go on; a refusal stands beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            made = do(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect(after(made))
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


@door("wages.care")
def care(request: HttpRequest) -> HttpResponse:
    """Calls on families, hardship that was passed on, publicity events: newest first."""
    scope = request.actor.scope("wages.care")
    hard = list(queries.hardships(scope=request.actor.scope("wages.handle"))[:20])
    for row in hard:
        row.words = gettext(DEGREE_LABELS[Degree(row.degree)])
    events = list(queries.events(scope=scope)[:20])
    context = {"calls": queries.family_visits(scope=scope)[:20], "hardships": hard, "events": events}
    context["reached"] = sum(event.heads for event in events)
    return render(request, "wages/care/list.html", context)


@door("wages.care")
def call(request: HttpRequest) -> HttpResponse:
    """A call that belongs to no case."""
    form = forms.CallForm(request.POST or None, initial={"on": timezone.localdate(), "visitors": request.actor.name})

    def do(data: dict) -> object:
        return services.call_on(**{**data, "given": data["given"] or 0}, by=request.actor, at=timezone.now())

    context = {"title": gettext("登记走访"), "back_url": "/wages/care/"}
    return ask(request, form, do, "wages/care/form.html", context, lambda _made: "/wages/care/")


@door("wages.care")
def case_call(request: HttpRequest, pk: int) -> HttpResponse:
    """A call on a claimant of a case."""
    row = wage_cases.load(pk=pk, scope=request.actor.scope("wages.care"))
    first = {"on": timezone.localdate(), "visitors": request.actor.name, "whom": row.contact}
    form = forms.CallForm(request.POST or None, initial=first)

    def do(data: dict) -> object:
        return services.call_on(**{**data, "given": data["given"] or 0}, case_id=pk, by=request.actor, at=timezone.now())

    context = {"title": gettext("登记走访"), "case": row.case, "back_url": f"/wages/cases/{pk}/"}
    return ask(request, form, do, "wages/care/form.html", context, lambda _made: f"/wages/cases/{pk}/")


@door("wages.handle")
def hardship(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass a claimant's hardship on, with consent."""
    scope = request.actor.scope("wages.handle")
    row = wage_cases.load(pk=pk, scope=scope)
    people = [(str(one.pk), one.name) for one in ledger.claimants_of(row, scope=scope)]
    form = forms.HardshipForm(request.POST or None, people=people)

    def do(data: dict) -> object:
        facts = {**data, "claimant_id": int(data["claimant"])}
        facts.pop("claimant")
        return services.pass_on_hardship(case_id=pk, by=request.actor, at=timezone.now(), **facts)

    context = {
        "title": gettext("家里有困难，转给帮扶"), "case": row.case, "back_url": f"/wages/cases/{pk}/",
        "say": gettext(services.CONSENT).format(union=row.case.union.name),
    }  # fmt: skip
    return ask(request, form, do, "wages/care/form.html", context, lambda _made: f"/wages/cases/{pk}/")


@door("wages.handle")
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what happened around a case."""
    row = wage_cases.load(pk=pk, scope=request.actor.scope("wages.handle"))
    form = forms.IncidentForm(request.POST or None, initial={"on": timezone.localdate()})

    def do(data: dict) -> object:
        return services.report_incident(case_id=pk, by=request.actor, at=timezone.now(), **data)

    context = {"title": gettext("登记突发情况"), "case": row.case, "back_url": f"/wages/cases/{pk}/", "say": gettext("登记以后，专项报告一小时内自动出好，等人定稿")}
    return ask(request, form, do, "wages/care/form.html", context, lambda _made: f"/wages/cases/{pk}/")


@door("wages.care")
def publicity(request: HttpRequest) -> HttpResponse:
    """A new publicity event."""
    path = next((grant.path for grant in request.actor.grants if "wages.care" in grant.powers), "")
    partners = [(one.pk, one.name) for one in orgs.agencies(path)] if path else []
    form = forms.PublicityForm(request.POST or None, partners=partners, initial={"on": timezone.localdate()})

    def do(data: dict) -> object:
        return services.hold_event(
            title=data["title"], on=data["on"], about=data["about"], partner_id=data["partner"], sites=form.sites(), by=request.actor, at=timezone.now()
        )

    context = {"title": gettext("登记普法宣传"), "back_url": "/wages/care/"}
    return ask(request, form, do, "wages/care/form.html", context, lambda made: f"/wages/publicity/{made.pk}/")


@door("wages.care")
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: its sites, its pictures, and a place for one more."""
    row = queries.events(scope=request.actor.scope("wages.care")).filter(pk=pk).first()
    if row is None:
        raise Http404
    form = forms.PhotoForm(request.POST or None, request.FILES or None)

    def do(data: dict) -> object:
        kept = data["file"]
        return services.add_photo(event_id=pk, content=kept, name=kept.name, label=data["label"], by=request.actor, at=timezone.now())

    return ask(request, form, do, "wages/care/event.html", {"row": row}, lambda _made: f"/wages/publicity/{pk}/")
