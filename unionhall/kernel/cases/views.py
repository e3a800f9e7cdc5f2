"""The partner's door: one-time links, the packet and its answer; the worker's consents; how agencies are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unionhall.base.access import Actor
from unionhall.base.http import PUBLIC, SIGNED_IN, door, guess_place
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import services as org_services
from unionhall.kernel.orgs.rules import AGENCY_LABELS, AgencyKind
from unionhall.kernel.people.rules import mask_phone

from . import forms, kinds, queries, services
from .rules import referrals as rules

if TYPE_CHECKING:
    from .models import Referral

PASS, ASKING = "referral", "partner_link"
NONCE_LIFE = 3600
OLD_PAGE = _("这一页放久了，再打开一次链接")
TAKEN = frozenset({FileKind.IMAGE, FileKind.PDF, FileKind.WORD})
PAPER_HEADERS = {"Cache-Control": "no-store, private", "Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


def nonce_for(request: HttpRequest) -> str:
    """What the button of the page carries: it holds for the device that was shown the page."""
    return signing.dumps(request.look.device, salt="partner door")


def nonce_holds(request: HttpRequest, nonce: str) -> bool:
    """Whether the press comes from the page, on the same device, within the hour."""
    try:
        return bool(request.look.known) and signing.loads(nonce, salt="partner door", max_age=NONCE_LIFE) == request.look.device
    except signing.BadSignature:
        return False


@door(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entrance(request: HttpRequest) -> HttpResponse:
    """An inert page: looking at it uses nothing up. The button asks for a number to the agency's registered contact."""
    form = forms.LinkForm(request.POST) if request.method == "POST" else forms.LinkForm(initial={"nonce": nonce_for(request)})
    if request.method == "POST" and form.is_valid():
        try:
            if not nonce_holds(request, form.cleaned_data["nonce"]):
                raise Refused("nonce", OLD_PAGE)
            now = timezone.now()
            link = services.find_link(said=form.key, place=guess_place(request), at=now)
            services.send_code(link_id=link.pk, device=request.look.device, at=now)
        except Refused as refusal:
            form.add_error("said", gettext(refusal.sentence).format(**refusal.values))
        else:
            request.session[ASKING] = link.pk
            return redirect("cases:code")
    if form.errors:
        form.data = form.data.copy()
        form.data["nonce"] = nonce_for(request)
    return render(request, "cases/entrance.html", {"form": form}, status=422 if form.errors else 200)


@door(PUBLIC)
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The number from the agency's phone opens the link, once, for this device."""
    link_id, now = request.session.get(ASKING), timezone.now()
    if link_id is None:
        return redirect("cases:entrance")
    form = forms.NumberForm(request.POST if "code" in request.POST else None)
    try:
        if request.method == "POST" and "again" in request.POST:
            services.send_code(link_id=link_id, device=request.look.device, at=now)
        elif request.method == "POST" and form.is_valid():
            shown = services.open_link(link_id=link_id, code=form.cleaned_data["code"], device=request.look.device, at=now)
            request.session.pop(ASKING)
            response = redirect("cases:packet")
            response.set_cookie(
                PASS, shown, max_age=int(rules.PASS_LIFE.total_seconds()), path="/partner/", httponly=True, samesite="Lax", secure=settings.HTTPS
            )
            return response
    except Refused as refusal:
        form = form if form.is_bound else forms.NumberForm({})
        form.full_clean()
        form.add_error("code", gettext(refusal.sentence).format(**refusal.values))
    link = queries.link(link_id)
    return render(request, "cases/code.html", {"form": form, "phone": mask_phone(link.referral.agency.phone)}, status=422 if form.errors else 200)


def held(request: HttpRequest) -> Referral:
    """The one referral that this device's pass opens."""
    return services.held(shown=request.COOKIES.get(PASS, ""), device=request.look.device, at=timezone.now())


def guest(row: Referral) -> Actor:
    """Who comes by a link: the agency, in the journal and in what the worker sees."""
    return Actor(name=gettext("{agency}（凭一次性链接）").format(agency=row.agency.name))


@door(PUBLIC)
@never_cache
def packet(request: HttpRequest) -> HttpResponse:
    """What the link opened: read, sign for, return, answer."""
    row = held(request)
    return answered(request, row, guest(row), "cases:packet", "cases/packet.html")


