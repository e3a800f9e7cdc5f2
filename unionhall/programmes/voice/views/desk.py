"""The desk: the list, one matter with its steps, the quality sample."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.access import Actor
from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import CHANNEL_LABELS, Channel
from unionhall.kernel.people import services as people
from unionhall.web import queries as shown

from ..forms import steps as forms
from ..kinds import DIFFICULTY_LABELS, KIND_LABELS, TOPIC_LABELS, Difficulty, MatterKind, Topic
from ..queries import matters as found
from ..queries import quality as sample
from ..queries import traces as trace_queries
from ..rules.flows import FLOW, WORDS, State
from ..rules.powers import independent
from ..services import call_backs, matters, quality, traces
from .report import worded

if TYPE_CHECKING:
    from ..models import Matter

PAGE = 50
TABS = (("open", _("在办")), ("answered", _("等回访")), ("done", _("已办结")), ("all", _("全部")))
NARROW = {"open": {}, "answered": {"states": (State.ANSWERED,)}, "done": {"open": False}, "all": {"open": None}}


@door("voice.view")
def ledger(request: HttpRequest) -> HttpResponse:
    """Matters by due day, sorted by kind and topic."""
    get, tab = request.GET, request.GET.get("tab", "open")
    plain = {"kind": KIND_LABELS, "topic": TOPIC_LABELS}
    chosen = {name: get.get(name, "") if get.get(name, "") in labels else "" for name, labels in plain.items()}
    by = found.Filter(text=get.get("q", "")[:60], **chosen, **NARROW.get(tab, {}))
    rows = list(found.matters(scope=request.actor.scope("voice.view"), by=by)[: PAGE + 1])
    context = {
        "rows": [line(row) for row in rows[:PAGE]], "more": len(rows) > PAGE, "filters": [chip(request, name, labels) for name, labels in plain.items()],
        "tabs": [{"label": gettext(label), "url": f"?tab={code}", "current": code == tab} for code, label in TABS], "kept": [("tab", tab)],
        "find": {"name": "q", "label": gettext("说的话、单位、编号、手机号"), "value": by.text}, "clear": f"?tab={tab}" if len(get) > 1 else "",
    }  # fmt: skip
    return render(request, "voice/matters.html", context)


def chip(request: HttpRequest, name: str, labels: dict) -> dict[str, object]:
    """A filter as a chip that shows its value."""
    now, query = request.GET.get(name, ""), request.GET.copy()
    options = []
    for code, label in [("", _("全部")), *labels.items()]:
        query[name] = str(code)
        options.append({"label": gettext(label), "url": f"?{query.urlencode()}", "current": str(code) == now})
    shown_now = next((option["label"] for option in options if option["current"]), gettext("全部"))
    return {"label": {"kind": gettext("哪一类"), "topic": gettext("哪方面")}[name], "value": shown_now, "on": bool(now), "options": options}


def line(row: Matter) -> dict[str, object]:
    """One line of the list."""
    return {
        "row": row, "case": row.case, "kind": gettext(KIND_LABELS[MatterKind(row.kind)]), "topic": gettext(TOPIC_LABELS[Topic(row.topic)]),
        "state_words": gettext(WORDS[State(row.case.state)].name), "union": row.case.union.name, "channel": gettext(CHANNEL_LABELS[Channel(row.case.channel)]),
    }  # fmt: skip


@door("voice.view")
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said, its course, due days, the possible steps."""
    row = matters.load(pk=pk, scope=request.actor.scope("voice.view"))
    cases.looked(case=row.case, by=request.actor, at=timezone.now(), reason=request.GET.get("reason", "")[:100])
    return render(request, "voice/matter.html", context(request, row))


def context(request: HttpRequest, row: Matter, **more: object) -> dict[str, object]:
    """Everything the matter's page shows; a step's form that was refused comes back in `more`."""
    case, actor, scope = row.case, request.actor, request.actor.scope("voice.view")
    return {
        **line(row), "matter": row, "difficulty": gettext(DIFFICULTY_LABELS[Difficulty(row.difficulty)]),
        "events": shown.timeline(case_queries.events(case, scope=scope)[:50], timezone.localdate()),
        "deadlines": shown.deadlines(case_queries.deadlines(case, scope=scope)), "why": shown.why(actor, "voice.view", case.path),
        "traces": worded(trace_queries.of(row, scope=scope)), "check": getattr(row, "check_made", None), "later": case.successors.first(),
        "acts": acts(row, actor), "may_see_phone": bool(row.phone_hash) and actor.may("people.unmask"), "phone_form": forms.PhoneForm(),
        "own_answer": not independent(actor.account_id, row.answered_by), "may_keep": bool(row.answer) and actor.may("voice.knowledge"), **more,
    }  # fmt: skip


ACTS: tuple[tuple[str, str, type | None, str], ...] = (
    ("answer", _("答复"), forms.AnswerForm, "voice.handle"), ("dispatch", _("派下去"), forms.DispatchForm, "voice.handle"),
    ("accept", _("接下来办"), None, "voice.handle"), ("return", _("退回去"), forms.ReasonForm, "voice.handle"),
    ("hand_over", _("转到别的项目"), forms.HandOverForm, "voice.handle"), ("call_back", _("记下回访"), forms.CallBackForm, "voice.call_back"),
    ("check", _("质检打分"), forms.ScoreForm, "voice.check"), ("close", _("办结"), None, "voice.call_back"),
    ("track", _("记下问到哪了"), forms.SaysForm, "voice.handle"), ("trace", _("登记带来的变化"), forms.TraceForm, "voice.trace"),
    ("signed", _("念过，签了字"), None, "voice.take"),
)  # fmt: skip


