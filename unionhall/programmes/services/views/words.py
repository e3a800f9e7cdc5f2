"""Reasons and days of the week in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext

from unionhall.base.money import short
from unionhall.base.words import gettext_noop as _

from ..rules.prices import KINDS, LEVELS, NOT_FOR_YOU, WEEK, Facts, Reason

NAMES = dict(zip(WEEK, (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")), strict=True))
EVERY_DAY = _("每天")


def days(digits: str) -> str:
    """周三、周四; 每天 for all seven."""
    return gettext(EVERY_DAY) if digits == WEEK else gettext("、").join(gettext(NAMES[digit]) for digit in digits)


def said(reason: Reason) -> str:
    """A reason as a sentence."""
    who, level = (gettext(text) if text else "" for text in (reason.who, reason.level))
    return gettext(reason.sentence).format(who=who, level=level, days=days(reason.days), price=short(reason.price))


def sentences(reasons: Iterable[Reason]) -> list[str]:
    """Reasons as sentences; those for whom a day is are named in one."""
    rows = list(reasons)
    others = gettext("、").join(gettext(row.who) for row in rows if row.sentence == NOT_FOR_YOU)
    told = [said(row) for row in rows if row.sentence != NOT_FOR_YOU]
    return [*told, gettext(NOT_FOR_YOU).format(who=others)] if others else told


def price(fen: int | None) -> str:
    """8 元, 免费, or 不开放."""
    if fen is None:
        return gettext("不开放")
    return gettext("{sum} 元").format(sum=short(fen)) if fen else gettext("免费")


def facts(value: Facts) -> str:
    """Kinds and levels without names."""
    held = [gettext(LEVELS.get(row.level, "") or "") * bool(row.level) + gettext(KINDS.get(row.kind, row.kind)) for row in sorted(value.held)]
    claimed = [gettext("自称{who}").format(who=gettext(KINDS[kind])) for kind in sorted(value.claimed) if kind in KINDS]
    return gettext("、").join([*held, *claimed]) or gettext("没有登记")
