"""A provider's own pages on the phone: my duties, one-tap yes, leave with its consequence, a colleague's question, my calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused

from ..forms.rota import DayForm, LeaveForm
from ..models import Provider
from ..queries import book
from ..queries import rota as found
from ..rules.rota.duties import DUTY_LABELS, DutyState
from ..rules.rota.leave import LEAVE_LABELS, SWAP_LABELS, WHY_WORDS, LeaveState, SwapState, Turn, Why
from ..services import leave, providers, rota

TONES = {DutyState.CONFIRMED: ("green", "circle-check"), DutyState.PLANNED: ("amber", "clock"), DutyState.OFF: ("", "x")}
LEAVE_TONES = {LeaveState.WAITING: "amber", LeaveState.GRANTED: "green", LeaveState.REFUSED: "red", LeaveState.WITHDRAWN: ""}


@door("services.duty")
def mine(request: HttpRequest) -> HttpResponse:
    """My duties, what colleagues ask me, my leave, my calendar."""
    today, account = timezone.localdate(), request.actor.account_id
    seats = found.own_providers(account, today)
    rows = list(found.own_duties(account, today)[:60])
    context = {
        "seats": [{"row": seat, "feed": request.build_absolute_uri(reverse("services:rota_feed", args=[seat.pk, found.feed_token(seat)]))} for seat in seats],
        "duties": [duty_row(row) for row in rows], "waiting": sum(row.state == DutyState.PLANNED for row in rows),
        "asked": found.own_swaps(account, today), "leaves": [leave_row(row) for row in found.own_leaves(account, today)],
    }  # fmt: skip
    return render(request, "services/rota/mine.html", context)


def duty_row(row: object) -> dict[str, object]:
    """A duty with its words."""
    tone, symbol = TONES[DutyState(row.state)]
    return {"row": row, "words": gettext(DUTY_LABELS[DutyState(row.state)]), "tone": tone, "symbol": symbol, "planned": row.state == DutyState.PLANNED}


def leave_row(row: object) -> dict[str, object]:
    """A request with whom it waits for."""
    swaps = [{"name": each.to.account.person.name, "day": each.duty.day, "words": gettext(SWAP_LABELS[SwapState(each.state)]), "no": each.state == SwapState.DECLINED} for each in row.swaps.all()]
    return {
        "row": row, "words": gettext(LEAVE_LABELS[LeaveState(row.state)]), "tone": LEAVE_TONES[LeaveState(row.state)], "swaps": swaps,
        "open": row.state in (LeaveState.WAITING, LeaveState.GRANTED),
    }  # fmt: skip


def done(request: HttpRequest, words: str) -> HttpResponse:
    """Say it and go back to my page."""
    messages.success(request, words)
    return redirect("services:duty")


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Say why not, on my page."""
    messages.error(request, gettext(refusal.sentence).format(**refusal.values))
    return redirect("services:duty")


@door("services.duty")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes to a duty; without a number, to all that wait."""
    if request.method != "POST":
        return HttpResponse(status=405)
    rows = [pk] if pk else [row.pk for row in found.own_duties(request.actor.account_id, timezone.localdate()).filter(state=DutyState.PLANNED)]
    try:
        for number in rows:
            rota.confirm(duty_id=number, by=request.actor, at=timezone.now())
    except Refused as refusal:
        if refusal.code == "not_yours":
            raise Http404 from refusal
        return refused(request, refusal)
    return done(request, gettext("确认好了，大家可以约您了"))


@door("services.duty")
def ask(request: HttpRequest) -> HttpResponse:
    """First the days; then what that would do and who could stand in; then it is sent."""
    seat = own_seat(request)
    sent = request.POST if request.method == "POST" else request.GET
    form = LeaveForm(sent) if "first" in sent else LeaveForm(initial={"first": request.GET.get("day"), "last": request.GET.get("day")})
    turns: tuple[Turn, ...] | None = None
    if seat and form.is_bound and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("first", "last")}
        try:
            if request.method == "POST" and (answer := send(request, seat, days, form.cleaned_data["reason"])):
                return answer
            turns = leave.foresee(provider_id=seat.pk, **days, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence))
            turns = turns_again(seat, days, request)
    context = {"form": form, "seat": seat, "turns": None if turns is None else [shown(turn, seat) for turn in turns], "broken": bool(turns) and any(turn.gaps for turn in turns),
               "key": request.POST.get("key") or uuid4().hex, "back": reverse("services:duty")}  # fmt: skip
    return render(request, "services/rota/leave.html", context, status=422 if form.errors else 200)


def own_seat(request: HttpRequest) -> Provider | None:
    """The rota that the page is about: the one named, else the first of mine."""
    seats = found.own_providers(request.actor.account_id, timezone.localdate())
    wanted = request.POST.get("seat") or request.GET.get("seat") or ""
    return next((seat for seat in seats if str(seat.pk) == wanted), seats[0] if seats else None)


def send(request: HttpRequest, seat: Provider, days: dict[str, date], reason: str) -> HttpResponse:
    """File the request as it was filled in."""
    chosen = {int(name[4:]): int(value) for name, value in request.POST.items() if name.startswith("sub-") and name[4:].isdigit() and value.isdigit()}
    row = leave.ask(
        provider_id=seat.pk, **days, reason=reason, key=request.POST.get("key", "")[:32] or uuid4().hex, substitutes=chosen,
        to_office="office" in request.POST.values(), by=request.actor, at=timezone.now(),
    )  # fmt: skip
    if row.state == LeaveState.GRANTED:
        return done(request, gettext("假准了，谁的班都没落下"))
    return done(request, gettext("问过同事了，等答复") if chosen else gettext("交给经办人了，等答复"))


def turns_again(seat: Provider, days: dict[str, date], request: HttpRequest) -> tuple[Turn, ...] | None:
    """The consequence once more, beside the refusal; None when the days themselves are wrong."""
    try:
        return leave.foresee(provider_id=seat.pk, **days, by=request.actor, at=timezone.now())
    except Refused:
        return None


def shown(turn: Turn, seat: Provider) -> dict[str, object]:
    """One duty of the leave, in words; `booked`: people who have booked with the one who asks."""
    booked = book.heads_with(seat.account.person_id, turn.duty.day, turn.duty.begins, turn.duty.ends)
    return {"booked": booked, "duty": turn.duty, "broken": bool(turn.gaps), "there": min((gap.there for gap in turn.gaps), default=0), "free": [person(each) for each in turn.free],
            "others": [person(each) for each in turn.candidates if not each.able]}  # fmt: skip


def person(each: object) -> dict[str, object]:
    """A colleague with why or why not."""
    return {"pk": each.member, "name": each.name, "why": gettext("，").join(words(each.why)), "served": each.served}


def words(reasons: Iterable[Why]) -> list[str]:
    """Reasons in the reader's language."""
    return [gettext(WHY_WORDS[why]) for why in reasons]


