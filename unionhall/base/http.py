"""Declared doors and small manners of HTTP: who may call a view, fragments for HTMX, the device behind a request."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

View = Callable[..., HttpResponse]
PUBLIC, SIGNED_IN, STAFF, DEMO_ONLY = "public", "signed_in", "staff", "demo"


def door(policy: str) -> Callable[[View], View]:
    """Declare who may call a view: 'public', 'signed_in', 'staff', 'demo', or a power such as 'wages.view'.

    A view without a declaration is closed, and the walk over all addresses fails.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not open_to(policy, request):
                if not request.actor.known and policy != DEMO_ONLY:
                    return redirect(f"{settings.SIGN_IN_PATH}?{urlencode({'next': request.get_full_path()})}")
                raise Http404
            return view(request, *args, **kwargs)

        inner.door = policy  # type: ignore[attr-defined]
        return inner

    return wrap


def open_to(policy: str, request: HttpRequest) -> bool:
    """Whether a request's actor passes a door."""
    if policy in (PUBLIC, DEMO_ONLY):
        return policy == PUBLIC or settings.DEMO
    actor = request.actor
    return {SIGNED_IN: actor.known, STAFF: actor.staff}.get(policy, actor.may(policy))


def in_memory(view: View) -> View:
    """Files sent to this view are never written to a temporary file (`base.uploads`); the outermost decorator."""
    view.in_memory = True  # type: ignore[attr-defined]
    return view


def safe_next(request: HttpRequest, fallback: str = "/") -> str:
    """Where to go after a form: an address of this house, or the fallback."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else fallback


def guess_place(request: HttpRequest) -> str:
    """Where guesses are counted: the device that shows its name, else the network; never everybody."""
    return f"device:{request.look.device}" if request.look.known else f"network:{network(request)}"


def network(request: HttpRequest) -> str:
    """The caller's address as the server sees it, cut to /24 or /64; proxies' headers are trusted by setting only."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES and (chain := request.META.get("HTTP_X_FORWARDED_FOR", "")):
        hops = [part.strip() for part in chain.split(",")]
        address = hops[-settings.TRUSTED_PROXIES] if len(hops) >= settings.TRUSTED_PROXIES else address
    return ":".join(address.split(":")[:4]) if ":" in address else address.rpartition(".")[0]
