"""Levels of the tree, kinds of agencies, and how an employer's name is compared."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz
from stdnum.cn import uscc

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.places.rules import plain_names


class Level(StrEnum):
    """From the nation down to a community or an enterprise."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    STREET = "street"
    COMMUNITY = "community"
    ENTERPRISE = "enterprise"
    INDUSTRY = "industry"


class AgencyKind(StrEnum):
    """Who the union works with."""

    HRSS = "hrss"
    INSPECTORATE = "inspectorate"
    COMMISSION = "commission"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    POLICE = "police"
    LEGAL_AID = "legal_aid"
    LAW_FIRM = "law_firm"


class Industry(StrEnum):
    """Coarse trades of employers, as the rounds are planned: construction, logistics and couriers first."""

    CONSTRUCTION = "construction"
    LOGISTICS = "logistics"
    MANUFACTURING = "manufacturing"
    CATERING = "catering"
    SECURITY = "security"
    OTHER = "other"


LEVEL_LABELS = {
    Level.NATION: _("全国"), Level.PROVINCE: _("省"), Level.CITY: _("市"), Level.COUNTY: _("县区"),
    Level.STREET: _("街道"), Level.COMMUNITY: _("社区"), Level.ENTERPRISE: _("企业"), Level.INDUSTRY: _("产业"),
}  # fmt: skip
INDUSTRY_LABELS = {
    Industry.CONSTRUCTION: _("建筑"), Industry.LOGISTICS: _("快递物流"), Industry.MANUFACTURING: _("制造"),
    Industry.CATERING: _("餐饮"), Industry.SECURITY: _("保安"), Industry.OTHER: _("其他"),
}  # fmt: skip
AGENCY_LABELS = {
    AgencyKind.HRSS: _("人社局"), AgencyKind.INSPECTORATE: _("劳动监察"), AgencyKind.COMMISSION: _("仲裁委"),
    AgencyKind.COURT: _("法院"), AgencyKind.PROCURATORATE: _("检察院"), AgencyKind.POLICE: _("公安"),
    AgencyKind.LEGAL_AID: _("法律援助中心"), AgencyKind.LAW_FIRM: _("律师事务所"),
}  # fmt: skip

def stands_below(level: str, above: str) -> bool:
    """Whether a union of one level may stand below one of another; enterprises and industrial unions stand below any."""
    order = [Level.NATION, Level.PROVINCE, Level.CITY, Level.COUNTY, Level.STREET, Level.COMMUNITY]
    if level not in order or above not in order:
        return above not in (Level.ENTERPRISE,) or level == Level.ENTERPRISE
    return order.index(Level(level)) > order.index(Level(above))


def place_of(name: str) -> str:
    """The place in a union's name: 城关街道总工会 → 城关街道."""
    return re.sub(r"(总工会|工会联合会|工会)$", "", name.strip()) or name


_SUFFIXES = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|集团公司|集团|公司|分公司|项目部|工程处|个体工商户|经营部|商行|厂|店)"
)
_PLACE = re.compile(r"^(中国|[一-鿿]{2,3}省|[一-鿿]{2,8}自治[区州]|[一-鿿]{2,3}(?:市|县|区))")
_LEAST = 3  # what must be left when a place without 市 or 省 goes: 安康物业 is a firm's own name, 潍坊宏达建筑 begins with a city
_BRANCH = re.compile(r"(?<=公司|集团)[一-鿿]{2,6}(分公司|项目部|营业部|分店|分部)$")
_BLANKS = re.compile(r"[\s·・()（）\-—_,，.。]+")


@dataclass(frozen=True, slots=True)
class EmployerKeys:
    """How one employer's name is searched: the name without place and legal suffix, and its sound."""

    name: str
    sound: str


@lru_cache(maxsize=50_000)
def keys(name: str) -> EmployerKeys:
    """Keys of a company name: 潍坊市宏达建筑工程有限公司 → 宏达建筑工程, hongdajianzhugongcheng."""
    text = _BLANKS.sub("", unicodedata.normalize("NFKC", name))
    text = _BRANCH.sub("", text)
    while (shorter := _without_place(text)) != text and len(shorter) >= 2:
        text = shorter
    bare = _SUFFIXES.sub("", text) or text
    return EmployerKeys(bare, "".join(lazy_pinyin(bare)))


def _without_place(text: str) -> str:
    if (shorter := _PLACE.sub("", text)) != text:
        return shorter
    names = plain_names()
    for size in (3, 2, 4, 5):
        if text[:size] in names and len(_SUFFIXES.sub("", text[size:])) >= _LEAST:
            return text[size:]
    return text


class Likeness(StrEnum):
    """Why two names may be the same employer."""

    CODE = "code"
    NAME = "name"
    SOUND = "sound"
    PART = "part"


LIKENESS_WORDS = {
    Likeness.CODE: _("统一社会信用代码相同"),
    Likeness.NAME: _("去掉地名和后缀，名称相同"),
    Likeness.SOUND: _("读音相同，字不同"),
    Likeness.PART: _("名称相近"),
}


def likeness(name: str, other: str, code: str = "", other_code: str = "") -> Likeness | None:
    """Why two employers may be one, or None. Two different valid codes mean two employers, whatever the names."""
    if code and other_code:
        return Likeness.CODE if code == other_code else None
    one, two = keys(name), keys(other)
    if one.name == two.name:
        return Likeness.NAME
    if one.sound == two.sound:
        return Likeness.SOUND
    short, long = sorted((one.name, two.name), key=len)
    if len(short) >= 3 and (short in long or fuzz.ratio(short, long) >= 88):
        return Likeness.PART
    return None


def clean_code(text: str) -> str:
    """A unified social credit code without blanks, in capitals; '' when it is not one (length, check digit)."""
    code = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    return code if uscc.is_valid(code) else ""
