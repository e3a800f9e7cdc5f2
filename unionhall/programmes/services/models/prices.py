"""Who pays what on which days: dated rows that are replaced, never rewritten."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import one_of

from ..rules.prices import Mark


class PriceRule(models.Model):
    """One line of a service's prices: true from–to (days), known from–to (moments), so that an old answer can be given again.

    `who` is a kind of standing or 'anyone'; `level` '' is any level. `evidence` names the paper by which somebody without the standing
    on record may still claim it. `price` is fen; the lowest `priority` that fits decides.
    """

    definition = models.ForeignKey("Definition", models.PROTECT, related_name="price_rules")
    priority = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=40)
    level = models.CharField(max_length=20, blank=True)
    weekdays = models.CharField(max_length=7)
    price = models.PositiveIntegerField()
    evidence = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=160)
    mark = models.CharField(max_length=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            one_of("services_price_mark", "mark", Mark),
            models.CheckConstraint(name="services_price_source", condition=~Q(source="")),
            models.CheckConstraint(name="services_price_days", condition=~Q(weekdays="")),
            models.CheckConstraint(name="services_price_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))),
            models.CheckConstraint(name="services_price_known", condition=Q(known_to__isnull=True) | Q(known_to__gte=F("known_from"))),
        )
        indexes = (models.Index(fields=("definition", "priority"), name="services_price_order"),)
