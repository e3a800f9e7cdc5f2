from unionhall.base.apps import RoomConfig


class CasesConfig(RoomConfig):
    name = "unionhall.kernel.cases"
    label = "cases"
