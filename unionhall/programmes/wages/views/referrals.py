"""A case's referrals at the desk: send on, see who agreed, link and slip, remind, enter what came back on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.base.ui.templatetags.ui import short_day
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import referrals as rules
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.orgs import queries as orgs

from ..forms.partners import ReferForm, SlipForm
from ..queries import joint as joint_queries
from ..queries import ledger
from ..rules.letters import LETTERS, LetterKind
from ..rules.referrals import BY_CODE, WAYS
from ..services import cases as wage_cases
from ..services import referrals

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Referral

    from ..models import Arrears


def panel(request: HttpRequest, row: Arrears) -> dict[str, object]:
    """What `wages/referrals/panel.html` shows on the case page: referrals on their way, letters, and the two verbs."""
    scope, may = request.actor.scope("wages.view"), request.actor.may("wages.handle")
    found = [worded(each) for each in case_queries.referrals(scope=scope, case=row.case)]
    letters = list(joint_queries.letters(scope=scope, arrears=row))
    for letter in letters:
        letter.words = gettext(LETTERS[LetterKind(letter.kind)].label)
    return {"rows": [relay(each, may) for each in found], "letters": letters, "may": may and row.case.open}


def worded(row: Referral) -> Referral:
    """A referral with its words."""
    row.way, row.words = BY_CODE[row.kind.removeprefix(referrals.PREFIX)], gettext(rules.STATE_LABELS[row.state])
    row.about, row.waiting = gettext(row.way.label), row.state in rules.WITH_RECEIVER
    return row


def relay(row: Referral, may: bool) -> dict[str, object]:
    """The steps of one referral for ui/parts/referral.html."""
    clock = row.case.deadlines.filter(code=rules.CLOCK, subject=str(row.pk)).order_by("-pk").first() if row.waiting else None
    due = gettext("对方 {day} 前答复（{law}）").format(day=short_day(clock.due, timezone.localdate()), law=_law(clock)) if clock else row.words
    here = f"/wages/cases/{row.case_id}/referrals/{row.pk}/"
    acts = {"nudge_url": f"{here}nudge/", "link_url": here} if may and row.waiting else {}
    return {"agency": row.agency.name, "about": f"{row.about} {row.reference}", "stage": rules.STAGES[row.state], "due": due, "url": here, **acts}


def _law(clock: object) -> str:
    """The clock's law, with the badge in words while nobody has confirmed the rule."""
    return gettext("{law}，待核实").format(law=gettext(clock.law)) if clock.mark in {"M", "D"} else gettext(clock.law)


def ways_to(row: Arrears) -> list[tuple[str, str]]:
    """Every way that a partner around here takes, the letters' copies left out: those go with the letter."""
    found = []
    for way in WAYS:
        for agency in orgs.agencies(row.case.path, *way.receivers) if way.code != "letter" else ():
            found.append((f"{way.code}:{agency.pk}", f"{gettext(way.label)} · {agency.name}"))
    return found


