"""Confidential letters: reported and read with the code by the worker, read, answered and shared by those with a key at the desk."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.base.http import PUBLIC, door, guess_place, in_memory
from unionhall.base.money import short
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.web import services as entrance

from ..forms.sealed import AddForm, AnswerForm, LedgerForm, SealedForm, ShareForm
from ..rules.sealed import LABELS, POWER
from ..services import clues, sealed
from .mine import CodeForm


@in_memory
@never_cache
@door(PUBLIC)
def report(request: HttpRequest) -> HttpResponse:
    """The form on one page and what it promises; or, while nobody holds a key, whom to ring."""
    form = SealedForm(request.POST or None, request.FILES or None, initial={"key": secrets.token_hex(20)})
    if request.method == "POST" and form.is_valid():
        try:
            receipt, code = sealed.report(
                told=form.words_told(), region_code=form.cleaned_data["region_code"], attached=form.files_sent(),
                client_key=form.cleaned_data["key"], at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return render(request, "wages/sealed/receipt.html", card(receipt, code))
    desk = sealed.desk(region_code="", at=timezone.now())
    context = {"form": form, "desk": desk[0] if desk else None, "readers": len(desk[1]) if desk else 0, "back": "/wages/report/"}
    return render(request, "wages/sealed/report.html", context, status=422 if form.errors else 200)


def card(receipt: object, code: str) -> dict[str, object]:
    """The receipt: code, who reads it; not a word of what was said."""
    readers = cases.readers_of(letter=receipt.case.letter)
    rows = [(gettext("谁来看"), gettext("{union}，{n} 个人有钥匙").format(union=receipt.case.union.name, n=len(readers))), (gettext("您说的"), gettext("保密件，回执上不印"))]
    return {
        "receipt": receipt, "case": receipt.case, "code": code, "rows": rows,
        "proof_lines": cases.proof_text(receipt=receipt), "proof": f"{receipt.statement}|{receipt.signature}|{receipt.key_id}",
    }  # fmt: skip


@in_memory
@never_cache
@door(PUBLIC)
def mine(request: HttpRequest) -> HttpResponse:
    """One's own letter by receipt code: read it, add to it. The code comes with every post and is kept nowhere."""
    form, adding = CodeForm(request.POST or None), request.POST.get("add") == "1"
    if request.method != "POST" or not form.is_valid():
        return render(request, "wages/sealed/code.html", {"form": form}, status=422 if form.errors else 200)
    code, now = form.cleaned_data["code"], timezone.now()
    add = AddForm(request.POST if adding else None, request.FILES if adding else None, initial={"code": code})
    try:
        case = cases.receipt_by_code(code=code, place=guess_place(request), at=now).case
        if adding and add.is_valid():
            add = added(add, case, code, now)
        opened = cases.read_own(case=case, code=code, at=now)
    except Refused as refusal:
        form.add_error("code", gettext(refusal.sentence).format(**refusal.values))
        return render(request, "wages/sealed/code.html", {"form": form}, status=422)
    context = {"case": case, "parts": shown(opened.parts), "files": opened.files, "add": add, "code": code, "back": "/wages/mine/"}
    return render(request, "wages/sealed/mine.html", context, status=422 if add.errors else 200)


def added(form: AddForm, case: object, code: str, now: datetime) -> AddForm:
    """Put the addition in: a fresh form afterwards, or the same one with the sentence beside its field."""
    try:
        cases.add_own(case=case, code=code, fields={"told": form.cleaned_data["told"]}, attached=form.files_sent(), at=now)
    except Refused as refusal:
        form.refuse(refusal)
        return form
    return AddForm(initial={"code": code})


@never_cache
@door(PUBLIC)
@require_POST
def my_file(request: HttpRequest, pk: int) -> HttpResponse:
    """An attachment of one's own letter."""
    code = request.POST.get("code", "")
    case = cases.receipt_by_code(code=code, place=guess_place(request), at=timezone.now()).case
    return download(*cases.own_enclosure(case=case, code=code, file_id=pk, at=timezone.now()))


