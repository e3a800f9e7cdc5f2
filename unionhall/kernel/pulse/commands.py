"""What `unionhall check` asks of the timers."""

from django.utils import timezone

from . import queries


def awake() -> list[str]:
    """The troubles of this moment, as sentences."""
    return [queries.said(each) for each in queries.troubles(timezone.now())]
