"""Invented names by number, plainly so: employers, projects, contacts. None sounds like the rare ones."""

from functools import cache

SIGNS = (
    "宏达恒基金盾佳禾泰和润泽华鼎盛世纪康瑞丰福源祥云海天隆兴旺顺通利民众诚信德厚仁义礼智新星辉煌锦绣东方南北西中原大地江黄河青山绿水蓝白红紫玉石宝珠龙虎鹤松竹梅兰菊荷春夏秋冬日月光明阳"
)
TRADES = ("建筑工程", "装饰", "劳务", "物流", "餐饮管理", "保安服务", "服装", "机械", "商贸", "快递", "园林", "家政")
SITES = ("花园", "广场", "厂房", "安置区", "学校", "医院", "道路", "桥梁")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
RARE_EMPLOYER, RARE_CONTACT, RARE_PHONE = "示例鹦鹉螺工艺品有限公司", "邬峤", "19900009977"
RARE_WORDS = ("鹦鹉螺", "yingwuluo", "邬峤")


@cache
def signs() -> str:
    """The characters of invented names, each once."""
    return "".join(dict.fromkeys(SIGNS))


def _spell(number: int, length: int) -> str:
    row, base = [], len(signs())
    for _place in range(length):
        number, rest = divmod(number, base)
        row.append(signs()[rest])
    return "".join(row)


def employer(number: int) -> str:
    """示例宏达恒建筑工程有限公司: another one for each number below five million."""
    return f"示例{_spell(number * 7919 % 500_009, 3)}{TRADES[number % len(TRADES)]}有限公司"


def project(number: int) -> str:
    """示例宏达花园3期."""
    return f"示例{_spell(number * 31 % 7919, 2)}{SITES[number % len(SITES)]}{number // 7919 + 1}期"


def contact(number: int) -> str:
    """A surname and two characters."""
    return SURNAMES[number % len(SURNAMES)] + _spell(number // len(SURNAMES), 2)
