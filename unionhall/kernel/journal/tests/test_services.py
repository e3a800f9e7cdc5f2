"""Entries are appended, sealed in order, verified; whoever alters a sealed row in the database is found."""

import random
from argparse import ArgumentTypeError, Namespace
from datetime import timedelta

import pytest
from django.db.models import F, Max

from unionhall.base.access import NOBODY, Actor, Grant, Scope
from unionhall.base.testing import SYSTEM, at

from .. import commands, queries, services
from ..models import Entry, Seal

VIEW = "journal.view"


def actor(path: str) -> Actor:
    """An auditor at a path."""
    return Actor(3, 5, "示例六", (Grant("auditor", path, 7, frozenset({VIEW})),))


def write(count: int, path: str = "/1/7/") -> None:
    """So many entries, a minute apart."""
    for number in range(count):
        services.record(
            kind="change", verb="trial.step", subject=f"cases.case:{number}", path=path, by=SYSTEM,
            at=at() + timedelta(minutes=number), note=f"note {number}",
        )  # fmt: skip


@pytest.fixture
def sealed(db: None) -> tuple[int, str]:
    """Forty sealed entries; the head as somebody outside noted it."""
    write(40)
    services.seal(at=at("2026-11-23 12:00"))
    return queries.head()


def test_sealing_takes_each_entry_once_and_in_order(db: None) -> None:
    write(7)
    assert services.seal(at=at(), limit=5) == 5
    assert services.seal(at=at(), limit=5) == 2
    assert services.seal(at=at()) == 0
    assert list(Seal.objects.order_by("position").values_list("entry_id", flat=True)) == list(
        Entry.objects.order_by("id").values_list("id", flat=True)
    )
    assert services.verify() is None
    assert queries.sealed_count() == 7


def test_the_chain_is_read_back_in_order(sealed: tuple[int, str]) -> None:
    assert [link.position for link in queries.links()] == list(range(1, 41))


EDITS = {
    "at": {"at": F("at") + timedelta(seconds=1)},
    "kind": {"kind": "read"},
    "verb": {"verb": "trial.other"},
    "subject": {"subject": "cases.case:999"},
    "path": {"path": "/1/8/"},
    "account_id": {"account_id": 9},
    "person_id": {"person_id": 9},
    "actor": {"actor": "别人"},
    "roles": {"roles": "leader"},
    "reason": {"reason": "别的"},
    "note": {"note": ""},
    "digest": {"digest": "0" * 64},
}


@pytest.mark.parametrize("column", EDITS)
def test_an_edit_of_any_column_is_found(sealed: tuple[int, str], column: str) -> None:
    assert set(EDITS) == {field.attname for field in Entry._meta.concrete_fields} - {"id"}
    seal = Seal.objects.get(position=17)
    Entry.objects.filter(pk=seal.entry_id).update(**EDITS[column])
    assert services.verify() == 17
    assert commands.chain_holds() != []


SEAL_EDITS = {
    "position": {"position": 900},
    "entry_id": {"entry_id": 900_000},
    "head": {"head": "0" * 64},
    "sealed_at": {"sealed_at": F("sealed_at") - timedelta(days=1)},
}


@pytest.mark.parametrize("column", SEAL_EDITS)
def test_an_edit_of_any_column_of_a_seal_is_found(sealed: tuple[int, str], column: str) -> None:
    assert set(SEAL_EDITS) == {field.attname for field in Seal._meta.concrete_fields}
    Seal.objects.filter(position=17).update(**SEAL_EDITS[column])
    assert services.verify() == 17


def test_a_removed_entry_is_found(sealed: tuple[int, str]) -> None:
    Entry.objects.filter(pk=Seal.objects.get(position=5).entry_id).delete()
    assert services.verify() == 5


def test_two_entries_that_changed_places_are_found(sealed: tuple[int, str]) -> None:
    one, two = Seal.objects.get(position=5), Seal.objects.get(position=9)
    Seal.objects.filter(position=5).update(entry_id=-1)
    Seal.objects.filter(position=9).update(entry_id=one.entry_id)
    Seal.objects.filter(position=5).update(entry_id=two.entry_id)
    assert services.verify() == 5


