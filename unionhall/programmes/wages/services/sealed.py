"""Confidential clues: the ledger holds a date and a place; what was told lies in a closed letter."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from unionhall.base.access import NOBODY, Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import rules as case_rules
from unionhall.kernel.cases import services as cases
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs

from ..models import Clue
from ..rules.sealed import FIELDS, LEDGER_FIELDS, POWER
from . import clues, words

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Letter, Receipt
    from unionhall.kernel.orgs.models import Union
    from unionhall.kernel.people.models import KeyPair
    from unionhall.kernel.people.services import Holder

TITLE = _("保密件")
Told = Mapping[str, str]


def subjects(told: Told) -> list[str]:
    """Whom it is about, as keys of ties. Worked out in memory: a query would carry the name to the database's log."""
    return [key for key in (case_rules.subject_name(told.get("employer_name", "")),) if key]


def desk(*, region_code: str, at: datetime, about: Collection[str] = ()) -> tuple[Union, list[KeyPair]] | None:
    """Who would read a letter from this street: (union, pairs); None when nobody holds a key from there up to the top."""
    union = orgs.for_region(region_code) or orgs.home()
    return cases.desk_of(union=union, power=POWER, at=at, about=about) if union else None


def report(
    *, told: Told, region_code: str, attached: Sequence[cases.Attachment], client_key: str, at: datetime
) -> tuple[Receipt, str]:
    """File a confidential report once per form key: (receipt row, enquiry code). Nobody is written down as its sender.

    Refused: employer, not_open (nobody could read it; it is never filed openly instead), what files refuse.
    """
    return cases.file_once(client_key=client_key, file=lambda: _file(told, region_code, attached, client_key, at))


@transaction.atomic
def _file(
    told: Told, region_code: str, attached: Sequence[cases.Attachment], client_key: str, at: datetime
) -> tuple[Receipt, str]:
    if not told.get("employer_name", "").strip():
        raise Refused("employer", _("写上单位或者工地的名字，知道多少写多少"), field="employer_name")
    found = desk(region_code=region_code, at=at, about=subjects(told))
    if found is None:
        raise Refused("not_open", _("这里现在还没有人能收保密件。请打 {hotline}，或者到工会当面说"), values={"hotline": settings.HOTLINE})
    union, pairs = found
    case = cases.open_case(
        kind="clue", union=union, title=TITLE, channel=case_rules.Channel.WEB, says=_("收到保密件"), by=NOBODY, at=at
    )  # fmt: skip
    Clue.objects.create(case=case, region_code=region_code, received_on=at.astimezone().date(), sealed=True)
    kept = {name: told[name] for name in FIELDS if told.get(name)}
    letter = cases.close_letter(case=case, fields=kept, attached=attached, pairs=pairs, code=cases.code_for(client_key=client_key), at=at)
    return cases.issue_receipt(case=case, person=None, client_key=client_key, said=fingerprint(letter), at=at)


def fingerprint(letter: Letter) -> str:
    """What the receipt's hash covers: the ciphertext as it was stored, from which no word can be guessed."""
    return "\n".join(bytes(row.body).hex() for row in letter.parts.order_by("number"))


@transaction.atomic
def write_in(*, clue_id: int, names: Collection[str], holder: Holder | None, by: Actor, at: datetime) -> Clue:
    """Write chosen fields of the letter into the ledger, where everybody who sees the ledger reads them. Refused: nothing chosen."""
    clue = clues.load(pk=clue_id, scope=by.scope(POWER))
    opened = cases.read_letter(case_id=clue.case_id, holder=holder, power=POWER, by=by, at=at)
    told = opened.parts[0].fields
    chosen = {name: told[name] for name in LEDGER_FIELDS if name in set(names) and told.get(name)}
    if not chosen:
        raise Refused("nothing", _("选一项要写进台账的"), field="names")
    kept = {row.name: getattr(clue, row.name) for row in dataclass_fields(clues.Report)}
    facts = clues.Report(**{**kept, **{name: int(value) if name in ("amount", "people") else value for name, value in chosen.items()}})
    draft = clues.draft_clue(report=facts, received_on=clue.received_on)
    changed = [*chosen, "name_key", "sound_key", "phone_hash"]
    for name in changed:
        setattr(clue, name, getattr(draft, name))
    clue.save(update_fields=changed)
    words.learn(names=words.names_of([clue]))
    cases.review_duties(case=clue.case, by=by, at=at)
    journal.record(
        kind="security", verb="clue.letter_written_in", subject=f"cases.case:{clue.case_id}", path=clue.case.path, by=by, at=at,
        note=" ".join(chosen),
    )  # fmt: skip
    return clue
