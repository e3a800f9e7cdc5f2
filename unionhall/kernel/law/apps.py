"""The room's entry in Django's list."""

from unionhall.base.apps import RoomConfig


class LawConfig(RoomConfig):
    """Rules, clocks and figures."""

    name = "unionhall.kernel.law"
    label = "law"
