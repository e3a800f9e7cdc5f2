"""Rows of rules, their lengths, and figures. A changed rule is a new version; old ones stay for replays."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import one_of

from .rules import ANCHOR_LABELS, MARK_LABELS, UNIT_LABELS, Anchor, Length, Mark, Parameter, Rule, Unit

MARK_CHOICES = [(mark.value, label) for mark, label in MARK_LABELS.items()]
UNIT_CHOICES = [(unit.value, label) for unit, label in UNIT_LABELS.items()]
ANCHOR_CHOICES = [(anchor.value, label) for anchor, label in ANCHOR_LABELS.items()]
IN_ORDER = Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to"))
UNCONFIRMED = Q(confirmed_by="", confirmed_at__isnull=True)
CONFIRMED = ~Q(confirmed_by="") & Q(confirmed_at__isnull=False)
NUMBERED = Q(number__isnull=True) | Q(number__gte=1)
NO_MARK_OR_ONE = Q(unit_mark__in=["", *[mark.value for mark in Mark]])
FILLED_OR_M = Q(value__isnull=False) | Q(mark=Mark.M.value, confirmed_by="")


class RuleRow(models.Model):
    """One version of a rule at a place; place is a region code, '' is the nation."""

    rule_id = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField(default=1)
    place = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=60)
    trigger = models.CharField(max_length=120)
    who = models.CharField(max_length=60)
    law = models.CharField(max_length=200)
    mark = models.CharField(max_length=1, choices=MARK_CHOICES)
    unit_mark = models.CharField(max_length=1, choices=MARK_CHOICES, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    at_once = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("rule_id", "place", "version"), name="law_rule_version_once"),
            one_of("law_rule_mark", "mark", Mark),
            models.CheckConstraint(name="law_rule_unit_mark", condition=NO_MARK_OR_ONE),
            models.CheckConstraint(name="law_rule_version", condition=Q(version__gte=1)),
            models.CheckConstraint(name="law_rule_dates", condition=IN_ORDER),
            models.CheckConstraint(name="law_rule_law", condition=~Q(law="")),
            models.CheckConstraint(name="law_rule_confirmed", condition=UNCONFIRMED | CONFIRMED),
        )

    def __str__(self) -> str:
        return f"{self.rule_id} {self.place} v{self.version}"

    def frozen(self) -> Rule:
        """The row and its lengths as a frozen rule."""
        return Rule(
            id=self.rule_id,
            title=self.title,
            trigger=self.trigger,
            who=self.who,
            law=self.law,
            mark=Mark(self.mark),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            lengths=tuple(length.frozen() for length in self.lengths.all()),
            unit_mark=Mark(self.unit_mark) if self.unit_mark else None,
            place=self.place,
            version=self.version,
            note=self.note,
            reason=self.reason,
            at_once=self.at_once,
            confirmed_by=self.confirmed_by,
        )


class RuleLength(models.Model):
    """One period of a rule, in order; a null number waits for the place to fill it in."""

    rule_row = models.ForeignKey(RuleRow, models.CASCADE, related_name="lengths")
    position = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=2, choices=UNIT_CHOICES)
    anchor = models.CharField(max_length=8, choices=ANCHOR_CHOICES, default=Anchor.START.value)
    roll = models.BooleanField(default=False)
    label = models.CharField(max_length=60)

    class Meta:
        ordering = ("rule_row", "position")
        constraints = (
            models.UniqueConstraint(fields=("rule_row", "position"), name="law_length_once"),
            one_of("law_length_unit", "unit", Unit),
            one_of("law_length_anchor", "anchor", Anchor),
            models.CheckConstraint(name="law_length_number", condition=NUMBERED),
            models.CheckConstraint(
                name="law_length_roll", condition=Q(roll=False) | ~Q(unit__in=[Unit.WD.value, Unit.H.value])
            ),
            models.CheckConstraint(
                name="law_length_first", condition=Q(position__gt=0) | ~Q(anchor=Anchor.PREVIOUS.value)
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"

    def frozen(self) -> Length:
        """The row as a frozen length."""
        return Length(self.number, Unit(self.unit), self.label, Anchor(self.anchor), self.roll)


class ParameterRow(models.Model):
    """One dated figure at a place; without a value it waits to be filled in and is marked M."""

    code = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=30)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=200)
    mark = models.CharField(max_length=1, choices=MARK_CHOICES)
    note = models.CharField(max_length=300, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("code", "place", "valid_from"), name="law_parameter_once"),
            one_of("law_parameter_mark", "mark", Mark),
            models.CheckConstraint(name="law_parameter_dates", condition=IN_ORDER),
            models.CheckConstraint(name="law_parameter_source", condition=~Q(source="")),
            models.CheckConstraint(name="law_parameter_empty_is_m", condition=FILLED_OR_M),
            models.CheckConstraint(name="law_parameter_confirmed", condition=UNCONFIRMED | CONFIRMED),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.place} {self.valid_from}"

    def frozen(self) -> Parameter:
        """The row as a frozen figure."""
        return Parameter(
            code=self.code,
            title=self.title,
            value=self.value,
            unit=self.unit,
            source=self.source,
            mark=Mark(self.mark),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            place=self.place,
            note=self.note,
            confirmed_by=self.confirmed_by,
        )
