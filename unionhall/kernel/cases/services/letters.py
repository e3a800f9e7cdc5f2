"""Confidential letters: closed for those at the desk who hold a key, opened by them or with the receipt code, shared, taken away.

Nothing here writes an open word: not to the database, the shelf, the queue, the journal or the timeline.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base import envelope
from unionhall.base.access import NOBODY, Actor
from unionhall.base.envelope import Shut
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.files.rules.names import cleaned
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people

from .. import queries, rules
from ..models import Case, Letter, LetterFile, LetterKey, LetterPart
from . import matters, ties

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union
    from unionhall.kernel.people.models import KeyPair
    from unionhall.kernel.people.services import Holder

STEP = 1024  # a part's length says no more than its kilobytes
MANY = 5
TAKEN = frozenset({FileKind.IMAGE, FileKind.PDF, FileKind.WORD, FileKind.SHEET, FileKind.AUDIO})
NOT_OPEN = _("没有人有钥匙，收下也没人打得开")
NO_KEY = _("您还没有自己的钥匙。到“我的”里改一次密码就有了；以前的保密件，要请能看的同事分给您")
KEY_AWAY = _("这次登录没有带上您的钥匙。退出，用账号和密码重新登录一次")
NOT_FOR_YOU = _("这一封没有给您看的钥匙。请能看的同事分给您")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it arrives, in memory."""

    name: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """One part, open. `desk`: the union wrote it."""

    at: datetime
    desk: bool
    fields: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment, its description open; `size` in bytes."""

    pk: int
    at: datetime
    mime: str
    size: int
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter as its reader sees it."""

    case: Case
    parts: tuple[Said, ...] = field(repr=False)
    files: tuple[Enclosure, ...] = field(repr=False)


def desk_of(*, union: Union, power: str, at: datetime, about: Collection[str] = ()) -> tuple[Union, list[KeyPair]] | None:
    """The nearest union, from this one upward, where somebody holds a key: (union, pairs). None when nobody does.

    `about`: keys of whom the letter is about; who has a tie to them gets no key.
    """
    today, above = at.astimezone().date(), list(orgs.lineage(union.path or ""))
    found: dict[int, list[KeyPair]] = {}
    for union_id, pair in people.pairs_at([row.pk for row in above], power=power, today=today):
        if not _tied(pair, about, at):
            found.setdefault(union_id, []).append(pair)
    return next(((row, found[row.pk]) for row in reversed(above) if row.pk in found), None)


def _tied(pair: KeyPair, about: Collection[str], at: datetime) -> bool:
    person, today = pair.account.person, at.astimezone().date()
    agencies = people.agencies_of(pair.account_id, today) if about else set()
    return bool(ties.met(keys=about, person_id=person.pk, name=person.name, agencies=agencies, on=today))


@transaction.atomic
def close_letter(
    *, case: Case, fields: Mapping[str, str], attached: Sequence[Attachment], pairs: Sequence[KeyPair], code: str, at: datetime
) -> Letter:
    """Close what somebody reports: one key for all of it, wrapped for each reader and for the holder of the receipt code.

    Refused: not_open without a reader, what files refuse.
    """
    if not pairs:
        raise Refused("not_open", NOT_OPEN)
    key, salt = envelope.new_key(), envelope.new_salt()
    own = envelope.lock(envelope.key_of(rules.clean_receipt(code), salt), key, _label(case, "receipt"))
    letter = Letter.objects.create(case=case, salt=salt, wrapped=own, closed_at=at)
    for pair in pairs:
        _give(letter, pair, key, NOBODY, at)
    _write(letter, key, fields, at)
    _enclose(letter, key, attached, at)
    return letter


@transaction.atomic
def read_letter(*, case_id: int, holder: Holder | None, power: str, by: Actor, at: datetime) -> OpenLetter:
    """Open a letter at the desk; the reading is journalled. Refused: not_yours, tied, no_key, key_away, not_for_you."""
    letter, key = _at_desk(case_id, holder, power, by, at)
    _note(letter, "letter_read", by, at, kind="read")
    return _opened(letter, key)


@transaction.atomic
def enclosure(*, case_id: int, file_id: int, holder: Holder | None, power: str, by: Actor, at: datetime) -> tuple[Enclosure, bytes]:
    """One attachment at the desk, journalled: (what it is, its bytes)."""
    letter, key = _at_desk(case_id, holder, power, by, at)
    _note(letter, "letter_file", by, at, kind="read", note=f"file {file_id}")
    return _file(letter, key, file_id)


