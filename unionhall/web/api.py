"""The API at /api/v1: bearer keys, problem+json, pages by position; operations come from programmes' routers."""

from datetime import date, datetime
from importlib.metadata import version
from typing import Annotated, Any, cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import NinjaAPI, Query, Router, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from pydantic import Field

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.law import queries as law
from unionhall.kernel.law import rules as law_rules
from unionhall.kernel.places import queries as places

from .services import ROUTERS, Token

CLOSED = Token("", timezone.now)
STATUS = {"slow_down": 429, "not_yours": 404, "unknown_rule": 404, "no_power": 403, "stale": 409, "key_reused": 409}
MEDIA = "application/problem+json"
UNSAFE = {"post", "put", "patch", "delete"}


class Fault(Schema):
    """One thing that is wrong with the request."""

    field: str
    message: str


class Problem(Schema):
    """RFC 9457. `code` is for programs, `title` for people, `field` names what is at fault ('' when nothing alone is)."""

    type: str
    title: str
    status: int
    code: str
    field: str = ""
    errors: list[Fault] = []


class HallAPI(NinjaAPI):
    """An API whose document tells every problem an operation may answer with, and which power opens it."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        """The document, completed."""
        document = super().get_openapi_schema(*args, **kwargs)
        shapes = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        document["components"].setdefault("schemas", {}).update({**shapes.pop("$defs", {}), "Problem": shapes})
        for path in document["paths"].values():
            for method, operation in path.items():
                complete(method, operation)
        return document


def complete(method: str, operation: dict[str, Any]) -> None:
    """Add the problems that an operation may answer with."""
    statuses = [400, 404, 422, 429, *([401, 403] if operation.get("security") else []), *([409] if method in UNSAFE else [])]
    schema = {"$ref": "#/components/schemas/Problem"}
    for status in sorted(statuses):
        operation["responses"][status] = {"description": "Problem", "content": {MEDIA: {"schema": schema}}}


def problem(status: int, code: str, title: str, field: str = "", errors: list[dict[str, str]] | None = None) -> HttpResponse:
    """A problem+json answer."""
    body = {
        "type": f"urn:unionhall:{code}", "title": title, "status": status, "code": code, "field": field, "errors": errors or [],
    }  # fmt: skip
    return JsonResponse(body, status=status, content_type=MEDIA, json_dumps_params={"ensure_ascii": False})


api = HallAPI(
    title="UnionHall 职工之家", version=version("unionhall"), urls_namespace="api", docs_url=None, auth=CLOSED,
    description="Money is fen, days are ISO dates. Send a bearer key; operations without a lock need none.",
)  # fmt: skip


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A rule stands against it."""
    answer = problem(
        STATUS.get(error.code, 422), error.code, gettext(error.sentence).format(**error.values), error.field
    )
    if "seconds" in error.values:
        answer["Retry-After"] = str(error.values["seconds"])
    return answer


@api.exception_handler(AuthenticationError)
def no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No live key."""
    answer = problem(401, "no_key", gettext(_("没有带接口密钥，或者密钥已经停用、过期")))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses: a body that is no JSON."""
    return problem(error.status_code, "malformed", gettext(_("读不懂这次请求")))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """No such address."""
    return problem(404, "not_found", gettext(_("没有这个地址")))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Fields that are not what the document says."""
    errors = [{"field": str(row["loc"][-1]), "message": str(row["msg"])} for row in error.errors]
    return problem(422, "invalid", gettext(_("有的项填得不对")), errors[0]["field"] if errors else "", errors)


class Span(Schema):
    """One length of a rule: the due day (for hours a moment), the last safe working day, why there is none."""

    label: str
    due: datetime | date | None
    safe_day: date | None
    unit: str | None
    provisional: bool
    reason: str


class Clock(Span):
    """A rule's clock. `mark` C or S is confirmed, M is not, D is our advice; `also` holds further lengths."""

    rule: str
    title: str
    start: datetime | date
    law: str
    mark: str
    unit_mark: str | None
    version: int
    place: str
    valid_from: date
    opens: date | None
    also: list[Span]


def span(due: law_rules.Due) -> dict[str, Any]:
    """A length as the document shows it."""
    return {name: getattr(due, name) for name in ("label", "due", "safe_day", "unit", "provisional", "reason")}


Start = Annotated[str, Query(max_length=40, examples=["2026-02-12"]), Field(pattern=r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?$")]
Place = Annotated[str, Query(pattern=r"^\d{0,12}$", description="region code; '' is the nation")]


@api.get("/law/clock/{rule}", auth=None, response=Clock, tags=["law"], operation_id="law_clock")
def law_clock(request: HttpRequest, rule: str, start: Start, place: Place = "") -> dict[str, Any]:
    """The due day and safe day of a rule of law from a day (or a moment, for hours) on."""
    begun = law_rules.parse_start(start)
    row = law.rule(rule.upper(), law_rules.day_of(begun), place)
    due = law_rules.due(row, begun, places.calendar())
    return {
        **span(due), "rule": row.id, "title": row.title, "start": begun, "law": row.law, "mark": row.mark,
        "unit_mark": row.unit_mark, "version": row.version, "place": row.place, "valid_from": row.valid_from,
        "opens": due.opens, "also": [span(further) for further in due.also],
    }  # fmt: skip


for mounted in ROUTERS:
    api.add_router(mounted.prefix, mounted.router)
elsewhere = Router()
api.add_router("", elsewhere)


@elsewhere.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", auth=None, include_in_schema=False)
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Every other address below /api/v1."""
    raise Http404


def doors(of: NinjaAPI) -> dict[tuple[str, str], str]:
    """(method, address) → 'public', a power, or 'closed' where an operation declares nothing."""
    found: dict[tuple[str, str], str] = {}
    for bound in of._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                policy = next((cast(Token, each).power or "closed" for each in operation.auth_callbacks), "public")
                address = "/".join(part.strip("/") for part in (bound.prefix, path) if part.strip("/"))
                found |= {(method, f"/{address}"): policy for method in operation.methods}
    return found
