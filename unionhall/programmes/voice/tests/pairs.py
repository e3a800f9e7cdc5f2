"""Paired matters: the same words told on the web and taken down in the hall or from a letter, each let lapse the same way."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client

from unionhall.base.access import NOBODY, Actor
from unionhall.base.testing import Ground, at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.models import Case, Event
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.programmes.voice.kinds import MatterKind, Topic
from unionhall.programmes.voice.services import matters, superiors

TEXTS = ("食堂的饭馊了", "想问加班费怎么算", "能不能给门口装个灯", "孩子的学费差一点", "班长骂人，没人管")


@dataclass(frozen=True)
class Filed:
    """A matter as it was filed; the code is what the person was given."""

    case: Case
    code: str


def signed_in(actor: Actor) -> Client:
    """A browser that somebody is signed in with."""
    client, account = Client(), people_queries.account(actor.account_id)
    client.force_login(account)
    people.begin(account=account, session_key=client.session.session_key, device="d", agent="", at=at())
    return client


def on_web(said: matters.Said, key: str) -> Filed:
    """Told by the person."""
    receipt, code = matters.file(said=said, channel="web", client_key=key, by=NOBODY, at=at())
    return Filed(receipt.case, code)


def on_paper(said: matters.Said, key: str, by: Actor, channel: str) -> Filed:
    """Taken down by a clerk."""
    receipt, code = matters.file(said=said, channel=channel, client_key=key, by=by, at=at())
    return Filed(receipt.case, code)


def without_receipt(said: matters.Said, key: str, by: Actor, channel: str) -> Filed:
    """The twin: a register that a clerk fills in, as registers mostly are."""
    filed = on_paper(said, key, by, channel)
    filed.case.receipts.all().delete()
    return Filed(filed.case, "")


def without_clocks(said: matters.Said, key: str, by: Actor, channel: str) -> Filed:
    """The twin whose paper lies in a drawer."""
    filed = on_paper(said, key, by, channel)
    filed.case.deadlines.all().delete()
    return filed


def differences(ground: Ground, pairs: int, paper_way: Callable[..., Filed] = on_paper) -> list[tuple[int, str]]:
    """(pair, what differs) over so many pairs; each is filed, let lapse, and told upwards."""
    dice, made, wrong = random.Random(12351), [], []
    for number in range(pairs):
        said = told(dice, number)
        by, channel = ground.actors[dice.choice(["clerk", "officer", "hotline"])], dice.choice(["visit", "paper"])
        made.append((on_web(said, f"web-{number}".ljust(40, "0")), paper_way(said, f"paper-{number}".ljust(40, "0"), by, channel)))
    late = at("2026-12-20 09:00")
    cases.sweep(at=late)
    for number, (web, paper) in enumerate(made):
        for filed in (web, paper):
            for deadline in filed.case.deadlines.filter(state="lapsed").order_by("code"):
                superiors.climb(deadline=deadline, at=late)
        one, two = marks(web), marks(paper)
        wrong += [(number, name) for name in one if one[name] != two[name]]
    return wrong


def told(dice: random.Random, number: int) -> matters.Said:
    """Something said by an invented worker, with and without a phone and a place."""
    phone = f"199000{number + 50000:05d}" if dice.random() < 0.7 else ""
    return matters.Said(
        text=f"{dice.choice(TEXTS)}，第 {number} 回", kind=dice.choice(list(MatterKind)), topic=dice.choice(list(Topic)), phone=phone,
        contact=f"职工{number}", region_code=dice.choice(["", "370702001"]), place=dice.choice(["", "南关工地"]),
    )  # fmt: skip


def marks(filed: Filed) -> dict[str, Any]:
    """What a person's rights consist of, without what must differ: numbers, keys, who typed, by which way."""
    case, subject = Case.objects.get(pk=filed.case.pk), f"cases.case:{filed.case.pk}"
    notices = Notice.objects.filter(text__contains=case.reference).order_by("pk")
    texts = [(row.channel, row.person_id, row.text.replace(case.reference, "")) for row in notices]
    return {
        "receipt": [receipt_mark(case, filed.code)],
        "deadlines": list(case.deadlines.order_by("code", "pk").values_list("code", "rule", "rule_version", "law", "start", "due", "due_at", "state")),
        "timeline": list(Event.objects.filter(case=case).order_by("number").values_list("step", "state", "says", "inner")),
        "journal": list(Entry.objects.filter(subject=subject).order_by("id").values_list("kind", "verb", "path", "at")),
        "notices": texts, "union": case.union_id, "parties": list(case.parties.values_list("person_id", "role")),
    }


def receipt_mark(case: Case, code: str) -> tuple[Any, ...]:
    """What a receipt gives: a code that finds the matter, words and second that it proves, a proof that stands."""
    row = case.receipts.first()
    if row is None:
        return ()
    found = cases.find_by_receipt(code=code)
    proof = cases.proof_holds(text=cases.proof_text(receipt=row))
    return found is not None and found.case_id == case.pk, len(code), row.statement.split("|")[2:], proof, row.person_id
