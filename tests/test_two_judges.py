"""Two judges, written apart from one page, say the same of thousands of random plans."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle.every_plan import best_cost
from oracle.plans import changed
from oracle.second_judge import (
    SECOND_RULES,
    SHORTFALLS,
    second_left,
    second_milestones,
    second_terms,
    second_verdicts,
)
from oracle.tiny_cases import tiny_cases
from oracle.verdict import Verdict
from oracle.withdrawals import plans, random_plan_of, random_withdrawal, withdrawals

from drawdown.model import Finding, Plan, Severity, Withdrawal
from drawdown.rules import cost_terms, judge, left, milestones_reached

BLOCKS, PER_BLOCK = 10, 300
Subject = tuple[str | datetime | None, ...]


def fact(finding: Finding, name: str) -> str:
    """A named value of a finding."""
    return str(dict(finding.facts)[name])


def first_lift(finding: Finding) -> Subject:
    return finding.lifts[:1]


def first_line(finding: Finding) -> Subject:
    return finding.lines[:1]


def line_and_place(finding: Finding) -> Subject:
    return (finding.lines[0], finding.place)


def place_and_time(finding: Finding) -> Subject:
    return (finding.place, finding.from_utc)


def lift_and_lines(finding: Finding) -> Subject:
    return (finding.lifts[0], *sorted(finding.lines))


def tail_and_time(finding: Finding) -> Subject:
    return (fact(finding, "fleet"), fact(finding, "tail"), finding.from_utc)


def lift_or_disposal(finding: Finding) -> Subject:
    return finding.lifts or (*finding.lines, finding.place, finding.from_utc)


SUBJECT: dict[str, Callable[[Finding], Subject]] = {
    "loads_exist": line_and_place,
    "leave_when_ready": first_line,
    "gates_passed": lambda f: (fact(f, "gate"), f.unit),
    "leave_by_latest": first_line,
    "predecessors_first": lambda f: (f.lines[0], fact(f, "predecessor")),
    "classes_apart": lambda f: (f.lifts[0], fact(f, "first"), fact(f, "second")),
    "modes_allowed": lift_and_lines,
    "redeploy_allowed": lift_and_lines,
    "disposal_allowed": lambda f: (*line_and_place(f), fact(f, "disposition"), f.from_utc),
    "disposal_capacity": lambda f: (fact(f, "disposition"), f.place, f.from_utc),
    "leg_exists": first_lift,
    "loads_allowed": lift_and_lines,
    "travel_time": first_lift,
    "within_payload": first_lift,
    "within_seats": first_lift,
    "within_positions": first_lift,
    "pieces_fit": lift_and_lines,
    "runway_enough": lambda f: (f.lifts[0], f.place),
    "tail_named": lambda f: (fact(f, "fleet"), *sorted(f.lifts)),
    "tail_exists": first_lift,
    "tail_chain": lambda f: (fact(f, "fleet"), fact(f, "tail"), f.lifts[-1]),
    "fleet_count": lambda f: (fact(f, "fleet"),),
    "fleet_dates": first_lift,
    "within_horizon": lift_or_disposal,
    "hours_per_day": tail_and_time,
    "crew_duty": tail_and_time,
    "working_mog": place_and_time,
    "parking_mog": place_and_time,
    "open_hours": lambda f: (f.lifts[0], f.place),
    "handling": lambda f: (f.place, f.from_utc, f.unit),
    "beds": place_and_time,
    "storage": place_and_time,
    "floors_hold": lambda f: (f.place, fact(f, "role")),
    "sites_in_order": lambda f: (f.place, fact(f, "earlier")),
    "empty_by_handover": lambda f: (f.place,),
    "clearance": first_lift,
    "runs_per_day": lambda f: (f.place, fact(f, "destination"), fact(f, "mode"), f.from_utc),
    "milestones_met": lambda f: (fact(f, "milestone"),),
    "out_by_deadline": lambda f: ("people" if f.unit == "people" else "things",),
    "helpers_go_out": first_line,
    "nothing_left": line_and_place,
    "left_declared": line_and_place,
}


def as_verdict(finding: Finding) -> Verdict:
    """A finding of the first judge in the words of the second."""
    subject = SUBJECT[finding.rule](finding)
    measured, limit = finding.measured, finding.limit
    if finding.rule == "pieces_fit":
        # Which of several sizes that are too large is named is left to the first judge.
        measured, limit = None, None
    return Verdict(subject, finding.from_utc, measured, limit, finding.until_utc, finding.rule)


def disagreement(withdrawal: Withdrawal, plan: Plan, base: Plan | None = None) -> list[object]:
    """Everything that only one of the two judges says, the first judge's first."""
    first = Counter(as_verdict(finding) for finding in judge(withdrawal, plan))
    second = Counter(second_verdicts(withdrawal, plan))
    differs: list[object] = [("first", x) for x in (first - second)]
    differs += [("second", x) for x in (second - first)]
    for name, one, other in (
        ("terms", cost_terms(withdrawal, plan, base), second_terms(withdrawal, plan, base)),
        ("left", first_left(withdrawal, plan), second_left(withdrawal, plan)),
        ("milestones", first_milestones(withdrawal, plan), reached(withdrawal, plan)),
    ):
        if one != other:
            differs.append((name, one, other))
    return differs


