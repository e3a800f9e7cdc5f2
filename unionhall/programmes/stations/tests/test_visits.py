"""Visits and people are two counts; a person cannot be followed; what is told stands for ten or more, whatever is subtracted."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.access import Scope
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.programmes.stations.models import Salt, Seen, Visit
from unionhall.programmes.stations.queries import doors as found_doors
from unionhall.programmes.stations.queries import facts
from unionhall.programmes.stations.queries import visits as found
from unionhall.programmes.stations.rules import doors as door_rules
from unionhall.programmes.stations.rules import visits as rules
from unionhall.programmes.stations.rules.doors import Whence
from unionhall.programmes.stations.services import doors, visits

from .conftest import device, key

NOW = at("2026-10-05 10:00")
ALL = Scope.system("test")


def come(station, number, moment=NOW, **more):
    return visits.check_in(station=station, whence=device(number), form_key=key("v", station.pk, number, moment.timestamp()), at=moment, **more)


def test_the_same_form_and_the_same_half_hour_are_one_visit(stations):
    near = stations["near"]
    assert not come(near, 1).again and come(near, 1).again
    assert come(near, 1, NOW + timedelta(minutes=20)).again
    assert not come(near, 1, NOW + timedelta(minutes=31)).again
    assert Visit.objects.count() == 2


def test_visits_and_people_are_two_counts(stations):
    near = stations["near"]
    for hour in range(3):
        for number in (1, 2):
            come(near, number, NOW + timedelta(hours=hour))
    come(near, 1, NOW + timedelta(days=1))
    assert Visit.objects.count() == 7 and Visit.objects.filter(first_of_month=True).count() == 2
    assert Visit.objects.filter(first_of_day=True).count() == 3


def test_a_signed_in_person_is_one_on_two_phones(stations):
    for number in (1, 2):
        visits.check_in(station=stations["near"], whence=Whence(f"phone {number}", "192.0.2", True, 77), form_key=key("s", number), at=NOW + timedelta(hours=number))
    assert Visit.objects.filter(first_of_month=True).count() == 1


def test_whoever_presses_without_looking_is_no_courier_and_is_asked_once(stations, client):
    address = f"/stations/at/{found_doors.door_of(stations['next']).code}/"
    page = client.get(address).content.decode()
    first = page.split("<select")[1].split("</option>")[0]
    assert 'value="unsaid"' in first and "selected" not in page.split("<select")[1].split("</select>")[0]
    client.post(address + "here/", {"key": key("press"), "occupation": "unsaid"})
    assert Visit.objects.get().occupation == "unsaid" and "<select" not in client.get(address).content.decode()


def test_the_marks_of_one_device_are_all_different(stations):
    for name in ("near", "next"):
        for day in (0, 1, 30):
            come(stations[name], 1, NOW + timedelta(days=day))
    assert Seen.objects.count() == 2 * (3 + 2)


def test_a_visit_carries_no_mark_and_what_made_the_marks_is_thrown_away(stations):
    come(stations["near"], 1)
    columns = {field.name for field in Visit._meta.fields}
    assert not columns & {"mark", "device", "person", "account", "network"}
    visits.forget(at=at("2026-11-03 00:10"))
    assert not Seen.objects.exists() and not Salt.objects.exists() and Visit.objects.count() == 1


def test_a_flood_of_one_device_is_slowed_and_500_workers_behind_one_address_are_not(stations):
    near = stations["near"]
    for number in range(500):
        doors.spend(station=near, whence=device(number), at=NOW)
    for _tap in range(door_rules.DEVICE.most):
        doors.spend(station=near, whence=device("flood"), at=NOW)
    with pytest.raises(Refused, match="slow_down"):
        doors.spend(station=near, whence=device("flood"), at=NOW)
    doors.spend(station=near, whence=device("flood"), at=NOW + timedelta(minutes=11))


def test_new_devices_of_one_network_end_somewhere_and_those_that_are_there_go_on(stations, monkeypatch):
    monkeypatch.setattr(door_rules, "NETWORK", door_rules.Budget("network", 5, timedelta(hours=1)))
    for number in range(5):
        doors.spend(station=stations["near"], whence=device(number), at=NOW)
    with pytest.raises(Refused, match="slow_down"):
        doors.spend(station=stations["near"], whence=device(6), at=NOW)
    doors.spend(station=stations["near"], whence=device(1), at=NOW)
    doors.spend(station=stations["near"], whence=device(6, network="198.51.100"), at=NOW)


# --- what is told ---

PEOPLE = st.lists(
    st.lists(st.tuples(st.integers(1, 28), st.integers(7, 21)), min_size=1, max_size=5, unique=True), min_size=0, max_size=45,
)  # fmt: skip
TRADES = ("courier", "cleaner", "driver")


def month_of(people):
    """(cells, the persons behind each cell) of a station's month."""
    rows = {}
    for who, times in enumerate(people):
        seen_days, first = set(), True
        for day, hour in sorted(times):
            one = rows.setdefault((date(2026, 10, day), hour, TRADES[who % 7 % 3]), [0, 0, 0, set()])
            one[0] += 1
            one[1] += day not in seen_days
            one[2] += first
            one[3].add(who)
            seen_days.add(day)
            first = False
    return [(rules.Cell(*where, *sums[:3]), sums[3]) for where, sums in sorted(rows.items())]


