"""Who looks, how they like it to look, and how a refusal reaches them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.access import NOBODY
from unionhall.base.refusal import Refused
from unionhall.kernel.people import queries as people

from . import services

Handler = Callable[[HttpRequest], HttpResponse]
YEAR = 365 * 24 * 3600
THEMES = {"hall", "hall-dark", "hall-contrast"}


@dataclass(frozen=True, slots=True)
class Look:
    """Theme ('' = as the device asks), text size ('' or 'elder'), and the random name of this device.

    `known`: the device showed its name; one that does not (a program, a first visit) is counted by its network.
    """

    theme: str = ""
    size: str = ""
    device: str = ""
    known: bool = False

    @property
    def elder(self) -> bool:
        return self.size == "elder"


class LookMiddleware:
    """`request.look` from cookies; a device without a name gets one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        theme = request.COOKIES.get("theme", "")
        size = "elder" if request.COOKIES.get("size") == "elder" else ""
        known = request.get_signed_cookie("device", default="", max_age=YEAR)
        request.look = Look(theme if theme in THEMES else "", size, known or secrets.token_hex(16), bool(known))
        response = self.get_response(request)
        anybody = response.get("Cache-Control", "").startswith("public")  # what every device may keep names none
        if not known and not anybody:
            response.set_signed_cookie(
                "device", request.look.device, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.HTTPS
            )
        return response


class ActorMiddleware:
    """`request.actor`: the grants of today; an ended session is signed out.

    No browser stores a page of somebody signed in, an answer to what was sent, or any page while a receipt code lies open.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = NOBODY
        if request.session.session_key and "_auth_user_id" in request.session:
            row = people.sign_in(request.session.session_key)
            if row is None:
                logout(request)
            else:
                request.actor = people.actor_for(row.account, timezone.localdate())
        response = self.get_response(request)
        if personal(request):
            response.setdefault("Cache-Control", "no-store")
        return response


def personal(request: HttpRequest) -> bool:
    """Whether what is shown may be somebody's own."""
    return request.actor.known or request.method == "POST" or bool(services.held_matters(request=request))


class RefusalMiddleware:
    """A refusal that no form caught: a sentence on the page it came from, or problem+json for programs."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        sentence = gettext(error.sentence).format(**error.values)
        status = {"slow_down": 429, "not_yours": 404, "no_power": 403, "stale": 409}.get(error.code, 422)
        if request.path.startswith("/api/"):
            body = {"type": f"urn:unionhall:{error.code}", "title": sentence, "status": status, "field": error.field}
            return JsonResponse(body, status=status, content_type="application/problem+json")
        messages.error(request, sentence)
        return render(request, "web/refused.html", {"sentence": sentence, "code": error.code}, status=status)
