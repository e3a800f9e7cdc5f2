"""Rotas in a scope, the board that decisions look at, and what the bookings part asks: who is there on a day."""

from __future__ import annotations

import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Count, Q, QuerySet

from unionhall.base.access import Scope
from unionhall.base.cipher import keyed_hash
from unionhall.kernel.law import queries as law
from unionhall.kernel.law.rules import Parameter
from unionhall.kernel.places import queries as places

from ..models import Alarm, Duty, Guarantee, Leave, Provider, Rota, Swap
from ..rules.rota import duties as rule
from ..rules.rota import guarantees as promises
from ..rules.rota.guarantees import days_between
from ..rules.rota.leave import Board, LeaveState, SwapState

PUBLIC = ("confirmed", "confirmed_days", "of_line", "board", "figure", "own_providers", "own_duties", "own_swaps", "own_leaves", "feed_token", "provider_by_feed", "feed_rows", "members", "frozen", "outside", "on_leave")
FEED_BACK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has confirmed to be there, and from when to when. `person_id` is who bookings are with (ADR 20)."""

    provider_id: int
    person_id: int
    name: str
    begins: time
    ends: time
    duty_id: int


def confirmed(place_id: int, line: str, day: date) -> list[Present]:
    """Who is there for a line of a place on a day: bookable only where a duty is confirmed. By hour, then provider."""
    rows = Duty.objects.filter(rota__place_id=place_id, rota__line=line, day=day, state=rule.DutyState.CONFIRMED)
    rows = rows.select_related("provider__account__person").order_by("begins", "provider_id")
    return [Present(row.provider_id, row.provider.account.person_id, row.provider.account.person.name, row.begins, row.ends, row.pk) for row in rows]


def confirmed_days(place_id: int, line: str, first: date, last: date) -> frozenset[date]:
    """The days, both ends counted, on which somebody is confirmed for a line of a place."""
    rows = Duty.objects.filter(rota__place_id=place_id, rota__line=line, day__gte=first, day__lte=last, state=rule.DutyState.CONFIRMED)
    return frozenset(rows.values_list("day", flat=True))


def of_line(place_id: int, line: str) -> Rota | None:
    """The rota of a line at a place, if it has one."""
    return Rota.objects.filter(place_id=place_id, line=line).first()


def within(scope: Scope, column: str = "path") -> Q:
    """Rows at or below the scope's paths; everything for the system."""
    return Q() if scope.everything else scope.within(column)


def figure(code: str, on: date) -> Parameter:
    """A dated figure of the rota, with its source and mark."""
    return law.parameter(code, on)


def rotas(*, scope: Scope) -> QuerySet[Rota]:
    """Rotas of the scope's unions."""
    return Rota.objects.filter(within(scope)).select_related("place", "union").order_by("path", "pk")


def rota(pk: int, *, scope: Scope) -> Rota | None:
    """One of them."""
    return rotas(scope=scope).filter(pk=pk).first()


def duties(*, scope: Scope, rota_id: int, first: date, last: date) -> QuerySet[Duty]:
    """Live duties of a rota between two days, both counted."""
    rows = Duty.objects.filter(within(scope), rota_id=rota_id, day__gte=first, day__lte=last, state__in=rule.LIVE)
    return rows.select_related("provider__account__person").order_by("day", "begins", "provider_id")


def duty(pk: int, *, scope: Scope) -> Duty | None:
    """One duty, in whatever state."""
    return Duty.objects.filter(within(scope), pk=pk).select_related("rota__place", "provider__account__person").first()


def leaves(*, scope: Scope, rota_id: int) -> QuerySet[Leave]:
    """Requests for leave that wait, the earliest day first."""
    rows = Leave.objects.filter(within(scope), provider__rota_id=rota_id, state=LeaveState.WAITING)
    return rows.select_related("provider__account__person", "provider__rota").order_by("first", "pk")


def leave(pk: int, *, scope: Scope) -> Leave | None:
    """One request."""
    return Leave.objects.filter(within(scope), pk=pk).select_related("provider__account__person", "provider__rota").first()


def alarms(*, scope: Scope) -> QuerySet[Alarm]:
    """Days that still wait for somebody, the nearest first."""
    return Alarm.objects.filter(within(scope), settled_at=None).select_related("guarantee__rota__place").order_by("day", "pk")


def providers(*, scope: Scope, rota_id: int) -> QuerySet[Provider]:
    """Everybody of a rota."""
    return Provider.objects.filter(within(scope, "rota__path"), rota_id=rota_id).select_related("account__person").order_by("group", "pk")


def own_providers(account_id: int | None, today: date) -> list[Provider]:
    """Where an account serves."""
    rows = Provider.objects.filter(Q(until__isnull=True) | Q(until__gt=today), account_id=account_id)
    return list(rows.select_related("rota__place", "rota__union", "account__person").order_by("pk"))


