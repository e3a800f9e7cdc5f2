"""The rota at 文昌广场: three take turns on the free days, two serve the discount days; this month and the next, by the services."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from unionhall.kernel.people import queries as people

from ..models import Rota
from ..services import providers, rota
from .yangzhou import BY, ground

CHINA = ZoneInfo("Asia/Shanghai")
LINE, TITLE = "haircut", "理发"
FREE, DISCOUNT = "free", "discount"
SINCE = date(2024, 1, 1)
SOURCE = "扬州市总工会公开页面：每周三、周四至少一人（示例）"


def loaded() -> bool:
    """Whether the part is there."""
    return Rota.objects.filter(line=LINE).exists()


def load(at: datetime) -> None:
    """Promises, people, their weekdays, then two months planned and said yes to; the last days of the next wait for a yes."""
    today = at.astimezone(CHINA).date()
    first = today.replace(day=1)
    last = month_end(month_end(first) + timedelta(days=1))
    begun = datetime.combine(first, time(8), CHINA)
    union, place, accounts = ground(at)
    row = providers.open_rota(place=place, union=union, line=LINE, title=TITLE, by=BY, at=begun)
    for group, title, days, source in ((FREE, "免费日", (2, 3), SOURCE), (DISCOUNT, "优惠日", (0, 1, 4), "驿站值班安排（示例）")):
        providers.promise(
            rota_id=row.pk, group=group, title=title, weekdays=days, least=1, begins=time(8, 30), ends=time(17), valid_from=SINCE, source=source, by=BY, at=begun
        )
    made = []
    for number, account in enumerate(accounts):
        group = FREE if number < 3 else DISCOUNT
        made.append(providers.add_provider(rota_id=row.pk, account_id=account.pk, group=group, since=SINCE, by=BY, at=begun))
        providers.set_pattern(provider_id=made[-1].pk, weekdays=(2, 3) if group == FREE else (0, 1, 4), by=BY, at=begun)
    plan = rota.draft(rota_id=row.pk, first=first, last=last, by=BY, at=begun)
    own = {each.pk: people.actor_for(each.account, today) for each in made}
    for duty in rota.accept(rota_id=row.pk, first=first, last=last, mark=plan.mark, by=BY, at=begun):
        if duty.day < last - timedelta(days=7):
            rota.confirm(duty_id=duty.pk, by=own[duty.provider_id], at=begun)


def month_end(day: date) -> date:
    """The last day of its month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
