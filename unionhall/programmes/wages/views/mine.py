"""The worker's view: by receipt code or log-in; where it stands, what comes next, money to confirm, evidence to add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from unionhall.base.access import Actor, Scope
from unionhall.base.http import PUBLIC, door
from unionhall.base.refusal import Refused
from unionhall.base.ui.forms import CameraField, UiForm
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.web import queries as shown
from unionhall.web import services as entrance

from ..queries import ledger
from ..rules.flows import CaseState, ClueState, Plain, plain
from ..services import agreements, limits, money
from ..services import visits as services
from . import limits as limit_views
from . import panels, replies, visits
from . import routes as route_views

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Case
    from unionhall.kernel.people.models import Person

    from ..models import Arrears

KINDS = frozenset({"clue", "arrears"})
ENDED = (CaseState.CONCLUDED, CaseState.CLOSED)
BEFORE = (CaseState.OPENED, CaseState.NEGOTIATING, CaseState.MEDIATING, CaseState.BREACHED, CaseState.WITH_HRSS)


class CodeForm(UiForm):
    """Sixteen characters, typed or scanned."""

    code = forms.CharField(label=_("回执码，16 位"), max_length=40)


class EvidenceForm(UiForm):
    """A picture or paper from the camera."""

    file = CameraField(label=_("拍照或者选文件"))
    label = forms.CharField(label=_("这是什么"), max_length=60, required=False)


class RateForm(UiForm):
    """One to five, and a word."""

    stars = forms.TypedChoiceField(label=_("办得怎么样"), coerce=int, choices=[(5, _("很好")), (4, _("好")), (3, _("一般")), (2, _("不好")), (1, _("很不好"))])
    words = forms.CharField(label=_("想说的话"), max_length=300, required=False)


@door(PUBLIC)
def mine(request: HttpRequest) -> HttpResponse:
    """My matters, or the box for the receipt code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if address := open_by_code(request, form):
            return redirect(address)
        return render(request, "wages/mine.html", {"form": form, "rows": own_rows(request)}, status=422)
    return render(request, "wages/mine.html", {"form": form, "rows": own_rows(request)})


def own_rows(request: HttpRequest) -> list[dict[str, object]]:
    """Cards of what is mine: reference, where it stands."""
    if not request.actor.person_id:
        return []
    rows = ledger.own(scope=request.actor.own())
    return [{"case": row.case, "now": gettext(plain_of(row.case).now)} for row in rows]


def open_by_code(request: HttpRequest, form: CodeForm) -> str:
    """The address of the matter behind a typed code; '' with the sentence beside the field when there is none."""
    try:
        return entrance.open_by_code(request=request, code=form.cleaned_data["code"], at=timezone.now())
    except Refused as refusal:
        form.add_error("code", gettext(refusal.sentence).format(**refusal.values))
        return ""


def load(request: HttpRequest, pk: int) -> tuple[Case, Actor]:
    """A matter of wages that is mine by log-in or by receipt; 404 otherwise."""
    case, actor = case_queries.visible(request.actor.own()).filter(pk=pk).first(), request.actor
    if case is None and pk in entrance.held_matters(request=request):
        case, actor = case_queries.detail(pk, scope=Scope.system("receipt code shown")), Actor(name=gettext("凭回执码"))
    found = case_queries.newest(case) if case else None
    if found is None or found.kind not in KINDS:
        raise Http404
    return found, actor


def person_of(case: Case, actor: Actor) -> Person | None:
    """Whose word counts here: the signed-in party, or whom the receipt was given to; never somebody added later."""
    parties = list(case_queries.parties(case, scope=Scope.system("own matter")))
    if actor.person_id:
        return next((party.person for party in parties if party.person_id == actor.person_id), None)
    receipt = case_queries.receipt_for(case.origin_id or case.pk)
    return next((party.person for party in parties if receipt and receipt.person_id == party.person_id), None)


def plain_of(case: Case) -> Plain:
    """The state in the worker's words."""
    return plain(ClueState(case.state) if case.kind == "clue" else CaseState(case.state))


@door(PUBLIC)
def my_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, money, what comes next and by when, what is asked of me, who looked."""
    case, actor = load(request, pk)
    return render(request, "wages/my_case.html", case_context(request, case, actor))


def case_context(request: HttpRequest, case: Case, actor: Actor, **more: object) -> dict[str, object]:
    """Everything the worker's page shows."""
    scope = Scope.system("own matter")
    row, person = row_of(case), person_of(case, actor)
    claimant = row.claimants.filter(person=person).first() if row and person else None
    agreement = row.agreements.filter(superseded=False).order_by("-pk").first() if row else None
    words, question = plain_of(case), money.unanswered(claimant=claimant) if claimant else None
    events, group = case_queries.events(case, scope=scope), panels.own_line(row, claimant)
    events = events.exclude(step__in=("answer", "word")) if group else events  # of a group each reads only their own, above
    answered = claimant is not None and question is None and case.state == CaseState.AWAITING_CONFIRMATION
    return {
        "case": case, "row": row, "now": gettext(words.now), "next": "" if answered else gettext(words.next), "claimant": claimant, "sums": own_sums(claimant),
        "question": question, "agreement": agreement,
        "standing": agreements.standing(agreement=agreement, today=timezone.localdate()) if agreement else [],
        "events": panels.timeline(events[:30], timezone.localdate(), outsider=True), "back": "/",
        "deadlines": panels.deadlines(case_queries.deadlines(case, scope=scope)), "looks": looks(case),
        "can_rate": person is not None, "sealed": has_letter(case), "files": own_files(case, actor),
        "evidence": EvidenceForm(), "rate": RateForm(), "limit": own_limit(row, claimant), "roads": own_roads(row), "climbed": replies.climbed(gone_up(case, scope)), "asked": visits.asked(case, person, timezone.localdate()), **group, **more,
    }  # fmt: skip


