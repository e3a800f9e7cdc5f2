"""The room's entry in Django's list."""

from unionhall.base.apps import RoomConfig


class PlacesConfig(RoomConfig):
    """Regions and the calendar."""

    name = "unionhall.kernel.places"
    label = "places"
