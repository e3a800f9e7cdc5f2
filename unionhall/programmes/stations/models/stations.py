"""A station: a place that is kept open for workers, what it offers, its pictures, and how it came in by a sheet."""

from django.db import models
from django.db.models import Q

from unionhall.base.geo import System
from unionhall.base.models import PathField, one_of

from ..kinds import StationKind, StationState


class Station(models.Model):
    """A row beside its place, which knows name, address, position and weekly hours. `path` is its union's: one range gives scope.

    `system` is the coordinate system in which the position was given; `sketched`: the position is roughly meant.
    `assured_on` is the day on which somebody last looked whether all this is so. The duty contact is for staff alone.
    """

    place = models.OneToOneField("places.Place", models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12, default=StationKind.STATION)
    state = models.CharField(max_length=12, default=StationState.OPEN)
    state_reason = models.CharField(max_length=200, blank=True)
    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    keeper = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    duty_name = models.CharField(max_length=40, blank=True)
    duty_phone = models.CharField(max_length=20, blank=True)
    assured_on = models.DateField(null=True)
    opened_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    system = models.CharField(max_length=6, default=System.WGS84)
    sketched = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of("stations_station_kind", "kind", StationKind),
            one_of("stations_station_state", "state", StationState),
            one_of("stations_station_system", "system", System),
            models.CheckConstraint(name="stations_station_reason", condition=~Q(state="suspended") | ~Q(state_reason="")),
        ]

    def __str__(self) -> str:
        return self.code


class StationAmenity(models.Model):
    """Something on offer (a code of rules.amenities) from a day on, up to a day; it is never deleted, it ends."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="amenities")
    code = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "code"], condition=Q(until=None), name="stations_amenity_live_once"),
            models.CheckConstraint(name="stations_amenity_span", condition=Q(until=None) | Q(until__gte=models.F("since"))),
        ]


class StationPhoto(models.Model):
    """A picture of the door or the room, shown to everybody. `caption` says what is on it, for whoever does not see it.

    One of those that stand is `first`; one that was taken down stays written.
    """

    station = models.ForeignKey(Station, models.CASCADE, related_name="photos")
    blob = models.ForeignKey("files.Blob", models.PROTECT, related_name="+")
    caption = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    first = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="stations_photo_says", condition=~Q(caption="")),
            models.CheckConstraint(name="stations_photo_first", condition=Q(first=False) | Q(ended_at=None)),
            models.UniqueConstraint(fields=["station"], condition=Q(first=True), name="stations_photo_one_first"),
        ]


class StationImport(models.Model):
    """One committed sheet of stations, so that it can be taken back. `digest` is the file's SHA-256."""

    path = PathField()
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    account_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    run_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    fresh = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)


class StationImportRow(models.Model):
    """A station that an import made or changed: the fields it set and what stood there before (JSON text: name → [old, new])."""

    run = models.ForeignKey(StationImport, models.CASCADE, related_name="rows")
    station = models.ForeignKey(Station, models.CASCADE, related_name="+")
    made = models.BooleanField()
    changes = models.JSONField(default=dict)


class StationColumn(models.Model):
    """A heading that a person assigned: remembered for their next sheet."""

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    heading = models.CharField(max_length=80)
    field = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "heading"], name="stations_column_once")]


class Boundary(models.Model):
    """A boundary file that an administrator put up for the sketch of districts: GeoJSON, with its review number and source."""

    blob = models.ForeignKey("files.Blob", models.PROTECT, related_name="+")
    review_number = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(name="stations_boundary_review", condition=~Q(review_number="") & ~Q(source=""))]
