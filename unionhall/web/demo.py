"""The demo world: tree, agencies, a person of every role, then what each programme adds; and the words that greet."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import rules as org_rules
from unionhall.kernel.orgs import services as org_services
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import rules as people_rules
from unionhall.kernel.people import services as people_services
from unionhall.kernel.places import services as places

from .kinds import DEMO

FOUNDED = date(2020, 1, 1)
BY = Actor(system="demo world")
TREE = (
    ("中华全国总工会", org_rules.Level.NATION, ""),
    ("山东省总工会", org_rules.Level.PROVINCE, "370000"),
    ("潍坊市总工会", org_rules.Level.CITY, "370700"),
    ("潍坊市潍城区总工会", org_rules.Level.COUNTY, "370702"),
)
STREETS = ("城关", "南关", "西关", "北关", "于河", "望留")
AGENCIES = (
    (org_rules.AgencyKind.HRSS, "潍城区人社局（示例）"),
    (org_rules.AgencyKind.INSPECTORATE, "潍城区劳动监察大队（示例）"),
    (org_rules.AgencyKind.COMMISSION, "潍城区劳动人事争议仲裁委（示例）"),
    (org_rules.AgencyKind.COURT, "潍城区人民法院（示例）"),
    (org_rules.AgencyKind.PROCURATORATE, "潍城区人民检察院（示例）"),
    (org_rules.AgencyKind.LEGAL_AID, "潍城区法律援助中心（示例）"),
    (org_rules.AgencyKind.LAW_FIRM, "示例律师事务所"),
)
STAFF = (
    ("clerk", "示例三", people_rules.Role.CLERK),
    ("officer", "示例七", people_rules.Role.OFFICER),
    ("mediator", "示例五", people_rules.Role.MEDIATOR),
    ("lawyer", "示例九", people_rules.Role.LAWYER),
    ("hotline", "示例二", people_rules.Role.HOTLINE),
    ("leader", "示例一", people_rules.Role.LEADER),
    ("admin", "示例八", people_rules.Role.ADMINISTRATOR),
    ("auditor", "示例六", people_rules.Role.AUDITOR),
    ("partner", "示例十", people_rules.Role.PARTNER),
)
EMPLOYED_BY = {people_rules.Role.LAWYER: org_rules.AgencyKind.LAW_FIRM, people_rules.Role.PARTNER: org_rules.AgencyKind.PROCURATORATE}
KEYED = (people_rules.Role.CLERK,)  # the officer of the demo has no key yet, so that the page which says so can be seen
WORKER_PHONE = "19900000037"


def loaded() -> bool:
    """Whether the tree is there already."""
    return orgs.unions().exists()


def load(at: datetime) -> None:
    """Load what is not there yet."""
    places.seed(at=at)
    law.seed(at=at)
    if not loaded():
        with transaction.atomic():
            load_people(load_tree(at), at)
    for part in sorted(DEMO, key=lambda part: part.order):
        if not part.loaded():
            with transaction.atomic():  # whole or not at all; and one sync of the disk instead of a thousand
                part.load(at)


def load_tree(at: datetime) -> object:
    """Nation to county, the six sub-districts with one community each, a sister district, agencies."""
    parent = None
    for name, level, code in TREE:
        parent = org_services.found(name=name, level=level, parent=parent, region_code=code, valid_from=FOUNDED, by=BY, at=at, phone="12351")
    for number, street in enumerate(STREETS, start=1):
        below = org_services.found(
            name=f"{street}街道总工会", level=org_rules.Level.STREET, parent=parent, region_code=f"370702{number:03d}",
            valid_from=FOUNDED, by=BY, at=at,
        )  # fmt: skip
        org_services.found(name=f"{street}示例社区工会", level=org_rules.Level.COMMUNITY, parent=below, valid_from=FOUNDED, by=BY, at=at)
    org_services.found(
        name="邻区总工会（示例）", level=org_rules.Level.COUNTY, parent=parent.parent, region_code="370703", valid_from=FOUNDED, by=BY, at=at
    )
    for number, (kind, name) in enumerate(AGENCIES, start=1):
        org_services.add_agency(
            kind=kind, name=name, union=parent, by=BY, at=at, phone=f"199000030{number:02d}", contracted=kind == org_rules.AgencyKind.LAW_FIRM
        )
    return parent


def load_people(county: object, at: datetime) -> None:
    """One account per role, 32 inspectors at three levels, a sister district's officer, one worker."""
    for number, (login, name, role) in enumerate(STAFF, start=1):
        staff(login, name, role, county, f"199000010{number:02d}", at)
    areas = [row for row in orgs.unions() if row.path.startswith(county.path)]
    for number in range(1, 33):
        staff(f"inspector{number:02d}", f"排查员{number:02d}", people_rules.Role.INSPECTOR, areas[number % len(areas)], f"199000020{number:02d}", at)
    sister = orgs.unions().get(region_code="370703")
    staff("neighbour", "示例邻", people_rules.Role.OFFICER, sister, "19900001099", at)
    staff("cityofficer", "示例市办", people_rules.Role.OFFICER, county.parent, "19900001098", at)  # what nobody answers goes up there
    person = people_services.person_for(name="职工001", phone=WORKER_PHONE, by=BY, at=at)
    people_services.open_account(person=person, by=BY, at=at)


def staff(login: str, name: str, role: people_rules.Role, union: object, phone: str, at: datetime) -> None:
    """A log-in of the demo; lawyers and partners stand in their agency."""
    agency = orgs.agencies(union.path, EMPLOYED_BY[role]).first() if role in EMPLOYED_BY else None
    people_services.open_demo_log_in(login=login, name=name, role=role, union=union, phone=phone, agency=agency, keyed=role in KEYED, by=BY, at=at)


def log_ins(today: date, at: datetime) -> list[dict[str, str]]:
    """Role, login, password and the TOTP code of the moment, for the sign-in page of the demo."""
    rows = []
    for post, account in people.demo_accounts(today):
        login, role = account.login or "", gettext(people_rules.ROLE_LABELS[people_rules.Role(post.role)])
        code = people_services.totp(secret_hex=people_services.demo_secret(login=login)).generate(int(at.timestamp())).decode()
        rows.append({"role": role, "login": login, "password": people_services.DEMO_PASSWORD, "code": code})
    return rows


def welcome(port: int, today: date, at: datetime) -> str:
    """What `make demo` prints: the address, and how to sign in as every role."""
    lines = [f"\n  职工之家（示例数据）  http://localhost:{port}/", f"  不登录也能用：         http://localhost:{port}/wages/report/"]
    lines.append(f"  职工：手机 {WORKER_PHONE}，验证码看 http://localhost:{port}/notices/outbox/")
    for row in log_ins(today, at):
        lines.append(f"  {row['role']}：账号 {row['login']}  密码 {row['password']}  动态码在登录页上")
    return "\n".join([*lines, ""])
