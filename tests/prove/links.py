"""Promise 9 and §10.7 under threads. `python -m tests.prove.links sqlite|postgres RIVALS REVOCATIONS [open]` prints JSON.

So many right numbers at once: one wins. So many revocations in flight, each with readers before, during and after: no read that
began after the commit shows the worker. `open` is the twin, without the guards.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Sequence

from .retries import database

READERS, LOOKS = 3, 4


def together(filing: object, count: int, do: Callable[[int], object]) -> list[object]:
    """Do it so many times at once; the answers, None for a refusal."""
    start, found = threading.Barrier(count), []

    def one(number: int) -> None:
        start.wait()
        try:
            found.append(do(number))
        except grounds().Refused:
            found.append(None)
        finally:
            filing.connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def grounds() -> object:
    """The kernel's own ground, once Django stands."""
    from unionhall.kernel.cases.tests import test_referrals

    return test_referrals


def rivals(filing: object, ground: object, count: int) -> int:
    """How many of so many right numbers at once get a pass."""
    test, now = grounds(), filing.at()
    link = test.services.issue_link(referral_id=ground.offered(agreeing=3).pk, by=test.SYSTEM, at=now)
    test.services.send_code(link_id=link.pk, device="d", at=now)
    number = test.number_sent()
    won = together(filing, count, lambda _turn: test.services.open_link(link_id=link.pk, code=number, device="d", at=now))
    return sum(1 for each in won if each)


def revocation(filing: object, ground: object, counts: dict[str, int]) -> None:
    """One worker agrees, is read by some at once, and takes it back meanwhile."""
    test, now, worker = grounds(), filing.at(), ground.workers[0]
    row = ground.refer(workers=[worker], agency=ground.other)
    test.services.agree(referral_id=row.pk, person=worker, by=test.own(worker), at=now)
    consent, done = row.people.get().consent_id, threading.Event()

    def look() -> bool:
        """Whether the worker is shown now."""
        try:
            shown = test.services.read(referral_id=row.pk, by=test.Actor(name="示例法院"), at=now)[1]
        except test.Refused:
            return False
        return bool(shown.people)

    def act(number: int) -> int:
        """The worker's own thread, or a reader's: how many looks that began too late saw something."""
        if number == 0:
            test.services.revoke(consent_id=consent, person_id=worker.pk, by=test.own(worker), at=now)
            done.set()
            return 0
        late = 0
        for _look in range(LOOKS):
            after = done.is_set()
            late += look() and after
        return late

    counts["later_reads"] += sum(each or 0 for each in together(filing, 1 + READERS, act)) + look()
    counts["reads"] += READERS * LOOKS + 1
    counts["waiting"] += test.Notice.objects.filter(effect_key__startswith=f"sms:referral:{row.pk}:", sent_at=None).count()
    test.Referral.objects.filter(pk=row.pk).exclude(state="withdrawn").update(state="withdrawn", ended_at=now)  # the twin goes on, too


def unguarded(test: object) -> None:
    """The twin: nobody asks whether the link was used, or who agrees now."""
    test.services.links.openable = lambda **values: True
    test.services.links._use_code = lambda *values: True
    test.services.links.claim = lambda **values: None
    test.queries.consented = lambda row: list(row.people.exclude(consent=None).values_list("person_id", flat=True))
    real = test.rules.WITH_RECEIVER
    test.rules.WITH_RECEIVER = (*real, "withdrawn")


def run(count: int, revocations: int, guarded: bool) -> dict[str, int]:
    """All of it on an empty database."""
    from . import filing

    filing.schema.lay()
    test = grounds()
    test.kinds.CASE_KINDS.add(test.PLEA)
    test.kinds.REFERRALS.add(*test.WAYS)
    test.services.links.people.attempt = lambda **values: None
    ground, counts = test.Ground(), {"later_reads": 0, "reads": 0, "waiting": 0}
    if not guarded:
        unguarded(test)
    winners = rivals(filing, ground, count)
    for _turn in range(revocations):
        revocation(filing, ground, counts)
    filing.connections.close_all()
    return {"winners": winners, **counts}


def main(words: Sequence[str]) -> int:
    """Engine, rivals, revocations; `open` last for the twin."""
    with database(words[0]):
        found = run(int(words[1]), int(words[2]), guarded="open" not in words)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
