"""How often a station's page may be used before it asks to wait.

A device: twelve acts in ten minutes at one station. A network: 1,200 an hour at one station, so that 500 workers behind one
address all pass; beyond that only devices that were not there in this hour wait. A caller without the device's cookie is a
device by its network.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


@dataclass(frozen=True, slots=True)
class Budget:
    """So many acts in so long."""

    code: str
    most: int
    span: timedelta


DEVICE = Budget("device", 12, timedelta(minutes=10))
NETWORK = Budget("network", 1200, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Whence:
    """Where a tap comes from: the device's name, the network, whether the device showed its name; `person` when signed in."""

    device: str
    network: str
    known: bool = True
    person: int | None = None

    @property
    def who(self) -> str:
        """By what this one is counted: the signed-in person, the device, or without a cookie the network."""
        return f"person:{self.person}" if self.person else self.tapper

    @property
    def tapper(self) -> str:
        """Whose word about a locked door it is: the device's, signed in or not; without a cookie the network's."""
        return f"device:{self.device}" if self.known else f"network:{self.network}"


def span_of(at: datetime, budget: Budget) -> tuple[int, datetime]:
    """The number of the stretch of time that `at` lies in, and its end."""
    length = int(budget.span.total_seconds())
    number = int(at.timestamp()) // length
    return number, datetime.fromtimestamp((number + 1) * length, tz=at.tzinfo)


def clean_code(text: str) -> str:
    """A typed code in capitals, without blanks and hyphens."""
    return "".join(text.split()).replace("-", "").upper()
