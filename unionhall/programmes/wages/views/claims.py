"""A worker's claim item by item, the site's facts, the elements, and what an updated figure would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import services as cases

from ..forms.claims import ITEM_FORMS, ElementsForm, ItemForm, Rows, SiteForm, first_values
from ..rules.lines import ITEM_LABELS, Item
from ..services import cases as wage_cases
from ..services import claims
from . import papers

if TYPE_CHECKING:
    from ..models import Arrears, Claimant, ClaimLine


def seen(request: HttpRequest, pk: int, power: str = "wages.view") -> Arrears:
    """A case in scope, written into the read log that the worker sees."""
    row = wage_cases.load(pk=pk, scope=request.actor.scope(power))
    cases.looked(case=row.case, by=request.actor, at=timezone.now(), what="claims")
    return row


def beside(form: forms.Form, refusal: Refused) -> None:
    """A refusal as an error beside its field, or over the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, gettext(refusal.sentence).format(**refusal.values))


@door("wages.view")
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """All workers of a case with their lines, who must pay, and the papers."""
    row = seen(request, pk)
    workers = [{"claimant": one, "award": award, "lines": lines(one)} for one, award in award_of(row)]
    context = {"row": row, "case": row.case, "workers": workers, "payers": payers(row), "papers": papers.panel(request, row)}
    return render(request, "wages/claims/index.html", context | powers(request))


def award_of(row: Arrears) -> list[tuple[Claimant, Any]]:
    """The final-award test of every worker with today's figures."""
    return claims.final_award_of(arrears=row, on=timezone.localdate())


def powers(request: HttpRequest) -> dict[str, bool]:
    """What this actor may change here."""
    return {"may_compute": request.actor.may("wages.counsel"), "may_handle": request.actor.may("wages.handle")}


def lines(claimant: Claimant) -> list[dict[str, Any]]:
    """The worker's lines in print, labels and notes in the reader's language."""
    return [shown(line) for line in claimant.lines.prefetch_related("inputs").order_by("pk")]


def shown(line: ClaimLine) -> dict[str, Any]:
    """One line in print; `own` tells whether it can be computed again by itself."""
    said = claims.words(line=line)
    notes = [gettext(note) for note in said["notes"]]
    return said | {"label": gettext(said["label"]), "notes": notes, "own": bool(line.inputs.all())}


def payers(row: Arrears) -> list[dict[str, Any]]:
    """Who must pay, in order; what is still to be found out after them."""
    return [
        {
            "name": one.name or gettext(one.label), "role": gettext(one.label), "reason": gettext(one.reason),
            "article": one.article, "unconfirmed": one.unconfirmed, "condition": gettext(one.condition) if one.condition else "",
        }
        for one in claims.payers_of(arrears=row)
    ]  # fmt: skip


@door("wages.view")
def claim(request: HttpRequest, pk: int, claimant: int) -> HttpResponse:
    """One worker: choose an item, fill in its form, see every line with its arithmetic. Posting computes."""
    row = seen(request, pk)
    worker, item = worker_of(request, pk, claimant, "wages.view"), chosen(request)
    if item is None:
        raise Http404
    if request.method == "POST":
        request.actor.require("wages.counsel")
        if "more" in request.POST:
            return page(request, row, worker, item, *longer(item, request))
        form, rows = bound(item, request)
        if compute(request, worker, item, form, rows):
            return redirect(f"{request.path}?item={item}")
        return page(request, row, worker, item, form, rows, status=422)
    return page(request, row, worker, item, *fresh(item, worker))


def worker_of(request: HttpRequest, pk: int, claimant: int, power: str) -> Claimant:
    """A worker of this case, in scope."""
    worker = claims.load(claimant_id=claimant, scope=request.actor.scope(power))
    if worker.arrears.case_id != pk:
        raise Http404
    return worker


def chosen(request: HttpRequest) -> Item | None:
    """The item asked for; unpaid wages when none is named, None for one that does not exist."""
    code = request.POST.get("item") or request.GET.get("item") or Item.ARREARS
    return Item(code) if code in set(Item) else None


def bound(item: Item, request: HttpRequest) -> tuple[ItemForm, Rows | None]:
    """The posted form and its rows."""
    kind = ITEM_FORMS[item]
    return kind(request.POST), kind.rows(request.POST, prefix="rows") if kind.rows else None


def fresh(item: Item, worker: Claimant) -> tuple[ItemForm, Rows | None]:
    """The form with what is known: the inputs of the kept line, else the worker's own facts."""
    line = worker.lines.filter(item=item).first()
    values, rows = first_values(item, worker, claims.inputs_of(line=line) if line else None)
    kind = ITEM_FORMS[item]
    return kind(initial=values), kind.rows(initial=rows, prefix="rows") if kind.rows else None


def longer(item: Item, request: HttpRequest) -> tuple[ItemForm, Rows | None]:
    """The same form with six more blank rows and everything that was typed; nothing is judged yet."""
    kind, data = ITEM_FORMS[item], request.POST
    if kind.rows is None:
        return kind(initial=data.dict()), None
    names = kind.rows.form.base_fields
    total = data.get("rows-TOTAL_FORMS", "")
    places = range(min(int(total), kind.rows.max_num) if total.isdecimal() else 0)
    typed = [{name: data.get(f"rows-{place}-{name}", "") for name in names} for place in places]
    return kind(initial=data.dict()), kind.rows(initial=[row for row in typed if any(row.values())], prefix="rows")


