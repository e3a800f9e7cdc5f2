"""The ledger and the clue list: filters, tabs, keyset pages, bulk steps, spreadsheet out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from unionhall.base.http import door, safe_next
from unionhall.base.refusal import Refused
from unionhall.kernel.cases.rules import CHANNEL_LABELS
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import INDUSTRY_LABELS
from unionhall.kernel.people import queries as people

from ..queries import ledger
from ..queries.briefings import moments
from ..rules.flows import CaseState, ClueState, plain
from ..rules.overview import BUCKETS
from ..services import cases as wage_cases
from ..services import views as saved
from . import panels

TABS = {
    "cases": (("open", _("在办")), ("mine", pgettext_lazy("cases", "我的")), ("week", _("本周到期")), ("breached", _("到期没付")), ("confirm", _("等职工确认")), ("done", _("已办结")), ("all", _("全部"))),
    "clues": (("open", _("在查")), ("week", _("本周到期")), ("done", _("已有结果")), ("all", _("全部"))),
}  # fmt: skip
STATES = {"cases": CaseState, "clues": ClueState}


def read_filter(request: HttpRequest, which: str, today: date) -> ledger.Filter:
    """The filter that the address asks for; unknown words narrow nothing."""
    get, tab = request.GET, request.GET.get("tab", "open")
    states = tuple(value for value in get.getlist("state") if value in set(STATES[which]))
    found = ledger.Filter(
        text=get.get("q", "")[:60], state=states, street=get.get("street", "")[:40], channel=get.get("channel", "")[:10],
        industry=tuple(value for value in get.getlist("industry") if value in INDUSTRY_LABELS),
    )  # fmt: skip
    found = replace(found, **drilled(get, today))
    week = today + timedelta(days=6 - today.weekday())
    narrow = {
        "mine": {"mine": request.actor.account_id}, "week": {"due_until": week}, "done": {"open": False}, "all": {"open": None},
        "breached": {"state": (CaseState.BREACHED,)}, "confirm": {"state": (CaseState.AWAITING_CONFIRMATION,)},
    }  # fmt: skip
    resting = (CaseState.CONCLUDED, CaseState.CLOSED)
    if which == "cases" and tab == "done":
        return replace(found, open=None, state=states or resting)
    if which == "cases" and tab != "all":
        found = replace(found, state=states or tuple(state for state in CaseState if state not in resting))
    return replace(found, **narrow.get(tab, {}))


def drilled(get: QueryDict, today: date) -> dict[str, object]:
    """What the leader's view narrows the ledger by: a union below, an employer, an officer, an age; unknown values nothing."""
    found: dict[str, object] = {}
    union, officer = (get.get(name, "") for name in ("union", "officer"))
    if union.isascii() and union.isdigit() and (row := orgs.unions().filter(pk=int(union[:18])).first()):
        found["under"] = row.path
    if officer.isascii() and officer.isdigit():
        found["officer"] = int(officer[:18])
    if employer := get.get("employer", "")[:120]:
        found["employer"] = employer
    if bucket := next((one for one in BUCKETS if one.code == get.get("age")), None):
        first, last = bucket.days(today)
        found["opened_before"] = moments(last, last)[1]
        found["opened_from"] = moments(first, first)[0] if first else None
    return found


def position(text: str) -> tuple[str, int] | None:
    """A row's place in the order: '2026-11-30.123'."""
    day, _dot, pk = text.partition(".")
    try:
        return date.fromisoformat(day).isoformat(), int(pk)
    except ValueError:
        return None


def page(rows: QuerySet, request: HttpRequest) -> dict[str, object]:
    """25 rows by position, with the addresses of the pages before and after."""
    after, before = position(request.GET.get("after", "")), position(request.GET.get("before", ""))
    found = ledger.keyset(rows, size=ledger.PAGE + 1, after=after, before=before)
    more = len(found) > ledger.PAGE
    found = found[: ledger.PAGE]
    if before:
        found.reverse()
    place = lambda row: f"{row.case.order_due.isoformat()}.{row.case_id}"  # noqa: E731
    return {
        "rows": found,
        "next_url": link(request, after=place(found[-1])) if found and (more or before) else "",
        "previous_url": link(request, before=place(found[0])) if found and (after or (before and more)) else "",
    }


def link(request: HttpRequest, **changes: str) -> str:
    """This list's address with other parameters; paging starts anew."""
    query = {name: values for name, values in request.GET.lists() if name not in {"after", "before"}}
    query.update({name: [value] if value else [] for name, value in changes.items()})
    return f"{request.path}?{urlencode(query, doseq=True)}"


def choices(request: HttpRequest, which: str, rows: QuerySet) -> dict[str, object]:
    """Tabs, chips and selects of a list."""
    tab = request.GET.get("tab", "open")
    count, more = ledger.count_up_to(rows)
    actor = request.actor
    return {
        "count": (count, more), "plus": "+" if more else "", "may_export": actor.may("wages.export"),
        "may_register": actor.may("wages.register"), "may_import": actor.may("wages.import"),
        "may_letters": which == "cases" and actor.may("wages.handle"), "filters": chips(request, which),
        "find": {"name": "q", "label": gettext("单位、姓名、编号、手机号"), "value": request.GET.get("q", "")},
        "kept": [("tab", tab)], "clear": f"{request.path}?tab={tab}" if len(request.GET) > 1 else "",
        "tabs": tabs(request, which),
        "query": request.GET.urlencode(),
    }  # fmt: skip


