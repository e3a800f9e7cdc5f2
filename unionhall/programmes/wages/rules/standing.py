"""Where a ledger row stands, from its own words: still a clue, a case that was opened, or one the ledger calls done."""

from collections.abc import Mapping

from .flows import CaseState, ClueState

DONE_WORDS = ("办结", "结案", "追回", "付清", "已支付", "已解决")
BUSY_WORDS = ("办理中", "调查", "核实", "承诺", "开庭", "协调", "处理中", "跟进")


def stands(values: Mapping[str, object]) -> tuple[ClueState, CaseState | None]:
    """(state of the clue, state of its case or None). What a ledger calls recovered is "said to be paid", never confirmed."""
    progress = f"{values.get('progress') or ''}{values.get('result') or ''}"
    done = bool(values.get("closed_on")) or any(word in progress for word in DONE_WORDS)
    if done:
        return ClueState.SUBSTANTIATED, CaseState.CONCLUDED
    if values.get("opened_on"):
        return ClueState.SUBSTANTIATED, CaseState.OPENED
    busy = bool(progress) and any(word in progress for word in BUSY_WORDS)
    return (ClueState.CHECKING if busy else ClueState.RECEIVED), None