def acts(row: Matter, actor: Actor) -> list[dict[str, object]]:
    """What this person can do now, in the order in which it is mostly done; each with its form, if it has one."""
    return [
        {"code": code, "words": gettext(words), "form": made(form, row) if form else None}
        for code, words, form, power in ACTS
        if actor.may(power) and open_now(code, row, actor)
    ]


def made(form: type, row: Matter, data: object = None) -> Any:
    """A step's form for a matter."""
    return form(data, matter=row) if form is forms.DispatchForm else form(data)


def open_now(code: str, row: Matter, actor: Actor) -> bool:
    """Whether an act is open to a matter as it stands."""
    state = State(row.case.state)
    special = {
        "call_back": state == State.ANSWERED and independent(actor.account_id, row.answered_by),
        "check": state == State.CALLED_BACK and not hasattr(row, "check_made") and independent(actor.account_id, row.answered_by),
        "track": state in (State.DISPATCHED, State.WORKING), "trace": row.kind == MatterKind.SUGGESTION,
        "signed": row.taken_by is not None and row.read_back_at is None and row.case.channel != "hotline",
    }  # fmt: skip
    return special[code] if code in special else code in {step.code for step in FLOW.open_to(state)}


def _satisfied(data: dict) -> dict[str, object]:
    return {"satisfied": data["satisfied"] == "yes", "says": data["says"]}


HANDLERS: dict[str, Callable[..., object]] = {
    "answer": lambda form, **who: matters.answer(text=form.cleaned_data["answer"], **who),
    "dispatch": lambda form, **who: matters.dispatch(
        union_id=form.cleaned_data["union"], difficulty=form.cleaned_data["difficulty"], inner=form.cleaned_data["inner"], **who
    ),
    "accept": lambda form, **who: matters.accept(**who),
    "return": lambda form, **who: matters.give_back(reason=form.cleaned_data["reason"], **who),
    "hand_over": lambda form, **who: matters.hand_over(**form.cleaned_data, **who),
    "call_back": lambda form, **who: call_backs.call_back(**_satisfied(form.cleaned_data), **who),
    "check": lambda form, **who: quality.check(**form.cleaned_data, **who),
    "close": lambda form, **who: call_backs.close(**who),
    "track": lambda form, **who: matters.track(says=form.cleaned_data["says"], **who),
    "trace": lambda form, **who: traces.trace(change=form.made(), **who),
    "signed": lambda form, **who: matters.signed(**who),
}


@door("voice.view")
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Do one act; a refusal stands beside its field, everything typed is kept."""
    kinds = {code: form for code, _label, form, _power in ACTS}
    if step not in HANDLERS:
        raise Http404
    row = matters.load(pk=pk, scope=request.actor.scope("voice.view"))
    form = made(kinds[step], row, request.POST) if kinds[step] else None
    if (form is None or form.is_valid()) and done(form, step, pk, request.actor, timezone.now()):
        return redirect("voice:matter", pk=pk)
    row = matters.load(pk=pk, scope=request.actor.scope("voice.view"))
    shown_acts = [act | ({"form": form, "open": True} if act["code"] == step else {}) for act in acts(row, request.actor)]
    return render(request, "voice/matter.html", context(request, row, acts=shown_acts), status=422)


def done(form: Any, step: str, pk: int, by: Actor, at: datetime) -> bool:
    """Call the step's service; False with the sentence in the form. A refusal that no form can carry goes on."""
    try:
        HANDLERS[step](form, case_id=pk, by=by, at=at)
    except Refused as refusal:
        if form is None or not refusal.field:
            raise
        field = {"employer_name": "about"}.get(refusal.field, refusal.field)
        form.add_error(field if field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        return False
    return True


@door("people.unmask")
@require_POST
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole number for calling back, with a reason; the person sees who looked and why."""
    row = matters.load(pk=pk, scope=request.actor.scope("voice.view"))
    form, number = forms.PhoneForm(request.POST), ""
    person = next((party.person for party in case_queries.parties(row.case, scope=request.actor.scope("voice.view"))), None)
    if form.is_valid() and person:
        reason, now = form.cleaned_data["reason"], timezone.now()
        try:
            number = people.unmask(person=person, field="phone", reason=reason, by=request.actor, at=now, path=row.case.path)
        except Refused as refusal:
            form.add_error("reason", gettext(refusal.sentence))
        else:
            cases.looked(case=row.case, by=request.actor, at=now, reason=reason, what="phone")
    return render(request, "voice/matter.html", context(request, row, number=number, phone_form=form), status=200 if number else 422)


@door("voice.check")
def checks(request: HttpRequest) -> HttpResponse:
    """The three rates of ninety days, each by itself, and the sample that waits for a score."""
    scope, today = request.actor.scope("voice.check"), timezone.localdate()
    rates = sample.rates(scope=scope, today=today)
    rows = [(gettext("答复了"), rates.answered), (gettext("按时答复"), rates.on_time), (gettext("满意"), rates.satisfied)]
    return render(request, "voice/quality.html", {
        "rates": [{"label": label, "part": part, "whole": whole, "percent": part * 100 // whole if whole else None} for label, (part, whole) in rows],
        "rows": [line(row) for row in sample.waiting(scope=scope, today=today)], "share": int(sample.share(today) * 100),
    })  # fmt: skip