@never_cache
@door(POWER)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter, opened by somebody with a key; else the sentence that says what is missing."""
    clue = clues.load(pk=pk, scope=request.actor.scope(POWER))
    return page(request, clue)


def page(request: HttpRequest, clue: object, **more: object) -> HttpResponse:
    """Read for this page alone; a form that was refused keeps what was typed."""
    now, case = timezone.now(), clue.case
    try:
        opened = cases.read_letter(case_id=case.pk, holder=entrance.holder(request=request), power=POWER, by=request.actor, at=now)
    except Refused as refusal:
        if refusal.code not in ("no_key", "key_away", "not_for_you"):
            raise
        return render(request, "wages/sealed/shut.html", {"row": clue, "case": case, "sentence": gettext(refusal.sentence), "code": refusal.code}, status=403)
    row = case_queries.letter_of(case.pk)
    choices = [(pair.pk, pair.account.person.name) for pair in cases.may_be_given(letter=row, power=POWER, at=now)]
    context = {
        "row": clue, "case": case, "parts": shown(opened.parts), "files": opened.files, "readers": cases.readers_of(letter=row),
        "answer": AnswerForm(), "share": ShareForm(choices=choices) if choices else None, "ledger": LedgerForm(told=opened.parts[0].fields), **more,
    }  # fmt: skip
    return render(request, "wages/sealed/letter.html", context, status=422 if more else 200)


def shown(parts: Iterable[cases.Said]) -> list[dict[str, object]]:
    """Each part as (label, words) rows; sums in yuan."""
    return [
        {"at": part.at, "desk": part.desk, "rows": [(gettext(LABELS[name]), said(name, value)) for name, value in part.fields.items() if name in LABELS]}
        for part in parts
    ]


def said(name: str, value: str) -> str:
    """A value in words."""
    return gettext("{sum} 元").format(sum=short(int(value))) if name == "amount" else value


@never_cache
@door(POWER)
def letter_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """An attachment, at the desk."""
    clue = clues.load(pk=pk, scope=request.actor.scope(POWER))
    holder = entrance.holder(request=request)
    return download(*cases.enclosure(case_id=clue.case_id, file_id=file, holder=holder, power=POWER, by=request.actor, at=timezone.now()))


def download(about: cases.Enclosure, data: bytes) -> HttpResponse:
    """As a file to be saved, never shown by the browser."""
    headers = {"Content-Disposition": content_disposition_header(True, about.name) or "attachment"}
    return HttpResponse(data, content_type=about.mime, headers=headers)


@never_cache
@door(POWER)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer inside the letter."""
    clue, form = clues.load(pk=pk, scope=request.actor.scope(POWER)), AnswerForm(request.POST)
    if form.is_valid():
        try:
            cases.write_back(
                case_id=clue.case_id, says=form.cleaned_data["says"], holder=entrance.holder(request=request), power=POWER,
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            if not refusal.field:
                raise
            form.add_error(refusal.field, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:letter_sealed", pk=pk)
    return page(request, clue, answer=form)


@never_cache
@door(POWER)
@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the key to a colleague, unless the letter is about somebody they are tied to."""
    by, now, holder = request.actor, timezone.now(), entrance.holder(request=request)
    clue, chosen = clues.load(pk=pk, scope=by.scope(POWER)), request.POST.get("pair", "")
    opened = cases.read_letter(case_id=clue.case_id, holder=holder, power=POWER, by=by, at=now)
    cases.share_letter(
        case_id=clue.case_id, pair_id=int(chosen) if chosen.isdecimal() else 0, holder=holder, power=POWER, by=by, at=now,
        about=sealed.subjects(opened.parts[0].fields),
    )  # fmt: skip
    return redirect("wages:letter_sealed", pk=pk)


@never_cache
@door(POWER)
@require_POST
def take(request: HttpRequest, pk: int, pair: int) -> HttpResponse:
    """Take somebody's key away."""
    clue = clues.load(pk=pk, scope=request.actor.scope(POWER))
    holder = entrance.holder(request=request)
    cases.take_away(case_id=clue.case_id, pair_id=pair, holder=holder, power=POWER, by=request.actor, at=timezone.now())
    return redirect("wages:letter_sealed", pk=pk)


@never_cache
@door(POWER)
@require_POST
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Write chosen fields into the ledger."""
    names, holder = request.POST.getlist("names"), entrance.holder(request=request)
    sealed.write_in(clue_id=pk, names=names, holder=holder, by=request.actor, at=timezone.now())
    return redirect("wages:clue", pk=pk)
