"""A kept SQL gives the rows that the queryset would, whatever fills its slots, in whatever thread."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from unionhall.base.readings import MOST, Few, Reading, Slot
from unionhall.kernel.places.models import Closure, Place

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.fixture
def closures(db) -> list[Closure]:
    """Fourteen places, each shut for as many days as its number says."""
    places = Place.objects.bulk_create(Place(name=f"示例 '{number}' %s") for number in range(14))
    return Closure.objects.bulk_create(Closure(place=place, since=AT, until=AT + timedelta(days=days), reason="修") for days, place in enumerate(places, 1))


def test_each_filling_gives_its_own_rows_and_the_sql_is_made_once(closures):
    calls = []

    def make():
        calls.append(1)
        return Closure.objects.filter(until__gt=Slot("at", models.DateTimeField()), place__name=Slot("name", models.CharField())).select_related("place")

    reading = Reading(make)
    for days in (0, 3, 3, 20):
        for closure in closures[:3]:
            found = list(reading.rows(at=AT + timedelta(days=days), name=closure.place.name))
            assert found == ([closure] if closure.until > AT + timedelta(days=days) else [])
            assert not found or (found[0].until, found[0].place.name, found[0].place.uuid) == (closure.until, closure.place.name, closure.place.uuid)
    assert calls == [1]
    with pytest.raises(KeyError, match="name"):
        reading.rows(at=AT)


@pytest.mark.parametrize("count", [0, 1, 3, MOST, 14])
def test_few_numbers_share_one_sql_and_many_have_their_own(closures, count):
    few = Few(lambda at: Closure.objects.filter(until__gt=at).order_by("pk"), "place__pk", at=models.DateTimeField())
    chosen = closures[:count]
    with CaptureQueriesContext(connection) as queries:
        assert list(few.rows([row.place_id for row in chosen], at=AT)) == chosen
    assert len(queries) == (1 if count else 0)


def test_two_readers_at_once_do_not_take_each_others_values(closures):
    reading = Reading(lambda: Closure.objects.filter(pk=Slot("pk", models.BigIntegerField())))
    first, second = reading.rows(pk=closures[0].pk), reading.rows(pk=closures[1].pk)
    assert (list(second), list(first)) == ([closures[1]], [closures[0]])
    held: list[object] = []
    thread = threading.Thread(target=lambda: held.append(getattr(reading.kept, "held", None)))
    thread.start()
    thread.join()
    assert held == [None]
