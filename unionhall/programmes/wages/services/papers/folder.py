"""Keeping papers in a case's folder, and drafting the next ones when an agreement is broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.files import services as files
from unionhall.kernel.people import services as people

from ...models import Arrears, LimitDay
from ...queries import groups
from ...rules.groups import GROUP
from .. import cases as wage_cases
from .. import claims, limits
from . import facts
from .kinds import IN_FULL, PAPER_LABELS, POWERS, SHARED, WANTS_AGREEMENT, File, Made, Paper
from .lists import sheet
from .press import make

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import CaseFile

    from ..claims import NamedPayer

DRAFT = _("（草稿）")
URGENT = _("情况紧急：申请仲裁的最后一天是{day}（{law}），不足七日。请先提供法律援助，手续在援助后补（法律援助法第44条）。")
MARK = "paper:"


@transaction.atomic
def save(
    *, case_id: int, paper: str, by: Actor, at: datetime, claimant_id: int | None = None, payer: int = 0
) -> CaseFile:
    """Make a paper and keep it in the folder, once while nothing printed on it changes.

    Aid is for one worker; a demand goes to the payer at place `payer` of `payers_to_ask`, from 1.
    """
    kind = Paper(paper)
    file = load_file(case_id=case_id, paper=kind, by=by, at=at, claimant_id=claimant_id, payer=payer)
    return keep(file=file, made=make(file=file, paper=kind), by=by, at=at, claimant_id=claimant_id)


def load_file(
    *, case_id: int, paper: Paper, by: Actor, at: datetime, claimant_id: int | None = None, payer: int = 0
) -> File:
    """The case as a paper reads it, by the paper's own power; numbers in full are journalled as read."""
    if paper not in POWERS:
        raise Refused("not_yours", _("这份文书由职工自己出"))
    scope = by.scope(POWERS[paper])
    arrears = wage_cases.load(pk=case_id, scope=scope)
    file = _file(arrears, scope, at, claimant_id)
    if paper is Paper.DEMAND:
        return replace(file, payer=_payer(arrears, payer))
    return replace(file, numbers=_numbers(file, paper, by, at)) if paper in IN_FULL else file


def payers_to_ask(*, arrears: Arrears) -> list[NamedPayer]:
    """Whom a demand may go to: the employer, then those whom the facts carry, each duty once."""
    return claims.respondents_of(arrears=arrears)


def _payer(arrears: Arrears, place: int) -> NamedPayer:
    found = payers_to_ask(arrears=arrears)
    if not 1 <= place <= len(found):
        raise Refused("which_payer", _("先查清谁该付钱，再发催告函"), field="payer")
    return found[place - 1]


def _numbers(file: File, paper: Paper, by: Actor, at: datetime) -> dict[int, str]:
    """ID numbers in full, each read written down with the paper's name as its reason; the worker sees it."""
    reason = f"{PAPER_LABELS[paper]} {file.arrears.case.reference}"
    found = {}
    for worker in file.workers:
        if worker.person and worker.person.id_number:
            found[worker.pk] = people.unmask(
                person=worker.person, field="id_number", reason=reason, by=by, at=at, path=file.arrears.case.path
            )
    if found:
        cases.looked(case=file.arrears.case, by=by, at=at, reason=reason, what="unmask")
    return found


@transaction.atomic
def keep(*, file: File, made: Made, by: Actor, at: datetime, claimant_id: int | None = None) -> CaseFile:
    """A made paper into the folder; one that is there already, to the letter, is returned as it is."""
    arrears, kind = file.arrears, made.paper
    key = f"{MARK}{kind}:{arrears.pk}:{claimant_id or ''}:{made.code.replace(' ', '')}"
    Arrears.objects.select_for_update().get(pk=arrears.pk)
    if kept := case_queries.files(arrears.case, scope=by.scope(POWERS[kind])).filter(blob__client_id=key).first():
        return kept
    label = PAPER_LABELS[kind]
    if file.payer is not None:
        label = f"{label}（{file.payer.name or file.payer.label}）"
    return _keep(arrears, made, label, key, by, at)


@transaction.atomic
def save_list(*, case_id: int, number: int, form: str, by: Actor, at: datetime) -> CaseFile:
    """The list of one distribution, kept in the folder once: `form` is 'docx' or 'xlsx'."""
    scope = by.scope(POWERS[Paper.DISTRIBUTION])
    arrears = wage_cases.load(pk=case_id, scope=scope)
    row = groups.distributions(arrears, scope=scope).filter(number=number).first()
    if row is None:
        raise Refused("no_distribution", _("没有这一笔"))
    Arrears.objects.select_for_update().get(pk=arrears.pk)
    made = sheet(arrears=arrears, row=row) if form == "xlsx" else make(
        file=File(arrears, [], [], at.astimezone().date(), row), paper=Paper.DISTRIBUTION
    )  # fmt: skip
    key = f"{MARK}{Paper.DISTRIBUTION}:{row.pk}:{form}:{made.code.replace(' ', '')}"
    if kept := case_queries.files(arrears.case, scope=scope).filter(blob__client_id=key).first():
        return kept
    return _keep(arrears, made, f"{PAPER_LABELS[Paper.DISTRIBUTION]} {number}", key, by, at)


