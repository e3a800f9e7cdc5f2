"""Reading sessions, bookings and the queue: staff by path of the kind they serve, a person the own rows."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from unionhall.base.access import Scope

from . import rules
from .kinds import BOOKING_KINDS
from .models import Blackout, Booking, Feed, Feedback, Serving, Session, Tick, Wait

PUBLIC = (
    "session", "sessions", "open_sessions", "line_length", "imbalances", "blackouts", "booking_by_key", "shared_ticks", "feed_owner",
    "served_by", "who_serves", "misfits", "free_providers",
)  # fmt: skip


def visible(scope: Scope, kind: str = "") -> QuerySet[Booking]:
    """Bookings that a scope opens. A person's scope opens the own ones, a power's scope those of the kinds it is the power of."""
    rows = Booking.objects.filter(_seen(scope)).select_related("session", "session__place", "person")
    return rows.filter(session__kind=kind) if kind else rows


def _seen(scope: Scope, prefix: str = "session__") -> Q:
    if scope.everything:
        return Q()
    kinds = [kind.code for kind in BOOKING_KINDS if scope.power in (kind.view, kind.handle)]
    staff = scope.within(f"{prefix}path") & Q(**{f"{prefix}kind__in": kinds})
    return staff | Q(person_id=scope.person_id) if scope.person_id else staff


def held_sessions(scope: Scope, kind: str) -> QuerySet[Session]:
    """Sessions of a kind that a desk's scope opens, in order of time."""
    known = BOOKING_KINDS[kind]
    if scope.everything:
        return Session.objects.filter(kind=kind).order_by("starts_at", "id")
    if scope.power not in (known.view, known.handle):
        return Session.objects.none()
    return Session.objects.filter(scope.within("path"), kind=kind).select_related("place").order_by("starts_at", "id")


def session(pk: int) -> Session:
    """One session; Session.DoesNotExist when there is none. What is on offer is public."""
    return Session.objects.get(pk=pk)


def sessions(*, kind: str, subjects: Iterable[str], begin: datetime, until: datetime) -> QuerySet[Session]:
    """What is held for these subjects from `begin` up to, not including, `until`; called-off ones too."""
    rows = Session.objects.filter(kind=kind, subject__in=list(subjects), starts_at__gte=begin, starts_at__lt=until)
    return rows.select_related("place").order_by("starts_at", "id")


def open_sessions(*, kind: str, subjects: Iterable[str], at: datetime, until: datetime) -> QuerySet[Session]:
    """What the public can book now, full ones too: their queue is open."""
    rows = sessions(kind=kind, subjects=subjects, begin=at, until=until)
    return rows.filter(Q(opens_at__isnull=True) | Q(opens_at__lte=at), state=rules.SessionState.OPEN, closes_at__gt=at)


def own(*, scope: Scope) -> QuerySet[Booking]:
    """A person's own bookings, newest session first."""
    if scope.person_id is None:
        return Booking.objects.none()
    return visible(scope).filter(person_id=scope.person_id).order_by("-session__starts_at", "-id")


def booking_by_key(client_key: str) -> Booking | None:
    """The booking that a form's key made, if it did: the caller holds the key, so it is the caller's."""
    return next(iter(Booking.objects.filter(client_key=client_key)), None)


def by_code(*, scope: Scope, code: str) -> Booking | None:
    """The booking with this door code in scope; letters and blanks as people type them."""
    clean = code.upper().replace(" ", "").replace("-", "").replace("O", "0").replace("I", "1").replace("L", "1")
    return visible(scope).filter(code=clean).first()


def line(*, scope: Scope) -> QuerySet[Wait]:
    """Live places in queues that a scope opens, in order of arrival."""
    rows = Wait.objects.filter(_seen(scope), state__in=rules.LIVE_WAITS)
    return rows.select_related("session", "booking", "person").order_by("id")


def line_length(session_id: int) -> int:
    """How many people wait for a session, heads."""
    return Wait.objects.filter(session_id=session_id, state=rules.WaitState.WAITING).aggregate(heads=Sum("party"))["heads"] or 0


def absences(*, scope: Scope, person_id: int, since: datetime) -> int:
    """How often a person did not come since a moment."""
    return visible(scope).filter(person_id=person_id, state=rules.State.ABSENT, session__starts_at__gte=since).count()


def feedback(*, scope: Scope, kind: str) -> QuerySet[Feedback]:
    """What people said of sessions in scope, newest first."""
    seen = visible(scope, kind).values("pk")
    return Feedback.objects.filter(booking_id__in=seen).select_related("booking__session").order_by("-at")


