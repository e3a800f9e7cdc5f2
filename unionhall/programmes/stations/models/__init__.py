"""Rows."""

from .coverage import PeopleCell, PeopleSheet
from .doors import Door, Tally
from .gifts import Gift
from .reports import StationReport
from .stations import Station
from .supplies import Supply
from .truth import Doubt, Observation
from .visits import Salt, Seen, Visit

__all__ = [
    "Door", "Doubt", "Gift", "Observation", "PeopleCell", "PeopleSheet", "Salt", "Seen", "Station", "StationReport", "Supply", "Tally", "Visit",
]  # fmt: skip
