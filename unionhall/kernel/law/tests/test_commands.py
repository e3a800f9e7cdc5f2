"""`unionhall clock` in a terminal: JSON keys, plain text, and refusals."""

import json
from argparse import ArgumentParser
from typing import Any

import pytest

from unionhall.base.refusal import Refused
from unionhall.kernel.law import rules
from unionhall.kernel.law.commands import CLOCK
from unionhall.kernel.law.rules import CLOCKED


def run(*words: str) -> int:
    parser = ArgumentParser()
    CLOCK.arguments(parser)
    return CLOCK.run(parser.parse_args(words))


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_the_command_needs_no_database() -> None:
    assert not CLOCK.database


def test_json_has_due_safe_day_unit_law_mark_provisional(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "ARB-ACCEPT", "--start", "2026-02-12")
    wanted = {
        "rule": "ARB-ACCEPT",
        "title": "仲裁受理",
        "start": "2026-02-12",
        "due": "2026-02-26",
        "safe_day": "2026-02-26",
        "unit": "wd",
        "law": "调裁法 第29条",
        "mark": "C",
        "unit_mark": "M",
        "provisional": False,
        "also": [],
    }
    assert {key: found[key] for key in wanted} == wanted


def test_several_lengths_stand_in_also(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "INS-60", "--start", "2026-09-01")
    assert (found["due"], found["provisional"]) == ("2026-11-30", False)
    assert found["also"] == [
        {
            "label": "经批准延长",
            "due": "2027-01-12",
            "safe_day": "2027-01-12",
            "unit": "wd",
            "provisional": True,
        }
    ]


def test_hours_give_a_date_time(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "PRESERVE-48", "--start", "2026-02-12T09:30")
    assert (found["due"], found["unit"]) == ("2026-02-14T09:30:00", "h")


def test_a_rule_without_a_clock_prints_null_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "ARB-FREE", "--start", "2026-02-12")
    assert (found["due"], found["safe_day"], found["unit"], found["also"]) == (None, None, None, [])
    assert found["reason"]


def test_a_place_has_its_own_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "UNION-REPLY", "--start", "2026-03-02")["due"] is None
    found = printed(capsys, "UNION-REPLY", "--start", "2026-03-02", "--place", "330106")
    assert (found["due"], found["place"]) == ("2026-03-23", "330000")


@pytest.mark.parametrize("rule_id", sorted({row.id for row in rules.shipped_rules()}))
def test_every_rule_prints_a_clock_or_a_reason(rule_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    hours = next(row for row in rules.shipped_rules() if row.id == rule_id).unit in CLOCKED
    start = "2026-02-12T09:30" if hours else "2026-02-12"
    found = printed(capsys, rule_id, "--start", start)
    assert bool(found["due"]) != bool(found.get("reason"))
    assert run(rule_id, "--start", start) == 0
    assert 3 <= len(capsys.readouterr().out.splitlines()) <= 12


def test_plain_text_names_the_day_the_law_and_what_is_uncertain(capsys: pytest.CaptureFixture[str]) -> None:
    run("lim-wage", "--start", "2026-03-20")
    text = capsys.readouterr().out
    assert "2027-03-20 周六" in text
    assert "稳妥日 2027-03-19 周五" in text
    assert "调裁法 第27条第4款" in text
    assert "暂定" in text


def test_an_older_matter_is_told_that_the_text_came_later(capsys: pytest.CaptureFixture[str]) -> None:
    run("PO-ACCEPT", "--start", "2022-03-01")
    assert "核对当时的条文" in capsys.readouterr().out


def test_an_unknown_rule_names_the_near_ones() -> None:
    with pytest.raises(Refused, match="ARB-ACCEPT"):
        run("ARB-ACEPT", "--start", "2026-02-12")


@pytest.mark.parametrize("start", ["2026-02-30", "soon", "1200-01-01"])
def test_a_bad_date_is_refused(start: str) -> None:
    with pytest.raises(Refused):
        run("ARB-ACCEPT", "--start", start)


def test_a_plain_date_is_refused_for_hours() -> None:
    with pytest.raises(Refused, match="start_wants_hour"):
        run("PRESERVE-48", "--start", "2026-02-12")
