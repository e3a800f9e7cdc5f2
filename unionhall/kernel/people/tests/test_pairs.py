"""A key pair is its owner's: neither the database nor whoever handed over the first password opens it."""

import pytest

from unionhall.base import envelope
from unionhall.base.access import Actor
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.people import queries, services
from unionhall.kernel.people.models import KeyPair, SignIn

FIRST, OWN, NEXT = "first-handed-over-1", "own-words-nobody-knows", "own-words-a-year-later"


@pytest.fixture
def account(db):
    person = services.person_for(name="示例三", phone="19900000003", by=SYSTEM, at=at())
    return services.open_account(person=person, login="clerk3", password=FIRST, by=SYSTEM, at=at())


def as_actor(account):
    return Actor(account_id=account.pk, person_id=account.person_id, name="示例三")


def change(account, old, new):
    services.change_password(account=account, old=old, new=new, by=as_actor(account), at=at())


def signed_in(account, key="session-one"):
    return services.begin(account=account, session_key=key, device="d", agent="", at=at())


def test_a_handed_over_password_makes_no_pair_and_ones_own_does(account) -> None:
    assert queries.pair_of(account.pk) is None
    change(account, FIRST, OWN)
    assert services.open_pair(account=account, password=OWN) is not None
    assert services.open_pair(account=account, password=FIRST) is None


def test_a_changed_password_keeps_the_pair(account) -> None:
    change(account, FIRST, OWN)
    before = services.open_pair(account=account, password=OWN)
    change(account, OWN, NEXT)
    after = services.open_pair(account=account, password=NEXT)
    assert after == before
    assert services.open_pair(account=account, password=OWN) is None


def test_an_ended_pair_has_no_private_half_and_a_later_one_is_another(account) -> None:
    change(account, FIRST, OWN)
    signed_in(account)
    services.put_away(holder=services.open_pair(account=account, password=OWN), session_key="session-one")
    old = queries.pair_of(account.pk)
    services.end_pair(account=account, by=SYSTEM, at=at())
    old.refresh_from_db()
    assert old.private is None and SignIn.objects.get().private is None
    assert services.open_pair(account=account, password=OWN) is None
    change(account, OWN, NEXT)
    assert bytes(queries.pair_of(account.pk).public) != bytes(old.public)


def test_the_session_opens_with_its_cookie_only_and_the_database_holds_neither(account) -> None:
    change(account, FIRST, OWN)
    holder = services.open_pair(account=account, password=OWN)
    signed_in(account)
    signed_in(account, "session-two")
    secret = services.put_away(holder=holder, session_key="session-one")
    assert services.taken_out(session_key="session-one", secret=secret) == holder
    for session, guess in (("session-one", ""), ("session-one", "00" * 32), ("session-one", "nonsense"), ("session-two", secret), ("", secret)):
        assert services.taken_out(session_key=session, secret=guess) is None
    stored = b"".join(bytes(value) for row in (*KeyPair.objects.values_list(), *SignIn.objects.values_list()) for value in row if isinstance(value, bytes))
    assert holder.private not in stored and bytes.fromhex(secret) not in stored
    assert holder.private.hex() not in repr(holder)


def test_the_twin_a_private_half_that_lies_open_is_found_by_the_same_look(account) -> None:
    change(account, FIRST, OWN)
    holder = services.open_pair(account=account, password=OWN)
    KeyPair.objects.update(private=holder.private)
    assert holder.private in b"".join(bytes(row) for row in KeyPair.objects.values_list("private", flat=True))


def test_signing_out_puts_the_private_half_away_for_good(account) -> None:
    change(account, FIRST, OWN)
    row = signed_in(account)
    secret = services.put_away(holder=services.open_pair(account=account, password=OWN), session_key="session-one")
    services.end(pk=row.pk, by=as_actor(account), at=at())
    row.refresh_from_db()
    assert row.private is None
    assert services.taken_out(session_key="session-one", secret=secret) is None


def test_a_stranger_puts_nothing_away_in_anothers_session(account) -> None:
    change(account, FIRST, OWN)
    signed_in(account)
    stranger = services.Holder(1, account.pk + 1, envelope.new_pair().private)
    assert services.put_away(holder=stranger, session_key="session-one") == ""
    assert SignIn.objects.get().private is None