@transaction.atomic
def read_own(*, case: Case, code: str, at: datetime) -> OpenLetter:
    """Open one's own letter with the receipt code, which the caller has looked up; journalled without a name."""
    letter, key = _with_code(case, code)
    _note(letter, "letter_own", NOBODY, at, kind="read")
    return _opened(letter, key)


@transaction.atomic
def own_enclosure(*, case: Case, code: str, file_id: int, at: datetime) -> tuple[Enclosure, bytes]:
    """One attachment of one's own letter."""
    letter, key = _with_code(case, code)
    _note(letter, "letter_own", NOBODY, at, kind="read", note=f"file {file_id}")
    return _file(letter, key, file_id)


@transaction.atomic
def add_own(*, case: Case, code: str, fields: Mapping[str, str], attached: Sequence[Attachment], at: datetime) -> None:
    """The reporter adds words or files; the timeline says that it happened, not what."""
    letter, key = _with_code(case, code)
    if not any(fields.values()) and not attached:
        raise Refused("empty", _("写几句，或者选一个文件"), field="told")
    if any(fields.values()):
        _write(letter, key, fields, at)
    _enclose(letter, key, attached, at)
    matters.remark(case=case, says=_("反映人在保密件里添了内容"), by=NOBODY, at=at, step="letter")


@transaction.atomic
def write_back(*, case_id: int, says: str, holder: Holder | None, power: str, by: Actor, at: datetime) -> None:
    """Answer inside the letter: only the holder of the code and the other readers see it. Counts as an answer to the reporter."""
    letter, key = _at_desk(case_id, holder, power, by, at)
    if len(says.strip()) < matters.LEAST_WORDS:
        raise Refused("says", _("写一句话答复反映人：查到哪一步、接下来怎么办"), field="says")
    _write(letter, key, {"says": says.strip()}, at, by.account_id)
    matters.answer(case_id=case_id, says=_("工会在保密件里答复了，凭回执码打开看"), by=by, at=at, power=power)


def may_be_given(*, letter: Letter, power: str, at: datetime) -> list[KeyPair]:
    """Pairs of those who hold the power at the matter's union or above it, and cannot read this letter yet."""
    today, case = at.astimezone().date(), letter.case
    above = [row.pk for row in orgs.lineage(case.path)]
    held = set(letter.keys.values_list("pair_id", flat=True))
    rows = {pair.pk: pair for _union, pair in people.pairs_at(above, power=power, today=today) if pair.pk not in held}
    return list(rows.values())


def readers_of(*, letter: Letter) -> list[tuple[LetterKey, str]]:
    """Who has a key to a letter, each with a name; whose pair has ended opens nothing and is left out."""
    rows = letter.keys.filter(pair__ended_at__isnull=True).select_related("pair__account__person").order_by("pk")
    return [(row, row.pair.account.person.name) for row in rows]


@transaction.atomic
def share_letter(
    *, case_id: int, pair_id: int, holder: Holder | None, power: str, by: Actor, at: datetime, about: Collection[str] = ()
) -> LetterKey:
    """Give the key to a colleague, by somebody who can read. Refused: cannot_be_given, tied."""
    letter, key = _at_desk(case_id, holder, power, by, at)
    pair = next((row for row in may_be_given(letter=letter, power=power, at=at) if row.pk == pair_id), None)
    if pair is None:
        raise Refused("cannot_be_given", _("只能分给这里或者上级工会有权看、有钥匙的人"), field="pair")
    if _tied(pair, about, at):
        raise Refused("tied", _("这个人跟信里说的单位有关系，要回避"), field="pair")
    row = _give(letter, pair, key, by, at)
    _note(letter, "letter_shared", by, at, note=f"account {pair.account_id}")
    return row


@transaction.atomic
def take_away(*, case_id: int, pair_id: int, holder: Holder | None, power: str, by: Actor, at: datetime) -> None:
    """Delete somebody's key, by somebody who can read; the last one stays, or nobody at the desk could open it again."""
    letter, _key = _at_desk(case_id, holder, power, by, at)
    live = {row.pair_id for row, _name in readers_of(letter=letter)}
    if not live - {pair_id}:
        raise Refused("last_reader", _("只剩这一个人能看，收回就谁也打不开了。先分给别人"))
    if not letter.keys.filter(pair_id=pair_id).delete()[0]:
        raise Refused("not_yours", _("这个人本来就不能看"))
    pair = people.pairs_for([pair_id])[pair_id]
    _note(letter, "letter_taken_away", by, at, note=f"account {pair.account_id}")


