"""A briefing as it is read: figures and lists in words, for the page and for the paper."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from unionhall.base import money
from unionhall.kernel.law import queries as law

from ...rules import briefings as rules

if TYPE_CHECKING:
    from ...models import Briefing, BriefingLine

MONEY = ("owed", "promised", "ordered", "paid", "confirmed")


def number(value: int | None, unit: str) -> str:
    """A figure without its unit; money is fen here and yuan there."""
    if value is None:
        return "—"
    return money.short(value) if unit == rules.FEN else f"{value:,}"


def figure_rows(*, briefing: Briefing) -> list[dict[str, str]]:
    """Label, value, the period before, unit, definition, and which way it went."""
    known = {figure.code: figure for figure in rules.figures_of(briefing.kind)}
    found = []
    for row in briefing.figures.order_by("place"):
        figure = known[row.code]
        found.append(
            {
                "code": row.code, "label": figure.label, "value": number(row.value, figure.unit), "before": number(row.before, figure.unit),
                "unit": figure.unit, "definition": figure.definition, "trend": _trend(row.value, row.before),
            }
        )  # fmt: skip
    return found


def _trend(value: int, before: int | None) -> str:
    """'up', 'down', 'same' or '' where there is nothing to compare with."""
    if before is None:
        return ""
    return "same" if value == before else "up" if value > before else "down"


def lists_of(*, briefing: Briefing) -> dict[str, list[dict[str, str]]]:
    """The lists by part, each line in words."""
    found: dict[str, list[dict[str, str]]] = {}
    for line in briefing.lines.order_by("place"):
        found.setdefault(line.part, []).append(_words(line))
    return found


def _words(line: BriefingLine) -> dict[str, str]:
    plain = {name: "" if getattr(line, name) is None else f"{getattr(line, name):,}" for name in ("count", "heads")}
    sums = {name: "" if getattr(line, name) is None else money.short(getattr(line, name)) for name in MONEY}
    return {"label": line.label, "said": line.said, **plain, **sums}


def page_of(*, briefing: Briefing) -> dict[str, object]:
    """What the page and the print show."""
    lists = lists_of(briefing=briefing)
    parts = [
        {"code": code, "label": rules.PART_LABELS[rules.Part(code)], "rows": rows, "sums": any(row["owed"] for row in rows)}
        for code, rows in lists.items()
    ]  # fmt: skip
    return {"figures": figure_rows(briefing=briefing), "parts": parts}


def thresholds(*, region: str, at: datetime) -> tuple[int | None, int | None, bool]:
    """From how many people and from how much (fen) a case is a major one at a place; whether nobody has confirmed it."""
    day = at.astimezone().date()
    people, amount = (law.parameter(code, day, region) for code in ("major_people", "major_amount"))
    open_mark = any(row.mark in {"M", "D"} and not row.confirmed_by for row in (people, amount))
    least = None if amount.value is None else int(amount.value * 100)
    return None if people.value is None else int(people.value), least, open_mark
