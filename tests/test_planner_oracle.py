"""The planner held to the best of all plans, found by trying every one of a tiny withdrawal."""

import pytest
from oracle.every_plan import best_cost
from oracle.second_judge import is_valid
from oracle.second_terms import second_terms
from oracle.tiny_cases import tiny_cases

from drawdown.model import Plan, Severity, Withdrawal
from drawdown.planning import plan
from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.dispatcher import MANNERS, Dispatcher
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, Minimise
from drawdown.planning.question import Question
from drawdown.rules import cost_terms, judge

CASES = tiny_cases()
# The cases in which the dispatcher alone is dearer than the best plan, and by how many cents.
DEARER = {
    # It decides line by line, not piece by piece, what is sold and what is carried.
    "sold until noon": 56_000,
    # It does not foresee that a later last lift would let the guards go a night earlier.
    "guards after the last wave": 15_000,
    # A bed is needed at night only: by day both could pass, it sends one after the other.
    "over a hub with one bed": 1_170_000,
    # A lift from site to site that gathers people brings nobody nearer home.
    "two sites": 500_000,
    "two sites, nobody sent back to one": 500_000,
    "two sites in order": 530_000,
}
# A few of every kind for the full planner, which takes seconds for each.
FULLY_PLANNED = (
    "plain", "sold until noon", "things before people", "guards leave last",
    "guards after the last wave", "washed faster with movers", "over a hub with one bed",
    "two sites, nobody sent back to one", "way home for empty runs only",
)  # fmt: skip
FULLY_DEARER = {
    "over a hub with one bed": 1_170_000,
    "two sites, nobody sent back to one": 500_000,
}


def is_valid_by_both(withdrawal: Withdrawal, made: Plan) -> bool:
    """Whether neither judge finds a breach."""
    findings = judge(withdrawal, made)
    return is_valid(withdrawal, made) and all(f.severity is not Severity.BREACH for f in findings)


def proven_bound(withdrawal: Withdrawal) -> float:
    """Cents below which the relaxed day model says that no plan can be."""
    days, _ = whole_day_model(Question(withdrawal))
    return 100 * solve(Minimise(days.model.arrays(), Effort(work=4000))).bound


@pytest.mark.parametrize("name", CASES)
def test_the_dispatcher_finds_the_best_of_all_plans(name):
    withdrawal = CASES[name]
    question = Question(withdrawal)
    plans = [Dispatcher(question, manner).plan() for manner in MANNERS]
    assert all(is_valid_by_both(withdrawal, made) for made in plans)
    best = best_cost(withdrawal)[0]
    costs = [sum(cost_terms(withdrawal, made).values()) for made in plans]
    assert best <= min(costs) <= best + DEARER.get(name, 0)


@pytest.mark.parametrize("name", [name for name in CASES if Question(CASES[name]).runs])
def test_no_plan_costs_less_than_the_bound(name):
    assert proven_bound(CASES[name]) <= best_cost(CASES[name])[0] + 1


@pytest.mark.parametrize("name", FULLY_PLANNED)
def test_the_full_planner_finds_the_best_of_all_plans_and_a_bound_below_it(name):
    withdrawal = CASES[name]
    outcome = plan(withdrawal, effort=1, seed=1, planner="full")
    best = best_cost(withdrawal)[0]
    assert is_valid_by_both(withdrawal, outcome.plan)
    assert outcome.cost_cents == sum(second_terms(withdrawal, outcome.plan).values())
    assert 0 <= outcome.bound_cents <= best
    assert best <= outcome.cost_cents <= best + FULLY_DEARER.get(name, 0)
