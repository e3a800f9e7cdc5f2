"""The limitation book: what happened to a line's year, from when it runs, and the day it comes to."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import one_of, paired

from ..rules.limitation import Covers, Kind
from ..rules.lines import Item
from .claims import Claimant
from .ledger import Arrears


class LimitEvent(models.Model):
    """One entry of the book; a wrong one is struck out, never deleted. Without `claimant` it is about every worker.

    `proof` is a file of the case. `effect_key` names the step, agreement or payment that it was made from.
    """

    arrears = models.ForeignKey(Arrears, models.PROTECT, related_name="limit_events")
    claimant = models.ForeignKey(Claimant, models.PROTECT, null=True, related_name="limit_events")
    covers = models.CharField(max_length=20, default=Covers.WAGES)
    kind = models.CharField(max_length=12)
    on = models.DateField()
    until = models.DateField(null=True)
    to_whom = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)
    proof = models.ForeignKey("cases.CaseFile", models.PROTECT, null=True, related_name="+")
    effect_key = models.CharField(max_length=60, null=True, unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    struck_at = models.DateTimeField(null=True)
    struck_by = models.CharField(max_length=80, null=True)

    class Meta:
        constraints = [
            one_of("wages_limit_kind", "kind", Kind),
            one_of("wages_limit_covers", "covers", Covers),
            models.CheckConstraint(name="wages_limit_until", condition=Q(until__isnull=True) | Q(kind=Kind.SUSPENSION, until__gte=F("on"))),
            paired("wages_limit_struck", "struck_at", "struck_by"),
        ]


class LimitFact(models.Model):
    """From when a line's year runs, as somebody said: the day on which the worker knew."""

    claimant = models.ForeignKey(Claimant, models.CASCADE, related_name="limit_facts")
    item = models.CharField(max_length=20)
    known_on = models.DateField()
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("wages_limit_fact_item", "item", Item),
            models.UniqueConstraint(fields=["claimant", "item"], name="wages_limit_fact_once"),
        ]


class LimitDay(models.Model):
    """What a worker's earliest line comes to by what is proved: the desk's list and the watch read it.

    `ordinary`: the last day of an ordinary application for legal aid. `drafted_for`: the last day for which aid was drafted.
    """

    claimant = models.OneToOneField(Claimant, models.CASCADE, related_name="limit_day")
    item = models.CharField(max_length=20)
    last = models.DateField()
    safe = models.DateField()
    ordinary = models.DateField()
    provisional = models.BooleanField(default=False)
    rule = models.CharField(max_length=20)
    law = models.CharField(max_length=160)
    mark = models.CharField(max_length=1, blank=True)
    drafted_for = models.DateField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("wages_limit_day_item", "item", Item)]
        indexes = [models.Index(fields=["ordinary", "last"], name="wages_limit_day_due")]
