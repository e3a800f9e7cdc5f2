"""A kind of matter for trials, two districts, and people of both: what the kernel promises without any programme."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import pytest

from unionhall.base.access import Actor
from unionhall.base.flow import Flow, Step
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.orgs.models import Union
from unionhall.kernel.people import kinds as people_kinds
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Account, Person
from unionhall.kernel.people.rules import Role

from .. import kinds, services
from ..models import Case

NOW, FOUNDED = at(), at("2020-01-01 00:00").date()
VIEW, HANDLE = "trial.view", "trial.handle"


class State(StrEnum):
    NEW = "new"
    WORKING = "working"
    DONE = "done"
    SHUT = "shut"


FLOW = Flow(
    Step("begin", {State.NEW}, State.WORKING, "开始", (HANDLE,)),
    Step("finish", {State.WORKING}, State.DONE, "办好", (HANDLE,)),
    Step("shut", {State.DONE}, State.SHUT, "结案", (HANDLE,)),
    Step("reopen", {State.SHUT}, State.NEW, "重新办", (HANDLE,)),
)
TRIAL = kinds.CaseKind(
    code="trial", prefix="SY", label="试", flow=FLOW, states={state: state.name for state in State}, first=State.NEW,
    ended=frozenset({State.SHUT}), view=VIEW, handle=HANDLE,
    clocks=(
        kinds.Clock("answer", "FIRST-ANSWER", "首次答复", "open", met_by=("begin",)),
        kinds.Clock("mediation", "MED-15", "调解期限", "begin", met_by=("finish",)),
        kinds.Clock("limit", "LIM-WAGE", "仲裁时效", "begin"),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _trial_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registered for one test; taken away after it."""
    monkeypatch.setitem(kinds.CASE_KINDS._rows, "trial", TRIAL)
    for code in (VIEW, HANDLE):
        power = people_kinds.Power(code, "试", frozenset({Role.OFFICER}), assigned=frozenset({Role.LAWYER}))
        monkeypatch.setitem(people_kinds.POWERS._rows, code, power)


@dataclass
class Ground:
    """Unions, accounts, persons and actors by name."""

    unions: dict[str, Union] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        return self.accounts[name].person


STAFF = (
    ("officer", Role.OFFICER, "county"), ("streetwise", Role.OFFICER, "street"), ("neighbour", Role.OFFICER, "sister"),
    ("lawyer", Role.LAWYER, "county"), ("auditor", Role.AUDITOR, "city"),
)  # fmt: skip


@pytest.fixture
def ground(db: None) -> Ground:
    """A city, a county with a street, a sister; officers of each, a lawyer, an auditor, two workers."""
    made = Ground()
    for name, level, parent in (
        ("city", "city", ""), ("county", "county", "city"), ("sister", "county", "city"), ("street", "street", "county")
    ):  # fmt: skip
        made.unions[name] = orgs.found(
            name=f"示例{name}", level=level, parent=made.unions.get(parent), valid_from=FOUNDED, by=SYSTEM, at=NOW
        )
    for number, (login, role, union) in enumerate([*STAFF, ("worker", "", ""), ("stranger", "", "")]):
        person = people.person_for(name=f"示例{login}", phone=f"199000090{number:02d}", by=SYSTEM, at=NOW)
        account = people.open_account(person=person, login=login, by=SYSTEM, at=NOW)
        if role:
            people.give_post(account=account, role=role, union=made.unions[union], valid_from=FOUNDED, by=SYSTEM, at=NOW)
        made.accounts[login] = account
        made.actors[login] = people_queries.actor_for(account, NOW.date())
    return made


@pytest.fixture
def opened(ground: Ground) -> Callable[..., Case]:
    """Opens a trial matter of a union, the county's if not said."""

    def make(union: str = "county", title: str = "试一件") -> Case:
        return services.open_case(
            kind="trial", union=ground.unions[union], title=title, channel="web", says="收到", by=SYSTEM, at=NOW
        )

    return make
