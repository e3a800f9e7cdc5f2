"""The ground of all benches: a city of forty counties with six streets each, and its ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.test import Client

from benchmarks import names, pouring
from unionhall.base.access import Actor
from unionhall.base.cipher import keyed_hash
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.models import Case, Deadline, Party
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.orgs.models import Union
from unionhall.kernel.orgs.rules import Industry
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Account, Person
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places
from unionhall.programmes.wages.models import Arrears, LedgerGram, LedgerWord
from unionhall.programmes.wages.rules import search
from unionhall.programmes.wages.rules.flows import CaseState
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues

SYSTEM = Actor(system="benchmarks")
CHINA = ZoneInfo("Asia/Shanghai")
FOUNDED = date(2020, 1, 1)
HOME, EMPTY, IMPORTER = 0, 1, 2
STATES = (CaseState.OPENED, CaseState.NEGOTIATING, CaseState.MEDIATING, CaseState.ARBITRATING, CaseState.CONCLUDED)
TRADES = [str(each) for each in Industry]
FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Scale:
    """How large: matters, counties, streets of each, deadlines due a day, rows of the sheet, repetitions, the deep page, places and tries."""

    cases: int = 1_000_000
    counties: int = 40
    streets: int = 6
    due: int = 1000
    rows: int = 50_000
    times: int = 40
    sweeps: int = 8
    page: int = 1000
    places: int = 300
    tries: int = 125
    rushes: int = 8


SCALES = {"full": Scale(), "small": Scale(cases=50_000, rows=5000, times=20, page=50, rushes=4)}


@dataclass(frozen=True, slots=True)
class World:
    """What was founded: each county's union with its streets, and a clerk of three of them."""

    scale: Scale
    today: date
    unions: tuple[tuple[Union, ...], ...]
    clerks: dict[int, Account]

    @property
    def at(self) -> datetime:
        """Ten in the morning of the first day."""
        return datetime.combine(self.today, time(10), CHINA)

    def actor(self, county: int) -> Actor:
        """A county's clerk."""
        return people_queries.actor_for(self.clerks[county], self.today)

    def browser(self, county: int) -> Client:
        """A county's clerk, signed in."""
        client = Client(HTTP_HOST="localhost")
        client.force_login(self.clerks[county], backend="django.contrib.auth.backends.ModelBackend")
        people.begin(account=self.clerks[county], session_key=client.session.session_key or "", device="bench", agent="", at=self.at)
        return client


def found(scale: Scale, today: date) -> World:
    """The tree, the calendar, the law and the clerks."""
    now = datetime.combine(today, time(10), CHINA)
    places.seed(at=now)
    law.seed(at=now)
    city = orgs.found(name="示例市总工会", level="city", parent=None, valid_from=FOUNDED, by=SYSTEM, at=now, region_code="370700")
    unions = []
    for number in range(scale.counties):
        code = f"3707{number + 50}"
        county = orgs.found(
            name=f"示例{number + 1}县总工会", level="county", parent=city, region_code=code, valid_from=FOUNDED, by=SYSTEM, at=now
        )
        streets = [
            orgs.found(
                name=f"{number + 1}县示例{at + 1}街道总工会", level="street", parent=county, region_code=f"{code}{at + 1:03}",
                valid_from=FOUNDED, by=SYSTEM, at=now,
            )
            for at in range(scale.streets)
        ]  # fmt: skip
        unions.append((county, *streets))
    clerks = {number: _clerk(number, unions[number][0], now) for number in (HOME, EMPTY, IMPORTER)}
    return World(scale, today, tuple(unions), clerks)


def _clerk(number: int, union: Union, at: datetime) -> Account:
    person = people.person_for(name=f"示例专员{number}", phone=f"1990001000{number}", by=SYSTEM, at=at)
    account = people.open_account(person=person, login=f"clerk{number}", by=SYSTEM, at=at)
    people.give_post(account=account, role=Role.CLERK, union=union, valid_from=FOUNDED, by=SYSTEM, at=at)
    return account


@dataclass(frozen=True, slots=True)
class Example:
    """One case as the services write it: what all poured rows are clones of."""

    case: Case
    arrears: Arrears
    deadline: Deadline
    party: Party
    person: Person


def example(world: World) -> Example:
    """Report, check, open, begin a deadline: one case of the importing county."""
    report = clues.Report(
        employer_name="示例样板有限公司", region_code=world.unions[IMPORTER][1].region_code, amount=630_000, people=1, period="欠 3 个月",
        contact="样板", phone="19900009900", project="示例样板工地", industry=Industry.CONSTRUCTION,
    )  # fmt: skip
    receipt, _code = clues.report(report=report, client_key="benchmark".ljust(40, "0"), by=SYSTEM, at=world.at)
    clue = clues.Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=SYSTEM, at=world.at)
    arrears = wage_cases.open_from(clue_id=clue.pk, by=SYSTEM, at=world.at)
    due = world.today + timedelta(days=2000)
    cases.run_clock(case=arrears.case, code="instalment", label="第 1 期", start=world.today, due=due, subject="part:0")
    case = Case.objects.get(pk=arrears.case_id)
    party = case.parties.get()
    return Example(case, arrears, case.deadlines.get(code="instalment"), party, party.person)


