"""The sample that waits for a supervisor, and the three rates."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from unionhall.base.access import Scope
from unionhall.kernel.law import queries as law

from ..models import Matter
from ..rules import quality
from ..rules.flows import State
from . import matters

PUBLIC = ("share",)
SINCE = timedelta(days=90)


def share(on: date) -> Decimal:
    """The share of answered matters that is looked at again, on a day; nought where none is set."""
    return law.parameter("voice_sample", on).value or Decimal(0)


def waiting(*, scope: Scope, today: date) -> list[Matter]:
    """Called back, in the sample or not satisfied in the end, and not scored yet."""
    rows = recent(scope=scope, today=today).filter(case__state=State.CALLED_BACK, check_made=None)
    portion = share(today)
    return [row for row in rows if quality.must_be_checked(row.case.reference, portion, row.satisfied)]


def recent(*, scope: Scope, today: date) -> QuerySet[Matter]:
    """The matters of the last ninety days."""
    found = matters.matters(scope=scope, by=matters.Filter(open=None))
    return found.filter(case__received_at__date__gte=today - SINCE)


def rates(*, scope: Scope, today: date) -> quality.Rates:
    """Answered, in time, satisfied, of the last ninety days; what another programme took is not counted."""
    rows = recent(scope=scope, today=today).exclude(case__state=State.HANDED).values_list("answered_at", "on_time", "satisfied")
    return quality.rates(quality.Answered(at is not None, bool(on_time), satisfied) for at, on_time, satisfied in rows)
