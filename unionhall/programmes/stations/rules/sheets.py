"""A sheet of stations: its columns, what each row means, and what importing it would do. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from unionhall.base.geo import Point, System, in_china, to_wgs
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files.rules.cells import SENTENCES, Kind, plain, read
from unionhall.kernel.files.rules.sheets import Column, Layout, Line, Skipped, Table, Workbook, survey
from unionhall.kernel.places.rules import hours

from . import amenities
from .states import StationKind

CLEAR = "-"
STATIONS = Table(
    "stations",
    (
        Column("code", _("驿站编号"), ("编号", "编码", "站点编号", "站点编码")),
        Column("name", _("驿站名称"), ("名称", "驿站", "站点名称", "站点", "驿站名"), Kind.NAME, required=True),
        Column("kind", _("类型"), ("驿站类型", "类别", "站点类型")),
        Column("district", _("所在区"), ("区", "区县", "行政区", "所属区", "所属区县", "县区", "责任工会", "所属工会", "区划代码")),
        Column("address", _("地址"), ("详细地址", "具体地址", "驿站地址", "位置")),
        Column("landmark", _("附近标志"), ("地标", "标志物", "标志性建筑")),
        Column("phone", _("电话"), ("联系电话", "咨询电话", "服务电话")),
        Column("lng", _("经度"), ("lon", "longitude", "东经", "x坐标")),
        Column("lat", _("纬度"), ("latitude", "北纬", "y坐标")),
        Column("position", _("经纬度"), ("坐标", "坐标点", "定位")),
        Column("system", _("坐标系"), ("坐标系统", "坐标类型", "坐标来源")),
        Column("hours", _("开放时间"), ("营业时间", "服务时间", "开放时段", "时间")),
        Column("holiday", _("节假日时间"), ("节假日", "节假日开放时间", "法定节假日")),
        Column("offers", _("设施"), ("服务设施", "配备设施", "服务项目", "设施设备", "服务内容")),
        Column("duty_name", _("值班联系人"), ("联系人", "负责人", "站长", "管理员")),
        Column("duty_phone", _("值班电话"), ("联系人电话", "负责人电话", "管理员电话")),
        Column("assured_on", _("最近核实"), ("核实日期", "核实时间", "最近核实日期"), Kind.DATE),
        Column("opened_on", _("启用日期"), ("启用时间", "建成日期", "建成时间", "开放日期"), Kind.DATE),
    ),
    telling=frozenset({"address", "hours", "lat", "position", "offers"}), naming=frozenset({"name"}), least=3,
)  # fmt: skip
DAYS = ("assured_on", "opened_on")
LIMITS = {"code": 16, "name": 80, "address": 200, "landmark": 80, "phone": 20, "duty_name": 40, "duty_phone": 20}
KINDS = {
    "centre": StationKind.CENTRE, "服务中心": StationKind.CENTRE, "职工服务中心": StationKind.CENTRE, "中心": StationKind.CENTRE,
    "station": StationKind.STATION, "驿站": StationKind.STATION, "工会驿站": StationKind.STATION, "有人值守": StationKind.STATION,
    "unattended": StationKind.UNATTENDED, "无人驿站": StationKind.UNATTENDED, "24小时无人驿站": StationKind.UNATTENDED, "24小时驿站": StationKind.UNATTENDED,
    "palace": StationKind.PALACE, "工人文化宫": StationKind.PALACE, "文化宫": StationKind.PALACE, "other": StationKind.OTHER, "其他": StationKind.OTHER, "其他服务点": StationKind.OTHER,
}  # fmt: skip
SYSTEMS = {
    "wgs84": System.WGS84, "wgs-84": System.WGS84, "gps": System.WGS84, "cgcs2000": System.WGS84, "gcj02": System.GCJ02, "gcj-02": System.GCJ02,
    "高德": System.GCJ02, "腾讯": System.GCJ02, "火星": System.GCJ02, "bd09": System.BD09, "bd-09": System.BD09, "百度": System.BD09,
}  # fmt: skip
HOLIDAYS = {"不开": hours.CLOSED, "关": hours.CLOSED, "关门": hours.CLOSED, "休息": hours.CLOSED, "不开放": hours.CLOSED, "closed": hours.CLOSED, "照常": "", "照常开放": "", "正常": ""}  # fmt: skip
FAULTS = {
    "name_missing": _("没有写驿站名称"), "kind": _("看不懂类型，请写职工服务中心、工会驿站、24小时无人驿站、工人文化宫、其他"),
    "district": _("不知道是哪个区的，或者这个区不归您管"), "position": _("经纬度看不懂，请写成 116.397470 和 39.908823 这样"),
    "outside": _("经纬度不在中国，是不是经度纬度写反了"), "half": _("经度、纬度只写了一个"), "system": _("看不懂坐标系，请写 GPS、高德、腾讯或者百度"),
    "offers": _("不认得这些设施：{value}"), "long": _("太长了，最多 {limit} 个字"), "twice": _("表里前面已经有这一处了"), "ambiguous": _("这个区有不止一处叫这个名字，请写驿站编号"),
}  # fmt: skip


class Fate(StrEnum):
    """What importing a row does."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    ERROR = "error"


