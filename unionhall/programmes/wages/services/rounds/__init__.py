"""Rounds: keep places of work, plan a week, record what was seen, bring sheets of checks in."""

from .checks import Finding, Recorded, photo_open_to, record_check
from .keys import outbox_key
from .plans import drop_visit, move_visit, plan_week, take_up
from .sheets import checks_plan, checks_plan_of, coverage_out, import_checks, known_checks
from .sites import add_site, close_site, site_for
from .sites import load as load_site

__all__ = [
    "Finding", "Recorded", "add_site", "checks_plan", "checks_plan_of", "close_site", "coverage_out", "drop_visit", "import_checks", "known_checks", "load_site", "move_visit",
    "outbox_key", "photo_open_to", "plan_week", "record_check", "site_for", "take_up",
]  # fmt: skip
