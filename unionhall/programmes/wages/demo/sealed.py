"""A confidential letter in the demo world: reported and added to."""

from __future__ import annotations

from datetime import datetime, timedelta

from unionhall.kernel.cases import services as cases

from ..models import Clue
from ..services import sealed
from .settlement import CHINA, moment

KEY = "demo-confidential".ljust(40, "0")
TOLD = {
    "employer_name": "潍坊示例保密厂", "project": "二车间", "amount": "4620000", "people": "12", "period": "2026年7月到9月", "contact": "职工412",
    "phone": "19900000412", "told": "老板说谁去工会告就开除谁。考勤本锁在二楼柜子里，会计那里有一份抄的。",
}  # fmt: skip
SHEET = "日期,姓名,工时\n2026-07-01,职工412,11\n2026-07-02,职工412,12\n".encode()


def loaded() -> bool:
    """Whether the part is there."""
    return Clue.objects.filter(sealed=True).exists()


def load(at: datetime) -> None:
    """One letter that waits, with a sheet and an addition; the clerk alone holds a key."""
    told = moment((at.astimezone(CHINA) - timedelta(days=1)).date(), 20)
    receipt, code = sealed.report(
        told=TOLD, region_code="370702004", attached=[cases.Attachment("工时抄件.csv", SHEET)], client_key=KEY, at=told
    )  # fmt: skip
    cases.add_own(case=receipt.case, code=code, fields={"told": "今天又有两个人被叫去写“自愿离职”。"}, attached=[], at=told + timedelta(hours=2))
