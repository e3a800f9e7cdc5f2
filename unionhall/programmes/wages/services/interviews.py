"""The worker's own interview: answers kept as they are given, reused from the report, and what staff may see of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from ..kinds import Answer
from ..models import Arrears, Claimant, Clue, Interview, InterviewAnswer
from ..rules import interview as rules
from ..rules.evidence import Proof
from ..rules.witnesses import Span, Stay, witnesses_for

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Case
    from unionhall.kernel.people.models import Person

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Colleague:
    """One who was there too: whom, when both were there, and whether they are willing to say so (None: not asked yet)."""

    claimant: Claimant
    span: Span
    willing: bool | None


def root_of(*, case: Case) -> int:
    """The matter an interview hangs on: the clue that became the case, or the case itself."""
    return case.origin_id or case.pk


@transaction.atomic
def begin(*, case: Case, person: Person | None, by: Actor, at: datetime) -> Interview:
    """The worker's interview about this matter; a fresh one starts with what the report said already."""
    row, fresh = Interview.objects.get_or_create(case_id=root_of(case=case), person=person, defaults={"begun_at": at})
    if fresh:
        known = _reported(case, person)
        InterviewAnswer.objects.bulk_create(
            InterviewAnswer(interview=row, question=code, value=value, said_at=at) for code, value in known.items() if value
        )
        journal.record(
            kind="change", verb="wages.interview.begin", subject=f"cases.case:{row.case_id}", path=case.path, by=by, at=at
        )
    return row


def find(*, case: Case, person: Person | None) -> Interview | None:
    """The interview of this person about this matter, if it was begun."""
    return Interview.objects.filter(case_id=root_of(case=case), person=person).first()


def answers_of(*, interview: Interview) -> dict[str, str]:
    """The answers by question."""
    return dict(interview.answers.values_list("question", "value"))


@transaction.atomic
def say(*, interview: Interview, question: str, value: str, at: datetime) -> None:
    """Keep one answer; a new one takes the place of the old."""
    known = rules.BY_CODE.get(question)
    if known is None:
        raise Refused("question", _("没有这一题"))
    if known.must and not value:
        raise Refused("must", _("这一题要填"), field=question)
    InterviewAnswer.objects.update_or_create(
        interview=interview, question=question, defaults={"value": value[:LONGEST], "said_at": at}
    )


def _reported(case: Case, person: Person | None) -> dict[str, str]:
    """What the clue, the case and the worker's own line know already."""
    clue = Clue.objects.filter(case_id=root_of(case=case)).first()
    arrears = Arrears.objects.filter(case=case).first()
    worker = arrears.claimants.filter(person=person).first() if arrears and person else None
    known: dict[str, str] = {}
    if clue:
        alone = (clue.people or 1) == 1
        known |= {
            "name": clue.contact, "phone": clue.phone, "employer": clue.employer_name, "employer_address": clue.address, "site": clue.project,
            "work": clue.work, "period": clue.period, "owed": str(clue.amount or "") if alone else "",
            "still": {Answer.YES: "yes", Answer.NO: "no"}.get(Answer(clue.still_employed), ""), "ended": _iso(clue.ended_on),
        }  # fmt: skip
    if arrears:
        known |= {"employer": arrears.employer_name, "site": arrears.project or known.get("site", "")}
    if person:
        known |= {"name": person.name or known.get("name", ""), "phone": person.phone}
    if worker:
        own = {
            "work": worker.work, "begun": _iso(worker.begun_on), "ended": _iso(worker.ended_on), "monthly": str(worker.monthly or ""),
            "owed": str(worker.owed or ""), "still": "no" if worker.ended_on else "",
        }  # fmt: skip
        known |= {code: value for code, value in own.items() if value}
    return known


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""


def of_workers(*, workers: Sequence[Claimant]) -> dict[int, dict[str, str]]:
    """Each worker's answers by claimant, as far as there are any; three reads for a whole case."""
    if not workers:
        return {}
    root = root_of(case=workers[0].arrears.case)
    rows = {row.person_id: row for row in Interview.objects.filter(case_id=root).prefetch_related("answers")}
    found = {}
    for worker in workers:
        row = rows.get(worker.person_id) or (rows.get(None) if len(workers) == 1 else None)
        if row:
            found[worker.pk] = {one.question: one.value for one in row.answers.all()}
    return found


def proofs_of(*, arrears: Arrears, workers: Sequence[Claimant]) -> frozenset[Proof]:
    """What every one of these workers has: a piece that only one holds does not stand for the others."""
    told = of_workers(workers=list(workers))
    each = [rules.proofs(told.get(worker.pk, {})) for worker in workers]
    return frozenset.intersection(*each) if each else frozenset()


def named_to_employer(*, workers: Sequence[Claimant]) -> set[int]:
    """The workers who allowed their name to stand in a letter to the employer; a later no takes it back."""
    return {pk for pk, told in of_workers(workers=list(workers)).items() if told.get("named") == "yes"}


def stays_of(*, workers: Sequence[Claimant], told: Mapping[int, Mapping[str, str]]) -> list[Stay]:
    """Where and when each worked: their own answers first, the case's row where they said nothing."""
    return [_stay(worker, told.get(worker.pk, {})) for worker in workers]


def _stay(worker: Claimant, told: Mapping[str, str]) -> Stay:
    begun = _day(told.get("begun", "")) or worker.begun_on
    ended = (_day(told.get("ended", "")) or worker.ended_on) if told.get("still") != "yes" else None
    if told.get("still") == "no" and ended is None:
        begun = None  # left, but nobody knows when: no day is certain
    return Stay(worker.pk, told.get("site") or worker.arrears.project, begun, ended)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def colleagues_of(*, arrears: Arrears, today: date) -> dict[int, list[Colleague]]:
    """For each worker of a case who was there too, the longest time together first. For staff: it has names."""
    workers = list(arrears.claimants.select_related("arrears__case").order_by("pk"))
    told = of_workers(workers=workers)
    stays, by_pk = stays_of(workers=workers, told=told), {worker.pk: worker for worker in workers}
    return {
        worker.pk: [
            Colleague(by_pk[one.worker], one.span, _willing(told.get(one.worker, {})))
            for one in witnesses_for(worker.pk, stays, today)
        ]
        for worker in workers
    }


def _willing(told: Mapping[str, str]) -> bool | None:
    return {"yes": True, "no": False}.get(told.get("witness", ""))


def willing_for(*, interview: Interview, case: Case, today: date) -> int:
    """How many colleagues of the same site and time said that they are willing: a number for the worker, no names."""
    arrears = Arrears.objects.filter(case=case).select_related("case").first()
    if arrears is None:
        return 0
    workers = list(arrears.claimants.select_related("arrears__case"))
    mine = next((worker.pk for worker in workers if interview.person_id and worker.person_id == interview.person_id), None)
    if mine is None:
        return 0
    found = colleagues_of(arrears=arrears, today=today)[mine]
    return sum(1 for one in found if one.willing)
