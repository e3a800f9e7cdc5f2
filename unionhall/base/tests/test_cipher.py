"""What lies encrypted: the right key reads it, an altered or moved value is refused, keys can be changed."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.cipher import AES_GCM, decrypt, encrypt, keyed_hash
from unionhall.base.testing import at
from unionhall.kernel.people.models import Person

OLD, NEW = "11" * 32, "22" * 32
LABEL = "people.person.phone"


@pytest.fixture
def keys(settings):
    """Sets the ring of keys."""

    def turn(*ring: str) -> None:
        settings.FIELD_KEYS = ",".join(ring)

    turn(OLD)
    return turn


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=60), st.text(min_size=1, max_size=30))
def test_what_was_encrypted_is_read_again(text: str, label: str) -> None:
    raw = encrypt(text, label)
    assert decrypt(raw, label) == text
    assert raw[:1] == AES_GCM


def test_the_same_text_never_lies_there_twice_alike() -> None:
    assert len({encrypt("19900000037", LABEL) for _ in range(50)}) == 50


def test_every_altered_byte_is_refused() -> None:
    raw = encrypt("19900000037", LABEL)
    for place in range(len(raw)):
        altered = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(ValueError, match=LABEL):
            decrypt(altered, LABEL)


def test_every_shortened_value_is_refused() -> None:
    raw = encrypt("19900000037", LABEL)
    for length in range(len(raw)):
        with pytest.raises(ValueError, match=f"{LABEL}|Nonce"):
            decrypt(raw[:length], LABEL)


def test_a_value_moved_to_another_column_is_refused() -> None:
    with pytest.raises(ValueError, match="altered"):
        decrypt(encrypt("19900000037", LABEL), "people.person.id_number")


def test_a_new_key_writes_and_the_old_one_still_reads(keys) -> None:
    before = encrypt("19900000037", LABEL)
    keys(NEW, OLD)
    after = encrypt("19900000037", LABEL)
    assert decrypt(before, LABEL) == decrypt(after, LABEL) == "19900000037"
    assert before[1:5] != after[1:5]
    keys(NEW)
    assert decrypt(after, LABEL) == "19900000037"
    with pytest.raises(ValueError, match="no key"):
        decrypt(before, LABEL)


def test_a_hash_is_found_again_under_its_key_and_purpose_only(settings) -> None:
    settings.SEARCH_KEY = OLD
    known = keyed_hash("19900000037", "phone")
    assert keyed_hash("19900000037", "phone") == known
    assert keyed_hash("19900000037", "id") != known
    assert keyed_hash("", "phone") == ""
    settings.SEARCH_KEY = NEW
    assert keyed_hash("19900000037", "phone") != known


@pytest.mark.django_db
def test_saving_again_after_a_change_of_keys_moves_a_row_to_the_new_key(keys) -> None:
    person = Person.objects.create(name="职工001", phone="19900000037", created_at=at())
    keys(NEW, OLD)
    Person.objects.get(pk=person.pk).save()
    keys(NEW)
    assert Person.objects.get(pk=person.pk).phone == "19900000037"


@pytest.mark.django_db
def test_an_empty_text_lies_there_as_nothing_and_a_set_one_as_bytes() -> None:
    Person.objects.create(name="职工001", phone="", created_at=at())
    Person.objects.create(name="职工002", phone="19900000037", created_at=at())
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM people_person ORDER BY id")
        (empty,), (raw,) = cursor.fetchall()
    assert empty is None
    assert b"1990000" not in bytes(raw)
    assert Person.objects.order_by("pk")[0].phone == ""
