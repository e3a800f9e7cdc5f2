"""The one engine of prices: rules as known at a moment, a person's standings, the decision. Web, desk and API all ask here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from unionhall.kernel.people import queries as people

from ..models import PriceRule
from ..rules import prices as rules

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models import Definition

PUBLIC = ("known", "rules_of", "facts_of", "facts_on", "decide", "decide_days", "claimable", "value")  # prices are public; facts are asked by who may, see services.decisions


def known(definition: Definition, at: datetime) -> QuerySet[PriceRule]:
    """The lines of a service's prices as known at a moment, by priority."""
    rows = PriceRule.objects.filter(Q(known_to__isnull=True) | Q(known_to__gt=at), definition=definition, known_from__lte=at)
    return rows.order_by("priority", "price", "pk")


def value(row: PriceRule) -> rules.Rule:
    """A line as the pure rules read it."""
    return rules.Rule(row.pk, row.priority, row.who, row.weekdays, row.price, row.level, row.evidence, row.valid_from, row.valid_to)


def rules_of(definition: Definition, at: datetime) -> tuple[rules.Rule, ...]:
    """The same as values."""
    return tuple(value(row) for row in known(definition, at))


def facts_of(person_id: int | None, day: date, at: datetime, claimed: Iterable[str] = ()) -> rules.Facts:
    """A person's standings on a day as known at a moment, and what it says of itself."""
    return facts_on(person_id, [day], at, claimed)[day]


def facts_on(person_id: int | None, days: Sequence[date], at: datetime, claimed: Iterable[str] = ()) -> dict[date, rules.Facts]:
    """The same for several days, the standings read once."""
    rows = list(people.standings_between(person_id, min(days), max(days), at)) if person_id and days else []
    said = frozenset(kind for kind in claimed if kind in rules.KINDS and kind != rules.ANYONE)
    return {
        day: rules.Facts(frozenset(rules.Held(row.kind, row.level) for row in rows if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)), said)
        for day in days
    }


def claimable(definition: Definition, at: datetime) -> list[str]:
    """The kinds that somebody may claim with a paper, in order of priority."""
    return list(dict.fromkeys(row.who for row in known(definition, at) if row.evidence and row.who != rules.ANYONE))


def decide(
    definition: Definition, *, person_id: int | None, day: date, at: datetime, claimed: Iterable[str] = (), open_days: Iterable[date] = ()
) -> rules.Decision:
    """What this person pays on a day, as known at a moment; nothing is stored."""
    return rules.decide(facts_of(person_id, day, at, claimed), rules_of(definition, at), day, open_days)


def decide_days(
    definition: Definition, *, person_id: int | None, days: Iterable[date], at: datetime, claimed: Iterable[str] = (), open_days: Iterable[date] = ()
) -> dict[date, rules.Decision]:
    """The same for several days, rules and standings read once."""
    lines, open_days = rules_of(definition, at), tuple(open_days)
    return {day: rules.decide(facts, lines, day, open_days) for day, facts in facts_on(person_id, list(days), at, claimed).items()}
