from unionhall.base.apps import RoomConfig


class UiConfig(RoomConfig):
    name = "unionhall.base.ui"
    label = "ui"
