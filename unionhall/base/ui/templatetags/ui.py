"""Icons, marks, money and days in templates."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.base.money import short

from .. import rules

register = template.Library()
ICONS = Path(__file__).resolve().parent.parent / "icons"
LEVELS = {
    "red": "M7 .8 13.2 7 7 13.2.8 7Z",
    "orange": "M7 1.2 13.4 12.6H.6Z",
    "yellow": "M2 2h10v10H2Z",
    "none": "M2 6.2h10v1.6H2Z",
}
SOON = 3


@lru_cache(maxsize=256)
def drawing(name: str) -> str:
    """The inside of a lucide icon. FileNotFoundError names one that is not shipped."""
    text = re.sub(r"<!--.*?-->", "", (ICONS / f"{name}.svg").read_text(), flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "", text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")])


@register.simple_tag
@lru_cache(maxsize=1024, typed=True)
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An inlined icon; hidden from screen readers unless it stands alone with a `label`."""
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="ic{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        f" {css}" if css else "", voice, mark_safe(drawing(name)),
    )  # fmt: skip


@register.simple_tag
def seal(css: str = "") -> SafeString:
    """The mark: 人 over 工 on the red square."""
    return format_html(
        '<span class="seal {}"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.1" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M4 10.6 12 4.6l8 6"/>'
        '<path d="M7.6 13h8.8M12 13v6M6 19h12"/></svg></span>',
        css,
    )


@register.simple_tag
def level(name: str | None, count: int | None = None) -> SafeString:
    """A warning mark: shape, word and count; red ◆, orange ▲, yellow ■, none —."""
    words = {"red": _("红"), "orange": _("橙"), "yellow": _("黄"), "none": _("无")}
    key = name if name in words else "none"
    said = words[key]
    if count:
        said = ngettext("%(word)s %(count)s 项", "%(word)s %(count)s 项", count) % {"word": said, "count": count}
    return format_html(
        '<span class="lvl lvl-{}"><svg viewBox="0 0 14 14" fill="currentColor" aria-hidden="true"><path d="{}"/></svg>'
        "<span>{}</span></span>",
        key, LEVELS[key], said,
    )  # fmt: skip


@register.simple_tag
def tag(tone: str, symbol: str, text: object) -> SafeString:
    """A state: word on tint, with an icon unless `symbol` is ''. Tones: red orange amber green blue wait, '' for grey."""
    return format_html('<span class="tag{}">{}{}</span>', f" tag-{tone}" if tone else "", icon(symbol) if symbol else "", text)


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as plain text for sentences: 18,900 or 18,900.50; unknown is —."""
    return "—" if fen is None else short(int(fen))


@register.filter
def money(fen: int | None) -> SafeString:
    """Fen for columns: like `yuan`, but zero and unknown are grey."""
    return format_html('<span class="{}">{}</span>', "num" if fen else "num nil", yuan(fen))


def local(value: date | datetime) -> date | datetime:
    """A moment in the current time zone; days and naive moments as they are."""
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value


def week(value: date) -> str:
    """周一 … 周日."""
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[value.weekday()]


def month(value: date) -> str:
    """1月 … 12月, Jan … Dec."""
    first = (_("1月"), _("2月"), _("3月"), _("4月"), _("5月"), _("6月"))
    second = (_("7月"), _("8月"), _("9月"), _("10月"), _("11月"), _("12月"))
    return (first + second)[value.month - 1]


def spelled(value: date, today: date | None, weekday: bool = True) -> str:
    """10月31日 周六; with the year unless it is today's."""
    parts = {"year": value.year, "month": month(value), "day": value.day, "weekday": week(value)}
    if today and today.year == value.year:
        return (_("{month}{day}日 {weekday}") if weekday else _("{month}{day}日")).format(**parts)
    return (_("{year}年{month}{day}日 {weekday}") if weekday else _("{year}年{month}{day}日")).format(**parts)


