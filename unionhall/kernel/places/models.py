"""Rows of the calendar, of the regions and of the places people go to."""

import uuid

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import PathField, one_of
from unionhall.base.workdays import DayKind

from .rules import KIND_LABELS, LEVEL_LABELS, Level

KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
LEVELS = [(level.value, label) for level, label in LEVEL_LABELS.items()]
ROOT = Q(level=Level.PROVINCE.value, parent__isnull=True)
BELOW = ~Q(level=Level.PROVINCE.value) & Q(parent__isnull=False)
LIVE = Q(valid_to__isnull=True)


class CalendarDay(models.Model):
    """A day that differs from plain weekday and weekend. Never changed in place: a new row replaces it."""

    day = models.DateField(unique=True)
    kind = models.CharField(max_length=12, choices=KINDS)
    source = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("day",)
        constraints = (
            one_of("places_day_kind", "kind", DayKind),
            models.CheckConstraint(name="places_day_source", condition=~Q(source="")),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class CalendarYear(models.Model):
    """Whether the State Council's notice for a year is loaded. Replaced like a day, never changed."""

    year = models.PositiveSmallIntegerField(unique=True)
    published = models.BooleanField()
    source = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("year",)
        constraints = (
            models.CheckConstraint(name="places_year_range", condition=Q(year__gte=1950, year__lte=2100)),
        )

    def __str__(self) -> str:
        return f"{self.year}"


class Region(models.Model):
    """A region by its code, as it stood from `valid_from` until the day before `valid_to`; null is still.

    `path` names the codes from the province down, '/370000/370700/'.
    """

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=LEVELS)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = PathField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("code", "valid_from")
        indexes = (models.Index(fields=("path",), name="places_region_path"),)
        constraints = (
            one_of("places_region_level", "level", Level),
            models.CheckConstraint(
                name="places_region_dates", condition=LIVE | Q(valid_from__lt=F("valid_to"))
            ),
            models.CheckConstraint(
                name="places_region_root",
                condition=ROOT | BELOW,
            ),
            models.UniqueConstraint(fields=("code", "valid_from"), name="places_region_once"),
            models.UniqueConstraint(fields=("code",), condition=LIVE, name="places_region_live_once"),
        )

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """Somewhere people go: a station, a hall, a yard. Position in WGS-84 degrees; both or neither.

    `hours` is OpenStreetMap opening_hours text without holidays, '' where nothing is said: our calendar decides what a holiday is.
    `always_open` is 24 hours, every day. `holiday_hours` is a text of the same kind, 'closed', or '' for as usual.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    region_code = models.CharField(max_length=12, blank=True, db_index=True)
    address = models.CharField(max_length=200, blank=True)
    landmark = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    hours = models.CharField(max_length=200, blank=True)
    always_open = models.BooleanField(default=False)
    holiday_hours = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="places_place_always", condition=Q(always_open=False) | Q(hours="")),
            models.CheckConstraint(
                name="places_place_position",
                condition=Q(lat__isnull=True, lng__isnull=True) | Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180),
            ),
        )
        indexes = (models.Index(fields=("lat", "lng"), name="places_place_box"),)

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """A place is shut from `since` up to `until` (null: until further notice), whatever its hours say, and why."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="closures")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ("since",)
        constraints = (
            models.CheckConstraint(name="places_closure_span", condition=Q(until__isnull=True) | Q(until__gt=F("since"))),
            models.CheckConstraint(name="places_closure_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return self.reason
