from unionhall.base.apps import RoomConfig


class JournalConfig(RoomConfig):
    name = "unionhall.kernel.journal"
    label = "journal"
