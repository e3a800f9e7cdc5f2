"""Cases that may have one boss, and those that are linked, each in scope."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as case_queries

from ..models import Arrears, CaseLink, Clue
from ..rules.controllers import Traits

PUBLIC = ("links_around",)
MOST = 200


def cases(pks: Collection[int], *, scope: Scope) -> QuerySet[Arrears]:
    """The cases among `pks` that the scope opens, oldest first."""
    rows = Arrears.objects.filter(case_queries.reach(scope, "case__"), pk__in=pks)
    return rows.select_related("case__union", "employer").order_by("pk")


def candidates(arrears: Arrears, mine: Traits, *, scope: Scope) -> QuerySet[Arrears]:
    """Other cases in scope that share one trait word for word."""
    near = Q(pk__in=[])
    if mine.name:
        near |= Q(controller__name=mine.name) | Q(employer__controller=mine.name)
    if mine.phone:
        near |= Q(controller__phone_hash=mine.phone)
    if mine.team:
        near |= Q(controller__team=mine.team)
    if mine.project:
        near |= Q(project=mine.project)
    if mine.code:
        near |= Q(employer__code=mine.code) | Q(case__origin__in=Clue.objects.filter(credit_code=mine.code).values("case_id"))
    rows = Arrears.objects.filter(case_queries.reach(scope, "case__")).filter(near).exclude(pk=arrears.pk)
    return rows.select_related("case__union", "employer").order_by("-pk")[:MOST]


def links_around(pk: int) -> list[tuple[int, int]]:
    """The live links that hang together with a case, found ring by ring: numbers of rows only, for adding up inside."""
    found: set[tuple[int, int]] = set()
    seen, edge = {pk}, {pk}
    while edge:
        rows = CaseLink.objects.filter(Q(one__in=edge) | Q(other__in=edge), cut_at=None).values_list("one_id", "other_id")
        pairs = set(rows) - found
        found |= pairs
        edge = {each for pair in pairs for each in pair} - seen
        seen |= edge
    return sorted(found)


def links_between(pks: Collection[int], *, scope: Scope) -> QuerySet[CaseLink]:
    """Live links whose both cases the scope opens."""
    rows = CaseLink.objects.filter(case_queries.reach(scope, "one__case__"), one__in=pks, cut_at=None)
    return rows.filter(case_queries.reach(scope, "other__case__")).select_related("one__case", "other__case").order_by("pk")
