"""A clue: an unverified lead. It is not a case."""

from django.db import models
from django.db.models import Q

from unionhall.base.cipher import EncryptedText
from unionhall.base.models import one_of

from ..kinds import Answer, MoneyKind


class Clue(models.Model):
    """What was reported, beside a matter of kind 'clue'. Sums in fen; null is unknown, 0 is nought."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    employer = models.ForeignKey("orgs.Employer", models.PROTECT, null=True, related_name="+")
    employer_name = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=120, blank=True, db_index=True)
    sound_key = models.CharField(max_length=400, blank=True)
    credit_code = models.CharField(max_length=30, blank=True)
    industry = models.CharField(max_length=40, blank=True)
    region_code = models.CharField(max_length=12, blank=True)
    street = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    project = models.CharField(max_length=120, blank=True)
    people = models.PositiveIntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    approximate = models.BooleanField(default=False)
    period = models.CharField(max_length=60, blank=True)
    work = models.CharField(max_length=120, blank=True)
    money_kind = models.CharField(max_length=8, default=MoneyKind.UNKNOWN)
    contact = models.CharField(max_length=80, blank=True)
    contact_remark = models.CharField(max_length=40, blank=True)
    phone = EncryptedText(label="wages.clue.phone")
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    migrant = models.CharField(max_length=8, default=Answer.UNKNOWN)
    still_employed = models.CharField(max_length=8, default=Answer.UNKNOWN)
    ended_on = models.DateField(null=True)
    boss_reachable = models.CharField(max_length=8, default=Answer.UNKNOWN)
    evidence = models.CharField(max_length=120, blank=True)
    informant_hidden = models.BooleanField(default=False)
    told = models.CharField(max_length=1000, blank=True)
    received_on = models.DateField()
    inspector = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=20, blank=True)
    from_ledger = models.BooleanField(default=False)
    sealed = models.BooleanField(default=False)
    channel_said = models.CharField(max_length=40, blank=True)
    disposal = models.CharField(max_length=80, blank=True)
    progress = models.CharField(max_length=300, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    recovered_said = models.BigIntegerField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    class Meta:
        constraints = [
            one_of("wages_clue_money_kind", "money_kind", MoneyKind),
            models.CheckConstraint(
                name="wages_clue_amount", condition=Q(amount__isnull=True) | Q(amount__gte=0)
            ),
        ]
        indexes = [models.Index(fields=[column], name=f"wages_clue_{column}") for column in ("employer_name", "project", "contact")]


class ClueExtra(models.Model):
    """A column of a ledger that a clue has no field of its own for, kept as it was written."""

    clue = models.ForeignKey(Clue, models.CASCADE, related_name="extras")
    field = models.CharField(max_length=30)
    value = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clue", "field"], name="wages_extra_once")]
