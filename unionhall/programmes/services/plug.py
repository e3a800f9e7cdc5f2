"""What bookable services add: powers, pages, facts, a part of the demo world."""

from unionhall.kernel.people.kinds import POWERS

from .rules.powers import TABLE

POWERS.add(*TABLE)
