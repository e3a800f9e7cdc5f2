"""A desk's list: many people's places in one session, and many check-ins, each as one order behind the same guard."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.journal.rules import Line

from .. import rules
from ..models import Booking, Wait
from ..rules import State, WaitState
from . import attendance, counters, desks, providers


@transaction.atomic
def book_many(*, session_id: int, people: Sequence[tuple[int | None, str]], by: Actor, at: datetime) -> list[Booking]:
    """Book a place each for (person or None, client key), all or nothing, in the order given. For the desk of the session.

    Refused: no_power, not_open, too_late, full, twice (somebody holds a place here already).
    """
    session = desks.at_desk([session_id], by)[0]
    desks.require_open(session, at, desk=True)
    if not people:
        return []
    if not counters.take(session.pk, len(people), "capacity"):
        raise Refused("full", counters.FULL)
    drafts = [
        Booking(session=session, person_id=person, state=State.BOOKED, client_key=key, code=counters.new_code(), made_at=at, made_by_id=by.account_id)
        for person, key in people
    ]  # fmt: skip
    try:
        with transaction.atomic():
            rows = Booking.objects.bulk_create(drafts, batch_size=500)
    except IntegrityError as error:
        raise Refused("twice", counters.TWICE) from error
    Wait.objects.filter(session=session, person_id__in=[person for person, _key in people if person], state=WaitState.WAITING).update(state=WaitState.LEFT)
    for row in rows if session.served else ():
        providers.assign(row, session)
    _note("book", rows, session.path, by, at)
    return rows


@transaction.atomic
def check_in_many(*, booking_ids: Iterable[int], by: Actor, at: datetime) -> list[int]:
    """Whole parties came, ticked off on paper and entered together. Who is in already stays so; returns the bookings now in.

    Refused: no_power, early, step_closed when one of them was cancelled: then nobody is checked in.
    """
    wanted = sorted(set(booking_ids))
    rows = list(Booking.objects.filter(pk__in=wanted).select_related("session").order_by("pk"))
    desks.at_desk({row.session_id for row in rows}, by)
    if len(rows) < len(wanted):
        raise Refused("not_found", _("没有这个预约"))
    for row in rows:
        attendance.require_begun(row.session, at)
        if row.state != State.ATTENDED:
            rules.FLOW.after(row.state, "check_in")
    open_rows = Booking.objects.filter(pk__in=wanted, state__in=[State.BOOKED, State.ABSENT])
    fresh = list(open_rows.values_list("pk", flat=True))
    open_rows.update(state=State.ATTENDED, arrived=F("party"), attended_at=at)
    for session in {row.session for row in rows}:
        _note("check_in", [row for row in rows if row.pk in fresh and row.session_id == session.pk], session.path, by, at)
    return wanted


def _note(verb: str, rows: Iterable[Booking], path: str, by: Actor, at: datetime) -> None:
    """A journal entry for each booking, as one order."""
    lines = (Line(f"bookings.{verb}", f"bookings.booking:{row.pk}", path) for row in rows)
    journal.record_many(kind="change", by=by, at=at, lines=lines)
