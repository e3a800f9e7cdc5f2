"""Repeated sessions: written ahead from an RRULE over our calendar; an edit is for this one, the following, or all."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.places import queries as places

from .. import queries, rules
from ..models import Booking, Series, Serving, Session, Wait
from ..rules import Span, repeats
from . import desks, sessions

AHEAD = timedelta(days=90)


@transaction.atomic
def open_series(
    *, kind: str, subject: str, title: str, path: str, rrule: str, first_at: datetime, minutes: int, capacity: int, by: Actor, at: datetime,
    place_id: int | None = None, kept_percent: int = 0, buffer_minutes: int = 0, opens_days: int = 90, notice_minutes: int = 0,
    cutoff_minutes: int = 0, on_holidays: bool = False, skip: frozenset[date] = frozenset(),
) -> Series:  # fmt: skip
    """A repetition, with its sessions of the next ninety days but the days in `skip`. Refused: rrule, times, capacity, no_power."""
    local = timezone.localtime(first_at)
    repeats.read(rrule, local)
    if minutes < 1 or capacity < 1 or not 0 <= kept_percent <= 100:
        raise Refused("capacity", _("时长和名额至少是 1，留给现场的是 0 到 100 之间的百分数"), field="capacity")
    if not desks.scope_of(kind, by).reaches(path):
        raise Refused("no_power", _("您的岗位不能做这一步"))
    row = Series.objects.create(
        kind=kind, subject=subject, title=title[:120], path=path, place_id=place_id, rrule=rrule, first_at=first_at, minutes=minutes,
        buffer_minutes=buffer_minutes, capacity=capacity, kept_percent=kept_percent, opens_days=opens_days, notice_minutes=notice_minutes,
        cutoff_minutes=cutoff_minutes, on_holidays=on_holidays,
    )  # fmt: skip
    journal.record(kind="change", verb="bookings.series", subject=f"bookings.series:{row.pk}", by=by, at=at, path=path, note=rrule)
    write_ahead(series_id=row.pk, today=at.astimezone().date(), skip=skip)
    return row


@transaction.atomic
def write_ahead(*, series_id: int, today: date, skip: frozenset[date] = frozenset()) -> int:
    """Write the sessions up to ninety days ahead that are not there yet; returns how many. Running it twice writes once."""
    row = Series.objects.get(pk=series_id)
    if row.ended_at:
        return 0
    first, calendar = timezone.localtime(row.first_at), places.calendar()
    begin = max(row.written_until + timedelta(days=1) if row.written_until else first.date(), first.date())
    wanted = (day for day in repeats.days(row.rrule, first, begin, today + AHEAD) if day not in skip)
    found = [_drafted(row, first, day) for day in wanted if repeats.works(day, calendar, row.on_holidays)]
    out = queries.blackouts(path=row.path, place_id=row.place_id, begin=first, until=timezone.localtime(first) + timedelta(days=36500))
    spans = list(out.values_list("begins_at", "ends_at"))
    new = [each for each in found if not rules.overlapping(spans, each.starts_at, each.ends_at)]
    Session.objects.bulk_create(new, ignore_conflicts=True)
    Series.objects.filter(pk=row.pk).update(written_until=today + AHEAD)
    return len(new)


def _drafted(row: Series, first: datetime, day: date) -> Session:
    starts = repeats.moment(first, day)
    opens, closes, settled = repeats.window(starts, row.opens_days, row.notice_minutes, row.cutoff_minutes)
    kept = rules.kept_places(row.capacity, row.kept_percent)
    return Session(
        kind=row.kind, subject=row.subject, title=row.title, path=row.path, place_id=row.place_id, starts_at=starts,
        ends_at=starts + timedelta(minutes=row.minutes), buffer_minutes=row.buffer_minutes, capacity=row.capacity, public=row.capacity - kept,
        opens_at=opens, closes_at=closes, settled_at=settled, series=row, series_day=day,
    )  # fmt: skip


def write_all_ahead(*, at: datetime) -> int:
    """Every living series up to ninety days ahead."""
    today = at.astimezone().date()
    due = Series.objects.filter(ended_at__isnull=True).exclude(written_until__gte=today + AHEAD)
    return sum(write_ahead(series_id=pk, today=today) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def change_series(
    *, session_id: int, span: str, by: Actor, at: datetime, capacity: int | None = None, title: str | None = None,
    shift_minutes: int = 0, minutes: int | None = None,
) -> list[int]:  # fmt: skip
    """Change a repeated session: only this one, this and the following, or every one still to come. Returns the sessions changed.

    `shift_minutes` moves the start within the day. 'following' ends the old repetition there and goes on as one of its own.
    Nothing is changed when one of the sessions refuses.
    """
    session = desks.at_desk([session_id], by)[0]
    if session.series_id is None or span == Span.ONE:
        chosen = [session]
    else:
        later = Session.objects.filter(series=session.series, starts_at__gte=session.starts_at if span == Span.FOLLOWING else at)
        chosen = list(later.exclude(state=rules.SessionState.CANCELLED).order_by("starts_at"))
        _keep_on(session, span, shift_minutes, minutes, capacity, title, at)
    for row in chosen:
        starts = row.starts_at + timedelta(minutes=shift_minutes)
        ends = starts + timedelta(minutes=minutes) if minutes else row.ends_at + timedelta(minutes=shift_minutes)
        sessions.change_session(session_id=row.pk, by=by, at=at, capacity=capacity, title=title, starts_at=starts, ends_at=ends)
    return [row.pk for row in chosen]


def _keep_on(session: Session, span: str, shift: int, minutes: int | None, capacity: int | None, title: str | None, at: datetime) -> None:
    """The repetition itself: changed in place for all, or ended and begun anew for the following."""
    row = session.series
    if span == Span.FOLLOWING and session.starts_at > row.first_at:
        old = row.pk
        row.pk, row.first_at = None, session.starts_at
        row.save(force_insert=True)
        Session.objects.filter(series_id=old, starts_at__gte=session.starts_at).update(series=row)
        Series.objects.filter(pk=old).update(ended_at=at)
    row.first_at += timedelta(minutes=shift)
    row.minutes, row.capacity, row.title = minutes or row.minutes, capacity or row.capacity, title or row.title
    row.save()


@transaction.atomic
def clear_ahead(*, kind: str, subject: str, by: Actor, at: datetime) -> frozenset[date]:
    """End the repetitions of a subject and take its coming sessions away, but on days for which somebody has booked or waits: those days
    stay whole as people know them, and are returned. Refused('no_power') when one is another desk's; nothing is taken away then.
    """
    coming = Session.objects.filter(kind=kind, subject=subject, starts_at__gt=at)
    rows = desks.at_desk(coming.values_list("pk", flat=True), by)
    asked = set(Booking.objects.filter(session__in=coming, state__in=rules.LIVE).values_list("session_id", flat=True))
    asked |= set(Wait.objects.filter(session__in=coming, state__in=rules.LIVE_WAITS).values_list("session_id", flat=True))
    stay = frozenset(timezone.localtime(row.starts_at).date() for row in rows if row.pk in asked)
    gone = [row.pk for row in rows if timezone.localtime(row.starts_at).date() not in stay]
    _take_away(gone)
    Series.objects.filter(kind=kind, subject=subject, ended_at__isnull=True).update(ended_at=at)
    if gone:
        journal.record(kind="change", verb="bookings.clear_ahead", subject=f"bookings.session:{gone[0]}", by=by, at=at, path=rows[0].path, note=f"{subject} {len(gone)}")
    return stay


def _take_away(numbers: list[int]) -> None:
    """Sessions that nothing ever stood in are deleted; the others, with ended bookings only, are called off."""
    kept = set(Booking.objects.filter(session__in=numbers).values_list("session_id", flat=True))
    kept |= set(Wait.objects.filter(session__in=numbers).values_list("session_id", flat=True))
    Session.objects.filter(pk__in=kept).update(state=rules.SessionState.CANCELLED, reason=_("时间表改了"), sequence=F("sequence") + 1)
    bare = [pk for pk in numbers if pk not in kept]
    Serving.objects.filter(session__in=bare).delete()
    Session.objects.filter(pk__in=bare).delete()
