"""Verbs on matters: open, step, clocks, duties, receipts, sweep."""

from .clocks import meet, run_clock, stop, sweep
from .folders import add_file, assign, join, join_many, release
from .hooks import send_hooks
from .links import address_of, find_link, held, issue_link, open_link, openable, send_code, typed_of
from .matters import draft_many, next_numbers, open_case, open_many, remark, remove_untouched, set_topic, take_step, touched
from .receipts import code_for, find_by_receipt, issue_receipt, looked, proof_holds, proof_text, receipt_of
from .referrals import agree, consent_text, decline, move, nudge, read, refer, revoke

__all__ = [
    "add_file",
    "address_of",
    "agree",
    "assign",
    "code_for",
    "consent_text",
    "decline",
    "draft_many",
    "find_by_receipt",
    "find_link",
    "held",
    "issue_link",
    "issue_receipt",
    "join",
    "join_many",
    "looked",
    "meet",
    "move",
    "next_numbers",
    "nudge",
    "open_case",
    "open_link",
    "open_many",
    "openable",
    "proof_holds",
    "proof_text",
    "read",
    "receipt_of",
    "refer",
    "release",
    "remark",
    "remove_untouched",
    "revoke",
    "run_clock",
    "send_code",
    "send_hooks",
    "set_topic",
    "stop",
    "sweep",
    "take_step",
    "touched",
    "typed_of",
]  # fmt: skip
