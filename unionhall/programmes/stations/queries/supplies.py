"""The register of supplies in scope, what the public is shown of it, and the shelf."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from unionhall.base.access import Scope

from ..kinds import SupplyState
from ..models import Gift, Station, Supply
from ..rules import figures as codes
from . import figures

PUBLIC = ("available", "shelf")


def supplies(*, scope: Scope) -> QuerySet[Supply]:
    """Lots in scope, those that expire first ahead."""
    rows = Supply.objects.select_related("station__place")
    return (rows if scope.everything else rows.filter(scope.within("path"))).order_by("expires_on", "pk")


def there(*, scope: Scope) -> QuerySet[Supply]:
    """Lots that are there."""
    return supplies(scope=scope).filter(state=SupplyState.THERE)


def expiring(*, scope: Scope, today: date) -> QuerySet[Supply]:
    """Lots that are there and expired, or will be within the days of warning."""
    last = today + timedelta(days=figures.figure(codes.SUPPLY_DAYS, today))
    return there(scope=scope).filter(expires_on__lte=last)


def supply(pk: int, *, scope: Scope) -> Supply | None:
    """One lot in scope."""
    return supplies(scope=scope).filter(pk=pk).first()


def available(station: Station, today: date) -> QuerySet[Supply]:
    """What the public may count on: there, and not expired."""
    rows = Supply.objects.filter(Q(expires_on=None) | Q(expires_on__gte=today), station=station, state=SupplyState.THERE)
    return rows.order_by("item", "pk")


def shelf(station: Station, today: date) -> QuerySet[Gift]:
    """What lies on the shelf now, oldest first."""
    return Gift.objects.filter(station=station, taken_at=None, until__gte=today).order_by("given_at", "pk")
