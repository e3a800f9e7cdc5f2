"""The guided interview on a phone: one question a page, resumed by receipt code, ending with the worker's own papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from unionhall.base.access import Actor, Scope
from unionhall.base.http import PUBLIC, door
from unionhall.base.money import short
from unionhall.base.refusal import Refused
from unionhall.base.ui.templatetags.ui import spelled
from unionhall.kernel.cases import queries as case_queries
from unionhall.web import services as entrance

from ..forms.letters import question_form, said
from ..rules import evidence as pieces
from ..rules import interview as rules
from ..services import interviews, papers
from . import mine
from .papers import HEADERS
from .templates import DOCX

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Case, CaseFile
    from unionhall.kernel.people.models import Person

    from ..models import Interview


@dataclass(frozen=True)
class Mine:
    """My matter, who I am in it, and my interview as far as it goes."""

    case: Case
    actor: Actor
    person: Person | None
    interview: Interview | None
    told: dict[str, str]


def mine_of(request: HttpRequest, pk: int) -> Mine:
    """A matter that is mine by log-in or receipt, with my interview about it; 404 otherwise."""
    case, actor = mine.load(request, pk)
    person = whose(case, actor)
    found = interviews.find(case=case, person=person)
    return Mine(case, actor, person, found, interviews.answers_of(interview=found) if found else {})


def whose(case: Case, actor: Actor) -> Person | None:
    """The signed-in party, else the reporter whom the receipt was given to (None for one without a name).

    Who came into the matter later is never meant: a receipt speaks for its own reporter only.
    """
    if actor.person_id:
        found = mine.person_of(case, actor)
        if found is None:
            raise Http404
        return found
    receipt = case_queries.receipt_for(interviews.root_of(case=case))
    if receipt is None:
        raise Refused("sign_in_first", gettext("这一件有几个人，请先用手机号登录"))
    return receipt.person


@door(PUBLIC)
def index(request: HttpRequest) -> HttpResponse:
    """What comes out of it, my matters, or the box for the receipt code."""
    form = mine.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("wages:interview_start", pk=entrance.matter_by_code(request=request, code=form.cleaned_data["code"], at=timezone.now()).pk)
        except Refused as refusal:
            form.add_error("code", gettext(refusal.sentence).format(**refusal.values))
    context = {"form": form, "rows": mine.own_rows(request), "back": "/"}
    return render(request, "wages/interview/index.html", context, status=422 if form.errors else 200)


@door(PUBLIC)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin, or go on where I left off."""
    my = mine_of(request, pk)
    if request.method == "POST":
        row = interviews.begin(case=my.case, person=my.person, by=my.actor, at=timezone.now())
        return onward(my.case.pk, interviews.answers_of(interview=row))
    asked = rules.asked(my.told)
    context = {
        "case": my.case, "interview": my.interview, "asked": len(asked), "done": sum(rules.answered(one, my.told) for one in asked), "back": "/wages/mine/",
    }  # fmt: skip
    return render(request, "wages/interview/start.html", context)


def onward(pk: int, told: dict[str, str], after: str = "") -> HttpResponse:
    """To the next open question, or to the papers."""
    left = rules.next_question(told, after)
    return redirect("wages:interview_question", pk=pk, code=left.code) if left else redirect("wages:interview_papers", pk=pk)


