"""The dated figures of a place, with where each was found; and how a line keeps those it read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.law import queries as law
from unionhall.kernel.law import rules as law_rules

from ...models import Arrears, ClaimLine
from ...rules.articles import Mark
from ...rules.figures import Band, DepositRates, FigureName, Figures, PartialMonths, Source

PLAIN = {
    FigureName.MONTH_DAYS: "pay_days_month", FigureName.DAY_HOURS: "hours_day",
    FigureName.MINIMUM_WAGE: "minimum_wage_month", FigureName.AVERAGE_WAGE: "average_wage_month",
    FigureName.INTEREST_RATE: "interest_rate_year", FigureName.PARTIAL_MONTHS: "partial_month_mode",
}  # fmt: skip
FIGURE_LABELS: Mapping[FigureName, str] = {
    FigureName.MONTH_DAYS: _("月计薪天数"), FigureName.DAY_HOURS: _("每日工作小时"),
    FigureName.PARTIAL_MONTHS: _("不满整月的算法"), FigureName.MINIMUM_WAGE: _("月最低工资标准"),
    FigureName.AVERAGE_WAGE: _("职工月平均工资"), FigureName.INTEREST_RATE: _("欠薪利息年利率"),
}  # fmt: skip
MONEY = {FigureName.MINIMUM_WAGE, FigureName.AVERAGE_WAGE}
MODES = {1: PartialMonths.WEEKDAYS, 2: PartialMonths.CALENDAR}
BANDS = {
    FigureName.CRIME_ONE: ("crim_one_low", "crim_one_high", "crim_one"),
    FigureName.CRIME_MANY: ("crim_group_low", "crim_group_high", "crim_group"),
}
DEPOSIT = ("deposit_low", "deposit_high", "deposit_floor")
STANDARD = Figures("")
ON_TOP = "overtime_statutory_on_top"
READ: Mapping[FigureName, Any] = {
    FigureName.MONTH_DAYS: Fraction, FigureName.DAY_HOURS: Fraction, FigureName.MINIMUM_WAGE: int,
    FigureName.AVERAGE_WAGE: int, FigureName.INTEREST_RATE: Fraction, FigureName.PARTIAL_MONTHS: PartialMonths,
}  # fmt: skip


def place_of(*, arrears: Arrears) -> str:
    """The region code whose figures hold for a case: that of the union in charge."""
    return arrears.case.union.region_code


def in_force(*, on: date, place: str) -> dict[str, law_rules.Parameter]:
    """Each figure once, as it holds on the day at the nearest place; one read of the table."""
    versions: dict[str, list[law_rules.Parameter]] = {}
    for row in law.parameters_list():
        versions.setdefault(row.code, []).append(row)
    chosen = {code: law_rules.pick(rows, on, place) for code, rows in versions.items()}
    return {code: row for code, row in chosen.items() if row is not None}


def figures_for(*, on: date, place: str) -> Figures:
    """The figures of a day at a place (a region code), with sources; stamped with day, place and a hash of the values."""
    found = in_force(on=on, place=place)
    values: dict[str, Any] = {name.value: value for name in PLAIN if (value := _plain(name, found)) is not None}
    values |= {name.value: _band(name, found) for name in BANDS}
    values["deposit"] = _rates(found)
    named = {**PLAIN, **{name: codes[2] for name, codes in BANDS.items()}, FigureName.DEPOSIT: DEPOSIT[0]}
    sources = {name: source(found[code]) for name, code in named.items() if code in found}
    made = Figures("", **values, sources=sources)
    return replace(made, version=stamp(figures=made, on=on, place=place))


def stamp(*, figures: Figures, on: date, place: str) -> str:
    """`2026-11-23/370702/3f2a91c0`: equal hashes mean equal figures."""
    text = "\n".join(f"{name}={written(figures=figures, name=name)}" for name in FigureName)
    return f"{on:%Y-%m-%d}/{place}/{sha256(text.encode()).hexdigest()[:8]}"


def written(*, figures: Figures, name: FigureName) -> str:
    """One figure as text; empty when nobody has filled it in."""
    value = getattr(figures, name)
    if isinstance(value, Band):
        return f"{value.low}/{value.high}/{value.chosen}"
    if isinstance(value, DepositRates):
        return f"{value.low} {value.high} {value.floor}"
    return "" if value is None else str(value)


def as_read(*, line: ClaimLine, now: Figures) -> Figures:
    """Today's figures with those put back that the line had read: what it was computed with."""
    old: dict[str, Any] = {row.name: READ[FigureName(row.name)](row.value) if row.value else None for row in line.figures.all()}
    return replace(now, version=line.rule_version, **old)


def statutory_pay_unconfirmed(*, on: date, place: str) -> bool:
    """Whether it is still open that the 300 % come on top of monthly pay."""
    row = in_force(on=on, place=place).get(ON_TOP)
    return row is None or row.unconfirmed


def source(row: law_rules.Parameter) -> Source:
    """Where a figure stands; marked M until a person confirms it."""
    if row.unconfirmed or row.value is None:
        return Source(row.source, Mark.UNCONFIRMED)
    return Source(row.source, Mark.CONFIRMED if row.mark == law_rules.Mark.C else Mark.SECONDARY)


def _exact(found: Mapping[str, law_rules.Parameter], code: str) -> Fraction | None:
    row = found.get(code)
    return None if row is None or row.value is None else Fraction(row.value)


def _fen(found: Mapping[str, law_rules.Parameter], code: str) -> int | None:
    exact = _exact(found, code)
    return None if exact is None else int(exact * 100)


def _plain(name: FigureName, found: Mapping[str, law_rules.Parameter]) -> Any:
    code = PLAIN[name]
    if name in MONEY:
        return _fen(found, code)
    exact = _exact(found, code)
    return MODES.get(int(exact)) if name is FigureName.PARTIAL_MONTHS and exact is not None else exact


def _band(name: FigureName, found: Mapping[str, law_rules.Parameter]) -> Band:
    """The limits of the table; where it has none, those of the rules."""
    (low, high, chosen), standard = BANDS[name], getattr(STANDARD, name)
    limits = (_fen(found, low), _fen(found, high))
    return Band(limits[0] or standard.low, limits[1] or standard.high, _fen(found, chosen))


def _rates(found: Mapping[str, law_rules.Parameter]) -> DepositRates:
    low, high, floor = (_exact(found, code) for code in DEPOSIT)
    standard = STANDARD.deposit
    return DepositRates(low or standard.low, high or standard.high, floor or standard.floor)
