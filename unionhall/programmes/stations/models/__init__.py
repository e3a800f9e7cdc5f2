from .stations import Boundary, Station, StationAmenity, StationColumn, StationImport, StationImportRow, StationPhoto

__all__ = ["Boundary", "Station", "StationAmenity", "StationColumn", "StationImport", "StationImportRow", "StationPhoto"]
