"""Whatever the withdrawal, the planner's plans are valid and its bound is one."""

from dataclasses import replace

import pytest
from oracle.second_judge import is_valid, second_left
from oracle.withdrawals import random_plan_of, random_withdrawal

from drawdown.model import Plan, Severity, Withdrawal
from drawdown.planning import plan
from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.dispatcher import MANNERS, Dispatcher
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, Minimise, Verdict
from drawdown.planning.question import Question
from drawdown.rules import cost_terms, judge

BLOCKS, PER_BLOCK = 10, 30
FULL_TINY, FULL_SMALL = range(40, 45), range(2, 3)


def breaches(withdrawal: Withdrawal, made: Plan) -> list[str]:
    """The rules that a plan breaks."""
    return [f.rule for f in judge(withdrawal, made) if f.severity is Severity.BREACH]


def price(withdrawal: Withdrawal, made: Plan) -> int:
    return sum(cost_terms(withdrawal, made).values())


def dispatched(withdrawal: Withdrawal) -> list[Plan]:
    """A plan in each manner of the dispatcher."""
    question = Question(withdrawal)
    return [Dispatcher(question, manner).plan() for manner in MANNERS]


def valid_random_plans(withdrawal: Withdrawal) -> list[Plan]:
    plans = [replace(random_plan_of(withdrawal, seed), left=None) for seed in range(12)]
    return [made for made in plans if not breaches(withdrawal, made)]


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_dispatcher_breaks_no_rule_in_any_manner(block):
    for seed in range(PER_BLOCK * block, PER_BLOCK * (block + 1)):
        withdrawal = random_withdrawal(seed)
        for made in dispatched(withdrawal):
            assert not breaches(withdrawal, made), seed
            assert is_valid(withdrawal, made), seed


@pytest.mark.parametrize("seed", range(6))
def test_the_dispatcher_breaks_no_rule_on_two_sites(seed):
    withdrawal = random_withdrawal(seed, "small")
    for made in dispatched(withdrawal)[::3]:
        assert not breaches(withdrawal, made)


@pytest.mark.parametrize("block", range(5))
def test_no_known_plan_is_cheaper_than_the_bound(block):
    for seed in range(12 * block, 12 * (block + 1)):
        withdrawal = random_withdrawal(seed)
        days, _ = whole_day_model(Question(withdrawal))
        solved = solve(Minimise(days.model.arrays(), Effort(work=2000)))
        assert solved.verdict is not Verdict.INFEASIBLE, seed
        known = [*dispatched(withdrawal), *valid_random_plans(withdrawal), Plan()]
        assert 100 * solved.bound <= min(price(withdrawal, made) for made in known) + 1, seed


@pytest.mark.parametrize(
    ("size", "seed"),
    [*(("tiny", seed) for seed in FULL_TINY), *(("small", seed) for seed in FULL_SMALL)],
)
def test_the_full_planner_never_fails_and_never_does_worse_than_the_dispatcher(size, seed):
    withdrawal = random_withdrawal(seed, size)
    outcome = plan(withdrawal, effort=1, seed=seed, planner="full")
    assert not breaches(withdrawal, outcome.plan)
    assert outcome.cost_cents == price(withdrawal, outcome.plan)
    known = [outcome.cost_cents, *(price(withdrawal, made) for made in dispatched(withdrawal))]
    assert outcome.bound_cents <= min(known)
    assert outcome.cost_cents == min(known)
    declared = {(entry.line, entry.place): entry.count for entry in outcome.plan.left or ()}
    assert declared == second_left(withdrawal, outcome.plan)
