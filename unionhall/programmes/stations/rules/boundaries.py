"""An outline of districts to lay under the stations: what may be put up, and the number it must carry. Pure.

A public map needs a review number (审图号; 地图管理条例 Art. 15, 34 and 37), shown on it. Without one there is only the plain grid.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from unionhall.base.geo import Point, in_china
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

LARGEST, MOST_POINTS, PLACES = 4_000_000, 200_000, 5  # bytes, points, decimals of a degree (a metre)
AREAS = {"Polygon": 2, "MultiPolygon": 3}  # how deep the positions lie
_NUMBER = re.compile(r"[A-Z\u4e00-\u9fff]{2,6}[(（](?:19|20)\d{2}[)）]\d{1,5}号")


def review_number(text: str) -> str:
    """A review number as it is printed, GS(2024)0650号. Refused('review_number') for anything else."""
    squeezed = re.sub(r"\s", "", text).replace("（", "(").replace("）", ")")
    if not _NUMBER.fullmatch(squeezed):
        raise Refused("review_number", _("写审图号，例如 GS(2024)0650号。没有审图号的边界不能放上来"), field="review_number")
    return squeezed


def outline(content: bytes) -> bytes:
    """The areas of a GeoJSON file and their names, nothing else, written anew. Refused('boundary') in words."""
    if len(content) > LARGEST:
        raise Refused("boundary", _("文件太大了，最多 4 MB，请先简化边界"), field="file")
    try:
        found = json.loads(content)
        features = [{"type": "Feature", "properties": {"name": name}, "geometry": shape} for name, shape in _areas(found)]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise Refused("boundary", _("看不懂这个文件，要 GeoJSON，里面是面"), field="file") from fault
    if not features:
        raise Refused("boundary", _("文件里没有面"), field="file")
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")).encode()


def _areas(found: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """Names and shapes; lines, points and empty features are passed over."""
    budget = [MOST_POINTS]
    for feature in found["features"] if found["type"] == "FeatureCollection" else [found]:
        shape = feature["geometry"] if feature["type"] == "Feature" else feature
        if shape and shape["type"] in AREAS:
            name = str((feature.get("properties") or {}).get("name") or "")[:60]
            yield name, {"type": shape["type"], "coordinates": _rounded(shape["coordinates"], AREAS[shape["type"]], budget)}


def _rounded(part: list[object], depth: int, budget: list[int]) -> list[object]:
    if depth:
        return [_rounded(each, depth - 1, budget) for each in part]
    lng, lat = float(part[0]), float(part[1])
    budget[0] -= 1
    if budget[0] < 0:
        raise Refused("boundary", _("点太多了，最多 20 万个，请先简化边界"), field="file")
    if not in_china(Point(lat, lng)):
        raise Refused("boundary", _("有的点不在中国，坐标要 WGS-84，经度写在前面"), field="file")
    return [round(lng, PLACES), round(lat, PLACES)]
