"""Finding a station without logging in: by typed place, district or position; the list first, the truth on each card."""

from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.utils import timezone

from unionhall.base.geo import Point, System, metres, to_wgs
from unionhall.base.testing import SYSTEM, at
from unionhall.programmes.stations.kinds import StationState
from unionhall.programmes.stations.queries import nearest
from unionhall.programmes.stations.rules.linked import as_linked_data
from unionhall.programmes.stations.rules.links import ways
from unionhall.programmes.stations.rules.sketch import draw
from unionhall.programmes.stations.services import directory

from .register import VALUES


@pytest.fixture
def night(register, station):
    """A second station, open for 24 hours, a kilometre away."""
    nearest.forget()
    values = VALUES | {"name": "夜灯驿站", "landmark": "示例桥", "lat": 36.709, "always_open": True, "hours": "", "kind": "unattended"}
    return directory.put_station(values=values, offers=frozenset({"charging"}), union_id=register.unions["county"].pk, by=register.actors["officer"], at=at())


def noon(monkeypatch, text="2026-11-23 12:00"):
    monkeypatch.setattr(timezone, "now", lambda: at(text))


def test_nobody_signs_in_and_without_a_place_the_ways_to_say_it_are_shown(client, night):
    page = client.get("/stations/").content.decode()
    assert "您在哪儿" in page and "潍城区" in page and 'name="place"' in page


def test_the_nearest_comes_first_with_its_badge(client, night, monkeypatch):
    noon(monkeypatch)
    page = client.get("/stations/?lat=36.7001&lng=119.1001").content.decode()
    assert page.index("示例驿站") < page.index("夜灯驿站")
    assert "开着 · 20:00 关" in page and "开着 · 24 小时" in page


def test_at_night_only_what_is_open_is_listed_and_all_says_when_it_opens(client, night, monkeypatch):
    noon(monkeypatch, "2026-11-23 23:00")
    page = client.get("/stations/?lat=36.7001&lng=119.1001").content.decode()
    assert "夜灯驿站" in page and "示例驿站" not in page
    assert "关着 · 明天 8:00 开" in client.get("/stations/?lat=36.7001&lng=119.1001&when=all").content.decode()


def test_open_when_i_arrive_leaves_out_what_closes_on_the_way(client, night, monkeypatch):
    noon(monkeypatch, "2026-11-23 19:50")
    far = "lat=36.72&lng=119.10"
    assert "示例驿站" in client.get(f"/stations/?{far}&when=now").content.decode()
    assert "示例驿站" not in client.get(f"/stations/?{far}&when=walk").content.decode()


@pytest.mark.parametrize("asked", ["place=示例桥", "place=潍城区", "place=36.709, 119.1", "place=119.1,36.709"])
def test_a_landmark_a_district_and_typed_coordinates_are_understood(client, night, monkeypatch, asked):
    noon(monkeypatch)
    assert "夜灯驿站" in client.get(f"/stations/?{asked}").content.decode()


def test_a_place_nobody_knows_is_said_and_the_districts_stay(client, night):
    page = client.get("/stations/?place=没这地方").content.decode()
    assert "没找到这个地方" in page and "潍城区" in page


def test_an_amenity_narrows_the_list(client, night, monkeypatch):
    noon(monkeypatch)
    page = client.get("/stations/?lat=36.7&lng=119.1&offer=charging").content.decode()
    assert "夜灯驿站" in page and "示例驿站" not in page


def test_a_doubtful_station_never_wears_the_green_badge(client, night, monkeypatch):
    noon(monkeypatch)
    night.state, night.state_reason = StationState.DOUBTFUL, "3 个人说锁着"
    night.save()
    page = client.get(f"/stations/{night.place.uuid}/").content.decode()
    assert "开没开不确定" in page and "开着 ·" not in page


def test_an_ended_station_and_an_unknown_one_are_not_found(client, register, station):
    directory.end(pk=station.pk, reason="拆了", by=register.actors["officer"], at=at())
    assert client.get(f"/stations/{station.place.uuid}/").status_code == 404


def test_the_duty_contact_is_for_staff_alone(client, register, station):
    directory.put_station(pk=station.pk, values={"duty_name": "值班示例人", "duty_phone": "19900009999"}, offers=frozenset(), by=register.actors["officer"], at=at())
    page = client.get(f"/stations/{station.place.uuid}/").content.decode()
    assert "值班示例人" not in page and "19900009999" not in page


def test_ten_stations_cost_the_queries_of_one(client, register, station, django_assert_max_num_queries, monkeypatch):
    noon(monkeypatch)
    for number in range(9):
        directory.put_station(values=VALUES | {"lat": 36.70 + number / 2000}, offers=frozenset({"water"}), union_id=register.unions["county"].pk, by=register.actors["officer"], at=at())
    nearest.forget()
    with django_assert_max_num_queries(26):
        page = client.get("/stations/?lat=36.7&lng=119.1&when=all").content.decode()
    assert page.count("data-station") == 10


def test_each_map_is_given_the_way_in_its_own_coordinates():
    point = Point(39.908823, 116.39747)
    amap, baidu, tencent = (url for _label, url in ways(point, "示例;驿站", "路 1 号"))
    lng, lat = parse_qs(urlsplit(amap).query)["position"][0].split(",")
    assert metres(to_wgs(Point(float(lat), float(lng)), System.GCJ02), point) < 1
    lat, lng = parse_qs(urlsplit(baidu).query)["location"][0].split(",")
    assert metres(to_wgs(Point(float(lat), float(lng)), System.BD09), point) < 1
    marker = unquote(parse_qs(urlsplit(tencent).query)["marker"][0])
    lat, lng = marker.split(";")[0].removeprefix("coord:").split(",")
    assert metres(to_wgs(Point(float(lat), float(lng)), System.GCJ02), point) < 1 and "title:示例 驿站;" in marker


def test_a_name_cannot_break_out_of_the_linked_data(register, station):
    station.place.name = "</script><script>alert(1)//"
    assert "<" not in as_linked_data(station, ["water"], "http://localhost/")


def test_the_sketch_lies_north_up_inside_its_square():
    drawn = draw(Point(36.7, 119.1), [(Point(36.71, 119.1), True), (Point(36.7, 119.12), False)])
    north, east = drawn.spots
    assert north.y < 160 and abs(north.x - 160) < 0.2 and east.x > 160 and not east.open
    assert all(0 <= value <= 320 for spot in drawn.spots for value in (spot.x, spot.y)) and draw(Point(0, 0), []) is None


def test_hours_say_tomorrow_only_of_tomorrow(client, night, monkeypatch):
    noon(monkeypatch, "2026-11-23 21:00")
    directory.close(pk=night.pk, since=at("2026-11-23 20:00"), until=at("2026-11-23 20:00") + timedelta(days=3), reason="修门", by=SYSTEM, at=at())
    page = client.get(f"/stations/{night.place.uuid}/").content.decode()
    assert "11 月 26 日 20:00 开" in page and "修门" in page

