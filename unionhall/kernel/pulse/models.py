"""A row for each timer, and one for each alarm that was raised."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from unionhall.base.work import TICKS

from .rules import Seen


class Pulse(models.Model):
    """A timer, or the worker itself: when it last went well, and since when it fails. `failure` is the error's kind, never its text."""

    name = models.CharField(max_length=60, unique=True)
    seconds = models.PositiveIntegerField()
    good_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def seen(self) -> Seen:
        """As the rules take it; the words are the registered timer's."""
        says = TICKS[self.name].says if self.name in TICKS else self.name
        return Seen(self.name, says, timedelta(seconds=self.seconds), self.good_at, self.failing_since, self.failures)


class Raised(models.Model):
    """An alarm from the moment it was told until it was over; the same trouble is told once."""

    key = models.CharField(max_length=120)
    since = models.DateTimeField()
    told_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key",), condition=Q(over_at__isnull=True), name="pulse_raised_once"),)

    def __str__(self) -> str:
        return self.key
