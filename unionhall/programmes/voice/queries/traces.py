"""What became of suggestions: read by everybody."""

from django.db.models import QuerySet

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases

from ..models import Matter, Trace

PUBLIC = ("published",)


def published() -> QuerySet[Trace]:
    """Every trace, newest change first, with the suggestion's topic and month; nothing of who suggested."""
    return Trace.objects.select_related("matter__case").order_by("-on", "-pk")


def of(matter: Matter, *, scope: Scope) -> QuerySet[Trace]:
    """The traces of one suggestion that the scope opens."""
    return Trace.objects.filter(cases.reach(scope, "matter__case__"), matter=matter).order_by("-on", "-pk")
