"""Wages for programs: cases and clues in scope, a report without a key, where it stands by its receipt."""

from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Query, Router, Schema
from pydantic import ConfigDict, Field

from unionhall.base.access import NOBODY
from unionhall.base.http import network
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import rules as case_rules
from unionhall.kernel.cases import services as cases
from unionhall.kernel.orgs.rules import Industry
from unionhall.kernel.people import rules as people_rules
from unionhall.kernel.people import services as people
from unionhall.web.services import Token, page

from .kinds import Answer, MoneyKind
from .models import Arrears, Claimant, Clue
from .queries import ledger
from .rules.flows import CaseState, ClueState, plain
from .services import cases as wage_cases
from .services import clues

VIEW = Token("wages.view", timezone.now)
ORDER = ("case__order_due", "case_id")
READABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

After = Annotated[str, Query(max_length=200, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=100)]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=32, max_length=200, pattern=r"^[\x21-\x7e]+$")]
Fen = Annotated[int, Field(ge=0, le=10**14)]
router = Router(tags=["wages"])


def words(longest: int) -> Any:
    """Text that may be left out, without control characters, at most so long."""
    return Field("", max_length=longest, pattern=READABLE)


class CaseOut(Schema):
    """A case of the ledger. Sums are fen; null is unknown, 0 is nought."""

    id: int
    reference: str
    state: CaseState
    open: bool
    union: str
    employer: str
    project: str
    industry: str
    street: str
    people: int
    owed: int | None
    promised: int | None
    ordered: int | None
    paid: int
    confirmed: int
    received_at: datetime
    next_due: date | None
    outcome: str
    version: int


class WorkerOut(Schema):
    """A worker of a case; the name is masked."""

    id: int
    name: str
    owed: int


class DeadlineOut(Schema):
    """A due day that is not met yet, with the law it comes from."""

    label: str
    due: date
    safe_day: date | None
    law: str
    mark: str
    provisional: bool
    state: str


class CaseDetail(CaseOut):
    """A case with its workers and deadlines."""

    workers: list[WorkerOut]
    deadlines: list[DeadlineOut]


class ClueOut(Schema):
    """A clue: an unverified lead. Contact and phone are masked; of a hidden informant nothing is shown."""

    id: int
    reference: str
    state: ClueState
    union: str
    employer: str
    project: str
    street: str
    people: int | None
    amount: int | None
    approximate: bool
    received_on: date
    contact: str
    phone: str


class CasePage(Schema):
    """Cases by due day; `next` is the cursor of the next page or null."""

    items: list[CaseOut]
    next: str | None


class CluePage(Schema):
    """Clues by due day; `next` is the cursor of the next page or null."""

    items: list[ClueOut]
    next: str | None


class ReportIn(Schema):
    """Unpaid wages as they are told; everything but the employer may be left out. `amount` is fen."""

    model_config = ConfigDict(extra="forbid")

    employer_name: str = Field(min_length=1, max_length=120, pattern=READABLE)
    region_code: str = Field("", pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})?$")
    project: str = words(120)
    amount: Fen | None = None
    approximate: bool = False
    people: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    period: str = words(60)
    contact: str = words(80)
    phone: str = words(20)
    told: str = words(1000)
    credit_code: str = words(30)
    industry: Industry | None = None
    address: str = words(200)
    work: str = words(120)
    money_kind: MoneyKind = MoneyKind.UNKNOWN
    migrant: Answer = Answer.UNKNOWN
    still_employed: Answer = Answer.UNKNOWN
    boss_reachable: Answer = Answer.UNKNOWN
    evidence: str = words(120)
    informant_hidden: bool = False


class ReceiptOut(Schema):
    """The enquiry code, shown only here; statement and signature prove the report without it."""

    code: str
    reference: str
    issued_at: datetime
    statement: str
    signature: str
    key_id: str


class CodeIn(Schema):
    """An enquiry code as it was typed."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(min_length=1, max_length=40)


class StandingOut(Schema):
    """Where a report stands, in the worker's words."""

    reference: str
    state: str
    name: str
    now: str
    next: str
    next_due: date | None
    issued_at: datetime
    statement: str
    signature: str
    key_id: str


def case_out(row: Arrears) -> dict[str, Any]:
    """A case row with its matter's facts."""
    own = ("project", "industry", "street", "people", "owed", "promised", "ordered", "paid", "confirmed")
    matter = ("id", "reference", "state", "open", "received_at", "next_due", "outcome", "version")
    facts = {name: getattr(row, name) for name in own} | {name: getattr(row.case, name) for name in matter}
    return {**facts, "union": row.case.union.name, "employer": row.employer_name}


