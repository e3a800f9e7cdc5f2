"""Verbs on matters: open, step, clocks, duties, receipts, sweep."""

from .clocks import meet, run_clock, stop, sweep
from .folders import add_file, assign, hand_on, join, join_many, record_tie, release, review_duties
from .matters import draft_many, open_case, open_many, remark, remove_untouched, set_topic, take_step, touched
from .receipts import code_for, find_by_receipt, issue_receipt, looked, proof_holds, proof_text, receipt_of
from .ties import between, end_tie, keys_for

__all__ = [
    "add_file",
    "assign",
    "between",
    "code_for",
    "draft_many",
    "end_tie",
    "find_by_receipt",
    "hand_on",
    "issue_receipt",
    "join",
    "join_many",
    "keys_for",
    "looked",
    "meet",
    "open_case",
    "open_many",
    "proof_holds",
    "proof_text",
    "receipt_of",
    "record_tie",
    "release",
    "remark",
    "remove_untouched",
    "review_duties",
    "run_clock",
    "set_topic",
    "stop",
    "sweep",
    "take_step",
    "touched",
]  # fmt: skip
