"""Who is tied to whom: told by oneself, or written down by an administrator; whoever is tied has no duty in a matter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import TIE_LABELS, TieKind
from unionhall.kernel.people import queries as people

from ..forms import TieForm


@door("desk.use")
def ties(request: HttpRequest) -> HttpResponse:
    """Whom I am tied to, told by myself; an administrator writes down those of the staff and agencies below."""
    actor, today, now = request.actor, timezone.localdate(), timezone.now()
    staff = people.staff_below(scope=actor.scope("people.admin"), today=today) if actor.may("people.admin") else []
    found = {f"p{post.account.person_id}": post.account.person for post in staff if post.account.person_id != actor.person_id}
    form = TieForm(request.POST or None, people=[(key, person.name) for key, person in found.items()])
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        person = found.get(facts.pop("whose", "")) or people.account(actor.account_id).person
        name, code, who = facts.pop("name"), facts.pop("code"), facts.pop("who")
        try:
            cases.record_tie(
                person=person, subjects=cases.keys_for(name=name, code=code, who=who), shown=name or who or code, by=actor, at=now, **facts
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("web:ties")
    context = {"form": form, "rows": tie_rows(request), "may_end": actor.may("people.admin")}
    return render(request, "web/ties.html", context, status=422 if form.errors else 200)


def tie_rows(request: HttpRequest) -> list[dict[str, object]]:
    """Each tie once, though it may lie under several keys."""
    scope = request.actor.scope("people.admin")
    seen: dict[tuple[object, ...], dict[str, object]] = {}
    for tie in case_queries.ties(scope=scope, person_id=request.actor.person_id, today=timezone.localdate()):
        key = (tie.person_id, tie.agency_id, tie.kind, tie.shown, tie.recorded_at)
        words = gettext(TIE_LABELS[TieKind(tie.kind)])
        seen.setdefault(key, {"tie": tie, "words": words, "own": tie.person_id == request.actor.person_id})
    return list(seen.values())


@door("people.admin")
@require_POST
def end_tie(request: HttpRequest, pk: int) -> HttpResponse:
    """A tie is over."""
    cases.end_tie(tie_id=pk, by=request.actor, at=timezone.now())
    return redirect("web:ties")
