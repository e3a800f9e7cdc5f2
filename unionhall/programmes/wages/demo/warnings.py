"""Early warning in the demo world: five employers' months, what follows from them, some given, some answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ..models import Observation, Warning
from ..rules.warnings import Verdict
from ..services import observations, warnings
from .settlement import CHINA, YUAN, actor, moment

FIRMS = (
    ("潍坊示例建筑有限公司", {"attended": 46, "paid": 46, "recorded": 46, "members": 40}, {"attended": 44, "paid": 0, "recorded": 12, "members": 38}, {"attended": 41, "paid": 0, "recorded": 9, "members": 21, "hotline": 3, "real_name": "no", "account": "yes", "deposit": "no"}),
    ("潍坊示例物流有限公司", {"attended": 120, "paid": 120, "recorded": 118}, {"attended": 121, "paid": 117, "recorded": 117, "leavers": 6, "settled": 6}, {"attended": 118, "paid": 111, "recorded": 110, "leavers": 9, "settled": 4}),
    ("潍坊示例服装厂", {"members": 80, "dues_late": 0}, {"members": 78, "dues_late": 1}, {"members": 66, "dues_late": 2, "hardship": 3}),
    ("潍坊示例装饰有限公司", {"attended": 22, "paid": 22}, {"attended": 22, "paid": 22}, {"attended": 23, "paid": 23, "recorded": 23, "payroll": 138_000 * YUAN, "top_payee": 62_000 * YUAN}),
    ("潍坊示例餐饮有限公司", {"attended": 15, "paid": 15, "recorded": 15}, {"attended": 15, "paid": 15, "recorded": 15}, {"attended": 14, "paid": 14, "recorded": 14}),
)  # fmt: skip
TOLD = (
    ("no_record", Verdict.RIGHT, "去工地对了考勤，确实没有记工资的有 32 人"), ("one_payee", Verdict.WRONG, "包工头代领，当天都转给了本人，看了转账记录"),
    ("hardship", Verdict.UNCLEAR, "申请的两人家里有病人，跟工资有没有关系看不出来"),
)  # fmt: skip


def loaded() -> bool:
    """Whether the part is there."""
    return Observation.objects.exists()


def load(at: datetime) -> None:
    """Three months of five employers, judged month by month; the last month's are on the desks."""
    today = at.astimezone(CHINA).date()
    months = list(reversed(first_days(today, 3)))
    for place, month in enumerate(months):
        after = min(first_days(month + timedelta(days=31), 1)[0] + timedelta(days=5), today)
        for firm, *figures in FIRMS:
            observe(firm, month, figures[place], moment(after, 9))
        warnings.evaluate(by=actor("clerk", after), at=moment(after))
    tell(today)


def first_days(day: date, count: int) -> list[date]:
    """The first days of the months before a day's month, newest first."""
    found, month = [], day.replace(day=1)
    for _ in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
        found.append(month)
    return found


def observe(firm: str, month: date, figures: dict, at: datetime) -> None:
    """A month as the clerk writes it down, with its pay day; the first firm stopped paying."""
    pay_on = month.replace(day=28)
    paid_on = None if figures.get("paid") == 0 else pay_on
    days = {"pay_on": pay_on, "paid_on": paid_on} if "paid" in figures else {}
    observations.observe(employer_name=firm, month=month, figures={**figures, **days}, by=actor("clerk", at.date()), at=at)


def tell(today: date) -> None:
    """Some are given to an inspector, some were answered after the visit."""
    officer, inspector = actor("officer", today), actor("inspector", today)
    for code, verdict, note in TOLD:
        for row in Warning.objects.filter(code=code, verdict="", gone_at=None).order_by("period")[:1]:
            warnings.answer(warning_id=row.pk, verdict=verdict, note=note, by=officer, at=moment(today, 8))
    for row in Warning.objects.filter(code__in=["no_pay", "leaver"], verdict="", gone_at=None):
        if inspector.scope("wages.judge").reaches(row.path):
            warnings.give(warning_id=row.pk, account_id=inspector.account_id, by=officer, at=moment(today, 8))
