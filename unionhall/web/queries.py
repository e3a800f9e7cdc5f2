"""What the shell reads over every kind of matter: its course, due days, who looked, why it is visible; what went up in silence.

The rows come from the matters' own scoped queries; here they only get their words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.utils.translation import gettext

from unionhall.base.access import Actor, Scope
from unionhall.base.ui.templatetags.ui import short_day
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.cases.kinds import CASE_KINDS
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people.queries import role_label

from .kinds import WorkRow

PUBLIC = ("timeline", "deadlines", "looker", "why", "earlier", "climbed", "work", "count_climbed")
MOST = 200


def climbed(actor: Actor, *, own: bool = True, waiting: bool = True) -> list[object]:
    """Matters that went up to the actor's own unions (or those below), each kind under its own power; unanswered first."""
    found: list[object] = []
    for kind in CASE_KINDS:
        scope = actor.scope(kind.view)
        if scope.paths or scope.everything:
            found += cases.climbed(scope=scope, kind=kind.code, own=own, waiting=waiting)[:MOST]
    for row in found:
        row.url = CASE_KINDS[row.case.kind].desk.format(pk=row.case_id)
        row.what = gettext(row.deadline.label)
    return sorted(found, key=lambda row: (row.answered_at is not None, row.due, row.pk))[:MOST]


def work(actor: Actor, today: date) -> Sequence[WorkRow]:
    """What waits for an answer from the actor's own unions, with the day on which it goes up again."""
    return [_row(row) for row in climbed(actor)[:60]]


def _row(row: object) -> WorkRow:
    title = gettext("{union}没有按时{what}，升到这里了").format(union=row.from_union.name, what=row.what)
    return WorkRow(
        title=title, line=f"{row.case.title} · {row.case.reference}", law=gettext(row.deadline.law), due=row.next_on or row.at.date(),
        url=row.url, verb=gettext("去答复"),
    )  # fmt: skip


def count_climbed(actor: Actor) -> int:
    """How many matters wait for an answer from the actor's own unions."""
    scopes = [(kind.code, actor.scope(kind.view)) for kind in CASE_KINDS]
    return sum(cases.climbed(scope=scope, kind=code).count() for code, scope in scopes if scope.paths)


def timeline(
    events: Iterable[object], today: date, outsider: bool = False, own_steps: Collection[str] = ()
) -> list[dict[str, str]]:
    """Lines for ui/parts/timeline.html, newest first; what stays inside is shown to the office only, and whose `own_steps` they were."""
    rows = []
    for place, event in enumerate(events):
        who = gettext("职工") if outsider and event.step in own_steps else event.actor
        line = f"{short_day(event.at, today)} · {who}" if who else short_day(event.at, today)
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
    for kind in CASE_KINDS:
        rows = cases.visible(actor.scope(kind.view), kind.code).filter(parties__person_id=person_id).select_related("union")
        found += [{"case": row, "words": gettext(kind.states[row.state]), "kind": gettext(kind.label)} for row in rows.order_by("-pk")[:limit]]
    return sorted(found, key=lambda row: row["case"].received_at, reverse=True)[:limit]
