"""Replanning held to the best of all changes of a tiny plan, found by trying every plan.

The plan in force is the best of all. Then the leg of its first loaded lift is closed around the
hour at which that lift departs. Trips between the hours of the grid may be cheaper than its best.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from oracle.every_change import best_change
from oracle.every_plan import best_cost
from oracle.second_judge import is_valid
from oracle.tiny_cases import tiny_cases

from drawdown import plan
from drawdown.rules import changed_lifts

CASES = tiny_cases()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A few of every kind; all of them agree, in a few minutes.
NAMES = (
    "plain", "things only", "sold until noon", "no powder with passengers",
    "ready on the second day", "latest too early", "two tails", "one duty a day",
    "guards leave last", "washed a piece a day", "handled by movers", "one run a day",
    "cleared on the second day", "over a hub", "over a hub with one bed", "two sites",
    "things by road only", "by sea",
)  # fmt: skip


def closed_at_the_first_lift(withdrawal, base):
    """The withdrawal with the leg of its first loaded lift closed for an hour before and after."""
    first = min((lift for lift in base.lifts if lift.loads), key=lambda lift: lift.depart_utc)
    begin, end = first.depart_utc - HOUR, first.depart_utc + HOUR
    spans = ((withdrawal.start_utc - DAY, begin), (end, withdrawal.end_utc + 9 * DAY))
    ends = (first.origin, first.destination)
    legs = (
        replace(leg, windows=spans) if (leg.origin, leg.destination) == ends else leg
        for leg in withdrawal.legs
    )
    return replace(withdrawal, legs=tuple(legs))


@pytest.mark.parametrize("budget", [1, 2])
@pytest.mark.parametrize("name", NAMES)
def test_no_change_within_the_budget_is_cheaper(name, budget):
    withdrawal = CASES[name]
    base = best_cost(withdrawal)[1]
    closed = closed_at_the_first_lift(withdrawal, base)
    best, _ = best_change(closed, base, budget)
    now_utc = withdrawal.start_utc - timedelta(minutes=1)
    outcome = plan(closed, base=base, now_utc=now_utc, changes=budget, effort=2)
    assert is_valid(closed, outcome.plan)
    assert outcome.replanned.changed == changed_lifts(base, outcome.plan).count
    if best is not None:
        assert outcome.replanned.changed <= budget
        assert outcome.cost_cents <= best
