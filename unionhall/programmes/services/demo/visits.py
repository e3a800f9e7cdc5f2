"""Who came to 文昌广场: a free day of last year, booked and checked in by the services; and who has booked on the coming ones."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from unionhall.base.access import Actor
from unionhall.kernel.bookings import queries as booking_queries
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services

from ..models import Decision, Definition
from ..queries import book as found
from ..queries import rota as rotas
from ..services import book, rota, staffing
from .definitions import NOTICE, PLACE
from .rota import CHINA, LINE
from .yangzhou import BY

FREE_DAYS = ((date(2025, 11, 19), 12), (date(2025, 12, 17), 1))
PHONE = "1990000{:04d}"
FIRST = 1701
COMING = 3


def loaded() -> bool:
    """Whether somebody has come."""
    return Decision.objects.filter(definition__code=LINE, checked_at__isnull=False).exists()


def load(at: datetime) -> None:
    """Twelve riders on a Wednesday, one on a later one, and three on the next free day that has room."""
    definition = Definition.objects.select_related("place").get(code=LINE, place__name=PLACE)
    for day, heads in FREE_DAYS:
        served(definition, day)
        for number, session in enumerate(found.sessions_on(definition, day, moment(day, 6))[:heads]):
            comes(session, guest(number, moment(day - timedelta(days=7), 9)), moment(day - timedelta(days=6), 10), day)
    cells = found.strip(definition, person_id=guest(0, at).person_id, at=at)
    day = next((cell.day for cell in cells if cell.left and cell.answer.price == 0 and cell.day > at.astimezone(CHINA).date()), None)
    for number, session in enumerate(found.sessions_on(definition, day, at)[:COMING] if day else ()):
        book.book(session_id=session.pk, client_key=f"demo-{session.pk}", by=guest(number, at), at=at)


def moment(day: date, hour: int) -> datetime:
    """An hour of a day."""
    return datetime.combine(day, time(hour), CHINA)


def served(definition: Definition, day: date) -> None:
    """The rota of a past day: planned, said yes to, its slots open."""
    at = moment(day - timedelta(days=10), 9)
    row = rotas.of_line(definition.place_id, LINE)
    assert row
    plan = rota.draft(rota_id=row.pk, first=day, last=day, by=BY, at=at)
    for duty in rota.accept(rota_id=row.pk, first=day, last=day, mark=plan.mark, by=BY, at=at):
        rota.confirm(duty_id=duty.pk, by=people.actor_for(duty.provider.account, day), at=at)
    staffing.match_day(rota_id=row.pk, day=day, at=moment(day - timedelta(days=7), 9))


def guest(number: int, at: datetime) -> Actor:
    """An invented rider whose platform account is on record."""
    person = people_services.person_for(name=f"职工{FIRST + number}", phone=PHONE.format(FIRST + number), by=BY, at=at)
    if not people.standings(person.pk, at.date(), at):
        people_services.stand(person=person, kind="new_employment", level="", valid_from=date(2025, 1, 1), by=BY, at=at, issuer=NOTICE[:10])
    return Actor(person_id=person.pk, name=person.name)


def comes(session: object, who: Actor, booked_at: datetime, day: date) -> None:
    """Booked, and checked in at the desk a few minutes before."""
    row, _decision = book.book(session_id=session.pk, client_key=f"demo-{session.pk}", by=who, at=booked_at)
    keeper = people.account_by_login("yzkeeper")
    assert keeper
    at = booking_queries.session(row.session_id).starts_at - timedelta(minutes=5)
    book.check_in(booking_id=row.pk, by=people.actor_for(keeper, day), at=at)
