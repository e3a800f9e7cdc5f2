"""The ledger out: what is on the screen, as a spreadsheet; who, how many rows and why is journalled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Column, ColumnKind, Sheet
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs.rules import INDUSTRY_LABELS

from ..rules.flows import CaseState, ClueState, plain

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 100_000
MONEY = ColumnKind.MONEY
CASES = (
    ("reference", _("编号"), ColumnKind.TEXT), ("employer", _("用人单位"), ColumnKind.TEXT), ("project", _("项目"), ColumnKind.TEXT),
    ("industry", _("行业"), ColumnKind.TEXT), ("people", _("人数"), ColumnKind.INT), ("period", _("欠薪时间"), ColumnKind.TEXT),
    ("owed", _("欠多少（元）"), MONEY), ("promised", _("公司答应（元）"), MONEY), ("ordered", _("裁决判给（元）"), MONEY),
    ("paid", _("公司说已付（元）"), MONEY), ("confirmed", _("职工确认到手（元）"), MONEY), ("state", _("走到哪步"), ColumnKind.TEXT),
    ("due", _("下个期限"), ColumnKind.DATE), ("received", _("立案日期"), ColumnKind.DATE), ("union", _("单位"), ColumnKind.TEXT),
)  # fmt: skip
CLUES = (
    ("number", _("序号"), ColumnKind.TEXT), ("channel", _("线索来源"), ColumnKind.TEXT), ("received_on", _("登记日期"), ColumnKind.DATE),
    ("inspector", _("排查人"), ColumnKind.TEXT), ("street", _("镇街"), ColumnKind.TEXT), ("employer", _("用人单位"), ColumnKind.TEXT),
    ("credit_code", _("统一社会信用代码"), ColumnKind.TEXT), ("industry", _("行业"), ColumnKind.TEXT), ("project", _("项目名称"), ColumnKind.TEXT),
    ("people", _("涉及人数"), ColumnKind.INT), ("period", _("欠薪时间"), ColumnKind.TEXT), ("amount", _("涉及金额（元）"), MONEY),
    ("contact", _("联系人"), ColumnKind.TEXT), ("phone", _("联系电话"), ColumnKind.TEXT), ("disposal", _("处置方式"), ColumnKind.TEXT),
    ("progress", _("办理进展"), ColumnKind.TEXT), ("opened_on", _("立案日期"), ColumnKind.DATE), ("closed_on", _("结案日期"), ColumnKind.DATE),
    ("recovered", _("追回金额（元）"), MONEY), ("remark", _("备注"), ColumnKind.TEXT), ("state", _("走到哪步"), ColumnKind.TEXT),
)  # fmt: skip


def ledger_out(*, rows: QuerySet, what: str, by: Actor, at: datetime, reason: str = "", unmasked: bool = False) -> bytes:
    """An xlsx of the rows the caller scoped and filtered. Phones are masked unless a reason and the power are there.

    `what` is 'cases' or 'clues'. The clue sheet carries the headings of a ledger and can be imported again.
    """
    by.require("wages.export")
    if unmasked:
        by.require("people.unmask")
        if len(reason.strip()) < 4:
            raise Refused("reason", _("写明为什么要看，至少 4 个字"), field="reason")
    table = CASES if what == "cases" else CLUES
    line = _case_line if what == "cases" else _clue_line
    columns = tuple(Column(gettext(label), kind, key=code) for code, label, kind in table)
    buffer = BytesIO()
    found = list(rows.order_by("case__order_due", "case_id")[:MOST])
    files.write(target=buffer, sheets=[Sheet(gettext("欠薪台账"), columns, _lines(found, line, unmasked))])
    journal.record(
        kind="read", verb=f"wages.export.{what}", subject="wages.ledger:0", path=by.grants[0].path if by.grants else "", by=by, at=at,
        reason=reason, note=f"{len(found)} rows{', unmasked' if unmasked else ''}",
    )  # fmt: skip
    return buffer.getvalue()


def _lines(rows: list, line: object, unmasked: bool) -> Iterator[tuple]:
    return (line(row, unmasked) for row in rows)


def _case_line(row: object, unmasked: bool) -> tuple:
    return (
        row.case.reference, row.employer_name, row.project, _industry(row.industry), row.people, row.period, row.owed, row.promised,
        row.ordered, row.paid, row.confirmed, gettext(plain(CaseState(row.case.state)).name), row.case.next_due,
        row.case.received_at.astimezone().date(), row.case.union.name,
    )  # fmt: skip


def _clue_line(row: object, unmasked: bool) -> tuple:
    phone = row.phone if unmasked or not row.phone else f"{row.phone[:3]}****{row.phone[-4:]}"
    return (
        row.number or row.case.reference, row.channel_said, row.received_on, row.inspector, row.street, row.employer_name, row.credit_code,
        _industry(row.industry), row.project, row.people, row.period, row.amount, row.contact, phone, row.disposal, row.progress,
        row.opened_on, row.closed_on, row.recovered_said, row.remark, gettext(plain(ClueState(row.case.state)).name),
    )  # fmt: skip


def _industry(code: str) -> str:
    return gettext(INDUSTRY_LABELS[code]) if code in INDUSTRY_LABELS else code
