"""Between a ledger's field codes and a clue's columns, both ways."""

from collections.abc import Mapping
from datetime import date

from unionhall.kernel.orgs.rules import INDUSTRY_LABELS

from ...models import Clue

PLAIN = {
    "number": "number", "channel": "channel_said", "inspector": "inspector", "street": "street", "employer": "employer_name",
    "credit_code": "credit_code", "address": "address", "project": "project", "people": "people", "amount": "amount",
    "period": "period", "contact": "contact", "phone": "phone", "disposal": "disposal", "progress": "progress",
    "recovered": "recovered_said", "remark": "remark", "work": "work",
}  # fmt: skip
DAYS = {"received_on": "received_on", "opened_on": "opened_on", "closed_on": "closed_on"}
NUMBERS = {"people", "amount", "recovered"}
OWN = {*PLAIN, *DAYS, "industry"}
_CODES = {label: code.value for code, label in INDUSTRY_LABELS.items()}
_LABELS = {code.value: label for code, label in INDUSTRY_LABELS.items()}


def columns(values: Mapping[str, object]) -> dict[str, object]:
    """A row's values as a clue's columns; text is cut to the column's length, blanks are left out."""
    found: dict[str, object] = {}
    for code, name in PLAIN.items():
        if (value := values.get(code)) is not None:
            size = Clue._meta.get_field(name).max_length
            found[name] = value if code in NUMBERS else str(value)[: size or 1000]
    for code, name in DAYS.items():
        if value := values.get(code):
            found[name] = date.fromisoformat(str(value))
    if value := values.get("industry"):
        found["industry"] = _CODES.get(str(value), str(value)[:40])
    return found


def extras(values: Mapping[str, object]) -> dict[str, str]:
    """What a clue has no column for."""
    return {code: str(value)[:300] for code, value in values.items() if code not in OWN and value is not None}


def stored(clue: Clue, more: Mapping[str, str]) -> dict[str, object]:
    """A stored clue as a ledger row's values: what a new sheet is compared with."""
    found: dict[str, object] = {code: getattr(clue, name) for code, name in PLAIN.items()}
    found |= {code: day.isoformat() if (day := getattr(clue, name)) else None for code, name in DAYS.items()}
    found["industry"] = _LABELS.get(clue.industry, clue.industry)
    found |= more
    return {code: None if value == "" else value for code, value in found.items()}
