from unionhall.base.apps import RoomConfig


class FilesConfig(RoomConfig):
    name = "unionhall.kernel.files"
    label = "files"
