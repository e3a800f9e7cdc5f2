from unionhall.base.apps import RoomConfig


class ServicesConfig(RoomConfig):
    name = "unionhall.programmes.services"
    label = "services"
