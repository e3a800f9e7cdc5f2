"""The seven joint mechanisms: what each left behind this year, read back by anyone in the office, counted for everybody."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import PUBLIC, door
from unionhall.base.refusal import Refused
from unionhall.kernel.orgs import queries as orgs

from ..forms.partners import JointForm, StudyForm
from ..queries import joint as queries
from ..queries import ledger
from ..rules.joint import REASONS, TABLE, Mechanism, Reason
from ..services import joint as services
from .referrals import worded

FIRST_YEAR = 2020


def year_of(request: HttpRequest) -> int:
    """The year that is asked for, or this one."""
    said, now = request.GET.get("year", ""), timezone.localdate().year
    return int(said) if said.isascii() and said.isdigit() and FIRST_YEAR <= int(said) <= now else now


def rows_of(found: list[queries.Left]) -> list[dict[str, object]]:
    """The seven with their words."""
    return [
        {"code": one.mechanism.value, "label": gettext(TABLE[one.mechanism].label), "leaves": gettext(TABLE[one.mechanism].leaves), "left": one}
        for one in found
    ]  # fmt: skip


def overview_of(found: list[queries.Left], year: int) -> dict[str, object]:
    """Context of both overviews."""
    years = list(range(timezone.localdate().year, FIRST_YEAR - 1, -1))
    return {"rows": rows_of(found), "year": year, "years": years[:4], "alive": sum(1 for one in found if one.count)}


@door("wages.view")
def joint(request: HttpRequest) -> HttpResponse:
    """All seven in a year; one without a record does not count."""
    year = year_of(request)
    return render(request, "wages/joint/index.html", overview_of(queries.left(scope=request.actor.scope("wages.view"), year=year), year))


@door(PUBLIC)
def public(request: HttpRequest) -> HttpResponse:
    """Counts and days for everybody; no title, no name."""
    home, year = orgs.home(), year_of(request)
    found = queries.counts(home.path or "", year) if home else []
    return render(request, "wages/joint/public.html", overview_of(found, year) | {"union": home, "back": "/"})


def agencies(request: HttpRequest) -> list[tuple[int, str]]:
    """The procuratorates that the actor's unions work with."""
    rows = orgs.agencies_below(request.actor.scope("wages.handle")).filter(kind=queries.WITH)
    return [(row.pk, row.name) for row in rows]


@door("wages.view")
def mechanism(request: HttpRequest, code: str) -> HttpResponse:
    """One mechanism's records of a year, and the form that adds one."""
    if code not in set(Mechanism):
        raise Http404
    scope, year, which = request.actor.scope("wages.view"), year_of(request), Mechanism(code)
    form = form_of(request, which)
    if request.method == "POST":
        if form is None or not request.actor.may("wages.handle"):
            raise Http404
        if form.is_valid() and (target := added(request, which, form)) is not None:
            return target
    transfers = [worded(row) for row in queries.transfers(scope=scope, year=year)[:200]] if which == Mechanism.TRANSFER else []
    context = {
        "code": code, "wants": TABLE[which], "label": gettext(TABLE[which].label), "leaves": gettext(TABLE[which].leaves), "year": year,
        "records": queries.records(scope=scope, mechanism=which, year=year)[:200], "transfers": transfers, "form": form,
    }  # fmt: skip
    return render(request, "wages/joint/mechanism.html", context, status=422 if form is not None and form.errors else 200)


def form_of(request: HttpRequest, which: Mechanism) -> JointForm | StudyForm | None:
    """The form of a mechanism; none for transfers, which come from the cases, and for who may only read."""
    if which == Mechanism.TRANSFER or not request.actor.may("wages.handle"):
        return None
    choices, initial = agencies(request), {"on": timezone.localdate()}
    if which == Mechanism.STUDY:
        return StudyForm(request.POST or None, agencies=choices, initial=initial)
    return JointForm(request.POST or None, mechanism=which, agencies=choices, initial=initial)


def added(request: HttpRequest, which: Mechanism, form: JointForm | StudyForm) -> HttpResponse | None:
    """The record stored and where to go; None with the refusal on the form."""
    data, now = dict(form.cleaned_data), timezone.now()
    try:
        if which == Mechanism.STUDY:
            row = services.prepare_study(agency_id=data["agency"], on=data["on"], by=request.actor, at=now)
            return redirect("wages:study", pk=row.pk)
        if reference := data.pop("case", ""):
            found = ledger.arrears(scope=request.actor.scope("wages.handle"), by=ledger.Filter(open=None)).filter(case__reference=reference.upper())
            data["case_id"] = found.values_list("case_id", flat=True).first()
        services.record(mechanism=which, agency_id=data.pop("agency"), by=request.actor, at=now, **data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        return None
    return redirect("wages:mechanism", code=which.value)


@door("wages.view")
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """A study: its agenda from what is late, a decision per item; held, it counts."""
    row = queries.study(pk, scope=request.actor.scope("wages.view"))
    if row is None:
        raise Http404
    may = request.actor.may("wages.handle")
    if request.method == "POST" and may:
        decisions = {int(name[5:]): words for name, words in request.POST.items() if name.startswith("item-") and name[5:].isascii() and name[5:].isdigit()}
        try:
            services.hold_study(study_id=pk, decisions=decisions, says=request.POST.get("says", ""), by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.error(request, gettext(refusal.sentence).format(**refusal.values))
        return redirect("wages:study", pk=pk)
    items = list(row.agenda.select_related("case__union", "referral__agency").order_by("reason", "due", "pk"))
    for item in items:
        item.words = gettext(REASONS[Reason(item.reason)])
    return render(request, "wages/joint/study.html", {"row": row, "items": items, "may": may})
