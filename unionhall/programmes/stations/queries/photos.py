"""Pictures of stations that everybody may see."""

from django.db.models import QuerySet

from unionhall.kernel.files.kinds import BlobState

from ..models import Station, StationPhoto
from .directory import shown

PUBLIC = ("of", "standing", "picture")


def standing(station: Station) -> QuerySet[StationPhoto]:
    """Those that hang, the first ahead, then as they came; for the desk also what no scanner has passed yet."""
    return StationPhoto.objects.filter(station=station, ended_at=None).select_related("blob").order_by("-first", "pk")


def of(station: Station) -> QuerySet[StationPhoto]:
    """The same as the public sees them."""
    return standing(station).filter(blob__state=BlobState.CLEAN)


def picture(uuid: object, pk: int) -> StationPhoto | None:
    """One picture of a public station; None when it was taken down, waits for a scanner, or is another station's."""
    rows = StationPhoto.objects.filter(pk=pk, ended_at=None, blob__state=BlobState.CLEAN, station__in=shown().filter(place__uuid=uuid))
    return rows.select_related("blob").first()
