"""The frame's context: navigation that the registered programmes fill, dock, place and date."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people
from unionhall.kernel.pulse import queries as pulse
from unionhall.kernel.pulse import services as pulses

from . import kinds

DOCK = ((_("首页"), "house", "web:home"), (_("消息"), "message-circle", "notices:inbox"), (_("我的"), "user", "web:me"))


def frame(request: HttpRequest) -> dict[str, object]:
    """Context for every page: `nav`, `dock`, `today`, `hotline`, `demo`, `place`, `outbox`."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {}
    return {
        "actor": actor,
        "nav": sidebar(actor, request.path) if actor.staff else [],
        "dock": dock(request.path),
        "today": timezone.localdate(),
        "hotline": settings.HOTLINE,
        "demo": settings.DEMO,
        "place": place(actor),
        "outbox": next((row.key_url for row in kinds.OUTBOXES if actor.may(row.power)), ""),
        "troubles": [pulse.said(each) for each in pulse.troubles(timezone.now())] if actor.may(pulses.RUNS_THE_HOUSE) else [],
        "post": gettext(people.role_label(actor.grants[0].role)) if actor.grants else "",
    }


def sidebar(actor: Actor, path: str) -> list[dict[str, object]]:
    """Sections in the order of their first items, with those that this person holds the power for."""
    items = sorted((item for item in kinds.NAV if actor.may(item.power)), key=lambda item: item.order)
    current = max((item.url for item in items if path.startswith(item.url)), key=len, default="")
    sections = []
    for title in dict.fromkeys(item.section for item in items):
        own = [line(item, actor, item.url == current) for item in items if item.section == title]
        if own:
            sections.append({"title": gettext(title) if title else "", "items": own})
    return sections


def line(item: kinds.NavItem, actor: Actor, current: bool) -> dict[str, object]:
    """One line of the sidebar."""
    count = item.count(actor) if item.count else None
    return {"label": gettext(item.label), "icon": item.icon, "url": item.url, "count": count, "current": current}


def dock(path: str) -> list[dict[str, object]]:
    """The tab bar of the phone: the shell's own tabs and those that programmes registered as verbs' first pages."""
    rows = [(label, icon, reverse(name)) for label, icon, name in DOCK]
    return [{"label": gettext(label), "icon": icon, "url": url, "current": path == url} for label, icon, url in rows]


def place(actor: Actor) -> str:
    """The union of the first post, for the top bar."""
    for grant in actor.grants:
        return orgs.union(grant.org_id).name
    return ""
