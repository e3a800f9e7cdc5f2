"""How many people are where at which hours: uploaded, or the demo's own."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import PathField


class PeopleSheet(models.Model):
    """One upload of people by cell and hours; the newest of a union is the one that counts. `source` says where it is from."""

    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    source = models.CharField(max_length=120)
    invented = models.BooleanField(default=False)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(name="stations_peoplesheet_source", condition=~Q(source=""))]


class PeopleCell(models.Model):
    """People in one H3 cell of resolution 9 from `first_hour` up to `last_hour` (0–24, not included)."""

    sheet = models.ForeignKey(PeopleSheet, models.CASCADE, related_name="cells")
    cell = models.CharField(max_length=16)
    lat = models.FloatField()
    lng = models.FloatField()
    first_hour = models.PositiveSmallIntegerField()
    last_hour = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "cell", "first_hour"], name="stations_peoplecell_once"),
            models.CheckConstraint(name="stations_peoplecell_hours", condition=Q(first_hour__lt=F("last_hour"), last_hour__lte=24)),
        ]
