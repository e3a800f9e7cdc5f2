"""The worker's own line in a group, on the phone: yes or no for oneself, going on alone, coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import PUBLIC, door
from unionhall.base.refusal import Refused

from ..forms.groups import OwnLeaveForm
from ..rules.groups import Matter
from ..services import groups
from . import mine

if TYPE_CHECKING:
    from unionhall.base.access import Actor
    from unionhall.kernel.people.models import Person

    from ..models import Claimant


def whose(request: HttpRequest, pk: int) -> tuple[Claimant, Person, Actor]:
    """The signed-in worker's own line; a matter that is not theirs is not there."""
    case, actor = mine.load(request, pk)
    person = mine.person_of(case, actor)
    if person is None:
        raise Refused("sign_in_first", gettext("这一件有几个人，请先用手机号登录，再说您自己的"))
    row = mine.row_of(case)
    claimant = row.claimants.filter(person=person).first() if row else None
    if claimant is None:
        raise Http404
    return claimant, person, actor


@door(PUBLIC)
@require_POST
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes or no to one matter, for oneself."""
    claimant, person, actor = whose(request, pk)
    matter, yes = request.POST.get("matter", ""), request.POST.get("yes", "")
    if matter not in set(Matter) or yes not in ("yes", "no"):
        raise Http404
    agreement = claimant.arrears.agreements.filter(superseded=False).order_by("-pk").first()
    which = agreement.pk if agreement and matter == Matter.SETTLEMENT else None
    groups.say(claimant_id=claimant.pk, matter=matter, yes=yes == "yes", agreement_id=which, person=person, by=actor, at=timezone.now())
    return redirect("wages:my_case", pk=claimant.arrears.case_id)


@door(PUBLIC)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Going on alone, or coming back: what it means stands above the button."""
    claimant, person, actor = whose(request, pk)
    left = claimant.departures.filter(back_on__isnull=True).exists()
    form = OwnLeaveForm(request.POST or None)
    facts = {"claimant_id": claimant.pk, "on": timezone.localdate(), "person": person, "by": actor, "at": timezone.now()}
    if request.method == "POST" and left:
        groups.come_back(**facts)
        return redirect("wages:my_case", pk=claimant.arrears.case_id)
    if request.method == "POST" and form.is_valid():
        try:
            groups.leave(reason=form.cleaned_data["reason"], **facts)
        except Refused as refusal:
            form.add_error("reason", gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:my_case", pk=claimant.arrears.case_id)
    context = {"case": claimant.arrears.case, "form": form, "left": left, "back": f"/wages/mine/{claimant.arrears.case_id}/"}
    return render(request, "wages/groups/leave.html", context, status=422 if form.errors else 200)
