"""A station: a place that is kept open for workers."""

from django.db import models

from unionhall.base.models import PathField, one_of

from ..kinds import StationKind, StationState


class Station(models.Model):
    """A row beside its place, which knows name, address, position and weekly hours. `path` is its union's: one range gives scope."""

    place = models.OneToOneField("places.Place", models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12, default=StationKind.STATION)
    state = models.CharField(max_length=12, default=StationState.OPEN)
    state_reason = models.CharField(max_length=200, blank=True)
    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    keeper = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("stations_station_kind", "kind", StationKind),
            one_of("stations_station_state", "state", StationState),
        ]

    def __str__(self) -> str:
        return self.code
