"""The public page of figures: each with definition, period, place and snapshot; and the same for programs."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from unionhall.base.http import PUBLIC, door

from . import rules, services
from .kinds import Finding


@door(PUBLIC)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What the unions did: computed numbers first, then every published one beside its computed twin."""
    report = services.shown(at=timezone.now())
    english = (get_language() or "").startswith("en")
    rows = [row(finding, english) for finding in report.findings]
    places = [{"place": place, "rows": list(own)} for place, own in groupby(rows, key=lambda each: each["place"])]
    found = [each for each in rows if each["computed"] is not None]
    counts = {"good": sum(each["ok"] for each in rows), "count": len(rows), "total": sum(report.counts.values())}
    return render(request, "reports/figures.html", {"report": report, "places": places, "found": found, **counts})


def row(finding: Finding, english: bool) -> dict[str, Any]:
    """A finding in the reader's language, numbers with thousands commas."""
    figure = finding.figure
    words = (figure.says, figure.unit, finding.english) if english else (figure.label, figure.measure, finding.definition)
    label, measure, definition = words
    return {
        "id": figure.id, "place": figure.place, "period": figure.period, "label": label, "measure": measure,
        "definition": definition, "how": gettext(rules.HOW_WORDS[rules.How(figure.how)]), "wanted": rules.spelled(figure.value),
        "computed": None if finding.computed is None else rules.spelled(finding.computed), "ok": finding.ok,
    }  # fmt: skip


@door(PUBLIC)
@require_safe
def figures_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON, with the snapshot's id and moment."""
    report = services.shown(at=timezone.now())
    return JsonResponse(
        {"snapshot": report.id, "at": report.at.isoformat(), "rows": dict(report.counts), "figures": services.records(of=report)},
        json_dumps_params={"ensure_ascii": False},
    )
