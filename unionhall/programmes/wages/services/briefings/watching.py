"""The watch over major cases: their special report draws itself."""

from __future__ import annotations

from datetime import datetime

from unionhall.base.access import Actor, Scope
from unionhall.base.words import gettext_noop as _

from ...models import Regime
from ...queries import briefings as queries
from ...rules import briefings as rules
from . import drawing, reading


def watch(*, at: datetime, limit: int = 50) -> int:
    """Draw the special report of every open case that has become a major one, under the nearest regime; returns how many.

    The cost follows the cases that cross a line: both lines stand in an index.
    """
    system, drawn = Actor(name=_("系统"), system="major cases"), 0
    scope = Scope.system("major cases")
    regimes = Regime.objects.filter(paper=rules.BriefingKind.MAJOR, ended_on=None).select_related("union").order_by("-path")
    for regime in regimes:
        people, amount, _open = reading.thresholds(region=regime.union.region_code, at=at)
        for row in queries.major(path=regime.path, people=people, amount=amount, scope=scope)[:limit]:
            drawing.draw_major(case_id=row.case_id, union=regime.union, by=system, at=at)
            drawn += 1
    return drawn
