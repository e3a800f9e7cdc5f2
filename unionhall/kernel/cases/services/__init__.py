"""Verbs on matters: open, step, clocks, duties, receipts, sweep."""

from .clocks import meet, run_clock, stop, sweep
from .escalations import climb, tell
from .folders import add_file, assign, hand_on, join, join_many, record_tie, release, review_duties
from .hooks import send_hooks
from .letters import (
    Attachment,
    Enclosure,
    OpenLetter,
    Said,
    add_own,
    close_letter,
    desk_of,
    enclosure,
    may_be_given,
    own_enclosure,
    read_letter,
    read_own,
    readers_of,
    share_letter,
    take_away,
    write_back,
)
from .links import address_of, find_link, held, issue_link, open_link, openable, send_code, typed_of
from .matters import (
    answer,
    draft_many,
    move,
    next_numbers,
    open_case,
    open_many,
    remark,
    remove_untouched,
    set_topic,
    take_step,
    touched,
)
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
from .referrals import agree, consent_text, decline, move_referral, nudge, read, refer, revoke
from .ties import between, end_tie, keys_for
from .visits import answer_visit, lead_on, open_from, plan_visits, record_visit, troubles_of

__all__ = [
    "Attachment", "Enclosure", "OpenLetter", "Said", "add_own", "close_letter", "desk_of", "enclosure", "may_be_given", "own_enclosure",
    "read_letter", "read_own", "readers_of", "share_letter", "take_away", "write_back",
    "add_file",
    "address_of", "agree", "answer", "answer_visit",
    "assign",
    "between", "climb",
    "code_for",
    "consent_text",
    "decline",
    "draft_many",
    "end_tie", "file_once",
    "find_by_receipt",
    "find_link", "hand_on", "held", "issue_link",
    "issue_receipt",
    "join",
    "join_many",
    "keys_for", "lead_on",
    "looked",
    "meet",
    "move", "move_referral", "next_numbers", "nudge",
    "open_case",
    "open_from", "open_link",
    "open_many",
    "openable", "plan_visits",
    "proof_holds",
    "proof_text",
    "read", "receipt_by_code",
    "receipt_of",
    "record_tie", "record_visit", "refer",
    "release",
    "remark",
    "remove_untouched",
    "review_duties", "revoke",
    "run_clock",
    "send_code",
    "send_hooks",
    "set_topic",
    "stop",
    "sweep",
    "take_step",
    "tell",
    "touched",
    "troubles_of", "typed_of",
]  # fmt: skip
