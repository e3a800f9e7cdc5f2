"""A group of fifteen, brought in by a pasted list: the ground of the group's tests."""

from unionhall.base.testing import SYSTEM, at
from unionhall.programmes.wages.models import Arrears, Clue
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues, rosters

OWED = (18_900_00, 16_200_00, 15_800_00, 15_000_00, 14_400_00, 14_100_00, 13_900_00, 13_600_00, 13_300_00, 12_800_00, 12_500_00,
        11_900_00, 11_600_00, 10_500_00, 9_500_00)  # fmt: skip
HEAD = "姓名\t手机号\t欠多少元\t从哪天起欠\t农民工"


def phone(number: int) -> str:
    """The invented phone of worker so-and-so."""
    return f"199000077{number:02d}"


def listed(count: int = len(OWED)) -> str:
    """The list as somebody pastes it from a sheet."""
    rows = (f"职工{n + 1:03d}\t{phone(n + 1)}\t{OWED[n] / 100}\t2024-0{n % 3 + 1}-01\t是" for n in range(count))
    return "\n".join([HEAD, *rows])


def opened(day: str = "2026-11-02", region: str = "370702001", key: str = "g") -> Arrears:
    """A case of fifteen, nobody entered yet but the one who reported."""
    report = clues.Report(
        employer_name="示例市政工程有限公司", region_code=region, amount=sum(OWED), people=15, contact="职工001", phone=phone(1)
    )
    receipt, _code = clues.report(report=report, client_key=key * 40, by=SYSTEM, at=at(f"{day} 09:00"))
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=SYSTEM, at=at(f"{day} 10:00"))
    return wage_cases.open_from(clue_id=clue.pk, by=SYSTEM, at=at(f"{day} 11:00"))


def group(count: int = len(OWED), key: str = "g") -> Arrears:
    """The same with its workers."""
    arrears = opened(key=key)
    rosters.add(case_id=arrears.case_id, text=listed(count), by=SYSTEM, at=at("2026-11-02 12:00"))
    return Arrears.objects.get(pk=arrears.pk)