def own_duties(account_id: int | None, first: date) -> QuerySet[Duty]:
    """An account's live duties from a day on."""
    rows = Duty.objects.filter(provider__account_id=account_id, day__gte=first, state__in=rule.LIVE)
    return rows.select_related("rota__place", "provider__account__person").order_by("day", "begins")


def own_swaps(account_id: int | None, today: date) -> QuerySet[Swap]:
    """What colleagues have asked an account and wait for."""
    rows = Swap.objects.filter(to__account_id=account_id, state=SwapState.ASKED, duty__day__gte=today)
    return rows.select_related("duty__provider__account__person", "duty__rota__place", "back", "leave").order_by("duty__day")


def own_leaves(account_id: int | None, today: date) -> QuerySet[Leave]:
    """An account's requests that are not over yet."""
    rows = Leave.objects.filter(provider__account_id=account_id, last__gte=today).exclude(state=LeaveState.WITHDRAWN)
    return rows.prefetch_related("swaps__to__account__person", "swaps__duty").order_by("first", "pk")


def frozen(row: Duty) -> rule.Duty:
    """A duty as a value."""
    return rule.Duty(row.pk, row.provider_id, row.day, row.begins, row.ends, rule.DutyState(row.state))


def board(rota_id: int, first: date, last: date) -> Board:
    """The rota as decisions see it: duties and leave between two days, counts of the first day's year."""
    rows = Duty.objects.filter(rota_id=rota_id, day__gte=first, day__lte=last, state__in=rule.LIVE).order_by("day", "pk")
    made = tuple(
        promises.Guarantee(
            row.pk, row.group, frozenset(int(figure) for figure in row.weekdays), row.least, row.begins, row.ends, row.valid_from, row.valid_to, row.on_holidays
        )
        for row in Guarantee.objects.filter(rota_id=rota_id).order_by("pk")
    )  # fmt: skip
    return Board(tuple(frozen(row) for row in rows), made, members(rota_id, first, last), places.calendar())


def members(rota_id: int, first: date, last: date) -> dict[int, rule.Member]:
    """The providers of a rota with what is known of these days; `served` counts the live duties of the first day's year."""
    kinds: dict[int, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    rows = Provider.objects.filter(rota_id=rota_id, since__lte=last).filter(Q(until__isnull=True) | Q(until__gt=first))
    found = list(rows.select_related("account__person").prefetch_related("availability").order_by("pk"))
    for each in found:
        for row in each.availability.all():
            kinds[each.pk][row.kind].add(row.weekday if row.kind == rule.AvailableKind.WEEK else row.day)
    counts: Counter[int] = Counter(dict(
        Duty.objects.filter(rota_id=rota_id, state__in=rule.LIVE, day__year=first.year).values_list("provider_id").annotate(Count("pk"))
    ))  # fmt: skip
    gone = on_leave(rota_id, first, last)
    return {
        each.pk: rule.Member(
            each.pk, each.account.person.name, each.group, frozenset(kinds[each.pk]["week"]), frozenset(kinds[each.pk]["away"]) | outside(each, first, last),
            frozenset(kinds[each.pk]["extra"]), frozenset(kinds[each.pk]["wish"]), frozenset(gone[each.pk]), counts[each.pk],
        )
        for each in found
    }  # fmt: skip


def outside(row: Provider, first: date, last: date) -> frozenset[date]:
    """The days on which somebody does not belong to the rota yet, or any more."""
    return frozenset(day for day in days_between(first, last) if day < row.since or (row.until and day >= row.until))


def on_leave(rota_id: int, first: date, last: date) -> dict[int, set[date]]:
    """Granted leave by provider."""
    found: dict[int, set[date]] = defaultdict(set)
    for row in Leave.objects.filter(provider__rota_id=rota_id, state=LeaveState.GRANTED, first__lte=last, last__gte=first):
        found[row.provider_id].update(days_between(max(first, row.first), min(last, row.last)))
    return found


def feed_token(row: Provider) -> str:
    """The secret of a provider's calendar: follows from the row's turn and a key outside the database, stored nowhere."""
    return keyed_hash(f"{row.pk}:{row.feed_turn}", "services.rota.feed")[:40]


def provider_by_feed(pk: int, token: str) -> Provider | None:
    """The provider whose calendar this address opens; None for a wrong or renewed one."""
    row = Provider.objects.filter(pk=pk).select_related("rota__place", "account__person").first()
    return row if row and hmac.compare_digest(feed_token(row).encode(), token.encode()) else None


def feed_rows(row: Provider, today: date) -> Iterable[Duty]:
    """What a calendar shows: two months back and all that comes, duties that are off too, so that they vanish there."""
    return Duty.objects.filter(provider=row, day__gte=today - FEED_BACK).select_related("rota__place").order_by("day", "pk")

