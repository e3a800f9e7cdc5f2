from unionhall.base.apps import RoomConfig


class BookingsConfig(RoomConfig):
    name = "unionhall.kernel.bookings"
    label = "bookings"