def tabs(request: HttpRequest, which: str) -> list[dict[str, object]]:
    """The house's tabs, then the views that were saved."""
    tab = request.GET.get("tab", "open")
    found = [{"label": label, "url": f"{request.path}?tab={code}", "current": code == tab} for code, label in TABS[which]]
    if which == "cases":
        kept = ledger.views(scope=request.actor.scope("wages.view"), account_id=request.actor.account_id)
        now = request.GET.urlencode()
        found += [{"label": row.name, "url": f"{request.path}?{row.query}", "current": bool(now) and row.query == now} for row in kept]
    return found


def chips(request: HttpRequest, which: str) -> list[dict[str, object]]:
    """The filters as chips that show their value: state, industry, channel."""
    tables = {
        "state": (gettext("走到哪步"), [(state.value, plain(state).name) for state in STATES[which]]),
        "industry": (gettext("行业"), [(code.value, label) for code, label in INDUSTRY_LABELS.items()]),
        "channel": (gettext("怎么来的"), [(code.value, label) for code, label in CHANNEL_LABELS.items()]),
    }
    found = []
    for name, (label, rows) in tables.items():
        value = request.GET.get(name, "")
        options = [{"label": gettext("全部"), "url": link(request, **{name: ""}), "current": not value}]
        options += [{"label": gettext(words), "url": link(request, **{name: code}), "current": code == value} for code, words in rows]
        shown = next((option["label"] for option in options if option["current"]), gettext("全部"))
        found.append({"label": label, "value": shown, "on": bool(value), "options": options})
    return found


@door("wages.view")
def cases(request: HttpRequest) -> HttpResponse:
    """The arrears ledger."""
    by = read_filter(request, "cases", timezone.localdate())
    rows = ledger.arrears(scope=request.actor.scope("wages.view"), by=by)
    context = {**page(rows, request), **choices(request, "cases", rows), "officers": officers(request)}
    for row in context["rows"]:
        row.words, row.place = gettext(plain(CaseState(row.case.state)).name), row.case.union.name.removesuffix("总工会")
    context["select"] = bool(context["officers"])
    return render(request, "wages/ledger.html", context)


@door("wages.view")
def clues(request: HttpRequest) -> HttpResponse:
    """The clue list."""
    by = read_filter(request, "clues", timezone.localdate())
    rows = ledger.clues(scope=request.actor.scope("wages.view"), by=by)
    context = {**page(rows, request), **choices(request, "clues", rows)}
    for row in context["rows"]:
        row.words, row.channel_words = gettext(plain(ClueState(row.case.state)).name), panels.channel(row.case.channel)
        row.place = row.case.union.name.removesuffix("总工会")
    return render(request, "wages/clues.html", context)


def officers(request: HttpRequest) -> list[tuple[int, str]]:
    """Whom a case may be given to: officers of the actor's unions."""
    found: dict[int, str] = {}
    for path in request.actor.scope("wages.assign").paths:
        for account in people.accounts_in("officer", path, timezone.localdate()):
            found[account.pk] = account.person.name
    return list(found.items())


@door("wages.assign")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Give the chosen cases to an officer: first a preview with count and sum, then a row-by-row result."""
    chosen = [int(pk[:18]) for pk in request.POST.getlist("case") if pk.isascii() and pk.isdigit()][:500]
    scope = request.actor.scope("wages.assign")
    rows = list(ledger.arrears(scope=scope, by=ledger.Filter(open=None)).filter(case_id__in=chosen))
    account = request.POST.get("account", "")
    account_id = int(account[:18]) if account.isascii() and account.isdigit() else 0
    context = {"rows": rows, "sum": sum(row.owed or 0 for row in rows), "account": account_id, "next": safe_next(request, "/wages/cases/")}
    context["name"] = dict(officers(request)).get(account_id, "")
    if not context["name"]:
        raise Refused("account", _("先选派给谁"), field="account")
    if "confirm" in request.POST:
        context["results"] = [(row, give(request, row, account_id)) for row in rows]
    return render(request, "wages/bulk.html", context)


def give(request: HttpRequest, row: object, account_id: int) -> str:
    """One case of a bulk step: '' when done, else the sentence why not."""
    try:
        wage_cases.assign(case_id=row.case_id, account_id=account_id, role="officer", by=request.actor, at=timezone.now())
    except Refused as refusal:
        return gettext(refusal.sentence).format(**refusal.values)
    return ""


@door("wages.view")
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the present filter under a name, for me or for my unit."""
    name, query = request.POST.get("name", ""), request.POST.get("query", "")
    saved.keep(name=name, query=query, shared="shared" in request.POST, by=request.actor)
    return redirect(f"/wages/cases/?{query}")
