"""The ticks of files: scanning what waits, clearing what nobody owns."""

from datetime import datetime

from . import services


def scan(at: datetime) -> int:
    """Show waiting uploads to the scanner."""
    return services.scan(at=at)


def sweep(at: datetime) -> int:
    """Clear drafts and ownerless bytes; count what is missing."""
    done = services.sweep(at=at)
    return done.drafts + done.files + done.lost
