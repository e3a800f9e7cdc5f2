"""Claims of each worker: figures of the day, computed lines, who must pay, what people still have to decide."""

from .checklists import FACTS, Checklist, crime_checklist, crime_facts, final_award_of, owed_by_worker, save_elements, tested
from .figures import FIGURE_LABELS, figures_for, place_of
from .inputs import (
    INPUTS,
    AddedInput,
    ArrearsInput,
    DamagesInput,
    DoubleWageInput,
    Inputs,
    InterestInput,
    OvertimeInput,
    SeveranceInput,
    inputs_of,
)
from .lines import Stale, compute, load, recompute, remove, stale_lines, unconfirmed, words
from .site import FACT_NAMES, HIRER_LABELS, NamedPayer, facts_of, payers_of, respondents_of, save_site

__all__ = [
    "FACTS", "FACT_NAMES", "FIGURE_LABELS", "HIRER_LABELS", "INPUTS", "AddedInput", "ArrearsInput", "Checklist",
    "DamagesInput", "DoubleWageInput", "Inputs", "InterestInput", "NamedPayer", "OvertimeInput", "SeveranceInput", "Stale",
    "compute", "crime_checklist", "crime_facts", "facts_of", "figures_for", "final_award_of", "inputs_of", "load", "owed_by_worker", "payers_of", "place_of",
    "recompute", "remove", "respondents_of", "save_elements", "save_site", "stale_lines", "tested", "unconfirmed", "words",
]  # fmt: skip
