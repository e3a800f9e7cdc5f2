from unionhall.base.apps import RoomConfig


class NoticesConfig(RoomConfig):
    name = "unionhall.kernel.notices"
    label = "notices"
