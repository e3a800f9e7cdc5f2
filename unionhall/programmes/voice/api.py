"""Opinions for programs: matters in scope, and filing one without a key."""

from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Query, Router, Schema
from pydantic import ConfigDict, Field

from unionhall.base.access import NOBODY
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import rules as case_rules
from unionhall.kernel.cases import services as cases
from unionhall.kernel.people import rules as people_rules
from unionhall.web.services import Token, page

from .kinds import Difficulty, MatterKind, Topic
from .models import Matter
from .queries import matters as found
from .rules.flows import State
from .services import matters

VIEW = Token("voice.view", timezone.now)
ORDER = ("case__order_due", "case_id")
READABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

After = Annotated[str, Query(max_length=200, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=100)]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=32, max_length=200, pattern=r"^[\x21-\x7e]+$")]
router = Router(tags=["voice"])


class MatterOut(Schema):
    """A matter; who told it is masked."""

    id: int
    reference: str
    state: State
    open: bool
    kind: MatterKind
    topic: Topic
    difficulty: Difficulty
    union: str
    channel: str
    place: str
    text: str
    contact: str
    phone: str
    received_at: datetime
    next_due: date | None
    answered_at: datetime | None
    on_time: bool | None
    satisfied: bool | None


class MatterDue(Schema):
    """A due day that is not met yet; `due_at` is its minute where the rule counts hours."""

    label: str
    due: date
    due_at: datetime | None
    law: str
    mark: str
    state: str


class MatterDetail(MatterOut):
    """A matter with its answer and due days."""

    answer: str
    deadlines: list[MatterDue]


class MatterPage(Schema):
    """Matters by due day; `next` is the cursor of the next page or null."""

    items: list[MatterOut]
    next: str | None


class MatterIn(Schema):
    """What somebody tells; everything but the text may be left out."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=2, max_length=1000, pattern=READABLE)
    kind: MatterKind = MatterKind.ADVICE
    topic: Topic = Topic.OTHER
    about: str = Field("", max_length=120, pattern=READABLE)
    contact: str = Field("", max_length=40, pattern=READABLE)
    phone: str = Field("", max_length=20, pattern=READABLE)
    region_code: str = Field("", pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})?$")
    place: str = Field("", max_length=60, pattern=READABLE)
    place_code: str = Field("", pattern=r"^[A-Za-z0-9_-]{0,20}$")


class MatterReceipt(Schema):
    """The enquiry code, shown only here; statement and signature prove the matter without it."""

    code: str
    reference: str
    issued_at: datetime
    statement: str
    signature: str
    key_id: str


def matter_out(row: Matter) -> dict[str, Any]:
    """A matter's row with its case's facts; the person masked."""
    own = ("kind", "topic", "difficulty", "place", "text", "answered_at", "on_time", "satisfied")
    case = ("id", "reference", "state", "open", "channel", "received_at", "next_due")
    return {
        **{name: getattr(row, name) for name in own}, **{name: getattr(row.case, name) for name in case},
        "union": row.case.union.name, "contact": people_rules.mask_name(row.contact), "phone": people_rules.mask_phone(str(row.phone)),
    }  # fmt: skip


@router.get("/matters", auth=VIEW, response=MatterPage, operation_id="voice_matters")
def matter_list(
    request: HttpRequest, state: State | None = None, kind: MatterKind | None = None, topic: Topic | None = None, after: After = "",
    limit: Limit = 25,
) -> dict[str, Any]:  # fmt: skip
    """Matters that the key's account may see, by due day."""
    by = found.Filter(kind=kind or "", topic=topic or "", states=(state,) if state else (), open=None)
    rows, cursor = page(rows=found.matters(scope=request.actor.scope("voice.view"), by=by), order=ORDER, after=after, limit=limit)
    return {"items": [matter_out(row) for row in rows], "next": cursor}


@router.get("/matters/{int:case_id}", auth=VIEW, response=MatterDetail, operation_id="voice_matter")
def matter_detail(request: HttpRequest, case_id: int) -> dict[str, Any]:
    """One matter with its answer and due days; the look is journalled, and the person sees it."""
    scope = request.actor.scope("voice.view")
    row = matters.load(pk=case_id, scope=scope)
    cases.looked(case=row.case, by=request.actor, at=timezone.now(), reason="API")
    return {**matter_out(row), "answer": row.answer, "deadlines": list(case_queries.deadlines(row.case, scope=scope))}


@router.post("/matters", auth=None, response={201: MatterReceipt}, operation_id="voice_file")
def file(request: HttpRequest, told: MatterIn, key: Key) -> dict[str, Any]:
    """Tell something without a key of ours. The same Idempotency-Key files once and gets the same receipt."""
    said = matters.Said(**told.model_dump())
    channel = case_rules.Channel.STATION if said.place_code else case_rules.Channel.WEB
    receipt, code = matters.file(said=said, channel=channel, client_key=key, by=NOBODY, at=timezone.now())
    if not receipt.statement.endswith(sha256(said.said().encode()).hexdigest()):
        raise Refused("key_reused", _("这个 Idempotency-Key 已经用在另一份反映上，请换一个"), field="Idempotency-Key")
    proof = {name: getattr(receipt, name) for name in ("issued_at", "statement", "signature", "key_id")}
    return {"code": case_rules.grouped(code), "reference": receipt.case.reference, **proof}
