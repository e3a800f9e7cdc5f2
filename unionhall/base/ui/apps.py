"""The room's entry in Django's list."""

from unionhall.base.apps import RoomConfig


class UiConfig(RoomConfig):
    """Page frame and components."""

    name = "unionhall.base.ui"
    label = "ui"
