"""A deadline may end at a minute; a matter may move down the tree and keeps what it is."""

import pytest

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry

from .. import queries, services
from ..models import Deadline

VIEW, HANDLE = "trial.view", "trial.handle"
BEGUN = at("2026-11-23 10:00")


def minute(case, rule="VOICE-DISPATCH"):
    """A clock of half an hour."""
    return services.run_clock(case=case, code="half", rule=rule, label="半小时", start=BEGUN.date(), moment=BEGUN)


@pytest.mark.parametrize(
    ("rule", "due"), [("VOICE-DISPATCH", "2026-11-23 10:30"), ("VOICE-RESPOND", "2026-11-23 12:00"), ("VOICE-TRACK", "2026-11-24 10:00")]
)
def test_hours_and_minutes_end_at_their_minute_and_days_at_none(opened, rule, due):
    row = minute(opened(), rule)
    assert (row.due_at, row.due) == (at(due), at(due).date())
    assert minute(opened(), "MED-15").due_at is None


def test_the_sweep_lapses_it_at_its_minute_and_leaves_the_days_of_today(opened):
    case = opened()
    minute(case)
    services.run_clock(case=case, code="day", label="今天", start=BEGUN.date(), due=BEGUN.date())
    assert services.sweep(at=at("2026-11-23 10:30")) == 0
    assert services.sweep(at=at("2026-11-23 10:31")) == 1
    assert services.sweep(at=at("2026-11-23 23:59")) == 0
    assert set(Deadline.objects.filter(case=case, state="lapsed").values_list("code", flat=True)) == {"half"}


def test_without_its_minute_it_would_lapse_a_day_late(opened):
    minute(opened())
    Deadline.objects.filter(code="half").update(due_at=None)
    assert services.sweep(at=at("2026-11-23 10:31")) == 0


def test_a_moved_matter_keeps_reference_and_timeline_and_changes_hands(ground, opened):
    case, street = opened(), ground.unions["street"]
    moved = services.move(case_id=case.pk, union=street, step="begin", says="派下去", by=ground.actors["officer"], at=BEGUN, power=HANDLE)
    assert (moved.reference, moved.union, moved.path, moved.state) == (case.reference, street, street.path, "working")
    assert [line.says for line in queries.events(moved, scope=ground.actors["officer"].scope(VIEW))] == ["派下去", "收到"]
    assert queries.visible(ground.actors["streetwise"].scope(VIEW)).filter(pk=case.pk).exists()
    assert Entry.objects.filter(verb="trial.moved", path=street.path).count() == 1
    back = services.move(case_id=case.pk, union=ground.unions["county"], step="finish", says="退回", by=ground.actors["streetwise"], at=BEGUN, power=HANDLE)
    assert back.tier3 is None
    assert not queries.visible(ground.actors["streetwise"].scope(VIEW)).filter(pk=case.pk).exists()


def test_a_stranger_moves_nothing_and_a_closed_step_moves_nothing(ground, opened):
    case, street = opened(), ground.unions["street"]
    for who, step, code in (("neighbour", "begin", "not_yours"), ("officer", "shut", "step_closed")):
        with pytest.raises(Refused, match=code):
            services.move(case_id=case.pk, union=street, step=step, says="派下去", by=ground.actors[who], at=BEGUN, power=HANDLE)
    case.refresh_from_db()
    assert case.union == ground.unions["county"]


def test_the_newest_successor_is_found_through_the_whole_line(opened):
    first = opened()
    second = services.open_case(kind="trial", union=first.union, title="二", channel="web", says="收到", by=SYSTEM, at=BEGUN, origin=first)
    third = services.open_case(kind="trial", union=first.union, title="三", channel="web", says="收到", by=SYSTEM, at=BEGUN, origin=second)
    assert queries.newest(first) == third == queries.newest(third)
