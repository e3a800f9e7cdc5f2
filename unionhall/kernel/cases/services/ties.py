"""Ties between those who handle matters and those whom matters are about: told, found, ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import rules as org_rules
from unionhall.kernel.people import queries as people

from .. import queries, rules
from ..models import Case, Tie

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Agency
    from unionhall.kernel.people.models import Account, Person

PARTY = _("本人就是当事的一方")
TIED = _("{name}跟这一件有关系（{how}），要回避，请派别的人")
OWN = _("您跟这一件有关系（{how}），要回避，这一步请别人办")


def between(*, case: Case, account: Account, on: date, agency_id: int | None = None) -> str:
    """What ties an account to whom the matter is about, in words; '' when nothing does."""
    agencies = people.agencies_of(account.pk, on) | ({agency_id} if agency_id else set())
    return found(case=case, person_id=account.person_id, name=account.person.name, agencies=agencies, on=on)


def found(*, case: Case, person_id: int | None, name: str, agencies: Collection[int], on: date) -> str:
    """The same for a person and the agencies they work for. A namesake of whom it is about counts: better another officer."""
    return met(keys=queries.subjects(case), person_id=person_id, name=name, agencies=agencies, on=on)


def met(*, keys: Collection[str], person_id: int | None, name: str, agencies: Collection[int], on: date) -> str:
    """The same for keys that no row holds, such as those of a letter that is about to be closed."""
    if not keys:
        return ""
    if {rules.subject_person(person_id), rules.subject_who(name)} & set(keys):
        return PARTY
    for tie in queries.ties_of(person_id=person_id, agencies=agencies, on=on):
        if tie.subject in keys:
            return rules.TIE_LABELS[rules.TieKind(tie.kind)]
    return ""


def require_clear(*, case: Case, account: Account, at: datetime, agency: Agency | None = None) -> None:
    """Refused, with the reason, while a tie stands. Holds the person's row, so that a tie told meanwhile is seen."""
    people.hold([account.person_id])
    how = between(case=case, account=account, on=at.astimezone().date(), agency_id=agency.pk if agency else None)
    if how:
        raise Refused("tied", TIED, field="account", values={"name": account.person.name, "how": how})


def require_free(*, case: Case, by: Actor, at: datetime) -> None:
    """Refused when whoever acts has a tie: a wide post opens the matter, it does not let the boss's friend move it."""
    if by.account_id is None:
        return
    today = at.astimezone().date()
    how = found(case=case, person_id=by.person_id, name=by.name, agencies=people.agencies_of(by.account_id, today), on=today)
    if how:
        raise Refused("tied", OWN, values={"how": how})


def keys_for(*, name: str = "", code: str = "", who: str = "", person_id: int | None = None) -> list[str]:
    """The keys of what was told: an organisation by name, credit code or both, a person by name or as known.

    A registered code brings its name along, so that a matter which knows only one of them is met too.
    """
    clean = org_rules.clean_code(code)
    known = orgs.by_codes([clean]) if clean else {}
    names = {name, *(row.name for row in known.values())}
    named = [(like.code or "") for each in names if each for like, _why in orgs.employers_like(each) if like.name == each]
    keys = [*(rules.subject_name(each) for each in names), *(rules.subject_code(each) for each in (code, *named))]
    return sorted({*keys, rules.subject_who(who), rules.subject_person(person_id)} - {""})


@transaction.atomic
def store(
    *, kind: str, subjects: Sequence[str], shown: str, by: Actor, at: datetime, person: Person | None, agency: Agency | None,
    valid_from: date | None, valid_to: date | None, note: str,
) -> list[Tie]:  # fmt: skip
    """Store the rows; those who are concerned are held until the transaction ends."""
    own = person is not None and person.pk == by.person_id
    if not own:
        by.require("people.admin")
    if not subjects:
        raise Refused("subject", _("写上单位的名字、信用代码，或者那个人的姓名"), field="name")
    today = at.astimezone().date()
    people.hold([person.pk] if person else people.at_agency(agency.pk, today))
    rows = Tie.objects.bulk_create(
        Tie(
            person=person, agency=agency, kind=kind, subject=subject, shown=shown[:120], valid_from=valid_from or today,
            valid_to=valid_to, source=rules.TieSource.DECLARED if own else rules.TieSource.RECORDED, note=note[:200],
            recorded_at=at, recorded_by=by.name or by.system,
        )
        for subject in sorted(set(subjects))
    )  # fmt: skip
    whose = f"people.person:{person.pk}" if person else f"orgs.agency:{agency.pk}"
    journal.record(kind="security", verb="cases.tie", subject=whose, by=by, at=at, note=kind)
    return rows


@transaction.atomic
def end_tie(*, tie_id: int, by: Actor, at: datetime) -> None:
    """A tie is over from today: written down by an administrator, never by the one whom it concerns."""
    by.require("people.admin")
    today = at.astimezone().date()
    tie = queries.ties(scope=by.scope("people.admin"), person_id=None, today=today).filter(pk=tie_id).first()
    if tie is None or (tie.person_id and tie.person_id == by.person_id):
        raise Refused("not_yours", _("这一条要由别的管理员来改"))
    same = Tie.objects.filter(person=tie.person, agency=tie.agency, kind=tie.kind, shown=tie.shown, recorded_at=tie.recorded_at)
    same.filter(valid_from__lt=today).update(valid_to=today)
    same.filter(valid_from__gte=today).delete()
    journal.record(kind="security", verb="cases.tie_ended", subject=f"cases.tie:{tie_id}", by=by, at=at)
