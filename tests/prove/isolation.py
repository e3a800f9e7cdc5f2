"""A machine that opens, assigns, merges, gives and ends posts at random, and a plain model of who may see what.

The model knows no path, no tier and no query: a list of posts, a parent for each union, a set of duties and parties.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.models import Assignment, Case
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.orgs.models import Agency, Union
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Account, Post
from unionhall.programmes.wages.models import Clue
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues

START = date(2026, 11, 23)
PARENT = {"north": "", "east": "north", "west": "north", "east1": "east", "east2": "east", "west1": "west"}
PLACES = sorted(PARENT)
ACTORS = ("officer", "clerk", "leader", "lawyer", "mediator", "worker")
VIEW, CHECK = "wages.view", "wages.check"
WIDE = {VIEW: {"officer", "clerk", "leader", "hotline"}, CHECK: {"officer", "clerk", "inspector"}}
ASSIGNED = {VIEW: {"lawyer", "mediator"}, CHECK: set()}
ROLES = ("officer", "clerk", "leader", "hotline", "inspector", "lawyer", "mediator", "auditor")
FIRST = {"officer": "east", "clerk": "east1", "leader": "north", "lawyer": "east", "mediator": "west"}
DUTIES = ("officer", "assistant", "mediator", "lawyer")


@dataclass
class Held:
    """A post as the model knows it."""

    who: str
    role: str
    place: str
    since: date
    until: date | None
    row: Post


@dataclass
class Model:
    """Who may see what, by brute force."""

    today: date = START
    posts: list[Held] = field(default_factory=list)
    place_of: dict[int, str] = field(default_factory=dict)
    duties: dict[int, tuple[int, str]] = field(default_factory=dict)
    parties: set[tuple[int, str]] = field(default_factory=set)

    def above(self, place: str) -> set[str]:
        """A union and all those over it."""
        found = set()
        while place:
            found.add(place)
            place = PARENT[place]
        return found

    def sees(self, who: str, power: str) -> set[int]:
        """The matters that a power of the day opens to somebody."""
        today = [post for post in self.posts if post.who == who and post.since <= self.today and (post.until is None or self.today < post.until)]
        areas = {post.place for post in today if post.role in WIDE[power]}
        seen = {pk for pk, place in self.place_of.items() if areas & self.above(place)}
        if any(post.role in ASSIGNED[power] for post in today):
            seen |= {pk for pk, holder in self.duties.values() if holder == who}
        return seen

    def own(self, who: str) -> set[int]:
        """The matters that somebody is a party of."""
        return {pk for pk, party in self.parties if party == who}


class Isolation(RuleBasedStateMachine):
    """Six actors over a tree of three levels; after every step the queries must say what the model says."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.ground = transaction.atomic()
        self.ground.__enter__()
        self.model, self.numbers = Model(), count(1)
        self.unions: dict[str, Union] = {}
        self.accounts: dict[str, Account] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.ground.__exit__(None, None, None)

    @initialize()
    def found(self) -> None:
        """The tree, the people with their first posts and duties, an agency, a clue of every union."""
        now = at()
        for number, (name, parent) in enumerate(PARENT.items()):
            level = ("city", "county", "street")[len(self.model.above(name)) - 1]
            self.unions[name] = orgs.found(
                name=name, level=level, parent=self.unions.get(parent), region_code=f"37{number:04d}", valid_from=START, by=SYSTEM, at=now
            )
        for number, name in enumerate(ACTORS):
            person = people.person_for(name=name, phone=f"199000070{number:02d}", by=SYSTEM, at=now)
            self.accounts[name] = people.open_account(person=person, login=name, by=SYSTEM, at=now)
        for name, place in FIRST.items():
            self.give(who=name, role=name, place=place, begins=0)
        self.firm: Agency = orgs.add_agency(kind="law_firm", name="示例律所", union=self.unions["north"], by=SYSTEM, at=now)
        for place, who in zip(PLACES_BY_TREE, ACTORS, strict=True):
            self.report(place=place, who=who)
        for pk, who, duty in zip(sorted(self.model.place_of), ("lawyer", "mediator") * 3, ("lawyer", "assistant") * 3, strict=True):
            self.duty(pk, who, duty, None)

    # what happens

    @rule(place=st.sampled_from(PLACES), who=st.sampled_from([*ACTORS, ""]))
    def report(self, place: str, who: str) -> None:
        """A clue of a union; its reporter may be one of the actors."""
        code = f"37{PLACES_BY_TREE.index(place):04d}"
        told = clues.Report(employer_name=f"示例{next(self.numbers)}", region_code=code)
        clue = clues.register(report=told, channel="visit", by=SYSTEM, at=at())
        self.model.place_of[clue.case_id] = place
        if who:
            cases.join(case=clue.case, person=self.accounts[who].person, role="reporter", at=at())
            self.model.parties.add((clue.case_id, who))

    def clues(self, *states: str) -> list[Clue]:
        """Clues in some states."""
        return list(Clue.objects.filter(case__state__in=states).select_related("case__union").order_by("pk"))

    @rule(data=st.data())
    def open(self, data: st.DataObject) -> None:
        """A clue becomes a case at the same union; its reporters are parties of that, too."""
        waiting = self.clues("received", "checking")
        if not waiting:
            return
        clue = data.draw(st.sampled_from(waiting))
        if clue.case.state == "received":
            clues.check(clue_id=clue.pk, by=SYSTEM, at=at())
        case_id = wage_cases.open_from(clue_id=clue.pk, by=SYSTEM, at=at()).case_id
        self.model.place_of[case_id] = self.model.place_of[clue.case_id]
        self.model.parties |= {(case_id, who) for pk, who in self.model.parties if pk == clue.case_id}

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        """Two clues become one: the merged one's reporters keep sight of the other."""
        waiting = self.clues("received", "checking")
        if len(waiting) < 2:
            return
        one, two = data.draw(st.permutations(waiting))[:2]
        clues.merge(clue_id=one.pk, into_id=two.pk, by=SYSTEM, at=at())
        self.model.parties |= {(two.case_id, who) for pk, who in self.model.parties if pk == one.case_id}

    @rule(data=st.data(), who=st.sampled_from(ACTORS), duty=st.sampled_from(DUTIES), firm=st.booleans())
    def assign(self, data: st.DataObject, who: str, duty: str, firm: bool) -> None:
        """A duty; a new officer takes the place of the one before."""
        self.duty(data.draw(st.sampled_from(sorted(self.model.place_of))), who, duty, self.firm if firm else None)

    def duty(self, pk: int, who: str, duty: str, agency: Agency | None) -> None:
        """Give it, in the house and in the model."""
        try:
            row = cases.assign(case=Case.objects.get(pk=pk), account=self.accounts[who], role=duty, agency=agency, by=SYSTEM, at=at())
        except Refused as refusal:
            assert refusal.code == "tied", refusal  # somebody who is a party of the matter has no duty in it
            return
        live = set(Assignment.objects.filter(case_id=pk, role=duty, ended_at=None).values_list("pk", flat=True))
        assert duty != "officer" or live == {row.pk}
        if duty == "officer":
            gone = [key for key, (case_id, _who) in self.model.duties.items() if case_id == pk and self.role_of(key) == "officer"]
            for key in gone:
                del self.model.duties[key]
        self.model.duties[row.pk] = (pk, who)

    def role_of(self, key: int) -> str:
        """The duty of an assignment."""
        return Assignment.objects.get(pk=key).role

    @precondition(lambda self: self.model.duties)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        """A duty ends."""
        key = data.draw(st.sampled_from(sorted(self.model.duties)))
        cases.release(assignment=Assignment.objects.get(pk=key), by=SYSTEM, at=at())
        del self.model.duties[key]

    @rule(who=st.sampled_from(ACTORS[:-1]), role=st.sampled_from(ROLES), place=st.sampled_from(PLACES), begins=st.integers(-3, 3))
    def give(self, who: str, role: str, place: str, begins: int) -> None:
        """A post from some day on."""
        since = self.model.today + timedelta(days=begins)
        known = {(post.who, post.role, post.place, post.since) for post in self.model.posts}
        if (who, role, place, since) in known:
            return
        row = people.give_post(
            account=self.accounts[who], role=role, union=self.unions[place], valid_from=since, by=SYSTEM, at=at()
        )
        self.model.posts.append(Held(who, role, place, since, None, row))

    @precondition(lambda self: self.model.posts)
    @rule(data=st.data(), days=st.integers(1, 4))
    def end(self, data: st.DataObject, days: int) -> None:
        """A post gets its last day."""
        post = data.draw(st.sampled_from(self.model.posts))
        post.until = max(post.since, self.model.today) + timedelta(days=days - 1)
        post.until = max(post.until, post.since + timedelta(days=1))
        Post.objects.filter(pk=post.row.pk).update(valid_to=post.until)

    @rule(days=st.integers(1, 2))
    def sleep(self, days: int) -> None:
        """Days pass."""
        self.model.today += timedelta(days=days)

    # what must hold

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        type(self).steps += 1
        for name in self.accounts:
            actor = people_queries.actor_for(self.accounts[name], self.model.today)
            for power in (VIEW, CHECK):
                found = set(case_queries.visible(actor.scope(power)).values_list("pk", flat=True))
                assert found == self.model.sees(name, power), (name, power)
            assert set(case_queries.visible(actor.own()).values_list("pk", flat=True)) == self.model.own(name), name


PLACES_BY_TREE = list(PARENT)
