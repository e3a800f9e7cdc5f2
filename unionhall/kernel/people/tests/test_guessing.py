"""Guessing is slowed and nobody is locked out. The written budget is `rules.DAILY_BUDGET` a day; time is made up here.

The ten thousand guesses and the five hundred workers stand in tests/prove; here are short runs of the same.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest

from unionhall.base.refusal import Refused
from unionhall.base.testing import at

from .. import rules, services
from ..models import Account, Guess
from .conftest import PASSWORD
from .test_sign_in import PHONE, totp

NOW = at()
GUESSES = 400
DAY = timedelta(days=1)


class Attack:
    """Guesses under a key every so often: how many of them were looked at, and how many in the busiest 24 hours."""

    def __init__(self) -> None:
        self.evaluated: list[datetime] = []

    def guess(self, moment: datetime, try_it: Callable[[], object]) -> None:
        """One guess; only a wrong answer, not a refusal to look, counts as evaluated."""
        try:
            try_it()
        except Refused as refused:
            if refused.code != "slow_down":
                self.evaluated.append(moment)
        else:
            raise AssertionError("a guess hit")

    @property
    def busiest_day(self) -> int:
        """The most that fell into any 24 hours."""
        return max(bisect_left(self.evaluated, start + DAY) - place for place, start in enumerate(self.evaluated))


def every(seconds: float) -> Iterator[datetime]:
    """A moment every so many seconds."""
    return (NOW + timedelta(seconds=seconds * number) for number in count())


def guessed(key: str, seconds: float, guesses: int = GUESSES) -> Attack:
    """So many guesses at one counter."""
    attack, moments = Attack(), every(seconds)

    def look() -> None:
        services.attempt(key=key, at=moment)
        raise Refused("wrong", "")

    for _ in range(guesses):
        moment = next(moments)
        attack.guess(moment, look)
    return attack


@pytest.mark.parametrize("seconds", [1, 120])
def test_guesses_stay_within_the_written_budget(db: None, seconds: float) -> None:
    attack = guessed("a" * 64, seconds)
    assert 10 < attack.busiest_day <= rules.DAILY_BUDGET


def test_without_the_delay_the_budget_is_broken(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin."""
    monkeypatch.setattr(rules, "delay", lambda tries: timedelta(0))
    assert guessed("a" * 64, 1).busiest_day > rules.DAILY_BUDGET


def test_waiting_until_it_is_forgotten_gains_nothing(db: None) -> None:
    attack, moment, key = Attack(), NOW, "b" * 64
    while moment < NOW + DAY:
        services.attempt(key=key, at=moment)
        attack.evaluated.append(moment)
        left = services.wait_left(key=key, at=moment)
        moment += timedelta(seconds=left) if left < 300 else timedelta(hours=1)
    assert 100 < attack.busiest_day <= rules.DAILY_BUDGET


def test_a_clock_that_was_set_back_locks_nobody_out(db: None) -> None:
    for _ in range(20):
        services.missed(key="e" * 64, at=NOW + timedelta(days=365))
    assert services.wait_left(key="e" * 64, at=NOW) == 0


def test_the_first_three_misses_wait_for_nothing_and_none_waits_over_five_minutes() -> None:
    assert [rules.delay(tries).total_seconds() for tries in (0, 3, 4, 5, 11)] == [0, 0, 2, 4, 256]
    assert max(rules.delay(tries) for tries in range(10_000)) == timedelta(minutes=5)


