"""What leaves for the reports: matters, workers, instalments, money and aid, without names or numbers of persons."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases
from unionhall.reports.kinds import Fact

from ..models import Aid, Arrears, Check, Claimant, Instalment, JointRecord, MoneyEntry, Visit
from ..rules.joint import Mechanism
from . import groups, joint
from .rounds import within

Rows = Iterable[tuple[Any, ...]]
AT_ONCE = 2000


def case_rows(scope: Scope) -> Rows:
    """Cases of the ledger with the days on which they were opened and closed."""
    rows = Arrears.objects.filter(cases.reach(scope, "case__")).select_related("case").order_by("pk")
    for row in rows.iterator(AT_ONCE):
        closed = row.case.closed_at
        yield (
            row.pk, row.case.path, row.case.received_at.astimezone().date(), closed.astimezone().date() if closed else None,
            row.case.outcome,
        )  # fmt: skip


def claimant_rows(scope: Scope) -> Rows:
    """Workers of cases with what they are owed (fen), and since when one goes on alone."""
    live = groups.departed().filter(claimant=OuterRef("pk")).values("left_on")
    rows = Claimant.objects.filter(cases.reach(scope, "arrears__case__")).annotate(left=Subquery(live)).order_by("pk")
    return rows.values_list("pk", "arrears_id", "arrears__case__path", "owed", "left").iterator(AT_ONCE)


def instalment_rows(scope: Scope) -> Rows:
    """Agreed payments (fen), each with the day on which its breach opened."""
    rows = Instalment.objects.filter(cases.reach(scope, "agreement__arrears__case__")).order_by("pk")
    return rows.values_list(
        "pk", "agreement_id", "agreement__arrears_id", "agreement__arrears__case__path", "agreement__signed_on", "due",
        "amount", "breached_on",
    ).iterator(AT_ONCE)  # fmt: skip


def entry_rows(scope: Scope) -> Rows:
    """Rows of the money book that no other replaces (fen)."""
    rows = MoneyEntry.objects.filter(cases.reach(scope, "arrears__case__"), replaced_by=None).order_by("pk")
    return rows.values_list("pk", "arrears_id", "claimant_id", "arrears__case__path", "kind", "amount", "on").iterator(AT_ONCE)


def aid_rows(scope: Scope) -> Rows:
    """Legal aid given."""
    rows = Aid.objects.filter(cases.reach(scope, "arrears__case__")).order_by("pk")
    return rows.values_list("pk", "arrears_id", "claimant_id", "arrears__case__path", "matter", "given_on").iterator(AT_ONCE)


def visit_rows(scope: Scope) -> Rows:
    """Places of the weekly plans that still stand, by the Monday of their week."""
    rows = Visit.objects.filter(within(scope), dropped_at=None).order_by("pk")
    return rows.values_list("pk", "site_id", "path", "week", "inspector_id", "site__industry").iterator(AT_ONCE)


def check_rows(scope: Scope) -> Rows:
    """Looks at places of work; a week without a row is unknown, not nought."""
    rows = Check.objects.filter(within(scope)).order_by("pk")
    return rows.values_list("pk", "site_id", "path", "week", "inspector_id", "result", "clue__case_id").iterator(AT_ONCE)


def joint_rows(scope: Scope) -> Rows:
    """What each joint mechanism left behind: held records, and matters that left for the procuratorate."""
    rows = JointRecord.objects.filter(held=True).order_by("pk")
    rows = rows if scope.everything else rows.filter(scope.within("path"))
    yield from rows.values_list("pk", "mechanism", "path", "on").iterator(AT_ONCE)
    for row in joint.transfers(scope=scope).order_by("pk").iterator(AT_ONCE):
        yield (row.pk, Mechanism.TRANSFER.value, row.case.path, row.offered_at.astimezone().date())


TABLE = (
    Fact("wages_joint", {"record": "int64", "mechanism": "string", "path": "string", "on": "date"}, joint_rows),
    Fact(
        "wages_cases",
        {"case": "int64", "path": "string", "opened_on": "date", "closed_on": "date", "outcome": "string"},
        case_rows,
    ),
    Fact("wages_claimants", {"claimant": "int64", "case": "int64", "path": "string", "owed": "int64", "left_on": "date"}, claimant_rows),
    Fact(
        "wages_instalments",
        {
            "instalment": "int64", "agreement": "int64", "case": "int64", "path": "string", "signed_on": "date",
            "due": "date", "amount": "int64", "breached_on": "date",
        },
        instalment_rows,
    ),
    Fact(
        "wages_entries",
        {
            "entry": "int64", "case": "int64", "claimant": "int64", "path": "string", "kind": "string", "amount": "int64",
            "on": "date",
        },
        entry_rows,
    ),
    Fact(
        "wages_aids",
        {"aid": "int64", "case": "int64", "claimant": "int64", "path": "string", "matter": "string", "given_on": "date"},
        aid_rows,
    ),
    Fact(
        "wages_visits",
        {"visit": "int64", "site": "int64", "path": "string", "week": "date", "inspector": "int64", "industry": "string"},
        visit_rows,
    ),
    Fact(
        "wages_checks",
        {
            "check": "int64", "site": "int64", "path": "string", "week": "date", "inspector": "int64", "result": "string", "clue": "int64",
        },
        check_rows,
    ),
)  # fmt: skip
