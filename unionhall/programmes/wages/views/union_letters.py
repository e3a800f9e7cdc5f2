"""一函两书 at the desk: draft one from the case, enter the company's answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.orgs import queries as orgs

from ..forms.partners import LetterAnswerForm, LetterForm
from ..queries import joint as queries
from ..rules.letters import LETTERS, LetterKind
from ..services import cases as wage_cases
from ..services import letters as services


@door("wages.handle")
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft, number and keep a letter; the employer's clock begins."""
    row = wage_cases.load(pk=pk, scope=request.actor.scope("wages.handle"))
    partners = [(each.pk, each.name) for each in orgs.agencies(row.case.path, queries.WITH)]
    form = LetterForm(request.POST or None, agencies=partners, initial={"copy_to": partners[0][0] if partners else "", "points": points(row)})
    if request.method == "POST" and form.is_valid():
        try:
            services.issue(case_id=pk, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:case", pk=pk)
    rule = services.clock(on=timezone.localdate(), place=row.case.union.region_code)
    context = {"row": row, "case": row.case, "form": form, "title": gettext("发工会文书"), "verb": gettext("发出"), "rule": rule, "aside": "wages/referrals/reply_clock.html"}
    return render(request, "wages/step.html", context, status=422 if form.errors else 200)


def points(row: object) -> str:
    """What the case knows, as a beginning."""
    owed = gettext("拖欠 {n} 名职工 {period}工资").format(n=row.people or 1, period=f"{row.period} " if row.period else "")
    return f"{row.project}：{owed}。" if row.project else f"{owed}。"


@door("wages.handle")
def letter_answer(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """What the company answered."""
    scope = request.actor.scope("wages.handle")
    row = wage_cases.load(pk=pk, scope=scope)
    found = queries.letters(scope=scope, arrears=row).filter(pk=letter).first()
    if found is None:
        raise Http404
    form = LetterAnswerForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(case_id=pk, letter_id=letter, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:case", pk=pk)
    title = gettext("公司答复{label} {number}").format(label=gettext(LETTERS[LetterKind(found.kind)].label), number=found.number)
    context = {"row": row, "case": row.case, "form": form, "title": title, "verb": gettext("记下来")}
    return render(request, "wages/step.html", context, status=422 if form.errors else 200)
