"""The calendar's table, its cache, and the regions."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from unionhall.base.access import Actor, Grant
from unionhall.base.refusal import Refused
from unionhall.base.workdays import DayKind
from unionhall.kernel.places import queries, rules, services
from unionhall.kernel.places.models import CalendarDay, CalendarYear, Region

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 1, tzinfo=UTC)
ON = date(2026, 3, 1)
EDITOR = Actor(1, 1, "职员001", (Grant("steward", "/1/", 1, frozenset({"places.edit"})),))


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    queries.forget()


def test_an_empty_table_means_the_shipped_calendar() -> None:
    assert queries.calendar() is rules.shipped()


def test_seeding_twice_adds_nothing_and_gives_the_shipped_calendar() -> None:
    assert services.seed(at=AT) > 200
    assert services.seed(at=AT) == 0
    assert queries.calendar() == rules.shipped()


def test_the_calendar_is_read_once_until_a_day_changes() -> None:
    services.seed(at=AT)
    before = queries.calendar()
    assert queries.calendar() is before
    services.set_day(day=date(2026, 12, 31), kind=DayKind.IN_LIEU, source="示例通知", by=EDITOR, at=AT)
    assert not queries.calendar().is_working(date(2026, 12, 31))
    assert before.is_working(date(2026, 12, 31))


def test_editing_before_seeding_keeps_the_shipped_days() -> None:
    services.set_day(day=date(2027, 1, 3), kind=DayKind.ADJUSTED, source="示例通知", by=EDITOR, at=AT)
    services.publish_year(year=2027, source="示例通知", by=EDITOR, at=AT)
    calendar = queries.calendar()
    assert calendar.is_working(date(2027, 1, 3))
    assert not calendar.is_working(date(2026, 10, 1))
    assert not calendar.provisional(date(2026, 12, 1), date(2027, 1, 31))


def test_a_year_that_was_published_by_hand_survives_seeding() -> None:
    services.publish_year(year=2027, source="示例通知", by=EDITOR, at=AT)
    services.set_day(day=date(2027, 2, 5), kind=DayKind.WORKING, source="示例通知", by=EDITOR, at=AT)
    assert services.seed(at=AT) == 9
    assert queries.calendar().is_working(date(2027, 2, 5))


def test_a_notice_that_came_since_replaces_the_days_that_only_followed_the_law() -> None:
    services.seed(at=AT)
    CalendarYear.objects.filter(year=2026).update(published=False)
    CalendarDay.objects.filter(day__year=2026).delete()
    CalendarDay.objects.create(day=date(2026, 6, 22), kind=DayKind.IN_LIEU, source=rules.BY_LAW, at=AT)
    services.seed(at=AT)
    assert queries.calendar() == rules.shipped()


def test_a_stranger_edits_no_day() -> None:
    with pytest.raises(Refused, match="no_power"):
        services.set_day(day=ON, kind=DayKind.REST, source="示例通知", by=Actor(2, 2, "职工001"), at=AT)


def test_a_day_without_a_source_is_refused() -> None:
    with pytest.raises(Refused, match="no_source"):
        services.set_day(day=ON, kind=DayKind.REST, source=" ", by=EDITOR, at=AT)


def test_the_database_refuses_an_unknown_kind_of_day() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(day=ON, kind="sunny", source="示例通知", at=AT)


def test_weicheng_has_its_six_sub_districts_below_it() -> None:
    services.seed(at=AT)
    names = [row.name for row in queries.children("370702", ON)]
    assert names == ["城关街道", "南关街道", "西关街道", "北关街道", "于河街道", "望留街道"]
    chain = [row.name for row in queries.ancestors("370702005", ON)]
    assert chain == ["山东省", "潍坊市", "潍城区", "于河街道"]


def test_a_region_holds_only_between_its_dates() -> None:
    services.seed(at=AT)
    Region.objects.filter(code="370702006").update(valid_to=date(2026, 1, 1))
    assert queries.region("370702006", ON) is None
    assert queries.region("370702006", date(2025, 12, 31)) is not None
    assert queries.ancestors("999999", ON) == []


def test_the_database_refuses_a_region_that_ends_before_it_begins() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(
            code="110000", name="示例", level="province", path="/110000/", valid_from=ON, valid_to=ON
        )
