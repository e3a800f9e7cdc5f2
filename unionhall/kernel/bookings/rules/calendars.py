"""Calendar entries (RFC 5545) with a stable UID and a SEQUENCE, so that a phone updates or strikes what it has. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icalendar import Calendar, Event


class Status(StrEnum):
    """What a phone shows of an entry: firm, waiting for a yes, struck."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One booking or duty in somebody's calendar; `uid` never changes, `sequence` grows with every change."""

    uid: str
    sequence: int
    title: str
    begins: datetime
    ends: datetime
    where: str
    status: Status
    stamp: datetime
    url: str = ""


def calendar(entries: Iterable[Entry], name: str, *, cancel: bool = False) -> bytes:
    """The .ics text. METHOD is CANCEL for one called-off entry, else PUBLISH. No REFRESH-INTERVAL: some phones fail on it."""
    whole = Calendar()
    whole.add("prodid", "-//UnionHall//ZH")
    whole.add("version", "2.0")
    whole.add("method", "CANCEL" if cancel else "PUBLISH")
    whole.add("x-wr-calname", name)
    for entry in entries:
        whole.add_component(_event(entry))
    whole.add_missing_timezones()
    return whole.to_ical()


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("dtstart", entry.begins)
    event.add("dtend", entry.ends)
    event.add("dtstamp", entry.stamp)
    event.add("location", entry.where)
    if entry.url:
        event.add("url", entry.url)
    event.add("status", entry.status.value)
    return event