def test_a_cut_end_is_found_by_the_head_that_was_noted_outside(sealed: tuple[int, str]) -> None:
    position, head = sealed
    gone = Seal.objects.filter(position__gt=30)
    Entry.objects.filter(pk__in=list(gone.values_list("entry_id", flat=True))).delete()
    gone.delete()
    assert services.verify() is None
    assert services.verify(outside={position: head}) == 31


def test_an_end_that_was_cut_off_and_written_anew_is_found_by_the_noted_head(sealed: tuple[int, str]) -> None:
    position, head = sealed
    gone = Seal.objects.filter(position__gt=30)
    Entry.objects.filter(pk__in=list(gone.values_list("entry_id", flat=True))).delete()
    gone.delete()
    write(10)
    services.seal(at=at("2026-11-24 12:00"))
    assert services.verify() is None
    assert services.verify(outside={position: head}) == position


def test_random_edits_in_the_database_are_all_found(sealed: tuple[int, str]) -> None:
    dice, names = random.Random(40), sorted(EDITS)
    found = 0
    for _ in range(50):
        seal = Seal.objects.get(position=dice.randint(1, 40))
        before = Entry.objects.filter(pk=seal.entry_id).values().get()
        Entry.objects.filter(pk=seal.entry_id).update(**EDITS[dice.choice(names)])
        found += services.verify() == seal.position
        Entry.objects.filter(pk=seal.entry_id).update(**before)
    assert found == 50
    assert services.verify() is None


def test_an_entry_altered_before_it_was_sealed_shows_its_broken_hash(db: None) -> None:
    write(3)
    Entry.objects.filter(pk=Entry.objects.aggregate(last=Max("pk"))["last"]).update(note="别的")
    services.seal(at=at())
    assert services.verify() == 3


def test_the_command_prints_the_head_to_note_and_accepts_it_tomorrow(
    sealed: tuple[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.check_journal(Namespace(head=[])) == 0
    printed = capsys.readouterr().out.strip()
    assert commands.noted(printed) == sealed
    write(2)
    services.seal(at=at("2026-11-24 12:00"))
    assert commands.check_journal(Namespace(head=[commands.noted(printed)])) == 0
    Seal.objects.filter(position=40).delete()
    assert commands.check_journal(Namespace(head=[commands.noted(printed)])) == 1
    with pytest.raises(ArgumentTypeError):
        commands.noted("gestern")


def test_an_auditor_sees_below_their_path_and_a_sister_districts_auditor_nothing(db: None) -> None:
    write(3, "/1/7/")
    write(2, "/1/70/")
    assert queries.visible(actor("/1/7/").scope(VIEW)).count() == 3
    assert queries.visible(actor("/1/").scope(VIEW)).count() == 5
    assert queries.visible(actor("/1/8/").scope(VIEW)).count() == 0
    assert queries.visible(NOBODY.scope(VIEW)).count() == 0
    assert queries.visible(Scope.system("test")).count() == 5


def test_entries_about_a_subject_are_closed_to_a_stranger(db: None) -> None:
    write(1)
    assert queries.about("cases.case:0", scope=actor("/1/7/").scope(VIEW)).count() == 1
    assert queries.about("cases.case:0", scope=NOBODY.scope(VIEW)).count() == 0


def test_an_entry_keeps_who_with_which_roles_and_why(db: None) -> None:
    row = services.record(
        kind="read", verb="people.unmask.phone", subject="people.person:5", by=actor("/1/7/"), at=at(), reason="核对电话"
    )
    row.refresh_from_db()
    assert (row.account_id, row.person_id, row.actor, row.roles, row.reason) == (3, 5, "示例六", "auditor", "核对电话")
    assert row.digest == row.recomputed()


def test_an_unknown_kind_of_entry_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="gossip"):
        services.record(kind="gossip", verb="x", subject="y", by=SYSTEM, at=at())
