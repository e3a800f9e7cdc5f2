"""Services on offer (public) and those of a desk's area."""

from datetime import date

from django.db.models import Q, QuerySet

from unionhall.base.access import Scope
from unionhall.kernel.places import queries as places

from ..models import Definition
from ..rules import definitions as rules

PUBLIC = ("offered", "definition", "subject", "works_on", "of_rota")


def offered(today: date) -> QuerySet[Definition]:
    """What the public can be told about, in order of name."""
    rows = Definition.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today)
    return rows.select_related("place").order_by("code", "name", "pk")


def definition(pk: int) -> Definition | None:
    """One service; what is on offer is public."""
    return Definition.objects.select_related("place").filter(pk=pk).first()


def visible(*, scope: Scope) -> QuerySet[Definition]:
    """The services of a desk's area."""
    rows = Definition.objects.select_related("place").order_by("code", "name", "pk")
    return rows if scope.everything else rows.filter(scope.within("path"))


def subject(definition: Definition) -> str:
    """The key under which its sessions stand."""
    return f"service:{definition.pk}"


def works_on(definition: Definition, day: date) -> bool:
    """Whether it is offered on a day by our calendar."""
    return rules.offered_on(day, definition.weekdays, definition.valid_from, definition.valid_to, places.calendar())


def of_rota(place_id: int, line: str) -> Definition | None:
    """The service that a rota's people give: same place, its code is the rota's line, and it waits for somebody to be there."""
    return Definition.objects.filter(place_id=place_id, code=line, needs_provider=True).select_related("place").first()
