"""The map: no outline without its review number, nothing from elsewhere, and without script the list is the page."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from unionhall.base import ui
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services
from unionhall.programmes.stations.models import Boundary, Station
from unionhall.programmes.stations.queries import boundaries
from unionhall.programmes.stations.rules import boundaries as rules
from unionhall.programmes.stations.services import boundaries as services

from .conftest import staff

VENDOR = Path(ui.__file__).parent / "static" / "stations" / "vendor"
SQUARE = [[[119.0, 36.6], [119.2, 36.6], [119.2, 36.8], [119.0, 36.6]]]
NUMBER = "GS（2024） 0650 号"


def geojson(*shapes, **properties):
    features = [{"type": "Feature", "properties": {"name": "示例区", **properties}, "geometry": shape} for shape in shapes]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


AREA = geojson({"type": "Polygon", "coordinates": SQUARE}, population=7)


def put(content=AREA, number=NUMBER, source="示例自然资源局", by=SYSTEM):
    return services.put_boundary(content=content, name="边界.geojson", review_number=number, source=source, by=by, at=at())


def test_the_outline_keeps_areas_and_names_and_nothing_else(db, client):
    put(geojson({"type": "Polygon", "coordinates": SQUARE}, {"type": "Point", "coordinates": [119, 36]}, owner="示例人"))
    found = client.get("/stations/map/outline.geojson").json()
    assert [each["properties"] for each in found["features"]] == [{"name": "示例区"}]
    assert found["features"][0]["geometry"] == {"type": "Polygon", "coordinates": SQUARE}


@pytest.mark.parametrize("number", ["", "没有", "GS2024", "2024-0650", "GS(2024)号", "<b>(2024)1号"])
def test_without_a_review_number_there_is_no_outline(db, number):
    with pytest.raises(Refused) as refusal:
        put(number=number)
    assert refusal.value.code == "review_number" and boundaries.current() is None


@pytest.mark.parametrize("number", [NUMBER, "鲁S(2023)012号", "GS京(2022)0123号"])
def test_the_review_number_stands_on_the_map(db, client, number):
    put(number=number)
    assert f"审图号：{rules.review_number(number)}" in client.get("/stations/map/").content.decode()


@pytest.mark.parametrize("content", [
    b"", b"PK\x03\x04", b"[]", b"{}", b"null", geojson(), geojson({"type": "Point", "coordinates": [119, 36]}), geojson({"type": "Polygon", "coordinates": [[["a", 1]]]}),
    geojson({"type": "Polygon", "coordinates": [[[36.6, 119.0]]]}), geojson({"type": "Polygon", "coordinates": [[[float("nan"), 36.0]]]}),
    b"[" * 100_000, b" " * (rules.LARGEST + 1),
], ids=["empty", "zip", "list", "object", "null", "none", "point", "words", "swapped", "nan", "deep", "large"])  # fmt: skip
def test_what_is_no_outline_is_refused_in_words(content):
    with pytest.raises(Refused) as refusal:
        rules.outline(content)
    assert refusal.value.code == "boundary" and refusal.value.field == "file"


def test_too_many_points_are_refused(monkeypatch):
    monkeypatch.setattr(rules, "MOST_POINTS", 3)
    with pytest.raises(Refused, match="boundary"):
        rules.outline(AREA)


def test_only_an_administrator_changes_it_and_taking_it_away_brings_the_grid_back(stations, ground, client):
    for stranger in (ground.actors["officer"], ground.actors["keeper"]):
        with pytest.raises(Refused):
            put(by=stranger)
        with pytest.raises(Refused):
            services.drop_boundary(by=stranger, at=at())
    put(by=staff("chief", "administrator", ground.unions["city"], "19900007198"))
    page = client.get("/stations/map/").content.decode()
    assert "审图号" in page and "outline.geojson?" in page
    services.drop_boundary(by=SYSTEM, at=at())
    page = client.get("/stations/map/").content.decode()
    assert "审图号" not in page and "outline.geojson" not in page and not Boundary.objects.exists()
    assert client.get("/stations/map/outline.geojson").status_code == 404


def test_a_source_cannot_break_out_of_the_page(db, client):
    put(source="</p><script>alert(1)</script>")
    assert "<script>alert" not in client.get("/stations/map/").content.decode()


def test_without_script_the_map_page_lists_the_nearest_and_asks_nobody_else(stations, client):
    page = client.get("/stations/map/?lat=36.7&lng=119.1&when=all").content.decode()
    assert page.count("data-station") == 3 and "<svg" in page and "data-map hidden" in page
    assert not re.search(r"(?:src|href)=\"https?://", page)
    station = Station.objects.first()
    assert str(station.place.uuid) in page


def test_only_the_map_page_carries_leaflet(stations, client):
    assert "leaflet" in client.get("/stations/map/").content.decode()
    for address in ("/stations/", "/stations/?lat=36.7&lng=119.1", f"/stations/{Station.objects.first().place.uuid}/"):
        assert "leaflet" not in client.get(address).content.decode()


def test_leaflet_is_the_pinned_one_with_its_licence():
    assert re.match(r"/\* @preserve\n \* Leaflet 1\.9\.4,", (VENDOR / "leaflet.js").read_text(encoding="utf-8"))
    assert "BSD 2-Clause" in (VENDOR / "leaflet.LICENSE").read_text(encoding="utf-8")


def enter(client, login):
    """Sign in by login name."""
    account = people.account_by_login(login)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    people_services.begin(account=account, session_key=client.session.session_key, device="", agent="", at=at())


def test_the_list_of_doors_asks_as_often_for_three_as_for_one(stations, client):
    enter(client, "officer")
    counts = []
    for query, rows in (("q=near", 1), ("q=near", 1), ("q=", 3)):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/stations/doors/?{query}").content.decode()
        assert page.count(">打印<") == rows
        counts.append(len(queries))
    assert counts[1] == counts[2]
