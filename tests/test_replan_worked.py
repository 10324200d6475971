"""A plan in force planned anew, on a case whose changes can be counted by hand.

Two planes stand at BASE (``rules_cases``). L1 takes ten guards home at 10:00 on the second day, L2
five crates at 14:00; each may carry five tonnes, so the crates have no room beside the guards.
"""

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from signal import SIGKILL

import pytest
from rules_cases import CRATES, START, TINY, at

from drawdown import plan
from drawdown.model import Disposition, Hold, Lift, Load, Pin, Plan, Severity, Status
from drawdown.rules import changed_lifts, cost_terms, judge

PLANE = replace(TINY.carriers[0], payload_kg=5_000)
LEGS = tuple(leg for leg in TINY.legs if {leg.origin, leg.destination} == {"BASE", "HOME"})[:2]
TWO_TAILS = replace(
    TINY,
    lines=(TINY.lines[0], replace(CRATES, dispositions=(Disposition.REDEPLOY,))),
    carriers=(PLANE,),
    fleets=(TINY.fleets[0],),
    legs=LEGS,
    disposals=(),
)
ONE_TAIL = replace(TWO_TAILS, fleets=(replace(TINY.fleets[0], count=1),))
L1 = Lift("L1", "planes", 1, "BASE", "HOME", at(1, 10), at(1, 11), (Load("guards", 10),))
L2 = Lift("L2", "planes", 2, "BASE", "HOME", at(1, 14), at(1, 15), (Load("crates", 5),))
BASE = Plan((L1, L2))

CHANGE, LIFT = 100_000, 1_000 + 100
EXPOSURE = 10 * 15_000
HANDLING = 5 * 4_000
CRATES_LEFT = 5_000 * 8_000


def breaches(withdrawal, made):
    return [f.rule for f in judge(withdrawal, made) if f.severity is Severity.BREACH]


def replanned(withdrawal=ONE_TAIL, now_utc=START, **wishes):
    return plan(withdrawal, base=BASE, now_utc=now_utc, effort=1, **wishes)


def test_the_plan_in_force_was_good_with_both_tails():
    assert breaches(TWO_TAILS, BASE) == []
    assert sum(cost_terms(TWO_TAILS, BASE).values()) == EXPOSURE + 2 * LIFT + HANDLING
    assert breaches(ONE_TAIL, BASE) == ["tail_exists"]


def test_one_change_is_enough_to_drop_what_the_lost_tail_would_carry():
    outcome = replanned(changes=1)
    assert outcome.plan.lifts == (L1,)
    assert outcome.cost_cents == EXPOSURE + LIFT + CRATES_LEFT + CHANGE
    assert outcome.status is Status.SHORTFALL
    assert (outcome.replanned.changed, outcome.replanned.forced) == (1, 1)
    assert outcome.replanned.broken == ("L2",)


def test_two_changes_bring_the_crates_home_with_the_other_tail():
    """L2 keeps its name on the other tail; an empty run between the two is new: two changes."""
    outcome = replanned(changes=2)
    assert outcome.cost_cents == EXPOSURE + 3 * LIFT + HANDLING + 2 * CHANGE
    assert outcome.terms_cents["changes"] == 2 * CHANGE
    assert outcome.status is Status.COMPLETE
    changes = changed_lifts(BASE, outcome.plan)
    assert [of.before.name for of in changes.changed] == ["L2"]
    assert [lift.name for lift in changes.added] == ["L3"]
    assert changes.removed == ()
    assert breaches(ONE_TAIL, outcome.plan) == []


def test_a_third_change_lets_the_guards_go_before_the_first_night():
    """A change costs 1,000 €, the night of ten guards 1,500 €: they go with L2 on the first day."""
    outcome = replanned(changes=3)
    assert outcome.cost_cents == 3 * LIFT + HANDLING + 3 * CHANGE
    guards = next(lift for lift in outcome.plan.lifts if lift.loads == L1.loads)
    assert guards.depart_utc < at(1)
    assert breaches(ONE_TAIL, outcome.plan) == []


