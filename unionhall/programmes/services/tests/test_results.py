"""Three stores that nobody sees together; the person sees the own; the report counts in tens."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction

from unionhall.base.access import Scope
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.people.kinds import POWERS, Power
from unionhall.kernel.people.rules import Role
from unionhall.programmes.services import commands
from unionhall.programmes.services.models import Block, BodyResult, Cell, Group, GroupBlock, LawResult, MindResult, Report
from unionhall.programmes.services.queries import results as found
from unionhall.programmes.services.rules import aggregates
from unionhall.programmes.services.rules.stores import POWERS as STORES
from unionhall.programmes.services.rules.stores import Store
from unionhall.programmes.services.services import reports, requests, results
from unionhall.programmes.services.tests.visited import WRITERS, all_seen, planned, sent, visited, write
from unionhall.programmes.services.tests.yard import staff


@pytest.fixture
def came(yard):
    row = sent(yard)
    planned(yard)
    return row, visited(yard, row)



def raw(table: str, column: str) -> list[bytes]:
    """A column as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [bytes(row[0]) if isinstance(row[0], memoryview) else row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("store", Store)
def test_each_store_is_held_by_one_role_only(store):
    assert len(POWERS[STORES[store]].roles) == 1
    assert not POWERS[STORES[store]].assigned


def test_a_role_that_would_hold_two_stores_is_found_by_the_check(monkeypatch):
    assert commands.stores_apart() == []
    leak = Power("services.mind", "x", frozenset({Role.COUNSELLOR, Role.DOCTOR}))
    monkeypatch.setitem(POWERS._rows, "services.mind", leak)
    assert commands.stores_apart() == ["doctor: body, mind"]


def test_every_other_role_is_refused_to_write_and_to_read(yard, came):
    _row, arrivals = came
    for store in Store:
        for role in Role:
            if role == WRITERS[store]:
                continue
            with pytest.raises(Refused):
                results.write(store=store, arrival_id=arrivals[0].pk, level="well", words="都在正常范围", advice="", by=yard.actors[role], at=at())
            with pytest.raises(Refused):
                found.seen(store, by=yard.actors[role], stop_id=arrivals[0].slot.stop_id)


def test_the_sister_districts_doctor_sees_and_writes_nothing(yard, came):
    _row, arrivals = came
    write(yard, Store.BODY, arrivals[0])
    assert found.seen(Store.BODY, by=yard.actors["neighbour_doctor"], stop_id=arrivals[0].slot.stop_id) == []
    with pytest.raises(Refused):
        results.write(store=Store.BODY, arrival_id=arrivals[0].pk, level="well", words="都在正常范围", advice="", by=yard.actors["neighbour_doctor"], at=at())


def test_somebody_with_two_posts_for_two_stores_gets_into_neither(yard, came, monkeypatch):
    _row, arrivals = came
    both = staff("both", [(Role.DOCTOR, yard.unions["county"]), (Role.COUNSELLOR, yard.unions["county"])], "19900007299")
    for store in (Store.BODY, Store.MIND):
        with pytest.raises(Refused) as refusal:
            found.seen(store, by=both, stop_id=arrivals[0].slot.stop_id)
        assert refusal.value.code == "two_stores"
    monkeypatch.setattr(found, "held_twice", lambda powers: [])  # the twin without the guard reads both
    assert [len(found.seen(store, by=both, stop_id=arrivals[0].slot.stop_id)) for store in (Store.BODY, Store.MIND)] == [len(arrivals)] * 2


def test_the_tables_have_no_column_in_common_by_which_they_could_be_joined(yard, came):
    _row, arrivals = came
    for store in Store:
        write(yard, store, arrivals[0])
    assert not any(field.is_relation for table in (BodyResult, MindResult, LawResult) for field in table._meta.get_fields())
    keys = [table.objects.get().key for table in (BodyResult, MindResult, LawResult)]
    assert len(set(keys)) == 3


def test_the_twin_with_one_key_for_all_stores_joins_them(yard, came, monkeypatch):
    _row, arrivals = came
    monkeypatch.setattr(found, "key", lambda store, arrival_id: found.keyed_hash(str(arrival_id), "services"))
    for store in Store:
        write(yard, store, arrivals[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM services_bodyresult b JOIN services_mindresult m ON m.key = b.key")
        assert cursor.fetchone()[0] == 1


def test_everything_that_tells_lies_encrypted_under_its_own_label(yard, came):
    _row, arrivals = came
    for store in Store:
        write(yard, store, arrivals[0], "refer", "请再查一次听力")
    for table in ("services_bodyresult", "services_mindresult", "services_lawresult"):
        for column in ("level", "words", "referral"):
            assert all(value[:1] == b"\x01" and "听力".encode() not in value for value in raw(table, column))
    moved = raw("services_bodyresult", "words")[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE services_mindresult SET words = %s", [moved])
    with pytest.raises(ValueError, match="altered"):
        MindResult.objects.get()


def test_a_person_reads_the_own_three_and_nobody_elses(yard, came):
    _row, arrivals = came
    for store in Store:
        write(yard, store, arrivals[0], words=f"本人的{store}")
        write(yard, store, arrivals[1], words="别人的结果")
    person = arrivals[0].person
    own = found.own(scope=Scope(power="own", person_id=person.pk))
    assert [(store, row.words) for _arrival, store, row in own] == [(store, f"本人的{store}") for store in Store]
    assert found.own(scope=Scope(power="own")) == []
    assert found.own(scope=yard.actors["leader"].own()) == []
    assert found.own(scope=Scope.system("no person")) == []


def test_a_referral_is_offered_answered_by_the_person_and_seen(yard, came):
    _row, arrivals = came
    row = write(yard, Store.MIND, arrivals[0], "refer")
    assert row.referral == "offered"
    from_person = type(yard.actors["doctor"])(account_id=1, person_id=arrivals[0].person_id)
    with pytest.raises(Refused):
        results.see(store=Store.MIND, arrival_id=arrivals[0].pk, by=yard.actors["counsellor"], at=at())
    assert results.answer(store=Store.MIND, arrival_id=arrivals[0].pk, step="decline", by=from_person, at=at()).referral == "declined"
    assert results.answer(store=Store.MIND, arrival_id=arrivals[0].pk, step="accept", by=from_person, at=at()).referral == "accepted"
    assert write(yard, Store.MIND, arrivals[0], "refer", "补一句话").referral == "accepted"
    assert results.see(store=Store.MIND, arrival_id=arrivals[0].pk, by=yard.actors["counsellor"], at=at()).referral == "seen"
    for who, pk in ((yard.actors["doctor"], arrivals[0].pk), (from_person, arrivals[1].pk)):
        with pytest.raises(Refused):
            results.answer(store=Store.MIND, arrival_id=pk, step="accept", by=who, at=at())


def test_the_report_holds_only_groups_of_ten_and_the_arithmetic_is_right(yard, came):
    row, arrivals = came
    all_seen(yard, arrivals)
    report = reports.make(case_id=row.pk, by=yard.actors["officer"], at=at())
    assert sum(block.people for block in report.blocks.all()) == len(arrivals)
    for store in Store:
        cells = dict(Cell.objects.filter(group__store=store).values_list("code", "people"))
        assert cells == {"rest": len(arrivals) - 12, "follow": 12}
    assert min(Cell.objects.values_list("people", flat=True)) >= aggregates.LEAST
    assert commands.blocks_whole() == []


def test_nine_with_a_finding_are_not_told_and_nine_people_are_no_report(yard):
    row = sent(yard)
    planned(yard)
    arrivals = visited(yard, row)
    all_seen(yard, arrivals, follow=9)
    report = reports.make(case_id=row.pk, by=yard.actors["officer"], at=at())
    assert Cell.objects.count() == 0
    assert report.blocks.count() == 2
    other = sent(yard, "works", name="示例印刷厂", workshops=(("一车间", 9, 480, 1050),))
    planned(yard)
    visited(yard, other, "works")
    with pytest.raises(Refused) as refusal:
        reports.make(case_id=other.pk, by=yard.actors["officer"], at=at())
    assert refusal.value.code == "too_few"
    assert Report.objects.count() == 1


def test_a_second_report_counts_nobody_again_and_a_late_answer_changes_nothing(yard, came):
    row, arrivals = came
    all_seen(yard, arrivals)
    first = reports.make(case_id=row.pk, by=yard.actors["officer"], at=at())
    told = reports.lines(report=first)
    write(yard, Store.BODY, arrivals[-1], "refer")
    with suppress(Refused), transaction.atomic():
        reports.make(case_id=row.pk, by=yard.actors["officer"], at=at())
    assert reports.lines(report=first) == told
    assert Block.objects.count() == first.blocks.count()
    assert GroupBlock.objects.count() == len({(each.store, each.block_id) for each in GroupBlock.objects.all()})


def test_the_database_itself_refuses_a_number_under_ten_and_a_block_told_twice(yard, came):
    row, arrivals = came
    all_seen(yard, arrivals)
    reports.make(case_id=row.pk, by=yard.actors["officer"], at=at())
    group = Group.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(group=group, code="watch", people=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupBlock.objects.create(group=group, block=group.members.first().block, store=group.store)


def test_the_enterprise_reads_its_report_and_no_other_enterprise_does(yard, came):
    row, arrivals = came
    all_seen(yard, arrivals)
    report = reports.make(case_id=row.pk, by=yard.actors["officer"], at=at())
    assert list(found.reports(scope=yard.actors["mill"].scope("services.requests"))) == [report]
    for who in ("works", "far", "neighbour", "doctor", "counsellor", "lawyer"):
        assert not found.reports(scope=yard.actors[who].scope("services.requests")).exists()
    content = reports.sheet(report=report)
    assert content[:2] == b"PK"
    with pytest.raises(Refused):
        found.found(Store.BODY, [arrivals[0].pk], scope=yard.actors["leader"].scope("services.requests"))
    assert requests.close(case_id=row.pk, by=yard.actors["officer"], at=at()).case.state == "closed"
