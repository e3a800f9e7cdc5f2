"""The dated figures of kernel/law that stations count with, by their codes."""

LOCKED_REPORTS = "station_locked_reports"
LOCKED_MINUTES = "station_locked_minutes"
AGAIN_MINUTES = "station_visit_again_minutes"
SUPPLY_DAYS = "station_supply_days"
GIFT_DAYS = "station_gift_days"
REOPEN_DAYS = "station_reopen_days"
WALK_METRES = "station_walk_metres"