@dataclass(frozen=True, slots=True)
class Names:
    """The ledger's names: four cases of an employer, four of a person, twenty of a project."""

    employers: list[str]
    contacts: list[str]
    projects: list[str]

    @classmethod
    def of(cls, scale: Scale) -> Names:
        """As many as a ledger of that size has."""
        quarter, twentieth = range(scale.cases // 4 or 1), range(scale.cases // 20 or 1)
        return cls([*map(names.employer, quarter)], [*map(names.contact, quarter)], [*map(names.project, twentieth)])

    def all(self) -> set[str]:
        """Each once, with the rare ones."""
        return {*self.employers, *self.contacts, *self.projects, names.RARE_EMPLOYER, names.RARE_CONTACT}


def pour_ledger(world: World) -> None:
    """The ledger's rows by the million: case, its arrears, deadline, party; the names as they are searched."""
    like, firms = example(world), Names.of(world.scale)
    with pouring.one_transaction():
        pouring.pour(Case, pouring.clones(like.case, CASE_NAMES, _cases(world)))
        pouring.pour(Arrears, pouring.clones(like.arrears, ARREARS_NAMES, _arrears(world, firms)))
        pouring.pour(Deadline, pouring.clones(like.deadline, DEADLINE_NAMES, _deadlines(world)))
        pouring.pour(Person, pouring.clones(like.person, ("id", "name", "phone_hash"), _persons(world, firms)))
        pouring.pour(Party, pouring.clones(like.party, ("id", "case_id", "person_id"), _parties(world)))
        words = sorted(firms.all())
        pouring.pour(LedgerWord, ((BASE + at, word) for at, word in enumerate(words)))
        pouring.pour(LedgerGram, ((gram, BASE + at) for at, word in enumerate(words) for gram in sorted(search.keys(word))))
    pouring.reset_numbers(*POURED[:-1])


BASE = 1000  # ids below are the example's
CASE_NAMES = ("id", "reference", "union_id", "path", "tier1", "tier2", "tier3", "title", "topic", "state", "next_due", "order_due")
ARREARS_NAMES = ("id", "case_id", "employer_name", "project", "contact", "industry")
DEADLINE_NAMES = ("id", "case_id", "subject", "due", "safe_day")
POURED = (Case, Arrears, Deadline, Person, Party, LedgerWord, LedgerGram)


def mixed(number: int) -> int:
    """A number that looks thrown, the same each time."""
    return (number * 2654435761 + 40503) % 4294967296 >> 8


def county_of(scale: Scale, at: int) -> int:
    """Every fifth case lies in the home county; the others in the rest but the empty one."""
    return HOME if at % 5 == 0 else IMPORTER + mixed(at) % (scale.counties - IMPORTER)


def rare(scale: Scale, at: int) -> bool:
    """Three cases of the home county carry the rare names."""
    third = scale.cases // 3 // 5 * 5
    return at in (0, third, 2 * third)


def topic(at: int) -> str:
    """One of the six trades."""
    return TRADES[mixed(at + 5) % len(TRADES)]


def due_of(world: World, number: int) -> date:
    """The last day of a deadline: so many on each of the first days, the others a month away and more."""
    scale = world.scale
    early = number // scale.due
    return world.today + timedelta(days=early if early < 4 * scale.sweeps else 60 + number * 7919 % 700)


def case_due(world: World, at: int) -> date | None:
    """Every second case has two deadlines, the others none: an import leaves them without."""
    return min(due_of(world, at), due_of(world, at + 1)) if at % 2 == 0 else None


def _cases(world: World) -> Iterator[pouring.Values]:
    places = [[(row.pk, row.path, *case_queries.tiers(row.path or "").values()) for row in county[1:]] for county in world.unions]
    days: dict[date, object] = {}
    for at in range(world.scale.cases):
        thrown, due = mixed(at + 7), case_due(world, at)
        streets = places[county_of(world.scale, at)]
        day = days.setdefault(due or FAR, pouring.ready(Case, "order_due", due or FAR))
        yield (
            BASE + at, f"AX-2099-{at:07}", *streets[thrown % len(streets)], f"示例案件 {at}", topic(at), STATES[thrown // 8 % 5],
            day if due else None, day,
        )  # fmt: skip


def _arrears(world: World, known: Names) -> Iterator[pouring.Values]:
    for at in range(world.scale.cases):
        special = rare(world.scale, at)
        employer = names.RARE_EMPLOYER if special else known.employers[mixed(at) % len(known.employers)]
        contact = names.RARE_CONTACT if special else known.contacts[_holder(world, at)]
        project = known.projects[mixed(at + 3) % len(known.projects)]
        yield BASE + at, BASE + at, employer, project, contact, topic(at)


def _holder(world: World, at: int) -> int:
    """The number of the person behind a case; four cases each."""
    return mixed(at + 11) % (world.scale.cases // 4 or 1)


def _deadlines(world: World) -> Iterator[pouring.Values]:
    for at in range(world.scale.cases):
        day = pouring.ready(Deadline, "due", due_of(world, at))
        yield BASE + at, BASE + at // 2 * 2, f"part:{at % 2}", day, day


def _persons(world: World, known: Names) -> Iterator[pouring.Values]:
    for number, name in enumerate(known.contacts):
        yield BASE + number, name, keyed_hash(f"bench{number}", "phone")
    yield BASE + world.scale.cases, names.RARE_CONTACT, keyed_hash(names.RARE_PHONE, "phone")


def _parties(world: World) -> Iterator[pouring.Values]:
    for at in range(world.scale.cases):
        yield BASE + at, BASE + at, BASE + (world.scale.cases if rare(world.scale, at) else _holder(world, at))
