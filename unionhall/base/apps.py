"""How a room joins the house: its `plug` is imported once, when every model is there."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """A room's AppConfig: `ready()` imports the room's `plug`, if it has one."""

    default = False  # a room's own subclass is the one Django picks
    default_auto_field = "django.db.models.BigAutoField"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.default = True

    def ready(self) -> None:
        plug = f"{self.name}.plug"
        if find_spec(plug):
            import_module(plug)
