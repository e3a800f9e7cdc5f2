"""Faults and wishes from a station's door: told without log-in, mended or refused with the reason, answered to who told it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import Channel, PartyRole
from unionhall.kernel.files import services as files
from unionhall.kernel.notices import services as notices
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import clean_phone

from ..kinds import ReportKind
from ..models import Station, StationReport
from ..queries import figures
from ..queries import reports as found
from ..rules import figures as codes
from ..rules import reports as rules
from ..rules.reports import HANDLE, NAMES, ReportState
from . import doors

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Receipt
    from unionhall.kernel.files.models import Blob


REPORTER = Actor(system=_("报的人"), name="")


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells at the door; the photo and the phone may be left out."""

    kind: str
    text: str
    phone: str = ""

    def said(self) -> str:
        """What the receipt's hash covers."""
        return "\n".join(each for each in (f"kind={self.kind}", f"text={self.text}", f"phone={self.phone}" if self.phone else "") if each)


def file(
    *, station: Station, told: Told, client_key: str, by: Actor, at: datetime, photo: IO[bytes] | None = None, photo_name: str = ""
) -> tuple[Receipt, str]:
    """File a report once per form key: (receipt, enquiry code). It lies with the station's street, or else its county."""
    blob = _kept(photo, photo_name, by, at, f"{client_key}-before"[:64])
    return cases.file_once(client_key=client_key, file=lambda: _file(station, told, blob, client_key, by, at))


def _kept(photo: IO[bytes] | None, name: str, by: Actor, at: datetime, client_id: str) -> Blob | None:
    if photo is None:
        return None
    return files.keep_picture(content=photo, name=name or "photo.jpg", by=by, at=at, client_id=client_id)


@transaction.atomic
def _file(station: Station, told: Told, blob: Blob | None, client_key: str, by: Actor, at: datetime) -> tuple[Receipt, str]:
    phone = clean_phone(told.phone)
    if told.kind not in set(ReportKind) or len(told.text.strip()) < 2:
        raise Refused("text", _("写几个字，说说是什么事"), field="text")
    if told.phone and not phone:
        raise Refused("phone", _("手机号是 11 位数字，以 1 开头"), field="phone")
    title = f"{station.place.name} · {told.text.strip()}".replace("\n", " ")[:60]
    case = cases.open_case(
        kind="station_report", union=doors.desk_of(union=station.union), title=title, channel=Channel.STATION, says=_("收到"), by=by,
        at=at, topic=told.kind,
    )  # fmt: skip
    StationReport.objects.create(case=case, station=station, path=station.path, kind=told.kind, text=told.text.strip()[:600], phone=phone, before=blob)
    person = None
    if phone:
        person = people.person_for(name="", phone=phone, by=by, at=at)
        cases.join(case=case, person=person, role=PartyRole.REPORTER, at=at)
    receipt, code = cases.issue_receipt(case=case, person=person, client_key=client_key, said=told.said(), at=at)
    for officer in doors.handlers(union=case.union, power=HANDLE, today=at.astimezone().date()):
        notices.tell(
            person=officer, message="station_reported", effect_key=f"station_reported:{case.pk}:{officer.pk}", at=at,
            link=f"/stations/reports/{case.pk}/", station=station.place.name,
        )  # fmt: skip
    return receipt, code


def load(*, pk: int, scope: Scope) -> StationReport:
    """One report by its case's id, in scope; Refused when it is not open to the actor."""
    row = found.report(pk, scope=scope)
    if row is None:
        raise Refused("not_yours", _("这一件不归您管"))
    return row


def accept(*, case_id: int, by: Actor, at: datetime) -> StationReport:
    """Take it on."""
    return _step(case_id, "accept", "", by, at)


@transaction.atomic
def mend(*, case_id: int, reply: str, by: Actor, at: datetime, photo: IO[bytes] | None = None, photo_name: str = "") -> StationReport:
    """It is done: a reply to whoever told it, and a photo of how it is now."""
    row = load(pk=case_id, scope=by.scope(HANDLE))
    _words(reply)
    if photo is not None:
        row.after = _kept(photo, photo_name, by, at, "")
        row.save(update_fields=["after"])
    StationReport.objects.filter(pk=row.pk).update(mended_at=at)
    return _step(case_id, "mend", reply, by, at)


@transaction.atomic
def refuse(*, case_id: int, reply: str, by: Actor, at: datetime) -> StationReport:
    """It cannot be done: the reason goes to whoever told it."""
    row = load(pk=case_id, scope=by.scope(HANDLE))
    _words(reply)
    StationReport.objects.filter(pk=row.pk).update(mended_at=None)
    return _step(case_id, "refuse", reply, by, at)


def close(*, case_id: int, by: Actor, at: datetime) -> StationReport:
    """Close what was answered."""
    return _step(case_id, "close", "", by, at)


def _words(reply: str) -> None:
    if len(reply.strip()) < 4:
        raise Refused("reply", _("写一句回复，报的人会看到，至少 4 个字"), field="reply")


@transaction.atomic
def _step(case_id: int, step: str, reply: str, by: Actor, at: datetime) -> StationReport:
    row = load(pk=case_id, scope=by.scope(HANDLE))
    row.case = cases.take_step(case_id=case_id, step=step, by=by, at=at, power=HANDLE)
    if reply:
        row.reply, row.replied_at = reply.strip()[:300], at
        row.save(update_fields=["reply", "replied_at"])
    tell_reporter(report=row, message="station_news" if reply else "station_moved", what=f"{row.case.version}", at=at)
    return row


def tell_reporter(*, report: StationReport, message: str, what: str, at: datetime) -> None:
    """Whoever left a phone hears of each step; `what` names the step, so that it is told once."""
    for party in report.case.parties.select_related("person"):
        notices.tell(
            person=party.person, message=message, effect_key=f"{message}:{report.case_id}:{what}", at=at,
            link=f"/stations/mine/{report.case_id}/", reference=report.case.reference, state=NAMES[ReportState(report.case.state)],
        )  # fmt: skip


@transaction.atomic
def reopen(*, report: StationReport, says: str, at: datetime) -> StationReport:
    """The reporter, whom the caller knows by log-in or receipt code, says that it is not mended: once, within the days of the figure."""
    until = rules.reopens_until(report.case.state, report.mended_at, report.reopened_at, figures.figure(codes.REOPEN_DAYS, at.astimezone().date()))
    if until is None or at > until:
        raise Refused("step_closed", _("现在不能再提了。还没好，再扫一次门口的码"), field="says")
    if len(says.strip()) < 2:
        raise Refused("says", _("写几个字，说说哪里没修好"), field="says")
    said = says.strip()[:300]
    if not StationReport.objects.filter(pk=report.pk, reopened_at=None).update(reopened_at=at, again=said):
        raise Refused("step_closed", _("现在不能再提了。还没好，再扫一次门口的码"), field="says")
    case = cases.take_step(case_id=report.case_id, step=rules.REOPEN, by=REPORTER, at=at, power=HANDLE)
    for officer in doors.handlers(union=case.union, power=HANDLE, today=at.astimezone().date()):
        notices.tell(
            person=officer, message="station_again", effect_key=f"station_again:{case.pk}:{officer.pk}", at=at,
            link=f"/stations/reports/{case.pk}/", station=report.station.place.name,
        )  # fmt: skip
    report.refresh_from_db()
    return report