def first_left(withdrawal: Withdrawal, plan: Plan) -> dict[tuple[str, str], int]:
    """What the first judge finds left, by line and place."""
    return {(left.line, left.place): left.count for left in left(withdrawal, plan)}


def first_milestones(
    withdrawal: Withdrawal, plan: Plan
) -> list[tuple[datetime, datetime | None, bool]]:
    """Due, reached and met of every milestone, handover and the deadline, by the first judge."""
    return [(x.due_utc, x.reached_utc, x.met) for x in milestones_reached(withdrawal, plan)]


def reached(withdrawal: Withdrawal, plan: Plan) -> list[tuple[datetime, datetime | None, bool]]:
    """The same by the second judge."""
    return [tuple(rest) for _, *rest in second_milestones(withdrawal, plan)]


@pytest.mark.parametrize("block", range(BLOCKS))
def test_two_judges_agree_on_the_plans_of_many_seeds(block):
    for seed in range(block * PER_BLOCK, (block + 1) * PER_BLOCK):
        withdrawal = random_withdrawal(seed)
        plan = random_plan_of(withdrawal, seed)
        base = changed(Random(seed), plan)
        assert disagreement(withdrawal, plan, base) == [], f"seed {seed}"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_two_judges_agree_on_whatever_plan(data):
    withdrawal = data.draw(withdrawals())
    assert disagreement(withdrawal, data.draw(plans(withdrawal))) == []


@pytest.mark.parametrize("name", tiny_cases())
def test_two_judges_agree_on_the_best_plan_and_its_neighbours(name):
    withdrawal = tiny_cases()[name]
    _, best = best_cost(withdrawal)
    assert not [x for x in judge(withdrawal, best) if x.severity is Severity.BREACH]
    for seed in range(10):
        neighbour = changed(Random(seed), best)
        assert disagreement(withdrawal, neighbour, best) == []


def test_every_rule_is_broken_by_some_of_the_random_plans():
    broken = Counter()
    for seed in range(1000):
        withdrawal = random_withdrawal(seed)
        plan = random_plan_of(withdrawal, seed)
        broken.update({verdict.rule for verdict in second_verdicts(withdrawal, plan)})
    assert set(broken) == set(SECOND_RULES)
    assert min(broken.values()) >= 5


def test_some_rules_of_every_random_plan_hold():
    for seed in range(100):
        withdrawal = random_withdrawal(seed)
        plan = random_plan_of(withdrawal, seed)
        assert len({finding.rule for finding in judge(withdrawal, plan)}) < len(SECOND_RULES) / 2


def test_both_judges_grade_each_rule_alike():
    for seed in range(300):
        withdrawal = random_withdrawal(seed)
        for finding in judge(withdrawal, random_plan_of(withdrawal, seed)):
            assert (finding.severity is Severity.SHORTFALL) == (finding.rule in SHORTFALLS)
