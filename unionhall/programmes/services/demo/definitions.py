"""文昌广场 and its services as data: the haircut of the page, and four older services as definitions on the same engine."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from unionhall.kernel.people import services as people

from ..queries import definitions as found
from ..services import definitions, prices, staffing
from .rota import LINE
from .yangzhou import BY, PLACE, UNION, ground

if TYPE_CHECKING:
    from ..models import Definition

SINCE = date(2025, 6, 1)
TITLED_PHONE, CITIZEN_PHONE = "19900000091", "19900000092"
NOTICE, SAMPLE = "扬州市总工会公益项目报道，2025年", "示例价目"
FREE = (("model_worker", "劳模证"), ("advanced_worker", "证书"), ("may_day_medal", "奖章证书"), ("craftsman", "工匠证书"), ("new_employment", "平台账号页面"))
PAY = (("worker", "工会会员卡或工作证"), ("citizen", "身份证"), ("tourist", "身份证"), *((who, "") for who, _paper in FREE))
OFFERS = (
    (LINE, "理发", "12345", 9, 17, 30, 2000, "登记过的不用带证；没登记的带证明"),
    ("jobs", "职业介绍", "12345", 9, 12, 20, None, "身份证，有简历更好"),
    ("household", "家政介绍", "135", 13, 17, 20, None, "身份证"),
    ("cooperative", "消费合作社团购取货", "6", 9, 12, 10, None, "取货短信"),
)


def loaded() -> bool:
    """Whether a service of the place is there."""
    return found.offered(SINCE).filter(place__name=PLACE).exists()


def load(at: datetime) -> None:
    """Union, place, services, lines, slots, a titled worker and a citizen."""
    union, place, _accounts = ground(at)
    begun = datetime.combine(SINCE, time(9), at.tzinfo)
    for code, name, weekdays, begins, ends, minutes, usual, bring in OFFERS:
        offer = definitions.Offer(
            code=code, name=name, weekdays=weekdays, begins=time(begins), ends=time(ends), minutes=minutes, valid_from=SINCE, usual_price=usual,
            bring=bring, seats=2, needs_provider=code == LINE,
        )  # fmt: skip
        _lines(definitions.put(offer=offer, union=union, place=place, by=BY, at=at), begun)
    staffing.match_ahead(at=at)
    titled = people.person_for(name="职工091", phone=TITLED_PHONE, by=BY, at=at)
    people.stand(person=titled, kind="model_worker", level="city", valid_from=date(2024, 5, 1), by=BY, at=at, issuer=UNION)
    citizen = people.person_for(name="职工092", phone=CITIZEN_PHONE, by=BY, at=at)
    for person in (titled, citizen):
        people.open_account(person=person, by=BY, at=at)


def _lines(row: Definition, at: datetime) -> None:
    """The haircut as the page has it; the older services are free for everybody."""
    if row.code != LINE:
        _line(row, at, prices.Line(who="anyone", weekdays=row.weekdays, price=0, source=SAMPLE, valid_from=SINCE))
        return
    for who, paper in FREE:
        _line(row, at, prices.Line(who=who, weekdays="34", price=0, evidence=paper, source=NOTICE, mark="C", valid_from=SINCE, priority=10))
    for who, paper in PAY:
        _line(row, at, prices.Line(who=who, weekdays="125", price=800, evidence=paper, source=SAMPLE, valid_from=SINCE))


def _line(row: Definition, at: datetime, line: prices.Line) -> None:
    seen = prices.look(definition_id=row.pk, line=line, by=BY, at=at)
    prices.save(definition_id=row.pk, line=line, seal=seen.seal, by=BY, at=at)
