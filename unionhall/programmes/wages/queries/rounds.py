"""Places of work, the week's visits, what was seen: within a scope's paths, one condition for list, count and sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.law import queries as law
from unionhall.kernel.law.rules import Parameter
from unionhall.kernel.orgs import queries as orgs

from ..models import Arrears, Check, CheckPhoto, Clue, Site, Visit
from ..rules.rounds.checks import WEEK, Clash, Look, Result, clashes, week_of
from ..rules.rounds.coverage import Quiet, Seen, silent
from ..rules.rounds.plans import Place, Rhythm

PUBLIC = ("rhythm", "figure", "number")


def figure(code: str, on: date) -> Parameter:
    """One dated figure of the rounds, with its source and mark."""
    return law.parameter(code, on)


def number(code: str, on: date) -> int:
    """The same as a whole number."""
    return int(figure(code, on).value or 0)


def rhythm(on: date) -> Rhythm:
    """How often and how much, as of a day."""
    return Rhythm(number("round_first_every", on), number("round_other_every", on), number("round_week_most", on))


def within(scope: Scope) -> Q:
    """Rows at or below the scope's paths; everything for the system."""
    return Q() if scope.everything else scope.within("path")


def sites(*, scope: Scope) -> QuerySet[Site]:
    """Places that are not closed."""
    return Site.objects.filter(within(scope), closed_on=None).select_related("union").order_by("path", "pk")


def visits(*, scope: Scope, week: date) -> QuerySet[Visit]:
    """The week's plan, without what was dropped."""
    rows = Visit.objects.filter(within(scope), week=week, dropped_at=None)
    return rows.select_related("site__union", "inspector__person").order_by("inspector_name", "rank", "pk")


def visit(pk: int, *, scope: Scope) -> Visit | None:
    """One visit that still stands."""
    return Visit.objects.filter(within(scope), pk=pk, dropped_at=None).select_related("site__union", "inspector__person").first()


def checks(*, scope: Scope) -> QuerySet[Check]:
    """Records, newest first."""
    return Check.objects.filter(within(scope)).select_related("site__union", "clue__case").order_by("-checked_at", "-pk")


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on somebody's list of the week: the visit (None when it was looked at unasked) and what was reported."""

    site: Site
    visit: Visit | None
    checks: tuple[Check, ...] = ()
    last: date | None = None
    clashes: tuple[Clash, ...] = ()


def week_list(*, scope: Scope, account_id: int, week: date) -> list[Stop]:
    """An inspector's week in the order of the plan, with their own records beside each place."""
    planned = {row.site_id: row for row in visits(scope=scope, week=week).filter(inspector_id=account_id).order_by("rank", "pk")}
    mine = defaultdict(list)
    for row in checks(scope=scope).filter(inspector_id=account_id, week=week):
        mine[row.site_id].append(row)
    rows = Site.objects.filter(pk__in={*planned, *mine}).select_related("union")
    last = _last_seen(Q(site__in=rows), before=week)
    against = _clashes(week, [row for found in mine.values() for row in found])
    stops = [
        Stop(site, planned.get(site.pk), tuple(mine[site.pk]), last.get(site.pk), against.get(site.pk, ())) for site in rows
    ]  # fmt: skip
    return sorted(stops, key=lambda stop: (stop.visit.rank if stop.visit else 10_000, stop.site.pk))


def clashes_of(check: Check, *, scope: Scope) -> tuple[Clash, ...]:
    """What stands against a record that the scope opens."""
    if not scope.everything and not scope.reaches(check.path):
        return ()
    return _clashes(check.week, [check]).get(check.site_id, ())


def conflicts(*, scope: Scope, week: date, limit: int = 50) -> list[tuple[Check, tuple[Clash, ...]]]:
    """Records of a week that stand against another record or against the plan, each with why."""
    rows = list(checks(scope=scope).filter(week=week))
    looks, plans = _beside(week, {row.site_id for row in rows})
    found = [(row, _against(row, looks, plans)) for row in rows]
    return [(row, why) for row, why in found if why][:limit]


def _clashes(week: date, own: Iterable[Check]) -> dict[int, tuple[Clash, ...]]:
    own = list(own)
    looks, plans = _beside(week, {row.site_id for row in own})
    return {row.site_id: _against(row, looks, plans) for row in own}


def _beside(week: date, ids: set[int]) -> tuple[dict[int, list[Look]], dict[int, list[str]]]:
    looks, plans = defaultdict(list), defaultdict(list)
    for row in Check.objects.filter(week=week, site__in=ids):
        looks[row.site_id].append(_look(row))
    for row in Visit.objects.filter(week=week, site__in=ids, dropped_at=None).order_by("pk"):
        plans[row.site_id].append(_person(row))
    return looks, plans


def _against(row: Check, looks: Mapping[int, list[Look]], plans: Mapping[int, list[str]]) -> tuple[Clash, ...]:
    said = plans.get(row.site_id, [])
    planned = _person(row) if _person(row) in said else next(iter(said), None)
    return clashes(_look(row), looks.get(row.site_id, []), planned)


