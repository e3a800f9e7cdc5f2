"""The two-week plan is as good as trying everything on small cases, and the plainer one is honest and feasible."""

from decimal import Decimal
from itertools import product
from random import Random
from sys import modules

import pytest

from unionhall.programmes.services.rules import plans, tours
from unionhall.programmes.services.rules.bus import Figures
from unionhall.programmes.services.rules.plans import Job, Why, Wish, consequence, greedy, heads, jobs, prize, worth

HOME = (36.71, 119.10)
FIGURES = Figures()


def drawn(seed: int, count: int) -> list[Job]:
    """Jobs around home, some of them far and small."""
    dice = Random(seed)
    return [
        Job(number, 0, dice.randint(20, 200), dice.randint(5_000, 90_000), HOME[0] + dice.uniform(-0.4, 0.4), HOME[1] + dice.uniform(-0.4, 0.4))
        for number in range(count)
    ]


def by_trying_everything(found: list[Job], days: int) -> int:
    """The best worth over every way to give jobs to days."""
    best = 0
    for choice in product(range(days + 1), repeat=len(found)):
        made = [[job for job, day in zip(found, choice, strict=True) if day == number] for number in range(1, days + 1)]
        if all(heads(day) <= FIGURES.day_most for day in made):
            best = max(best, worth([plans.shortest(day, HOME) for day in made], HOME))
    return best


@pytest.mark.parametrize("seed", range(8))
def test_the_plan_is_worth_as_much_as_the_best_of_all(seed):
    pytest.importorskip("pyvrp")
    found, days = drawn(seed, 5), 2
    made = tours.tour(found, days, HOME, FIGURES)
    assert made.engine == "pyvrp"
    assert worth(made.days, HOME) == by_trying_everything(found, days)


@pytest.mark.parametrize("seed", range(8))
def test_no_day_is_over_its_people_and_no_job_is_done_twice(seed):
    found = drawn(seed, 12)
    for made in (tours.tour(found, 3, HOME, FIGURES), greedy(found, 3, HOME, FIGURES)):
        done = [job for day in made.days for job in day]
        assert len(done) == len(set(done))
        assert all(heads(day) <= FIGURES.day_most for day in made.days)
        assert len(made.days) == 3


@pytest.mark.parametrize("seed", range(4))
def test_the_same_requests_give_the_same_plan(seed):
    found = drawn(seed, 12)
    assert tours.tour(found, 4, HOME, FIGURES) == tours.tour(found, 4, HOME, FIGURES)


def test_without_the_extra_a_plainer_plan_is_made_and_says_so(monkeypatch):
    monkeypatch.setitem(modules, "pyvrp", None)
    made = tours.tour(drawn(1, 5), 2, HOME, FIGURES)
    assert made.engine == "greedy"
    assert 0 < worth(made.days, HOME) <= by_trying_everything(drawn(1, 5), 2)


def test_a_big_employer_comes_in_even_shares_that_each_fit_a_day():
    found = jobs([Wish(1, 500, Decimal(0), 0, False, *HOME)], FIGURES)
    assert [job.heads for job in found] == [166, 167, 167]
    assert [job.part for job in found] == [0, 1, 2]


def test_risk_waiting_and_never_served_each_raise_the_worth():
    plain = prize(Wish(1, 100, Decimal(0), 0, False, *HOME), FIGURES)
    assert plain == 100_000
    assert prize(Wish(1, 100, Decimal(20), 0, False, *HOME), FIGURES) == 120_000
    assert prize(Wish(1, 100, Decimal(0), 30, False, *HOME), FIGURES) == 130_000
    assert prize(Wish(1, 100, Decimal(0), 400, False, *HOME), FIGURES) == 200_000
    assert prize(Wish(1, 100, Decimal(0), 0, True, *HOME), FIGURES) == 150_000
    assert prize(Wish(1, 100, Decimal(0), 0, False, *HOME), Figures(person_metres=10)) == 1000


def test_why_a_job_is_left_out_is_told_apart():
    near, far = Job(1, 0, 100, 100_000, *HOME), Job(2, 0, 10, 10_000, HOME[0] + 3, HOME[1])
    assert plans.why_not(far, [(near,)], HOME, FIGURES) == Why.FAR
    assert plans.why_not(Job(3, 0, 150, 10**6, *HOME), [(near,)], HOME, FIGURES) == Why.FULL


def test_a_move_by_hand_tells_people_metres_and_overflow_before_it_is_made():
    one, two = Job(1, 0, 150, 0, HOME[0] + 0.1, HOME[1]), Job(2, 0, 120, 0, HOME[0] + 0.1, HOME[1])
    told = consequence({1: [one], 2: [two]}, one, 1, 2, HOME, FIGURES)
    assert (told.leaves, told.comes, told.over, told.thin) == (0, 270, True, False)
    assert told.metres == -plans.driven([one], HOME)
    aside = consequence({1: [one, two], 2: []}, two, 1, 2, HOME, FIGURES)
    assert (aside.leaves, aside.comes, aside.over) == (150, 120, False)
    assert aside.metres == plans.driven([two], HOME)
