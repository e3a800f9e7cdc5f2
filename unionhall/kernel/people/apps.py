from unionhall.base.apps import RoomConfig


class PeopleConfig(RoomConfig):
    name = "unionhall.kernel.people"
    label = "people"
