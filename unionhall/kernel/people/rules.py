"""Roles, how identity is cleaned and masked, and how guessing is slowed."""

import re
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

from unionhall.base.identity import id_stands
from unionhall.base.words import gettext_noop as _


class Role(StrEnum):
    """What a post is for; the tables of powers name these."""

    INSPECTOR = "inspector"
    CLERK = "clerk"
    HOTLINE = "hotline"
    OFFICER = "officer"
    MEDIATOR = "mediator"
    LAWYER = "lawyer"
    PARTNER = "partner"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    KEEPER = "keeper"
    PROVIDER = "provider"
    DOCTOR = "doctor"
    COUNSELLOR = "counsellor"
    GRASSROOTS = "grassroots"


ROLE_LABELS = {
    Role.INSPECTOR: _("排查员"), Role.CLERK: _("线索专员"), Role.HOTLINE: _("热线员"), Role.OFFICER: _("经办人"),
    Role.MEDIATOR: _("调解员"), Role.LAWYER: _("律师"), Role.PARTNER: _("协作单位"), Role.LEADER: _("领导"),
    Role.ADMINISTRATOR: _("管理员"), Role.AUDITOR: _("审计员"),
    Role.KEEPER: _("驿站管理员"), Role.PROVIDER: _("服务人员"), Role.DOCTOR: _("体检医生"), Role.COUNSELLOR: _("心理咨询师"),
    Role.GRASSROOTS: _("基层工会"),
}  # fmt: skip

_CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
_FORGET_AFTER = timedelta(hours=1)
_LONGEST = timedelta(minutes=5)
DAILY_BUDGET = 300  # guesses looked at in 24 hours per target and device, or per target and network for new devices


def clean_digits(text: str) -> str:
    """Full-width to half-width, without blanks and hyphens, capitals."""
    return re.sub(r"[\s\-—–·]", "", unicodedata.normalize("NFKC", text or "")).upper()


def clean_phone(text: str) -> str:
    """An 11-digit mobile number, +86 taken off; '' when it is none."""
    digits = re.sub(r"^(\+?86)(?=1\d{10}$)", "", clean_digits(text))
    return digits if re.fullmatch(r"1\d{10}", digits) else ""


def clean_id(text: str) -> str:
    """An 18-character resident ID number with a right check digit and date; '' when it is none.

    The place is not asked: the tables date 潍城区 from 1983, and people born before that live there.
    """
    number = clean_digits(text)
    return number if id_stands(number) else ""


def mask_phone(phone: str) -> str:
    """199****0037."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else ("****" if phone else "")


def mask_id(number: str) -> str:
    """37****1X."""
    return f"{number[:2]}****{number[-2:]}" if len(number) >= 8 else ("****" if number else "")


def mask_name(name: str) -> str:
    """张*三 for outsiders: the first and the last character."""
    return name if len(name) < 2 else f"{name[0]}*{name[-1] if len(name) > 2 else ''}"


def code_expires(at: datetime) -> datetime:
    """A one-time code lives ten minutes (ASVS 6.5.5)."""
    return at + _CODE_LIFE


def delay(tries: int) -> timedelta:
    """How long the next guess waits after so many wrong ones: three are free, then 2, 4, 8 … seconds, at most 5 minutes.

    Never a lock: the right owner waits at most as long as the guesser on the same device.
    """
    if tries <= 3:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(tries - 3, 12)), _LONGEST)


def forgotten(last_at: datetime, at: datetime) -> bool:
    """Wrong guesses are forgotten after an hour without one; a clock that was set back by so much makes nobody wait."""
    return abs(at - last_at) >= _FORGET_AFTER
