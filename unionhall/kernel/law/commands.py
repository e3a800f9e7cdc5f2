"""`unionhall clock`: due day and safe day of any rule, from the shipped rows, before any database exists."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from unionhall.base.commands import Command
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.places.rules import shipped

from . import rules
from .rules import Due, Rule

WEEKDAYS = _("一二三四五六日")


def clock_arguments(parser: ArgumentParser) -> None:
    """The words behind `unionhall clock`."""
    parser.add_argument("rule", metavar="RULE-ID", help="ARB-ACCEPT, INS-60 …")
    parser.add_argument("--start", required=True, help="2026-02-12, 2026-02-12T09:30")
    parser.add_argument("--place", default="", help="370702")
    parser.add_argument("--json", action="store_true")


def run_clock(options: Namespace) -> int:
    """Print the clock and return 0; Refused when the rule or the start is not understood."""
    start = rules.parse_start(options.start)
    rule = find_rule(options.rule, start, options.place)
    due = rules.due(rule, start, shipped())
    if options.json:
        print(json.dumps(record(rule, start, due), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(rule, start, due)))
    return 0


def find_rule(rule_id: str, start: date | datetime, place: str) -> Rule:
    """The shipped rule of that id as it stood on the start's day; Refused with near ids."""
    shipped_rules = rules.shipped_rules()
    day = rules.day_of(start)
    found = rules.pick([row for row in shipped_rules if row.id == rule_id.upper()], day, place, earliest=True)
    if found is not None:
        return found
    close = rules.near(rule_id, (row.id for row in shipped_rules))
    sentence = _("没有编号为“{rule}”的规则，相近的有：{near}") if close else _("没有编号为“{rule}”的规则")
    raise Refused("unknown_rule", sentence, field="rule", values={"rule": rule_id, "near": "、".join(close)})


def record(rule: Rule, start: date | datetime, due: Due) -> dict[str, Any]:
    """The clock for programs: dates ISO, units and marks as codes, null where there is none."""
    return {
        "rule": rule.id,
        "title": rule.title,
        "start": start.isoformat(),
        **span(due),
        "law": rule.law,
        "mark": rule.mark.value,
        "unit_mark": rule.unit_mark.value if rule.unit_mark else None,
        "version": rule.version,
        "place": rule.place,
        "valid_from": rule.valid_from.isoformat(),
        "opens": due.opens.isoformat() if due.opens else None,
        "also": [{"label": further.label, **span(further)} for further in due.also],
    }


def span(due: Due) -> dict[str, Any]:
    """What a length shows, with a reason only when there is no day."""
    shown = {
        "due": due.due.isoformat() if due.due else None,
        "safe_day": due.safe_day.isoformat() if due.safe_day else None,
        "unit": due.unit.value if due.unit else None,
        "provisional": due.provisional,
    }
    return shown if due.due else shown | {"reason": due.reason}


def spoken(moment: date | datetime) -> str:
    """A day with its weekday, and the time if there is one."""
    time = f"{moment:%H:%M}" if isinstance(moment, datetime) else ""
    return f"{moment:%Y-%m-%d} 周{WEEKDAYS[moment.weekday()]} {time}".strip()


def lines(rule: Rule, start: date | datetime, due: Due) -> Iterator[str]:
    """The clock for people: what, law, due and safe day, further lengths, what is uncertain."""
    yield f"{rule.title}（{rule.id}）　{rule.trigger}：{spoken(start)}"
    yield f"依据　{rule.law}　{rule.mark_label}{'，天数单位待核实' if rule.unit_mark else ''}"
    yield from (length_line(rule, position, part) for position, part in enumerate((due, *due.also)))
    if due.opens and due.due is None:
        yield f"次日　{spoken(due.opens)}"
    if rule.note:
        yield f"说明　{rule.note}"
    day = rules.day_of(start)
    if rule.valid_from > day:
        yield f"注意　条文自 {rule.valid_from} 起施行，此前的事请核对当时的条文"


def length_line(rule: Rule, position: int, due: Due) -> str:
    """One length: number and unit, due day, safe day when it differs, the badge of a provisional year."""
    if due.due is None:
        return f"{due.label or '期限'}　{due.reason}"
    length = rule.lengths[position]
    last = due.due.date() if isinstance(due.due, datetime) else due.due
    safe = f"　稳妥日 {spoken(due.safe_day)}" if due.safe_day and due.safe_day != last else ""
    badge = "　暂定" if due.provisional else ""
    return f"{due.label}　{length.n}{length.unit_label}　{spoken(due.due)}{safe}{badge}"


CLOCK = Command(
    "clock",
    _("算一条规则的到期日和稳妥日"),
    run=run_clock,
    arguments=clock_arguments,
    database=False,
)
