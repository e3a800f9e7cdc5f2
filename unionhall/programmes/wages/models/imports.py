"""Imports of ledgers: each run with its rows, so that it can be taken back."""

from django.db import models

from unionhall.base.models import PathField, one_of

from ..kinds import RunState
from .clues import Clue


class ImportRun(models.Model):
    """One committed import. `digest` is the file's SHA-256."""

    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField()
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=6, default=RunState.DONE)
    account_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    run_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    fresh = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [one_of("wages_run_state", "state", RunState)]


class ImportRow(models.Model):
    """What one sheet row became."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10)
    clue = models.ForeignKey(Clue, models.SET_NULL, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)


class ImportChange(models.Model):
    """One field that an import changed: what stood there before."""

    row = models.ForeignKey(ImportRow, models.CASCADE, related_name="changes")
    field = models.CharField(max_length=30)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)


class ColumnChoice(models.Model):
    """A column mapping a person corrected: remembered for the next ledger with that heading."""

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    heading = models.CharField(max_length=80)
    field = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "heading"], name="wages_choice_once")]
