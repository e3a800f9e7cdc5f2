"""Verbs on matters: open, step, clocks, duties, receipts, sweep."""

from .clocks import meet, run_clock, stop, sweep
from .escalations import climb, tell
from .folders import add_file, assign, hand_on, join, join_many, record_tie, release, review_duties
from .matters import answer, draft_many, move, open_case, open_many, remark, remove_untouched, set_topic, take_step, touched
from .receipts import (
    code_for,
    file_once,
    find_by_receipt,
    issue_receipt,
    looked,
    proof_holds,
    proof_text,
    receipt_by_code,
    receipt_of,
)
from .ties import between, end_tie, keys_for
from .visits import answer_visit, lead_on, open_from, plan_visits, record_visit, troubles_of

__all__ = [
    "add_file",
    "answer", "answer_visit",
    "assign",
    "between", "climb",
    "code_for",
    "draft_many",
    "end_tie", "file_once",
    "find_by_receipt",
    "hand_on",
    "issue_receipt",
    "join",
    "join_many",
    "keys_for", "lead_on",
    "looked",
    "meet",
    "move",
    "open_case",
    "open_from",
    "open_many",
    "plan_visits",
    "proof_holds",
    "proof_text",
    "receipt_by_code",
    "receipt_of",
    "record_tie", "record_visit",
    "release",
    "remark",
    "remove_untouched",
    "review_duties",
    "run_clock",
    "set_topic",
    "stop",
    "sweep",
    "take_step",
    "tell",
    "touched",
    "troubles_of",
]  # fmt: skip
