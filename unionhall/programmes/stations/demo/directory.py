"""北京 in the demo world: a municipal union, 16 districts with a centre each, 8,300 stations, 1,200 of them unattended.

Names, streets and positions are invented: each lies somewhere in the rough area of its district, and the pages say so.
They come in as a sheet, by the import that a clerk uses.
"""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from random import Random
from zoneinfo import ZoneInfo

from unionhall.base.access import Actor
from unionhall.base.geo import System
from unionhall.kernel.files.rules.workbook import Sheet, Workbook
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import services as org_services
from unionhall.kernel.orgs.rules import Level

from ..queries import directory
from ..services import sheets

BY = Actor(system="demo world")
CHINA = ZoneInfo("Asia/Shanghai")
FOUNDED, CITY = date(2020, 1, 1), "110000"
STATIONS, UNATTENDED = 8300, 1200
# code, district, middle (lat, lng), half sides in degrees, share of the stations
DISTRICTS = (
    ("110101", "东城区", 39.917, 116.416, 0.030, 0.022, 5), ("110102", "西城区", 39.910, 116.366, 0.030, 0.025, 6),
    ("110105", "朝阳区", 39.945, 116.490, 0.075, 0.080, 17), ("110106", "丰台区", 39.845, 116.280, 0.035, 0.080, 9),
    ("110107", "石景山区", 39.920, 116.200, 0.025, 0.028, 4), ("110108", "海淀区", 39.990, 116.290, 0.060, 0.060, 15),
    ("110109", "门头沟区", 39.940, 116.080, 0.020, 0.025, 2), ("110111", "房山区", 39.720, 116.080, 0.050, 0.080, 5),
    ("110112", "通州区", 39.860, 116.690, 0.060, 0.070, 8), ("110113", "顺义区", 40.130, 116.660, 0.050, 0.070, 6),
    ("110114", "昌平区", 40.180, 116.250, 0.060, 0.080, 8), ("110115", "大兴区", 39.720, 116.370, 0.060, 0.070, 7),
    ("110116", "怀柔区", 40.330, 116.630, 0.030, 0.030, 2), ("110117", "平谷区", 40.140, 117.110, 0.030, 0.040, 2),
    ("110118", "密云区", 40.380, 116.850, 0.030, 0.040, 2), ("110119", "延庆区", 40.460, 115.980, 0.025, 0.035, 2),
)  # fmt: skip
HEADINGS = ("驿站名称", "类型", "所在区", "地址", "附近标志", "电话", "经度", "纬度", "开放时间", "节假日时间", "设施", "最近核实", "启用日期")
HOURS = (
    ("每天 8:00-20:00", "照常"), ("每天 7:00-22:00", "10:00-18:00"), ("周一至周五 8:30-12:00，13:30-17:30", "不开"), ("每天 9:00-21:00", "照常"),
    ("周一至周六 8:00-18:00", "不开"), ("每天 6:30-23:00", "照常"),
)  # fmt: skip
OFFERS = ("热水", "充电", "热饭", "厕所", "空调", "药箱", "看书", "无线网", "歇脚", "雨具", "理发", "法律咨询", "母婴", "换电柜", "没有台阶", "临街")
STREETS, MARKS = ("示例东街", "示例西街", "示范路", "样本大街", "示例南路", "样例北路"), ("公交站", "快递点", "菜市场", "地铁口", "药店", "小公园")


def loaded() -> bool:
    """Whether the part is there."""
    return directory.shown().filter(place__region_code="110101").exists()


def load(at: datetime) -> None:
    """The unions, then the sheet."""
    nation = orgs.unions().filter(level=Level.NATION).first()
    city = org_services.found(name="北京市总工会", level=Level.PROVINCE, parent=nation, region_code=CITY, valid_from=FOUNDED, by=BY, at=at, phone="12351")
    for code, name, *_area in DISTRICTS:
        org_services.found(name=f"北京市{name}总工会", level=Level.COUNTY, parent=city, region_code=code, valid_from=FOUNDED, by=BY, at=at)
    book = Workbook("北京驿站（示例）.xlsx", (Sheet("驿站", (HEADINGS, *rows(at.astimezone(CHINA).date()))),))
    plan = sheets.plan(book=book, by=BY, system=System.WGS84)
    sheets.commit(plan=plan, file_name=book.filename, digest=sha256(b"demo stations").hexdigest(), by=BY, at=at, sketched=True)


def rows(today: date) -> list[tuple[object, ...]]:
    """A centre for each district, and the stations by share; the same every time."""
    dice, found = Random(20250101), []
    shares = [area[6] for area in DISTRICTS]
    owners = sorted(number % sum(shares) for number in range(STATIONS))
    bounds = [sum(shares[: at + 1]) for at in range(len(shares))]
    night = set(dice.sample(range(STATIONS), UNATTENDED))
    for area in DISTRICTS:
        found.append(row(area, f"{area[1]}职工服务中心（示例）", "职工服务中心", ("周一至周五 8:30-17:30", "不开"), dice, today))
    for number, owner in enumerate(owners, start=1):
        area = DISTRICTS[next(at for at, bound in enumerate(bounds) if owner < bound)]
        late = number - 1 in night
        kind, name = ("24小时无人驿站", "无人驿站") if late else ("工会驿站", "驿站")
        found.append(row(area, f"{area[1][:-1]}示例{number:04d}{name}", kind, ("24小时", "照常") if late else dice.choice(HOURS), dice, today))
    return found


def row(area: tuple, name: str, kind: str, hours: tuple[str, str], dice: Random, today: date) -> tuple[object, ...]:
    """One line of the sheet."""
    _code, district, lat, lng, tall, wide, _share = area
    offers = "、".join(dice.sample(OFFERS, dice.randint(2, 4)))
    assured = date.fromordinal(today.toordinal() - dice.randint(0, 90)) if dice.random() < 0.8 else None
    return (
        name, kind, district, f"{dice.choice(STREETS)} {dice.randint(1, 300)} 号（示例）", dice.choice(MARKS), "12351",
        f"{lng + dice.uniform(-wide, wide):.6f}", f"{lat + dice.uniform(-tall, tall):.6f}", *hours, offers, assured, date(2024, 12, 1),
    )  # fmt: skip
