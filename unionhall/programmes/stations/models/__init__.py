"""Rows."""

from .coverage import PeopleCell, PeopleSheet
from .doors import Door, Tally
from .gifts import Gift
from .reports import StationReport
from .stations import Boundary, Station, StationAmenity, StationColumn, StationImport, StationImportRow, StationPhoto
from .supplies import Supply
from .truth import Doubt, Observation
from .visits import Salt, Seen, Visit

__all__ = ["Boundary", "Door", "Doubt", "Gift", "Observation", "PeopleCell", "PeopleSheet", "Salt", "Seen", "Station", "StationAmenity", "StationColumn", "StationImport", "StationImportRow", "StationPhoto", "StationReport", "Supply", "Tally", "Visit"]
