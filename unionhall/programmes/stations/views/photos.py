"""Pictures of a station: hung at the desk or by the keeper, shown to everybody."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from unionhall.base.http import PUBLIC, door, in_memory
from unionhall.base.refusal import Refused
from unionhall.kernel.files import services as files

from ..forms.desk import PhotoForm
from ..queries import photos as found
from ..rules.photos import MOST
from ..services import doors, photos
from .mine import HEADERS

KEEP = "stations.keep"
DAY = "public, max-age=86400"


@in_memory
@door(KEEP)
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """The pictures of one station, and a form for one more."""
    station = doors.load(pk=pk, scope=request.actor.scope(KEEP))
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            photos.hang(station_id=pk, content=data["photo"], name=data["photo"].name, says=data["says"], by=request.actor, at=timezone.now())
        except Refused as refusal:
            field = {"file": "photo"}.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("stations:photos", pk=pk)
    rows = list(found.standing(station))
    context = {"station": station, "rows": rows, "form": form if len(rows) < MOST else None, "most": MOST}
    return render(request, "stations/photos.html", context, status=422 if form.errors else 200)


@door(KEEP)
@require_POST
def act(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """Put a picture first, or take it down."""
    doors.load(pk=pk, scope=request.actor.scope(KEEP))
    service = {"first": photos.put_first, "down": photos.take_down}.get(request.POST.get("do", ""))
    if service is not None:
        service(station_id=pk, photo_id=photo, by=request.actor, at=timezone.now())
    return redirect("stations:photos", pk=pk)


@door(PUBLIC)
@require_safe
def shown(request: HttpRequest, uuid: object, pk: int) -> FileResponse:
    """A picture of a public station, for every device to keep for a day; 404 when it was taken down."""
    row = found.picture(uuid, pk)
    if row is None or not row.blob.inline:
        raise Http404
    headers = {**HEADERS, "Cache-Control": DAY, "ETag": f'"{row.blob.sha256}"'}
    return FileResponse(files.opened(blob=row.blob), content_type=row.blob.mime, headers=headers)
