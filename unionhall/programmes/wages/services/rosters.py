"""Many workers into one case at once: read, looked at row by row, added under the case's lock; the same list twice adds nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import rules as case_rules
from unionhall.kernel.cases import services as cases
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import CellFault
from unionhall.kernel.files.rules.cells import plain
from unionhall.kernel.people import services as people

from ..models import Arrears, Claimant
from ..rules import roster
from . import cases as wage_cases

MOST = 2000
FIELDS = {"owed": "owed", "since": "owed_since", "migrant": "migrant", "work": "work"}


def as_text(*, content: bytes, name: str) -> str:
    """An uploaded sheet as lines with tabs: what stands in the box, where it can be mended."""
    book = files.read(content=content, filename=name)
    sheet = next((one for one in book.sheets if one.rows and not one.hidden), book.sheets[0])
    return "\n".join("\t".join(plain(cell).replace("\t", " ") if cell is not None else "" for cell in row) for row in sheet.rows)


def planned(*, arrears: Arrears, text: str, today: date) -> roster.Plan:
    """What adding the pasted list would do now. Refused when there is no heading, or too much."""
    if not text.strip():
        raise Refused("roster_empty", _("先贴上名单，第一行写列名"), field="text")
    book = files.read(content=text.strip("\n").encode())
    found = roster.plan(book, known(arrears=arrears), today.year)
    if len(found.rows) > MOST:
        raise Refused("roster_long", _("一次最多 2000 行，分几次加"), field="text")
    return found


def known(*, arrears: Arrears) -> list[roster.Known]:
    """The workers of a loaded case, as the rules compare them."""
    rows = arrears.claimants.select_related("person").order_by("pk")
    return [
        roster.Known(
            row.pk, row.name, str(row.person.phone) if row.person else "", str(row.person.id_number) if row.person else "",
            row.owed, row.owed_since, row.migrant, row.work,
        )
        for row in rows
    ]  # fmt: skip


@transaction.atomic
def add(*, case_id: int, text: str, by: Actor, at: datetime) -> roster.Plan:
    """Add every row that stands; the wrong ones stay out. Returns what each became."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    Arrears.objects.select_for_update().get(pk=arrears.pk)
    found = planned(arrears=arrears, text=text, today=at.astimezone().date())
    for row in found.rows:
        if row.fate is roster.Fate.NEW:
            _enter(arrears, row.values, by, at)
        elif row.fate is roster.Fate.CHANGED:
            Claimant.objects.filter(pk=row.known).update(**_facts(row.values))
    fresh, changed = found.counts[roster.Fate.NEW], found.counts[roster.Fate.CHANGED]
    if fresh or changed:
        wage_cases.refresh_owed(arrears=arrears)
        says = _("按名单加了 {n} 名职工，改了 {m} 人的数").format(n=fresh, m=changed)
        cases.remark(case=arrears.case, says=says, by=by, at=at, step="claimant")
        cases.review_duties(case=arrears.case, by=by, at=at)
    return found


def _facts(values: Mapping[str, object]) -> dict[str, object]:
    return {name: values[code] for code, name in FIELDS.items() if values.get(code) is not None}


def _enter(arrears: Arrears, values: Mapping[str, object], by: Actor, at: datetime) -> None:
    """One new worker; who is known to the house under this number, and in the case already, keeps the one line."""
    name, phone, number = str(values["name"]), str(values.get("phone") or ""), str(values.get("id_number") or "")
    person = people.person_for(name=name, phone=phone, id_number=number, by=by, at=at) if phone or number else None
    if person and arrears.claimants.filter(person=person).update(**_facts(values)):
        return
    Claimant.objects.create(arrears=arrears, person=person, name=name, **_facts(values))
    if person:
        cases.join(case=arrears.case, person=person, role=case_rules.PartyRole.CLAIMANT, at=at)


def error_sheet(*, plan: roster.Plan) -> bytes:
    """The wrong rows as xlsx with their reasons in the last column; it can be mended and pasted again."""
    wrong = [row for row in plan.rows if row.fate is roster.Fate.WRONG]
    if not wrong or plan.block is None:
        raise Refused("roster_right", _("没有写错的行"))
    places = {each.code: each.at for each in plan.block.fields}
    faults = [
        CellFault(row.number, places.get(fault.field), gettext(fault.sentence).format(**fault.values))
        for row in wrong
        for fault in row.faults
    ]
    heading = plan.block.data[0] if plan.block.data else 1
    return files.mark_errors(rows=plan.block.sheet.rows, heading=heading, faults=faults, name=_("名单"))
