"""Staff come with keys shown once, go with their sessions, and nobody reaches above their own area."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.orgs import services as orgs

from .. import queries, services
from ..models import Account, Post, SignIn
from ..rules import Role

NOW = at()
TODAY = NOW.date()
NEXT_DAY = NOW + timedelta(days=1)


@pytest.fixture
def boss(hire: Callable, unions: dict) -> Actor:
    """The county's administrator."""
    return queries.actor_for(hire("boss", Role.ADMINISTRATOR, unions["county"]), TODAY)


def appoint(union: object, by: Actor, login: str = "new.one", phone: str = "19900009977", role: str = Role.OFFICER, **more: object):
    """Appoint somebody today."""
    return services.appoint(
        name="示例新", phone=phone, login=login, role=role, union=union, valid_from=TODAY, by=by, at=NOW, **more
    )


def test_the_keys_of_an_appointment_open_the_door(boss: Actor, unions: dict) -> None:
    post, keys = appoint(unions["street"], boss)
    assert keys is not None
    secret = Account.objects.get(login="new.one").totp_secret
    code = services.totp(secret_hex=secret).generate(int(NOW.timestamp())).decode()
    account = services.sign_in_staff(login="new.one", password=keys.password, code=code, device="d", network="n", at=NOW)
    assert queries.actor_for(account, TODAY).grants[0].path == unions["street"].path
    assert keys.uri.startswith("otpauth://totp/UnionHall:new.one?")
    assert keys.password not in str(Entry.objects.values_list())
    assert post.account == account


def test_two_appointments_never_get_the_same_password() -> None:
    assert len({services.first_password() for _ in range(200)}) == 200


def test_a_second_post_needs_no_second_account(boss: Actor, unions: dict) -> None:
    appoint(unions["street"], boss)
    post, keys = appoint(unions["county"], boss, login="")
    assert keys is None
    assert (Account.objects.filter(login="new.one").count(), Post.objects.filter(account=post.account).count()) == (1, 2)
    with pytest.raises(Refused, match="post_held"):
        appoint(unions["county"], boss, login="")


def test_a_worker_who_becomes_staff_stays_one_person(boss: Actor, unions: dict) -> None:
    worker = services.account_for_phone(phone="19900009977", at=NOW)
    worker.person.name = "示例新"
    worker.person.save()
    post, keys = appoint(unions["street"], boss)
    assert keys is not None
    assert (post.account_id, Account.objects.filter(person=worker.person).count()) == (worker.pk, 1)


@pytest.mark.parametrize("login", ["", "1abc", "ab", "有名字", "a b c", "x" * 41])
def test_an_odd_log_in_is_refused_beside_its_field(boss: Actor, unions: dict, login: str) -> None:
    with pytest.raises(Refused) as refused:
        appoint(unions["street"], boss, login=login)
    assert (refused.value.code, refused.value.field) == ("login", "login")
    assert not Post.objects.filter(union=unions["street"]).exists()


def test_a_taken_log_in_and_a_lawyer_without_a_firm_are_refused(boss: Actor, unions: dict) -> None:
    with pytest.raises(Refused, match="login_taken"):
        appoint(unions["street"], boss, login="BOSS")
    with pytest.raises(Refused, match="agency"):
        appoint(unions["street"], boss, role=Role.LAWYER)
    firm = orgs.add_agency(kind="law_firm", name="示例律所", union=unions["county"], by=SYSTEM, at=NOW)
    assert appoint(unions["county"], boss, role=Role.LAWYER, agency=firm)[0].agency == firm


@pytest.mark.parametrize("where", ["city", "sister"])
def test_an_administrator_appoints_neither_above_nor_beside(boss: Actor, unions: dict, where: str) -> None:
    with pytest.raises(Refused, match="not_yours"):
        appoint(unions[where], boss)


def test_an_officer_appoints_nobody(hire: Callable, unions: dict) -> None:
    officer = queries.actor_for(hire("officer", Role.OFFICER, unions["county"]), TODAY)
    with pytest.raises(Refused, match="no_power"):
        appoint(unions["street"], officer)


