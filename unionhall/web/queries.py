"""What every programme shows of a matter alike: its course, its due days, who looked, why it is visible.

The rows come from the matter's own scoped queries; here they only get their words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext

from unionhall.base.access import Actor, Scope
from unionhall.base.ui.templatetags.ui import short_day
from unionhall.kernel.cases import kinds as case_kinds
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people.queries import role_label

PUBLIC = ("timeline", "deadlines", "looker", "why", "earlier")


def timeline(events: Iterable[object], today: date, outsider: bool = False) -> list[dict[str, str]]:
    """Lines for ui/parts/timeline.html, newest first; what stays inside is shown to the office only."""
    rows = []
    for place, event in enumerate(events):
        line = f"{short_day(event.at, today)} · {event.actor}" if event.actor else short_day(event.at, today)
        if event.inner and not outsider:
            line = f"{line} · {event.inner}"
        rows.append({"title": gettext(event.says), "line": line, "state": "now" if place == 0 else "done"})
    return rows


def deadlines(rows: Iterable[object]) -> list[object]:
    """Deadlines with the badge of an unconfirmed rule."""
    found = list(rows)
    for row in found:
        row.unconfirmed, row.what, row.met = row.mark == "M", gettext(row.label), None
        row.law = gettext(row.law) if row.law else gettext("协议约定")
    return found


def looker(entry: object) -> str:
    """Who looked, as the worker reads it: name and role."""
    words = gettext("、").join(gettext(role_label(role)) for role in entry.roles.split(",") if role)
    return gettext("{who}（{what}）").format(who=entry.actor, what=words) if words else entry.actor


def looks(pks: Iterable[int], *, scope: Scope) -> list[dict[str, object]]:
    """Who opened these matters, in which role, when and why, newest first (trust §10.1). The caller has loaded them."""
    rows = [row for pk in pks for row in journal.about(f"cases.case:{pk}", scope=scope).filter(kind="read")[:50]]
    ordered = sorted(rows, key=lambda row: row.at, reverse=True)
    return [{"who": looker(row), "at": row.at, "reason": row.reason} for row in ordered]


def why(actor: Actor, power: str, path: str) -> list[str]:
    """Which post at which union makes a row visible."""
    return [f"{gettext(role_label(grant.role))} · {orgs.union(grant.org_id).name}" for grant in actor.why(power, path)]


def earlier(actor: Actor, person_id: int, limit: int = 8) -> list[dict[str, object]]:
    """A person's matters of every programme that the actor may see, newest first, each with its state in words."""
    found = []
    for kind in case_kinds.CASE_KINDS:
        rows = cases.visible(actor.scope(kind.view), kind.code).filter(parties__person_id=person_id).select_related("union")
        found += [{"case": row, "words": gettext(kind.states[row.state]), "kind": gettext(kind.label)} for row in rows.order_by("-pk")[:limit]]
    return sorted(found, key=lambda row: row["case"].received_at, reverse=True)[:limit]
