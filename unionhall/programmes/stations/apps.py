from unionhall.base.apps import RoomConfig


class StationsConfig(RoomConfig):
    name = "unionhall.programmes.stations"
    label = "stations"