@door(PUBLIC)
def question(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One question; the answer is kept at once, so that nothing is lost when the phone rings."""
    my, known = mine_of(request, pk), rules.BY_CODE.get(code)
    if known is None or my.interview is None:
        raise Http404
    kept, secret = my.told.get(code, ""), known.kind is rules.Kind.ID
    form = question_form(known, request.POST if request.method == "POST" else None, "" if secret else kept)
    if request.method == "POST" and form.is_valid():
        value = said(known, form.cleaned_data["answer"])
        interviews.say(interview=my.interview, question=code, value=kept if secret and not value else value, at=timezone.now())
        told = interviews.answers_of(interview=my.interview)
        return redirect("wages:interview_papers", pk=my.case.pk) if "check" in request.POST else onward(my.case.pk, told, code)
    codes = [one.code for one in rules.asked(my.told)]
    earlier = rules.before(code, my.told)
    context = {
        "case": my.case, "form": form, "field": form["answer"], "code": code, "at_step": codes.index(code) + 1 if code in codes else 1,
        "of_steps": len(codes), "before": earlier, "kept_secret": secret and bool(kept), "check": "check" in request.GET or "check" in request.POST,
        "back": f"/wages/interview/{my.case.pk}/",
    }  # fmt: skip
    return render(request, "wages/interview/question.html", context, status=422 if form.errors else 200)


def ready(request: HttpRequest, pk: int) -> tuple[Mine, list[CaseFile]]:
    """My interview and my shared files; 404 before it was begun."""
    my = mine_of(request, pk)
    if my.interview is None:
        raise Http404
    return my, list(case_queries.files(my.case, scope=Scope.system("own matter"), shared_only=True).order_by("pk"))


@door(PUBLIC)
@require_safe
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers to look over, the puzzle, and the papers."""
    my, evidence = ready(request, pk)
    willing = interviews.willing_for(interview=my.interview, case=my.case, today=timezone.localdate())
    left = rules.next_question(my.told)
    context = {
        "case": my.case, "answers": answers(my.told), "left": left, "puzzle": puzzle(my.told, willing), "willing": willing, "files": evidence,
        "asked": [gettext(one.label) for one in pieces.to_produce(pieces.puzzle(rules.proofs(my.told), colleagues=willing))],
        "back": f"/wages/interview/{my.case.pk}/",
    }  # fmt: skip
    return render(request, "wages/interview/papers.html", context)


def answers(told: dict[str, str]) -> list[dict[str, object]]:
    """Each question with what was answered, in words; the ID number stays covered."""
    return [{"code": one.code, "ask": gettext(one.ask), "value": worded(one, told.get(one.code, ""))} for one in rules.asked(told)]


def worded(one: rules.Question, value: str) -> str:
    """An answer as a person reads it."""
    if not value:
        return ""
    match one.kind:
        case rules.Kind.MONEY:
            return gettext("{sum} 元").format(sum=short(int(value)))
        case rules.Kind.DAY:
            return spelled(date.fromisoformat(value), None)
        case rules.Kind.ID:
            return f"{value[:3]}{'*' * 11}{value[-4:]}"
        case rules.Kind.CHOICE | rules.Kind.CHECKS:
            table = dict(one.choices)
            return "；".join(gettext(table[code]) for code in value.split(",") if code in table)
    return value


def puzzle(told: dict[str, str], willing: int) -> list[dict[str, object]]:
    """The four elements with words and tone."""
    tones = {pieces.State.PROVED: ("green", "circle-check"), pieces.State.THIN: ("amber", "circle-alert"), pieces.State.OPEN: ("red", "circle-x")}
    return [piece_words(one, tones[one.state]) for one in pieces.puzzle(rules.proofs(told), colleagues=willing)]


def piece_words(one: pieces.Piece, tone: tuple[str, str]) -> dict[str, object]:
    """One element in words: what there is, and the three best things that would show it."""
    return {
        "label": gettext(pieces.ELEMENT_LABELS[one.element]), "state": gettext(pieces.STATE_LABELS[one.state]), "tone": tone[0], "symbol": tone[1],
        "have": [gettext(pieces.PROOF_LABELS[each]) for each in one.have],
        "missing": [gettext(pieces.PROOF_LABELS[each]) for each in one.missing[:3]] if one.state is not pieces.State.PROVED else [],
    }  # fmt: skip


@door(PUBLIC)
@require_POST
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """My application as a Word file; a question that is still open is asked first."""
    my, evidence = ready(request, pk)
    try:
        made = papers.make_own(interview=my.interview, case=my.case, evidence=evidence, by=my.actor, at=timezone.now())
    except Refused as refusal:
        if refusal.code != "unanswered":
            raise
        messages.error(request, gettext(refusal.sentence))
        return redirect("wages:interview_question", pk=my.case.pk, code=refusal.field)
    return FileResponse(BytesIO(made.content), as_attachment=True, filename=made.name, content_type=DOCX, headers=HEADERS)


@door(PUBLIC)
@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The same application as a page to print: nothing but the paper."""
    my, evidence = ready(request, pk)
    try:
        said_all = papers.own.values(interview=my.interview, case=my.case, evidence=evidence, on=timezone.localdate())
    except Refused as refusal:
        return redirect("wages:interview_question", pk=my.case.pk, code=refusal.field)
    response = render(request, "wages/interview/print.html", {"case": my.case, "paper": said_all})
    response["Cache-Control"] = "no-store, private"
    return response
