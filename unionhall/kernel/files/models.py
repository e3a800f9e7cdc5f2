"""One row for each upload; the bytes lie once, under their hash."""

from pathlib import PurePosixPath

from django.db import models

from unionhall.base.models import one_of

from .kinds import BlobState
from .rules.contents import FORMATS


class Blob(models.Model):
    """An upload. The same bytes sent twice are two rows; `client_id` makes a retried post one row."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    mime = models.CharField(max_length=100)
    suffix = models.CharField(max_length=8)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in BlobState])
    reason = models.CharField(max_length=200, blank=True)
    client_id = models.CharField(max_length=64, null=True, unique=True)
    uploaded_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("files_blob_state", "state", BlobState),
            models.CheckConstraint(name="files_blob_size", condition=models.Q(size__gt=0)),
            models.CheckConstraint(
                name="files_blob_reason",
                condition=~models.Q(state=BlobState.REFUSED.value) | ~models.Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="files_blob_waiting",
                condition=models.Q(state=BlobState.QUARANTINED.value),
            )
        ]

    @property
    def path(self) -> PurePosixPath:
        """Where the bytes lie below FILES_DIR."""
        return PurePosixPath(self.sha256[:2], self.sha256[2:4], self.sha256)

    @property
    def inline(self) -> bool:
        """Whether a browser may show it as a picture."""
        return any(row.mime == self.mime and row.inline for row in FORMATS.values())
