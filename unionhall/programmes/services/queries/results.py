"""The three stores, one at a time: nothing here returns rows of two. Reports are read from what was published, never from a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import QuerySet

from unionhall.base.access import Actor, Scope, path_terms
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ..models import BodyResult, LawResult, MindResult, Report
from ..rules.stores import POWERS, Store, counted_as, held_twice
from . import bus

if TYPE_CHECKING:
    from ..models import Arrival

TABLES: dict[Store, type[models.Model]] = {Store.BODY: BodyResult, Store.MIND: MindResult, Store.LAW: LawResult}
PUBLIC = ("key", "require_one", "found", "find", "seen")  # `seen` takes its scope from the actor, after the guard


def key(store: Store, arrival_id: int) -> str:
    """The name of an arrival in one store; another store knows it by another name."""
    return keyed_hash(str(arrival_id), f"services.{store}")


def require_one(by: Actor, store: Store) -> None:
    """Refused unless the actor holds this store's power, and none of another store's, by whatever posts."""
    by.require(POWERS[store])
    if by.grants and held_twice({power for grant in by.grants for power in grant.powers}):
        raise Refused("two_stores", _("一个人不能又看身体、又看心理或者法律的结果，请管理员去掉一个岗位"))


def find(arrival: Arrival, store: Store) -> models.Model | None:
    """The row of an arrival in one store; whoever calls has opened the arrival by the store's scope, or as its person."""
    return TABLES[store].objects.filter(key=key(store, arrival.pk)).first()


def seen(store: Store, *, by: Actor, stop_id: int) -> list[tuple[Arrival, models.Model | None]]:
    """Who arrived at a stop, each with the row of this one store."""
    require_one(by, store)
    rows = list(bus.came(scope=by.scope(POWERS[store])).filter(slot__stop_id=stop_id))
    written = TABLES[store].objects.in_bulk([key(store, row.pk) for row in rows], field_name="key")
    return [(row, written.get(key(store, row.pk))) for row in rows]


def own(*, scope: Scope) -> list[tuple[Arrival, Store, models.Model]]:
    """A person's own results, each store for itself, newest visit first."""
    found = []
    for arrival in bus.arrivals(scope=scope).order_by("-pk") if scope.power == "own" else []:
        found += [(arrival, store, row) for store in Store if (row := find(arrival, store))]
    return found


def found(store: Store, arrival_ids: Iterable[int], *, scope: Scope) -> Counter[str]:
    """How many arrivals stand at which level in one store, for a report; `scope` must be the system's, with its reason."""
    if not scope.everything:
        raise Refused("no_power", _("您的岗位不能做这一步"))
    keys = [key(store, pk) for pk in arrival_ids]
    levels = Counter(counted_as(row.level, row.referral) for row in TABLES[store].objects.filter(key__in=keys))
    levels["none"] += len(keys) - levels.total()
    return levels


def reports(*, scope: Scope) -> QuerySet[Report]:
    """Reports on the employers in scope, newest first."""
    rows = Report.objects.select_related("request__employer", "request__case").order_by("-pk")
    return rows if scope.everything else rows.filter(path_terms("path", scope.paths))


def total(*, scope: Scope, since: date) -> dict[tuple[str, str], int]:
    """Sums of published cells by store and class, of all reports in scope: whole groups only."""
    found: Counter[tuple[str, str]] = Counter()
    for row in reports(scope=scope).filter(made_at__date__gte=since).values_list("groups__store", "groups__cells__code", "groups__cells__people"):
        if row[2]:
            found[row[0], row[1]] += row[2]
    return dict(found)
