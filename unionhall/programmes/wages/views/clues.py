"""One clue at the desk: register, check, what is alike, merge, end, open as a case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import kinds as case_kinds
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases

from ..forms.desk import ClueEndForm, ClueForm
from ..queries import ledger
from ..rules.alike import REASONS
from ..rules.flows import ClueState, plain
from ..services import cases as wage_cases
from ..services import clues
from . import panels, replies
from .report import receipt_context

ENDINGS = {"not_wages": "K7", "elsewhere": "K8", "unsubstantiated": "K9", "withdraw": "K10"}


@door("wages.register")
def register(request: HttpRequest) -> HttpResponse:
    """A clue from a call, a visit or a partner; afterwards the receipt to hand over, and the way to what may be the same."""
    form = ClueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receipt, code = clues.take_down(
                report=form.report(), channel=form.cleaned_data["channel"], client_key=form.cleaned_data["key"],
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, gettext(refusal.sentence).format(**refusal.values))
        else:
            return render(request, "wages/handed_receipt.html", receipt_context(receipt, code, form.report()))
    return render(request, "wages/clue_form.html", {"form": form}, status=422 if form.errors else 200)


@door("wages.view")
def clue(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, timeline, deadlines, the possible steps, what is alike."""
    scope = request.actor.scope("wages.view")
    row = clues.load(pk=pk, scope=scope)
    cases.looked(case=row.case, by=request.actor, at=timezone.now())
    return render(request, "wages/clue.html", clue_context(request, row))


@door("wages.view")
def by_case(request: HttpRequest, pk: int) -> HttpResponse:
    """From a matter's id to its clue's page."""
    row = ledger.clues(scope=request.actor.scope("wages.view"), by=ledger.Filter(open=None)).filter(case_id=pk).first()
    if row is None:
        raise Http404
    return redirect("wages:clue", pk=row.pk)


def clue_context(request: HttpRequest, row: object, **more: object) -> dict[str, object]:
    """Everything the clue's page shows."""
    scope = request.actor.scope("wages.view")
    alike = [(other, gettext(REASONS[reason])) for other, reason in ledger.alike(row, scope=scope)]
    steps = case_kinds.CASE_KINDS["clue"].flow.open_to(row.case.state)
    able = [{"code": step.code, "words": gettext(step.label)} for step in steps if any(request.actor.may(need) for need in step.needs)]
    return {
        "row": row, "case": row.case, "title_words": gettext(row.case.title), "may_open": row.sealed and request.actor.may("wages.sealed"), "state_words": gettext(plain(ClueState(row.case.state)).name), "alike": alike, "steps": able,
        "ending": [step for step in able if step["code"] in ENDINGS], "facts": panels.clue_facts(row),
        "channel_words": panels.channel(row.case.channel), "events": panels.timeline(case_queries.events(row.case, scope=scope)[:50], timezone.localdate()),
        "deadlines": panels.deadlines(case_queries.deadlines(row.case, scope=scope)), "may_check": request.actor.may("wages.check"),
        "files": case_queries.files(row.case, scope=scope), "why": panels.why(request.actor, row.case.path),
        "climbed": replies.climbed(case_queries.escalations(row.case, scope=scope)),
        "reply_url": f"/wages/clues/{row.pk}/reply/" if request.actor.may("wages.check") else "", "successor": row.case.successors.first(), "end": ClueEndForm(), **more,
    }  # fmt: skip


@door("wages.check")
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Check, open as a case, end, or reopen."""
    now, by = timezone.now(), request.actor
    if step == "check":
        clues.check(clue_id=pk, by=by, at=now)
    elif step == "open":
        arrears = wage_cases.open_from(clue_id=pk, by=by, at=now)
        return redirect("wages:case", pk=arrears.case_id)
    elif step in ENDINGS:
        return end(request, pk, step)
    elif step == "reopen":
        row = clues.load(pk=pk, scope=by.scope("wages.check"))
        cases.take_step(case_id=row.case_id, step=step, by=by, at=now, power="wages.check")
    else:
        raise Http404
    return redirect("wages:clue", pk=pk)


def end(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """End a clue with a sentence the reporter reads; a missing sentence is said beside the field."""
    form = ClueEndForm(request.POST)
    if form.is_valid():
        try:
            clues.conclude(clue_id=pk, step=step, outcome=ENDINGS[step], says=form.cleaned_data["says"], by=request.actor, at=timezone.now())
        except Refused as refusal:
            if not refusal.field:
                raise
            form.add_error("says", gettext(refusal.sentence))
        else:
            return redirect("wages:clue", pk=pk)
    row = clues.load(pk=pk, scope=request.actor.scope("wages.check"))
    return render(request, "wages/clue.html", clue_context(request, row, end=form), status=422)


@door("wages.check")
def merge(request: HttpRequest, pk: int, into: int) -> HttpResponse:
    """Two clues side by side; a person decides that they are one."""
    scope = request.actor.scope("wages.check")
    row, master = clues.load(pk=pk, scope=scope), clues.load(pk=into, scope=scope)
    if request.method == "POST":
        clues.merge(clue_id=pk, into_id=into, by=request.actor, at=timezone.now())
        return redirect("wages:clue", pk=into)
    reason = gettext(REASONS.get(ledger.alike_reason(row, master), "")) if ledger.alike_reason(row, master) else ""
    left, right = dict(panels.clue_facts(row)), dict(panels.clue_facts(master))
    pairs = [(label, left.get(label), right.get(label)) for label in {**left, **right}]
    return render(request, "wages/merge.html", {"row": row, "master": master, "reason": reason, "pairs": pairs})
