"""What expires is warned of and never shown as there; the shelf is a list without names."""

from datetime import timedelta

import pytest

from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.programmes.stations.models import Gift, Supply
from unionhall.programmes.stations.queries import supplies as found
from unionhall.programmes.stations.queries import today as desk
from unionhall.programmes.stations.services import gifts, supplies

from .conftest import key

NOW = at("2026-11-23 10:00")
TODAY = NOW.date()


def put(ground, station, days, item="创可贴"):
    expires = TODAY + timedelta(days=days) if days is not None else None
    return supplies.put(station_id=station.pk, lot=supplies.Lot(item, 3, "盒", expires), by=ground.actors["keeper"], at=NOW)


def test_the_keeper_of_the_county_is_warned_thirty_days_before(ground, stations):
    put(ground, stations["near"], 30, "甲"), put(ground, stations["near"], 31, "乙"), put(ground, stations["near"], None, "丙")
    rows = desk.work(ground.actors["keeper"], TODAY)
    assert [row.title for row in rows] == ["物资到期：甲"]
    assert not desk.work(ground.actors["neighbour"], TODAY)


def test_expired_is_never_shown_to_the_public(ground, stations):
    row = put(ground, stations["near"], 0)
    assert list(found.available(stations["near"], TODAY)) == [row]
    assert not found.available(stations["near"], TODAY + timedelta(days=1)).exists()
    assert Supply.objects.filter(state="there").count() == 1


def test_what_has_expired_is_not_taken_in(ground, stations):
    with pytest.raises(Refused, match="expires_on"):
        put(ground, stations["near"], -1)


def test_used_up_replaced_thrown_away_once(ground, stations):
    keeper, first = ground.actors["keeper"], put(ground, stations["near"], 5)
    fresh = supplies.replace(supply_id=first.pk, amount=9, expires_on=TODAY + timedelta(days=300), by=keeper, at=NOW)
    first.refresh_from_db()
    assert first.state == "replaced" and fresh.after == first and fresh.amount == 9
    supplies.throw_away(supply_id=fresh.pk, by=keeper, at=NOW)
    with pytest.raises(Refused, match="step_closed"):
        supplies.use_up(supply_id=fresh.pk, by=keeper, at=NOW)
    with pytest.raises(Refused, match="not_yours"):
        supplies.use_up(supply_id=fresh.pk, by=ground.actors["neighbour"], at=NOW)


def test_the_shelf_takes_gives_and_keeps_no_name(stations):
    near = stations["near"]
    gift = gifts.give(station=near, what="雨衣一件", form_key=key("g"), at=NOW)
    assert gifts.give(station=near, what="雨衣一件", form_key=key("g"), at=NOW).pk == gift.pk
    assert not gifts.take(station=stations["next"], gift_id=gift.pk, at=NOW)
    assert gifts.take(station=near, gift_id=gift.pk, at=NOW) and not gifts.take(station=near, gift_id=gift.pk, at=NOW)
    assert not found.shelf(near, TODAY).exists()
    assert not {field.name for field in Gift._meta.fields} & {"person", "account", "device", "mark"}


def test_a_telephone_number_does_not_stand_on_the_shelf(stations):
    for text in ("雨衣，打 199 0000 0001", "书 １９９０００００００１"):
        with pytest.raises(Refused, match="what"):
            gifts.give(station=stations["near"], what=text, form_key=key(text), at=NOW)


def test_what_nobody_took_goes_after_its_days(stations):
    gifts.give(station=stations["near"], what="雨衣一件", form_key=key("g"), at=NOW)
    assert found.shelf(stations["near"], TODAY + timedelta(days=14)).exists()
    assert not found.shelf(stations["near"], TODAY + timedelta(days=15)).exists()
