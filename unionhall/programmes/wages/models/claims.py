"""Each worker's own lines, and the facts of the site that tell who must pay."""

from django.db import models

from unionhall.base.models import one_of

from ..kinds import Answer, MoneyKind
from ..rules.lines import Item
from .ledger import Arrears


class Claimant(models.Model):
    """A worker in a case. `name` is kept here as it was given; the person holds identity."""

    arrears = models.ForeignKey(Arrears, models.PROTECT, related_name="claimants")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80)
    work = models.CharField(max_length=80, blank=True)
    money_kind = models.CharField(max_length=8, default=MoneyKind.WAGES)
    migrant = models.CharField(max_length=8, default=Answer.UNKNOWN)
    begun_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    employed = models.CharField(max_length=8, default=Answer.UNKNOWN)
    monthly = models.BigIntegerField(null=True)
    owed = models.BigIntegerField(default=0)
    representative = models.BooleanField(default=False)
    chosen_at = models.DateTimeField(null=True)
    owed_since = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("wages_claimant_money_kind", "money_kind", MoneyKind),
            one_of("wages_claimant_employed", "employed", Answer),
            models.UniqueConstraint(fields=["arrears", "person"], name="wages_claimant_once"),
        ]


class ClaimLine(models.Model):
    """One computed item: amount in fen, the printed arithmetic, the articles, the figures' version."""

    claimant = models.ForeignKey(Claimant, models.CASCADE, related_name="lines")
    item = models.CharField(max_length=20)
    amount = models.BigIntegerField(null=True)
    low = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    available = models.BooleanField(default=True)
    arithmetic = models.TextField(blank=True)
    articles = models.CharField(max_length=300, blank=True)
    marks = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)
    rule_version = models.CharField(max_length=40)
    reads = models.CharField(max_length=200, blank=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("wages_line_item", "item", Item),
            models.UniqueConstraint(fields=["claimant", "item"], name="wages_line_once"),
        ]


class ClaimInput(models.Model):
    """One fact that a line was computed from: `entries.0.hours` is `8`."""

    line = models.ForeignKey(ClaimLine, models.CASCADE, related_name="inputs")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "name"], name="wages_input_once")]


class ClaimFigure(models.Model):
    """One dated figure as the line read it; an empty value was not filled in."""

    line = models.ForeignKey(ClaimLine, models.CASCADE, related_name="figures")
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "name"], name="wages_figure_once")]


class SiteFacts(models.Model):
    """The eight questions of domain §4, each yes, no or unknown."""

    arrears = models.OneToOneField(Arrears, models.CASCADE, related_name="site")
    hired_by = models.CharField(max_length=80, blank=True)
    construction = models.CharField(max_length=8, default=Answer.UNKNOWN)
    licensed = models.CharField(max_length=8, default=Answer.UNKNOWN)
    contractor = models.CharField(max_length=120, blank=True)
    developer = models.CharField(max_length=120, blank=True)
    subcontracted = models.CharField(max_length=8, default=Answer.UNKNOWN)
    passed_on = models.CharField(max_length=8, default=Answer.UNKNOWN)
    borrowed_name = models.CharField(max_length=8, default=Answer.UNKNOWN)
    developer_paid = models.CharField(max_length=8, default=Answer.UNKNOWN)
    lawful = models.CharField(max_length=8, default=Answer.UNKNOWN)
    dispatch = models.CharField(max_length=8, default=Answer.UNKNOWN)
    sole_trader = models.CharField(max_length=8, default=Answer.UNKNOWN)
    merged_or_split = models.CharField(max_length=8, default=Answer.UNKNOWN)
    deregistered = models.CharField(max_length=8, default=Answer.UNKNOWN)


class ElementAnswer(models.Model):
    """What somebody found out about one element of 刑法 276-1 or the joint-punishment list; it judges nothing."""

    arrears = models.ForeignKey(Arrears, models.CASCADE, related_name="elements")
    code = models.CharField(max_length=20)
    answer = models.CharField(max_length=8, default=Answer.UNKNOWN)
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("wages_element_answer", "answer", Answer),
            models.UniqueConstraint(fields=["arrears", "code"], name="wages_element_once"),
        ]
