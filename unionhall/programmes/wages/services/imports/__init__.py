"""Ledgers in: stage a file, look at its plan, commit it, take it back, hand the wrong rows back."""

from .commit import commit
from .sheets import error_sheet
from .staging import current_plan, existing_rows, keep_file, kept_file, remember
from .undo import undo

__all__ = ["commit", "current_plan", "error_sheet", "existing_rows", "keep_file", "kept_file", "remember", "undo"]
