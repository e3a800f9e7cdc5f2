"""Rows beside the kernel's matters: what only unpaid wages need."""

from .claims import Claimant, ClaimFigure, ClaimInput, ClaimLine, ElementAnswer, SiteFacts
from .clues import Clue, ClueExtra
from .controllers import CaseLink, Controller
from .imports import ColumnChoice, ImportChange, ImportRow, ImportRun
from .ledger import Arrears, LedgerGram, LedgerWord, SavedView
from .limits import LimitDay, LimitEvent, LimitFact
from .money import Agreement, Aid, Instalment, MoneyEntry, Rating
from .papers import Batch, BatchLine, Interview, InterviewAnswer, TemplateVersion
from .rounds import Check, CheckAnswer, CheckPhoto, Site, Visit
from .routes import RouteAnswer, RouteChoice, RouteFact, RouteRow
from .warnings import Observation, Warning, WarningFigure, WarningRule

__all__ = [
    "Agreement", "Aid", "Arrears", "Batch", "BatchLine", "CaseLink", "Check", "CheckAnswer", "CheckPhoto", "ClaimFigure",
    "ClaimInput", "ClaimLine", "Claimant", "Clue", "ClueExtra", "ColumnChoice", "Controller", "ElementAnswer", "ImportChange",
    "ImportRow", "ImportRun", "Instalment", "Interview", "InterviewAnswer", "LedgerGram", "LedgerWord", "LimitDay",
    "LimitEvent", "LimitFact", "MoneyEntry", "Observation", "Rating", "RouteAnswer", "RouteChoice", "RouteFact", "RouteRow",
    "SavedView", "Site", "SiteFacts", "TemplateVersion", "Visit", "Warning", "WarningFigure", "WarningRule",
]  # fmt: skip
