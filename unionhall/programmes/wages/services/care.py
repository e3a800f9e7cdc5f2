"""Care: calls on families, hardship passed on with consent, incidents, publicity events with who was reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import IO, TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import services as people

from ..kinds import DEGREE_LABELS, INCIDENT_LABELS, Degree, IncidentKind
from ..models import FamilyVisit, Hardship, Incident, PublicityEvent, PublicityPhoto, PublicitySite
from ..queries import care as queries
from . import cases as wage_cases

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union

POWER = "wages.care"
STANDING, PURPOSE = "hardship", "relief"
CONSENT = _("同意把我家有困难这件事告诉{union}管帮扶的人，只用来看能不能帮上忙；随时可以收回")


def own_union(*, union_id: int | None, by: Actor) -> Union:
    """The union that an entry belongs to: the one named if it lies in the actor's scope, else that of the first post."""
    scope = by.scope(POWER)
    held = [grant.org_id for grant in by.grants if POWER in grant.powers]
    found = orgs.below(scope).filter(pk=union_id or (held[0] if held else 0)).first()
    if found is None:
        raise Refused("not_yours", _("这个单位不归您管"), field="union")
    return found


def _not_ahead(on: date, at: datetime) -> None:
    if on > at.astimezone().date():
        raise Refused("ahead", _("这一天还没到，做了再记"), field="on")


def _said(text: str, field: str) -> str:
    if len(text.strip()) < 4:
        raise Refused("too_short", _("写清楚一点，至少 4 个字"), field=field)
    return text.strip()


@transaction.atomic
def call_on(
    *, whom: str, on: date, visitors: str, told: str, by: Actor, at: datetime, case_id: int | None = None, claimant_id: int | None = None,
    union_id: int | None = None, need: str = "", given: int = 0,
) -> FamilyVisit:  # fmt: skip
    """The union called on a worker or the family; with a case it stands in the case's timeline too. `given` in fen."""
    by.require(POWER)
    _not_ahead(on, at)
    arrears = wage_cases.load(pk=case_id, scope=by.scope(POWER)) if case_id else None
    claimant = arrears.claimants.filter(pk=claimant_id).first() if arrears and claimant_id else None
    union = arrears.case.union if arrears else own_union(union_id=union_id, by=by)
    row = FamilyVisit.objects.create(
        union=union, path=union.path, arrears=arrears, claimant=claimant, whom=whom.strip()[:80], on=on, visitors=visitors.strip()[:80],
        told=_said(told, "told")[:300], need=need.strip()[:200], given=given, recorded_at=at, recorded_by=by.name or by.system,
    )  # fmt: skip
    if arrears:
        cases.remark(case=arrears.case, says=_("工会上门走访"), inner=f"{row.whom}：{row.told}", by=by, at=at, step="care")
    journal.record(kind="change", verb="wages.care.call", subject=f"wages.familyvisit:{row.pk}", path=union.path, by=by, at=at)
    return row


@transaction.atomic
def pass_on_hardship(
    *, case_id: int, claimant_id: int, degree: str, told: str, consented: bool, by: Actor, at: datetime
) -> Hardship:
    """A claimant's hardship becomes a standing that relief reads; without the person's own yes nothing is passed on."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    claimant = arrears.claimants.select_related("person").filter(pk=claimant_id).first()
    if claimant is None or claimant.person is None:
        raise Refused("no_person", _("先登记这位职工的手机号或者身份证号"), field="claimant")
    if not consented:
        raise Refused("consent", _("要本人同意才能转给帮扶"), field="consented")
    if done := Hardship.objects.filter(claimant=claimant).first():
        return done
    level, union = Degree(degree), arrears.case.union
    consent = people.consent(
        person=claimant.person, purpose=PURPOSE, receiver=union.name, text=CONSENT.format(union=union.name), by=by, at=at
    )
    standing = people.stand(
        person=claimant.person, kind=STANDING, level=level, valid_from=at.astimezone().date(), issuer=union.name, by=by, at=at
    )
    row = Hardship.objects.create(
        claimant=claimant, standing=standing, consent=consent, degree=level, told=_said(told, "told")[:300], recorded_at=at,
        recorded_by=by.name or by.system,
    )  # fmt: skip
    inner = f"{claimant.name}：{DEGREE_LABELS[level]}"
    cases.remark(case=arrears.case, says=_("家里有困难，按本人同意转给了帮扶"), inner=inner, by=by, at=at, step="hardship")
    return row


@transaction.atomic
def report_incident(*, case_id: int, on: date, kind: str, told: str, by: Actor, at: datetime) -> Incident:
    """Write down what happened around a case; the special report follows by itself."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    _not_ahead(on, at)
    row = Incident.objects.create(
        arrears=arrears, on=on, kind=IncidentKind(kind), told=_said(told, "told")[:300], recorded_at=at, recorded_by=by.name or by.system
    )
    inner = f"{INCIDENT_LABELS[IncidentKind(kind)]}：{row.told}"
    cases.remark(case=arrears.case, says=_("登记了一次突发情况"), inner=inner, by=by, at=at, step="incident")
    return row


@transaction.atomic
def hold_event(
    *, title: str, on: date, sites: Sequence[tuple[str, int, int]], by: Actor, at: datetime, about: str = "", union_id: int | None = None,
    partner_id: int | None = None,
) -> PublicityEvent:  # fmt: skip
    """A publicity event with its sites (place, people, sheets handed out); nobody reached is no event."""
    by.require(POWER)
    _not_ahead(on, at)
    union = own_union(union_id=union_id, by=by)
    if not sites or not any(heads for _place, heads, _sheets in sites):
        raise Refused("sites", _("写上在哪办的、来了多少人"), field="place1")
    if len({place for place, _heads, _sheets in sites}) < len(sites):
        raise Refused("site_twice", _("同一个地方写了两次"), field="place1")
    partner = orgs.agencies(union.path).filter(pk=partner_id).first() if partner_id else None
    row, fresh = PublicityEvent.objects.get_or_create(
        union=union, on=on, title=_said(title, "title")[:80],
        defaults={
            "path": union.path, "partner": partner, "about": about.strip()[:300], "recorded_at": at, "recorded_by": by.name or by.system,
        },
    )  # fmt: skip
    if fresh:
        PublicitySite.objects.bulk_create(PublicitySite(event=row, place=place[:80], heads=heads, materials=sheets) for place, heads, sheets in sites)
        journal.record(kind="change", verb="wages.publicity", subject=f"wages.publicityevent:{row.pk}", path=union.path, by=by, at=at)
    return row


@transaction.atomic
def add_photo(*, event_id: int, content: IO[bytes], name: str, label: str, by: Actor, at: datetime) -> PublicityPhoto:
    """A picture of an event, judged by its bytes."""
    event = queries.events(scope=by.scope(POWER)).filter(pk=event_id).first()
    if event is None:
        raise Refused("not_yours", _("这个单位不归您管"))
    blob = files.keep(content=content, name=name, by=by, at=at, allow=frozenset({FileKind.IMAGE}))
    row, _fresh = PublicityPhoto.objects.get_or_create(event_id=event.pk, blob=blob, defaults={"label": label.strip()[:80]})
    return row
