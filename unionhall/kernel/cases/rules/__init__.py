"""References, receipts, roles in a matter, and how a timeline is chained."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.orgs.rules import clean_code, keys

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
    STATION = "station"
    PAPER = "paper"


CHANNEL_LABELS = {
    Channel.ROUND: _("周排查"), Channel.WEB: _("网上"), Channel.VISIT: _("职工来访"), Channel.HOTLINE: _("12351 热线"),
    Channel.PARTNER: _("协作单位移送"), Channel.SHEET: _("表格导入"), Channel.STAFF: _("工会自己发现"),
    Channel.STATION: _("驿站扫码"), Channel.PAPER: _("来信"),
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


class TieKind(StrEnum):
    """How somebody is tied to whom a matter is about."""

    OWNS = "owns"
    MANAGES = "manages"
    WORKS = "works"
    WORKED = "worked"
    FAMILY = "family"
    SERVES = "serves"


TIE_LABELS = {
    TieKind.OWNS: _("是老板、出资人"), TieKind.MANAGES: _("是管事的人"), TieKind.WORKS: _("在那里上班"),
    TieKind.WORKED: _("以前在那里上班"), TieKind.FAMILY: _("是亲属"), TieKind.SERVES: _("受那边委托办事"),
}  # fmt: skip


class TieSource(StrEnum):
    """Who told of a tie: the person, or somebody else."""

    DECLARED = "declared"
    RECORDED = "recorded"


ENDED_BY_TIE = "tie"


def subject_code(code: str) -> str:
    """The key of whoever has a credit code; '' without one."""
    text = "".join(unicodedata.normalize("NFKC", code).split()).upper()
    return f"code:{clean_code(text) or text}"[:160] if text else ""


def subject_name(name: str) -> str:
    """The key of an organisation by name, as names are compared; '' without one."""
    return f"name:{keys(name).name}"[:160] if name.strip() else ""


def subject_who(name: str) -> str:
    """The key of a person by name alone, blanks left out; '' without one."""
    return f"who:{''.join(unicodedata.normalize('NFKC', name).split())}"[:160] if name.strip() else ""


def subject_person(pk: int | None) -> str:
    """The key of a known person; '' for nobody."""
    return f"person:{pk}" if pk else ""


class DeadlineState(StrEnum):
    """A deadline runs, was met, was stopped, or lapsed unmet."""

    RUNNING = "running"
    STOPPED = "stopped"
    MET = "met"
    LAPSED = "lapsed"


class VisitState(StrEnum):
    """A return visit waits for its day or its answer, was made, or fell away because the matter was reopened."""

    DUE = "due"
    DONE = "done"
    DROPPED = "dropped"


class VisitHow(StrEnum):
    """How somebody was asked; `own`: the workers answered on their phones."""

    PHONE = "phone"
    SITE = "site"
    MESSAGE = "message"
    OWN = "own"


HOW_LABELS = {
    VisitHow.PHONE: _("打电话"), VisitHow.SITE: _("上门"), VisitHow.MESSAGE: _("发消息"), VisitHow.OWN: _("职工自己答的"),
}  # fmt: skip


class VisitAnswer(StrEnum):
    """What was answered."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


VISIT_ANSWER_LABELS = {VisitAnswer.YES: _("是"), VisitAnswer.NO: _("不是"), VisitAnswer.UNKNOWN: _("说不清")}


def troubles(wanted: Mapping[str, str], answers: Iterable[tuple[str, str]]) -> set[str]:
    """The questions (code → the answer that is trouble) of which some answer says that there is more to do."""
    return {code for code, answer in answers if wanted.get(code) == answer}


def missing(wanted: Mapping[str, str], answers: Mapping[str, str]) -> list[str]:
    """Questions without a proper answer, in their order."""
    return [code for code in wanted if answers.get(code) not in set(VisitAnswer)]


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
