"""A call at the hotline's desk: taken down and, in the same moment, answered or sent on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases.rules import Channel
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs

from ..kinds import Difficulty
from ..queries import knowledge
from . import matters

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Receipt
    from unionhall.kernel.people.models import Person

    from ..models import Matter


class Outcome(StrEnum):
    """How a call ends: answered at once, sent to the union of the place, or kept to look after."""

    ANSWER = "answer"
    DISPATCH = "dispatch"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ends, with what is needed for it."""

    outcome: str
    answer: str = ""
    snippet_id: int | None = None
    difficulty: str = Difficulty.ORDINARY


def take(
    *, said: matters.Said, ending: Ending, client_key: str, by: Actor, at: datetime, channel: str = Channel.HOTLINE
) -> tuple[Receipt, str]:
    """Take a call down and end it as said; the same form twice is one matter. Refused beside 'answer' or 'region'."""
    by.require("voice.take")

    def end(matter: Matter) -> None:
        _end(matter, ending, by, at)

    return matters.file(said=said, channel=channel, client_key=client_key, by=by, at=at, difficulty=ending.difficulty, then=end)


def _end(matter: Matter, ending: Ending, by: Actor, at: datetime) -> None:
    if ending.outcome == Outcome.ANSWER:
        snippet = knowledge.snippet(ending.snippet_id, at.astimezone().date()) if ending.snippet_id else None
        matters.answer(case_id=matter.case_id, text=ending.answer, snippet=snippet, by=by, at=at)
    elif ending.outcome == Outcome.DISPATCH:
        union = orgs.for_region(matter.region_code)
        if union is None:
            raise Refused("region", _("写上在哪个镇街，才知道派给谁"), field="region")
        matters.dispatch(case_id=matter.case_id, union_id=union.pk, by=by, at=at)


def looked_up(*, person: Person, by: Actor, at: datetime) -> None:
    """Journal that a caller's earlier matters were looked up by their number."""
    path = by.grants[0].path if by.grants else ""
    journal.record(kind="read", verb="voice.caller", subject=f"people.person:{person.pk}", path=path, by=by, at=at)
