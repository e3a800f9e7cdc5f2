"""Stored decisions in scope, and the dry run of a change over the last ninety days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from unionhall.base.access import Scope

from ..models import Decision
from ..rules import prices as rules

if TYPE_CHECKING:
    from ..models import Definition

BACK = timedelta(days=90)


def visible(*, scope: Scope) -> QuerySet[Decision]:
    """A desk's area, and a person's own."""
    rows = Decision.objects.select_related("definition", "person", "rule")
    if scope.everything:
        return rows
    own = Q(person_id=scope.person_id) if scope.person_id else Q(pk__in=[])
    return rows.filter(scope.within("path") | own)


def of_booking(*, scope: Scope, booking_id: int) -> Decision | None:
    """The latest decision of a booking."""
    return visible(scope=scope).filter(booking_id=booking_id).order_by("-pk").first()


def of_bookings(*, scope: Scope, booking_ids: Iterable[int]) -> dict[int, Decision]:
    """The latest decision of each booking, by booking."""
    return {row.booking_id: row for row in visible(scope=scope).filter(booking_id__in=list(booking_ids)).order_by("pk")}


def dry_run(*, scope: Scope, definition: Definition, before: Iterable[rules.Rule], after: Iterable[rules.Rule], at: datetime) -> rules.DryRun:
    """How the decisions of the last ninety days would come out under other rules."""
    rows = visible(scope=scope).filter(definition=definition, made_at__gt=at - BACK, made_at__lte=at).order_by("pk")
    past = [rules.Past(rules.read(facts), day) for facts, day in rows.values_list("facts", "day")]
    return rules.dry_run(past, before, after)
