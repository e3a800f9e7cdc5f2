"""What this room adds to the house."""

from unionhall.base.commands import COMMANDS

from .commands import CLOCK

COMMANDS.add(CLOCK)
