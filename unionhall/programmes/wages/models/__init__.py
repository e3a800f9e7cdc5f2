"""Rows beside the kernel's matters: what only unpaid wages need."""

from .care import FamilyVisit, Hardship, Incident, PublicityEvent, PublicityPhoto, PublicitySite
from .claims import Claimant, ClaimFigure, ClaimInput, ClaimLine, ElementAnswer, SiteFacts
from .clues import Clue, ClueExtra
from .controllers import CaseLink, Controller
from .groups import Departure, Distribution, Portion, Word
from .imports import ColumnChoice, ImportChange, ImportRow, ImportRun
from .ledger import Arrears, LedgerGram, LedgerWord, SavedView
from .limits import LimitDay, LimitEvent, LimitFact
from .money import Agreement, Aid, Instalment, MoneyEntry, Rating
from .papers import Batch, BatchLine, Interview, InterviewAnswer, TemplateVersion
from .partners import JointRecord, StudyItem, UnionLetter
from .regimes import Briefing, BriefingFigure, BriefingLine, Regime, RegimeOutput
from .rounds import Check, CheckAnswer, CheckPhoto, Site, Visit
from .routes import RouteAnswer, RouteChoice, RouteFact, RouteRow
from .warnings import Observation, Warning, WarningFigure, WarningRule

__all__ = [
    "Agreement", "Aid", "Arrears", "Batch", "BatchLine", "Briefing", "BriefingFigure", "BriefingLine", "CaseLink", "Check",
    "CheckAnswer", "CheckPhoto", "ClaimFigure", "ClaimInput", "ClaimLine", "Claimant", "Clue", "ClueExtra", "ColumnChoice",
    "Controller", "Departure", "Distribution", "ElementAnswer", "FamilyVisit", "Hardship", "ImportChange", "ImportRow",
    "ImportRun", "Incident", "Instalment", "Interview", "InterviewAnswer", "JointRecord", "LedgerGram", "LedgerWord",
    "LimitDay", "LimitEvent", "LimitFact", "MoneyEntry", "Observation", "Portion", "PublicityEvent", "PublicityPhoto",
    "PublicitySite", "Rating", "Regime", "RegimeOutput", "RouteAnswer", "RouteChoice", "RouteFact", "RouteRow", "SavedView",
    "Site", "SiteFacts", "StudyItem", "TemplateVersion", "UnionLetter", "Visit", "Warning", "WarningFigure", "WarningRule",
    "Word",
]  # fmt: skip