WAYS = {"day": False, "hour": False, "occupation": True}


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(PEOPLE, min_size=1, max_size=3))
def test_subtracting_any_two_told_numbers_never_isolates_fewer_than_ten(stations_people):
    numbers, sets = [], []
    months = {}
    for station, people in enumerate(stations_people):
        cells = month_of(people)
        months[station] = [cell for cell, _who in cells]
        for way, size in WAYS.items():
            groups = found.told(months[station])[way]
            numbers += [number for group in groups for number in (group.visits, group.people)]
            behind = [{(station, who) for cell, whos in cells if getattr(cell, way) in group.keys for who in whos} for group in groups]
            sets += behind
            assert all(len(whos) >= rules.LEAST for whos in behind), size
            assert sum(group.visits for group in rules.joined(months[station], lambda cell, way=way: getattr(cell, way), by_size=size)) in (0, sum(cell.visits for cell in months[station]))
    numbers += rules.published(months)[:2]
    assert all(number == 0 or number >= rules.LEAST for number in numbers)
    assert all(abs(one - two) == 0 or abs(one - two) >= rules.LEAST for one, two in combinations(numbers, 2))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(PEOPLE, min_size=2, max_size=5))
def test_a_sum_of_stations_minus_another_is_a_sum_of_ten_or_more(stations_people):
    months = {number: [cell for cell, _who in month_of(people)] for number, people in enumerate(stations_people)}
    whole = rules.published(months)
    for left in months:
        part = rules.published({number: cells for number, cells in months.items() if number != left})
        assert whole[1] - part[1] == 0 or whole[1] - part[1] >= rules.LEAST
        hidden = 0 < len(stations_people[left]) < rules.LEAST
        assert not hidden or whole[:2] == part[:2]


def test_without_the_rule_a_difference_would_isolate_one_person():
    crowd = [[(day, 9)] for day in range(1, 20)] + [[(20, 22)]]
    cells = [cell for cell, _who in month_of(crowd)]
    plain = {hour: sum(cell.visits for cell in cells if cell.hour == hour) for hour in (9, 22)}
    assert sum(plain.values()) - plain[9] == 1
    assert [group.keys for group in found.told(cells)["hour"]] == [(9, 22)]


def test_a_running_month_is_not_told_and_a_small_one_is_left_out(ground, stations):
    for number in range(12):
        come(stations["near"], number)
    for number in range(9):
        come(stations["next"], number)
    scope = ground.actors["officer"].scope("stations.counts")
    assert found.finished(scope=scope, today=date(2026, 10, 31)) == []
    assert found.finished(scope=scope, today=date(2026, 11, 1)) == [date(2026, 10, 1)]
    assert rules.published(found.months(scope=scope, month=date(2026, 10, 1))) == (10, 10, 1)
    assert not found.months(scope=ground.actors["neighbour"].scope("stations.counts"), month=date(2026, 10, 1))


def test_only_the_keeper_of_the_station_reads_it_as_it_is(ground, stations):
    assert found.keeps(ground.actors["keeper"], stations["near"]) and not found.keeps(ground.actors["officer"], stations["near"])


def test_what_leaves_for_the_reports_is_what_may_be_told(stations):
    for number in range(12):
        come(stations["near"], number)
        come(stations["near"], number, NOW + timedelta(days=40))
    for number in range(3):
        come(stations["next"], number)
    rows = list(facts.visit_rows(ALL))
    assert [(row[1], row[3], row[4], row[5]) for row in rows] == [(stations["near"].pk, date(2026, 10, 1), 10, 10)]
