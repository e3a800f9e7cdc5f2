"""What was looked at and what is unknown, by week, street and inspector; one record; the sheet out."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.access import Scope
from unionhall.base.http import door
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.law.rules import MARK_LABELS

from ...queries import rounds as found
from ...rules.compliance import CHECKLIST
from ...rules.rounds import coverage as counting
from ...rules.rounds.checks import CLASH_WORDS, RESULT_LABELS, SOURCE_LABELS, WEEK, Result, Source, week_number, week_of
from ...services import rounds
from .walking import TONES, monday

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARTS = {"week": _("按周"), "area": _("按街道"), "inspector": _("按排查员")}
KEYS = {"week": _("周"), "area": _("街道"), "inspector": _("排查员")}
SPANS = (1, 4, 12)


def asked(request: HttpRequest) -> tuple[str, date, date, int]:
    """What the address asks for: the part, the first and last Monday, how many weeks."""
    by = request.GET.get("by", "")
    last = monday(request.GET.get("until", ""), timezone.localdate())
    weeks = request.GET.get("weeks", "")
    span = int(weeks) if weeks.isdigit() and int(weeks) in SPANS else 4
    return by if by in PARTS else "area", last - (span - 1) * WEEK, last, span


def lines(scope: Scope, by: str, first: date, last: date) -> list[counting.Line]:
    """The lines of one part."""
    return counting.tally(found.seen(scope=scope, first=first, last=last, by_person=by == "inspector"), by)


@door("wages.coverage")
def coverage(request: HttpRequest) -> HttpResponse:
    """The table of one part, the silent areas, this week's conflicts."""
    by, first, last, span = asked(request)
    scope, today = request.actor.scope("wages.coverage"), timezone.localdate()
    seen = found.seen(scope=scope, first=first, last=last, by_person=by == "inspector")
    rows = counting.tally(seen, by)
    for_weeks = counting.total(found.seen(scope=scope, first=first, last=last)) if by == "inspector" else counting.total(seen)
    mark = found.figure("round_silent_weeks", today)
    context = {
        "rows": [(label(by, row.key), row) for row in (reversed(rows) if by == "week" else rows)], "total": for_weeks, "by": by,
        "key": gettext(KEYS[by]), "tabs": [{"label": gettext(words), "url": f"?by={code}&weeks={span}&until={last}", "current": code == by} for code, words in PARTS.items()],
        "filters": [spans(by, span, last)], "first": first, "last_day": last + timedelta(days=6), "query": f"weeks={span}&until={last}",
        "quiet": found.quiet(scope=scope, today=today), "mark": gettext(MARK_LABELS[mark.mark]), "clashes": clash_rows(scope, week_of(today)),
        "percent": for_weeks.looked * 100 // (for_weeks.planned + for_weeks.extra) if for_weeks.planned + for_weeks.extra else None,
        "may_export": request.actor.may("wages.export"), "may_import": request.actor.may("wages.import"),
    }  # fmt: skip
    return render(request, "wages/rounds/coverage.html", context)


def label(by: str, key: object) -> str:
    """A line's first cell."""
    return gettext("{year}年第 {n} 周").format(year=key.isocalendar().year, n=week_number(key)) if by == "week" else str(key)


def spans(by: str, span: int, last: date) -> dict[str, object]:
    """The filter of how many weeks."""
    words = {1: gettext("一周"), 4: gettext("四周"), 12: gettext("十二周")}
    options = [{"label": words[each], "url": f"?by={by}&weeks={each}&until={last}", "current": each == span} for each in SPANS]
    return {"label": gettext("多久"), "value": words[span], "on": span != 4, "options": options}


def clash_rows(scope: Scope, week: date) -> list[tuple[object, list[str]]]:
    """Records of a week that want a second look, with why."""
    return [(row, [gettext(CLASH_WORDS[each]) for each in why]) for row, why in found.conflicts(scope=scope, week=week)]


@door("wages.export")
def export(request: HttpRequest) -> HttpResponse:
    """The three tables as one workbook: the same rows as the page."""
    _by, first, last, _span = asked(request)
    scope = request.actor.scope("wages.export")
    parts = [(words, KEYS[code], lines(scope, code, first, last)) for code, words in PARTS.items()]
    content = rounds.coverage_out(parts=parts, by=request.actor, at=timezone.now())
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="coverage-{last}.xlsx"'
    return response


@door("wages.coverage")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: what was found, each duty with its penalty if it was not met, photos, conflicts."""
    scope = request.actor.scope("wages.coverage")
    row = found.checks(scope=scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    answers = dict(row.answers.values_list("point", "good"))
    duties = [(duty, gettext(duty.question), answers[duty.point]) for duty in CHECKLIST if duty.point in answers]
    tone, symbol = TONES[row.result]
    context = {
        "row": row, "result_words": gettext(RESULT_LABELS[Result(row.result)]), "tone": tone, "symbol": symbol, "duties": duties,
        "source": gettext(SOURCE_LABELS[Source(row.source)]), "clashes": [gettext(CLASH_WORDS[each]) for each in found.clashes_of(row, scope=scope)],
        "photos": row.photos.all(), "week_number": week_number(row.week),
    }  # fmt: skip
    return render(request, "wages/rounds/one.html", context)