@door("wages.handle")
def refer(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the case on: to whom, for what, with which workers."""
    scope = request.actor.scope("wages.handle")
    row = wage_cases.load(pk=pk, scope=scope)
    workers = list(ledger.claimants_of(row, scope=scope))
    known = [(each.pk, each.name) for each in workers if each.person_id]
    first = next((each for each, _words in ways_to(row) if each.startswith(f"{request.GET.get('way', '-')}:")), None)
    form = ReferForm(request.POST or None, ways=ways_to(row), workers=known, initial={"people": [each for each, _name in known], "to": first})
    if request.method == "POST" and form.is_valid():
        data, (way, agency) = form.cleaned_data, form.target()
        try:
            made = referrals.refer(
                case_id=pk, way=way, agency_id=agency, claimant_ids=data["people"], on_paper=data["on_paper"], says=data["says"],
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            field = {"agency": "to"}.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:referral", pk=pk, referral=made.pk)
    context = {"row": row, "case": row.case, "form": form, "ways": WAYS, "unreached": len(workers) - len(known)}
    return render(request, "wages/referrals/refer.html", context, status=422 if form.errors else 200)


@door("wages.view")
def referral(request: HttpRequest, pk: int, referral: int) -> HttpResponse:
    """One referral: where it stands, who agreed, its link and slip, what came back."""
    row = worded(referrals.load(case_id=pk, pk=referral, scope=request.actor.scope("wages.view")))
    cases.looked(case=row.case, by=request.actor, at=timezone.now(), what="referral")
    return render(request, "wages/referrals/one.html", context_of(request, row, SlipForm()))


def context_of(request: HttpRequest, row: Referral, form: SlipForm) -> dict[str, object]:
    """Everything the page of a referral shows."""
    may = request.actor.may("wages.handle")
    people = list(row.people.select_related("person", "consent").order_by("pk"))
    for each in people:
        each.given = each.consent is not None and each.consent.revoked_at is None
    return {
        "row": row, "case": row.case, "relay": relay(row, may) | {"link_url": ""}, "people": people, "may": may, "form": form, "link": live_link(row),
        "no_phone": not row.agency.phone, "live": row.state in rules.LIVE,
    }  # fmt: skip


def live_link(row: Referral) -> dict[str, object] | None:
    """The link that still waits for its human."""
    link = row.links.filter(ended_at=None).first()
    if not cases.openable(link=link, at=timezone.now()):
        return None
    return {"address": cases.address_of(link=link), "typed": rules.grouped_short(cases.typed_of(link=link)), "expires_at": link.expires_at}


def act(request: HttpRequest, pk: int, pk_referral: int, do: object) -> HttpResponse:
    """A press on the referral's page: done, or said why not."""
    row = referrals.load(case_id=pk, pk=pk_referral, scope=request.actor.scope("wages.handle"))
    try:
        do(row)
    except Refused as refusal:
        messages.error(request, gettext(refusal.sentence).format(**refusal.values))
    return redirect("wages:referral", pk=pk, referral=pk_referral)


@door("wages.handle")
@require_POST
def link(request: HttpRequest, pk: int, referral: int) -> HttpResponse:
    """A fresh one-time link; the one before is dead."""
    return act(request, pk, referral, lambda row: cases.issue_link(referral_id=row.pk, by=request.actor, at=timezone.now()))


@door("wages.handle")
@require_POST
def nudge(request: HttpRequest, pk: int, referral: int) -> HttpResponse:
    """Remind the receiver."""
    return act(request, pk, referral, lambda row: cases.nudge(referral_id=row.pk, by=request.actor, at=timezone.now()))


@door("wages.handle")
@require_POST
def withdraw(request: HttpRequest, pk: int, referral: int) -> HttpResponse:
    """Take it back."""
    return act(request, pk, referral, lambda row: cases.move_referral(referral_id=row.pk, step="withdraw", by=request.actor, at=timezone.now()))


@door("wages.handle")
@require_POST
def slip_back(request: HttpRequest, pk: int, referral: int) -> HttpResponse:
    """Enter what came back on paper: the same steps, clock and receipt as by link."""
    row = worded(referrals.load(case_id=pk, pk=referral, scope=request.actor.scope("wages.handle")))
    form = SlipForm(request.POST, request.FILES)
    if form.is_valid():
        now, kept = timezone.now(), form.cleaned_data["file"]
        allow = frozenset({FileKind.IMAGE, FileKind.PDF, FileKind.WORD})
        try:
            blobs = [files.keep(content=kept, name=kept.name, by=request.actor, at=now, allow=allow)] if kept else []
            cases.move_referral(referral_id=row.pk, step=form.cleaned_data["step"], says=form.cleaned_data["says"], by=request.actor, at=now, blobs=blobs)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:referral", pk=pk, referral=referral)
    return render(request, "wages/referrals/one.html", context_of(request, row, form), status=422)


@door("wages.handle")
@require_safe
def slip(request: HttpRequest, pk: int, referral: int) -> HttpResponse:
    """The packet and its receipt slip on paper, with the link's QR; only of workers whose yes stands."""
    row = referrals.load(case_id=pk, pk=referral, scope=request.actor.scope("wages.handle"))
    shown, left_out = referrals.for_paper(referral=row, by=request.actor, at=timezone.now())
    clock = row.case.deadlines.filter(code=rules.CLOCK, subject=str(row.pk)).order_by("-pk").first()
    context = {"row": worded(row), "shown": shown, "left_out": left_out, "link": live_link(row), "clock": clock, "back": f"/wages/cases/{pk}/referrals/{row.pk}/"}
    return render(request, "wages/referrals/slip.html", context)
