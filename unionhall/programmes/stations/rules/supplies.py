"""When a lot is shown, warned of, or must go."""

from datetime import date, timedelta


def expired(expires_on: date | None, today: date) -> bool:
    """The last good day is over."""
    return expires_on is not None and expires_on < today


def warned(expires_on: date | None, today: date, ahead: int) -> bool:
    """Expired, or its last good day is at most `ahead` days away."""
    return expires_on is not None and expires_on <= today + timedelta(days=ahead)
