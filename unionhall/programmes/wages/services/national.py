"""The ledger in the columns of the national union platform: one row for each worker, under the mapping of the day."""

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
from unionhall.kernel.orgs.rules import Industry

from ..kinds import ANSWER_LABELS, Answer
from ..rules import national as rules
from ..rules.flows import CaseState, plain

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models import Claimant

MOST = 50_000
YES, NO = _("是"), _("否")


def national_out(*, rows: QuerySet[Claimant], by: Actor, at: datetime, reason: str = "", unmasked: bool = False) -> bytes:
    """An xlsx of the workers the caller scoped. Numbers are masked unless the power and a reason are there; it is journalled."""
    by.require("wages.export")
    if unmasked:
        by.require("people.unmask")
        if len(reason.strip()) < 4:
            raise Refused("reason", _("写明为什么要看，至少 4 个字"), field="reason")
    mapping = rules.in_force(at.astimezone().date())
    found = list(rows[:MOST])
    columns = tuple(Column(one.heading, ColumnKind(one.kind), 18, key=one.fact) for one in mapping.fields)
    badge = gettext("【待核实】") if mapping.unconfirmed else ""
    title = (f"{badge}{mapping.source}", gettext("列的版本 {version}").format(version=mapping.version))
    target = BytesIO()
    files.write(target=target, sheets=[Sheet(gettext("全国工会平台"), columns, _lines(found, mapping, unmasked), title=title)])
    journal.record(
        kind="read", verb="wages.export.national", subject="wages.ledger:0", path=by.grants[0].path if by.grants else "", by=by, at=at,
        reason=reason, note=f"{len(found)} rows, {mapping.version}{', unmasked' if unmasked else ''}",
    )  # fmt: skip
    return target.getvalue()


def _lines(rows: list[Claimant], mapping: rules.Mapping, unmasked: bool) -> Iterator[tuple[object, ...]]:
    for row in rows:
        facts = facts_of(claimant=row, unmasked=unmasked)
        yield tuple(facts[one.fact] for one in mapping.fields)


def facts_of(*, claimant: Claimant, unmasked: bool = False) -> dict[str, object]:
    """Every fact that a mapping may ask for; a card number is not kept here, so its column stays empty."""
    arrears, person, employer = claimant.arrears, claimant.person, claimant.arrears.employer
    number, phone = ("", "") if person is None else (person.id_number, person.phone) if unmasked else (person.masked_id, person.masked_phone)
    return {
        "reference": arrears.case.reference, "construction": gettext(YES if arrears.industry == Industry.CONSTRUCTION else NO),
        "name": claimant.name, "id_number": number, "phone": phone, "bank_card": "", "migrant": gettext(ANSWER_LABELS[Answer(claimant.migrant)]),
        "employer": arrears.employer_name, "credit_code": (employer.code or "") if employer else "",
        "address": employer.address if employer else "", "project": arrears.project, "region": arrears.case.union.region_code,
        "work": claimant.work, "period": arrears.period, "owed": claimant.owed, "confirmed": claimant.got,
        "representative": gettext(YES if claimant.representative else NO), "state": gettext(plain(CaseState(arrears.case.state)).name),
        "opened_on": arrears.case.received_at.astimezone().date(), "union": arrears.case.union.name,
    }  # fmt: skip
