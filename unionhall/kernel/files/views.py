"""Handing a file out."""

from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from unionhall.base.http import PUBLIC, door

from .services import uploads

HEADERS = {
    "Cache-Control": "no-store, private",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@door(PUBLIC)
@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes as an attachment, or a picture inline with `?inline=1`; 404 for everybody else."""
    blob = uploads.hand_out(blob_id=pk, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    if blob is None:
        raise Http404
    shown = blob.inline and request.GET.get("inline") == "1"
    return FileResponse(
        uploads.opened(blob=blob),
        as_attachment=not shown,
        filename=blob.name,
        content_type=blob.mime,
        headers=HEADERS,
    )
