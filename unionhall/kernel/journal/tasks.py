"""The tick that seals the journal."""

from datetime import datetime

from . import services


def seal(at: datetime) -> int:
    """Chain what was written since the last tick."""
    return services.seal(at=at)
