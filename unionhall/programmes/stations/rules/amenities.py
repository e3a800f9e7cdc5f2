"""What a station offers and how one gets in: a closed list of codes, each with words, an icon and how sheets write it."""

from dataclasses import dataclass

from unionhall.base.words import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Amenity:
    """One thing on offer. `access`: it says how somebody gets in, not what there is."""

    code: str
    label: str
    icon: str
    said: tuple[str, ...] = ()
    access: bool = False


AMENITIES = (
    Amenity("water", _("热水"), "flame-kindling", ("饮水", "饮用水", "开水", "喝水")),
    Amenity("charging", _("充电"), "plug-zap", ("手机充电", "充电宝")),
    Amenity("microwave", _("热饭"), "microwave", ("微波炉", "热餐", "加热")),
    Amenity("toilet", _("厕所"), "toilet", ("卫生间", "洗手间")),
    Amenity("cooling", _("空调"), "snowflake", ("纳凉", "取暖", "冷暖")),
    Amenity("first_aid", _("药箱"), "heart-pulse", ("急救箱", "医药箱", "应急药品", "应急药箱")),
    Amenity("reading", _("看书"), "book-open", ("图书", "阅读", "书报")),
    Amenity("wifi", _("无线网"), "smartphone", ("wifi", "wi-fi", "上网")),
    Amenity("rest", _("歇脚"), "house", ("休息", "座椅")),
    Amenity("rain_gear", _("雨具"), "layers", ("雨衣", "雨伞")),
    Amenity("haircut", _("理发"), "scissors", ("剪发",)),
    Amenity("legal", _("法律咨询"), "scale", ("法律服务", "法律援助", "法援")),
    Amenity("nursing", _("母婴"), "hand-heart", ("母婴室", "妈妈小屋", "爱心妈咪小屋")),
    Amenity("battery_swap", _("换电柜"), "refresh-cw", ("换电", "电动车换电")),
    Amenity("parking", _("停车"), "map-pin", ("电动车停放",)),
    Amenity("step_free", _("没有台阶"), "user-check", ("无台阶", "坡道", "无障碍", "无障碍通道", "轮椅"), access=True),
    Amenity("accessible_toilet", _("无障碍厕所"), "toilet", ("无障碍卫生间",), access=True),
    Amenity("at_street", _("临街，有牌子"), "flag", ("临街", "沿街"), access=True),
    Amenity("scan_entry", _("扫码进门"), "qr-code", ("扫码开门",), access=True),
)
BY_CODE = {row.code: row for row in AMENITIES}
_SAID = {word.lower(): row.code for row in AMENITIES for word in (row.code, row.label, *row.said)}
_CUTS = str.maketrans(dict.fromkeys("，,;；/|\n　 +＋", "、"))


def read(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Codes named in a cell such as 热水、充电, and the words that mean nothing here."""
    words = [word for word in text.translate(_CUTS).split("、") if word]
    codes = frozenset(_SAID[word.lower()] for word in words if word.lower() in _SAID)
    return codes, tuple(word for word in words if word.lower() not in _SAID)
