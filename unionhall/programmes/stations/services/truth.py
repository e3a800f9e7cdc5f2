"""Live truth: what was found at the door corrects the station's state, and somebody must look."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import Channel
from unionhall.kernel.notices import services as notices
from unionhall.kernel.people import queries as people

from ..kinds import Found, StationState
from ..models import Doubt, Observation, Station
from ..queries import doors as found_doors
from ..queries import figures
from ..queries import reports as reports_found
from ..queries import truth as found
from ..rules import truth as rules
from ..rules.doors import Whence
from . import doors, reports

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Deadline
    from unionhall.kernel.people.models import Person

DOOR = Actor(system="door of a station", name="")


@transaction.atomic
def observe(*, station: Station, found: str, whence: Whence, form_key: str, at: datetime) -> Observation:
    """What one person found at the door; open clears a doubt, locked may begin one. The same form tells once."""
    key = doors.hashed(form_key=form_key)
    if done := _told(key):
        return done
    Station.objects.select_for_update().only("pk").get(pk=station.pk)
    row = Observation.objects.create(
        station=station, path=station.path, at=at, found=found, in_hours=found_doors.open_at(station, at),
        mark=_mark(station, whence, at), form_key=key,
    )  # fmt: skip
    if found == Found.OPEN:
        _clear(station, "confirmed", _("有人在门口确认开着"), DOOR, at)
    else:
        _doubt(station, at)
    return row


def _told(key: str) -> Observation | None:
    return found.by_key(key)


def _mark(station: Station, whence: Whence, at: datetime) -> str:
    """The mark of whoever tells. Around midnight the one of the day before goes on, so that nobody is two."""
    day = at.astimezone().date()
    before, now = (_of_day(station, whence, each) for each in (day - timedelta(days=1), day))
    recent = {row.mark for row in found.since(station, at)}
    return before if before in recent else now


def _of_day(station: Station, whence: Whence, day: date) -> str:
    return doors.mark(station=station, period=f"door {day.isoformat()}", month=day.replace(day=1), who=whence.tapper)


def _doubt(station: Station, at: datetime) -> None:
    """Enough devices found it locked within its hours: the station is doubtful, a matter is opened, keeper and street are told."""
    day = at.astimezone().date()
    seen = found.since(station, at)
    if station.state != StationState.OPEN or found.doubt_of(station) or not rules.doubtful(seen, at, figures.window(day), figures.needed(day)):
        return
    number = rules.tellers(seen, at, figures.window(day))
    case = cases.open_case(
        kind="station_truth", union=station.union, title=station.place.name, channel=Channel.STATION,
        says=_("{number} 个人说到了没开门").format(number=number), by=DOOR, at=at,
    )  # fmt: skip
    Doubt.objects.create(case=case, station=station, begun_at=at)
    _set_state(station, StationState.DOUBTFUL, _("有人说到了没开门"))
    for person in told_of(station=station, today=day):
        notices.tell(
            person=person, message="station_doubtful", effect_key=f"station_doubtful:{case.pk}:{person.pk}", at=at,
            link=f"/stations/doubts/{case.pk}/", station=station.place.name,
        )  # fmt: skip


def told_of(*, station: Station, today: date) -> list[Person]:
    """Whom a doubt concerns: the keeper, and whoever handles stations at the street, or else at the district; each once."""
    persons = doors.handlers(union=doors.desk_of(union=station.union), power="stations.handle", today=today)
    keeper = [people.account(station.keeper_id).person] if station.keeper_id else []
    return list({person.pk: person for person in [*keeper, *persons]}.values())


def _set_state(station: Station, state: StationState, reason: str) -> None:
    Station.objects.filter(pk=station.pk).update(state=state, state_reason=reason[:200])
    station.state, station.state_reason = state, reason[:200]


def _clear(station: Station, step: str, reason: str, by: Actor, at: datetime, state: StationState = StationState.OPEN) -> Doubt | None:
    doubt = found.doubt_of(station)
    if doubt is None:
        return None
    cases.take_step(case_id=doubt.case_id, step=step, by=by, at=at, says=reason, power=rules.KEEP)
    doubt.ended_at, doubt.reason = at, reason[:200]
    doubt.save(update_fields=["ended_at", "reason"])
    _set_state(station, state, "" if state == StationState.OPEN else reason)
    return doubt


@transaction.atomic
def give_word(*, case_id: int, open_now: bool, reason: str, by: Actor, at: datetime) -> Doubt:
    """The keeper's or the district's word on a doubt, with its reason: it is open after all, or it is shut for now."""
    doubt = load(pk=case_id, scope=by.scope(rules.KEEP))
    if len(reason.strip()) < 4:
        raise Refused("reason", _("写明怎么回事，至少 4 个字"), field="reason")
    if doubt.ended_at:
        raise Refused("step_closed", _("已经核实过了"), field="reason")
    step, state = ("clear", StationState.OPEN) if open_now else ("shut", StationState.SUSPENDED)
    Observation.objects.create(
        station=doubt.station, path=doubt.station.path, at=at, found=Found.WORD if open_now else Found.LOCKED, says=reason.strip()[:200],
        account_id=by.account_id, form_key=f"word:{case_id}",
    )  # fmt: skip
    _clear(doubt.station, step, reason.strip(), by, at, state)
    return load(pk=case_id, scope=by.scope(rules.KEEP))


def load(*, pk: int, scope: Scope) -> Doubt:
    """One doubt by its case's id, in scope; Refused when it is not open to the actor."""
    doubt = found.doubt(pk, scope=scope)
    if doubt is None:
        raise Refused("not_yours", _("这一件不归您管"))
    return doubt


@transaction.atomic
def reopen(*, station_id: int, reason: str, by: Actor, at: datetime) -> Station:
    """A station that was shut for now is open again, with the reason."""
    station = doors.load(pk=station_id, scope=by.scope(rules.KEEP))
    if station.state != StationState.SUSPENDED:
        raise Refused("step_closed", _("这个驿站没有停开"), field="reason")
    if len(reason.strip()) < 4:
        raise Refused("reason", _("写明怎么回事，至少 4 个字"), field="reason")
    Observation.objects.create(
        station=station, path=station.path, at=at, found=Found.WORD, says=reason.strip()[:200], account_id=by.account_id,
        form_key=f"reopen:{station.pk}:{at.isoformat()}"[:64],
    )  # fmt: skip
    _set_state(station, StationState.OPEN, "")
    return station


@transaction.atomic
def late(*, deadline: Deadline, at: datetime) -> int:
    """Nobody looked in time: the leaders of the district are told. Returns how many."""
    case, today = deadline.case, at.astimezone().date()
    district = doors.district_of(union=case.union)
    leaders = people.holders(powers={"stations.cover"}, union_id=district.pk, today=today)
    page = "doubts" if case.kind == "station_truth" else "reports"
    for person in leaders:
        notices.tell(
            person=person, message="station_late", effect_key=f"station_late:{deadline.pk}:{person.pk}", at=at,
            link=f"/stations/{page}/{case.pk}/", reference=case.reference,
        )  # fmt: skip
    if report := reports_found.report(case.pk, scope=Scope.system("told late")):
        reports.tell_reporter(report=report, message="station_slow", what=f"{deadline.pk}", at=at)
    cases.remark(case=case, says=_("到时候没办，已经告诉区县工会"), inner=deadline.label, by=Actor(system=_("到期检查")), at=at, step="late")
    return len(leaders)
