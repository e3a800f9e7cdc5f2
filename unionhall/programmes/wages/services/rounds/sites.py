"""Places of work: added once, closed, never deleted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import rules as org_rules

from ...models import Site
from ...queries import rounds

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union

MAY_ADD = ("wages.plan", "wages.round", "wages.import")


def load(*, pk: int, scope: Scope) -> Site:
    """A place in scope; Refused when it is not open to the actor."""
    row = Site.objects.filter(rounds.within(scope), pk=pk).select_related("union").first()
    if row is None:
        raise Refused("not_yours", _("这一家不归您看。名单变了就刷新一下"))
    return row


@transaction.atomic
def add_site(
    *, union: Union, name: str, by: Actor, at: datetime, place: str = "", industry: str = "", people: int | None = None,
    credit_code: str = "", address: str = "",
) -> Site:  # fmt: skip
    """Put a place on the list of a union's area; the same name and site there is the same row, opened again if it was closed."""
    name, place = name.strip(), place.strip()
    if not name:
        raise Refused("employer", _("写上单位或者工地的名字，知道多少写多少"), field="name")
    if not any(by.system or by.scope(power).reaches(union.path or "") for power in MAY_ADD):
        raise Refused("not_yours", _("这个街道不在您的范围里"), field="union")
    code = org_rules.clean_code(credit_code) if credit_code else ""
    known = orgs.by_codes([code]).get(code) if code else None
    row, fresh = Site.objects.get_or_create(
        union=union, name=name[:120], place=place[:120],
        defaults={
            "path": union.path, "employer": known, "name_key": org_rules.keys(name).name[:120], "people": people,
            "industry": industry or (known.industry if known else org_rules.Industry.OTHER), "address": address, "added_on": at.astimezone().date(),
        },
    )  # fmt: skip
    if row.closed_on:
        row.closed_on = None
        row.save(update_fields=["closed_on"])
    if fresh:
        journal.record(kind="change", verb="wages.site.add", subject=f"wages.site:{row.pk}", path=row.path, by=by, at=at)
    return row


@transaction.atomic
def close_site(*, site_id: int, by: Actor, at: datetime) -> Site:
    """Take a place off the list: it has moved away or the site is finished. Its records stay."""
    row = load(pk=site_id, scope=by.scope("wages.plan"))
    row.closed_on = at.astimezone().date()
    row.save(update_fields=["closed_on"])
    row.visits.filter(week__gte=row.closed_on, dropped_at=None).update(dropped_at=at)
    journal.record(kind="change", verb="wages.site.close", subject=f"wages.site:{row.pk}", path=row.path, by=by, at=at)
    return row


def site_for(*, street: str, name: str, within: Union, by: Actor, at: datetime) -> Site:
    """The place that a sheet names by street and employer, below a union; made when it is not there yet."""
    rows = orgs.unions().filter(path__startswith=within.path, level="street")
    union = next((row for row in rows if street and row.name.startswith(street.removesuffix("街道"))), within)
    known = [row for row, why in orgs.employers_like(name, limit=1) if why == org_rules.Likeness.NAME]
    return add_site(union=union, name=name, industry=known[0].industry if known else "", by=by, at=at)
