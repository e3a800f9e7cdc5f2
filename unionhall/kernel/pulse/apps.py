"""The room's entry in Django's list."""

from unionhall.base.apps import RoomConfig


class PulseConfig(RoomConfig):
    """Timers, failures, alarms."""

    name = "unionhall.kernel.pulse"
    label = "pulse"
