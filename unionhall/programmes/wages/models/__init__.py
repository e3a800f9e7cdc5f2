"""Rows beside the kernel's matters: what only unpaid wages need."""

from .claims import Claimant, ClaimFigure, ClaimInput, ClaimLine, ElementAnswer, SiteFacts
from .clues import Clue, ClueExtra
from .imports import ColumnChoice, ImportChange, ImportRow, ImportRun
from .ledger import Arrears, LedgerGram, LedgerWord, SavedView
from .money import Agreement, Aid, Instalment, MoneyEntry, Rating
from .partners import JointRecord, StudyItem, UnionLetter

__all__ = [
    "Agreement",
    "Aid",
    "Arrears",
    "ClaimFigure",
    "ClaimInput",
    "ClaimLine",
    "Claimant",
    "Clue",
    "ClueExtra",
    "ColumnChoice",
    "ElementAnswer",
    "ImportChange",
    "ImportRow",
    "ImportRun",
    "Instalment",
    "JointRecord",
    "LedgerGram",
    "LedgerWord",
    "MoneyEntry",
    "Rating",
    "SavedView",
    "SiteFacts",
    "StudyItem",
    "UnionLetter",
]  # fmt: skip
