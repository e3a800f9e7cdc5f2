"""Rows beside the kernel's matters: what only unpaid wages need."""

from .claims import Claimant, ClaimFigure, ClaimInput, ClaimLine, ElementAnswer, SiteFacts
from .clues import Clue, ClueExtra
from .groups import Departure, Distribution, Portion, Word
from .imports import ColumnChoice, ImportChange, ImportRow, ImportRun
from .ledger import Arrears, LedgerGram, LedgerWord, SavedView
from .money import Agreement, Aid, Instalment, MoneyEntry, Rating

__all__ = [
    "Agreement", "Aid", "Arrears", "ClaimFigure", "ClaimInput", "ClaimLine", "Claimant", "Clue", "ClueExtra", "ColumnChoice",
    "Departure", "Distribution", "ElementAnswer", "ImportChange", "ImportRow", "ImportRun", "Instalment", "LedgerGram", "LedgerWord",
    "MoneyEntry", "Portion", "Rating", "SavedView", "SiteFacts", "Word",
]  # fmt: skip