def test_of_a_volley_at_once_one_is_looked_at(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both read the same counter before either wrote: only one goes on."""
    services.attempt(key="c" * 64, at=NOW)
    seen = Guess.objects.get()
    require = services.require_no_wait

    def overtaken(*, key: str, at: datetime) -> None:
        Guess.objects.filter(pk=key).update(tries=seen.tries + 1)
        require(key=key, at=at)

    monkeypatch.setattr(services.persons, "require_no_wait", overtaken)
    with pytest.raises(Refused, match="slow_down"):
        services.attempt(key="c" * 64, at=NOW)


def test_a_right_answer_clears_the_counter_and_an_hour_forgets_it(db: None) -> None:
    key = "d" * 64
    for _ in range(4):
        services.attempt(key=key, at=NOW)
    assert services.wait_left(key=key, at=NOW) == 2
    assert services.wait_left(key=key, at=NOW + timedelta(hours=1)) == 0
    services.hit(key=key)
    assert services.wait_left(key=key, at=NOW) == 0


def enter(moment: datetime, device: str, *, code: str, password: str = PASSWORD, network: str = "10.0.0") -> Account:
    """One try at the officer's account."""
    return services.sign_in_staff(
        login="officer", password=password, code=code, device=device, network=network, at=moment
    )


def test_the_owner_enters_at_once_on_a_known_device_while_new_devices_guess(hire: Callable) -> None:
    owner, attack = hire("officer"), Attack()
    services.begin(account=owner, session_key="k0", device="own", agent="", at=NOW)
    for number, moment in zip(range(300), every(1), strict=False):
        attack.guess(moment, lambda m=moment, n=number: enter(m, f"new{n}", code="000000"))
        if number % 100 == 99:
            assert enter(moment, "own", code=totp(moment)) == owner
    assert attack.busiest_day <= rules.DAILY_BUDGET
    assert len(attack.evaluated) < 20


def test_a_new_device_on_another_network_enters_at_once_too(hire: Callable) -> None:
    owner, attack = hire("officer"), Attack()
    for number, moment in zip(range(50), every(1), strict=False):
        attack.guess(moment, lambda m=moment, n=number: enter(m, f"new{n}", code="000000"))
    assert enter(moment, "fresh", code=totp(moment), network="10.0.9") == owner


def test_throwing_the_device_away_gains_nothing(hire: Callable) -> None:
    """A guesser with a new name for every guess is looked at no more often than one who keeps it."""
    hire("officer")
    same, fresh = Attack(), Attack()
    for number, moment in zip(range(150), every(1), strict=False):
        same.guess(moment, lambda m=moment: enter(m, "same", code="000000", network="10.0.1"))
        fresh.guess(moment, lambda m=moment, n=number: enter(m, f"new{n}", code="000000", network="10.0.2"))
    assert len(fresh.evaluated) <= len(same.evaluated)


def test_a_counter_per_device_alone_would_let_them_through(hire: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: what the counter for new devices is for."""
    hire("officer")
    monkeypatch.setattr(
        services.persons, "door_key", lambda *, target, account, device, network: services.guess_key(target=target, device=device)
    )
    attack = Attack()
    for number, moment in zip(range(400), every(1), strict=False):
        attack.guess(moment, lambda m=moment, n=number: enter(m, f"new{n}", code="000000"))
    assert attack.busiest_day > rules.DAILY_BUDGET


def test_codes_to_one_phone_are_slowed_and_its_owner_still_gets_one(db: None) -> None:
    sent = 0
    for number, moment in zip(range(300), every(1), strict=False):
        try:
            services.issue_code(phone=PHONE, device=f"new{number}", network="10.0.0", at=moment)
        except Refused as refused:
            assert refused.code == "slow_down"
        else:
            sent += 1
    assert sent < 30
    code = services.issue_code(phone=PHONE, device="own", network="10.0.9", at=moment)[1]
    services.sign_in_worker(phone=PHONE, code=code, device="own", network="10.0.9", at=moment)


def test_fifty_workers_behind_one_address_all_enter(db: None) -> None:
    """Counters belong to a target: a crowd behind one router slows nobody. The 500 stand in the long runs."""
    for number in range(50):
        phone, device = f"199000{number:05d}", f"phone{number}"
        code = services.issue_code(phone=phone, device=device, network="10.0.0", at=NOW)[1]
        services.sign_in_worker(phone=phone, code=code, device=device, network="10.0.0", at=NOW)
    assert Account.objects.count() == 50
