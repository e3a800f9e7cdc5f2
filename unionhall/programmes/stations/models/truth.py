"""What people found at the door, and the matter that follows when it was locked."""

from django.db import models
from django.db.models import Q

from unionhall.base.models import PathField, one_of

from ..kinds import Found


class Observation(models.Model):
    """Somebody was there: it was open, it was locked, or the keeper says how it is. `mark` is '' once it is no longer needed."""

    station = models.ForeignKey("Station", models.PROTECT, related_name="+")
    path = PathField()
    at = models.DateTimeField()
    found = models.CharField(max_length=8)
    in_hours = models.BooleanField(default=True)
    mark = models.CharField(max_length=64, blank=True)
    says = models.CharField(max_length=200, blank=True)
    account_id = models.BigIntegerField(null=True)
    form_key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [one_of("stations_observation_found", "found", Found)]
        indexes = [models.Index(fields=["station", "at"], name="stations_observation_at")]


class Doubt(models.Model):
    """A station that was found locked, beside its matter of kind 'station_truth'. One open doubt per station."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    station = models.ForeignKey("Station", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station"], condition=Q(ended_at__isnull=True), name="stations_doubt_live"),
            models.CheckConstraint(name="stations_doubt_reason", condition=Q(ended_at__isnull=True) | ~Q(reason="")),
        ]
