"""A worker reports without logging in: question by question, then the receipt card."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import PUBLIC, door
from unionhall.base.money import short
from unionhall.base.refusal import Refused
from unionhall.base.ui import asking
from unionhall.base.ui.templatetags.ui import spelled
from unionhall.kernel.cases import services as cases

from ..forms.report import ReportForm
from ..services import clues


@door(PUBLIC)
def report(request: HttpRequest) -> HttpResponse:
    """One question a page, the answers looked over, then it is filed and the receipt shown."""
    turn = asking.turn(request, ReportForm)
    if turn.send:
        try:
            receipt, code = clues.report(
                report=turn.form.report(), client_key=turn.form.cleaned_data["key"], by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            turn.form.refuse(refusal)
            turn = asking.wrong(request, turn.form)
        else:
            return render(request, "wages/receipt.html", receipt_context(receipt, code, turn.form.report()))
    return render(request, "wages/report.html", asking.context(turn.form), status=turn.status)


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
