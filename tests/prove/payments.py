"""No fen twice. `python -m tests.prove.payments sqlite|postgres ROUNDS SEED [keyless|unlocked]` prints JSON.

Each round a group's money comes in: a form is pressed many times at once, two clerks record two slips of the whole
debt at once, and then all workers confirm at once. In the end each form stands once, no line has more than it is
owed, and every column is the sum of its rows. The twins: `keyless` gives each press its own key, `unlocked` takes the
case's lock away.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import date

from .retries import database

PRESSES, WORKERS = 6, 5


def together(filing: object, acts: Sequence[Callable[[], object]]) -> list[str]:
    """All at once; what each ended with: 'done', or the refusal's or error's name."""
    start, found = threading.Barrier(len(acts)), []

    def one(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            found.append("done")
        except Exception as error:  # told to the counter
            found.append(getattr(error, "code", type(error).__name__))
        filing.connections.close_all()

    threads = [threading.Thread(target=one, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


class House:
    """One county with cases of five workers each."""

    def __init__(self, filing: object, seed: int, guard: str) -> None:
        from unionhall.base.testing import SYSTEM, at
        from unionhall.programmes.wages import models
        from unionhall.programmes.wages.queries import groups
        from unionhall.programmes.wages.services import cases, clues, distributions, money, rosters

        self.filing, self.models, self.groups, self.by, self.at = filing, models, groups, SYSTEM, at()
        self.cases, self.clues, self.distributions, self.money, self.rosters = cases, clues, distributions, money, rosters
        self.turn, self.guard, self.number = random.Random(seed), guard, 0
        filing.found_union()
        if guard == "unlocked":
            distributions.lock = lambda *, arrears: None
            real, never, waits = distributions.proposed, threading.Event(), itertools.cycle((0.05, 0.8))
            distributions.proposed = lambda **facts: (real(**facts), never.wait(next(waits)))[0]  # both have read; one is late

    def case(self) -> object:
        """Five workers with debts of their own."""
        self.number += 1
        report = self.clues.Report(employer_name=f"示例公司{self.number}", region_code="370702", people=WORKERS)
        clue = self.clues.register(report=report, channel="visit", by=self.by, at=self.at)
        self.clues.check(clue_id=clue.pk, by=self.by, at=self.at)
        row = self.cases.open_from(clue_id=clue.pk, by=self.by, at=self.at)
        lines = (f"职工{self.number}-{n}\t199{self.number:04d}{n:04d}\t{self.turn.randint(100_00, 900_00) / 100}" for n in range(WORKERS))
        self.rosters.add(case_id=row.case_id, text="\n".join(["姓名\t手机号\t欠多少元", *lines]), by=self.by, at=self.at)
        return self.models.Arrears.objects.get(pk=row.pk)

    def pay(self, row: object, amount: int, key: str, slip: str) -> object:
        """Record a sum for the case."""
        return self.distributions.receive(
            case_id=row.case_id, amount=amount, on=date(2026, 11, 23), rule=self.turn.choice(["pro_rata", "equal", "smallest"]),
            slip=slip, key=key.ljust(40, "0"), by=self.by, at=self.at,
        )  # fmt: skip

    def round(self) -> dict[str, int]:
        """One case from its first part to everybody's own word."""
        row = self.case()
        part = row.owed // (PRESSES + 2)
        keys = [f"{self.number}a{n if self.guard == 'keyless' else ''}" for n in range(PRESSES)]
        pressed = together(self.filing, [lambda key=key: self.pay(row, part, key, key) for key in keys])
        rest = row.owed - self.models.Arrears.objects.get(pk=row.pk).paid
        both = together(self.filing, [lambda n=n: self.pay(row, rest, f"{self.number}b{n}", f"b{n}") for n in range(2)])
        self.confirm(row)
        book = self.groups.book(arrears=row)
        first = row.distributions.filter(amount=part).count()
        now = self.models.Arrears.objects.get(pk=row.pk)
        wrong = self.money.sums_hold() + self.distributions.shares_hold()
        self.filing.connections.close_all()
        return {
            "presses": len(pressed), "crashed": sum(1 for each in [*pressed, *both] if each not in ("done", "share_too_much", "paid_twice")),
            "twice": first - 1, "both": both.count("done") - 1, "above": sum(1 for own in book if own.columns["paid"] > own.line.owed),
            "unconfirmed": now.owed - now.confirmed if not now.confirmed > now.owed else 0, "wrong": len(wrong),
        }  # fmt: skip

    def confirm(self, row: object) -> None:
        """Everybody taps 收到了 at once, some twice."""
        rows = self.models.MoneyEntry.objects.filter(arrears=row, kind="paid").select_related("claimant__person")
        taps = [entry for entry in rows for _tap in range(self.turn.randint(1, 2))]
        together(self.filing, [lambda e=e: self.money.answer(entry_id=e.pk, received=True, person=e.claimant.person, by=self.by, at=self.at) for e in taps])


def main(words: Sequence[str]) -> int:
    """Engine, rounds, seed; the guard to take away last."""
    with database(words[0]):
        from . import filing

        house = House(filing, int(words[2]), words[3] if len(words) > 3 else "")
        found: dict[str, int] = {"rounds": int(words[1])}
        for _round in range(int(words[1])):
            for name, count in house.round().items():
                found[name] = found.get(name, 0) + count
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
