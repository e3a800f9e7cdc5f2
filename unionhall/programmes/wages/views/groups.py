"""A group case at the desk: everyone's own line, many workers at once, representatives, money shared and its list."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import services as cases

from ..forms import groups as forms
from ..models import Arrears
from ..queries import groups as queries
from ..rules import roster
from ..rules.groups import FEWEST, MATTER_LABELS, Matter, is_group
from ..rules.sharing import RULE_LABELS, ShareRule
from ..services import cases as wage_cases
from ..services import distributions, groups, papers, rosters

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def refused(form: forms.UiForm, refusal: Refused) -> None:
    """A refusal beside its field."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, gettext(refusal.sentence).format(**refusal.values))


def loaded(request: HttpRequest, pk: int, power: str = "wages.handle") -> Arrears:
    """The case, in the scope of a power."""
    return wage_cases.load(pk=pk, scope=request.actor.scope(power))


def shown(own: queries.Own, agreement: object | None) -> dict[str, object]:
    """A line as the table shows it: columns, what was said to each matter (None: nothing yet)."""
    asked = [(matter, agreement.pk if matter is Matter.SETTLEMENT and agreement else None) for matter in Matter]
    said = [
        {"label": gettext(MATTER_LABELS[matter]), "yes": own.words.get((matter, which))}
        for matter, which in asked
        if matter is not Matter.SETTLEMENT or agreement
    ]  # fmt: skip
    return {"claimant": own.claimant, "line": own.line, "said": said, **own.columns}


