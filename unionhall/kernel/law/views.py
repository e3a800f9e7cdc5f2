"""The public pages of the law: every rule with its mark, and a calculator that works without script."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from unionhall.base.http import PUBLIC, door
from unionhall.base.refusal import Refused
from unionhall.kernel.places import queries as places

from . import queries, rules
from .forms import ClockForm


@door(PUBLIC)
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule as it stands today."""
    rows = queries.rules_list(timezone.localdate())
    return render(request, "law/rules.html", {"rows": rows})


@door(PUBLIC)
@require_safe
def clock(request: HttpRequest) -> HttpResponse:
    """A form, and the due day when rule and start are given."""
    listed = queries.rules_list(timezone.localdate())
    asked = request.GET if "start" in request.GET else None
    form = ClockForm(asked, initial=request.GET.dict(), listed=listed)
    shown = answer(form) if form.is_bound and form.is_valid() else {}
    return render(request, "law/clock.html", {"form": form, **shown}, status=422 if form.errors else 200)


def answer(form: ClockForm) -> dict[str, object]:
    """Rule, start and due for the page; a refusal goes beside its field."""
    start: date | datetime = form.cleaned_data["start"]
    day = rules.day_of(start)
    rule = queries.rule(form.cleaned_data["rule"], day)
    try:
        due = rules.due(rule, start, places.calendar())
    except Refused as no:
        form.add_error(no.field or None, gettext(no.sentence).format(**no.values))
        return {}
    periods = (due, *due.also)
    return {"rule": rule, "due": due, "periods": periods, "early": rule.valid_from > day}
