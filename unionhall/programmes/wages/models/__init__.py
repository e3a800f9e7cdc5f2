"""Rows beside the kernel's matters: what only unpaid wages need."""

from .claims import Claimant, ClaimLine, SiteFacts
from .clues import Clue
from .imports import ColumnChoice, ImportChange, ImportRow, ImportRun
from .ledger import Arrears, SavedView
from .money import Agreement, Aid, Instalment, MoneyEntry, Rating

__all__ = [
    "Agreement", "Aid", "Arrears", "ClaimLine", "Claimant", "Clue", "ColumnChoice", "ImportChange", "ImportRow",
    "ImportRun", "Instalment", "MoneyEntry", "Rating", "SavedView", "SiteFacts",
]  # fmt: skip
