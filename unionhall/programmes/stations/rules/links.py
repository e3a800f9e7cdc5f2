"""Handing the way over to a map that people have: each address in the coordinates that map draws in. Pure."""

from urllib.parse import quote, urlencode

from unionhall.base.geo import Point, System, from_wgs
from unionhall.base.words import gettext_noop as _


def ways(point: Point, name: str, address: str = "") -> list[tuple[str, str]]:
    """(label, address) of 高德, 百度, 腾讯 for a WGS-84 point."""
    gcj, bd = from_wgs(point, System.GCJ02), from_wgs(point, System.BD09)
    amap = urlencode({"position": f"{gcj.lng:.6f},{gcj.lat:.6f}", "name": name, "coordinate": "gaode", "callnative": 1})
    baidu = urlencode({"location": f"{bd.lat:.6f},{bd.lng:.6f}", "title": name, "content": address or name, "coord_type": "bd09ll", "output": "html", "src": "unionhall"})
    tencent = quote(f"coord:{gcj.lat:.6f},{gcj.lng:.6f};title:{_plain(name)};addr:{_plain(address or name)}", safe=":,;")
    return [
        (_("高德地图"), f"https://uri.amap.com/marker?{amap}"), (_("百度地图"), f"https://api.map.baidu.com/marker?{baidu}"),
        (_("腾讯地图"), f"https://apis.map.qq.com/uri/v1/marker?marker={tencent}&referer=unionhall"),
    ]  # fmt: skip


def _plain(text: str) -> str:
    """Without the signs that part an address's fields."""
    return text.replace(";", " ").replace(":", " ")
