"""Reading facts of the kernel, and the figures that were published."""

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from unionhall.base.access import Scope
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import services as people

from .kinds import Figure

PUBLIC = ("published", "place_path")
FIGURES = Path(__file__).parent / "data" / "figures.toml"
POST_COLUMNS = {
    "post": "int64", "account": "int64", "role": "string", "path": "string", "level": "string",
    "valid_from": "date", "valid_to": "date",
}  # fmt: skip

Post = tuple[int, int, str, str, str, date, date | None]


def posts(scope: Scope) -> Iterator[Post]:
    """Who held which role at which union, from–to; `valid_to` is the first day without."""
    for row, path, level in people.posts_held(scope=scope):
        yield row.pk, row.account_id, row.role, path, level, row.valid_from, row.valid_to


@cache
def published() -> tuple[Figure, ...]:
    """Every figure of the source page, in its order."""
    rows = tomllib.loads(FIGURES.read_text(encoding="utf-8"), parse_float=Decimal)["figure"]
    return tuple(Figure(**row) for row in rows)


def place_path(region: str) -> str:
    """The path of the union in charge of exactly this region; '' when there is none."""
    union = orgs.for_region(region) if region else None
    return union.path or "" if union and union.region_code == region else ""
