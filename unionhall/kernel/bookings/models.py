"""Sessions with a guarded counter, bookings, the queue, ticks of providers. The constraints keep the last promise."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import PathField, one_of, paired

from . import rules

LIVE = Q(state__in=[str(state) for state in rules.LIVE])
LIVE_WAITS = Q(state__in=[str(state) for state in rules.LIVE_WAITS])


class Series(models.Model):
    """A repetition: RRULE text from which sessions are written ahead. `minutes` is a session's length; times are local to the union."""

    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    path = PathField(db_index=True)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    rrule = models.CharField(max_length=200)
    first_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    buffer_minutes = models.PositiveSmallIntegerField(default=0)
    capacity = models.PositiveIntegerField()
    kept_percent = models.PositiveSmallIntegerField(default=0)
    opens_days = models.PositiveSmallIntegerField(default=90)
    notice_minutes = models.PositiveIntegerField(default=0)
    cutoff_minutes = models.PositiveIntegerField(default=0)
    on_holidays = models.BooleanField(default=False)
    written_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="bookings_series_size", condition=Q(minutes__gt=0, capacity__gt=0, kept_percent__lte=100)),
        )


class Session(models.Model):
    """One dated holding. `taken` counts heads of live bookings; the public may fill up to `public`, walk-ins up to `capacity`,
    staff knowingly up to `capacity + extra`. `contested`: somebody held or waited here, so that a booking looks for both. `subject` is the programme's own key, as 'service:12'.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    path = PathField()
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    buffer_minutes = models.PositiveSmallIntegerField(default=0)
    capacity = models.PositiveIntegerField()
    public = models.PositiveIntegerField()
    extra = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, default=rules.SessionState.OPEN)
    reason = models.CharField(max_length=200, blank=True)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField()
    settled_at = models.DateTimeField()
    served = models.BooleanField(default=False)
    contested = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="sessions")
    series_day = models.DateField(null=True)

    class Meta:
        constraints = (
            one_of("bookings_session_state", "state", rules.SessionState),
            paired("bookings_session_series", "series", "series_day"),
            models.CheckConstraint(name="bookings_session_times", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="bookings_session_taken", condition=Q(taken__lte=F("capacity") + F("extra"))),
            models.CheckConstraint(name="bookings_session_public", condition=Q(public__lte=F("capacity"))),
            models.UniqueConstraint(fields=("series", "series_day"), name="bookings_session_once"),
        )
        indexes = (
            models.Index(fields=("kind", "subject", "starts_at"), name="bookings_session_subject"),
            models.Index(fields=("kind", "path", "starts_at"), name="bookings_session_path"),
            models.Index(fields=("starts_at",), name="bookings_session_starts"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def free(self) -> int:
        """Places the public can still book."""
        return max(self.public - self.taken, 0) if self.state == rules.SessionState.OPEN else 0

    @property
    def ticks(self) -> range:
        """The five-minute ticks for which a provider is taken: the session's and its buffer's."""
        return rules.ticks(self.starts_at, self.ends_at + timedelta(minutes=self.buffer_minutes))


class Booking(models.Model):
    """One person's or party's place. `client_key` makes a double tap one booking; `code` is shown and scanned at the door.

    `arrived` counts heads of the party that came; `over` marks a staff booking above capacity.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="bookings")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=40, blank=True)
    party = models.PositiveSmallIntegerField(default=1)
    arrived = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10)
    client_key = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=8, unique=True)
    held_until = models.DateTimeField(null=True)
    walk_in = models.BooleanField(default=False)
    over = models.BooleanField(default=False)
    provider = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    attended_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            one_of("bookings_booking_state", "state", rules.State),
            models.CheckConstraint(name="bookings_booking_party", condition=Q(party__gt=0, arrived__lte=F("party"))),
            models.CheckConstraint(
                name="bookings_booking_held",
                condition=Q(state=rules.State.HELD.value, held_until__isnull=False)
                | (~Q(state=rules.State.HELD.value) & Q(held_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="bookings_booking_attended",
                condition=Q(state=rules.State.ATTENDED.value, attended_at__isnull=False, arrived__gt=0)
                | (~Q(state=rules.State.ATTENDED.value) & Q(attended_at__isnull=True, arrived=0)),
            ),
            models.UniqueConstraint(fields=("session", "person"), condition=LIVE, name="bookings_booking_live"),
        )
        indexes = (
            models.Index(fields=("person", "made_at"), name="bookings_booking_own"),
            models.Index(fields=("held_until",), name="bookings_booking_lapse", condition=Q(state=rules.State.HELD.value)),
        )


class Tick(models.Model):
    """Five minutes of a provider, given to one booking: no provider serves two people at once, whatever the session."""

    provider = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    tick = models.PositiveBigIntegerField()
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="ticks")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("provider", "tick"), name="bookings_tick_once"),)


class Serving(models.Model):
    """A provider who is confirmed for a session; 'any provider' chooses among these."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="serving")
    provider = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("session", "provider"), name="bookings_serving_once"),)


class Wait(models.Model):
    """A place in the queue of a session. An offer is a hold in the person's name: `booking`, until `offer_until`."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="waits")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    party = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, default=rules.WaitState.WAITING)
    client_key = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    booking = models.OneToOneField(Booking, models.PROTECT, null=True, related_name="wait")
    offer_hash = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = (
            one_of("bookings_wait_state", "state", rules.WaitState),
            models.CheckConstraint(name="bookings_wait_party", condition=Q(party__gt=0)),
            models.CheckConstraint(
                name="bookings_wait_offer",
                condition=Q(state__in=["waiting", "left"], booking__isnull=True)
                | (~Q(state__in=["waiting", "left"]) & Q(booking__isnull=False)),
            ),
            models.UniqueConstraint(fields=("session", "person"), condition=LIVE_WAITS, name="bookings_wait_live"),
        )
        indexes = (models.Index(fields=("session", "state", "id"), name="bookings_wait_line"),)


class Feedback(models.Model):
    """One tap and, if wanted, words; once for each booking that was attended."""

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="feedback")
    score = models.CharField(max_length=6)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (one_of("bookings_feedback_score", "score", rules.Score),)


class Blackout(models.Model):
    """A stretch in which a place takes no bookings; `place` null means every place below `path`."""

    path = PathField()
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = (models.CheckConstraint(name="bookings_blackout_times", condition=Q(ends_at__gt=F("begins_at"))),)


class Feed(models.Model):
    """A person's secret calendar address; only its keyed hash lies here. A new one ends the old."""

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
