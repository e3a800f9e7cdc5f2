"""A small world with canaries: four matters in two districts, and everybody who might ask for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils import timezone

from unionhall.base.access import Actor, Grant
from unionhall.base.testing import SYSTEM
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.models import Case, Event
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places
from unionhall.programmes.stations.models import Doubt, Station
from unionhall.programmes.stations.rules.doors import Whence
from unionhall.programmes.stations.services import doors as station_doors
from unionhall.programmes.stations.services import reports as station_reports
from unionhall.programmes.stations.services import supplies, truth
from unionhall.programmes.voice.services import matters
from unionhall.programmes.wages.models import (
    Arrears,
    Check,
    Claimant,
    Clue,
    ImportRun,
    LimitEvent,
    MoneyEntry,
    Regime,
    Visit,
    Warning,
)
from unionhall.programmes.wages.services import (
    agreements,
    briefings,
    care,
    clues,
    controllers,
    money,
    observations,
    referrals,
    regimes,
    rounds,
    routes,
    warnings,
)
from unionhall.programmes.wages.services import cases as wage_cases

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union
    from unionhall.kernel.people.models import Account

FOUNDED = date(2020, 1, 1)
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff\xff\x7f\x00\t\xfb\x03\xfd\x05CE\xca\x00\x00\x00\x00IEND\xaeB`\x82"
)
ABOVE = {"city": ("city",), "county": ("city", "county"), "street": ("city", "county", "street"), "sister": ("city", "sister")}


@dataclass(frozen=True)
class Persona:
    """Somebody who asks: their role at a union ('' is none), and the targets they are a party of or assigned to."""

    name: str
    role: str = ""
    union: str = ""
    party: frozenset[str] = frozenset()
    assigned: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        """Signed in."""
        return self.name != "anonymous"


PERSONAS = (
    Persona("anonymous"),
    Persona("worker", party=frozenset({"street", "closed"})),
    Persona("stranger"),
    *(Persona(str(role), str(role), "county") for role in Role),
    Persona("counsel", Role.LAWYER, "county", assigned=frozenset({"street"})),
    Persona("city_leader", Role.LEADER, "city"),
    Persona("neighbour", Role.OFFICER, "sister"),
    Persona("neighbour_clerk", Role.CLERK, "sister"),
)


@dataclass
class Target:
    """A clue and the case it became, with what belongs to them; `canaries` lie in them and nowhere else."""

    name: str
    union: str
    canaries: tuple[str, ...]
    phone: str
    ids: dict[str, int | str] = field(default_factory=dict)


@dataclass
class World:
    """Unions, accounts and targets by name."""

    unions: dict[str, Union] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)


def build() -> World:
    """All of it, by the services."""
    world, now = World(), timezone.now() - timedelta(days=3)
    places.seed(at=now)
    law.seed(at=now)
    for name, level, parent, code in (
        ("city", "city", "", "370700"), ("county", "county", "city", "370702"), ("sister", "county", "city", "370703"),
        ("street", "street", "county", "370702001"),
    ):  # fmt: skip
        world.unions[name] = orgs.found(
            name=f"示例{name}工会", level=level, parent=world.unions.get(parent), region_code=code, valid_from=FOUNDED, by=SYSTEM, at=now
        )
    for number, persona in enumerate(PERSONAS[1:]):
        world.accounts[persona.name] = account(world, persona, f"199000080{number:02d}")
    for number, (name, union) in enumerate((("street", "street"), ("county", "county"), ("sister", "sister"), ("closed", "county"))):
        world.targets[name] = target(world, number, name, union)
    street, sister = (world.targets[name].ids["case"] for name in ("street", "sister"))
    controllers.link(case_id=street, other_id=sister, note="同一个老板", by=SYSTEM, at=now)
    return world


def account(world: World, persona: Persona, phone: str) -> Account:
    """A persona's account with their post."""
    now = timezone.now()
    person = people.person_for(name=f"示例{persona.name}", phone=phone, by=SYSTEM, at=now)
    row = people.open_account(person=person, login=persona.name, by=SYSTEM, at=now)
    if persona.role:
        people.give_post(account=row, role=persona.role, union=world.unions[persona.union], valid_from=FOUNDED, by=SYSTEM, at=now)
    return row


