"""Standing regimes with what they turned out, and the briefings that are drawn from the ledger."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import PathField, one_of
from unionhall.kernel.people.rules import Role

from ..rules.briefings import BriefingKind, BriefingState, Part
from ..rules.regimes import Rhythm
from .ledger import Arrears


class Regime(models.Model):
    """A standing regime of a union: `code` stays, the name is the union's. `setting`: an example, not named by the page."""

    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    about = models.CharField(max_length=120, blank=True)
    rhythm = models.CharField(max_length=10)
    paper = models.CharField(max_length=10, blank=True)
    setting = models.BooleanField(default=False)
    owner_role = models.CharField(max_length=16)
    owner = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    begun_on = models.DateField()
    ended_on = models.DateField(null=True)
    next_due = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("wages_regime_rhythm", "rhythm", Rhythm),
            one_of("wages_regime_owner", "owner_role", Role),
            models.CheckConstraint(name="wages_regime_dates", condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("begun_on"))),
            models.CheckConstraint(name="wages_regime_event", condition=~Q(rhythm=Rhythm.EVENT) | Q(next_due__isnull=True)),
            models.UniqueConstraint(fields=["union", "code"], name="wages_regime_once"),
        ]


class Briefing(models.Model):
    """A report drawn from the ledger as it stood: figures, lines, the docx, and its way up the tree."""

    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField()
    kind = models.CharField(max_length=10)
    arrears = models.OneToOneField(Arrears, models.PROTECT, null=True, related_name="briefing")
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=10, default=BriefingState.DRAFT)
    snapshot = models.CharField(max_length=12, blank=True)
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=80)
    blob = models.ForeignKey("files.Blob", models.PROTECT, null=True, related_name="+")
    sent_to = models.ForeignKey("orgs.Union", models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("wages_briefing_kind", "kind", BriefingKind),
            one_of("wages_briefing_state", "state", BriefingState),
            models.CheckConstraint(name="wages_briefing_days", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(
                name="wages_briefing_case",
                condition=Q(kind=BriefingKind.MAJOR, arrears__isnull=False) | ~Q(kind=BriefingKind.MAJOR) & Q(arrears__isnull=True),
            ),
            models.CheckConstraint(
                name="wages_briefing_sent",
                condition=~Q(state__in=[BriefingState.SENT, BriefingState.RECEIVED]) | Q(sent_to__isnull=False, sent_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["union", "kind", "first"], condition=Q(arrears__isnull=True), name="wages_briefing_once"
            ),
        ]
        indexes = [models.Index(fields=["path", "-last"], name="wages_briefing_path")]


class BriefingFigure(models.Model):
    """A number of a briefing; `before` is the same of the period before. Money in fen."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="figures")
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    value = models.BigIntegerField()
    before = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "code"], name="wages_briefing_figure_once")]


class BriefingLine(models.Model):
    """One line of a list in a briefing; money in fen."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="lines")
    place = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10)
    label = models.CharField(max_length=160)
    said = models.CharField(max_length=300, blank=True)
    count = models.IntegerField(null=True)
    heads = models.IntegerField(null=True)
    owed = models.BigIntegerField(null=True)
    promised = models.BigIntegerField(null=True)
    ordered = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(null=True)
    confirmed = models.BigIntegerField(null=True)

    class Meta:
        constraints = [one_of("wages_briefing_part", "part", Part)]


class RegimeOutput(models.Model):
    """What a regime turned out for a period: a briefing, or what somebody wrote down."""

    regime = models.ForeignKey(Regime, models.PROTECT, related_name="outputs")
    first = models.DateField()
    last = models.DateField()
    briefing = models.OneToOneField(Briefing, models.PROTECT, null=True, related_name="output")
    summary = models.CharField(max_length=300)
    blob = models.ForeignKey("files.Blob", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    account_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="wages_output_days", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(name="wages_output_says", condition=~Q(summary="")),
            models.UniqueConstraint(
                fields=["regime", "first", "last"], condition=Q(briefing__isnull=True), name="wages_output_once"
            ),
        ]
