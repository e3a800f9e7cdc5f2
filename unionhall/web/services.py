"""What programmes share at the door: the API's keys, pages and routers; what a receipt code opened; where rules may be settled; the first union."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q, QuerySet

from unionhall.base.access import Actor
from unionhall.base.http import guess_place
from unionhall.base.refusal import Refused
from unionhall.base.registry import Registry
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.law import services as law_services
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import services as org_services
from unionhall.kernel.orgs.rules import Level
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import queries as places
from unionhall.kernel.places import services as places_services

from . import kinds

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from unionhall.kernel.cases.models import Case
    from unionhall.kernel.people.models import Account


UNION, NATION = "总工会", "中华全国总工会"


@dataclass(frozen=True, slots=True)
class ApiRouter:
    """A programme's operations below `/api/v1<prefix>`; `router` is the dotted name of its ninja Router."""

    prefix: str
    router: str


ROUTERS: Registry[ApiRouter] = Registry("API routers", key=lambda row: row.prefix)


@dataclass(frozen=True, slots=True)
class Token:
    """The door of an operation: a bearer key that carries `power`. `clock` is handed in by the door that asks the time.

    Cookies open nothing here: who is signed in in a browser is a stranger to the API.
    """

    power: str
    clock: Callable[[], datetime]
    openapi_security_schema: ClassVar[Mapping[str, str]] = {"type": "http", "scheme": "bearer"}

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Who acts; None (401) without a live key, Refused (403) when the key lacks the power."""
        scheme, _blank, text = request.headers.get("Authorization", "").partition(" ")
        actor = people.actor_for_token(text=text.strip(), at=self.clock()) if scheme.lower() == "bearer" else None
        if actor is not None:
            actor.require(self.power)
            request.actor = actor
        return actor


HELD = "receipts"


def held_matters(*, request: HttpRequest) -> set[int]:
    """The matters whose receipt code this session has shown, with what followed from them."""
    return set(request.session.get(HELD, []))


def hold(*, request: HttpRequest, pks: set[int]) -> None:
    """Keep matters open for this session."""
    request.session[HELD] = sorted({*held_matters(request=request), *pks})


def let_go(*, request: HttpRequest) -> None:
    """Close what receipt codes opened in this session: whoever signs in next on a shared phone finds none of it."""
    request.session.pop(HELD, None)


def matter_by_code(*, request: HttpRequest, code: str, at: datetime) -> Case:
    """The matter behind a receipt code, held open for this session. Refused beside 'code'; guessing is slowed."""
    receipt = cases.receipt_by_code(code=code, place=guess_place(request), at=at)
    case = case_queries.newest(receipt.case)
    hold(request=request, pks={receipt.case_id, case.pk})
    return case


def open_by_code(*, request: HttpRequest, code: str, at: datetime) -> str:
    """The address of the page of the matter behind a receipt code, whichever programme it lies in."""
    case = matter_by_code(request=request, code=code, at=at)
    if case.kind not in kinds.OWN:
        raise Refused("code", _("这件事现在没有网页可看，请打 12351"), field="code")
    return kinds.OWN[case.kind].address.format(pk=case.pk)


def holder(*, request: HttpRequest) -> people.Holder | None:
    """The private half that this browser's session may use; None when there is none, or the cookie is not its."""
    secret = request.COOKIES.get(settings.PAIR_COOKIE_NAME, "")
    return people.taken_out(session_key=request.session.session_key or "", secret=secret) if secret else None


def put_away(*, request: HttpRequest, response: HttpResponse, account: Account, password: str) -> None:
    """Open the account's key pair for this session, if there is one; what unlocks it goes into the browser's cookie alone."""
    found = people.open_pair(account=account, password=password) if password else None
    secret = people.put_away(holder=found, session_key=request.session.session_key or "") if found else ""
    if not secret:
        response.delete_cookie(settings.PAIR_COOKIE_NAME)
        return
    response.set_cookie(
        settings.PAIR_COOKIE_NAME, secret, max_age=settings.SESSION_COOKIE_AGE, httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE, secure=settings.HTTPS,
    )  # fmt: skip


def page(*, rows: QuerySet, order: tuple[str, str], after: str, limit: int) -> tuple[list[Any], str | None]:
    """A page by position, not by number: (rows, cursor of the next page or None). `order` ends with a unique column."""
    first, second = order
    rows = rows.order_by(first, second)
    if after:
        one, two = _position(after)
        rows = rows.filter(Q(**{f"{first}__gt": one}) | Q(**{first: one, f"{second}__gt": two}))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], _cursor(last, order) if last is not None else None


def _signer() -> Signer:
    return Signer(salt="api.page")


def _cursor(row: Any, order: tuple[str, str]) -> str:
    values = [reduce(getattr, column.split("__"), row) for column in order]
    return _signer().sign_object([value.isoformat() if isinstance(value, date) else value for value in values])


def _position(after: str) -> tuple[Any, Any]:
    try:
        one, two = _signer().unsign_object(after)
    except (BadSignature, ValueError) as error:
        raise Refused("cursor", _("翻页的位置不对，请从第一页取"), field="after") from error
    return one, two


def places_settled(*, actor: Actor) -> tuple[str, ...]:
    """The places whose rules somebody may confirm and fill in: those of their unions; '' (everywhere) at the home union or above."""
    if actor.system:
        return ("",)
    held = [orgs.union(grant.org_id) for grant in actor.grants if "law.confirm" in grant.powers]
    home = orgs.home()
    whole = home is not None and any((home.path or "").startswith(row.path or "/") for row in held)
    return (*([""] if whole else []), *sorted({row.region_code for row in held if row.region_code}))


def require_place(*, actor: Actor, place: str) -> None:
    """Refused unless the place is one of theirs, or lies in one."""
    if not any(place == own or (own and place.startswith(own.rstrip("0") or own)) for own in places_settled(actor=actor)):
        raise Refused("not_yours", _("这个地方的规则不归您管"), field="place")


@transaction.atomic
def install(*, name: str, region: str, admin: str, phone: str, login: str, at: datetime) -> people.Keys:
    """An empty house gets its union with those above it, the shipped rules and its first administrator.

    Refused: installed (there is a union already), region (unknown), what appointing refuses.
    """
    if orgs.unions().exists():
        raise Refused("installed", _("这里已经有工会了，请用管理员的账号添人添工会"))
    today, by = at.astimezone().date(), Actor(system="installation")
    places_services.seed(at=at)
    law_services.seed(at=at)
    places_services.ensure_region(code=region, name="", at=at)
    above = [row for row in places.ancestors(region, today) if row.code != region]
    parent = org_services.found(name=NATION, level=Level.NATION, parent=None, valid_from=today, by=by, at=at)
    for row in above:
        parent = org_services.found(
            name=f"{row.name}{UNION}", level=_level(row.code), parent=parent, region_code=row.code, valid_from=today, by=by, at=at
        )
    own = org_services.found(name=name, level=_level(region), parent=parent, region_code=region, valid_from=today, by=by, at=at)
    _post, keys = people.appoint(name=admin, phone=phone, login=login, role=Role.ADMINISTRATOR, union=own, valid_from=today, by=by, at=at)
    if keys is None:
        raise Refused("installed", _("这里已经有工会了，请用管理员的账号添人添工会"))
    return keys


def _level(region: str) -> Level:
    """370000 a province, 370700 a city, 370702 a county, longer ones a street."""
    if len(region) > 6:
        return Level.STREET
    return Level.PROVINCE if region.endswith("0000") else Level.CITY if region.endswith("00") else Level.COUNTY
