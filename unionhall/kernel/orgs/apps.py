from unionhall.base.apps import RoomConfig


class OrgsConfig(RoomConfig):
    name = "unionhall.kernel.orgs"
    label = "orgs"
