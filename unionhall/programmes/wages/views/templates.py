"""Templates that a clerk edits in Word: what is in use, download, upload, what is wrong, preview, versions, back."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.files import services as files
from unionhall.kernel.orgs import queries as orgs

from ..forms.letters import AdoptForm, TemplateForm
from ..kinds import TEMPLATE_CHOICE_LABELS, TemplateChoice
from ..services.papers import PAPER_LABELS, SHAPES, Paper, examples
from ..services.papers import templates as services
from .papers import HEADERS

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper_of(kind: str) -> Paper:
    """A paper that has a template; 404 for any other word."""
    if kind not in set(SHAPES):
        raise Http404
    return Paper(kind)


def word(content: bytes, name: str) -> FileResponse:
    """A docx as a download."""
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=DOCX, headers=HEADERS)


def preview_name(paper: Paper, stamp: str = "") -> str:
    """The file name of a preview."""
    words = gettext("样子")
    return f"{gettext(PAPER_LABELS[paper])}{stamp} {words}.docx"


def whose(chosen: services.Chosen) -> str:
    """Whose template it is."""
    return chosen.union.name if chosen.union else gettext(TEMPLATE_CHOICE_LABELS[TemplateChoice.SHIPPED])


@door("wages.templates")
@require_safe
def index(request: HttpRequest, union: int = 0) -> HttpResponse:
    """Every paper of a union: which template holds, whose it is, since when and by whom."""
    unions = list(orgs.below(request.actor.scope(services.POWER)).exclude(level="enterprise")[:60])
    here = services.union_for(pk=union or unions[0].pk, by=request.actor)
    rows = []
    for paper in SHAPES:
        chosen = services.chosen(paper=paper, path=here.path)
        rows.append({"code": paper, "label": gettext(PAPER_LABELS[paper]), "whose": whose(chosen), "version": chosen.version, "own": chosen.union == here})
    return render(request, "wages/templates/index.html", {"union": here, "unions": unions, "rows": rows})


@door("wages.templates")
def template(request: HttpRequest, union: int, kind: str) -> HttpResponse:
    """One paper's template: take it, hand in the edited one, the fields it may use, the versions."""
    paper, form = paper_of(kind), TemplateForm(request.POST or None, request.FILES or None)
    here = services.union_for(pk=union, by=request.actor)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            blob = services.receive(content=upload, name=upload.name, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("file", gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:template_look", union=here.pk, kind=kind, blob=blob.pk)
    chosen = services.chosen(paper=paper, path=here.path)
    context = {
        "union": here, "code": kind, "label": gettext(PAPER_LABELS[paper]), "form": form, "whose": whose(chosen), "chosen": chosen,
        "own": chosen.union == here, "fields": fields_of(paper), "versions": versions(request, here, paper),
    }  # fmt: skip
    return render(request, "wages/templates/template.html", context, status=422 if form.errors else 200)


def fields_of(paper: Paper) -> list[dict[str, object]]:
    """What may be written in braces, each with what it says in the invented case; a list with its columns."""
    rows = []
    for name, value in examples.EXAMPLES[paper].items():
        if isinstance(value, list):
            rows.append({"name": name, "columns": list(value[0].items())})
        else:
            rows.append({"name": name, "says": value})
    return rows


def versions(request: HttpRequest, union: object, paper: Paper) -> list[object]:
    """The union's versions with their words."""
    found = services.history(union=union, paper=paper, by=request.actor)
    for row in found:
        row.words = gettext(TEMPLATE_CHOICE_LABELS[TemplateChoice(row.choice)])
    return found


@door("wages.templates")
@require_safe
def template_file(request: HttpRequest, union: int, kind: str) -> FileResponse:
    """The template in use, or with `?version=` an earlier one; with `?preview=1` filled with an invented case."""
    paper, here = paper_of(kind), services.union_for(pk=union, by=request.actor)
    content, stamp = services.chosen(paper=paper, path=here.path).content, ""
    if number := request.GET.get("version", ""):
        found = next((row for row in services.history(union=here, paper=paper, by=request.actor) if str(row.number) == number and row.blob), None)
        if found is None:
            raise Http404
        stamp = f" {number}"
        with files.opened(blob=found.blob) as file:
            content = file.read()
    if request.GET.get("preview") == "1":
        return word(services.preview(content=content, paper=paper), preview_name(paper, stamp))
    return word(content, f"{gettext(PAPER_LABELS[paper])}{stamp}.docx")


@door("wages.templates")
def look(request: HttpRequest, union: int, kind: str, blob: int) -> HttpResponse:
    """What was handed in: what has to be mended, or a preview and the button that puts it into use."""
    paper, here = paper_of(kind), services.union_for(pk=union, by=request.actor)
    found = services.received(pk=blob, by=request.actor)
    with files.opened(blob=found) as file:
        content = file.read()
    try:
        seen, trouble = services.look(content=content, paper=paper), ""
    except Refused as refusal:
        seen, trouble = services.Look((), ()), gettext(refusal.sentence).format(**refusal.values)
    sentences = [trouble] if trouble else [gettext(sentence).format(**values) for sentence, values in seen.troubles]
    form = AdoptForm(request.POST or None)
    if request.method == "POST" and not sentences and form.is_valid():
        services.adopt(union_id=here.pk, paper=paper, blob_id=blob, note=form.cleaned_data["note"], by=request.actor, at=timezone.now())
        messages.success(request, gettext("换好了。从现在起出的文书用这一版"))
        return redirect("wages:template", union=here.pk, kind=kind)
    if request.GET.get("preview") == "1" and not sentences:
        return word(services.preview(content=content, paper=paper), preview_name(paper))
    context = {
        "union": here, "code": kind, "label": gettext(PAPER_LABELS[paper]), "blob": found, "sentences": sentences, "left_out": seen.left_out, "form": form
    }
    return render(request, "wages/templates/look.html", context, status=422 if request.method == "POST" else 200)


@door("wages.templates")
@require_POST
def turn(request: HttpRequest, union: int, kind: str) -> HttpResponse:
    """Back to the union above, or to the one that comes with the house."""
    services.turn(union_id=union, paper=paper_of(kind), choice=request.POST.get("choice", ""), by=request.actor, at=timezone.now())
    messages.success(request, gettext("换回去了"))
    return redirect("wages:template", union=union, kind=kind)
