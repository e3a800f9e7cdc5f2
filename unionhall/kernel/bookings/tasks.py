"""Ticks: holds and offers that are over, reminders, who did not come, sessions written ahead."""

from datetime import datetime

from . import services


def sweep(at: datetime) -> int:
    """Every minute: let go of what is over, remind who comes soon."""
    return services.lapse_all(at=at) + services.remind(at=at)


def hourly(at: datetime) -> int:
    """Every hour: close out what is past, write what is to come."""
    return services.close_out(at=at) + services.write_all_ahead(at=at)
