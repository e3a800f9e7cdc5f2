"""Home, desk, sign-in, look, health: the pages that belong to no programme."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import login as begin_session
from django.contrib.auth import logout
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import check_for_language, gettext
from django.views.decorators.http import require_POST

from unionhall.base import ui
from unionhall.base.http import PUBLIC, SIGNED_IN, door, network, safe_next
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.notices import services as notices
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services

from .. import demo, kinds, queries, services
from ..forms import CodeForm, PhoneForm, StaffForm

YEAR = 365 * 24 * 3600
KEPT_BY_BROWSER = '"cache", "storage"'
STAY = {"theme", "size", "device", settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME}  # the session: Django's own
WORKER = Path(ui.__file__).parent / "static" / "ui" / "worker.js"
VERBS = {"apply": _("我要办"), "book": _("我要约"), "claim": _("我要诉"), "find": _("我要找")}


@door(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """The worker's home: four verbs and what concerns me now; staff go to their desk."""
    if request.actor.staff and "worker" not in request.GET:
        return redirect("web:desk")
    concerns = [row for source in kinds.CONCERNS for row in source.find(request.actor, timezone.localdate())]
    urls = {f"{name}_url": reverse("web:verb", args=[name]) for name in VERBS}
    hints = {f"{name}_hint": gettext("、").join(gettext(row.label) for row in lines(name)[:3]) or gettext("还没开通") for name in VERBS}
    report = next((row.url for row in lines("claim")), "")
    return render(request, "web/home.html", {"concerns": concerns[:3], "report_url": report, **urls, **hints})


def lines(verb: str) -> list[kinds.VerbItem]:
    """What programmes registered under a verb, in order."""
    return sorted((row for row in kinds.VERBS if row.verb == verb), key=lambda row: row.order)


@door(PUBLIC)
def verb(request: HttpRequest, verb: str) -> HttpResponse:
    """What lies behind one verb."""
    if verb not in VERBS:
        raise Http404
    rows = [{"label": gettext(row.label), "hint": gettext(row.hint), "url": row.url} for row in lines(verb)]
    return render(request, "web/verb.html", {"name": gettext(VERBS[verb]), "rows": rows, "back": "/"})


@door("desk.use")
def desk(request: HttpRequest) -> HttpResponse:
    """My work today: late, due today, soon, waiting on others."""
    today = timezone.localdate()
    rows = sorted((row for source in kinds.WORK for row in source.find(request.actor, today)), key=lambda row: row.due)
    groups = {
        "late": [row for row in rows if row.due < today],
        "today": [row for row in rows if row.due == today],
        "soon": [row for row in rows if row.due > today],
    }
    return render(request, "web/desk.html", {"groups": groups, "count": len(groups["late"]) + len(groups["today"])})


@door("desk.use")
def escalations(request: HttpRequest) -> HttpResponse:
    """Matters that went up to my unions because nobody answered: waiting, all, and those of the unions below."""
    tab = request.GET.get("tab", "waiting")
    rows = queries.climbed(request.actor, own=tab != "below", waiting=tab != "all")
    words = (("waiting", gettext("等我们答复")), ("below", gettext("连同下级")), ("all", gettext("全部，含已答复")))
    tabs = [{"label": label, "url": f"?tab={code}", "current": code == tab} for code, label in words]
    return render(request, "web/escalations.html", {"rows": rows, "tabs": tabs})


@door("desk.use")
def search(request: HttpRequest) -> HttpResponse:
    """One box over what every programme registered, each in the actor's scope."""
    text = request.GET.get("q", "").strip()
    groups = [(gettext(source.label), source.find(request.actor, text)) for source in kinds.SEARCH] if text else []
    return render(request, "web/search.html", {"q": text, "groups": [(label, rows) for label, rows in groups if rows]})


@door(PUBLIC)
def sign_in(request: HttpRequest) -> HttpResponse:
    """A worker's phone first; staff by their own page. In the demo, the log-ins of every role."""
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            phone, code = people_services.issue_code(
                phone=form.cleaned_data["phone"], device=request.look.device, network=network(request), at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, gettext(refusal.sentence).format(**refusal.values))
        else:
            key = f"code:{request.look.device[:16]}:{timezone.now().timestamp():.6f}"
            notices.send_sms(phone=phone, message="sign_in_code", effect_key=key, at=timezone.now(), code=code)
            return render(request, "web/sign_in_code.html", {"form": CodeForm(initial={"phone": phone}), "next": safe_next(request)})
    context = {"form": form, "next": safe_next(request), "worker_phone": demo.WORKER_PHONE, "back": "/"}
    return render(request, "web/sign_in.html", context)


