"""The hotline clerk's page: the caller's earlier matters, kind, words, place, known answers; filed with Ctrl+Enter."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.rules import clean_phone
from unionhall.web import queries as shown

from ..forms.call import CallForm, PaperForm, TakenForm, street_names
from ..queries import knowledge
from ..rules.flows import WORDS, State
from ..services import calls, matters

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Receipt


@door("voice.take")
def call(request: HttpRequest) -> HttpResponse:
    """Take a call down; the look-up button does without script what typing does with it."""
    if request.method != "POST":
        return show(request, fresh(CallForm))
    form = CallForm(request.POST)
    if "look" in request.POST:
        return show(request, CallForm(initial=request.POST.dict()))
    if form.is_valid() and (made := taken(request, form, form.ending(known(form)))):
        return show(request, fresh(CallForm), done=made)
    return show(request, form, status=422)


def fresh(form: type[TakenForm]) -> TakenForm:
    """An empty form with its own key."""
    return form(initial={"key": secrets.token_hex(20)})


def known(form: CallForm) -> str:
    """The answer of the known answer that was chosen."""
    row = knowledge.snippet(form.cleaned_data["snippet"] or 0, timezone.localdate())
    return row.answer if row else ""


def taken(request: HttpRequest, form: TakenForm, ending: calls.Ending, channel: str = "hotline") -> dict[str, object] | None:
    """File what the form holds: what to say to the person; None with the sentence beside its field."""
    try:
        receipt, code = calls.take(
            said=form.said(), ending=ending, client_key=form.cleaned_data["key"], by=request.actor, at=timezone.now(), channel=channel
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        return None
    return said_back(request, receipt, code)


def said_back(request: HttpRequest, receipt: Receipt, code: str) -> dict[str, object]:
    """What happened to it, and the code to be read out."""
    case = case_queries.detail(receipt.case_id, scope=request.actor.scope("voice.view"))
    return {"case": case, "code": code, "words": gettext(WORDS[State(case.state)].name), "receipt": receipt}


def show(request: HttpRequest, form: CallForm, status: int = 200, done: dict[str, object] | None = None) -> HttpResponse:
    """The page with what is known of the caller and of the subject."""
    if done is None:
        form.fields["phone"].widget.attrs |= {"autofocus": not form.errors}
    else:
        form.fields["phone"].widget.attrs["autofocus"] = True
    context = {
        "form": form, "done": done, "streets": street_names(), "earlier": earlier(request, form["phone"].value() or ""),
        "found": knowledge.search(form["q"].value() or "", timezone.localdate()), "chosen": str(form["snippet"].value() or ""),
    }  # fmt: skip
    return render(request, "voice/call.html", context, status=status)


def earlier(request: HttpRequest, typed: str) -> dict[str, object]:
    """The caller's earlier matters of every programme, as far as this clerk may see them; the look is journalled."""
    person = people.person_by_phone(clean_phone(typed))
    if person is None:
        return {"asked": bool(clean_phone(typed)), "rows": []}
    calls.looked_up(person=person, by=request.actor, at=timezone.now())
    return {"asked": True, "rows": shown.earlier(request.actor, person.pk), "name": person.name}


@door("voice.take")
@require_POST
def caller(request: HttpRequest) -> HttpResponse:
    """The caller's panel. The number comes in the body: addresses end up in logs."""
    return render(request, "voice/parts/earlier.html", {"earlier": earlier(request, request.POST.get("phone", ""))})


@door("voice.take")
def known_answers(request: HttpRequest) -> HttpResponse:
    """The known answers for what is typed."""
    rows = knowledge.search(request.GET.get("q", "")[:60], timezone.localdate())
    return render(request, "voice/parts/found.html", {"found": rows, "chosen": request.GET.get("snippet", "")})


@door("voice.take")
def paper(request: HttpRequest) -> HttpResponse:
    """Somebody in the hall, or a letter: the same receipt, term, log and escalation as on the web; then the sheet to sign."""
    form = PaperForm(request.POST) if request.method == "POST" else fresh(PaperForm)
    if request.method == "POST" and form.is_valid():
        channel = form.cleaned_data["channel"]
        if done := taken(request, form, calls.Ending(calls.Outcome.KEEP), channel):
            row = matters.load(pk=done["case"].pk, scope=request.actor.scope("voice.view"))
            return render(request, "voice/sheet.html", sheet_context(row, done["code"], done["receipt"]))
    return render(request, "voice/paper.html", {"form": form, "streets": street_names()}, status=422 if form.errors else 200)


@door("voice.view")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet again: what was taken down, read back, and a line to sign. The code was shown once and is stored nowhere."""
    row = matters.load(pk=pk, scope=request.actor.scope("voice.take"))
    return render(request, "voice/sheet.html", sheet_context(row, "", None))


def sheet_context(row: object, code: str, receipt: object | None) -> dict[str, object]:
    """What the sheet prints."""
    from_case = row.case.deadlines.filter(code="voice_answer").order_by("-due").first()
    return {"matter": row, "case": row.case, "code": code, "receipt": receipt, "due": from_case, "back": f"/voice/matters/{row.case_id}/"}
