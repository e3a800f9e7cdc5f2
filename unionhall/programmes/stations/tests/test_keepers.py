"""Who keeps a station: chosen in its form, written in the journal, shown on the keeper's own page with the month as a sheet."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services
from unionhall.kernel.people.rules import Role
from unionhall.programmes.stations.queries import directory as queries
from unionhall.programmes.stations.queries import months
from unionhall.programmes.stations.services import directory, gifts, reports, supplies, visits

from .conftest import device, key, staff
from .test_reports import NOBODY


def put(station, keeper, by):
    return directory.put_station(pk=station.pk, values={"keeper": keeper}, offers=frozenset(), by=by, at=at())


def signed_in(client, actor):
    """A browser with the actor signed in."""
    account = people.account(actor.account_id)
    client.force_login(account)
    people_services.begin(account=account, session_key=client.session.session_key, device="d", agent="", at=timezone.now())
    return client


def test_only_somebody_whose_post_reaches_the_station_may_keep_it_and_the_journal_tells_who_did(ground, stations, client):
    officer, near = ground.actors["officer"], stations["near"]
    far = staff("keeper_of_the_sister", Role.KEEPER, ground.unions["sister"], "19900007151")
    fresh = staff("keeper_of_the_street", Role.KEEPER, ground.unions["street"], "19900007152")
    for wrong in (far, officer, ground.actors["leader"]):
        with pytest.raises(Refused, match="keeper"):
            put(near, wrong.account_id, officer)
    assert put(near, fresh.account_id, officer).keeper_id == fresh.account_id
    put(near, fresh.account_id, officer)
    assert put(near, None, officer).keeper_id is None
    page = signed_in(client, officer).get(reverse("stations:record", args=[near.pk])).content.decode()
    assert page.count("示例keeper_of_the_street") == 1 and "没有人" in page and "还没有管理员" in page


def test_the_form_offers_keepers_and_the_register_lists_what_nobody_keeps(ground, stations, client):
    officer, near = ground.actors["officer"], stations["near"]
    put(near, None, officer)
    assert list(queries.unkept(officer.scope("stations.edit"))) == [near]
    assert not queries.unkept(ground.actors["neighbour"].scope("stations.edit")).exists()
    page = signed_in(client, officer).get("/stations/register/?keeper=none").content.decode()
    assert page.count("data-row") == 1 and "示例驿站near" in page
    form = client.get(reverse("stations:edit", args=[near.pk])).context["form"]
    assert [name for _pk, name in form.fields["keeper"].choices][1:] == ["示例keeper（keeper）"]


def test_my_stations_are_mine_alone_with_what_was_told_there(ground, stations, client):
    keeper, officer = ground.actors["keeper"], ground.actors["officer"]
    put(stations["far"], None, officer)
    reports.file(station=stations["near"], told=reports.Told("broken", "微波炉不热", "19900000777"), client_key=key("k"), by=NOBODY, at=at())
    page = signed_in(client, keeper).get("/stations/own/").content.decode()
    assert page.count("data-own") == 2 and "微波炉不热" in page and "19900000777" not in page
    assert signed_in(client, officer).get("/stations/own/").content.decode().count("data-own") == 0


def test_the_months_sheet_counts_what_happened_and_goes_to_the_keeper_alone(ground, stations, client):
    near, keeper, day = stations["near"], ground.actors["keeper"], at("2026-10-05 10:00")
    for number, moment in ((1, day), (1, day.replace(hour=12)), (2, day), (1, day.replace(day=6)), (1, day.replace(month=11))):
        visits.check_in(station=near, whence=device(number), form_key=key("m", number, moment.timestamp()), at=moment)
    lot = supplies.put(station_id=near.pk, lot=supplies.Lot("创可贴", 5, "盒", date(2027, 1, 1)), by=keeper, at=day)
    supplies.use_up(supply_id=lot.pk, by=keeper, at=day.replace(day=31, hour=23))
    gift = gifts.give(station=near, what="雨衣一件", form_key=key("g"), at=day)
    gifts.take(station=near, gift_id=gift.pk, at=day.replace(month=11))
    found = months.of(near, date(2026, 10, 1), scope=keeper.scope("stations.counts"))
    assert (found.days, found.visits, found.people) == ([(date(2026, 10, 5), 3, 2), (date(2026, 10, 6), 1, 1)], 4, 2)
    assert [row[4] for row in found.supplies] == ["在", "用完了"] and (found.given, found.taken) == (1, 0)
    address = reverse("stations:month_sheet", args=[near.pk]) + "?month=2026-10"
    book = load_workbook(BytesIO(signed_in(client, keeper).get(address).content))
    assert [row[1] for row in book["合计"].iter_rows(min_row=4, values_only=True)][:2] == [4, 2]
    for name in ("officer", "leader", "neighbour"):
        assert signed_in(client, ground.actors[name]).get(address).status_code == 404


@pytest.mark.parametrize("text", ["", "2026-13", "x", "1999-01", "2999-01"])
def test_a_month_that_is_none_is_the_running_one(text):
    assert months.asked(text, date(2026, 11, 23)) == date(2026, 11, 1)
