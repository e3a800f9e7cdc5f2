"""Finding unions, agencies and employers. The tree and the register of firms are open to every signed-in person."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, QuerySet

from unionhall.base.access import Scope, path_terms

from . import rules
from .models import Agency, Employer, Union

PUBLIC = ("home", "union", "unions", "for_region", "lineage", "agencies", "agency", "employer", "employers", "employers_like", "by_codes", "by_keys", "agencies_of")


def union(pk: int) -> Union:
    """One union by id."""
    return Union.objects.get(pk=pk)


def unions() -> QuerySet[Union]:
    """The whole tree in order of paths."""
    return Union.objects.order_by("path")


def home() -> Union | None:
    """The union that runs this installation: the one of UNIONHALL_HOME_REGION, else the first county or city founded."""
    if settings.HOME_REGION:
        return for_region(settings.HOME_REGION)
    return Union.objects.filter(level__in=(rules.Level.COUNTY, rules.Level.CITY)).order_by("-level", "pk").first()


def below(scope: Scope) -> QuerySet[Union]:
    """The unions at or below the scope's paths."""
    return unions() if scope.everything else unions().filter(path_terms("path", scope.paths))


def for_region(code: str) -> Union | None:
    """The union in charge of a region: the one of that region, else of the nearest region above it; none without a code."""
    if not code:
        return None
    codes = [code, code[:6], f"{code[:4]}00", f"{code[:2]}0000"]
    found = {row.region_code: row for row in Union.objects.filter(region_code__in=codes).exclude(level="enterprise")}
    return next((found[each] for each in codes if each in found), None)


def lineage(path: str) -> QuerySet[Union]:
    """The unions from the root down to the one at `path`."""
    return Union.objects.filter(pk__in=[int(part) for part in path.strip("/").split("/") if part]).order_by("path")


def agencies(path: str, *kinds: str) -> QuerySet[Agency]:
    """Agencies that the union at `path`, or one above it, works with."""
    rows = Agency.objects.filter(union__in=lineage(path)).select_related("union").order_by("kind", "-union__path", "name")
    return rows.filter(kind__in=kinds) if kinds else rows


def agencies_of(unions: QuerySet[Union]) -> QuerySet[Agency]:
    """The partners of some unions."""
    return Agency.objects.filter(union__in=unions).select_related("union").order_by("union__path", "kind", "name")


def agencies_below(scope: Scope) -> QuerySet[Agency]:
    """The partners of the unions at or below the scope's paths."""
    return agencies_of(below(scope))


def agency(pk: int) -> Agency:
    """One partner by id."""
    return Agency.objects.select_related("union").get(pk=pk)


def employer(pk: int) -> Employer:
    """One employer by id."""
    return Employer.objects.get(pk=pk)


def employers(pks: Iterable[int]) -> dict[int, Employer]:
    """Employers by id, in chunks that every database takes."""
    wanted, found = sorted(pks), {}
    for start in range(0, len(wanted), 900):
        found |= Employer.objects.in_bulk(wanted[start : start + 900])
    return found


def by_codes(codes: Iterable[str]) -> dict[str, Employer]:
    """Employers by credit code."""
    return {row.code or "": row for row in Employer.objects.filter(code__in=list(codes))}


def by_keys(names: Iterable[str]) -> dict[str, Employer]:
    """Employers without a code by exact name."""
    return {row.name: row for row in Employer.objects.filter(code__isnull=True, name__in=list(names))}


def employers_like(name: str, code: str = "", limit: int = 8) -> list[tuple[Employer, rules.Likeness]]:
    """Employers that may be the one meant, each with the reason: code first, then name, sound, part of the name."""
    keys = rules.keys(name)
    near = Q(name_key=keys.name) | Q(sound_key=keys.sound)
    if code:
        near |= Q(code=code)
    if len(keys.name) >= 3:
        near |= Q(name_key__startswith=keys.name[:3])
    order = list(rules.Likeness)
    found = []
    for row in Employer.objects.filter(near)[:200]:
        reason = rules.likeness(name, row.name, code, row.code or "")
        if reason:
            found.append((row, reason))
    return sorted(found, key=lambda pair: (order.index(pair[1]), pair[0].pk))[:limit]
