"""A group's private lines: each worker's own words, who sues alone, and how part money was shared."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import one_of

from ..rules.groups import Matter
from ..rules.sharing import ShareRule
from .claims import Claimant
from .ledger import Arrears
from .money import Agreement, MoneyEntry


class Word(models.Model):
    """A worker's yes or no to one matter; append only, the newest counts. A settlement names its agreement."""

    claimant = models.ForeignKey(Claimant, models.PROTECT, related_name="words")
    matter = models.CharField(max_length=12)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="+")
    yes = models.BooleanField()
    own = models.BooleanField()
    proof = models.CharField(max_length=100, blank=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            one_of("wages_word_matter", "matter", Matter),
            models.CheckConstraint(name="wages_word_agreement", condition=Q(matter="settlement", agreement__isnull=False) | (~Q(matter="settlement") & Q(agreement__isnull=True))),
            models.CheckConstraint(name="wages_word_proof", condition=Q(own=True) | ~Q(proof="")),
        ]  # fmt: skip


class Departure(models.Model):
    """A worker who goes on alone from a day, until the day of coming back."""

    claimant = models.ForeignKey(Claimant, models.PROTECT, related_name="departures")
    left_on = models.DateField()
    back_on = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claimant"], condition=Q(back_on__isnull=True), name="wages_departure_live"),
            models.CheckConstraint(name="wages_departure_days", condition=Q(back_on__isnull=True) | Q(back_on__gte=F("left_on"))),
        ]


class Distribution(models.Model):
    """Money that came in for several workers, in fen, with the rule it was shared by. `key` is the form's, `slip` the bank's."""

    arrears = models.ForeignKey(Arrears, models.PROTECT, related_name="distributions")
    number = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    on = models.DateField()
    rule = models.CharField(max_length=10)
    slip = models.CharField(max_length=80)
    key = models.CharField(max_length=64, unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=80, blank=True)
    taken_back_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("wages_distribution_rule", "rule", ShareRule),
            models.CheckConstraint(name="wages_distribution_amount", condition=Q(amount__gt=0)),
            models.UniqueConstraint(fields=["arrears", "number"], name="wages_distribution_number"),
            models.UniqueConstraint(fields=["arrears", "slip"], condition=Q(taken_back_at=None), name="wages_distribution_slip"),
            models.CheckConstraint(name="wages_distribution_back", condition=Q(taken_back_at=None) | ~Q(taken_back_why="")),
        ]


class Portion(models.Model):
    """One worker's part of a distribution, in fen, and the row of the money book that it became."""

    distribution = models.ForeignKey(Distribution, models.PROTECT, related_name="portions")
    claimant = models.ForeignKey(Claimant, models.PROTECT, related_name="portions")
    amount = models.BigIntegerField()
    arithmetic = models.CharField(max_length=200)
    entry = models.OneToOneField(MoneyEntry, models.PROTECT, related_name="portion")

    class Meta:
        constraints = [
            models.CheckConstraint(name="wages_portion_amount", condition=Q(amount__gt=0)),
            models.UniqueConstraint(fields=["distribution", "claimant"], name="wages_portion_once"),
        ]
