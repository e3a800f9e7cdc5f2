"""One case at the desk: possible steps, money, people, agreements, deadlines, folder, who looked."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import kinds as case_kinds
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import DutyRole
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services

from ..forms import desk as desk_forms
from ..queries import ledger
from ..rules.flows import CaseState, plain
from ..services import agreements, money
from ..services import cases as wage_cases
from . import panels, papers, referrals, replies, visits

FORM_STEPS = {
    "refer_hrss": "refer", "agree": "agreement", "settle": "agreement", "report_paid": "money", "conclude": "conclude", "drop": "conclude",
    "close": "close",
}  # fmt: skip
WAY = {"refer_hrss": "?way=inspection"}
HIDDEN_STEPS = {"confirm", "not_received", "breach"}
POWERS = {"agreement": "wages.mediate", "money": "wages.handle", "conclude": "wages.handle", "assign": "wages.assign", "claimant": "wages.handle", "aid": "wages.assign"}  # fmt: skip


@door("wages.view")
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole case; opening it is written into the read log that the worker sees."""
    scope = request.actor.scope("wages.view")
    row = wage_cases.load(pk=pk, scope=scope)
    cases.looked(case=row.case, by=request.actor, at=timezone.now(), reason=request.GET.get("reason", ""))
    return render(request, "wages/case.html", case_context(request, row))


def case_context(request: HttpRequest, row: object) -> dict[str, object]:
    """Everything the case page shows."""
    scope, today, actor = request.actor.scope("wages.view"), timezone.localdate(), request.actor
    current = [agreement for agreement in row.agreements.order_by("-pk") if not agreement.superseded]
    found = lines(row, scope)
    return {
        "row": row, "case": row.case, "state_words": gettext(plain(CaseState(row.case.state)).name), "steps": steps(request, row),
        "blocked": blocked(row), "claimants": found, "share": panels.share(row, found),
        "agreements": [(panels.worded(each), agreements.standing(agreement=each, today=today)) for each in current],
        "entries": panels.entries(row.entries.filter(replaced_by=None).select_related("claimant").order_by("-on", "-pk")),
        "events": panels.timeline(case_queries.events(row.case, scope=scope)[:60], today),
        "deadlines": panels.deadlines(case_queries.deadlines(row.case, scope=scope)),
        "duties": panels.duties(case_queries.assignments(row.case, scope=scope)), "files": case_queries.files(row.case, scope=scope),
        "looks": journal.about(f"cases.case:{row.case_id}", scope=scope).filter(kind="read")[:20],
        "papers": papers.panel(request, row), "claims_ready": True, "climbed": replies.climbed(case_queries.escalations(row.case, scope=scope)),
        "reply_url": f"/wages/cases/{row.case_id}/reply/" if actor.may("wages.handle") else "", "aftercare": visits.panel(request, row), "sent": referrals.panel(request, row),
        "why": panels.why(actor, row.case.path), "aids": row.aids.select_related("lawyer__person", "claimant"),
        "may_assign": actor.may("wages.assign"), "may_handle": actor.may("wages.handle"), "may_unmask": actor.may("people.unmask"),
    }  # fmt: skip


def steps(request: HttpRequest, row: object) -> list[dict[str, object]]:
    """The buttons: label, address, whether the page asks for more first."""
    found = []
    for step in case_kinds.CASE_KINDS["arrears"].flow.open_to(row.case.state):
        if step.code in HIDDEN_STEPS or not any(request.actor.may(need) for need in step.needs):
            continue
        kind = FORM_STEPS.get(step.code)
        url = f"/wages/cases/{row.case_id}/{kind}/{WAY.get(step.code, '')}" if kind else f"/wages/cases/{row.case_id}/step/{step.code}/"
        found.append({"label": gettext(step.label), "url": url, "code": step.code})
    return found[:6]


def blocked(row: object) -> str:
    """Why the case cannot end yet, as a sentence."""
    if row.case.state == CaseState.CONCLUDED:
        return visits.blocked(row)
    left = ledger.still_unconfirmed(row)
    return gettext("还不能办结：{n} 人没确认到手").format(n=left) if left and row.case.open else ""


def lines(row: object, scope: object) -> list[dict[str, object]]:
    """Each worker with their own sums."""
    rows = []
    for claimant in ledger.claimants_of(row, scope=scope):
        sums = dict.fromkeys(("paid", "confirmed"), 0)
        answered = {entry.effect_key for entry in claimant.entries.all() if entry.effect_key}
        denied = any(entry.kind == "confirmed" and entry.amount == 0 for entry in claimant.entries.all())
        for entry in claimant.entries.all():
            if entry.kind in sums:
                sums[entry.kind] += entry.amount
        rows.append({"claimant": claimant, **sums, "denied": denied, "answered": bool(answered)})
    return rows


@door("wages.view")
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A plain step: one page that says what follows, then done."""
    row = wage_cases.load(pk=pk, scope=request.actor.scope("wages.view"))
    if step not in wage_cases.PLAIN_STEPS or step in FORM_STEPS:
        raise Http404
    found = case_kinds.CASE_KINDS["arrears"].flow.step(step)
    form = desk_forms.StepForm(request.POST or None, initial={"version": row.case.version})
    if request.method == "POST" and form.is_valid():
        wage_cases.take(case_id=pk, step=step, by=request.actor, at=timezone.now(), **form.cleaned_data)
        return redirect("wages:case", pk=pk)
    return render(request, "wages/step.html", {"row": row, "case": row.case, "form": form, "title": gettext(found.label), "verb": gettext(found.label)})


def ask(
    request: HttpRequest, pk: int, what: str, form: forms.Form, title: str, do: Callable[[dict], object], extra: dict | None = None
) -> HttpResponse:
    """The manner of every desk form: show, check, do, back to the case; a refusal stands beside its field."""
    row = wage_cases.load(pk=pk, scope=request.actor.scope(POWERS[what]))
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:case", pk=pk)
    context = {"row": row, "case": row.case, "form": form, "title": title, "verb": title, **(extra or {})}
    return render(request, "wages/step.html", context, status=422 if form.errors else 200)


@door("wages.mediate")
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign an agreement."""
    form = desk_forms.AgreementForm(request.POST or None, initial={"signed_on": timezone.localdate()})

    def do(data: dict) -> object:
        return agreements.sign(
            case_id=pk, kind=data["kind"], signed_on=data["signed_on"], parts=form.parts(), body=data["body"], by=request.actor, at=timezone.now()
        )

    return ask(request, pk, "agreement", form, gettext("签协议"), do)


