"""Warnings, observations and thresholds in scope."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet

from unionhall.base.access import Scope

from ..models import Observation, Warning, WarningRule
from ..rules import warnings as rules

PUBLIC = ("thresholds", "threshold_versions", "frozen")


def visible(scope: Scope) -> QuerySet[Warning]:
    """Warnings at or below the scope's unions; to nobody else, whatever they hold."""
    rows = Warning.objects.select_related("employer", "union", "rule", "given_to__person").prefetch_related("figures")
    return rows if scope.everything else rows.filter(scope.within("path"))


def live(scope: Scope) -> QuerySet[Warning]:
    """Those that still ask for a visit."""
    return visible(scope).filter(verdict="", gone_at__isnull=True)


def given(scope: Scope, account_id: int) -> QuerySet[Warning]:
    """Live warnings that were given to an account."""
    return live(scope).filter(given_to_id=account_id).order_by("due", "pk")


def observations(scope: Scope) -> QuerySet[Observation]:
    """What was written down at or below the scope's unions, newest month first."""
    rows = Observation.objects.select_related("employer", "union").order_by("-month", "employer__name", "pk")
    return rows if scope.everything else rows.filter(scope.within("path"))


def thresholds() -> list[rules.Threshold]:
    """Every version of every threshold; an empty table means the shipped ones."""
    return [frozen(row) for row in WarningRule.objects.order_by("pk")] or list(rules.shipped())


def threshold_versions(code: str, colour: str) -> list[rules.Threshold]:
    """All versions of one colour of a rule, newest first."""
    return sorted((row for row in thresholds() if (row.code, row.colour) == (code, colour)), key=lambda row: row.valid_from, reverse=True)


def frozen(row: WarningRule) -> rules.Threshold:
    """A row as the rules read it."""
    return rules.Threshold(
        code=row.code, colour=rules.Colour(row.colour), value=row.value, compare=rules.Compare(row.compare), unit=row.unit, source=row.source,
        mark=row.mark, valid_from=row.valid_from, valid_to=row.valid_to, version=row.version, confirmed_by=row.confirmed_by, id=row.pk,
    )  # fmt: skip


def hit_rates(scope: Scope) -> dict[str, rules.HitRate]:
    """How the warnings of each rule were answered, in scope."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = visible(scope).filter(gone_at__isnull=True) | visible(scope).exclude(verdict="")
    for code, verdict in rows.order_by().values_list("code", "verdict"):
        found[code].append(verdict)
    return {code: rules.hit_rate(verdicts) for code, verdicts in found.items()}
