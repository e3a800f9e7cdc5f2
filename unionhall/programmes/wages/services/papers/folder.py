"""Keeping papers in a case's folder, and drafting the next ones when an agreement is broken."""

from __future__ import annotations

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

from ...models import Arrears
from ...queries import groups
from ...rules.groups import GROUP
from .. import cases as wage_cases
from .kinds import PAPER_LABELS, POWERS, SHARED, Made, Paper
from .lists import sheet
from .making import File, make

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import CaseFile

DRAFT = _("（草稿）")
MARK = "paper:"


@transaction.atomic
def save(*, case_id: int, paper: str, by: Actor, at: datetime, claimant_id: int | None = None) -> CaseFile:
    """Make a paper and keep it in the folder, once while nothing printed on it changes. Aid is for one worker."""
    kind = Paper(paper)
    scope = by.scope(POWERS[kind])
    arrears = wage_cases.load(pk=case_id, scope=scope)
    made = make(file=_file(arrears, scope, at, claimant_id), paper=kind)
    key = f"{MARK}{kind}:{arrears.pk}:{claimant_id or ''}:{made.code.replace(' ', '')}"
    Arrears.objects.select_for_update().get(pk=arrears.pk)
    if kept := case_queries.files(arrears.case, scope=scope).filter(blob__client_id=key).first():
        return kept
    return _keep(arrears, made, PAPER_LABELS[kind], key, by, at)


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


def papers_in(*, arrears: Arrears, scope: Scope) -> list[CaseFile]:
    """The papers of a case that this room has made, newest first."""
    rows = case_queries.files(arrears.case, scope=scope).filter(blob__client_id__startswith=MARK)
    return list(rows)


def ready(*, arrears: Arrears, by: Actor) -> list[tuple[Paper, str]]:
    """The papers that this actor may make now."""
    agreed = arrears.agreements.filter(superseded=False).exists()
    wants_agreement = {Paper.MEDIATION, Paper.PAYMENT_ORDER}
    lacking = set() if arrears.people >= GROUP else {Paper.REPRESENTATIVES}
    lacking |= set() if arrears.distributions.exists() else {Paper.DISTRIBUTION}
    open_now = [paper for paper in PAPER_LABELS if (agreed or paper not in wants_agreement) and paper not in lacking]
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
    row = cases.add_file(case=arrears.case, blob=blob, label=label, shared=alone and made.paper in SHARED and not label.endswith(DRAFT), by=by, at=at)
    inner = _("核验码 {code}；SHA-256 {digest}").format(code=made.code, digest=blob.sha256)
    cases.remark(case=arrears.case, says=_("出了一份文书：{label}").format(label=label), inner=inner, by=by, at=at, step="paper")
    return row
