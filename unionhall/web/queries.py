"""What has gone up to the reader's unions in silence, over every kind of matter that is registered."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.cases.kinds import CASE_KINDS

from .kinds import WorkRow

PUBLIC = ("climbed", "work", "count_climbed")
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
