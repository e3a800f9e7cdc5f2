"""Signing in: staff by password and a code that serves once, workers by a code that lives ten minutes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry

from .. import queries, rules, services
from ..models import Account, Person, SignIn, SignInCode
from .conftest import PASSWORD, SECRET

NOW = at()
PHONE = "19900000037"


def totp(moment: datetime, secret: str = SECRET) -> str:
    """The code that the authenticator shows at a moment."""
    return services.totp(secret_hex=secret).generate(int(moment.timestamp())).decode()


def enter(
    moment: datetime = NOW, *, login: str = "officer", password: str = PASSWORD, code: str = "", device: str = "d1"
) -> Account:
    """Sign in with what is right unless said otherwise."""
    return services.sign_in_staff(login=login, password=password, code=code or totp(moment), device=device, at=moment)


def test_staff_enter_with_login_password_and_code(hire: Callable[..., Account]) -> None:
    account = hire("officer")
    assert enter() == account
    assert enter(NOW + timedelta(minutes=1), login="  OFFICER ") == account


def test_each_code_serves_once_on_any_device(hire: Callable[..., Account]) -> None:
    hire("officer")
    code = totp(NOW)
    enter(code=code)
    for device in ("d1", "d2"):
        with pytest.raises(Refused, match="sign_in"):
            enter(code=code, device=device)


def test_an_older_code_does_not_come_back_to_life(hire: Callable[..., Account]) -> None:
    hire("officer")
    before = totp(NOW - timedelta(seconds=30))
    enter()
    with pytest.raises(Refused, match="sign_in"):
        enter(code=before)
    with pytest.raises(Refused):
        enter(NOW - timedelta(hours=1), device="d3")


@pytest.mark.parametrize(("seconds", "right"), [(-90, False), (-30, True), (0, True), (30, True), (90, False)])
def test_a_clock_may_be_half_a_minute_off_and_no_more(hire: Callable[..., Account], seconds: int, right: bool) -> None:
    hire("officer")
    code = totp(NOW + timedelta(seconds=seconds))
    if right:
        enter(code=code)
    else:
        with pytest.raises(Refused):
            enter(code=code)


WRONG = {
    "password": {"password": "falsch-falsch-12"},
    "login": {"login": "nobody"},
    "code": {"code": "000000"},
    "no code": {"code": " "},
    "worker's empty login": {"login": ""},
}


@pytest.mark.parametrize("what", WRONG)
def test_whatever_was_wrong_the_refusal_is_the_same(hire: Callable[..., Account], what: str) -> None:
    hire("officer")
    with pytest.raises(Refused) as refused:
        enter(**WRONG[what])
    assert (refused.value.code, refused.value.sentence, refused.value.field) == ("sign_in", services.WRONG, "")


def test_a_closed_account_is_refused_like_an_unknown_one_and_acts_as_nobody(hire: Callable[..., Account]) -> None:
    account = hire("officer")
    account.is_active = False
    account.save()
    with pytest.raises(Refused, match="sign_in"):
        enter()
    assert not queries.actor_for(account, NOW.date()).known


def test_an_account_without_second_factor_does_not_enter(hire: Callable[..., Account]) -> None:
    account = hire("officer")
    Account.objects.filter(pk=account.pk).update(totp_secret="")
    with pytest.raises(Refused, match="sign_in"):
        enter()


def ask(device: str = "d1", moment: datetime = NOW, phone: str = PHONE) -> str:
    """A code on its way to a phone."""
    return services.issue_code(phone=phone, device=device, at=moment)[1]


def answer(code: str, device: str = "d1", moment: datetime = NOW, phone: str = PHONE) -> Account:
    """Type it in."""
    return services.sign_in_worker(phone=phone, code=code, device=device, at=moment)


def test_a_worker_enters_by_phone_and_code_and_gets_one_account(db: None) -> None:
    first = answer(ask())
    again = answer(ask(moment=NOW + timedelta(hours=1)), moment=NOW + timedelta(hours=1), phone="+86 199 0000 0037")
    assert first == again
    assert Account.objects.count() == Person.objects.count() == 1
    assert not queries.actor_for(first, NOW.date()).staff


def test_a_code_serves_once(db: None) -> None:
    code = ask()
    answer(code)
    with pytest.raises(Refused, match="code"):
        answer(code)


@pytest.mark.parametrize(("seconds", "right"), [(599, True), (600, False), (86_400, False)])
def test_a_code_lives_ten_minutes(db: None, seconds: int, right: bool) -> None:
    code, moment = ask(), NOW + timedelta(seconds=seconds)
    if right:
        answer(code, moment=moment)
    else:
        with pytest.raises(Refused, match="code"):
            answer(code, moment=moment)


def test_a_code_serves_only_the_device_that_asked_for_it(db: None) -> None:
    code = ask("d1")
    with pytest.raises(Refused, match="code"):
        answer(code, "d2")
    answer(code, "d1")


def test_five_wrong_tries_use_a_code_up(db: None) -> None:
    code, moment = ask(), NOW
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(rules.CODE_TRIES):
        moment += timedelta(seconds=30)
        with pytest.raises(Refused, match="code"):
            answer(wrong, moment=moment)
    with pytest.raises(Refused, match="code"):
        answer(code, moment=moment + timedelta(seconds=30))


def test_a_strangers_wrong_tries_do_not_use_up_the_owners_code(db: None) -> None:
    code = ask("owner")
    for number in range(50):
        with pytest.raises(Refused):
            answer("000000" if code != "000000" else "111111", f"stranger{number}")
    answer(code, "owner")


def test_no_code_lies_in_the_database(db: None) -> None:
    code = ask()
    row = SignInCode.objects.get()
    assert code not in (row.code_hash, row.phone_hash)
    assert PHONE not in str(SignInCode.objects.values())


@pytest.mark.parametrize("phone", ["", "12351", "1990000003", "29900000037", "199000000370"])
def test_what_is_no_phone_is_refused_beside_its_field(db: None, phone: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(phone=phone)
    assert refused.value.field == "phone"


def session(account: Account, key: str, device: str = "d1") -> SignIn:
    """A signed-in session."""
    return services.begin(account=account, session_key=key, device=device, agent="test", at=NOW)


def test_a_session_is_listed_to_its_owner_and_ended_by_its_owner_alone(hire: Callable[..., Account]) -> None:
    mine, other = hire("officer"), hire("stranger")
    row = session(mine, "k1")
    assert list(queries.own_sign_ins(mine.pk)) == [row]
    assert services.end(pk=row.pk, by=Actor(other.pk, other.person_id), at=NOW) == 0
    assert queries.sign_in("k1") == row
    assert services.end(pk=row.pk, by=Actor(mine.pk, mine.person_id), at=NOW) == 1
    assert queries.sign_in("k1") is None
    assert services.end(pk=row.pk, by=Actor(mine.pk, mine.person_id), at=NOW) == 0
    assert Entry.objects.filter(verb="people.sign_out").count() == 1


def test_an_administrator_ends_sessions_below_and_none_of_a_sister_district(hire: Callable, unions: dict) -> None:
    officer, own, sister = (
        hire("officer", "officer", unions["street"]),
        hire("admin", "administrator", unions["county"]),
        hire("other", "administrator", unions["sister"]),
    )
    row = session(officer, "k1")
    assert services.end(pk=row.pk, by=queries.actor_for(sister, NOW.date()), at=NOW) == 0
    assert services.end(pk=row.pk, by=queries.actor_for(own, NOW.date()), at=NOW) == 1
    assert services.end(pk=session(officer, "k2").pk, by=SYSTEM, at=NOW) == 1
