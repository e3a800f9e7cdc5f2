"""Visits and the marks by which a person is counted once."""

from django.db import models
from django.db.models import Q

from unionhall.base.models import PathField, one_of

from ..kinds import Occupation


class Visit(models.Model):
    """One check-in. It carries no mark of anybody: only whether it was somebody's first of the day, of the month, here."""

    station = models.ForeignKey("Station", models.PROTECT, related_name="+")
    path = PathField()
    at = models.DateTimeField()
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    occupation = models.CharField(max_length=12, default=Occupation.UNSAID)
    first_of_day = models.BooleanField()
    first_of_month = models.BooleanField()
    form_key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            one_of("stations_visit_occupation", "occupation", Occupation),
            models.CheckConstraint(name="stations_visit_hour", condition=Q(hour__gte=0, hour__lte=23)),
            models.CheckConstraint(name="stations_visit_first", condition=Q(first_of_month=False) | Q(first_of_day=True)),
        ]
        indexes = [models.Index(fields=["station", "day"], name="stations_visit_day"), models.Index(fields=["path"], name="stations_visit_path")]


class Seen(models.Model):
    """That somebody was here in a period: a salted, keyed hash of station, period and device. Gone when the period is over."""

    mark = models.CharField(max_length=64, primary_key=True)
    until = models.DateField(db_index=True)
    last_at = models.DateTimeField()


class Salt(models.Model):
    """What the marks of one month are salted with. Thrown away after the month: then nobody can make them again."""

    month = models.DateField(primary_key=True)
    value = models.CharField(max_length=64)
