"""Booking a service: place and price in one transaction; the second look with the check-in; a slot as the service says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.bookings import queries as booking_queries
from unionhall.kernel.bookings import rules as booking_rules
from unionhall.kernel.bookings import services as bookings
from unionhall.kernel.bookings.rules.repeats import window
from unionhall.kernel.people import rules as people_rules
from unionhall.kernel.people import services as people

from ..models import Decision, Definition
from ..queries import book as found
from ..queries import decisions as decision_queries
from ..queries import definitions as definition_queries
from ..queries import prices
from ..rules import definitions as rules
from ..rules.prices import Channel, read
from . import decisions

if TYPE_CHECKING:
    from unionhall.kernel.bookings.models import Booking, Wait


def missing(definition: Definition, day: date, at: datetime) -> list[tuple[datetime, datetime]]:
    """The coming slots of a day that nobody has written yet, outside stretches without bookings."""
    naive = rules.slots(day, definition.begins, definition.ends, definition.minutes, definition.buffer_minutes)
    rows = [(timezone.make_aware(begin), timezone.make_aware(end)) for begin, end in naive]
    if not rows or not definition_queries.works_on(definition, day):
        return []
    begin, until = rows[0][0], rows[-1][1]
    there = booking_queries.sessions(kind=found.KIND, subjects=[definition_queries.subject(definition)], begin=begin, until=until)
    known = set(there.values_list("starts_at", flat=True))
    shut = list(booking_queries.blackouts(path=definition.path, place_id=definition.place_id, begin=begin, until=until))
    return [
        (begin, end) for begin, end in rows
        if begin not in known and begin > at and not any(stretch.begins_at < end and begin < stretch.ends_at for stretch in shut)
    ]  # fmt: skip


def slot(definition: Definition, begin: datetime, end: datetime, seats: int, by: Actor, at: datetime) -> int:
    """One session of a service, with the windows the service sets."""
    opens, closes, settled = window(begin, definition.horizon_days, definition.notice_minutes, definition.cutoff_minutes)
    return bookings.open_session(
        kind=found.KIND, subject=definition_queries.subject(definition), title=definition.name, path=definition.path, starts_at=begin, ends_at=end,
        capacity=seats, kept=booking_rules.kept_places(seats, definition.kept_percent), buffer_minutes=definition.buffer_minutes,
        place_id=definition.place_id, opens_at=opens, closes_at=closes, settled_at=settled, by=by, at=at,
    ).pk  # fmt: skip


def book(
    *, session_id: int, client_key: str, by: Actor, at: datetime, claimed: Iterable[str] = (), channel: str = Channel.WEB,
    provider_id: int | None = None, definition: Definition | None = None,
) -> tuple[Booking, Decision]:  # fmt: skip
    """A person books for itself: the place and the decision together, or neither. The same form twice is one booking, one decision.

    `provider_id`: who is to serve, a person's number; None for whoever has least to do. `definition`: the service, where the caller has
    read it already. Refused('full') when that one is taken, ('not_found') when the session is another service's.
    """
    bookings.turn_away(session_id=session_id, person_id=by.person_id or 0, client_key=client_key, by=by, at=at)
    with transaction.atomic():
        return _booked(session_id, client_key, by, at, claimed, channel, provider_id, definition)


def _booked(
    session_id: int, client_key: str, by: Actor, at: datetime, claimed: Iterable[str], channel: str, provider_id: int | None, definition: Definition | None
) -> tuple[Booking, Decision]:
    row = bookings.book(session_id=session_id, person_id=by.person_id, client_key=client_key, provider_id=provider_id, by=by, at=at)
    definition = definition or _definition(found.definition_id(row.session))
    if row.session.subject != definition_queries.subject(definition):
        raise Refused("not_found", _("没有这项服务，或者不归您管"))
    return row, _settled(definition, row, by, at, claimed, channel)


def _settled(definition: Definition, row: Booking, by: Actor, at: datetime, claimed: Iterable[str], channel: str) -> Decision:
    day = timezone.localtime(row.session.starts_at).date()
    known = Decision.objects.filter(booking_id=row.pk).order_by("-pk").first()
    if known and known.day == day:
        return known
    return decisions.settle(
        definition=definition, person_id=row.person_id, day=day, channel=channel, claimed=claimed, booking_id=row.pk, by=by, at=at
    )


def _definition(pk: int) -> Definition:
    row = definition_queries.definition(pk)
    if row is None:
        raise Refused("not_found", _("没有这项服务，或者不归您管"))
    return row


@transaction.atomic
def walk_in(
    *, session_id: int, name: str, phone: str, client_key: str, by: Actor, at: datetime, claimed: Iterable[str] = (), channel: str = Channel.DESK
) -> tuple[Booking, Decision]:
    """Somebody stands at the desk: booked into what is kept for walk-ins; with a phone the standings on record count."""
    session = booking_queries.session(session_id)
    definition = _definition(found.definition_id(session))
    clean = people_rules.clean_phone(phone)
    person = people.person_for(name=name.strip() or "—", phone=clean, by=by, at=at) if clean else None
    row = bookings.book(
        session_id=session_id, person_id=person.pk if person else None, name=name.strip(), client_key=client_key, walk_in=True, by=by, at=at
    )
    return row, _settled(definition, row, by, at, claimed, channel)


@transaction.atomic
def move(*, booking_id: int, session_id: int, by: Actor, at: datetime) -> tuple[Booking, Decision]:
    """The same booking at another time; the price is that of the new day, from the same claims."""
    new = booking_queries.session(session_id)
    old = decision_queries.of_booking(scope=by.own(), booking_id=booking_id)
    definition = _definition(found.definition_id(new))
    if old is None or old.definition_id != definition.pk:
        raise Refused("kind", _("只能改到同一种服务的别的场次"), field="session")
    row = bookings.move(booking_id=booking_id, session_id=session_id, by=by, at=at)
    row.refresh_from_db()
    return row, _settled(definition, row, by, at, read(old.facts).claimed, Channel.WEB)


@transaction.atomic
def move_for(*, booking_id: int, session_id: int, by: Actor, at: datetime) -> tuple[Booking, Decision | None]:
    """A desk moves somebody's booking, as agreed on the phone; the person is told. What the new day does not
    allow is stored as refused: the desk may change the price with a reason. Refused: not_found, kind, full."""
    scope = by.scope("services.serve")
    row = booking_queries.visible(scope, found.KIND).filter(pk=booking_id).first()
    if row is None or booking_queries.session(session_id).subject != row.session.subject:
        raise Refused("kind", _("只能改到同一种服务的别的场次"), field="session")
    old = decision_queries.of_booking(scope=scope, booking_id=booking_id)
    row = bookings.move(booking_id=booking_id, session_id=session_id, by=by, at=at)
    if old is None:
        return row, None
    return row, _settled(old.definition, row, by, at, read(old.facts).claimed, Channel.DESK)


@transaction.atomic
def join_line(*, session_id: int, client_key: str, by: Actor, at: datetime, claimed: Iterable[str] = ()) -> Wait:
    """Stand in line for a full time. Who could not take the place is told why before standing there. Refused('not_for_you') and as `book`."""
    session = booking_queries.session(session_id)
    definition = _definition(found.definition_id(session))
    day = timezone.localtime(session.starts_at).date()
    if not prices.decide(definition, person_id=by.person_id, day=day, at=at, claimed=claimed).allowed:
        raise Refused("not_for_you", decisions.NOT_FOR_YOU, field="day")
    return bookings.join_line(session_id=session_id, person_id=by.person_id, client_key=client_key, by=by, at=at)


@transaction.atomic
def accept(*, wait_id: int, by: Actor, at: datetime, claimed: Iterable[str] = ()) -> tuple[Booking, Decision]:
    """Take an offered place; the price is decided with it."""
    row = bookings.accept(wait_id=wait_id, by=by, at=at)
    return row, _settled(_definition(found.definition_id(row.session)), row, by, at, claimed, Channel.WEB)


@transaction.atomic
def check_in(*, booking_id: int, by: Actor, at: datetime, seen: bool = False) -> tuple[Booking, Decision | None]:
    """They came: the decision is looked at again, then the place is marked. `seen`: the paper was shown."""
    decision = decision_queries.of_booking(scope=by.scope("services.serve"), booking_id=booking_id)
    row = bookings.check_in(booking_id=booking_id, by=by, at=at)
    return row, decisions.check_again(decision_id=decision.pk, by=by, at=at, seen=seen) if decision else None
