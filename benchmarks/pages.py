"""The ledger page of 1,000,000 cases, filtered, over HTTP, against the empty page of the same shell."""

from __future__ import annotations

from collections.abc import Iterator
from re import compile as pattern

from django.test import Client

from unionhall.programmes.wages.queries import ledger
from unionhall.programmes.wages.rules.flows import CaseState

from .measure import Result, medians
from .world import EMPTY, HOME, World

CEILING, DEEP_CEILING = 2.0, 1.25
ADDRESS = "/wages/cases/?tab=open&industry=construction"
ROW = pattern(r'href="/wages/cases/\d+/"')


def get(client: Client, address: str) -> str:
    """The page; anything but 200 ends the bench."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return str(answer.content.decode())


def rows_on(page: str) -> int:
    """How many cases a page shows."""
    return len(ROW.findall(page))


def deep_address(world: World, pages: int) -> str:
    """The address of a page deep in the list: behind the last row of the page before it."""
    scope = world.actor(HOME).scope("wages.view")
    states = tuple(state for state in CaseState if state not in (CaseState.CONCLUDED, CaseState.CLOSED))
    rows = ledger.arrears(scope=scope, by=ledger.Filter(state=states, industry=("construction",)))
    last = rows.order_by("case__order_due", ledger.CASE_ID)[(pages - 1) * ledger.PAGE - 1]
    return f"{ADDRESS}&after={last.case.order_due.isoformat()}.{last.case_id}"


def run(world: World) -> Iterator[Result]:
    """Page 1 and a deep page against the sister county's empty page, and the two against each other."""
    home, sister = world.browser(HOME), world.browser(EMPTY)
    deep = deep_address(world, world.scale.page)
    if (rows_on(get(home, ADDRESS)), rows_on(get(home, deep)), rows_on(get(sister, ADDRESS))) != (25, 25, 0):
        raise SystemExit("a page does not show what it should")
    shell, first, far = medians(
        lambda: get(sister, ADDRESS), lambda: get(home, ADDRESS), lambda: get(home, deep), times=world.scale.times
    )
    note = f"25 rows of {world.scale.cases:,} cases, {world.scale.times} times"
    yield Result("ledger, page 1 / empty page", shell, first, CEILING, note)
    yield Result(f"ledger, page {world.scale.page:,} / empty page", shell, far, CEILING, note)
    yield Result(f"ledger, page {world.scale.page:,} / page 1", first, far, DEEP_CEILING, "no slower deep in the list; a quarter is noise")
