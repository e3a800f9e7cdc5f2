"""The rota's rows. A duty that changes hands ends and a new one begins; nothing is overwritten."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import PathField, one_of, paired

from ..rules.rota.duties import LIVE, AvailableKind, DutyState
from ..rules.rota.leave import LeaveState, SwapState

OPEN = sorted(state.value for state in DutyState if state in LIVE)


def in_order(name: str, first: str, last: str, *, same: bool = False) -> models.CheckConstraint:
    """The constraint that one column lies before another; `same`: or on it."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{last}__gte" if same else f"{last}__gt": F(first)}))


class Rota(models.Model):
    """One line of service at one place, such as the desk of a station; `line` is the key that definitions share."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    line = models.SlugField(max_length=40)
    title = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "line"], name="services_rota_once")]

    def __str__(self) -> str:
        return self.title


class Guarantee(models.Model):
    """A promise, dated: on `weekdays` ('23' is Wednesday and Thursday) at least so many of `group`, for these hours."""

    rota = models.ForeignKey(Rota, models.PROTECT, related_name="guarantees")
    group = models.SlugField(max_length=20)
    title = models.CharField(max_length=60)
    weekdays = models.CharField(max_length=7)
    least = models.PositiveSmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    on_holidays = models.BooleanField(default=False)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            in_order("services_guarantee_hours", "begins", "ends"),
            models.CheckConstraint(name="services_guarantee_least", condition=Q(least__gte=1)),
            models.CheckConstraint(name="services_guarantee_said", condition=~Q(weekdays="") & ~Q(source="")),
            models.CheckConstraint(name="services_guarantee_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))),
        ]


class Provider(models.Model):
    """Somebody who serves on a rota. `feed_turn` goes up when the calendar's address is renewed: the old one is dead."""

    rota = models.ForeignKey(Rota, models.PROTECT, related_name="providers")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    group = models.SlugField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)
    feed_turn = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rota", "account"], name="services_provider_once"),
            models.CheckConstraint(name="services_provider_dates", condition=Q(until__isnull=True) | Q(until__gt=F("since"))),
        ]


class Availability(models.Model):
    """A weekday of the pattern, or one dated exception or wish; never both."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="availability")
    kind = models.CharField(max_length=5)
    weekday = models.PositiveSmallIntegerField(null=True)
    day = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("services_available_kind", "kind", AvailableKind),
            models.CheckConstraint(
                name="services_available_which",
                condition=Q(kind="week", weekday__isnull=False, weekday__lte=6, day__isnull=True) | (~Q(kind="week") & Q(weekday__isnull=True, day__isnull=False)),
            ),
            models.UniqueConstraint(fields=["provider", "weekday"], name="services_available_weekday"),
            models.UniqueConstraint(fields=["provider", "day"], name="services_available_day"),
        ]


class Duty(models.Model):
    """A provider's turn. `uid` and `sequence` are its line in calendars; `after` is the duty it took over from."""

    rota = models.ForeignKey(Rota, models.PROTECT, related_name="duties")
    path = PathField(db_index=True)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="duties")
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    state = models.CharField(max_length=10, default=DutyState.PLANNED)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    after = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True)
    off_reason = models.CharField(max_length=200, null=True)

    class Meta:
        constraints = [
            one_of("services_duty_state", "state", DutyState),
            in_order("services_duty_hours", "begins", "ends"),
            paired("services_duty_off", "off_at", "off_reason"),
            models.CheckConstraint(name="services_duty_off_state", condition=Q(state="off", off_at__isnull=False) | (~Q(state="off") & Q(off_at__isnull=True))),
            models.CheckConstraint(name="services_duty_confirmed", condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False)),
            models.UniqueConstraint(fields=["provider", "day", "begins"], condition=Q(state__in=OPEN), name="services_duty_slot"),
        ]
        indexes = [models.Index(fields=["rota", "day"], name="services_duty_day")]

    def comes_before(self, today: date) -> bool:
        """Whether its day is over."""
        return self.day < today


class Leave(models.Model):
    """A provider asks not to serve from one day to another. `key` is the form's: a second press files nothing new."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="leaves")
    path = PathField(db_index=True)
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default=LeaveState.WAITING)
    key = models.CharField(max_length=40, unique=True)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, null=True)
    overridden = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("services_leave_state", "state", LeaveState),
            in_order("services_leave_days", "first", "last", same=True),
            paired("services_leave_settled", "settled_at", "settled_by"),
            models.CheckConstraint(
                name="services_leave_waits", condition=Q(state="waiting", settled_at__isnull=True) | (~Q(state="waiting") & Q(settled_at__isnull=False))
            ),
            models.CheckConstraint(name="services_leave_overridden", condition=Q(overridden="") | Q(state__in=("granted", "withdrawn"))),
        ]


class Swap(models.Model):
    """A colleague is asked to take a duty; `back` is the duty given in return, if one is. `leave` waits for the answer."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="swaps")
    back = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")
    to = models.ForeignKey(Provider, models.PROTECT, related_name="asked")
    leave = models.ForeignKey(Leave, models.PROTECT, null=True, related_name="swaps")
    state = models.CharField(max_length=10, default=SwapState.ASKED)
    key = models.CharField(max_length=60, unique=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("services_swap_state", "state", SwapState),
            models.CheckConstraint(
                name="services_swap_answered", condition=Q(state="asked", answered_at__isnull=True) | (~Q(state="asked") & Q(answered_at__isnull=False))
            ),
            models.UniqueConstraint(fields=["duty"], condition=Q(state="asked"), name="services_swap_open"),
            models.UniqueConstraint(fields=["duty"], condition=Q(state="agreed"), name="services_swap_agreed"),
        ]


class Alarm(models.Model):
    """A promised day that nobody keeps, or that nobody has confirmed, until it is settled."""

    guarantee = models.ForeignKey(Guarantee, models.PROTECT, related_name="alarms")
    path = PathField(db_index=True)
    day = models.DateField()
    unconfirmed = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guarantee", "day", "unconfirmed"], condition=Q(settled_at__isnull=True), name="services_alarm_open"),
        ]