def target(world: World, number: int, name: str, union: str) -> Target:
    """A report that became a case with a second worker, an agreement, money, a file and an import run beside it."""
    now, phone = timezone.now() - timedelta(days=2), f"1990000424{number}"
    marks = (f"金丝雀建筑{number}号", f"金丝雀工地{number}号", f"雀{number}某人", f"金丝雀原话{number}号", f"雀{number}第二人", f"雀材料{number}号")
    made = Target(name, union, marks, phone)
    region = {"street": "370702001", "county": "370702", "sister": "370703"}[union]
    report = clues.Report(
        employer_name=marks[0], project=marks[1], contact=marks[2], told=marks[3], phone=phone, region_code=region, amount=18_900_00, people=2
    )
    receipt, _code = clues.report(report=report, client_key=f"{number:040d}", by=SYSTEM, at=now)
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=SYSTEM, at=now)
    arrears = wage_cases.open_from(clue_id=clue.pk, by=SYSTEM, at=now)
    claimant = wage_cases.add_claimant(case_id=arrears.case_id, name=marks[4], owed=900_000, by=SYSTEM, at=now)
    made.ids = {"clue": clue.pk, "clue_case": clue.case_id, "case": arrears.case_id, "claimant": claimant.pk, "union": world.unions[union].pk}
    furnish(world, made, arrears.case)
    visited(world, made, marks)
    opinion(world, made, number)
    station(world, made, number)
    return made


def visited(world: World, made: Target, marks: tuple[str, ...]) -> None:
    """The employer as a place of rounds: last week looked at, next week in the plan."""
    now = timezone.now() - timedelta(days=1)
    site = rounds.add_site(union=world.unions[made.union], name=marks[0], place=marks[1], by=SYSTEM, at=now)
    done = rounds.record_check(client_id=f"{made.name:0<20}", site_id=site.pk, result="unseen", note=marks[3], by=SYSTEM, at=now)
    visit = Visit.objects.create(
        site=site, path=site.path, week=done.check.week + timedelta(days=7), inspector_name=marks[2], planned_at=now
    )
    made.ids |= {"site": site.pk, "check": done.check.pk, "visit": visit.pk}


def opinion(world: World, made: Target, number: int) -> None:
    """Something that was told to the same union, taken down by hand; its parties are those of the case."""
    said = matters.Said(text=made.canaries[3], about=made.canaries[0], contact=made.canaries[2], phone=made.phone, kind="suggestion")
    by = Actor(account_id=1, name="walk", grants=(Grant("clerk", world.unions[made.union].path or "", world.unions[made.union].pk, frozenset()),))
    receipt, _code = matters.file(said=said, channel="paper", client_key=f"voice{number:035d}", by=by, at=timezone.now() - timedelta(days=2))
    made.ids["voice"] = receipt.case_id
    for persona in PERSONAS:
        if made.name in persona.party:
            cases.join(case=receipt.case, person=world.accounts[persona.name].person, role="reporter", at=timezone.now())


def station(world: World, made: Target, number: int) -> None:
    """A station of the union with its code, a lot, a report, and three who found it locked; its parties are those of the case."""
    now, union = timezone.now() - timedelta(days=1), world.unions[made.union]
    place = places.put_place(name=f"示例驿站{number}", by=SYSTEM, at=now, lat=36.7, lng=119.1 + number, always_open=True)
    row = Station.objects.create(place=place, code=f"WALK-{number}", union=union, path=union.path)
    door = station_doors.issue_door(station_id=row.pk, by=SYSTEM, at=now)
    lot = supplies.put(station_id=row.pk, lot=supplies.Lot("创可贴", 1, "盒"), by=SYSTEM, at=now)
    told = station_reports.Told("broken", made.canaries[3])
    receipt, _code = station_reports.file(station=row, told=told, client_key=f"station{number:033d}", by=Actor(name="walk"), at=now)
    Case.objects.filter(pk=receipt.case_id).update(union=union, path=union.path, **{f"tier{tier}": None for tier in range(1, 7)})
    Case.objects.filter(pk=receipt.case_id).update(**case_queries.tiers(union.path or ""))
    for device in range(3):
        truth.observe(station=row, found="locked", whence=Whence(f"{device}", "192.0.2"), form_key=f"walk{number}{device}".ljust(40, "0"), at=now)
    made.ids |= {"station": row.pk, "door": door.code, "supply": lot.pk, "station_report": receipt.case_id, "doubt": Doubt.objects.get(station=row).case_id}
    for persona in PERSONAS:
        if made.name in persona.party:
            cases.join(case=receipt.case, person=world.accounts[persona.name].person, role="reporter", at=timezone.now())


