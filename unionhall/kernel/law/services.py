"""Loading the shipped rows, confirming a rule, filling in a figure."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from . import rules
from .models import ParameterRow, RuleLength, RuleRow
from .rules import Mark, Parameter, Rule

DATED = ("place", "title", "mark", "valid_from", "valid_to", "note")
RULE_COLUMNS = (*DATED, "version", "trigger", "who", "law", "at_once", "reason")
PARAMETER_COLUMNS = (*DATED, "code", "value", "unit", "source")


@transaction.atomic
def seed(*, at: datetime) -> int:
    """Add the shipped rules and figures that are not there yet; others stay. Returns rows added."""
    standing = set(RuleRow.objects.values_list("rule_id", "place", "version"))
    fresh = [row for row in rules.shipped_rules() if (row.id, row.place, row.version) not in standing]
    for row in fresh:
        _add_rule(row, at)
    known = set(ParameterRow.objects.values_list("code", "place", "valid_from"))
    new = [row for row in rules.shipped_parameters() if (row.code, row.place, row.valid_from) not in known]
    ParameterRow.objects.bulk_create(_parameter_row(figure, at) for figure in new)
    return len(fresh) + len(new)


def _add_rule(rule: Rule, at: datetime) -> RuleRow:
    """One version with its lengths."""
    plain = {name: getattr(rule, name) for name in RULE_COLUMNS}
    row = RuleRow.objects.create(rule_id=rule.id, unit_mark=rule.unit_mark or "", at=at, **plain)
    RuleLength.objects.bulk_create(
        RuleLength(
            rule_row=row,
            position=position,
            number=length.n,
            unit=length.unit,
            anchor=length.anchor,
            roll=length.roll,
            label=length.label,
        )
        for position, length in enumerate(rule.lengths)
    )
    return row


def _parameter_row(figure: Parameter, at: datetime) -> ParameterRow:
    """A figure as a row that is not saved yet."""
    return ParameterRow(at=at, **{name: getattr(figure, name) for name in PARAMETER_COLUMNS})


def _require_confirmer(by: Actor) -> None:
    """Refused unless the actor may confirm rules."""
    if not rules.may_confirm(by):
        raise Refused("no_power", _("您的岗位不能确认规则"))


@transaction.atomic
def confirm(*, rule_id: str, place: str = "", version: int = 1, by: Actor, at: datetime) -> RuleRow:
    """Say that a person has checked a rule row against its text: the badge goes. A row is confirmed once."""
    _require_confirmer(by)
    row = RuleRow.objects.select_for_update().filter(rule_id=rule_id, place=place, version=version).first()
    if row is None:
        raise Refused("unknown_rule", _("没有编号为“{rule}”的规则"), field="rule", values={"rule": rule_id})
    if row.confirmed_by:
        raise Refused("confirmed_already", _("这一条已由{name}确认"), values={"name": row.confirmed_by})
    if row.lengths.filter(number__isnull=True).exists():
        raise Refused("length_not_set", _("天数还没有填，不能确认"))
    row.confirmed_by, row.confirmed_at = by.name or by.system, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    journal.record(kind="change", verb="law.confirm", subject=f"law.rulerow:{row.pk}", by=by, at=at)
    return row


@transaction.atomic
def amend(*, rule: Rule, by: Actor, at: datetime) -> RuleRow:
    """Enter a new version of a rule at a place from its `valid_from`; the version before ends there."""
    _require_confirmer(by)
    standing = RuleRow.objects.select_for_update().filter(rule_id=rule.id, place=rule.place)
    last = standing.order_by("version").last()
    if rule.version != (last.version if last else 0) + 1:
        raise Refused("stale_version", _("这条规则刚有了新版本，请重新打开再改"))
    if last and last.valid_from >= rule.valid_from:
        raise Refused("version_order", _("新版本的起始日要晚于上一版本"), field="valid_from")
    if last:
        last.valid_to = min(rule.valid_from, last.valid_to or date.max)
        last.save(update_fields=["valid_to"])
    row = _add_rule(rule, at)
    journal.record(kind="change", verb="law.amend", subject=f"law.rulerow:{row.pk}", by=by, at=at)
    return row


@transaction.atomic
def fill_in(
    *,
    code: str,
    place: str,
    value: Decimal,
    valid_from: date,
    source: str,
    mark: Mark,
    by: Actor,
    at: datetime,
) -> ParameterRow:
    """Enter a figure for a place from a day on: the one before ends there, an empty one is filled."""
    _require_confirmer(by)
    like = ParameterRow.objects.filter(code=code).first()
    if like is None:
        raise Refused("unknown_parameter", _("没有叫“{code}”的参数"), field="code", values={"code": code})
    if not source.strip():
        raise Refused("no_source", _("写明依据：哪一份文件、哪一天发布"), field="source")
    row = ParameterRow(code=code, title=like.title, unit=like.unit, place=place, value=value)
    row.source, row.mark, row.valid_from, row.valid_to = (
        source,
        mark,
        valid_from,
        _make_room(code, place, valid_from),
    )
    row.confirmed_by, row.confirmed_at, row.at = by.name or by.system, at, at
    row.save(force_insert=True)
    journal.record(kind="change", verb="law.fill_in", subject=f"law.parameterrow:{row.pk}", by=by, at=at)
    return row


def _make_room(code: str, place: str, valid_from: date) -> date | None:
    """End the figure before that day, drop an empty one of that day; returns the next figure's first day."""
    rows = ParameterRow.objects.select_for_update().filter(code=code, place=place)
    if rows.filter(valid_from=valid_from, value__isnull=False).exists():
        raise Refused("figure_exists", _("这一天起的数已经有了"), field="valid_from")
    rows.filter(valid_from=valid_from).delete()
    earlier = rows.filter(valid_from__lt=valid_from).order_by("valid_from").last()
    if earlier and (earlier.valid_to is None or earlier.valid_to > valid_from):
        earlier.valid_to = valid_from
        earlier.save(update_fields=["valid_to"])
    later = rows.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    return later.valid_from if later else None