def _at_desk(case_id: int, holder: Holder | None, power: str, by: Actor, at: datetime) -> tuple[Letter, bytes]:
    """The letter in the actor's scope and its key; Refused in words that say which of the locks is shut."""
    case = matters.loaded(case_id=case_id, by=by, power=power)
    ties.require_free(case=case, by=by, at=at)
    letter = queries.letter_of(case.pk)
    if letter is None:
        raise Refused("not_yours", _("这一件没有保密件"))
    if holder is None or holder.account_id != by.account_id:
        raise Refused(*(("key_away", KEY_AWAY) if people.pair_of(by.account_id) else ("no_key", NO_KEY)))
    row = letter.keys.filter(pair_id=holder.pair_id).first()
    if row is None:
        raise Refused("not_for_you", NOT_FOR_YOU)
    try:
        return letter, envelope.unwrap(bytes(row.wrapped), holder.private, _label(case, "key"))
    except Shut as error:
        raise Refused("not_for_you", NOT_FOR_YOU) from error


def _with_code(case: Case, code: str) -> tuple[Letter, bytes]:
    letter = queries.letter_of(case.pk)
    if letter is None:
        raise Refused("code", _("这个码查到的不是保密件"), field="code")
    try:
        own = envelope.key_of(rules.clean_receipt(code), bytes(letter.salt))
        return letter, envelope.unlock(own, bytes(letter.wrapped), _label(case, "receipt"))
    except Shut as error:
        raise Refused("code", _("这个码打不开这一封"), field="code") from error


def _give(letter: Letter, pair: KeyPair, key: bytes, by: Actor, at: datetime) -> LetterKey:
    wrapped = envelope.wrap(key, bytes(pair.public), _label(letter.case, "key"))
    return LetterKey.objects.create(letter=letter, pair=pair, wrapped=wrapped, given_at=at, given_by=by.name[:80])


def _write(letter: Letter, key: bytes, fields: Mapping[str, str], at: datetime, account_id: int | None = None) -> None:
    number = letter.parts.count() + 1
    raw = json.dumps(dict(fields), ensure_ascii=False).encode()
    body = envelope.lock(key, raw.ljust(-(-len(raw) // STEP) * STEP), _label(letter.case, f"part:{number}"))
    LetterPart.objects.create(letter=letter, number=number, body=body, at=at, account_id=account_id)


def _enclose(letter: Letter, key: bytes, attached: Iterable[Attachment], at: datetime) -> None:
    """Judge every file by its bytes in memory, then place ciphertext alone."""
    start = letter.files.count()
    for number, one in enumerate(attached, start=start + 1):
        if number > MANY * 4 or number - start > MANY:
            raise Refused("too_many", _("一次最多 {count} 个文件"), field="file", values={"count": MANY})
        found = files.judge_bytes(data=one.data, allow=TAKEN)
        about = json.dumps({"name": cleaned(one.name, found.suffix), "mime": found.mime, "size": len(one.data)}, ensure_ascii=False)
        blob = files.keep_closed(data=envelope.lock(key, one.data, _label(letter.case, f"file:{number}")), at=at)
        closed = envelope.lock(key, about.encode().ljust(STEP), _label(letter.case, f"about:{number}"))
        LetterFile.objects.create(letter=letter, number=number, blob=blob, about=closed, at=at)


def _opened(letter: Letter, key: bytes) -> OpenLetter:
    parts = tuple(
        Said(row.at, row.account_id is not None, json.loads(envelope.unlock(key, bytes(row.body), _label(letter.case, f"part:{row.number}"))))
        for row in letter.parts.order_by("number")
    )
    return OpenLetter(letter.case, parts, tuple(_described(row, letter, key) for row in letter.files.order_by("number")))


def _described(row: LetterFile, letter: Letter, key: bytes) -> Enclosure:
    about = json.loads(envelope.unlock(key, bytes(row.about), _label(letter.case, f"about:{row.number}")))
    return Enclosure(row.pk, row.at, about["mime"], about["size"], about["name"])


def _file(letter: Letter, key: bytes, file_id: int) -> tuple[Enclosure, bytes]:
    row = letter.files.select_related("blob").filter(pk=file_id).first()
    if row is None:
        raise Refused("not_yours", _("这封信里没有这个文件"))
    with files.opened(blob=row.blob) as shelved:
        return _described(row, letter, key), envelope.unlock(key, shelved.read(), _label(letter.case, f"file:{row.number}"))


def _note(letter: Letter, verb: str, by: Actor, at: datetime, kind: str = "security", note: str = "") -> None:
    case = letter.case
    journal.record(kind=kind, verb=f"{case.kind}.{verb}", subject=f"cases.case:{case.pk}", path=case.path, by=by, at=at, note=note)


def _label(case: Case, what: str) -> str:
    return f"cases.letter:{case.pk}:{what}"
