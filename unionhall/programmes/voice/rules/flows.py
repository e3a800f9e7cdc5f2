"""The table of a matter: received, sent, taken on, answered, called back, closed; each state in plain words.

Flow of the hotline (Shandong, Workers' Daily 2020-06-16): sorted, dispatched level by level, the result back the same way,
called back, quality check, closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from unionhall.base.flow import Flow, Step
from unionhall.base.words import gettext_noop as _

HANDLE, CALL_BACK = "voice.handle", "voice.call_back"


class State(StrEnum):
    """Where a matter stands."""

    RECEIVED = "received"
    DISPATCHED = "dispatched"
    WORKING = "working"
    ANSWERED = "answered"
    CALLED_BACK = "called_back"
    CLOSED = "closed"
    HANDED = "handed"


OPEN = frozenset({State.RECEIVED, State.DISPATCHED, State.WORKING})
ENDED = frozenset({State.CLOSED, State.HANDED})

FLOW = Flow(
    Step("dispatch", OPEN, State.DISPATCHED, _("派下去"), (HANDLE,)),
    Step("accept", {State.RECEIVED, State.DISPATCHED}, State.WORKING, _("接下来办"), (HANDLE,)),
    Step("return", {State.DISPATCHED, State.WORKING}, State.RECEIVED, _("退回去"), (HANDLE,)),
    Step("answer", OPEN, State.ANSWERED, _("答复"), (HANDLE,)),
    Step("hand_over", OPEN, State.HANDED, _("转到别的项目"), (HANDLE,)),
    Step("satisfied", {State.ANSWERED}, State.CALLED_BACK, _("回访：满意"), (CALL_BACK,)),
    Step("reopen", {State.ANSWERED}, State.WORKING, _("回访：不满意，再办一次"), (CALL_BACK,)),
    Step("still_unsatisfied", {State.ANSWERED}, State.CALLED_BACK, _("回访：还是不满意"), (CALL_BACK,)),
    Step("close", {State.CALLED_BACK}, State.CLOSED, _("办结"), (CALL_BACK,)),
)


def heard(satisfied: bool, reopened: bool) -> str:
    """The step that a call-back leads to: not satisfied reopens once."""
    if satisfied:
        return "satisfied"
    return "still_unsatisfied" if reopened else "reopen"


@dataclass(frozen=True, slots=True)
class Plain:
    """A state as the person reads it: short name, where it stands, what comes next."""

    name: str
    now: str
    next: str


WORDS: Mapping[State, Plain] = MappingProxyType({
    State.RECEIVED: Plain(_("已收到"), _("我们收到了您说的事。"), _("下一步派给能办的工会，或者直接答复您。")),
    State.DISPATCHED: Plain(_("已派出"), _("已经派给能办的工会。"), _("接下来他们跟您联系；没动静，我们会追着问。")),
    State.WORKING: Plain(_("在办"), _("工会正在办您说的事。"), _("办好了答复您，答复写在这一页。")),
    State.ANSWERED: Plain(_("已答复"), _("我们答复了，看看行不行。"), _("满意不满意，都请告诉我们；不满意，再办一次。")),
    State.CALLED_BACK: Plain(_("回访过"), _("我们问过您满意不满意，记下来了。"), _("再核对一遍，就办结。")),
    State.CLOSED: Plain(_("已办结"), _("这件事办结了。"), _("有新情况，随时再告诉我们。")),
    State.HANDED: Plain(_("转办了"), _("这件事转到专门办它的地方了。"), _("还用这个回执码，接着看进展。")),
})  # fmt: skip
