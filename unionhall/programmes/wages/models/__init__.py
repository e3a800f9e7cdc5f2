"""Rows beside the kernel's matters: what only unpaid wages need."""

from .care import FamilyVisit, Hardship, Incident, PublicityEvent, PublicityPhoto, PublicitySite
from .claims import Claimant, ClaimFigure, ClaimInput, ClaimLine, ElementAnswer, SiteFacts
from .clues import Clue, ClueExtra
from .imports import ColumnChoice, ImportChange, ImportRow, ImportRun
from .ledger import Arrears, LedgerGram, LedgerWord, SavedView
from .money import Agreement, Aid, Instalment, MoneyEntry, Rating
from .regimes import Briefing, BriefingFigure, BriefingLine, Regime, RegimeOutput

__all__ = [
    "Agreement",
    "Aid",
    "Arrears",
    "Briefing",
    "BriefingFigure",
    "BriefingLine",
    "ClaimFigure",
    "ClaimInput",
    "ClaimLine",
    "Claimant",
    "Clue",
    "ClueExtra",
    "ColumnChoice",
    "ElementAnswer",
    "FamilyVisit",
    "Hardship",
    "ImportChange",
    "ImportRow",
    "ImportRun",
    "Incident",
    "Instalment",
    "LedgerGram",
    "LedgerWord",
    "MoneyEntry",
    "PublicityEvent",
    "PublicityPhoto",
    "PublicitySite",
    "Rating",
    "Regime",
    "RegimeOutput",
    "SavedView",
    "SiteFacts",
]  # fmt: skip
