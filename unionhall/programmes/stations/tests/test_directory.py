"""The register of stations: who may write what, what a change leaves behind, what a closure does."""

from datetime import timedelta

import pytest

from unionhall.base.geo import Point, System, gcj_from_wgs, metres
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.places import queries as places
from unionhall.kernel.places.rules.hours import Layer
from unionhall.programmes.stations.queries import directory as queries
from unionhall.programmes.stations.services import directory

from .register import VALUES


def test_a_station_gets_the_next_code_of_its_district(register, station):
    other = directory.put_station(values=VALUES, offers=frozenset(), union_id=register.unions["county"].pk, by=register.actors["clerk"], at=at())
    assert (station.code, other.code) == ("370702-00001", "370702-00002")


def test_a_position_from_a_map_is_stored_as_gps(register):
    drawn = gcj_from_wgs(Point(36.70, 119.10))
    row = directory.put_station(
        values=VALUES | {"lat": drawn.lat, "lng": drawn.lng}, offers=frozenset(), system=System.GCJ02,
        union_id=register.unions["county"].pk, by=register.actors["officer"], at=at(),
    )  # fmt: skip
    assert metres(Point(row.place.lat, row.place.lng), Point(36.70, 119.10)) < 1 and row.system == "gcj02"


def test_what_is_no_longer_on_offer_ends_and_stays_written(register, station):
    directory.put_station(pk=station.pk, values={}, offers=frozenset({"water", "legal"}), by=register.actors["officer"], at=at() + timedelta(days=3))
    assert queries.offers([station.pk])[station.pk] == ["legal", "water"]
    assert str(station.amenities.get(code="toilet").until) == "2026-11-26"


@pytest.mark.parametrize("name", ["neighbour", "keeper"])
def test_a_sister_district_and_a_keeper_change_nothing(register, station, name):
    with pytest.raises(Refused) as refusal:
        directory.put_station(pk=station.pk, values={"name": "别的"}, offers=frozenset(), by=register.actors[name], at=at())
    assert refusal.value.code == "not_yours"


def test_without_the_scope_the_neighbour_would_find_it(register, station):
    assert queries.visible(register.actors["neighbour"].scope("stations.edit")).count() == 0
    assert queries.visible(register.actors["officer"].scope("stations.edit")).count() == 1


def test_unreadable_hours_are_refused_and_nothing_is_stored(register, station):
    with pytest.raises(Refused) as refusal:
        directory.put_station(pk=station.pk, values={"name": "新名", "hours": "随便"}, offers=frozenset(), by=register.actors["officer"], at=at())
    station.place.refresh_from_db()
    assert refusal.value.field == "hours" and station.place.name == "示例驿站"


def test_a_closure_shuts_with_its_reason_and_a_reopening_ends_it(register, station):
    row = directory.close(pk=station.pk, since=at(), until=at("2026-11-25 08:00"), reason="换锁", by=register.actors["officer"], at=at())
    told = places.answers([station.place], at("2026-11-23 11:00"))[station.place_id]
    assert (told.open, told.layer, told.reason, told.opens) == (False, Layer.CLOSURE, "换锁", at("2026-11-25 08:00"))
    directory.reopen(pk=station.pk, closure_id=row.pk, by=register.actors["officer"], at=at("2026-11-24 09:00"))
    assert places.answers([station.place], at("2026-11-24 09:30"))[station.place_id].open


def test_a_closure_without_a_reason_is_refused(register, station):
    with pytest.raises(Refused, match="no_reason"):
        directory.close(pk=station.pk, since=at(), until=None, reason=" ", by=register.actors["officer"], at=at())


def test_every_change_is_journalled_with_its_union(register, station):
    directory.assure(pk=station.pk, by=register.actors["clerk"], at=at())
    verbs = set(Entry.objects.filter(path=station.path).values_list("verb", flat=True))
    assert {"stations.put", "stations.assure"} <= verbs


def test_an_ended_station_is_gone_from_the_public_but_not_from_the_register(register, station):
    directory.end(pk=station.pk, reason="拆了", by=register.actors["officer"], at=at())
    assert not queries.shown().exists() and queries.station(station.pk, scope=register.actors["officer"].scope("stations.view"))
