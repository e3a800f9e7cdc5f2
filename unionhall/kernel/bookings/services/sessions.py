"""Sessions: offered, changed, called off, opened again; the walk-in share let go."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from .. import queries, rules
from ..kinds import BOOKING_KINDS
from ..models import Booking, Session
from ..rules import SessionState, State
from . import bookings, counters, desks, offers

BELOW = _("已经约出去 {taken} 位，名额不能再少")


@transaction.atomic
def open_session(
    *, kind: str, subject: str, title: str, path: str, starts_at: datetime, ends_at: datetime, capacity: int, by: Actor, at: datetime,
    place_id: int | None = None, kept: int = 0, buffer_minutes: int = 0, opens_at: datetime | None = None,
    closes_at: datetime | None = None, settled_at: datetime | None = None,
) -> Session:  # fmt: skip
    """Offer one session. `kept` places are for walk-ins; without `closes_at` and `settled_at` both end when it starts.

    Refused: times, capacity, no_power, blackout.
    """
    if ends_at <= starts_at:
        raise Refused("times", _("结束时间要晚于开始时间"), field="ends_at")
    if capacity < 1 or not 0 <= kept <= capacity:
        raise Refused("capacity", _("名额至少 1 个，留给现场的不能超过名额"), field="capacity")
    if not desks.scope_of(kind, by).reaches(path):
        raise Refused("no_power", _("您的岗位不能做这一步"))
    if queries.blackouts(path=path, place_id=place_id, begin=starts_at, until=ends_at).exists():
        raise Refused("blackout", _("这段时间停约"), field="starts_at")
    row = Session.objects.create(
        kind=BOOKING_KINDS[kind].code, subject=subject, title=title[:120], path=path, place_id=place_id, starts_at=starts_at, ends_at=ends_at,
        buffer_minutes=buffer_minutes, capacity=capacity, public=capacity - kept, opens_at=opens_at, closes_at=closes_at or starts_at,
        settled_at=settled_at or starts_at,
    )  # fmt: skip
    _note("open", row, by, at)
    return row


def _note(verb: str, row: Session, by: Actor, at: datetime, reason: str = "") -> None:
    journal.record(kind="change", verb=f"bookings.{verb}", subject=f"bookings.session:{row.pk}", by=by, at=at, path=row.path, reason=reason)


@transaction.atomic
def change_session(
    *, session_id: int, by: Actor, at: datetime, capacity: int | None = None, kept: int | None = None, title: str | None = None,
    starts_at: datetime | None = None, ends_at: datetime | None = None,
) -> Session:  # fmt: skip
    """Change one session. Capacity never falls below what is taken; another time is told to everybody who has booked."""
    row = desks.at_desk([session_id], by)[0]
    timed = (starts_at or row.starts_at) != row.starts_at or (ends_at or row.ends_at) != row.ends_at
    if timed:
        _retime(row, starts_at or row.starts_at, ends_at or row.ends_at)
    row.title = title or row.title
    if capacity is not None:
        _resize(row, capacity, row.capacity - row.public if kept is None else kept)
    row.sequence += 1
    row.save(update_fields=["title", "starts_at", "ends_at", "opens_at", "closes_at", "settled_at", "capacity", "public", "extra", "sequence"])
    if timed:
        _tell_all(row, "retimed")
    _note("change", row, by, at)
    offers.offer_next(row.pk, at)
    return row


def _retime(row: Session, starts_at: datetime, ends_at: datetime) -> None:
    """Windows keep their distance to the start."""
    if ends_at <= starts_at:
        raise Refused("times", _("结束时间要晚于开始时间"), field="ends_at")
    if row.served and Booking.objects.filter(session=row, state__in=rules.LIVE, provider__isnull=False).exists():
        raise Refused("served", _("已经排了服务人员，不能直接改时间：请逐个改期"), field="starts_at")
    by_time = starts_at - row.starts_at
    row.starts_at, row.ends_at = starts_at, ends_at
    row.closes_at, row.settled_at = row.closes_at + by_time, row.settled_at + by_time
    row.opens_at = row.opens_at + by_time if row.opens_at else None


def _resize(row: Session, capacity: int, kept: int) -> None:
    row.refresh_from_db(fields=["taken", "extra"])
    if capacity < 1 or capacity < row.taken:
        raise Refused("capacity", BELOW, field="capacity", values={"taken": row.taken})
    row.capacity, row.extra = capacity, 0
    row.public = max(capacity - kept, 0)


def _tell_all(row: Session, what: str) -> None:
    rows = Booking.objects.filter(session=row, state__in=[State.HELD, State.BOOKED])
    rows.update(sequence=F("sequence") + 1, reminded_at=None)
    for booking in rows.select_related("session"):
        counters.changed(booking, what)


@transaction.atomic
def release_kept(*, session_id: int, by: Actor, at: datetime) -> int:
    """Let the walk-in share go to the public and to the line; returns places let go."""
    row = desks.at_desk([session_id], by)[0]
    kept = row.capacity - row.public
    if kept:
        Session.objects.filter(pk=row.pk).update(public=F("capacity"))
        _note("release_kept", row, by, at)
        offers.offer_next(row.pk, at)
    return kept


@transaction.atomic
def cancel_session(*, session_id: int, reason: str, by: Actor, at: datetime) -> list[int]:
    """Call a session off: everybody's booking ends with the reason and is told. Returns the bookings. Again changes nothing."""
    row = desks.at_desk([session_id], by)[0]
    if not reason.strip():
        raise Refused("reason", _("写明原因，约了的人会看到"), field="reason")
    if row.state == SessionState.CANCELLED:
        return []
    Session.objects.filter(pk=row.pk).update(state=SessionState.CANCELLED, reason=reason[:200], sequence=F("sequence") + 1)
    _note("cancel_session", row, by, at, reason)
    live = list(Booking.objects.filter(session=row, state__in=[State.HELD, State.BOOKED]).order_by("id").values_list("pk", flat=True))
    for pk in live:
        bookings.cancel(booking_id=pk, by=by, at=at, reason=reason)
    return live


@transaction.atomic
def reopen_session(*, session_id: int, by: Actor, at: datetime) -> None:
    """A closed session takes bookings again; a called-off one does not."""
    row = desks.at_desk([session_id], by)[0]
    if Session.objects.filter(pk=row.pk, state=SessionState.CLOSED).update(state=SessionState.OPEN, reason=""):
        _note("reopen", row, by, at)
        offers.offer_next(row.pk, at)
