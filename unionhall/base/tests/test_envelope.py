"""Envelopes open for those they were closed for, and for nobody else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base import envelope
from unionhall.base.envelope import Shut


@given(st.binary(max_size=400), st.text(max_size=20))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_what_was_locked_comes_back_and_lies_nowhere_in_the_bytes(data: bytes, label: str) -> None:
    key = envelope.new_key()
    raw = envelope.lock(key, data, label)
    assert envelope.unlock(key, raw, label) == data
    assert len(data) < 4 or data not in raw


@given(st.integers(0, 10**6), st.integers(1, 255))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_one_altered_byte_anywhere_is_noticed(place: int, change: int) -> None:
    pair, key = envelope.new_pair(), envelope.new_key()
    raw = bytearray(envelope.wrap(key, pair.public, "x"))
    raw[place % len(raw)] ^= change
    try:  # X25519 reads 255 of the point's 256 bits: the derived key still covers the last one
        opened = envelope.unwrap(bytes(raw), pair.private, "x")
    except Shut:
        return
    pytest.fail(f"opened {opened!r}")


def test_only_the_one_for_whom_a_key_was_wrapped_opens_it() -> None:
    mine, other, key = envelope.new_pair(), envelope.new_pair(), envelope.new_key()
    raw = envelope.wrap(key, mine.public, "letter:1")
    assert envelope.unwrap(raw, mine.private, "letter:1") == key
    for private, label in ((other.private, "letter:1"), (mine.private, "letter:2")):
        with pytest.raises(Shut):
            envelope.unwrap(raw, private, label)


@pytest.mark.parametrize("length", [0, 5, 31, 32, 40])
def test_a_value_cut_short_is_shut_and_no_error_of_another_kind(length: int) -> None:
    pair = envelope.new_pair()
    with pytest.raises(Shut):
        envelope.unwrap(envelope.wrap(envelope.new_key(), pair.public, "x")[:length], pair.private, "x")


def test_the_same_word_under_another_salt_is_another_key() -> None:
    salt = envelope.new_salt()
    assert envelope.key_of("示例口令-2026", salt) == envelope.key_of("示例口令-2026", salt)
    assert envelope.key_of("示例口令-2026", salt) != envelope.key_of("示例口令-2026", envelope.new_salt())


def test_a_pair_does_not_show_itself_in_a_log() -> None:
    pair = envelope.new_pair()
    assert pair.private.hex() not in repr(pair) and repr(pair.private) not in repr(pair)
