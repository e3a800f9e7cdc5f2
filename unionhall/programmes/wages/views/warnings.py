"""Early warning at the desk: the list, one warning with its reasons and its visit, thresholds, a month judged once more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.law.rules import MARK_LABELS
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.rules import Role

from ..forms.warnings import GiveForm, ReplayForm, ThresholdForm, VerdictForm
from ..queries import warnings as queries
from ..rules import warnings as rules
from ..rules.warnings.thresholds import COMPARE_LABELS, SHARE
from ..services import warnings

TONES = {rules.Colour.RED: "red", rules.Colour.ORANGE: "orange", rules.Colour.YELLOW: "amber"}
MARKS = {mark.value: label for mark, label in MARK_LABELS.items()}
TABS = ("open", "mine", "answered", "gone")
SHOWN = 200


def worded(row: object) -> object:
    """A warning with its words: rule, sentence with figures, colour, visit, threshold."""
    signal = rules.SIGNALS[row.code]
    row.title, row.says = gettext(signal.title), sentence(row.code, {each.name: each.value for each in row.figures.all()})
    row.visit, row.article, row.union_only = gettext(signal.visit), signal.article, signal.union_only
    row.tone, row.colour_words = TONES[rules.Colour(row.colour)], gettext(rules.COLOUR_LABELS[rules.Colour(row.colour)])
    row.verdict_words = gettext(rules.VERDICT_LABELS[rules.Verdict(row.verdict)]) if row.verdict else ""
    row.threshold = threshold_words(queries.frozen(row.rule))
    return row


def sentence(code: str, seen: Mapping[str, object]) -> str:
    """A rule's sentence with its figures; named papers in the reader's language."""
    which = gettext("、").join(gettext(each) for each in str(seen.get("which", "")).split("、") if each)
    return gettext(rules.SIGNALS[code].says).format(**{**seen, "which": which})


def threshold_words(row: rules.Threshold) -> dict[str, object]:
    """A threshold as the desk reads it."""
    shares = row.unit == SHARE
    value = f"{(row.value * 100).normalize():f}%" if shares else f"{row.value.normalize():f} {gettext(row.unit)}"
    return {
        "row": row, "value": value, "compare": gettext(COMPARE_LABELS[row.compare]), "colour": gettext(rules.COLOUR_LABELS[row.colour]),
        "tone": TONES[row.colour], "mark": gettext(MARKS[row.mark]), "unconfirmed": row.mark in "MD" and not row.confirmed_by,
    }  # fmt: skip


@door("wages.watch")
def listed(request: HttpRequest) -> HttpResponse:
    """Warnings in scope, by employer: the most urgent employers first. The order says where to look, nothing else."""
    actor, tab = request.actor, request.GET.get("tab", "open")
    scope = actor.scope("wages.watch")
    rows = {
        "mine": queries.given(scope, actor.account_id or 0), "answered": queries.visible(scope).exclude(verdict=""),
        "gone": queries.visible(scope).filter(gone_at__isnull=False, verdict=""),
    }.get(tab, queries.live(scope))  # fmt: skip
    found = [worded(row) for row in rows.order_by("due", "pk")[:SHOWN]]
    words = (gettext("要去看的"), gettext("派给我的"), gettext("答过的"), gettext("数字改了，没事了"))
    tabs = [{"label": label, "url": f"?tab={code}", "current": code == tab} for code, label in zip(TABS, words, strict=True)]
    context = {"groups": by_employer(found), "count": len(found), "tabs": tabs, "may_judge": actor.may("wages.judge"), "may_observe": actor.may("wages.observe")}
    return render(request, "wages/warnings/list.html", context)


def by_employer(rows: Iterable[object]) -> list[dict[str, object]]:
    """Warnings of one employer together; the highest sum of colours first."""
    groups: defaultdict[int, list[object]] = defaultdict(list)
    for row in rows:
        groups[row.employer_id].append(row)
    made = [
        {"employer": each[0].employer, "rows": sorted(each, key=lambda row: -rules.score([rules.Colour(row.colour)])), "score": rules.score(rules.Colour(row.colour) for row in each)}
        for each in groups.values()
    ]
    return sorted(made, key=lambda group: (-group["score"], group["employer"].name))


@door("wages.judge")
@require_POST
def evaluate(request: HttpRequest) -> HttpResponse:
    """Judge this month and the one before, now."""
    warnings.evaluate(by=request.actor, at=timezone.now())
    return redirect("wages:warnings")


def load(request: HttpRequest, pk: int) -> object:
    """One warning in scope; 404 otherwise."""
    row = queries.visible(request.actor.scope("wages.watch")).filter(pk=pk).first()
    if row is None:
        raise Http404
    return worded(row)


@door("wages.watch")
def warning(request: HttpRequest, pk: int) -> HttpResponse:
    """One warning: why, by which threshold, which visit; who goes, and what the visit found."""
    return render(request, "wages/warnings/warning.html", context_of(request, load(request, pk)))


def context_of(request: HttpRequest, row: object, **more: object) -> dict[str, object]:
    """Everything the page of a warning shows."""
    scope, actor = request.actor.scope("wages.watch"), request.actor
    others = queries.visible(scope).filter(employer=row.employer, gone_at__isnull=True).exclude(pk=row.pk).order_by("-period", "code")
    open_to_me = actor.may("wages.judge") and not row.verdict and row.gone_at is None
    return {
        "row": row, "others": [worded(each) for each in others[:20]], "may_judge": open_to_me, "back": "/wages/warnings/",
        "give": GiveForm(people=receivers(row), initial={"account": row.given_to_id}), "verdict": VerdictForm(),
        "rate": queries.hit_rates(scope).get(row.code, rules.HitRate()), **more,
    }  # fmt: skip


def receivers(row: object) -> list[tuple[int, str]]:
    """Inspectors, clerks and officers whose posts reach the warning's union."""
    today, found = timezone.localdate(), {}
    for role in (Role.INSPECTOR, Role.OFFICER, Role.CLERK):
        for account in people.accounts_in(role, row.path, today):
            if people.actor_for(account, today).scope("wages.judge").reaches(row.path):
                found.setdefault(account.pk, account.person.name)
    return list(found.items())


