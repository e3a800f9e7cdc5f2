"""Put an outline under the stations, with its review number, or take it away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.journal import services as journal

from ..models import Boundary
from ..rules import boundaries as rules


@transaction.atomic
def put_boundary(*, content: bytes, name: str, review_number: str, source: str, by: Actor, at: datetime) -> Boundary:
    """A new outline in place of the last. Refused('review_number'), ('source') or ('boundary')."""
    by.require("stations.map")
    number, source = rules.review_number(review_number), source.strip()[:200]
    if not source:
        raise Refused("source", _("写明边界是哪里来的"), field="source")
    blob = files.keep_made(data=rules.outline(content), name=name, mime="application/geo+json", suffix=".geojson", by=by, at=at)
    row = Boundary.objects.create(blob=blob, review_number=number, source=source, set_at=at, set_by=(by.name or by.system)[:80])
    journal.record(kind="change", verb="stations.boundary", subject=f"stations.boundary:{row.pk}", path="", by=by, at=at, note=f"{number} {blob.sha256[:12]}")
    return row


@transaction.atomic
def drop_boundary(*, by: Actor, at: datetime) -> None:
    """No outline any more: the plain grid is back."""
    by.require("stations.map")
    Boundary.objects.all().delete()
    journal.record(kind="change", verb="stations.boundary_drop", subject="stations.boundary", path="", by=by, at=at)
