"""A week's plan: made from what is known, changed by a person, never behind an inspector's back."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.rules import Role

from ...models import Check, Visit
from ...queries import rounds
from ...rules.rounds.checks import week_of
from ...rules.rounds.plans import Seat, turns
from . import sites


@transaction.atomic
def plan_week(*, week: date, by: Actor, at: datetime) -> list[Visit]:
    """Plan what is not planned yet in the actor's area; a second run adds only what is new. Returns the new visits."""
    by.require("wages.plan")
    week, scope = week_of(week), by.scope("wages.plan")
    posts = people.staff_below(scope=scope, today=week).filter(role=Role.INSPECTOR)
    seats, names = [], {}
    for post in posts:
        seats.append(Seat(post.account_id, post.union.path))
        names[post.account_id] = post.account.person.name
    standing = list(Visit.objects.filter(rounds.within(scope), week=week))
    taken = {row.site_id for row in standing}
    held = Counter(row.inspector_id for row in standing if row.inspector_id and not row.dropped_at)
    ready = [place for place in rounds.places(scope=scope, week=week) if place.pk not in taken]
    found = turns(ready, seats, week, rounds.rhythm(week), held)
    paths = {place.pk: place.path for place in ready}
    made = Visit.objects.bulk_create(
        [
            Visit(
                site_id=turn.place, path=paths[turn.place], week=week, inspector_id=turn.account, inspector_name=names[turn.account],
                rank=turn.rank, reasons=",".join(turn.reasons), planned_at=at,
            )
            for turn in found
        ],
        batch_size=1000,
    )  # fmt: skip
    _note("plan", f"{week}", made[0].path if made else "", by, at, f"{len(made)} visits")
    return made


def _note(verb: str, subject: str, path: str, by: Actor, at: datetime, note: str = "") -> None:
    journal.record(kind="change", verb=f"wages.round.{verb}", subject=f"wages.visit:{subject}", path=path, by=by, at=at, note=note)


@transaction.atomic
def take_up(*, site_id: int, by: Actor, at: datetime) -> Visit:
    """Put a place into an inspector's own running week; a visit of theirs that stands is returned as it is."""
    site, week = sites.load(pk=site_id, scope=by.scope("wages.round")), week_of(at.astimezone().date())
    rank = Visit.objects.filter(inspector_id=by.account_id, week=week).count() + 1
    row, fresh = Visit.objects.get_or_create(
        site=site, week=week, inspector_name=by.name or by.system,
        defaults={"path": site.path, "inspector_id": by.account_id, "rank": rank, "planned_at": at},
    )  # fmt: skip
    if fresh:
        _note("take", f"{row.pk}", row.path, by, at)
    return row


def load(*, visit_id: int, by: Actor) -> Visit:
    """A visit of the actor's plan that still stands and of which nothing was reported."""
    row = Visit.objects.select_for_update().filter(rounds.within(by.scope("wages.plan")), pk=visit_id, dropped_at=None).first()
    if row is None:
        raise Refused("not_yours", _("这一条已经改过了，刷新看看"))
    if Check.objects.filter(site_id=row.site_id, week=row.week).exists():
        raise Refused("done", _("这一家这一周已经有人报了，不用改派"))
    return row


@transaction.atomic
def move_visit(*, visit_id: int, account_id: int, by: Actor, at: datetime) -> Visit:
    """Give a visit to another inspector of the area. What the first one reports later is kept, and shown as a conflict."""
    row = load(visit_id=visit_id, by=by)
    able = people.accounts_in(Role.INSPECTOR, row.path, at.astimezone().date())
    account = next((each for each in able if each.pk == account_id and _covers(each.pk, row.path, at)), None)
    if account is None:
        raise Refused("inspector", _("选一个管这一片的排查员"), field="account")
    if account.pk == row.inspector_id:
        return row
    row.dropped_at = at
    row.save(update_fields=["dropped_at"])
    fresh, _made = Visit.objects.update_or_create(
        site_id=row.site_id, week=row.week, inspector_name=account.person.name,
        defaults={
            "path": row.path, "inspector": account, "rank": row.rank, "reasons": row.reasons, "planned_at": at, "dropped_at": None,
        },
    )  # fmt: skip
    _note("move", f"{fresh.pk}", row.path, by, at, f"from {row.inspector_id} to {account.pk}")
    return fresh


def _covers(account_id: int, path: str, at: datetime) -> bool:
    actor = people.actor_for(people.account(account_id), at.astimezone().date())
    return actor.scope("wages.round").reaches(path)


@transaction.atomic
def drop_visit(*, visit_id: int, by: Actor, at: datetime) -> Visit:
    """Take a visit out of the week."""
    row = load(visit_id=visit_id, by=by)
    row.dropped_at = at
    row.save(update_fields=["dropped_at"])
    _note("drop", f"{row.pk}", row.path, by, at)
    return row