@door("wages.view")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The group: totals, private lines, representatives, what was shared."""
    row = loaded(request, pk, "wages.view")
    cases.looked(case=row.case, by=request.actor, at=timezone.now(), what="group")
    book = queries.book(arrears=row)
    agreement = row.agreements.filter(superseded=False).order_by("-pk").first()
    chosen = [own.claimant for own in book if own.claimant.representative]
    found = list(queries.distributions(row, scope=request.actor.scope("wages.view")))
    for each in found:
        each.words = gettext(RULE_LABELS[ShareRule(each.rule)])
    totals = queries.totals(arrears=row, lines=book)
    return render(request, "wages/groups/sheet.html", {
        "row": row, "case": row.case, "lines": [shown(own, agreement) for own in book], "totals": totals,
        "chosen": chosen, "too_few": bool(chosen) and len(chosen) < FEWEST, "may_choose": is_group(totals.heads),
        "distributions": found, "may_handle": request.actor.may("wages.handle"), "unshared": sum(totals.unshared.values()),
    })  # fmt: skip


@door("wages.handle")
def workers(request: HttpRequest, pk: int) -> HttpResponse:
    """Many workers at once: look first, mend in the box, then add; the wrong rows as a sheet."""
    row = loaded(request, pk)
    form = forms.RosterForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "wages/groups/workers.html", {"row": row, "case": row.case, "form": form}, status=422 if form.errors else 200)
    try:
        text = form.cleaned_data["text"]
        if upload := form.cleaned_data["file"]:
            text = rosters.as_text(content=upload.read(), name=upload.name)
        return looked_through(request, row, text)
    except Refused as refusal:
        refused(form, refusal)
        return render(request, "wages/groups/workers.html", {"row": row, "case": row.case, "form": form}, status=422)


def looked_through(request: HttpRequest, row: Arrears, text: str) -> HttpResponse:
    """What the list becomes: shown, added, or its wrong rows handed out."""
    if request.POST.get("do") == "add" and not request.FILES:
        found = rosters.add(case_id=row.case_id, text=text, by=request.actor, at=timezone.now())
        if not found.counts[roster.Fate.WRONG]:
            return redirect("wages:group", pk=row.case_id)
    found = rosters.planned(arrears=row, text=text, today=timezone.localdate())
    if request.POST.get("do") == "sheet":
        name = {"Content-Disposition": 'attachment; filename="errors.xlsx"', "Cache-Control": "no-store"}
        return HttpResponse(rosters.error_sheet(plan=found), content_type=SHEET, headers=name)
    wrong = [
        (each.number, each.values.get("name") or "—", "；".join(gettext(one.sentence).format(**one.values) for one in each.faults))
        for each in found.rows
        if each.faults
    ]
    counts = [(gettext(roster.FATE_LABELS[fate]), n) for fate, n in found.counts.items() if n]
    right = len(found.rows) - len(wrong)
    context = {"row": row, "case": row.case, "form": forms.RosterForm(initial={"text": text}), "wrong": wrong, "counts": counts, "right": right, "planned": True}
    return render(request, "wages/groups/workers.html", context)


@door("wages.handle")
def representatives(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down whom the workers chose."""
    row = loaded(request, pk)
    staying = [own.claimant for own in queries.book(arrears=row) if not own.line.left]
    initial = {"chosen": [each.pk for each in staying if each.representative]}
    form = forms.ChosenForm(request.POST or None, people=[(each.pk, each.name) for each in staying], initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            groups.choose(case_id=pk, claimant_ids=form.cleaned_data["chosen"], by=request.actor, at=timezone.now())
        except Refused as refusal:
            refused(form, refusal)
        else:
            return redirect("wages:group", pk=pk)
    context = {"row": row, "case": row.case, "form": form, "papers": [paper for paper in papers.ready(arrears=row, by=request.actor) if paper[0] == papers.Paper.REPRESENTATIVES]}
    return render(request, "wages/groups/representatives.html", context, status=422 if form.errors else 200)


@door("wages.handle")
def line(request: HttpRequest, pk: int, claimant: int) -> HttpResponse:
    """One worker's line: what they said, written down with its proof; going on alone and coming back. One at a time."""
    row = loaded(request, pk)
    own = next((each for each in queries.book(arrears=row) if each.claimant.pk == claimant), None)
    if own is None:
        raise Http404
    agreement, do = row.agreements.filter(superseded=False).order_by("-pk").first(), request.POST.get("do", "")
    word = forms.WordForm(request.POST if do == "word" else None)
    leave = forms.LeaveForm(request.POST if do == "leave" else None, initial={"on": timezone.localdate()})
    if request.method == "POST" and act(request, own, agreement, word, leave):
        return redirect("wages:group_line", pk=pk, claimant=claimant)
    context = {"row": row, "case": row.case, "own": shown(own, agreement), "word": word, "leave": leave}
    return render(request, "wages/groups/line.html", context, status=422 if word.errors or leave.errors else 200)


def act(request: HttpRequest, own: queries.Own, agreement: object | None, word: forms.WordForm, leave: forms.LeaveForm) -> bool:
    """Do what was asked for one line; False leaves the sentence beside its form."""
    now, facts = timezone.now(), {"claimant_id": own.claimant.pk, "by": request.actor, "at": timezone.now()}
    form = word if word.is_bound else leave
    try:
        if request.POST.get("do") == "back":
            groups.come_back(on=timezone.localdate(now), **facts)
            return True
        if not form.is_valid():
            return False
        if form is leave:
            groups.leave(**form.cleaned_data, **facts)
        else:
            which = agreement.pk if agreement and form.cleaned_data["matter"] == Matter.SETTLEMENT else None
            groups.say(**form.cleaned_data, agreement_id=which, **facts)
    except Refused as refusal:
        refused(form, refusal)
        return False
    return True


@door("wages.handle")
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """A sum for several workers: first what each would get, then recorded, once per form."""
    row = loaded(request, pk)
    people = [(own.claimant.pk, own.claimant.name) for own in queries.book(arrears=row) if own.line.open and not own.line.left]
    form = forms.ShareForm(request.POST or None, people=people, initial={"on": timezone.localdate(), "rule": ShareRule.PRO_RATA.value})
    context: dict[str, object] = {"row": row, "case": row.case, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "record":
                done = record(request, pk, form)
                return redirect("wages:group_money", pk=pk, number=done.number)
            data = form.cleaned_data
            context["parts"] = distributions.proposed(arrears=row, amount=data["amount"], rule=data["rule"], agreed=form.agreed())
        except Refused as refusal:
            refused(form, refusal)
    return render(request, "wages/groups/share.html", context, status=422 if form.errors else 200)


def record(request: HttpRequest, pk: int, form: forms.ShareForm) -> object:
    """Record what the form says."""
    facts = {name: form.cleaned_data[name] for name in ("amount", "on", "slip", "rule", "final", "key")}
    return distributions.receive(case_id=pk, agreed=form.agreed(), by=request.actor, at=timezone.now(), **facts)


def one(request: HttpRequest, row: Arrears, number: int, power: str) -> object:
    """One distribution of a case in scope; 404 when there is none."""
    found = queries.distributions(row, scope=request.actor.scope(power)).filter(number=number).first()
    if found is None:
        raise Http404
    return found


@door("wages.view")
def money(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One distribution: each part with its step, who confirmed, and the list to sign; a mistake is taken back with a reason."""
    row = loaded(request, pk, "wages.view")
    found = one(request, row, number, "wages.view")
    words = dict(row.entries.filter(effect_key__startswith="answer:").values_list("effect_key", "amount"))
    parts = [(part, words.get(f"answer:{part.entry_id}")) for part in sorted(found.portions.all(), key=lambda part: part.claimant_id)]
    label = gettext(RULE_LABELS[ShareRule(found.rule)])
    form = forms.TakeBackForm(request.POST or None)
    context = {"row": row, "case": row.case, "one": found, "parts": parts, "label": label, "may_print": request.actor.may("wages.counsel")}
    context |= {"form": form, "may_take_back": request.actor.may("wages.handle") and not words_for(parts) and not found.taken_back_at}
    if request.method == "POST" and form.is_valid():
        try:
            distributions.take_back(case_id=pk, number=number, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
        except Refused as refusal:
            refused(form, refusal)
        else:
            return redirect("wages:group_money", pk=pk, number=number)
    return render(request, "wages/groups/money.html", context, status=422 if form.errors else 200)


def words_for(parts: list[tuple[object, int | None]]) -> bool:
    """Whether any worker has answered for their part."""
    return any(said is not None for _part, said in parts)


@door("wages.counsel")
@require_POST
def money_list(request: HttpRequest, pk: int, number: int, form: str) -> HttpResponse:
    """Make the list to sign, as docx or xlsx, and hand it out."""
    if form not in ("docx", "xlsx"):
        raise Http404
    one(request, loaded(request, pk, "wages.counsel"), number, "wages.counsel")
    kept = papers.save_list(case_id=pk, number=number, form=form, by=request.actor, at=timezone.now())
    return redirect("wages:paper_file", pk=pk, file=kept.pk)
