"""References, receipts, roles in a matter, and how a timeline is chained."""

import hashlib
import re
import unicodedata
from datetime import date, datetime
from enum import StrEnum

from unionhall.base.words import gettext_noop as _

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OILU", "011V")


class Channel(StrEnum):
    """How a matter came in."""

    ROUND = "round"
    WEB = "web"
    VISIT = "visit"
    HOTLINE = "hotline"
    PARTNER = "partner"
    SHEET = "sheet"
    STAFF = "staff"


CHANNEL_LABELS = {
    Channel.ROUND: _("周排查"), Channel.WEB: _("网上"), Channel.VISIT: _("职工来访"), Channel.HOTLINE: _("12351 热线"),
    Channel.PARTNER: _("协作单位移送"), Channel.SHEET: _("表格导入"), Channel.STAFF: _("工会自己发现"),
}  # fmt: skip


class PartyRole(StrEnum):
    """Who a person is in a matter."""

    REPORTER = "reporter"
    CLAIMANT = "claimant"
    REPRESENTATIVE = "representative"


class DutyRole(StrEnum):
    """What an assigned person does in a matter."""

    OFFICER = "officer"
    ASSISTANT = "assistant"
    MEDIATOR = "mediator"
    LAWYER = "lawyer"


DUTY_LABELS = {
    DutyRole.OFFICER: _("经办"), DutyRole.ASSISTANT: _("协办"), DutyRole.MEDIATOR: _("调解"), DutyRole.LAWYER: _("律师"),
}  # fmt: skip


class DeadlineState(StrEnum):
    """A deadline runs, was met, was stopped, or lapsed unmet."""

    RUNNING = "running"
    STOPPED = "stopped"
    MET = "met"
    LAPSED = "lapsed"


def reference(prefix: str, year: int, number: int) -> str:
    """AX-2026-000123: what a person can read out."""
    return f"{prefix}-{year}-{number:06d}"


def receipt_from(secret: bytes) -> str:
    """Sixteen Crockford characters from the first 80 bits of a secret."""
    number = int.from_bytes(secret[:10], "big")
    return "".join(CROCKFORD[number >> shift & 31] for shift in range(75, -1, -5))


def clean_receipt(text: str) -> str:
    """What was typed, as sixteen Crockford characters (O→0, I and L→1); '' when it cannot be one."""
    code = re.sub(r"[\s\-—–]", "", unicodedata.normalize("NFKC", text or "")).upper().translate(_READ_AS)
    return code if len(code) == 16 and set(code) <= set(CROCKFORD) else ""


def grouped(code: str) -> str:
    """K7QF 2M9X …: four groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def statement(*, reference: str, at: datetime, said: str) -> str:
    """What a receipt proves: the matter's reference, the second it was filed, and the SHA-256 of what was said."""
    return f"UH1|{reference}|{at.astimezone().isoformat(timespec='seconds')}|{hashlib.sha256(said.encode()).hexdigest()}"


def overdue(due: date | None, today: date) -> bool:
    """A deadline is late on the day after its due day."""
    return due is not None and due < today


def urgency(due: date | None, today: date) -> str:
    """'late', 'today', 'soon' (within three days) or ''."""
    if due is None:
        return ""
    days = (due - today).days
    return "late" if days < 0 else "today" if days == 0 else "soon" if days <= 3 else ""
