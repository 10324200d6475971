"""Reasons end when their time is over, at any size; a coarse model promises no more than a fine."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from oracle.withdrawals import random_withdrawal

from drawdown import read
from drawdown.model import Plan
from drawdown.planning.least import Aim, LeastMissing, is_coarse_enough
from drawdown.planning.merged import Merging
from drawdown.planning.missed import missed_by
from drawdown.planning.question import Question
from drawdown.planning.reasons import explain
from drawdown.rules import left

MINUSMA = Path(__file__).parent.parent / "examples" / "minusma-2023"
# A busy machine may take some seconds longer for what is between two looks at the clock.
GRACE_S = 6.0


def test_the_reasons_of_a_large_withdrawal_end_in_time():
    """Nothing is planned: every date is missed, and each model takes long to be made."""
    withdrawal = read(MINUSMA)
    nothing = Plan(left=left(withdrawal, Plan()))
    begun = time.monotonic()
    explain(Question(withdrawal), nothing, seconds=1.0, stop=lambda: False)
    assert time.monotonic() - begun < 1.0 + GRACE_S


CASES = [("tiny", seed) for seed in range(24)] + [("small", seed) for seed in range(3)]


@pytest.mark.parametrize(("size", "seed"), CASES)
@pytest.mark.parametrize("period_days", [1, 2])
def test_in_pools_and_periods_no_more_is_missing_than_day_by_day(size, seed, period_days):
    withdrawal = random_withdrawal(seed, size)
    question = Question(withdrawal)
    nothing = replace(Plan(), left=left(withdrawal, Plan()))
    for missed in missed_by(withdrawal, nothing):
        aim = missed.aim
        if not is_coarse_enough(question, aim):
            continue
        fine = LeastMissing(question, (aim,)).at_best(aim, lambda: False)
        merged = Merging(question).question
        model = LeastMissing(merged, (aim,), period_days=period_days)
        coarse = model.at_best(aim, lambda: False)
        assert fine is not None and coarse is not None
        assert coarse.value <= fine.value * (1 + 1e-5) + 1e-3, aim


def test_what_a_milestone_misses_is_told_in_pools_too():
    """Nobody can leave: all of the people that it asks for are missing, pooled or not."""
    found = 0
    for seed in range(12):
        withdrawal = replace(random_withdrawal(seed), legs=())
        question = Question(withdrawal)
        for milestone in withdrawal.milestones:
            aim = Aim("milestone", milestone.name)
            if not is_coarse_enough(question, aim):
                continue
            fine = LeastMissing(question, (aim,)).at_best(aim, lambda: False)
            merged = Merging(question).question
            coarse = LeastMissing(merged, (aim,), period_days=1).at_best(aim, lambda: False)
            assert coarse.value == pytest.approx(fine.value, rel=1e-4, abs=1e-3)
            found += fine.value > 0
    assert found