def test_a_post_that_ends_takes_its_powers_and_sessions_with_it(boss: Actor, hire: Callable, unions: dict) -> None:
    account = hire("officer", Role.OFFICER, unions["street"])
    services.begin(account=account, session_key="s", device="d", agent="", at=NOW)
    row = Post.objects.get(account=account)
    services.end_post(pk=row.pk, by=boss, at=NEXT_DAY)
    assert not queries.actor_for(account, NEXT_DAY.date()).staff
    assert queries.actor_for(account, TODAY).staff  # what was held then stays true of then
    assert queries.sign_in("s") is None
    with pytest.raises(Refused, match="not_yours"):
        services.end_post(pk=row.pk, by=boss, at=NEXT_DAY)


def test_the_last_administrator_of_an_area_stays_until_another_is_there(boss: Actor, unions: dict) -> None:
    own = Post.objects.get(account_id=boss.account_id)
    with pytest.raises(Refused, match="last_administrator"):
        services.end_post(pk=own.pk, by=boss, at=NEXT_DAY)
    appoint(unions["county"], boss, role=Role.ADMINISTRATOR)
    services.end_post(pk=own.pk, by=boss, at=NEXT_DAY)
    assert not queries.actor_for(own.account, NEXT_DAY.date()).staff


def test_a_post_beside_or_above_cannot_be_ended(boss: Actor, hire: Callable, unions: dict) -> None:
    for name in ("city", "sister"):
        hire(name, Role.OFFICER, unions[name])
        with pytest.raises(Refused, match="not_yours"):
            services.end_post(pk=Post.objects.get(account__login=name).pk, by=boss, at=NEXT_DAY)


def test_new_keys_end_the_old_ones(boss: Actor, hire: Callable, unions: dict) -> None:
    account = hire("officer", Role.OFFICER, unions["street"])
    services.begin(account=account, session_key="s", device="d", agent="", at=NOW)
    old = account.totp_secret
    keys = services.renew_keys(post_id=Post.objects.get(account=account).pk, by=boss, at=NOW)
    account.refresh_from_db()
    assert account.check_password(keys.password)
    assert account.totp_secret != old
    assert not SignIn.objects.filter(ended_at=None).exists()


def test_new_keys_are_no_way_up(boss: Actor, hire: Callable, unions: dict) -> None:
    """Who also works at the city is not given new keys by the county: they would open the city."""
    account = hire("officer", Role.OFFICER, unions["street"])
    services.give_post(account=account, role=Role.ADMINISTRATOR, union=unions["city"], valid_from=TODAY, by=SYSTEM, at=NOW)
    with pytest.raises(Refused, match="not_yours"):
        services.renew_keys(post_id=Post.objects.get(account=account, union=unions["street"]).pk, by=boss, at=NOW)


def test_ones_own_password_is_changed_with_the_old_one_and_other_devices_go(hire: Callable, unions: dict) -> None:
    account = hire("officer", Role.OFFICER, unions["street"])
    me = queries.actor_for(account, TODAY)
    for key in ("here", "there"):
        services.begin(account=account, session_key=key, device=key, agent="", at=NOW)
    for old, new, code in (("wrong", "a-long-new-password", "old_password"), ("shifan-2026-hall", "short", "weak_password")):
        with pytest.raises(Refused, match=code):
            services.change_password(account=account, old=old, new=new, by=me, at=NOW)
    services.change_password(account=account, old="shifan-2026-hall", new="a-long-new-password", by=me, at=NOW, keep="here")
    account.refresh_from_db()
    assert account.check_password("a-long-new-password")
    assert (queries.sign_in("here") is not None, queries.sign_in("there")) == (True, None)
    with pytest.raises(Refused, match="not_yours"):
        services.change_password(account=account, old="a-long-new-password", new="another-long-one", by=Actor(account_id=-1), at=NOW)
