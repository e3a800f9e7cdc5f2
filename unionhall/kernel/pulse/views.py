"""Whether the house is awake: for whoever runs it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused

from . import queries, services


@door("people.admin")
def house(request: HttpRequest) -> HttpResponse:
    """What is wrong, every timer, and the works that failed."""
    works = [{"pk": row.pk, "name": row.args_kwargs["args"][0], "at": row.finished_at, "failure": row.exception_class_path.rpartition(".")[2]} for row in queries.failed_works()[:50]]
    said = [queries.said(each) for each in queries.troubles(timezone.now())]
    return render(request, "pulse/house.html", {"said": said, "troubles": [], "timers": queries.timers(), "works": works})


@door("people.admin")
@require_POST
def again(request: HttpRequest, pk: object) -> HttpResponse:
    """Do a failed work once more."""
    try:
        services.again(work_id=str(pk), by=request.actor, at=timezone.now())
        messages.success(request, gettext("又排上队了，过一会儿刷新看。"))
    except Refused as refusal:
        messages.error(request, gettext(refusal.sentence))
    return redirect("pulse:house")
