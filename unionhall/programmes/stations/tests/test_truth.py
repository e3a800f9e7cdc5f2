"""Three locked taps by different devices within the hours make a station doubtful; somebody must look; a word clears it."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.notices.models import Notice
from unionhall.programmes.stations import tasks
from unionhall.programmes.stations.kinds import Found
from unionhall.programmes.stations.models import Doubt, Observation
from unionhall.programmes.stations.queries import doors as found_doors
from unionhall.programmes.stations.queries import truth as found
from unionhall.programmes.stations.rules import truth as rules
from unionhall.programmes.stations.rules.doors import Whence
from unionhall.programmes.stations.services import truth, visits

from .conftest import device, key

NOW = at("2026-11-23 10:00")
TWO_HOURS = timedelta(hours=2)


def locked(station, number, moment=NOW, **more):
    station.refresh_from_db()
    return truth.observe(station=station, found=Found.LOCKED, whence=device(number, **more), form_key=key("l", number, moment.timestamp()), at=moment)


def state(station):
    station.refresh_from_db()
    return station.state


def test_three_devices_make_it_doubtful_and_two_do_not(stations):
    near = stations["near"]
    locked(near, 1), locked(near, 2)
    assert state(near) == "open"
    locked(near, 3)
    assert state(near) == "doubtful" and Doubt.objects.get().station == near


def test_one_device_cannot_do_it_alone(stations):
    near = stations["near"]
    for minute in range(9):
        locked(near, 1, NOW + timedelta(minutes=minute))
    assert state(near) == "open" and Observation.objects.count() == 9


def test_one_device_is_one_signed_in_or_not(stations):
    near = stations["near"]
    for number, person in enumerate((None, 5, 6)):
        truth.observe(station=near, found=Found.LOCKED, whence=Whence("device 1", "192.0.2", True, person), form_key=key("p", number), at=NOW)
    assert state(near) == "open"


def test_without_a_cookie_a_whole_network_is_one(stations):
    near = stations["near"]
    for number in range(5):
        locked(near, number, known=False)
    assert state(near) == "open"


def test_one_device_is_one_around_midnight(stations):
    station = stations["next"]
    for minute in (-3, -1, 1, 3):
        locked(station, 1, at("2026-11-24 00:00") + timedelta(minutes=minute))
    locked(station, 2, at("2026-11-24 00:04"))
    assert state(station) == "open"
    locked(station, 3, at("2026-11-24 00:05"))
    assert state(station) == "doubtful"


def test_taps_outside_the_hours_do_not_count(stations):
    near = stations["near"]
    for number in range(4):
        locked(near, number, at("2026-11-23 19:00"))
    assert state(near) == "open"


def test_taps_older_than_the_window_do_not_count(stations):
    near = stations["near"]
    locked(near, 1), locked(near, 2)
    locked(near, 3, NOW + TWO_HOURS)
    assert state(near) == "open"
    locked(near, 4, NOW + TWO_HOURS), locked(near, 5, NOW + TWO_HOURS)
    assert state(near) == "doubtful"


def test_a_check_in_between_starts_the_count_anew(stations):
    near = stations["near"]
    locked(near, 1), locked(near, 2)
    visits.check_in(station=near, whence=device(9), form_key=key("v"), at=NOW + timedelta(minutes=1))
    locked(near, 3, NOW + timedelta(minutes=2))
    assert state(near) == "open"


def test_a_double_tap_is_one(stations):
    first, second = locked(stations["near"], 1), locked(stations["near"], 1)
    assert first.pk == second.pk and Observation.objects.count() == 1


def test_keeper_and_district_are_told_once_with_a_deadline_of_hours(ground, stations):
    near = stations["near"]
    for number in range(6):
        locked(near, number)
    doubt = Doubt.objects.get()
    told = set(Notice.objects.filter(channel="app", text__contains="到了没开门").values_list("person_id", flat=True))
    assert told == {ground.actors[role].person_id for role in ("keeper", "officer", "clerk")}
    due = doubt.case.deadlines.get(code="station_truth")
    assert due.due_at == NOW + TWO_HOURS and due.mark == "D"


def test_a_check_in_clears_it_with_the_reason(stations):
    near = stations["near"]
    [locked(near, number) for number in range(3)]
    near.refresh_from_db()
    visits.check_in(station=near, whence=device(7), form_key=key("v"), at=NOW + timedelta(minutes=5))
    doubt = Doubt.objects.get()
    assert state(near) == "open" and doubt.reason and doubt.case.state == "cleared" and not doubt.case.open


def test_the_keepers_word_clears_it_or_shuts_it_and_wants_a_reason(ground, stations):
    near, keeper = stations["near"], ground.actors["officer"]
    [locked(near, number) for number in range(3)]
    pk = Doubt.objects.get().case_id
    with pytest.raises(Refused, match="reason"):
        truth.give_word(case_id=pk, open_now=True, reason=" ", by=keeper, at=NOW)
    truth.give_word(case_id=pk, open_now=False, reason="水管爆了，修两天", by=keeper, at=NOW)
    assert state(near) == "suspended" and not found_doors.open_at(near, NOW)
    with pytest.raises(Refused, match="step_closed"):
        truth.give_word(case_id=pk, open_now=True, reason="又开了，弄错了", by=keeper, at=NOW)
    truth.reopen(station_id=near.pk, reason="水管修好了", by=keeper, at=NOW)
    assert state(near) == "open"


def test_a_keeper_clears_and_three_new_taps_are_needed(ground, stations):
    near = stations["near"]
    [locked(near, number) for number in range(3)]
    later = NOW + timedelta(minutes=10)
    truth.give_word(case_id=Doubt.objects.get().case_id, open_now=True, reason="出去打水了，已经回来", by=ground.actors["clerk"], at=later)
    locked(near, 4, later + timedelta(minutes=1)), locked(near, 5, later + timedelta(minutes=2))
    assert state(near) == "open"
    locked(near, 6, later + timedelta(minutes=3))
    assert state(near) == "doubtful" and Doubt.objects.count() == 2


def test_a_neighbour_district_neither_sees_nor_clears(ground, stations):
    [locked(stations["near"], number) for number in range(3)]
    pk, neighbour = Doubt.objects.get().case_id, ground.actors["neighbour"]
    assert found.doubt(pk, scope=neighbour.scope("stations.keep")) is None
    with pytest.raises(Refused, match="not_yours"):
        truth.give_word(case_id=pk, open_now=True, reason="我说开着的", by=neighbour, at=NOW)


def test_silence_is_told_to_the_district(ground, stations):
    [locked(stations["near"], number) for number in range(3)]
    later = NOW + timedelta(hours=3)
    cases.sweep(at=later)
    deadline = Doubt.objects.get().case.deadlines.get(code="station_truth")
    assert deadline.state == "lapsed"
    tasks.late(deadline_id=deadline.pk, at=later.isoformat())
    assert Notice.objects.filter(channel="app", person_id=ground.actors["leader"].person_id, text__contains="到时候没办").count() == 1


def test_the_nearest_open_one_is_offered_and_a_doubtful_one_is_not(stations):
    [(row, far)] = found_doors.nearest_open(stations["near"], NOW)
    assert row == stations["next"] and 1100 < far < 1120
    [locked(stations["next"], number) for number in range(3)]
    assert found_doors.nearest_open(stations["near"], NOW)[0][0] == stations["far"]


def test_the_marks_of_the_door_are_forgotten_and_the_observations_stay(stations):
    locked(stations["near"], 1)
    visits.forget(at=NOW + timedelta(days=3))
    assert Observation.objects.get().mark == ""


SEEN = st.builds(
    rules.Seen, at=st.integers(0, 300).map(lambda minute: NOW - timedelta(minutes=minute)), found=st.sampled_from(list(Found)),
    mark=st.sampled_from("abcd"), in_hours=st.booleans(),
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(SEEN, max_size=12), st.sampled_from("abcd"))
def test_no_device_ever_adds_more_than_one(rows, mark):
    before = rules.tellers([row for row in rows if row.mark != mark or row.found != Found.LOCKED], NOW, TWO_HOURS)
    assert rules.tellers(rows, NOW, TWO_HOURS) <= before + 1


def test_without_counting_devices_one_alone_would_do_it():
    rows = [rules.Seen(NOW - timedelta(minutes=minute), Found.LOCKED, "a", True) for minute in range(3)]
    assert len(rows) >= 3 and not rules.doubtful(rows, NOW, TWO_HOURS, 3)
