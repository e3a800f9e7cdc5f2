"""The printed code on a station's door, and how often it is used."""

from django.db import models
from django.db.models import Q


class Door(models.Model):
    """A short code that leads to a station; a new one ends the one before."""

    station = models.ForeignKey("Station", models.PROTECT, related_name="doors")
    code = models.CharField(max_length=8, unique=True)
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station"], condition=Q(ended_at__isnull=True), name="stations_door_live")]


class Tally(models.Model):
    """How often one device, or one network, used one station's page in a short while. The key is a hash that opens nothing."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)