def _person(row: Check | Visit) -> str:
    return str(row.inspector_id or row.inspector_name)


def _look(row: Check) -> Look:
    return Look(row.client_id, _person(row), row.result)


def _last_seen(where: Q, before: date | None = None) -> dict[int, date]:
    rows = Check.objects.filter(where, result__in=(Result.NONE, Result.CLUE))
    rows = rows.filter(week__lt=before) if before else rows
    return dict(rows.order_by().values_list("site_id").annotate(last=Max("week")))


def places(*, scope: Scope, week: date) -> list[Place]:
    """What is known of each place before a week: its last look, open cases, recent clues, duties found wanting."""
    rows = list(sites(scope=scope))
    last = _last_seen(within(scope), before=week)
    since = week - number("round_clue_weeks", week) * WEEK
    keys, names = {row.name_key for row in rows}, {row.name for row in rows}
    near = Clue.objects.filter(cases.reach(scope, "case__"), received_on__gte=since, received_on__lt=week + WEEK)
    clues = _count(near.filter(name_key__in=keys), "name_key")
    opened = Arrears.objects.filter(cases.reach(scope, "case__"), case__open__in=[True], employer_name__in=names)
    matters, gaps = _count(opened, "employer_name"), _gaps(scope, last)
    return [
        Place(
            row.pk, row.path, row.industry, row.people or 0, matters.get(row.name, 0), clues.get(row.name_key, 0),
            gaps.get(row.pk, 0), last.get(row.pk),
        )
        for row in rows
    ]  # fmt: skip


def _count(rows: QuerySet, column: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(column).annotate(n=Count("pk")))


def _gaps(scope: Scope, last: Mapping[int, date]) -> dict[int, int]:
    """Duties answered with no in the last week that each place was seen in."""
    rows = Check.objects.filter(within(scope), answers__good=False).values_list("site_id", "week").annotate(n=Count("answers"))
    return {site: n for site, week, n in rows.order_by() if last.get(site) == week}


def seen(*, scope: Scope, first: date, last: date, by_person: bool = False) -> list[Seen]:
    """Every place and week between two Mondays: what was planned, what came back. `by_person` keeps inspectors apart."""
    term = Q(within(scope), week__gte=first, week__lte=last)
    found: dict[tuple[object, ...], dict[str, object]] = {}
    plans = Visit.objects.filter(term, dropped_at=None).order_by("pk").values_list("site_id", "week", "path", "inspector_name")
    for site, week, path, name in plans:
        found.setdefault((site, week, name if by_person else ""), {"path": path, "name": name, "planned": True, "results": []})
    reports = Check.objects.filter(term).order_by("pk").values_list("site_id", "week", "path", "inspector_name", "result")
    for site, week, path, name, result in reports:
        row = found.setdefault(
            (site, week, name if by_person else ""), {"path": path, "name": name, "planned": False, "results": []}
        )
        row["results"].append(result)
    areas = area_names({str(row["path"]) for row in found.values()}, scope=scope)
    return [
        Seen(site, week, areas[row["path"]], str(row["name"]), bool(row["planned"]), tuple(sorted(row["results"])))
        for (site, week, _name), row in found.items()
    ]  # fmt: skip


def area_names(paths: Iterable[str], *, scope: Scope) -> dict[str, str]:
    """The street that each path lies in, by name; above a street the union itself. The tree is open to everybody."""
    wanted = set(paths)
    ids = {int(part) for path in wanted for part in path.strip("/").split("/") if part}
    unions = {row.pk: row for row in orgs.unions().filter(pk__in=ids)}
    found = {}
    for path in wanted:
        line = [unions[int(part)] for part in path.strip("/").split("/") if part]
        name = next((row.name for row in line if row.level == "street"), line[-1].name if line else "")
        found[path] = name.removesuffix("总工会").removesuffix("工会")
    return found


def quiet(*, scope: Scope, today: date) -> list[Quiet]:
    """Areas with many places where nobody looked, or nobody found anything, for some weeks (a figure of ours, mark D)."""
    weeks, least = number("round_silent_weeks", today), number("round_silent_sites", today)
    this = week_of(today)
    counted = dict(sites(scope=scope).order_by().values_list("path").annotate(n=Count("pk")))
    names, places_in = area_names(counted, scope=scope), defaultdict(int)
    for path, count in counted.items():
        places_in[names[path]] += count
    rows = seen(scope=scope, first=this - weeks * WEEK, last=this - WEEK)
    return silent(places_in, rows, today=today, weeks=weeks, least=least)


def photo_allowed(blob_id: int, *, scope: Scope) -> bool:
    """Whether a file is a photo of a record that the scope opens."""
    rows = Check.objects.filter(within(scope)).values("pk")
    return CheckPhoto.objects.filter(blob_id=blob_id, check_row__in=rows).exists()
