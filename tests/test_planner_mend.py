"""What breaks a rule is taken off a plan until it breaks none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from oracle.every_plan import best_cost
from oracle.second_judge import is_valid
from oracle.tiny_cases import tiny_cases
from oracle.withdrawals import random_plan_of, random_withdrawal

from drawdown.model import Load, Plan, Severity, Withdrawal
from drawdown.planning.mend import mended
from drawdown.planning.question import Question
from drawdown.rules import cost_terms, judge

CASES = tiny_cases()


def rules_broken(withdrawal: Withdrawal, made: Plan) -> set[str]:
    return {f.rule for f in judge(withdrawal, made) if f.severity is Severity.BREACH}


def best(name: str) -> Plan:
    return replace(best_cost(CASES[name])[1], left=None)


@pytest.mark.parametrize("block", range(8))
def test_every_random_plan_can_be_mended(block):
    for seed in range(25 * block, 25 * (block + 1)):
        withdrawal = random_withdrawal(seed)
        question = Question(withdrawal)
        for number in range(4):
            plan = mended(question, replace(random_plan_of(withdrawal, number), left=None))
            assert not rules_broken(withdrawal, plan), (seed, number)
            assert is_valid(withdrawal, plan), (seed, number)


def test_a_valid_plan_is_left_as_it_is():
    plan = best("plain")
    assert mended(Question(CASES["plain"]), plan) is plan


def test_of_those_who_go_before_they_are_prepared_as_many_stay_as_are_not():
    withdrawal = CASES["two people a day"]
    plan = best("two people a day")
    hours = timedelta(hours=6)
    early = Plan(
        tuple(
            replace(lift, depart_utc=lift.depart_utc - hours, arrive_utc=lift.arrive_utc - hours)
            if lift.loads
            else lift
            for lift in plan.lifts
        )
    )
    assert rules_broken(withdrawal, early) == {"gates_passed"}
    whole = mended(Question(withdrawal), early)
    assert not rules_broken(withdrawal, whole)
    assert sum(load.count for lift in whole.lifts for load in lift.loads) == 2


def test_guards_who_left_too_early_stay_and_the_others_still_go():
    withdrawal = CASES["guards leave last"]
    plan = best("guards leave last")
    swapped = {"guards": "others", "others": "guards"}
    turned = replace(
        plan,
        lifts=tuple(
            replace(lift, loads=tuple(Load(swapped[x.line], min(x.count, 2)) for x in lift.loads))
            for lift in plan.lifts
        ),
    )
    assert rules_broken(withdrawal, turned) == {"floors_hold"}
    whole = mended(Question(withdrawal), turned)
    assert not rules_broken(withdrawal, whole)
    assert {load.line for lift in whole.lifts for load in lift.loads} == {"others"}


def test_a_lift_that_can_keep_no_time_goes_with_all_later_ones_of_its_tail():
    withdrawal = CASES["plain"]
    plan = best("plain")
    late = max(plan.lifts, key=lambda lift: lift.depart_utc)
    hurried = replace(late, arrive_utc=late.arrive_utc - timedelta(hours=1))
    broken = replace(plan, lifts=tuple(hurried if x is late else x for x in plan.lifts))
    whole = mended(Question(withdrawal), broken)
    assert late.name not in {lift.name for lift in whole.lifts}
    assert sum(cost_terms(withdrawal, whole).values()) > best_cost(withdrawal)[0]
