"""What is written down of an employer month by month, the dated thresholds, and the warnings that follow from both."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import PathField, one_of

from ..kinds import Answer
from ..rules.warnings import Colour, Compare, Verdict


class Observation(models.Model):
    """One month of an employer: heads and cases are counts, sums are fen; null is unknown, 0 is nought."""

    employer = models.ForeignKey("orgs.Employer", models.PROTECT, related_name="+")
    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField()
    month = models.DateField()
    attended = models.PositiveIntegerField(null=True)
    paid = models.PositiveIntegerField(null=True)
    recorded = models.PositiveIntegerField(null=True)
    payroll = models.BigIntegerField(null=True)
    top_payee = models.BigIntegerField(null=True)
    leavers = models.PositiveIntegerField(null=True)
    settled = models.PositiveIntegerField(null=True)
    pay_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    dues_late = models.PositiveIntegerField(null=True)
    members = models.PositiveIntegerField(null=True)
    hardship = models.PositiveIntegerField(null=True)
    hotline = models.PositiveIntegerField(null=True)
    real_name = models.CharField(max_length=8, default=Answer.UNKNOWN)
    account = models.CharField(max_length=8, default=Answer.UNKNOWN)
    deposit = models.CharField(max_length=8, default=Answer.UNKNOWN)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employer", "month"], name="wages_observation_once"),
            models.CheckConstraint(
                name="wages_observation_sums",
                condition=(Q(payroll__isnull=True) | Q(payroll__gte=0)) & (Q(top_payee__isnull=True) | Q(top_payee__gte=0)),
            ),
            *(one_of(f"wages_observation_{name}", name, Answer) for name in ("real_name", "account", "deposit")),
        ]
        indexes = [models.Index(fields=["month", "employer"], name="wages_observation_month_idx")]


class WarningRule(models.Model):
    """One version of one colour of a rule, in force from a day on. Old versions stay, so that old answers can be had again."""

    code = models.CharField(max_length=20)
    colour = models.CharField(max_length=8)
    version = models.PositiveSmallIntegerField(default=1)
    value = models.DecimalField(max_digits=14, decimal_places=4)
    compare = models.CharField(max_length=8)
    unit = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    mark = models.CharField(max_length=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    confirmed_by = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("wages_warning_rule_colour", "colour", Colour),
            one_of("wages_warning_rule_compare", "compare", Compare),
            models.UniqueConstraint(fields=["code", "colour", "version"], name="wages_warning_rule_version"),
            models.UniqueConstraint(fields=["code", "colour", "valid_from"], name="wages_warning_rule_from"),
            models.CheckConstraint(name="wages_warning_rule_value", condition=Q(value__gte=0)),
            models.CheckConstraint(name="wages_warning_rule_source", condition=~Q(source="")),
            models.CheckConstraint(name="wages_warning_rule_mark", condition=Q(mark__in=["C", "S", "M", "D"])),
            models.CheckConstraint(
                name="wages_warning_rule_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
            ),
        ]


class Warning(models.Model):
    """One rule reached by one employer in one month, at its highest colour. It asks for a visit and decides nothing.

    `gone_at`: the figures were put right and no longer reach the rule.
    """

    employer = models.ForeignKey("orgs.Employer", models.PROTECT, related_name="+")
    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField()
    code = models.CharField(max_length=20)
    period = models.DateField()
    colour = models.CharField(max_length=8)
    rule = models.ForeignKey(WarningRule, models.PROTECT, related_name="+")
    figure = models.DecimalField(max_digits=14, decimal_places=4)
    raised_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    due = models.DateField(null=True)
    due_rule = models.CharField(max_length=20, blank=True)
    given_to = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=8, blank=True)
    note = models.CharField(max_length=300, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("wages_warning_colour", "colour", Colour),
            models.UniqueConstraint(fields=["employer", "code", "period"], name="wages_warning_once"),
            models.CheckConstraint(name="wages_warning_verdict", condition=Q(verdict__in=["", *Verdict])),
            models.CheckConstraint(
                name="wages_warning_answered",
                condition=Q(verdict="", answered_at__isnull=True) | (~Q(verdict="") & ~Q(note="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="wages_warning_given",
                condition=Q(given_to__isnull=True, given_at__isnull=True) | Q(given_to__isnull=False, given_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["path", "verdict", "due"], name="wages_warning_path")]


class WarningFigure(models.Model):
    """One number that a warning's sentence names."""

    warning = models.ForeignKey(Warning, models.CASCADE, related_name="figures")
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warning", "name"], name="wages_warning_figure_once")]
