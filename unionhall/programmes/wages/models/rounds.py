"""Rounds: places of work, who visits them in which week, and what was seen. Nothing here is ever overwritten."""

from django.db import models
from django.db.models import Q

from unionhall.base.models import PathField, one_of
from unionhall.kernel.orgs.rules import Industry

from ..rules.rounds.checks import Result, Source
from .clues import Clue


class Site(models.Model):
    """A place of work that rounds go to: an employer, or one building site of it, in the area of one union."""

    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    employer = models.ForeignKey("orgs.Employer", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=120, db_index=True)
    industry = models.CharField(max_length=16, default=Industry.OTHER)
    people = models.PositiveIntegerField(null=True)
    address = models.CharField(max_length=200, blank=True)
    added_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("wages_site_industry", "industry", Industry),
            models.UniqueConstraint(fields=["union", "name", "place"], name="wages_site_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.place}".strip()


class Visit(models.Model):
    """A place in somebody's week. Without a check beside it the week is unknown. `week` is a Monday.

    `origin` is the key of a sheet's row; '' when the plan was made here.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="visits")
    path = PathField(db_index=True)
    week = models.DateField()
    inspector = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    inspector_name = models.CharField(max_length=80)
    rank = models.PositiveSmallIntegerField(default=1)
    reasons = models.CharField(max_length=80, blank=True)
    origin = models.CharField(max_length=40, blank=True)
    planned_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "week", "inspector_name"], name="wages_visit_once")]
        indexes = [models.Index(fields=["week", "inspector"], name="wages_visit_week")]


class Check(models.Model):
    """One look at one place. `client_id` is made by whoever wrote it down, so that sending twice records once."""

    client_id = models.CharField(max_length=40, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="checks")
    path = PathField(db_index=True)
    week = models.DateField()
    inspector = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    inspector_name = models.CharField(max_length=80)
    result = models.CharField(max_length=8)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=8, default=Source.PAGE)
    checked_at = models.DateTimeField()
    received_at = models.DateTimeField()
    clue = models.OneToOneField(Clue, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("wages_check_result", "result", Result),
            one_of("wages_check_source", "source", Source),
            models.CheckConstraint(name="wages_check_clue", condition=Q(clue__isnull=True) | Q(result=Result.CLUE)),
        ]
        indexes = [models.Index(fields=["week", "site"], name="wages_check_week")]


class CheckAnswer(models.Model):
    """One duty of the checklist, answered yes or no; what was not asked has no row."""

    check_row = models.ForeignKey(Check, models.CASCADE, related_name="answers")
    point = models.CharField(max_length=20)
    good = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_row", "point"], name="wages_check_answer_once")]


class CheckPhoto(models.Model):
    """A photo taken on the round."""

    check_row = models.ForeignKey(Check, models.CASCADE, related_name="photos")
    blob = models.ForeignKey("files.Blob", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_row", "blob"], name="wages_photo_once")]
