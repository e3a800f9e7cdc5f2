"""Reading rules and figures. The law is public: no scope is asked. An empty table means the shipped rows."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from django.db.models import CharField

from unionhall.base.readings import Reading, Slot
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from . import rules
from .models import ParameterRow, RuleRow
from .rules import Mark, Parameter, Rule

PUBLIC = ("rule", "rule_versions", "rules_list", "parameter", "parameters", "parameter_versions", "parameters_list")
_figures = Reading(lambda: ParameterRow.objects.filter(code=Slot("code", CharField())))


def rule(rule_id: str, on: date, place: str = "") -> Rule:
    """The version in force on the day at the nearest place (a region code; '' is the nation).

    Before every version it is the first one: compare `valid_from`. Refused('unknown_rule') without any.
    """
    chosen = rules.pick(rule_versions(rule_id), on, place, earliest=True)
    if chosen is None:
        raise Refused("unknown_rule", _("没有编号为“{rule}”的规则"), field="rule", values={"rule": rule_id})
    return chosen


def rule_versions(rule_id: str) -> list[Rule]:
    """All versions of a rule at all places, as they were entered; empty for an unknown id."""
    rows = RuleRow.objects.filter(rule_id=rule_id).prefetch_related("lengths")
    found = [row.frozen() for row in rows]
    if found or RuleRow.objects.exists():
        return found
    return [row for row in rules.shipped_rules() if row.id == rule_id]


def rules_list(on: date, place: str = "") -> list[Rule]:
    """Every rule once, in the version in force on the day at the nearest place, in the order of entry."""
    rows: Iterable[Rule] = [row.frozen() for row in RuleRow.objects.prefetch_related("lengths")]
    versions: dict[str, list[Rule]] = {}
    for row in rows or rules.shipped_rules():
        versions.setdefault(row.id, []).append(row)
    chosen = (rules.pick(rows, on, place, earliest=True) for rows in versions.values())
    return [row for row in chosen if row is not None]


def parameter(code: str, on: date, place: str = "") -> Parameter:
    """The figure in force on the day at the nearest place; its value is None when no place has one.

    KeyError for an unknown code.
    """
    versions = parameter_versions(code)
    if not versions:
        raise KeyError(code)
    known = versions[0]
    empty = Parameter(code, known.title, None, known.unit, _("当地没有填写"), Mark.M, on, place=place)
    return rules.pick(versions, on, place) or empty


def parameters(codes: Sequence[str], on: date, place: str = "") -> dict[str, Parameter]:
    """Several figures in force on the day by code, in one query. KeyError for an unknown code."""
    rows: dict[str, list[Parameter]] = {}
    for row in _together(len(codes)).rows(**{f"code{at}": code for at, code in enumerate(codes)}):
        rows.setdefault(row.code, []).append(row.frozen())
    return {code: rules.pick(rows.get(code, ()), on, place) or parameter(code, on, place) for code in codes}


@lru_cache(maxsize=16)
def _together(count: int) -> Reading:
    return Reading(lambda: ParameterRow.objects.filter(code__in=[Slot(f"code{at}", CharField()) for at in range(count)]))


def parameter_versions(code: str) -> list[Parameter]:
    """All versions of a figure at all places; empty for an unknown code."""
    found = [row.frozen() for row in _figures.rows(code=code)]
    if found or ParameterRow.objects.exists():
        return found
    return [row for row in rules.shipped_parameters() if row.code == code]


def parameters_list() -> list[Parameter]:
    """All figures of all places and times, in the order of entry."""
    return [row.frozen() for row in ParameterRow.objects.all()] or list(rules.shipped_parameters())
