"""The calculator's form: a start is read once, and refused beside its field."""

from datetime import date

from unionhall.kernel.law import rules
from unionhall.kernel.law.forms import ClockForm

LISTED = [row for row in rules.shipped_rules() if not row.place]


def form(**typed: str) -> ClockForm:
    return ClockForm(typed, listed=LISTED)


def test_a_rule_and_a_day_are_read() -> None:
    asked = form(rule="ARB-ACCEPT", start=" 2026-02-12 ")
    assert asked.is_valid()
    assert asked.cleaned_data == {"rule": "ARB-ACCEPT", "start": date(2026, 2, 12)}


def test_a_bad_day_and_an_unknown_rule_are_said_beside_their_fields() -> None:
    asked = form(rule="NO-SUCH", start="2026-02-30")
    assert not asked.is_valid()
    assert set(asked.errors) == {"rule", "start"}
    assert asked.errors["start"].as_data()[0].code == "bad_start"