def furnish(world: World, made: Target, case: Case) -> None:
    """Agreement, money, a shared file, parties, the assigned lawyer, an import; the closed one is closed."""
    now = timezone.now() - timedelta(days=1)
    officer = people_queries.actor_for(world.accounts["neighbour" if made.union == "sister" else "officer"], now.date())
    wage_cases.take(case_id=case.pk, step="negotiate", by=SYSTEM, at=now)
    agreements.sign(
        case_id=case.pk, kind="mediation", signed_on=now.date(), parts=[(now.date() + timedelta(days=30), 900_000)], by=SYSTEM, at=now
    )
    money.record(case_id=case.pk, kind="paid", amount=100, on=now.date(), claimant_id=made.ids["claimant"], by=officer, at=now)
    blob = files.keep(content=BytesIO(PICTURE), name=f"{made.canaries[5]}.png", by=SYSTEM, at=now, allow=frozenset(FileKind))
    file = cases.add_file(case=case, blob=blob, label=made.canaries[5], by=SYSTEM, at=now, shared=True)
    court = orgs.add_agency(kind="court", name=f"示例{made.name}法院", union=world.unions[made.union], phone="19900004299", by=SYSTEM, at=now)
    claimant = Claimant.objects.filter(arrears__case=case, person__isnull=False).first()
    sent = referrals.refer(case_id=case.pk, way="suit", agency_id=court.pk, claimant_ids=[claimant.pk], on_paper=True, by=SYSTEM, at=now)
    made.ids["referral"] = sent.pk
    run = ImportRun.objects.create(
        union=world.unions[made.union], path=world.unions[made.union].path, file_name=f"{made.canaries[5]}.xlsx", digest="0" * 64,
        account_id=officer.account_id, actor=officer.name, run_at=now,
    )  # fmt: skip
    entry = MoneyEntry.objects.filter(arrears__case=case, kind="paid").get()
    watch(world, made)
    made.ids |= {"blob": blob.pk, "file": file.pk, "run": run.pk, "entry": entry.pk}
    made.ids["limit_event"] = LimitEvent.objects.filter(arrears__case=case).latest("pk").pk
    made.ids["choice"] = routes.choose(case_id=case.pk, route="emergency_fund", note=made.canaries[5], by=SYSTEM, at=now).pk
    for persona in PERSONAS:
        if made.name in persona.party:
            cases.join(case=case, person=world.accounts[persona.name].person, role="claimant", at=now)
        if made.name in persona.assigned:
            cases.assign(case=case, account=world.accounts[persona.name], role="lawyer", by=SYSTEM, at=now)
    made.ids |= kindness(world, made, case, now)
    if made.name == "closed":
        walk = Actor(system="walk")
        cases.take_step(case_id=case.pk, step="drop", by=walk, at=now)
        for visit in case_queries.round_of(case):
            facts = {"how": "phone", "answers": dict.fromkeys(("kept", "harassed", "owed"), "unknown"), "power": "wages.handle"}
            cases.record_visit(visit_id=visit.pk, by=walk, at=now + (visit.deadline.due - now.date()), **facts)
        cases.take_step(case_id=case.pk, step="close", by=walk, at=now)


def kindness(world: World, made: Target, case: Case, now: datetime) -> dict[str, int]:
    """A regime, a special report and a publicity event of the target's union, with its canaries in them."""
    union, system = world.unions[made.union], Actor(system="walk")
    if not Regime.objects.filter(union=union).exists():
        regimes.set_up(union_id=union.pk, begun_on=now.date(), by=system, at=now)
    regime = Regime.objects.filter(union=union).first()
    briefing = briefings.draw_major(case_id=case.pk, by=system, at=now)
    event = care.hold_event(title=f"宣传{made.canaries[1]}", on=now.date(), sites=[(made.canaries[1], 3, 3)], union_id=union.pk, by=system, at=now)
    return {"regime": regime.pk, "briefing": briefing.pk, "event": event.pk}


def watch(world: World, made: Target) -> None:
    """An employer's month of the target's union, two months unpaid, and the warning that follows."""
    now, union = timezone.now(), world.unions[made.union]
    firm = orgs.employer_for(name=f"{made.canaries[0]}（月报）", by=SYSTEM, at=now)
    figures = {"attended": 7, "paid": 0, "recorded": 0}
    for month in (now.date().replace(day=1), (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)):
        observations.write(employer=firm, union=union, month=month, figures=figures, by=SYSTEM, at=now)
    warnings.evaluate(by=SYSTEM, at=now)
    row = Warning.objects.filter(employer=firm, code="no_record").order_by("-period").first()
    made.ids |= {"employer": firm.pk, "warning": row.pk}


def stamp() -> tuple[object, ...]:
    """What must not move when a stranger asks: every matter's version and state, lines, money, claims."""
    versions = tuple(Case.objects.order_by("pk").values_list("pk", "version", "state"))
    sums = tuple(Arrears.objects.order_by("pk").values_list("pk", "owed", "paid", "confirmed", "promised"))
    warned = tuple(Warning.objects.order_by("pk").values_list("pk", "verdict", "given_to_id"))
    rounds = Check.objects.count(), Visit.objects.filter(dropped_at=None).count()
    return warned, rounds, versions, sums, Event.objects.count(), MoneyEntry.objects.count(), Clue.objects.filter(merged_into=None).count()
