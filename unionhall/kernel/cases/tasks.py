"""The tick that sweeps deadlines."""

from datetime import datetime

from . import services


def sweep(at: datetime) -> int:
    """Lapse what passed yesterday or before."""
    return services.sweep(at=at)
