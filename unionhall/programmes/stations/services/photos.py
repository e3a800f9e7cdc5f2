"""Hanging pictures of a station, choosing the first, taking one down."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import IO

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.journal import services as journal

from ..models import Station, StationPhoto
from ..queries import photos as found
from ..rules import photos as rules
from . import doors

KEEP = "stations.keep"


def hang(*, station_id: int, content: IO[bytes], name: str, says: str, by: Actor, at: datetime) -> StationPhoto:
    """A picture for everybody, bare of place and device, with words for whoever does not see it. The first one is first.

    Refused: not_yours, says, file_… (kernel files), too_heavy, too_many.
    """
    station = doors.load(pk=station_id, scope=by.scope(KEEP))
    if len(says.strip()) < 4:
        raise Refused("says", _("写上照片里是什么，看不见的人要听，至少 4 个字"), field="says")
    if found.standing(station).count() >= rules.MOST:
        raise Refused("too_many", _("最多挂 {most} 张，先撤下一张"), field="photo", values={"most": rules.MOST})
    data = content.read(rules.MOST_BYTES + 1)
    if len(data) > rules.MOST_BYTES:
        raise Refused("too_heavy", _("照片超过 2 MB，来的人看着费流量。用微信传给自己（不选原图）存下来再传"), field="photo")
    blob = files.keep_picture(content=BytesIO(data), name=name or "photo.jpg", by=by, at=at)
    return _hang(station, blob.pk, says.strip()[:80], by, at)


@transaction.atomic
def _hang(station: Station, blob_id: int, says: str, by: Actor, at: datetime) -> StationPhoto:
    Station.objects.select_for_update().only("pk").get(pk=station.pk)
    if found.standing(station).count() >= rules.MOST:
        raise Refused("too_many", _("最多挂 {most} 张，先撤下一张"), field="photo", values={"most": rules.MOST})
    first = not found.standing(station).filter(first=True).exists()
    row = StationPhoto.objects.create(station=station, blob_id=blob_id, caption=says, added_at=at, first=first)
    _written("stations.photo.hang", row, by, at)
    return row


@transaction.atomic
def put_first(*, station_id: int, photo_id: int, by: Actor, at: datetime) -> StationPhoto:
    """This picture is shown first from now on."""
    row = _loaded(station_id, photo_id, by)
    StationPhoto.objects.filter(station_id=station_id, first=True).update(first=False)
    row.first = True
    row.save(update_fields=["first"])
    _written("stations.photo.first", row, by, at)
    return row


@transaction.atomic
def take_down(*, station_id: int, photo_id: int, by: Actor, at: datetime) -> StationPhoto:
    """Nobody sees it any more; the next one becomes the first."""
    row = _loaded(station_id, photo_id, by)
    was_first, row.first, row.ended_at = row.first, False, at
    row.save(update_fields=["first", "ended_at"])
    following = found.standing(row.station).first() if was_first else None
    if following:
        StationPhoto.objects.filter(pk=following.pk).update(first=True)
    _written("stations.photo.down", row, by, at)
    return row


def _loaded(station_id: int, photo_id: int, by: Actor) -> StationPhoto:
    station = doors.load(pk=station_id, scope=by.scope(KEEP))
    row = found.standing(station).select_for_update(of=("self",)).filter(pk=photo_id).first()
    if row is None:
        raise Refused("not_yours", _("这张照片不在了"))
    return row


def _written(verb: str, row: StationPhoto, by: Actor, at: datetime) -> None:
    journal.record(kind="change", verb=verb, subject=f"stations.station:{row.station_id}", path=row.station.path, by=by, at=at, note=f"photo {row.pk}")