@register.filter(name="day")
def day_filter(value: date | datetime | None, today: date | None = None) -> str:
    """`{{ due|day:today }}`: 10月31日 周六; the year too when it is not today's, or no today is given. Unknown is —."""
    return spelled(local(value), local(today) if today else None) if value else "—"


@register.simple_tag(takes_context=True, name="day")
def day_tag(context: Context, value: date | datetime | None) -> str:
    """`{% day due %}`: as the filter, with `today` from the context, absent or not."""
    return str(day_filter(value, context.get("today") or None))


@register.filter
def short_day(value: date | datetime | None, today: date | None = None) -> str:
    """10月31日, without the day of the week."""
    return spelled(local(value), local(today) if today else None, weekday=False) if value else "—"


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str:
    """10月28日 9:12."""
    if not value:
        return "—"
    here = localtime(value) if is_aware(value) else value
    return f"{short_day(here, context.get('today') or None)} {here.hour}:{here.minute:02d}"


@register.simple_tag(takes_context=True)
def due(context: Context, value: date | datetime | None) -> SafeString | str:
    """The tag beside a due day: 过了 2 天, 今天, 还有 3 天; calm when it is further away. Wants `today` in the context."""
    today = context.get("today")
    if not value or not today:
        return ""
    last, first = (day.date() if isinstance(day, datetime) else day for day in (local(value), local(today)))
    left = (last - first).days
    if left < 0:
        return tag("red", "clock", ngettext("过了 %(count)s 天", "过了 %(count)s 天", -left) % {"count": -left})
    if left == 0:
        return tag("amber", "clock", _("今天"))
    said = ngettext("还有 %(count)s 天", "还有 %(count)s 天", left) % {"count": left}
    return tag("amber" if left <= SOON else "", "clock", said)


@register.filter
def masked(value: str | None) -> str:
    """Personal numbers: 37****1X, 199****0037; unknown is —."""
    return rules.mask(str(value)) if value else "—"


@register.filter
def grouped(code: str) -> str:
    """A code in groups of four."""
    return rules.grouped(code)


@register.filter
def groups(code: str) -> list[str]:
    """A code in groups of four, as a list."""
    return rules.grouped(code).split()


@register.simple_tag
def stepbar(step: int, steps: int) -> SafeString:
    """The bar of a form in steps, filled up to `step`; the words beside it say the same."""
    parts = "".join(f'<i{" class=on" if number <= step else ""}></i>' for number in range(1, steps + 1))
    return mark_safe(f'<div class="stepbar" aria-hidden="true">{parts}</div>')


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """A QR code as inline SVG: ink on white in every palette, quiet zone included."""
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=4))
    path = "".join(
        f"M{found.start()} {y}h{found.end() - found.start()}v1h-{found.end() - found.start()}z"
        for y, row in enumerate(rows)
        for found in re.finditer("1+", "".join("1" if dark else "0" for dark in row))
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}" shape-rendering="crispEdges">'
        '<path fill="currentColor" d="{}"/></svg>',
        len(rows), len(rows), label or _("二维码"), path,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def look_attrs(context: Context) -> SafeString:
    """`data-theme` and `data-size` of `<html>`, from `request.look`; without a choice the device decides."""
    look = getattr(context.get("request"), "look", None)
    pairs: Mapping[str, str] = {"theme": getattr(look, "theme", ""), "size": getattr(look, "size", "")}
    return mark_safe("".join(format_html(' data-{}="{}"', name, value) for name, value in pairs.items() if value))


@register.simple_tag(takes_context=True)
def elder(context: Context) -> bool:
    """Whether large print is on: `{% elder as large %}`."""
    return getattr(getattr(context.get("request"), "look", None), "size", "") == "elder"


@register.simple_tag
def turned(params: Any, **changes: object) -> str:
    """The query string of `request.GET` with changes, for filters and pages: `?{% turned request.GET after=key %}`."""
    made = params.copy()
    for name, value in changes.items():
        made.pop(name, None)
        if value not in (None, ""):
            made[name] = value
    return str(made.urlencode())
