"""Finding uploads. Who may open one is asked of the rooms that own it, not of a path."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from unionhall.base.access import Actor

from .kinds import FILE_OWNERS, BlobState
from .models import Blob

PUBLIC = ("uploaded_by", "handed_out", "of_client", "waiting", "known", "all_hashes")
OWN_HOUR = timedelta(hours=1)


def handed_out(blob_id: int, *, by: Actor, at: datetime) -> Blob | None:
    """The upload, if it is clean and an owner allows it, or the actor sent it within the hour."""
    blob = Blob.objects.filter(id=blob_id, state=BlobState.CLEAN).first()
    if blob is None:
        return None
    own = by.account_id is not None and blob.uploaded_by_id == by.account_id
    if own and at - blob.uploaded_at <= OWN_HOUR:
        return blob
    return blob if any(owner.allows(by, blob.id) for owner in FILE_OWNERS) else None


def of_client(client_id: str) -> Blob | None:
    """The upload that an earlier post with this key left."""
    return Blob.objects.filter(client_id=client_id).first() if client_id else None


def waiting() -> QuerySet[Blob]:
    """Uploads that no scanner has looked at, oldest first."""
    return Blob.objects.filter(state=BlobState.QUARANTINED).order_by("id")


def known(hashes: Iterable[str]) -> set[str]:
    """Which of these hashes some row still keeps."""
    rows = Blob.objects.filter(sha256__in=list(hashes)).exclude(state=BlobState.REFUSED)
    return set(rows.values_list("sha256", flat=True))


def all_hashes() -> QuerySet[Blob, str]:
    """Each hash whose bytes must be there."""
    rows = Blob.objects.exclude(state=BlobState.REFUSED).order_by("sha256")
    return rows.values_list("sha256", flat=True).distinct()


def uploaded_by(pk: int, *, account_id: int) -> Blob | None:
    """A person's own clean upload."""
    return Blob.objects.filter(pk=pk, uploaded_by_id=account_id, state=BlobState.CLEAN).first() if account_id else None
