"""The dated figures in force on a day."""

from datetime import date, timedelta

from unionhall.kernel.law import queries as law

from ..rules import figures

PUBLIC = ("figure", "again", "window", "needed")


def figure(code: str, on: date) -> int:
    """A whole figure of the law's table on the day; ValueError when nobody filled it in."""
    value = law.parameter(code, on).value
    if value is None:
        raise ValueError(f"{code} has no value")
    return int(value)


def again(on: date) -> timedelta:
    """How soon a second check-in is none."""
    return timedelta(minutes=figure(figures.AGAIN_MINUTES, on))


def window(on: date) -> timedelta:
    """How long a locked report counts."""
    return timedelta(minutes=figure(figures.LOCKED_MINUTES, on))


def needed(on: date) -> int:
    """How many devices make a station doubtful."""
    return figure(figures.LOCKED_REPORTS, on)
