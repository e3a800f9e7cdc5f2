"""Sessions written ahead from an RRULE over our own calendar; an edit is for this one, the following, or all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from unionhall.base.refusal import Refused
from unionhall.base.testing import at

from .. import services
from ..models import Blackout, Series, Session
from .conftest import NOW, World

WEEKLY = "FREQ=WEEKLY;BYDAY=WE,TH"


def series(world: World, rrule: str = WEEKLY, **more: object) -> Series:
    """Wednesdays and Thursdays at two o'clock, from the next Wednesday."""
    values = {"first_at": at("2026-11-25 14:00"), "minutes": 60, "capacity": 10, **more}
    return services.open_series(kind="trial", subject="trial:1", title="试", path=world.home, rrule=rrule, by=world.desk, at=NOW, **values)


def days(row: Series) -> list[str]:
    """Local days and hours of its sessions."""
    found = Session.objects.filter(series=row).order_by("starts_at").values_list("starts_at", flat=True)
    return [f"{timezone.localtime(moment):%m-%d %H:%M}" for moment in found]


def test_sessions_are_written_ninety_days_ahead_without_statutory_holidays(world: World) -> None:
    written = days(series(world))
    assert written[:3] == ["11-25 14:00", "11-26 14:00", "12-02 14:00"]
    assert "12-31 14:00" in written and "01-01 14:00" not in written
    assert "01-01 14:00" in days(series(world, rrule="FREQ=DAILY", on_holidays=True))
    assert "01-01 14:00" not in days(series(world, rrule="FREQ=DAILY"))


def test_writing_ahead_twice_writes_once_and_goes_on_a_day_later(world: World) -> None:
    row = series(world, rrule="FREQ=DAILY")
    before = Session.objects.count()
    assert services.write_ahead(series_id=row.pk, today=NOW.date()) == 0
    assert services.write_all_ahead(at=NOW + timedelta(days=1)) == 1
    assert Session.objects.count() == before + 1


def test_a_blackout_is_not_written_over(world: World) -> None:
    begin = at("2026-12-02 00:00")
    services.black_out(path=world.home, begins_at=begin, ends_at=begin + timedelta(days=1), reason="装修", kind="trial", by=world.desk, at=NOW)
    assert "12-02 14:00" not in days(series(world))


@pytest.mark.parametrize(
    ("span", "changed"), [("one", ["12-02"]), ("following", ["12-02", "12-03", "12-09"]), ("all", ["11-25", "11-26", "12-02", "12-03", "12-09"])]
)
def test_an_edit_changes_what_it_says_and_no_more(world: World, span: str, changed: list[str]) -> None:
    row = series(world)
    chosen = Session.objects.get(series=row, series_day="2026-12-02")
    services.change_series(session_id=chosen.pk, span=span, shift_minutes=30, by=world.desk, at=NOW)
    early = Session.objects.filter(starts_at__lt=at("2026-12-10 00:00"))
    moved = [f"{timezone.localtime(each.starts_at):%m-%d}" for each in early.order_by("starts_at") if timezone.localtime(each.starts_at).minute == 30]
    assert moved == changed


def test_what_is_written_later_follows_the_edit(world: World) -> None:
    row = series(world)
    chosen = Session.objects.get(series=row, series_day="2026-12-02")
    services.change_series(session_id=chosen.pk, span="following", shift_minutes=30, capacity=7, by=world.desk, at=NOW)
    services.write_all_ahead(at=NOW + timedelta(days=7))
    last = Session.objects.order_by("-starts_at").first()
    assert (timezone.localtime(last.starts_at).minute, last.capacity) == (30, 7)
    assert Session.objects.filter(starts_at=last.starts_at).count() == 1


def test_an_edit_that_one_session_refuses_changes_none(world: World) -> None:
    row = series(world)
    full = Session.objects.get(series=row, series_day="2026-12-03")
    world.book(full, 0, party=5)
    chosen = Session.objects.get(series=row, series_day="2026-12-02")
    with pytest.raises(Refused, match="capacity"):
        services.change_series(session_id=chosen.pk, span="all", capacity=4, by=world.desk, at=NOW)
    assert set(Session.objects.values_list("capacity", flat=True)) == {10}


@pytest.mark.parametrize("text", ["", "每周三", "FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;UNTIL=20200101"])
def test_a_rule_that_cannot_be_read_is_refused_in_words(world: World, text: str) -> None:
    with pytest.raises(Refused, match="rrule"):
        series(world, rrule=text)


def test_a_sister_district_changes_no_series(world: World) -> None:
    row = series(world)
    chosen = Session.objects.filter(series=row).first()
    with pytest.raises(Refused, match="no_power"):
        services.change_series(session_id=chosen.pk, span="all", capacity=4, by=world.stranger, at=NOW)


def test_a_stretch_that_is_lifted_gives_back_what_it_closed_and_what_it_kept_from_being_written(world: World) -> None:
    row = series(world, rrule="FREQ=DAILY")
    begin = at("2026-12-02 00:00")
    whole = days(row)
    services.black_out(path=world.home, begins_at=begin, ends_at=begin + timedelta(days=2), reason="装修", kind="trial", by=world.desk, at=NOW)
    Session.objects.filter(series=row, series_day="2026-12-03").delete()
    assert Session.objects.filter(series=row, state="closed").count() == 1
    assert services.lift_blackout(blackout_id=Blackout.objects.get().pk, kind="trial", by=world.desk, at=NOW) == 1
    assert days(row) == whole and not Session.objects.exclude(state="open").exists()


def test_a_stretch_is_lifted_by_its_own_desk_only_and_another_stretch_holds(world: World) -> None:
    row = series(world, rrule="FREQ=DAILY")
    begin = at("2026-12-02 00:00")
    for reason in ("装修", "停电"):
        services.black_out(path=world.home, begins_at=begin, ends_at=begin + timedelta(days=1), reason=reason, kind="trial", by=world.desk, at=NOW)
    first = Blackout.objects.order_by("pk").first()
    with pytest.raises(Refused, match="not_found"):
        services.lift_blackout(blackout_id=first.pk, kind="trial", by=world.stranger, at=NOW)
    assert services.lift_blackout(blackout_id=first.pk, kind="trial", by=world.desk, at=NOW) == 0
    shut = Session.objects.get(series=row, series_day="2026-12-02")
    assert (shut.state, shut.reason) == ("closed", "停电")