def compute(request: HttpRequest, worker: Claimant, item: Item, form: ItemForm, rows: Rows | None) -> bool:
    """Compute if all that was typed can be read; a refusal stands beside its field."""
    if not form.is_valid() or (rows is not None and not rows.is_valid()):
        return False
    try:
        inputs = form.inputs(rows.rows() if rows is not None else ())
        claims.compute(claimant_id=worker.pk, item=item, inputs=inputs, by=request.actor, at=timezone.now())
    except Refused as refusal:
        beside(form, refusal)
        return False
    return True


def page(
    request: HttpRequest, row: Arrears, worker: Claimant, item: Item, form: ItemForm, rows: Rows | None, status: int = 200
) -> HttpResponse:
    """The worker's page around one item's form."""
    figures = claims.figures_for(on=timezone.localdate(), place=claims.place_of(arrears=row))
    worker.refresh_from_db()
    context = {
        "row": row, "case": row.case, "worker": worker, "item": item, "form": form, "rows": rows, "lines": lines(worker),
        "items": [{"code": code, "label": gettext(label), "current": code is item} for code, label in ITEM_LABELS.items()],
        "item_label": gettext(ITEM_LABELS[item]), "award": claims.tested(claimant=worker, figures=figures),
        "papers": papers.panel(request, row, worker), **powers(request),
    }  # fmt: skip
    return render(request, "wages/claims/claim.html", context, status=status)


@door("wages.counsel")
@require_POST
def again(request: HttpRequest, pk: int, claimant: int, item: str) -> HttpResponse:
    """Compute a kept line again with today's figures."""
    line = worker_of(request, pk, claimant, "wages.counsel").lines.filter(item=item).first()
    if line is None:
        raise Http404
    claims.recompute(line=line, by=request.actor, at=timezone.now())
    return redirect("wages:changes") if "changes" in request.POST else redirect("wages:claim", pk=pk, claimant=claimant)


@door("wages.counsel")
@require_POST
def remove(request: HttpRequest, pk: int, claimant: int, item: str) -> HttpResponse:
    """Take an item back."""
    worker = worker_of(request, pk, claimant, "wages.counsel")
    claims.remove(claimant_id=worker.pk, item=item, by=request.actor, at=timezone.now())
    return redirect("wages:claim", pk=pk, claimant=claimant)


@door("wages.handle")
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """The eight facts of a site, and who must pay by them."""
    row = seen(request, pk, "wages.handle")
    known = {name: getattr(row.site, name) for name in claims.FACT_NAMES} if hasattr(row, "site") else {}
    form = SiteForm(request.POST or None, initial=known, hirers=claims.HIRER_LABELS)
    if request.method == "POST" and form.is_valid():
        try:
            claims.save_site(case_id=pk, answers=form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            beside(form, refusal)
        else:
            return redirect("wages:site", pk=pk)
    context = {"row": row, "case": row.case, "form": form, "payers": payers(row)}
    return render(request, "wages/claims/site.html", context, status=422 if form.errors else 200)


@door("wages.handle")
def elements(request: HttpRequest, pk: int) -> HttpResponse:
    """The elements of 刑法 276-1 and of the joint-punishment list, one by one; people decide."""
    row = seen(request, pk, "wages.handle")
    checklist = claims.crime_checklist(arrears=row, on=timezone.localdate())
    known = {code: answer.answer for code, answer in checklist.answers.items()}
    form = ElementsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        claims.save_elements(case_id=pk, answers=form.cleaned_data, by=request.actor, at=timezone.now())
        return redirect("wages:elements", pk=pk)
    groups = [(gettext("拒不支付劳动报酬罪"), asked(checklist.crime)), (gettext("失信联合惩戒名单"), asked(checklist.blacklist))]
    leniency = [(gettext(sentence), article) for sentence, article in checklist.leniency]
    context = {"row": row, "case": row.case, "form": form, "groups": groups, "checklist": checklist, "leniency": leniency}
    return render(request, "wages/claims/elements.html", context, status=422 if form.errors else 200)


def asked(found: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Elements with their questions in the reader's language."""
    return [
        {
            "question": gettext(one.question), "article": str(one.article), "met": one.met,
            "reason": gettext(one.reason) if one.reason else "", "unconfirmed": one.article.mark == "M",
        }
        for one in found
    ]  # fmt: skip


@door("wages.view")
def changes(request: HttpRequest) -> HttpResponse:
    """Which open lines an updated figure would change, and what they would come to."""
    found = claims.stale_lines(scope=request.actor.scope("wages.view"), on=timezone.localdate())
    rows = [
        {
            "line": one.line, "label": gettext(ITEM_LABELS[Item(one.line.item)]), "amount": one.amount,
            "figures": [gettext(claims.FIGURE_LABELS[name]) for name in one.figures],
        }
        for one in found
    ]  # fmt: skip
    return render(request, "wages/claims/changes.html", {"rows": rows, **powers(request)})