@transaction.atomic
def draft_after_breach(*, case_id: int, at: datetime) -> list[CaseFile]:
    """The arbitration application and the payment-order note, as drafts, once for each broken agreement."""
    by = Actor(name=_("系统"), system="agreement breached")
    scope = by.scope(POWERS[Paper.ARBITRATION])
    arrears = wage_cases.load(pk=case_id, scope=scope)
    Arrears.objects.select_for_update().get(pk=arrears.pk)
    agreement = arrears.agreements.filter(superseded=False, instalments__breached_on__isnull=False).order_by("-pk").first()
    if agreement is None:
        return []
    drafted = []
    for paper in (Paper.ARBITRATION, Paper.PAYMENT_ORDER):
        key = f"{MARK}{paper}:agreement:{agreement.pk}"
        if not case_queries.files(arrears.case, scope=scope).filter(blob__client_id=key).exists():
            made = make(file=_file(arrears, scope, at, None), paper=paper)
            drafted.append(_keep(arrears, made, f"{PAPER_LABELS[paper]}{DRAFT}", key, by, at))
    return drafted


@transaction.atomic
def draft_before_limit(*, claimant_id: int, at: datetime) -> CaseFile | None:
    """The request for aid before its papers (援助法 Art.44), as a draft, once for each last day; None when it is not urgent."""
    by, today = Actor(name=_("系统"), system="limit near"), at.astimezone().date()
    scope = by.scope(POWERS[Paper.AID])
    worker = claims.load(claimant_id=claimant_id, scope=scope)
    arrears = Arrears.objects.select_for_update(of=("self",)).select_related("case__union").get(pk=worker.arrears_id)
    limits.refresh(arrears=arrears, at=at)
    day = LimitDay.objects.filter(claimant=worker).first()
    if day is None or not day.ordinary < today <= day.last:
        return None
    key = f"{MARK}{Paper.AID}:limit:{worker.pk}:{day.last}"
    if case_queries.files(arrears.case, scope=scope).filter(blob__client_id=key).exists():
        return None
    file = replace(_file(arrears, scope, at, worker.pk), urgent=URGENT.format(day=facts.day(day.last), law=day.law))
    row = _keep(arrears, make(file=file, paper=Paper.AID), f"{PAPER_LABELS[Paper.AID]}{DRAFT}", key, by, at)
    LimitDay.objects.filter(pk=day.pk).update(drafted_for=day.last)
    return row


def papers_in(*, arrears: Arrears, scope: Scope) -> list[CaseFile]:
    """The papers of a case that this room has made, newest first."""
    rows = case_queries.files(arrears.case, scope=scope).filter(blob__client_id__startswith=MARK)
    return list(rows)


def ready(*, arrears: Arrears, by: Actor) -> list[tuple[Paper, str]]:
    """The papers that this actor may make now."""
    agreed = arrears.agreements.filter(superseded=False).exists()
    lacking = set() if arrears.people >= GROUP else {Paper.REPRESENTATIVES}
    lacking |= set() if arrears.distributions.exists() else {Paper.DISTRIBUTION}
    open_now = [paper for paper in POWERS if (agreed or paper not in WANTS_AGREEMENT) and paper not in lacking]
    return [(paper, PAPER_LABELS[paper]) for paper in open_now if by.may(POWERS[paper])]


def _file(arrears: Arrears, scope: Scope, at: datetime, claimant_id: int | None) -> File:
    """The case with its workers, or one of them, and the folder's evidence: everything but our own papers."""
    workers = arrears.claimants.select_related("person").prefetch_related("lines").order_by("pk")
    if claimant_id is not None:
        workers = workers.filter(pk=claimant_id)
        if not workers:
            raise Refused("not_yours", _("这一件里没有这位职工"))
    rows = case_queries.files(arrears.case, scope=scope).order_by("pk")
    evidence = [row for row in rows if not (row.blob.client_id or "").startswith(MARK)]
    return File(arrears, list(workers), evidence, at.astimezone().date())


def _keep(arrears: Arrears, made: Made, label: str, key: str, by: Actor, at: datetime) -> CaseFile:
    """Into the folder and the timeline; the worker of a case of one sees their own papers."""
    blob = files.keep(
        content=BytesIO(made.content), name=made.name, by=by, at=at, allow=frozenset({made.kind}), client_id=key
    )
    alone = arrears.claimants.count() == 1
    shared = alone and made.paper in SHARED and not label.endswith(DRAFT)
    row = cases.add_file(case=arrears.case, blob=blob, label=label, shared=shared, by=by, at=at)
    stamp = f"；模板 {made.template}" if made.template else ""
    inner = _("核验码 {code}{stamp}；SHA-256 {digest}").format(code=made.code, stamp=stamp, digest=blob.sha256)
    cases.remark(case=arrears.case, says=_("出了一份文书：{label}").format(label=label), inner=inner, by=by, at=at, step="paper")
    return row