@door("wages.judge")
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it to somebody."""
    row = load(request, pk)
    form = GiveForm(request.POST, people=receivers(row))
    if form.is_valid():
        warnings.give(warning_id=pk, account_id=int(form.cleaned_data["account"]), by=request.actor, at=timezone.now())
        return redirect("wages:warning", pk=pk)
    return render(request, "wages/warnings/warning.html", context_of(request, row, give=form), status=422)


@door("wages.judge")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What the visit found."""
    row, form = load(request, pk), VerdictForm(request.POST)
    if form.is_valid():
        try:
            warnings.answer(warning_id=pk, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            if not refusal.field:
                raise
            form.add_error(refusal.field, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:warning", pk=pk)
    return render(request, "wages/warnings/warning.html", context_of(request, row, verdict=form), status=422)


@door("wages.watch")
def thresholds(request: HttpRequest) -> HttpResponse:
    """Every rule with its colours as they stand today, its source and mark, and how often it was right."""
    today, scope = timezone.localdate(), request.actor.scope("wages.watch")
    rates, levels = queries.hit_rates(scope), defaultdict(list)
    for row in rules.standing(queries.thresholds(), today):
        levels[row.code].append(threshold_words(row))
    rows = [
        {"code": code, "title": gettext(signal.title), "visit": gettext(signal.visit), "article": signal.article, "union_only": signal.union_only, "levels": levels[code],
         "rate": rates.get(code, rules.HitRate())}
        for code, signal in rules.SIGNALS.items()
    ]  # fmt: skip
    return render(request, "wages/warnings/thresholds.html", {"rows": rows, "may_amend": request.actor.may("wages.thresholds")})


@door("wages.thresholds")
def threshold(request: HttpRequest, code: str, colour: str) -> HttpResponse:
    """All versions of one colour of a rule, and a new one from a day on."""
    versions = queries.threshold_versions(code, colour)
    if not versions or code not in rules.SIGNALS:
        raise Http404
    form = ThresholdForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            warnings.amend(code=code, colour=colour, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:thresholds")
    signal = rules.SIGNALS[code]
    context = {"title": gettext(signal.title), "versions": [threshold_words(row) for row in versions], "form": form, "unit": gettext(versions[0].unit), "share": versions[0].unit == SHARE}
    return render(request, "wages/warnings/threshold.html", context, status=422 if form.errors else 200)


@door("wages.watch")
def replay(request: HttpRequest, employer: int) -> HttpResponse:
    """An employer's month judged by the thresholds of a day: an old day gives the old answer. Nothing is written."""
    today = timezone.localdate()
    form = ReplayForm(request.GET if "month" in request.GET else None, initial={"month": today.replace(day=1), "on": today})
    found, month, on = None, today.replace(day=1), today
    if form.is_bound and form.is_valid():
        month, on = form.chosen(today)
    if not form.errors:
        found = warnings.replay(employer_id=employer, period=month, on=on, today=today, by=request.actor)
    return render(request, "wages/warnings/replay.html", {"form": form, "month": month, "on": on, **(found_words(found) if found else {})})


def found_words(found: warnings.Replay) -> dict[str, object]:
    """The findings in words, and the rules that lack figures."""
    rows = [
        {
            "title": gettext(rules.SIGNALS[each.code].title), "says": sentence(each.code, each.reading.seen),
            "threshold": threshold_words(each.threshold),
        }
        for each in found.findings
    ]  # fmt: skip
    return {"rows": rows, "unmeasured": [gettext(rules.SIGNALS[code].title) for code in found.unmeasured], "judged_on": found.facts.day}