def worker_out(row: Claimant) -> dict[str, Any]:
    """A worker, masked."""
    return {"id": row.pk, "name": people_rules.mask_name(row.name), "owed": row.owed}


def clue_out(row: Clue) -> dict[str, Any]:
    """A clue with its matter's facts; who told it is masked, or hidden as asked."""
    contact, phone = ("", "") if row.informant_hidden else (row.contact, row.phone)
    own = ("id", "project", "street", "people", "amount", "approximate", "received_on")
    return {
        **{name: getattr(row, name) for name in own}, "reference": row.case.reference, "state": row.case.state,
        "union": row.case.union.name, "employer": row.employer_name, "contact": people_rules.mask_name(contact),
        "phone": people_rules.mask_phone(str(phone)),
    }  # fmt: skip


@router.get("/cases", auth=VIEW, response=CasePage, operation_id="wages_cases")
def case_list(
    request: HttpRequest, state: CaseState | None = None, due_before: date | None = None, after: After = "", limit: Limit = 25
) -> dict[str, Any]:
    """Cases that the key's account may see, by due day."""
    by = ledger.Filter(state=(state,) if state else (), open=None)
    rows = ledger.arrears(scope=request.actor.scope("wages.view"), by=by)
    if due_before:
        rows = rows.filter(case__next_due__lt=due_before)
    found, cursor = page(rows=rows, order=ORDER, after=after, limit=limit)
    return {"items": [case_out(row) for row in found], "next": cursor}


@router.get("/cases/{int:case_id}", auth=VIEW, response=CaseDetail, operation_id="wages_case")
def case_detail(request: HttpRequest, case_id: int) -> dict[str, Any]:
    """One case with its workers and deadlines; the look is journalled, and the worker sees it."""
    scope = request.actor.scope("wages.view")
    row = wage_cases.load(pk=case_id, scope=scope)
    cases.looked(case=row.case, by=request.actor, at=timezone.now(), reason="API")
    workers = [worker_out(each) for each in ledger.claimants_of(row, scope=scope)]
    return {**case_out(row), "workers": workers, "deadlines": list(case_queries.deadlines(row.case, scope=scope))}


@router.get("/clues", auth=VIEW, response=CluePage, operation_id="wages_clues")
def clue_list(
    request: HttpRequest, state: ClueState | None = None, after: After = "", limit: Limit = 25
) -> dict[str, Any]:
    """Clues that the key's account may see, by due day."""
    by = ledger.Filter(state=(state,) if state else (), open=None)
    rows = ledger.clues(scope=request.actor.scope("wages.view"), by=by)
    found, cursor = page(rows=rows, order=ORDER, after=after, limit=limit)
    return {"items": [clue_out(row) for row in found], "next": cursor}


@router.post("/reports", auth=None, response={201: ReceiptOut}, operation_id="wages_report")
def report(request: HttpRequest, told: ReportIn, key: Key) -> dict[str, Any]:
    """Report unpaid wages without a key of ours. The same Idempotency-Key files once and gets the same receipt."""
    said = clues.Report(**{**told.model_dump(), "industry": told.industry or ""})
    receipt, code = clues.report(report=said, client_key=key, by=NOBODY, at=timezone.now())
    if not receipt.statement.endswith(sha256(said.said().encode()).hexdigest()):
        raise Refused("key_reused", _("这个 Idempotency-Key 已经用在另一份反映上，请换一个"), field="Idempotency-Key")
    return {"code": case_rules.grouped(code), "reference": receipt.case.reference, **proof(receipt)}


@router.post("/receipts", auth=None, response=StandingOut, operation_id="wages_receipt")
def standing(request: HttpRequest, asked: CodeIn) -> dict[str, Any]:
    """Where a report stands, by its enquiry code. The code goes in the body: addresses end up in logs."""
    at = timezone.now()
    key = people.guess_key(target="receipt", device=network(request))
    people.attempt(key=key, at=at)
    receipt = cases.find_by_receipt(code=asked.code)
    if receipt is None:
        raise Refused("code", _("没有这个回执码，再核对一次"), field="code")
    people.hit(key=key)
    case = case_queries.newest(receipt.case)
    if case.kind not in {"clue", "arrears"}:
        raise Refused("code", _("没有这个回执码，再核对一次"), field="code")
    said = plain(ClueState(case.state) if case.kind == "clue" else CaseState(case.state))
    return {
        "reference": case.reference, "state": case.state, "name": said.name, "now": said.now, "next": said.next,
        "next_due": case.next_due, **proof(receipt),
    }  # fmt: skip


def proof(receipt: Any) -> dict[str, Any]:
    """What proves a report without its code."""
    return {name: getattr(receipt, name) for name in ("issued_at", "statement", "signature", "key_id")}
