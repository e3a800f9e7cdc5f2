"""Promised, ordered, paid, confirmed; agreements with their instalments; legal aid."""

from django.db import models
from django.db.models import Q

from unionhall.base.models import one_of

from ..kinds import AgreementKind
from ..rules.columns import EntryKind
from .claims import Claimant
from .ledger import Arrears


class MoneyEntry(models.Model):
    """One row of the money book, in fen; append only. A correction `replaces` the row it corrects."""

    arrears = models.ForeignKey(Arrears, models.PROTECT, related_name="entries")
    claimant = models.ForeignKey(Claimant, models.PROTECT, related_name="entries", null=True)
    kind = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    effect_key = models.CharField(max_length=80, null=True, unique=True)

    class Meta:
        constraints = [
            one_of("wages_money_kind", "kind", EntryKind),
            models.CheckConstraint(name="wages_money_amount", condition=Q(amount__gte=0)),
        ]


class Agreement(models.Model):
    """A written promise, mediation agreement or mediation paper of an authority."""

    arrears = models.ForeignKey(Arrears, models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=16)
    signed_on = models.DateField()
    body = models.CharField(max_length=80, blank=True)
    total = models.BigIntegerField()
    wages_only = models.BooleanField(default=True)
    superseded = models.BooleanField(default=False)

    class Meta:
        constraints = [one_of("wages_agreement_kind", "kind", AgreementKind)]


class Instalment(models.Model):
    """One agreed payment: last day and sum in fen."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due = models.DateField()
    amount = models.BigIntegerField()
    breached_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="wages_instalment_once"),
            models.CheckConstraint(name="wages_instalment_amount", condition=Q(amount__gt=0)),
        ]


class Aid(models.Model):
    """Legal aid given: counted once per worker and matter."""

    arrears = models.ForeignKey(Arrears, models.PROTECT, related_name="aids")
    claimant = models.ForeignKey(Claimant, models.PROTECT, related_name="+")
    lawyer = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", models.PROTECT, null=True, related_name="+")
    matter = models.CharField(max_length=20)
    given_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claimant", "matter"], name="wages_aid_once")]


class Rating(models.Model):
    """The worker's word on how it was handled: 1 to 5, once per case and person."""

    arrears = models.ForeignKey(Arrears, models.PROTECT, related_name="ratings")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    stars = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrears", "person"], name="wages_rating_once"),
            models.CheckConstraint(name="wages_rating_stars", condition=Q(stars__gte=1, stars__lte=5)),
        ]
