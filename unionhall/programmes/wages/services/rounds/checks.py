"""What an inspector saw, recorded once however often it is sent and in whatever order; a clue opens with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import IO

from django.db import IntegrityError, transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import Channel
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs

from ...models import Check, CheckAnswer, CheckPhoto, Clue, Site
from ...queries import rounds
from ...rules.rounds.checks import WEEK, Clash, Result, Source, shown_answers, trouble, week_of
from .. import clues
from . import sites

MOST_PHOTOS = 3
AHEAD = timedelta(minutes=10)  # how far a phone's clock may run ahead before the server's own is taken
TROUBLES = {"result": _("选一个结果"), "note": _("写一句看到了什么，或者为什么没看成")}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of the arrears that a look found; `amount` in fen, None when nobody can say."""

    people: int | None = None
    amount: int | None = None
    period: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo on its way in."""

    content: IO[bytes]
    name: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """The record, whether this call wrote it, and what stands against it (shown, never resolved by the machine)."""

    check: Check
    fresh: bool
    clashes: tuple[Clash, ...] = field(default=())


def record_check(
    *, client_id: str, site_id: int, result: str, by: Actor, at: datetime, checked_at: datetime | None = None, note: str = "",
    answers: Mapping[str, str] | None = None, finding: Finding | None = None, photos: Sequence[tuple[IO[bytes], str]] = (),
    source: str = Source.PAGE,
) -> Recorded:  # fmt: skip
    """Record one look under the sender's own id: the same id gives the same record, sent twice or late or out of order.

    `checked_at` is the sender's moment; one that lies ahead of `at` is taken as `at`. A clue opens with a 'clue'.
    Refused: client_id, not_yours, result, note, too_late, photos.
    """
    if not 16 <= len(client_id) <= 40:
        raise Refused("client_id", _("这一页放得太久了，请重新打开再填"))
    by.require("wages.round")
    if done := _known(client_id, by):
        return done
    site = sites.load(pk=site_id, scope=by.scope("wages.round"))
    moment = min(checked_at or at, at) if (checked_at or at) <= at + AHEAD else at
    if wrong := trouble(result, note):
        raise Refused(wrong, TROUBLES[wrong], field=wrong)
    if moment < at - rounds.number("round_late_weeks", at.astimezone().date()) * WEEK:
        raise Refused("too_late", _("这一条太早了，补报不了，请告诉线索专员"))
    if len(photos) > MOST_PHOTOS:
        raise Refused("photos", _("照片最多 3 张"), field="photos")
    row = Check(
        client_id=client_id, site=site, path=site.path, week=week_of(moment.astimezone().date()), inspector_id=by.account_id,
        inspector_name=by.name or by.system, result=result, note=note.strip()[:500], source=source, checked_at=moment, received_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            _write(row, shown_answers(answers or {}), finding or Finding(), [Photo(*photo) for photo in photos], by)
    except IntegrityError:
        done = _known(client_id, by)
        if done is None:
            raise
        return done
    return Recorded(row, True, rounds.clashes_of(row, scope=by.scope("wages.round")))


def _known(client_id: str, by: Actor) -> Recorded | None:
    """The record that this id already has; somebody else's id is refused without saying whose."""
    row = Check.objects.filter(client_id=client_id).select_related("site", "clue__case").first()
    if row is None:
        return None
    if row.inspector_id != by.account_id:
        raise Refused("client_id", _("这一页放得太久了，请重新打开再填"))
    return Recorded(row, False, rounds.clashes_of(row, scope=by.scope("wages.round")))


def _write(row: Check, answers: Mapping[str, str], finding: Finding, photos: Sequence[Photo], by: Actor) -> None:
    row.save(force_insert=True)  # first: of two senders at once one waits here, and then finds the record
    if row.result == Result.CLUE:
        row.clue = _open_clue(row, finding, by)
        row.save(update_fields=["clue"])
    CheckAnswer.objects.bulk_create(CheckAnswer(check_row=row, point=point, good=said == "yes") for point, said in answers.items())
    for number, photo in enumerate(photos):
        _keep_photo(row, photo, number, by)
    journal.record(
        kind="change", verb="wages.round.check", subject=f"wages.check:{row.pk}", path=row.path, by=by, at=row.received_at, note=row.result
    )


def _open_clue(row: Check, finding: Finding, by: Actor) -> Clue:
    site: Site = row.site
    union = orgs.union(site.union_id)
    report = clues.Report(
        employer_name=site.name, project=site.place, industry=site.industry, address=site.address, told=row.note,
        region_code=_region(site.path), people=finding.people, amount=finding.amount, period=finding.period[:60],
        contact=finding.contact, phone=finding.phone,
    )  # fmt: skip
    day: date = row.checked_at.astimezone().date()
    clue = clues.register(report=report, channel=Channel.ROUND, by=by, at=row.received_at, received_on=day)
    clue.inspector, clue.street, clue.employer = row.inspector_name[:40], union.name.removesuffix("总工会")[:40], clue.employer or site.employer
    clue.save(update_fields=["inspector", "street", "employer"])
    return clue


def _region(path: str) -> str:
    """The nearest region code on the way up: a community has none of its own."""
    return next((row.region_code for row in reversed(orgs.lineage(path)) if row.region_code), "")


def _keep_photo(row: Check, photo: Photo, number: int, by: Actor) -> None:
    key = f"{row.client_id}-{number}"
    blob = files.keep(content=photo.content, name=photo.name, by=by, at=row.received_at, allow=frozenset({FileKind.IMAGE}), client_id=key)
    CheckPhoto.objects.create(check_row=row, blob=blob)
    if row.clue:
        cases.add_file(case=row.clue.case, blob=blob, label=_("巡查照片"), by=by, at=row.received_at)


def photo_open_to(actor: Actor, blob_id: int) -> bool:
    """Whether somebody may open a photo of a round: who sees the coverage of its area, or walks there."""
    powers = ("wages.coverage", "wages.round")
    return any(actor.may(power) and rounds.photo_allowed(blob_id, scope=actor.scope(power)) for power in powers)
