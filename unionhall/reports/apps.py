from unionhall.base.apps import RoomConfig


class ReportsConfig(RoomConfig):
    name = "unionhall.reports"
    label = "reports"