@door("cases.answer")
@never_cache
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a partner with an account."""
    row = queries.received(scope=request.actor.scope("cases.answer")).filter(pk=pk).first()
    if row is None:
        raise Http404
    return answered(request, row, request.actor, "cases:referral", "cases/received_one.html", pk=pk)


def answered(request: HttpRequest, row: Referral, by: Actor, here: str, template: str, **kwargs: int) -> HttpResponse:
    """Show, or take the step that was pressed; a refusal stands on the form with what was typed."""
    form, step = forms.AnswerForm(request.POST or None, request.FILES or None), request.POST.get("step", "")
    if request.method == "POST" and step in rules.RECEIVER_STEPS and form.is_valid():
        now, kept = timezone.now(), form.cleaned_data["file"]
        try:
            blobs = [files.keep(content=kept, name=kept.name, by=by, at=now, allow=TAKEN)] if kept else []
            services.move_referral(referral_id=row.pk, step=step, by=by, at=now, says=form.cleaned_data["says"], blobs=blobs)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect(here, **kwargs)
    context: dict[str, object] = {"form": form, "row": row, "state": gettext(rules.STATE_LABELS[row.state]), "kind": kinds.REFERRALS[row.kind]}
    if row.state in rules.WITH_RECEIVER:
        row, shown, left_out = services.read(referral_id=row.pk, by=by, at=timezone.now())
        steps = [{"code": one.code, "label": gettext(one.label)} for one in rules.REFERRAL_FLOW.open_to(row.state) if one.code in rules.RECEIVER_STEPS]
        context |= {"shown": shown, "left_out": left_out, "steps": steps}
    return render(request, template, context, status=422 if form.errors else 200)


def paper_of(row: Referral, by: Actor) -> FileResponse:
    """The paper that came with a referral, while it lies with the receiver; the look is journalled."""
    services.read(referral_id=row.pk, by=by, at=timezone.now())
    if row.paper is None:
        raise Http404
    blob = row.paper.blob
    return FileResponse(files.opened(blob=blob), as_attachment=True, filename=blob.name, content_type=blob.mime, headers=PAPER_HEADERS)


@door(PUBLIC)
@require_safe
def packet_paper(request: HttpRequest) -> FileResponse:
    """By link."""
    row = held(request)
    return paper_of(row, guest(row))


@door("cases.answer")
@require_safe
def referral_paper(request: HttpRequest, pk: int) -> FileResponse:
    """By account."""
    row = queries.received(scope=request.actor.scope("cases.answer")).filter(pk=pk).first()
    if row is None:
        raise Http404
    return paper_of(row, request.actor)


@door(PUBLIC)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Put the pass away: a shared computer keeps nothing."""
    response = redirect("cases:entrance")
    response.delete_cookie(PASS, path="/partner/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@door("cases.answer")
def received(request: HttpRequest) -> HttpResponse:
    """Everything that lies with my agency."""
    rows = list(queries.received(scope=request.actor.scope("cases.answer"))[:100])
    for row in rows:
        row.words, row.about, row.waits = gettext(rules.STATE_LABELS[row.state]), gettext(kinds.REFERRALS[row.kind].label), row.state in rules.WITH_RECEIVER
    return render(request, "cases/received.html", {"rows": rows})


@door(SIGNED_IN)
@never_cache
def consents(request: HttpRequest) -> HttpResponse:
    """Where my data goes: say yes or no, take a yes back."""
    rows = list(queries.asked(scope=request.actor.own())[:100])
    if request.method == "POST":
        answer(request, next((row for row in rows if str(row.pk) == request.POST.get("row")), None))
        return redirect("cases:consents")
    for row in rows:
        row.given = row.consent is not None and row.consent.revoked_at is None
        row.open = row.referral.state in rules.LIVE and not row.given and row.declined_at is None
        row.words = gettext(rules.STATE_LABELS[row.referral.state])
    return render(request, "cases/consents.html", {"rows": rows, "back": "/me/"})


def answer(request: HttpRequest, row: object) -> None:
    """One press on the consents page."""
    act, now, by = request.POST.get("act"), timezone.now(), request.actor
    if row is None:
        raise Http404
    if act == "revoke" and row.consent_id:
        services.revoke(consent_id=row.consent_id, person_id=by.person_id, by=by, at=now)
    elif act == "agree":
        services.agree(referral_id=row.referral_id, person=row.person, by=by, at=now)
    elif act == "decline":
        services.decline(referral_id=row.referral_id, person=row.person, by=by, at=now)


@door("cases.partners")
def agencies(request: HttpRequest) -> HttpResponse:
    """The partners of my unions and how they are reached."""
    rows = list(orgs.agencies_below(request.actor.scope("cases.partners")))
    for row in rows:
        row.words = gettext(AGENCY_LABELS[AgencyKind(row.kind)])
    return render(request, "cases/agencies.html", {"rows": rows})


@door("cases.partners")
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One partner's registered contact."""
    row = orgs.agencies_below(request.actor.scope("cases.partners")).filter(pk=pk).first()
    if row is None:
        raise Http404
    form = forms.AgencyForm(request.POST or None, initial={"phone": row.phone, "webhook": row.webhook})
    if request.method == "POST" and form.is_valid():
        try:
            org_services.reach_agency(agency=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("cases:agencies")
    return render(request, "cases/agency.html", {"form": form, "row": row}, status=422 if form.errors else 200)
