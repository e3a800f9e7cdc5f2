from unionhall.base.apps import RoomConfig


class WagesConfig(RoomConfig):
    name = "unionhall.programmes.wages"
    label = "wages"
