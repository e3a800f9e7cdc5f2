"""What can be booked at a place: a service as data."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import PathField


class Definition(models.Model):
    """One service at one place. `code` is the line ('haircut'), the same at every place; times are minutes, money is fen.

    `weekdays` holds ISO digits ('135' is Monday, Wednesday, Friday). It is offered from `valid_from` until the day before `valid_to`.
    `seats` people are served at once where no provider is needed; with one, the rota says how many. `usual_price` is what the street pays.
    """

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    path = PathField(db_index=True)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    weekdays = models.CharField(max_length=7)
    begins = models.TimeField()
    ends = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    buffer_minutes = models.PositiveSmallIntegerField(default=0)
    seats = models.PositiveSmallIntegerField(default=1)
    needs_provider = models.BooleanField(default=False)
    kept_percent = models.PositiveSmallIntegerField(default=0)
    horizon_days = models.PositiveSmallIntegerField(default=14)
    notice_minutes = models.PositiveIntegerField(default=0)
    cutoff_minutes = models.PositiveIntegerField(default=120)
    usual_price = models.PositiveIntegerField(null=True)
    bring = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="services_definition_times", condition=Q(ends__gt=F("begins"), minutes__gt=0)),
            models.CheckConstraint(name="services_definition_size", condition=Q(seats__gt=0, kept_percent__lte=100, horizon_days__gt=0)),
            models.CheckConstraint(name="services_definition_days", condition=~Q(weekdays="")),
            models.CheckConstraint(name="services_definition_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))),
            models.UniqueConstraint(fields=("code", "place"), name="services_definition_once"),
        )

    def __str__(self) -> str:
        return self.name