def test_the_price_of_the_budget_says_what_each_number_of_changes_buys():
    budget = {point.changes: point for point in replanned(changes=2).replanned.budget}
    assert budget[1].kg_left == 5_000
    assert (budget[2].kg_left, budget[2].late_days, budget[2].changed) == (0, 0, 2)
    assert budget[None].changed == 3
    assert budget[None].cost_cents < budget[2].cost_cents < budget[1].cost_cents


def test_a_budget_below_what_is_forced_is_told():
    outcome = replanned(changes=0)
    assert outcome.replanned.changed == outcome.replanned.forced == 1


def test_both_ends_and_both_tails_are_told_of_a_lift_that_changes_its_tail():
    told = {each.name: each for each in replanned(changes=2).replanned.told}
    assert set(told) == {"BASE", "HOME", "planes"}
    assert told["planes"].tails == (1, 2)
    assert told["BASE"].changed == ("L2",) and told["BASE"].added == ("L3",)
    assert told["HOME"].lines == ("crates",)


def test_a_lift_that_has_begun_to_load_stays_whatever_the_judge_says():
    """L2 begins to load at 13:00, on a tail that is lost by now."""
    outcome = replanned(now_utc=at(1, 13), changes=3)
    assert outcome.plan.lifts == BASE.lifts
    assert outcome.replanned.changed == 0
    assert [f.rule for f in outcome.findings] == ["tail_exists"]


def test_a_minute_before_it_begins_to_load_it_is_not_held():
    outcome = replanned(now_utc=at(1, 12, 59), changes=3)
    assert L1 in outcome.plan.lifts and L2 not in outcome.plan.lifts
    assert outcome.replanned.broken == ("L2",)


def test_a_pinned_lift_stays_though_its_tail_is_lost():
    outcome = replanned(changes=3, pins=[Pin("L2")])
    assert outcome.plan.lifts == BASE.lifts
    assert breaches(ONE_TAIL, outcome.plan) == ["tail_exists"]


def test_pinned_times_leave_the_loads_free():
    """Ten more guards come to light: they go on the lift whose times are pinned, at its hour."""
    more = replace(TWO_TAILS, lines=(replace(TINY.lines[0], count=20), *TWO_TAILS.lines[1:]))
    free = replanned(more, changes=1, pins=[Pin("L1", Hold.TIMES)])
    lift = next(lift for lift in free.plan.lifts if lift.name == "L1")
    assert (lift.depart_utc, lift.loads) == (L1.depart_utc, (Load("guards", 20),))
    held = replanned(more, changes=1, pins=[Pin("L1")])
    assert L1 in held.plan.lifts


def test_a_plan_that_stands_is_not_touched():
    outcome = replanned(TWO_TAILS, changes=5)
    assert outcome.plan.lifts == BASE.lifts
    assert outcome.terms_cents["changes"] == 0
    assert outcome.replanned.told == ()


def test_without_a_number_changes_are_still_paid_for():
    outcome = replanned()
    assert outcome.replanned.allowed is None
    assert outcome.cost_cents == 3 * LIFT + HANDLING + 3 * CHANGE


def test_changes_that_cost_more_than_they_bring_are_not_made():
    dear = replace(ONE_TAIL, prices=replace(ONE_TAIL.prices, change=10 * CRATES_LEFT))
    assert replanned(dear).plan.lifts == (L1,)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found in /proc")
def test_a_plan_comes_back_though_the_engine_dies_at_every_turn():
    killed = []

    def stop():
        children = []
        for task in Path("/proc/self/task").iterdir():
            # A thread may have ended since it was listed.
            with suppress(OSError):
                children += (task / "children").read_text().split()
        for child in children:
            words = Path(f"/proc/{child}/cmdline")
            with suppress(OSError):
                if b"engine_process" in words.read_bytes():
                    os.kill(int(child), SIGKILL)
                    killed.append(child)
        return False

    outcome = replanned(changes=3, stop=stop)
    assert killed
    assert breaches(ONE_TAIL, outcome.plan) == []
    assert outcome.replanned.changed <= 3
