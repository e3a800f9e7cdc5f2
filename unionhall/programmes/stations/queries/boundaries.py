"""The outline that lies under the stations, newest first; everybody may see it."""

from __future__ import annotations

from django.db.models import Max, Min

from unionhall.base.geo import Box

from ..models import Boundary
from . import directory

PUBLIC = ("current", "extent")


def current() -> Boundary | None:
    """The outline in use; None while there is none."""
    return Boundary.objects.select_related("blob").order_by("-pk").first()


def extent() -> Box | None:
    """The box around all public stations with a position; None without any."""
    ends = directory.shown().aggregate(
        south=Min("place__lat"), north=Max("place__lat"), west=Min("place__lng"), east=Max("place__lng")
    )
    return None if ends["south"] is None else Box(**ends)
