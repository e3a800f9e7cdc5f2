from unionhall.base.apps import RoomConfig


class WebConfig(RoomConfig):
    name = "unionhall.web"
    label = "web"