def own_limit(row: Arrears | None, claimant: object | None) -> dict[str, object] | None:
    """The worker's own earliest last day, as far as proof goes; nothing once the matter has ended."""
    if row is None or claimant is None or row.case.state in ENDED:
        return None
    book = next(one for one in limits.books_of(arrears=row, on=timezone.localdate()) if one.claimant.pk == claimant.pk)
    line = book.first or book.lines[0]
    return limit_views.shown(line) | {"no_limit": line.start.no_limit}


def own_roads(row: Arrears | None) -> list[dict[str, object]]:
    """The roads that are open, in plain words, while the money is being asked for."""
    if row is None or row.case.state not in BEFORE:
        return []
    _found, roads = route_views.compared(row, timezone.localdate())
    return [one for one in roads if one["open"]]


def gone_up(case: Case, scope: Scope) -> list[object]:
    """How far this matter has gone up, and the clue that it came from: newest first."""
    matters = [case, case.origin] if case.origin else [case]
    return [row for one in matters for row in case_queries.escalations(one, scope=scope)]


def row_of(case: Case) -> Arrears | None:
    """The ledger's row beside a matter that is mine; None while it is a clue."""
    return ledger.arrears(scope=Scope.system("own matter"), by=ledger.Filter(open=None)).filter(case=case).first()


def own_sums(claimant: object | None) -> dict[str, int | None]:
    """The worker's own four columns, in fen (None: nothing yet); nobody else's."""
    if claimant is None:
        return {}
    sums: dict[str, int | None] = {"promised": None, "ordered": None, "paid": 0, "confirmed": 0}
    for entry in claimant.entries.filter(replaced_by=None):
        sums[entry.kind] = (sums[entry.kind] or 0) + entry.amount
    return sums


def own_files(case: Case, actor: Actor) -> list[object]:
    """What is shared with every party, and what this person added: in a group one worker's papers are not the others'."""
    rows = case_queries.files(case, scope=Scope.system("own matter"))
    return [row for row in rows if row.shared or (actor.account_id and row.blob.uploaded_by_id == actor.account_id)]


def looks(case: Case) -> list[dict[str, object]]:
    """Who opened my matter, and the clue it came from."""
    pks = [case.pk, case.origin_id] if case.origin_id else [case.pk]
    return shown.looks(pks, scope=Scope.system("own matter"))


@door(PUBLIC)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Received, or not received: the worker's own word."""
    case, actor = load(request, pk)
    person = person_of(case, actor)
    if person is None:
        raise Refused("sign_in_first", gettext("这一件有几个人，请先用手机号登录，再确认您的那一笔"))
    entry = request.POST.get("entry", "")
    if not (entry.isascii() and entry.isdigit()):
        raise Http404
    money.answer(entry_id=int(entry[:18]), received=request.POST.get("received") == "yes", person=person, by=actor, at=timezone.now())
    return redirect("wages:my_case", pk=case.pk)


@door(PUBLIC)
@require_POST
def answer_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Three answers to the return visit that asks me now."""
    case, actor = load(request, pk)
    person = person_of(case, actor)
    if person is None:
        raise Refused("sign_in_first", gettext("这一件有几个人，请先用手机号登录，再答您的这一份"))
    asked = visits.asked(case, person, timezone.localdate())
    if asked is None:
        return redirect("wages:my_case", pk=case.pk)
    form = visits.form_for(case, request.POST)
    if not form.is_valid():
        return render(request, "wages/my_case.html", case_context(request, case, actor, asked={**asked, "form": form}), status=422)
    services.answer(visit_id=asked["visit"].pk, person=person, answers=form.answers(), by=actor, at=timezone.now())
    return redirect("wages:my_case", pk=case.pk)


def has_letter(case: Case) -> bool:
    """Whether the matter, or the clue it came from, is a confidential one."""
    return any(case_queries.letter_of(pk) for pk in (case.pk, case.origin_id) if pk)


@door(PUBLIC)
@require_POST
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture from the camera goes into the folder."""
    case, actor = load(request, pk)
    if has_letter(case):  # what is added to a confidential report does not lie open
        return redirect("wages:my_sealed")
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        kept = form.cleaned_data["file"]
        try:
            blob = files.keep(content=kept, name=kept.name, by=actor, at=timezone.now(), allow=frozenset({FileKind.IMAGE, FileKind.PDF, FileKind.AUDIO}))
        except Refused as refusal:
            form.add_error("file", gettext(refusal.sentence).format(**refusal.values))
        else:
            label = form.cleaned_data["label"] or gettext("职工补的材料")
            alone = case_queries.parties(case, scope=Scope.system("own matter")).count() < 2
            cases.add_file(case=case, blob=blob, label=label, by=actor, at=timezone.now(), shared=alone)
            cases.remark(case=case, says=gettext("职工补了一份材料"), by=actor, at=timezone.now(), step="evidence")
            return redirect("wages:my_case", pk=case.pk)
    return render(request, "wages/my_case.html", case_context(request, case, actor, evidence=form), status=422)


@door(PUBLIC)
@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """One to five, once."""
    case, actor = load(request, pk)
    form, person = RateForm(request.POST), person_of(case, actor)
    row = row_of(case)
    if form.is_valid() and person and row:
        money.rate(arrears=row, person=person, at=timezone.now(), **form.cleaned_data)
    return redirect("wages:my_case", pk=case.pk)