FATE_LABELS = {Fate.NEW: _("新增"), Fate.UPDATE: _("更新"), Fate.SAME: _("不变"), Fate.ERROR: _("有误")}


@dataclass(frozen=True, slots=True)
class Area:
    """A union that a row may belong to."""

    union_id: int
    path: str
    region_code: str
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """A station that stands already: what an import may set, under the names of `Row.values`."""

    pk: int
    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a cell: the column's code, a sentence with its values, what was written."""

    column: str
    sentence: str
    value: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the sheet. `values` hold what the sheet says (blank cells say nothing); `changes`: name → (old, new)."""

    line: Line
    values: dict[str, object] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    area: Area | None = None
    known: Known | None = None
    fate: Fate = Fate.NEW
    changes: dict[str, tuple[object, object]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """Code, or district and name: what makes two rows the same station."""
        return ("", str(self.values["code"])) if self.values.get("code") else (self.area.path if self.area else "", str(self.values.get("name", "")))


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; shown by the dry run and carried out by the commit."""

    rows: tuple[Row, ...]
    layout: Layout
    asks_system: bool

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Rows and sheets that are no stations."""
        return self.layout.skipped

    def counts(self) -> dict[Fate, int]:
        """Rows by fate."""
        return {fate: sum(row.fate is fate for row in self.rows) for fate in Fate}


def plan(
    workbook: Workbook, areas: Mapping[str, Area], known: Mapping[tuple[str, str], list[Known]], *,
    system: System | None = None, chosen: Mapping[str, str] | None = None, year: int | None = None,
) -> Plan:  # fmt: skip
    """Plan an import. `areas`: how a district may be written → its union; `known` by ("", code) and (union path, name).

    `system` is what positions are meant in where no column says it; None asks. Refused('heading_not_found').
    """
    layout = survey(workbook, STATIONS, chosen)
    rows, seen = [], set[tuple[str, str]]()
    only = next(iter(areas.values())) if len({area.path for area in areas.values()}) == 1 else None
    for line in layout.lines():
        row = read_line(line, areas, only, system, year)
        if not row.troubles and row.key in seen:
            row.troubles.append(Trouble("name", FAULTS["twice"], str(row.values["name"])))
        seen.add(row.key)
        rows.append(judge(row, known))
    asks = system is None and any("lat" in row.values and "system" not in row.values for row in rows)
    return Plan(tuple(rows), layout, asks)


def read_line(line: Line, areas: Mapping[str, Area], only: Area | None, system: System | None, year: int | None) -> Row:
    """The cells of a line, each read or found wrong."""
    cells = {code: text for code, value in line.cells.items() if (text := plain(value).strip())}
    row = Row(line, area=areas.get(cells["district"].replace(" ", "")) if "district" in cells else only)
    for code, limit in LIMITS.items():
        if code in cells and len(cells[code]) > limit:
            row.troubles.append(Trouble(code, FAULTS["long"], cells[code], {"limit": limit}))
        elif code in cells:
            row.values[code] = "" if cells[code] == CLEAR and code not in ("code", "name") else cells[code]
    if not cells.get("name"):
        row.troubles.append(Trouble("name", FAULTS["name_missing"]))
    if row.area is None:
        row.troubles.append(Trouble("district", FAULTS["district"], cells.get("district", "")))
    for reader in (_kind, _position, _hours, _holiday, _offers):
        row.troubles.extend(reader(cells, row.values, system))
    for name in DAYS:
        day = read(line.cells.get(name), Kind.DATE, year=year)
        if day.error:
            row.troubles.append(Trouble(name, SENTENCES.get(day.error, day.error), cells.get(name, "")))
        elif isinstance(day.value, date):
            row.values[name] = day.value
    return row


Cells = Mapping[str, str]
Values = dict[str, object]


def _kind(cells: Cells, values: Values, _system: System | None) -> Iterator[Trouble]:
    if text := cells.get("kind", "").replace(" ", ""):
        if found := KINDS.get(text.lower()):
            values["kind"] = found.value
        else:
            yield Trouble("kind", FAULTS["kind"], text)


def _position(cells: Cells, values: Values, system: System | None) -> Iterator[Trouble]:
    """Longitude and latitude, in a cell each or both in one; stored as WGS-84 with six places (a decimetre)."""
    lng, lat = cells.get("lng", ""), cells.get("lat", "")
    if not (lng or lat) and "position" in cells:
        lng, _cut, lat = cells["position"].replace("，", ",").replace(" ", ",").partition(",")
    if not (lng or lat):
        return
    if not (lng and lat):
        yield Trouble("lat" if lng else "lng", FAULTS["half"])
        return
    if "system" in cells:
        system = next((found for word, found in SYSTEMS.items() if word in cells["system"].lower()), None)
        if system is None:
            yield Trouble("system", FAULTS["system"], cells["system"])
            return
    point = _numbers(lng, lat)
    if point is None or not in_china(point):
        yield Trouble("lat", FAULTS["outside" if point else "position"], f"{lng}, {lat}")
        return
    point = to_wgs(point, system or System.WGS84)
    values |= {"lat": round(point.lat, 6), "lng": round(point.lng, 6)}
    if system:
        values["system"] = system.value


def _numbers(lng: str, lat: str) -> Point | None:
    try:
        return Point(float(lat.strip(", °NＮ")), float(lng.strip(", °E")))
    except ValueError:
        return None


def _hours(cells: Cells, values: Values, _system: System | None) -> Iterator[Trouble]:
    text = cells.get("hours", "")
    if text == CLEAR:
        values |= {"hours": "", "always_open": False}
    elif text:
        try:
            values["hours"], values["always_open"] = hours.written(text)
        except Refused as refusal:
            yield Trouble("hours", refusal.sentence, text, refusal.values)


def _holiday(cells: Cells, values: Values, _system: System | None) -> Iterator[Trouble]:
    text = cells.get("holiday", "")
    if not text:
        return
    if text == CLEAR or text in HOLIDAYS:
        values["holiday_hours"] = HOLIDAYS.get(text, "")
        return
    try:
        said, always = hours.written(text)
        values["holiday_hours"] = "00:00-24:00" if always else said
    except Refused as refusal:
        yield Trouble("holiday", refusal.sentence, text, refusal.values)


def _offers(cells: Cells, values: Values, _system: System | None) -> Iterator[Trouble]:
    text = cells.get("offers", "")
    if text == CLEAR:
        values["offers"] = frozenset()
    elif text:
        found, strange = amenities.read(text)
        values["offers"] = found
        if strange:
            yield Trouble("offers", FAULTS["offers"], text, {"value": "、".join(strange)})


def judge(row: Row, known: Mapping[tuple[str, str], list[Known]]) -> Row:
    """The row as new, changed, the same or wrong."""
    same = known.get(("", str(row.values["code"])), []) if row.values.get("code") else known.get(row.key, [])
    if len(same) > 1:
        row.troubles.append(Trouble("name", FAULTS["ambiguous"], str(row.values.get("name", ""))))
    if row.troubles:
        return replace(row, fate=Fate.ERROR)
    if not same:
        return row
    held = same[0].values
    changes = {name: (held.get(name), new) for name, new in row.values.items() if name != "code" and held.get(name) != new}
    return replace(row, known=same[0], changes=changes, fate=Fate.UPDATE if changes else Fate.SAME)
