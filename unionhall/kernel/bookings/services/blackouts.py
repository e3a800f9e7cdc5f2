"""Stretches in which a place takes no bookings: begun with a reason, lifted."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from .. import queries
from ..models import Blackout, Booking, Series, Session
from ..rules import SessionState, State
from . import desks, sessions
from .series import AHEAD, write_ahead


@transaction.atomic
def black_out(*, path: str, begins_at: datetime, ends_at: datetime, reason: str, kind: str, by: Actor, at: datetime,
              place_id: int | None = None) -> list[int]:  # fmt: skip
    """No bookings at a place (or everywhere below `path`) for a while. Sessions of the kind inside are closed; returns the bookings
    that stand in them, to be moved or told: none is dropped silently."""
    if not desks.scope_of(kind, by).reaches(path):
        raise Refused("no_power", _("您的岗位不能做这一步"))
    if ends_at <= begins_at or not reason.strip():
        raise Refused("times", _("写明原因和起止时间，结束要晚于开始"), field="ends_at")
    Blackout.objects.create(path=path, place_id=place_id, begins_at=begins_at, ends_at=ends_at, reason=reason[:200])
    rows = Session.objects.filter(kind=kind, state=SessionState.OPEN, starts_at__lt=ends_at, ends_at__gt=begins_at, path__gte=path, path__lt=path[:-1] + "0")
    rows = rows.filter(place_id=place_id) if place_id else rows
    closed = list(rows.values_list("pk", flat=True))
    rows.filter(pk__in=closed).update(state=SessionState.CLOSED, reason=reason[:200])
    journal.record(kind="change", verb="bookings.black_out", subject=f"places.place:{place_id or 0}", by=by, at=at, path=path, reason=reason)
    return list(Booking.objects.filter(session_id__in=closed, state__in=[State.HELD, State.BOOKED]).values_list("pk", flat=True))


@transaction.atomic
def lift_blackout(*, blackout_id: int, kind: str, by: Actor, at: datetime) -> int:
    """The place takes bookings again: what the stretch had closed opens, what it had kept from being written is written; what lies
    under another stretch stays closed. Returns sessions opened. Refused('not_found') for another desk's.
    """
    row = Blackout.objects.select_for_update().filter(pk=blackout_id).first()
    if row is None or not desks.scope_of(kind, by).reaches(row.path):
        raise Refused("not_found", _("没有这段停约，或者不归您管"))
    shut = Session.objects.filter(kind=kind, state=SessionState.CLOSED, starts_at__lt=row.ends_at, ends_at__gt=max(row.begins_at, at))
    Blackout.objects.filter(pk=row.pk).delete()
    opened = 0
    for session in _inside(shut, row):
        other = queries.blackouts(path=session.path, place_id=session.place_id, begin=session.starts_at, until=session.ends_at).first()
        if other:
            Session.objects.filter(pk=session.pk).update(reason=other.reason)
        else:
            sessions.reopen_session(session_id=session.pk, by=by, at=at)
            opened += 1
    journal.record(kind="change", verb="bookings.lift", subject=f"places.place:{row.place_id or 0}", by=by, at=at, path=row.path)
    for each in _inside(Series.objects.filter(kind=kind, ended_at__isnull=True), row):
        _write_again(each, row, at)
    return opened


def _inside(rows: QuerySet, row: Blackout) -> QuerySet:
    """Those of the stretch's place, or of all places below its path."""
    if row.place_id:
        return rows.filter(place_id=row.place_id).order_by("pk")
    return rows.filter(path__gte=row.path, path__lt=row.path[:-1] + "0").order_by("pk")


def _write_again(series: Series, row: Blackout, at: datetime) -> None:
    """The days of the stretch that were passed over; days that keep an older timetable are left to it."""
    first, last = (timezone.localtime(moment).date() for moment in (max(row.begins_at, at), row.ends_at))
    if series.written_until is None or series.written_until < first:
        return
    older = Session.objects.filter(kind=series.kind, subject=series.subject, series__ended_at__isnull=False, series_day__gte=first)
    later = (last + timedelta(days=shift) for shift in range(1, (series.written_until - last).days + 1))
    Series.objects.filter(pk=series.pk).update(written_until=first - timedelta(days=1))
    write_ahead(series_id=series.pk, today=series.written_until - AHEAD, skip=frozenset(later) | frozenset(older.values_list("series_day", flat=True)))