@door("wages.handle")
def record_money(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was ordered or what the company says it paid."""
    row = wage_cases.load(pk=pk, scope=request.actor.scope("wages.handle"))
    rows = [(str(each.pk), each.name) for each in ledger.claimants_of(row, scope=request.actor.scope("wages.handle"))]
    form = desk_forms.MoneyForm(request.POST or None, people=rows, initial={"on": timezone.localdate()})

    def do(data: dict) -> object:
        facts = {"amount": data["amount"], "on": data["on"], "note": data["note"], "key": data["key"], "by": request.actor, "at": timezone.now()}
        claimant_id = int(data["claimant"]) if data["claimant"] else None
        if data["all_paid"] and data["kind"] == "paid":
            return money.paid_off(case_id=pk, claimant_id=claimant_id, **facts)
        return money.record(case_id=pk, kind=data["kind"], claimant_id=claimant_id, **facts)

    return ask(request, pk, "money", form, gettext("记一笔钱"), do)


@door("wages.handle")
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """End by a coded conclusion."""
    form = desk_forms.ConcludeForm(request.POST or None)
    row = wage_cases.load(pk=pk, scope=request.actor.scope("wages.handle"))
    extra = {"conclusions": panels.conclusions(wage_cases.facts_of(arrears=row)), "aside": "wages/parts/conclusions.html"}
    return ask(request, pk, "conclude", form, gettext("办结"), lambda data: wage_cases.conclude(case_id=pk, by=request.actor, at=timezone.now(), **data), extra)


@door("wages.handle")
def claimant(request: HttpRequest, pk: int) -> HttpResponse:
    """One more worker."""
    form = desk_forms.ClaimantForm(request.POST or None)

    def do(data: dict) -> object:
        now = timezone.now()
        known = data["phone"] or data["id_number"]
        person = people_services.person_for(
            name=data["name"], phone=data["phone"], id_number=data["id_number"], by=request.actor, at=now
        ) if known else None  # fmt: skip
        return wage_cases.add_claimant(case_id=pk, name=data["name"], owed=data["owed"], migrant=data["migrant"], person=person, by=request.actor, at=now)

    return ask(request, pk, "claimant", form, gettext("加一名职工"), do)


@door("wages.assign")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the case to an officer, mediator or lawyer; a lawyer's first duty counts as legal aid per worker."""
    row = wage_cases.load(pk=pk, scope=request.actor.scope("wages.assign"))
    form = desk_forms.AssignForm(request.POST or None, people=candidates(row.case.path))

    def do(data: dict) -> object:
        now, account = timezone.now(), int(data["account"])
        if data["role"] == DutyRole.LAWYER:
            return aid_all(row, account, request.actor, now)
        return wage_cases.assign(case_id=pk, account_id=account, role=data["role"], by=request.actor, at=now)

    return ask(request, pk, "assign", form, gettext("派人"), do)


def aid_all(row: object, account_id: int, by: object, now: object) -> None:
    """A lawyer for every worker of the case: one aid each."""
    lawyer = people.account(account_id)
    agency = orgs.agencies(row.case.path, "law_firm").first()
    for each in row.claimants.all():
        wage_cases.give_aid(case_id=row.case_id, claimant_id=each.pk, lawyer=lawyer, matter="arbitration", agency=agency, by=by, at=now)
    wage_cases.assign(case_id=row.case_id, account_id=account_id, role=DutyRole.LAWYER, by=by, at=now)


def candidates(path: str) -> list[tuple[str, str]]:
    """Accounts by duty: officers, mediators, lawyers of the unions around."""
    today = timezone.localdate()
    found = []
    for role in ("officer", "clerk", "mediator", "lawyer"):
        found += [(str(row.pk), f"{row.person.name} · {gettext(people.role_label(role))}") for row in people.accounts_in(role, path, today)]
    return found


@door("people.unmask")
def unmask(request: HttpRequest, pk: int, claimant: int) -> HttpResponse:
    """The full phone of one worker: a reason is asked, the read is journalled and the worker sees it."""
    scope = request.actor.scope("people.unmask")
    row = wage_cases.load(pk=pk, scope=scope)
    found = ledger.claimants_of(row, scope=scope).filter(pk=claimant).first()
    if found is None:
        raise Http404
    form, shown = desk_forms.UnmaskForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid() and found.person:
        now, reason = timezone.now(), form.cleaned_data["reason"]
        try:
            shown = people_services.unmask(person=found.person, field="phone", reason=reason, by=request.actor, at=now, path=row.case.path)
        except Refused as refusal:
            form.add_error("reason", gettext(refusal.sentence))
        else:
            cases.looked(case=row.case, by=request.actor, at=now, reason=reason, what="unmask")
    return render(request, "wages/unmask.html", {"row": row, "case": row.case, "claimant": found, "form": form, "shown": shown})