@door("services.duty")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    if request.method != "POST":
        return HttpResponse(status=405)
    try:
        leave.withdraw(leave_id=pk, by=request.actor, at=timezone.now())
    except Refused as refusal:
        if refusal.code == "not_yours":
            raise Http404 from refusal
        return refused(request, refusal)
    return done(request, gettext("收回了"))


@door("services.duty")
def answer(request: HttpRequest, pk: int, said: str) -> HttpResponse:
    """Yes or no to a colleague."""
    if request.method != "POST":
        return HttpResponse(status=405)
    try:
        leave.answer(swap_id=pk, yes=said == "yes", by=request.actor, at=timezone.now())
    except Refused as refusal:
        if refusal.code == "not_yours":
            raise Http404 from refusal
        return refused(request, refusal)
    return done(request, gettext("谢谢，这个班是您的了") if said == "yes" else gettext("知道了，请他另外找人"))


@door("services.duty")
def swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a colleague to take one duty, without leave: who could, fairest first."""
    row = found.own_duties(request.actor.account_id, timezone.localdate()).filter(pk=pk).first()
    if row is None:
        raise Http404
    trouble = ""
    if request.method == "POST" and request.POST.get("to", "").isdigit():
        try:
            leave.propose(duty_id=pk, to_id=int(request.POST["to"]), key=(request.POST.get("key") or uuid4().hex)[:32], by=request.actor, at=timezone.now(), leave_id=waiting_leave(row))
            return done(request, gettext("问过同事了，等答复"))
        except Refused as refusal:
            trouble = gettext(refusal.sentence)
    (turn,) = leave.foresee(provider_id=row.provider_id, first=row.day, last=row.day, by=request.actor, at=timezone.now())[:1]
    context = {"duty": row, "turn": shown(turn, row.provider), "trouble": trouble, "key": uuid4().hex, "back": reverse("services:duty")}
    return render(request, "services/rota/swap.html", context, status=422 if request.method == "POST" else 200)


def waiting_leave(row: object) -> int | None:
    """The request that waits for this day, so that the colleague's yes settles it."""
    rows = found.own_leaves(row.provider.account_id, row.day).filter(state=LeaveState.WAITING, first__lte=row.day, last__gte=row.day)
    return rows.values_list("pk", flat=True).first()


@door("services.duty")
def days(request: HttpRequest) -> HttpResponse:
    """Days on which I would rather not, cannot, or can besides."""
    seat, form = own_seat(request), DayForm(request.POST or None)
    if seat and request.method == "POST" and form.is_valid():
        try:
            providers.set_day(provider_id=seat.pk, day=form.cleaned_data["day"], kind=form.cleaned_data["kind"], by=request.actor, at=timezone.now())
            return done(request, gettext("记下了，下次排班会看"))
        except Refused as refusal:
            form.add_error(refusal.field, gettext(refusal.sentence))
    return render(request, "services/rota/days.html", {"form": form, "seat": seat, "back": reverse("services:duty")}, status=422 if form.errors else 200)


@door("services.duty")
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh calendar address."""
    if request.method != "POST":
        return HttpResponse(status=405)
    try:
        providers.renew_feed(provider_id=pk, by=request.actor, at=timezone.now())
    except Refused as refusal:
        raise Http404 from refusal
    return done(request, gettext("日历地址换了，旧的打不开了"))
