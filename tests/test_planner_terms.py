"""The least of one term of the cost: the terms are the whole, and no plan has less of one."""

from dataclasses import replace

import numpy as np
import pytest
from oracle.tiny_cases import PEOPLE, PLAIN, PLANE, THINGS
from oracle.withdrawals import random_withdrawal

from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.dispatcher import MANNERS, Dispatcher
from drawdown.planning.question import Question
from drawdown.planning.term_least import LEFT, PRICED, left_costs, term_costs, term_least
from drawdown.rules import cost_terms


def never() -> bool:
    return False


@pytest.mark.parametrize("seed", range(12))
def test_the_terms_of_the_day_model_sum_to_its_cost(seed):
    withdrawal = random_withdrawal(seed)
    whole = whole_day_model(Question(withdrawal))[0].model.arrays().cost
    parts = [term_costs(withdrawal, term) for term in PRICED]
    assert np.allclose(sum(parts), whole, rtol=1e-9, atol=1e-9)
    days, _ = whole_day_model(Question(withdrawal))
    for term in LEFT:
        assert np.array_equal(left_costs(days, withdrawal, term), term_costs(withdrawal, term))


@pytest.mark.parametrize("block", range(3))
def test_no_plan_has_less_of_a_term_than_its_least(block):
    """Held by its own lateness and what it leaves, a plan is itself one of those looked at."""
    tried = 0
    for seed in range(3 * block, 3 * (block + 1)):
        withdrawal = random_withdrawal(seed)
        plan = Dispatcher(Question(withdrawal), MANNERS[seed % len(MANNERS)]).plan()
        terms = cost_terms(withdrawal, plan)
        for term in PRICED:
            least = term_least(withdrawal, term, terms, never)
            assert least is not None
            assert least.cents <= terms[term], (seed, term)
            tried += 1
    assert tried > 20


def test_the_lifts_that_are_needed_cannot_be_spared():
    """Nine people in lifts of four at 1,000 €: three lifts, of which fractions count for 2¼."""
    people = replace(PEOPLE, count=9)
    plane = replace(PLANE, seats=4, cost_cents_per_lift=100_000, cost_cents_per_h=0)
    withdrawal = replace(PLAIN, lines=(people,), carriers=(plane,))
    plan = Dispatcher(Question(withdrawal), MANNERS[0]).plan()
    terms = cost_terms(withdrawal, plan)
    assert (terms["left_people"], terms["late"]) == (0, 0)
    least = term_least(withdrawal, "lift", terms, never)
    assert least is not None and least.held
    loaded = 9 / 4 * 100_000
    assert loaded - 100 <= least.cents <= terms["lift"]


def test_what_no_lift_can_take_is_left_in_every_plan():
    """Without a fleet 2 t stay: at 80 €/kg that is 160,000 € of any plan, held by nothing."""
    withdrawal = replace(PLAIN, lines=(THINGS,), fleets=())
    plan = Dispatcher(Question(withdrawal), MANNERS[0]).plan()
    terms = cost_terms(withdrawal, plan)
    least = term_least(withdrawal, "left_things", terms, never)
    assert least is not None and not least.held
    price = withdrawal.prices.left_kg[THINGS.priority - 1]
    assert terms["left_things"] - 100 <= least.cents <= terms["left_things"] == 2_000 * price


def test_without_time_nothing_is_said():
    assert term_least(PLAIN, "lift", dict.fromkeys(PRICED, 0), lambda: True) is None
