"""Known answers: read and searched by everybody; written and ended at the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import PUBLIC, door
from unionhall.base.refusal import Refused

from ..forms.steps import SnippetForm
from ..kinds import TOPIC_LABELS, Topic
from ..queries import knowledge as found
from ..services import knowledge, matters

MOST = 60


@door(PUBLIC)
def answers(request: HttpRequest) -> HttpResponse:
    """Often asked: the known answers that hold today, with their source."""
    q = request.GET.get("q", "")[:60]
    rows = found.search(q, timezone.localdate(), limit=MOST)
    return render(request, "voice/answers.html", {"rows": worded(rows), "q": q, "back": "/"})


def worded(rows: list) -> list[dict[str, object]]:
    """Known answers with the words of their topic."""
    return [{"row": row, "topic": gettext(TOPIC_LABELS[Topic(row.topic)])} for row in rows]


@door("voice.knowledge")
def write(request: HttpRequest) -> HttpResponse:
    """The list with its use, and the form; `?from=` suggests one from an answered matter."""
    today, origin = timezone.localdate(), learnt_from(request)
    form = SnippetForm(request.POST or None, today=today, initial=suggested(origin))
    if request.method == "POST" and form.is_valid():
        try:
            knowledge.write(known=form.known(), by=request.actor, at=timezone.now(), from_case=origin.case_id if origin else None)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("voice:knowledge")
    rows = worded(found.search(request.GET.get("q", "")[:60], today, limit=MOST))
    return render(request, "voice/knowledge.html", {"form": form, "rows": rows, "origin": origin}, status=422 if form.errors else 200)


def learnt_from(request: HttpRequest) -> object | None:
    """The answered matter that a known answer is learnt from."""
    text = request.GET.get("from", "")
    return matters.load(pk=int(text[:18]), scope=request.actor.scope("voice.view")) if text.isascii() and text.isdigit() else None


def suggested(origin: object | None) -> dict[str, object]:
    """A known answer as an answered matter suggests it; a person looks it over."""
    return {"title": origin.case.title, "answer": origin.answer, "topic": origin.topic} if origin else {}


@door("voice.knowledge")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """From today on it is no longer offered."""
    knowledge.end(snippet_id=pk, on=timezone.localdate(), by=request.actor, at=timezone.now())
    return redirect("voice:knowledge")
