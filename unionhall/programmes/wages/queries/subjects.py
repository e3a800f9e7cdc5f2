"""Whom a wage matter is about, as keys: whoever is tied to one of them has no duty in it (trust §10.5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from unionhall.kernel.cases.rules import subject_code, subject_name, subject_person, subject_who

from ..models import Arrears, Claimant, Clue, SiteFacts

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Employer

PUBLIC = ("of_case", "of_clue")


def of_case(case_id: int) -> Iterable[str]:
    """The employer, its controller, who else may have to pay, and the workers."""
    row = Arrears.objects.filter(case_id=case_id).select_related("employer", "case").first()
    if row is None:
        return
    yield from _employer(row.employer, row.employer_name)
    site = SiteFacts.objects.filter(arrears=row).first()
    yield from (subject_name(name) for name in (site.contractor, site.developer) if name) if site else ()
    yield from map(subject_person, Claimant.objects.filter(arrears=row).values_list("person_id", flat=True))
    if row.case.origin_id:
        yield from map(subject_code, Clue.objects.filter(case_id=row.case.origin_id).values_list("credit_code", flat=True))


def of_clue(case_id: int) -> Iterable[str]:
    """The employer as reported and as registered, its controller, and who reported."""
    row = Clue.objects.filter(case_id=case_id).select_related("employer", "case").first()
    if row is None:
        return
    yield from _employer(row.employer, row.employer_name)
    yield subject_code(row.credit_code)
    yield from map(subject_person, row.case.parties.values_list("person_id", flat=True))


def _employer(row: Employer | None, name: str) -> Iterable[str]:
    yield subject_name(name)
    if row is not None:
        yield subject_name(row.name)
        yield subject_code(row.code or "")
        yield subject_who(row.controller)
