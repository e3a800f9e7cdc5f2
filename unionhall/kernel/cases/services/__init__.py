"""Verbs on matters: open, step, clocks, duties, receipts, sweep."""

from .clocks import meet, run_clock, stop, sweep
from .folders import add_file, assign, join, release
from .matters import open_case, open_many, remark, take_step
from .receipts import code_for, find_by_receipt, issue_receipt, looked, proof_holds, proof_text, receipt_of

__all__ = [
    "add_file", "assign", "code_for", "find_by_receipt", "issue_receipt", "join", "looked", "meet", "open_case",
    "open_many", "proof_holds", "proof_text", "receipt_of", "release", "remark", "run_clock", "stop", "sweep",
    "take_step",
]  # fmt: skip