def attended(*, scope: Scope, kind: str, begin: date, until: date) -> QuerySet[Booking]:
    """Attended bookings of a kind whose session began in [begin, until]."""
    return visible(scope, kind).filter(
        state=rules.State.ATTENDED, session__starts_at__date__gte=begin, session__starts_at__date__lte=until
    )


def blackouts(*, path: str, place_id: int | None, begin: datetime, until: datetime) -> QuerySet[Blackout]:
    """Stretches without bookings that meet [begin, until) for a place, or for all places of a union above it."""
    above = ["/".join(path.split("/")[:depth]) + "/" for depth in range(2, path.count("/") + 1)]
    here = Q(place__isnull=True, path__in=above)
    if place_id is not None:
        here |= Q(place_id=place_id)
    return Blackout.objects.filter(here, begins_at__lt=until, ends_at__gt=begin)


def blackouts_seen(*, scope: Scope, at: datetime) -> QuerySet[Blackout]:
    """Stretches without bookings in a desk's area that are not over, the nearest first."""
    rows = Blackout.objects.filter(ends_at__gt=at).select_related("place").order_by("begins_at", "pk")
    return rows if scope.everything else rows.filter(scope.within("path"))


def left_behind(*, scope: Scope, kind: str, subject: str, at: datetime) -> QuerySet[Session]:
    """Coming sessions of a timetable that has been replaced: somebody had booked on their days."""
    return held_sessions(scope, kind).filter(subject=subject, starts_at__gt=at, series__ended_at__isnull=False).exclude(state=rules.SessionState.CANCELLED)


def imbalances() -> list[tuple[int, int, int]]:
    """(session, counter, heads of live bookings) wherever the two differ: for `unionhall check`."""
    heads = Sum("bookings__party", filter=Q(bookings__state__in=[str(state) for state in rules.LIVE]), default=0)
    rows = Session.objects.annotate(heads=heads).exclude(taken=F("heads"))
    return list(rows.values_list("pk", "taken", "heads"))


def shared_ticks() -> list[int]:
    """Bookings that ended and still keep a provider's time: for `unionhall check`."""
    ended = (rules.State.CANCELLED, rules.State.LAPSED)
    return list(Tick.objects.filter(booking__state__in=ended).values_list("booking_id", flat=True).distinct())


def feed_owner(secret_hash: str) -> int | None:
    """The person whose calendar a secret address opens."""
    return Feed.objects.filter(secret_hash=secret_hash).values_list("person_id", flat=True).first()


def unserved(*, scope: Scope, kind: str, at: datetime) -> QuerySet[Booking]:
    """Bookings of coming sessions that lost who was to serve them, the nearest first: somebody settles each of them."""
    rows = visible(scope, kind).filter(session__served=True, provider__isnull=True, session__ends_at__gt=at)
    return rows.filter(state__in=(rules.State.HELD, rules.State.BOOKED)).order_by("session__starts_at", "id")


def served_by(*, kind: str, provider_id: int, begin: datetime, until: datetime) -> int:
    """How many people have booked with a provider in sessions that begin in [begin, until): a number, no names."""
    rows = Booking.objects.filter(session__kind=kind, provider_id=provider_id, session__starts_at__gte=begin, session__starts_at__lt=until)
    return rows.filter(state__in=(rules.State.HELD, rules.State.BOOKED)).aggregate(heads=Sum("party"))["heads"] or 0


def who_serves(session_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Who is confirmed for each session, by person; a session without anybody is there with nobody."""
    found: dict[int, set[int]] = {pk: set() for pk in session_ids}
    for session_id, provider_id in Serving.objects.filter(session_id__in=list(found)).values_list("session_id", "provider_id"):
        found[session_id].add(provider_id)
    return {pk: frozenset(people) for pk, people in found.items()}


def free_providers(session: Session) -> list[tuple[int, str]]:
    """Who is confirmed for a session and has all of its time free, as (person, name) by name: among them somebody may choose."""
    busy = Tick.objects.filter(provider=OuterRef("provider"), tick__in=session.ticks)
    rows = Serving.objects.filter(~Exists(busy), session=session).order_by("provider__name", "provider_id")
    return list(rows.values_list("provider_id", "provider__name"))


def misfits(session_ids: Iterable[int]) -> frozenset[int]:
    """Sessions with a booking that nobody, or nobody confirmed, is to serve."""
    rows = Booking.objects.filter(session_id__in=list(session_ids), state__in=(rules.State.HELD, rules.State.BOOKED))
    rows = rows.exclude(provider__in=Serving.objects.filter(session=OuterRef("session")).values("provider"))
    return frozenset(rows.values_list("session_id", flat=True))
