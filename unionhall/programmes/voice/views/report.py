"""Somebody tells without logging in, from the web or from the code on a door; then follows it, and says whether it helped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.access import Actor, Scope
from unionhall.base.http import PUBLIC, door
from unionhall.base.refusal import Refused
from unionhall.base.ui import asking
from unionhall.base.ui.templatetags.ui import spelled
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import Channel
from unionhall.web import queries as shown
from unionhall.web import services as entrance
from unionhall.web.kinds import OWN

from ..forms.report import CodeForm, VoiceForm, WordForm
from ..kinds import CHANGE_LABELS, KIND_LABELS, TOPIC_LABELS, ChangeKind, MatterKind, Topic
from ..queries import matters as found
from ..queries import traces
from ..rules.flows import WORDS, State
from ..services import call_backs, matters

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Receipt

    from ..models import Matter, Trace


@door(PUBLIC)
def report(request: HttpRequest, code: str = "") -> HttpResponse:
    """Four questions, the answers looked over, then it is filed and the receipt shown. `code` names the door it hangs on."""
    turn = asking.turn(request, VoiceForm, place_code=code.upper(), place=request.GET.get("name", "")[:60], kind=request.GET.get("kind", ""))
    if turn.send:
        said, now = turn.form.said(), timezone.now()
        channel = Channel.STATION if said.place_code else Channel.WEB
        try:
            receipt, secret = matters.file(said=said, channel=channel, client_key=turn.form.cleaned_data["key"], by=request.actor, at=now)
        except Refused as refusal:
            turn.form.refuse(refusal)
            turn = asking.wrong(request, turn.form)
        else:
            return render(request, "voice/receipt.html", receipt_context(receipt, secret, said))
    return render(request, "voice/report.html", asking.context(turn.form), status=turn.status)


def receipt_context(receipt: Receipt, code: str, said: matters.Said) -> dict[str, object]:
    """The card: code in groups, who answers by when, what was said, and the proof that stands without us."""
    due = receipt.case.deadlines.filter(code="voice_answer").order_by("-due").first()
    rows = [(gettext("谁来办"), receipt.case.union.name)]
    if due:
        rows.append((gettext("最晚哪天答复"), gettext("{day}下班前").format(day=spelled(due.due, None))))
    rows.append((gettext("您说的"), f"{gettext(KIND_LABELS[MatterKind(said.kind)])} · {said.text[:80]}"))
    return {
        "receipt": receipt, "case": receipt.case, "code": code, "rows": rows, "verify_url": f"{settings.PUBLIC_URL}/voice/mine/#{code}",
        "proof_lines": cases.proof_text(receipt=receipt), "proof": f"{receipt.statement}|{receipt.signature}|{receipt.key_id}",
    }  # fmt: skip


@door(PUBLIC)
def mine(request: HttpRequest) -> HttpResponse:
    """My matters, or the box for the receipt code; a code of another programme leads to its own page."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(entrance.open_by_code(request=request, code=form.cleaned_data["code"], at=timezone.now()))
        except Refused as refusal:
            form.add_error("code", gettext(refusal.sentence).format(**refusal.values))
    rows = [{"case": row.case, "now": gettext(WORDS[State(row.case.state)].now)} for row in own(request)]
    return render(request, "voice/mine.html", {"form": form, "rows": rows, "back": "/"}, status=422 if form.errors else 200)


def own(request: HttpRequest) -> list[Matter]:
    """The signed-in person's matters."""
    return list(found.own(scope=request.actor.own())) if request.actor.person_id else []


def load(request: HttpRequest, pk: int) -> tuple[Matter, Actor]:
    """A matter that is mine by log-in or by receipt; 404 otherwise."""
    matter, actor = found.matter(pk, scope=request.actor.own()) if request.actor.person_id else None, request.actor
    if matter is None and pk in entrance.held_matters(request=request):
        matter, actor = found.matter(pk, scope=Scope.system("receipt code shown")), Actor(name=gettext("凭回执码"))
    if matter is None:
        raise Http404
    return matter, actor


@door(PUBLIC)
def my_matter(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, the answer, what is asked of me, what came of it, who looked."""
    matter, _actor = load(request, pk)
    if (later := case_queries.newest(matter.case)).pk != matter.case_id:
        entrance.hold(request=request, pks={later.pk})
    return render(request, "voice/my_matter.html", my_context(matter))


def my_context(matter: Matter, **more: object) -> dict[str, object]:
    """Everything the person's page shows."""
    case, scope, words = matter.case, Scope.system("own matter"), WORDS[State(matter.case.state)]
    later = case_queries.newest(case)
    return {
        "matter": matter, "case": case, "now": gettext(words.now), "next": gettext(words.next), "kind": gettext(KIND_LABELS[MatterKind(matter.kind)]),
        "asks": case.state == State.ANSWERED, "word": WordForm(), "back": "/", "traces": traces.of(matter, scope=scope), "later": later if later.pk != case.pk else None,
        "later_url": OWN[later.kind].address.format(pk=later.pk) if later.kind in OWN else "",
        "deadlines": shown.deadlines(case_queries.deadlines(case, scope=scope).filter(code="voice_answer")),
        "events": shown.timeline(case_queries.events(case, scope=scope)[:30], timezone.localdate(), outsider=True),
        "looks": shown.looks([case.pk], scope=scope), **more,
    }  # fmt: skip


@door(PUBLIC)
@require_POST
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Satisfied, or not: the person's own word."""
    matter, actor = load(request, pk)
    form = WordForm(request.POST)
    if form.is_valid() and request.POST.get("satisfied") in {"yes", "no"}:
        satisfied = request.POST["satisfied"] == "yes"
        call_backs.own_word(case_id=matter.case_id, satisfied=satisfied, says=form.cleaned_data["says"], by=actor, at=timezone.now())
        return redirect("voice:my_matter", pk=pk)
    return render(request, "voice/my_matter.html", my_context(matter, word=form), status=422)


@door(PUBLIC)
def suggestions(request: HttpRequest) -> HttpResponse:
    """What became of suggestions: for everybody, without anybody's name."""
    return render(request, "voice/suggestions.html", {"rows": worded(traces.published()[:100]), "back": "/"})


def worded(rows: Iterable[Trace]) -> list[dict[str, object]]:
    """Traces with the words of the change and the suggestion's topic."""
    return [
        {"row": row, "change": gettext(CHANGE_LABELS[ChangeKind(row.change)]), "topic": gettext(TOPIC_LABELS[Topic(row.matter.topic)])}
        for row in rows
    ]
