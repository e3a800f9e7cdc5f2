"""The ledger out."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from unionhall.base.http import door

from ..queries import ledger
from ..services import exports
from .ledger import read_filter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door("wages.export")
def export(request: HttpRequest, which: str) -> HttpResponse:
    """The list with its present filter as xlsx: the same queryset as the page."""
    by = read_filter(request, which, timezone.localdate())
    rows = {"cases": ledger.arrears, "clues": ledger.clues}[which](scope=request.actor.scope("wages.export"), by=by)
    facts = {"reason": request.POST.get("reason", ""), "unmasked": "unmasked" in request.POST}
    content = exports.ledger_out(rows=rows, what=which, by=request.actor, at=timezone.now(), **facts)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{which}-{timezone.localdate()}.xlsx"'
    return response