@door(PUBLIC)
@require_POST
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """A worker's one-time code."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            account = people_services.sign_in_worker(device=request.look.device, network=network(request), at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return enter(request, account, safe_next(request))
    return render(request, "web/sign_in_code.html", {"form": form, "next": safe_next(request)})


@door(PUBLIC)
def sign_in_staff(request: HttpRequest) -> HttpResponse:
    """Login, password and TOTP; wrong ones get one sentence, whatever was wrong."""
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = people_services.sign_in_staff(device=request.look.device, network=network(request), at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, gettext(refusal.sentence).format(**refusal.values))
        else:
            response = enter(request, account, safe_next(request, "/desk/"))
            services.put_away(request=request, response=response, account=account, password=form.cleaned_data["password"])
            return response
    log_ins = demo.log_ins(timezone.localdate(), timezone.now()) if settings.DEMO else []
    return render(request, "web/sign_in_staff.html", {"form": form, "log_ins": log_ins, "next": safe_next(request, "/desk/")})


def enter(request: HttpRequest, account: object, target: str) -> HttpResponse:
    """Begin a fresh session for an account and go on; what somebody else left in this browser is cleared."""
    others = people.signed_in_by_others(request.look.device, account.pk)
    services.let_go(request=request)
    begin_session(request, account, backend="django.contrib.auth.backends.ModelBackend")
    if not request.session.session_key:
        request.session.save()
    people_services.begin(
        account=account, session_key=request.session.session_key, device=request.look.device,
        agent=request.headers.get("User-Agent", ""), at=timezone.now(),
    )  # fmt: skip
    response = redirect(target)
    response.delete_cookie(settings.PAIR_COOKIE_NAME)
    if others:
        response["Clear-Site-Data"] = KEPT_BY_BROWSER
    return response


@door(SIGNED_IN)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session and clear what the browser kept."""
    row = people.sign_in(request.session.session_key)
    if row:
        people_services.end(pk=row.pk, by=request.actor, at=timezone.now())
    logout(request)
    return left(request)


@door(PUBLIC)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Whoever looked by receipt code on a borrowed phone is done: the next one finds none of it."""
    services.let_go(request=request)
    return left(request)


def left(request: HttpRequest) -> HttpResponse:
    """Home, with everything gone that this browser kept of somebody; the look, the language and the device's name stay."""
    response = redirect("web:home")
    for name in request.COOKIES.keys() - STAY:
        response.delete_cookie(name)
    response["Clear-Site-Data"] = KEPT_BY_BROWSER
    return response


@door(PUBLIC)
def me(request: HttpRequest) -> HttpResponse:
    """My settings, my signed-in devices; open to everybody for look and language."""
    rows = people.own_sign_ins(request.actor.account_id) if request.actor.account_id else []
    return render(request, "web/me.html", {"rows": rows})


@door(SIGNED_IN)
@require_POST
def end_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of my sessions."""
    people_services.end(pk=pk, by=request.actor, at=timezone.now())
    return redirect("web:me")


@door(PUBLIC)
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Theme, text size and language, kept in cookies and rendered by the server."""
    response = redirect(safe_next(request))
    for name in ("theme", "size"):
        if name in request.POST:
            response.set_cookie(name, request.POST[name][:20], max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    if check_for_language(language := request.POST.get("language", "")):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response


@door("journal.view")
def journal_page(request: HttpRequest) -> HttpResponse:
    """The journal below my unions, newest first, filtered by kind and verb."""
    rows = journal.visible(request.actor.scope("journal.view"))
    for name in ("kind", "verb", "subject"):
        if value := request.GET.get(name, ""):
            rows = rows.filter(**{name: value})
    return render(request, "web/journal.html", {"rows": rows[:200], "head": journal.head()})


@door(PUBLIC)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker's script, from the root: its scope is the whole house."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, no-cache"
    return response


@door(PUBLIC)
def offline(request: HttpRequest) -> HttpResponse:
    """The shell that a browser may keep: rendered without the request, it is the same for everybody and names nobody."""
    response = HttpResponse(render_to_string("web/offline.html"))
    response["Cache-Control"] = "public, no-cache"
    return response


@door(PUBLIC)
def healthz(request: HttpRequest) -> HttpResponse:
    """200 once the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
