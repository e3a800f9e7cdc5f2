"""A worker reports without logging in: question by question, then the receipt card."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import PUBLIC, door
from unionhall.base.money import short
from unionhall.base.refusal import Refused
from unionhall.base.ui.templatetags.ui import spelled
from unionhall.kernel.cases import services as cases

from ..forms.report import QUESTIONS, STEPS, ReportForm
from ..services import clues

ORDER = (*STEPS, "check")


@door(PUBLIC)
def report(request: HttpRequest) -> HttpResponse:
    """One question a page; every page posts all answers so far, so that nothing is lost and nothing is stored."""
    if request.method != "POST":
        return show(request, "employer", ReportForm(initial={"key": secrets.token_hex(20)}, step="employer"))
    step = request.POST.get("step", "employer")
    step = step if step in ORDER else "employer"
    form = ReportForm(request.POST, step=step)
    if back := request.POST.get("to"):
        return move(request, back if back in ORDER else "employer")
    if step != "check" and form.step_errors():
        return show(request, step, form, status=422)
    if step == "check" and "send" in request.POST:
        return send(request, form)
    return move(request, ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)])


def move(request: HttpRequest, step: str) -> HttpResponse:
    """Show another step with what was typed."""
    return show(request, step, ReportForm(initial=request.POST.dict(), step=step))


def show(request: HttpRequest, step: str, form: ReportForm, status: int = 200) -> HttpResponse:
    """Render a step; `number` of `total` for the bar."""
    place, alone = ORDER.index(step), len(form.shown) == 1
    if alone:
        form[form.shown[0]].label = QUESTIONS[step]
    context = {
        "form": form, "step_code": step, "question": QUESTIONS[step], "at_step": place + 1, "of_steps": len(ORDER), "back": "/",
        "alone": alone, "before": ORDER[place - 1] if place else "", "fields": [form[name] for name in form.shown],
        "answers": form.answers() if step == "check" else [],
    }  # fmt: skip
    return render(request, "wages/report.html", context, status=status)


def send(request: HttpRequest, form: ReportForm) -> HttpResponse:
    """File the report; a wrong answer leads back to its page with the sentence beside it."""
    if not form.is_valid():
        return show_wrong(request, form)
    try:
        receipt, code = clues.report(report=form.report(), client_key=form.cleaned_data["key"], by=request.actor, at=timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        return show_wrong(request, form)
    return render(request, "wages/receipt.html", receipt_context(receipt, code, form.report()))


def show_wrong(request: HttpRequest, form: ReportForm) -> HttpResponse:
    """Back to the first step that has an error, everything kept."""
    wrong = next((step for step, names in STEPS.items() if set(names) & set(form.errors)), "employer")
    return show(request, wrong, ReportForm(request.POST, step=wrong), status=422)


def receipt_context(receipt: object, code: str, report: clues.Report) -> dict[str, object]:
    """The card: code in groups, who acts by when, what was said, and the proof that stands without us."""
    due = receipt.case.deadlines.order_by("due").first()
    rows = [(gettext("谁来办"), receipt.case.union.name)]
    if due and report.phone:
        rows.append((gettext("最晚哪天找您"), gettext("{day}下班前给您打电话").format(day=spelled(due.due, None))))
    rows.append((gettext("您说的"), " · ".join(filter(None, (report.employer_name, report.amount and gettext("{sum} 元").format(sum=short(report.amount)), report.period)))))
    return {
        "receipt": receipt, "case": receipt.case, "code": code, "rows": rows, "verify_url": f"{settings.PUBLIC_URL}/wages/mine/#{code}",
        "proof_lines": cases.proof_text(receipt=receipt), "proof": f"{receipt.statement}|{receipt.signature}|{receipt.key_id}",
    }  # fmt: skip
