"""A station: a place that is kept open for workers."""

import uuid

from django.db import models
from django.db.models import Q

from unionhall.base.models import PathField, one_of

from ..kinds import StationKind, StationState


class Station(models.Model):
    """`path` is its union's, so that one range comparison gives scope. Position in WGS-84 degrees.

    `hours` is OpenStreetMap opening_hours text without holidays; our calendar decides what a holiday is.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, default=StationKind.STATION)
    state = models.CharField(max_length=12, default=StationState.OPEN)
    state_reason = models.CharField(max_length=200, blank=True)
    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    region_code = models.CharField(max_length=12, blank=True, db_index=True)
    address = models.CharField(max_length=200, blank=True)
    landmark = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    lat = models.FloatField()
    lng = models.FloatField()
    hours = models.CharField(max_length=200)
    keeper = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("stations_station_kind", "kind", StationKind),
            one_of("stations_station_state", "state", StationState),
            models.CheckConstraint(name="stations_station_place", condition=Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180)),
        ]
        indexes = [models.Index(fields=["lat", "lng"], name="stations_station_box")]

    def __str__(self) -> str:
        return self.name
