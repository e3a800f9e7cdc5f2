"""Verbs on matters: open, step, clocks, duties, receipts, sweep."""

from .clocks import meet, run_clock, stop, sweep
from .folders import add_file, assign, join, join_many, release
from .matters import draft_many, open_case, open_many, remark, remove_untouched, set_topic, take_step, touched
from .receipts import code_for, find_by_receipt, issue_receipt, looked, proof_holds, proof_text, receipt_of
from .visits import answer_visit, lead_on, open_from, plan_visits, record_visit, troubles_of

__all__ = [
    "add_file",
    "answer_visit",
    "assign",
    "code_for",
    "draft_many",
    "find_by_receipt",
    "issue_receipt",
    "join",
    "join_many",
    "lead_on",
    "looked",
    "meet",
    "open_case",
    "open_from",
    "open_many",
    "plan_visits",
    "proof_holds",
    "proof_text",
    "receipt_of",
    "record_visit",
    "release",
    "remark",
    "remove_untouched",
    "run_clock",
    "set_topic",
    "stop",
    "sweep",
    "take_step",
    "touched",
    "troubles_of",
]  # fmt: skip
