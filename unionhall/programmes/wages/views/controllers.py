"""Same boss, new company: who is behind a case, cases linked by people, totals against the lines of the law."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused

from ..forms.controllers import ControllerForm, LinkForm
from ..queries import controllers as queries
from ..queries import ledger
from ..rules.controllers import TIE_WORDS, Tie
from ..services import controllers
from .claims import asked, beside, seen


def said(ties: Any) -> str:
    """Why two cases look alike."""
    return gettext("、").join(gettext(TIE_WORDS[Tie(tie)]) for tie in ties if tie)


@door("wages.handle")
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """The linked cases that are mine to see, the totals, what is still missing, and cases that may belong to them."""
    row = seen(request, pk, controllers.POWER)
    scope = request.actor.scope(controllers.POWER)
    total = controllers.running(arrears=row, scope=scope, on=timezone.localdate())
    who = getattr(row, "controller", None)
    known = {"name": who.name, "team": who.team} if who else {}
    form = ControllerForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid() and kept(request, pk, form):
        return redirect("wages:controller", pk=pk)
    context = {
        "row": row, "case": row.case, "who": who, "total": total, "form": form, "link_form": LinkForm(), "others": [one for one in total.cases if one.pk != row.pk],
        "links": [(one, said(one.ties.split(","))) for one in queries.links_between([each.pk for each in total.cases], scope=scope)],
        "suggestions": [(one.arrears, said(one.ties)) for one in controllers.suggestions(arrears=row, scope=scope)],
        "groups": [(gettext("拒不支付劳动报酬罪"), asked(total.crime)), (gettext("失信联合惩戒名单"), asked(total.blacklist))],
        "missing": len(total.missing),
    }  # fmt: skip
    return render(request, "wages/controllers/index.html", context, status=422 if form.errors else 200)


def kept(request: HttpRequest, pk: int, form: ControllerForm) -> bool:
    """Whether the boss could be written down."""
    try:
        controllers.say(case_id=pk, by=request.actor, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        beside(form, refusal)
        return False
    return True


@door("wages.handle")
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """A person links another case, found by its reference in the actor's own scope."""
    seen(request, pk, controllers.POWER)
    form = LinkForm(request.POST)
    scope = request.actor.scope(controllers.POWER)
    text = form.cleaned_data["reference"] if form.is_valid() else ""
    other = ledger.arrears(scope=scope, by=ledger.Filter(open=None)).filter(case__reference=text.strip().upper()).first() if text else None
    if other is None:
        messages.error(request, gettext("您管的案子里没有这个编号"))
        return redirect("wages:controller", pk=pk)
    try:
        controllers.link(case_id=pk, other_id=other.case_id, note=form.cleaned_data["note"], by=request.actor, at=timezone.now())
    except Refused as refusal:
        if refusal.code == "not_yours":
            raise
        messages.error(request, gettext(refusal.sentence).format(**refusal.values))
    return redirect("wages:controller", pk=pk)


@door("wages.handle")
@require_POST
def cut(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Undo a link; it stays on record."""
    controllers.cut(case_id=pk, other_id=other, by=request.actor, at=timezone.now())
    return redirect("wages:controller", pk=pk)
