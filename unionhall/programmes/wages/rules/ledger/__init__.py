"""A spreadsheet of arrears clues: its columns, what each row will become, and what is already known of it."""

from .columns import LEDGER
from .matching import changes_between, fingerprint, identity
from .plans import Plan, plan
from .rows import Issue, Row, Status, becomes

__all__ = ["LEDGER", "Issue", "Plan", "Row", "Status", "becomes", "changes_between", "fingerprint", "identity", "plan"]
