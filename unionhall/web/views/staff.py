"""Who works here: appointing, ending posts, new keys; and one's own password."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services

from .. import services
from ..forms import AppointForm, PasswordForm


@door("people.admin")
def staff(request: HttpRequest) -> HttpResponse:
    """Accounts and posts below my unions."""
    rows = list(people.staff_below(scope=request.actor.scope("people.admin"), today=timezone.localdate()))
    for row in rows:
        row.words = gettext(people.role_label(row.role))
    return render(request, "web/staff.html", {"rows": rows})


@door("people.admin")
def appoint(request: HttpRequest) -> HttpResponse:
    """Give somebody a post; a new account's keys are shown once, to be printed."""
    unions = orgs.below(request.actor.scope("people.admin"))
    form = AppointForm(request.POST or None, unions=unions, initial={"valid_from": timezone.localdate(), "union": unions.first()})
    if request.method == "POST" and form.is_valid():
        try:
            post, keys = people_services.appoint(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field or None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return keys_page(request, keys, post.account.person.name) if keys else redirect("web:staff")
    return render(request, "web/appoint.html", {"form": form}, status=422 if form.errors else 200)


def keys_page(request: HttpRequest, keys: people_services.Keys, name: str) -> HttpResponse:
    """The slip with the keys; it cannot be opened a second time."""
    response = render(request, "web/keys.html", {"keys": keys, "name": name})
    response["Cache-Control"] = "no-store"
    return response


@door("people.admin")
@require_POST
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post today."""
    people_services.end_post(pk=pk, by=request.actor, at=timezone.now())
    return redirect("web:staff")


@door("people.admin")
@require_POST
def renew_keys(request: HttpRequest, pk: int) -> HttpResponse:
    """New keys for the holder of a post."""
    keys = people_services.renew_keys(post_id=pk, by=request.actor, at=timezone.now())
    return keys_page(request, keys, keys.login)


@door("desk.use")
def password(request: HttpRequest) -> HttpResponse:
    """One's own password; the other devices are signed out."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = people.account(request.actor.account_id or 0)
            people_services.change_password(
                account=account, **form.cleaned_data, by=request.actor,
                at=timezone.now(), keep=request.session.session_key or "",
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field or None, gettext(refusal.sentence))
        else:
            response = redirect("web:me")
            services.put_away(request=request, response=response, account=account, password=form.cleaned_data["new"])
            return response
    return render(request, "web/password.html", {"form": form}, status=422 if form.errors else 200)
