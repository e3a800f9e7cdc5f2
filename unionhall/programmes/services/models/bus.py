"""Requests for the check bus, the two-week plan, its stops with slots, and who arrived."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.cipher import EncryptedText
from unionhall.base.models import PathField, one_of, paired
from unionhall.kernel.bookings.rules import State

from ..rules.bus import Missing, Risk
from ..rules.plans import Why


class BusRequest(models.Model):
    """What an enterprise's union asks for, beside a case of kind 'bus'. lat/lng: the gate, WGS-84 degrees."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+", primary_key=True)
    employer = models.ForeignKey("orgs.Employer", models.PROTECT, related_name="+")
    address = models.CharField(max_length=200)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    power = models.BooleanField(default=False)
    parking = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            paired("services_request_gate", "lat", "lng"),
            models.CheckConstraint(name="services_request_where", condition=Q(lat__isnull=True) | Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180)),
        ]  # fmt: skip


class Workshop(models.Model):
    """People of a request who work together. Minutes of a day; a shift that ends before it begins passes midnight."""

    request = models.ForeignKey(BusRequest, models.PROTECT, related_name="workshops")
    name = models.CharField(max_length=40)
    heads = models.PositiveIntegerField()
    begins = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    risk = models.CharField(max_length=12, default=Risk.NONE)

    class Meta:
        constraints = [
            one_of("services_workshop_risk", "risk", Risk),
            models.UniqueConstraint(fields=["request", "name"], name="services_workshop_once"),
            models.CheckConstraint(name="services_workshop_heads", condition=Q(heads__gte=1)),
            models.CheckConstraint(name="services_workshop_shift", condition=Q(begins__lt=1440, ends__lte=1440) & ~Q(begins=F("ends"))),
        ]


class BusPlan(models.Model):
    """Two weeks of a union's bus; drafted until accepted. `engine` says who reckoned it."""

    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    first = models.DateField()
    last = models.DateField()
    engine = models.CharField(max_length=10)
    most = models.PositiveIntegerField()
    home_lat = models.FloatField()
    home_lng = models.FloatField()
    made_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="services_plan_dates", condition=Q(last__gte=F("first")))]


class BusStop(models.Model):
    """A day's share of a request in a plan: how many people, on which day, as which in the round. `off_at`: the day was called off."""

    plan = models.ForeignKey(BusPlan, models.PROTECT, related_name="stops")
    request = models.ForeignKey(BusRequest, models.PROTECT, related_name="stops")
    day = models.DateField()
    place = models.PositiveSmallIntegerField(default=0)
    part = models.PositiveSmallIntegerField(default=0)
    heads = models.PositiveIntegerField()
    prize = models.BigIntegerField()
    visited_at = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True)
    off_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "request", "part"], name="services_stop_once"),
            models.CheckConstraint(name="services_stop_off", condition=Q(off_at__isnull=True) | Q(visited_at__isnull=True)),
            models.CheckConstraint(name="services_stop_heads", condition=Q(heads__gte=1)),
        ]


class Unserved(models.Model):
    """People of a request whom a plan leaves out: why, and whether one more bus-day would change it."""

    plan = models.ForeignKey(BusPlan, models.PROTECT, related_name="unserved")
    request = models.ForeignKey(BusRequest, models.PROTECT, related_name="+")
    heads = models.PositiveIntegerField()
    why = models.CharField(max_length=8)
    one_more = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of("services_unserved_why", "why", Why),
            models.UniqueConstraint(fields=["plan", "request", "why"], name="services_unserved_once"),
        ]


class Slot(models.Model):
    """A session of bookings as the bus sees it: a workshop's time at a stop.

    `heads` of the workshop are to come then, `begins` is the minute of the day that was planned. What is taken, and where the session
    lies now, its own row says; the capacities of all workshops' sessions at a time together are what the bus sees in it.
    """

    stop = models.ForeignKey(BusStop, models.PROTECT, related_name="slot_rows")
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="slots")
    session = models.OneToOneField("bookings.Session", models.PROTECT, related_name="+")
    begins = models.PositiveSmallIntegerField()
    heads = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stop", "workshop", "begins"], name="services_slot_once"),
            models.CheckConstraint(name="services_slot_heads", condition=Q(heads__gte=1)),
        ]


class Arrival(models.Model):
    """Somebody on an enterprise's list, by the number in the slot once there is one; `person` sees the own slot and results.

    With a slot there is a booking in its session, and the booking says whether somebody came. Without one `missing` says why.
    """

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="arrivals")
    name = EncryptedText(label="services.arrival.name")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, related_name="arrivals")
    booking = models.OneToOneField("bookings.Booking", models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(null=True)
    missing = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            paired("services_arrival_slot", "slot", "booking", "number"),
            models.CheckConstraint(
                name="services_arrival_missing",
                condition=Q(slot__isnull=False, missing="") | Q(slot__isnull=True, missing__in=[str(each) for each in Missing]),
            ),
            models.UniqueConstraint(fields=["slot", "number"], name="services_arrival_number"),
            models.UniqueConstraint(fields=["workshop", "person"], name="services_arrival_person"),
        ]

    @property
    def came(self) -> bool:
        """Whether somebody ticked them off."""
        return self.booking is not None and self.booking.state == State.ATTENDED
