"""Lifts of two plans are paired by what they do, and by name where that is not enough."""

from dataclasses import replace

import pytest
from oracle.withdrawals import random_plan_of, random_withdrawal
from rules_cases import at, flight, plan_of

from drawdown.rules import changed_lifts, named_alike

FIRST = flight("F1", guards=4)
SECOND = flight("F2", at(2), crates=2, tail=2)
BASE = plan_of(FIRST, SECOND)


def against_base(*lifts):
    """What lifts change in the base, whatever they are called."""
    return changed_lifts(BASE, named_alike(BASE, plan_of(*lifts)))


def test_numbers_that_are_shifted_by_a_new_lift_change_nothing_else():
    new = flight("F1", at(0, 3), guards=1)
    changes = against_base(new, replace(FIRST, name="F2"), replace(SECOND, name="F3"))
    assert [lift.depart_utc for lift in changes.added] == [new.depart_utc]
    assert (changes.removed, changes.changed) == ((), ())


def test_a_lift_of_the_same_name_on_the_same_way_is_the_same_lift():
    changes = against_base(replace(FIRST, depart_utc=at(2, 1), arrive_utc=at(2, 2)), SECOND)
    assert [each.what for each in changes.changed] == [("depart_utc", "arrive_utc")]
    assert len(changes.other_day) == 1 and not changes.other_load and not changes.otherwise


def test_the_same_name_on_another_way_is_another_lift():
    back = replace(FIRST, origin="HOME", destination="BASE", loads=())
    changes = against_base(back, SECOND)
    assert ([x.name for x in changes.added], [x.name for x in changes.removed]) == (["F1'"], ["F1"])


def test_equal_lifts_are_paired_one_to_one():
    twins = plan_of(replace(FIRST, name="T1"), replace(FIRST, name="T2"))
    changes = changed_lifts(twins, named_alike(twins, plan_of(FIRST)))
    assert (len(changes.added), len(changes.removed), len(changes.changed)) == (0, 1, 0)


def test_another_load_and_another_hour_are_told_apart():
    changes = against_base(replace(FIRST, loads=SECOND.loads), replace(SECOND, depart_utc=at(2, 3)))
    assert [each.after.name for each in changes.other_load] == ["F1"]
    assert [each.after.name for each in changes.otherwise] == ["F2"]


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_with_other_names_changes_nothing_and_names_stay_apart(seed):
    withdrawal = random_withdrawal(seed)
    plan = random_plan_of(withdrawal, seed)
    apart = replace(plan, lifts=tuple({lift.name: lift for lift in plan.lifts}.values()))
    turned = [lift.name for lift in apart.lifts][::-1]
    renamed = replace(
        apart,
        lifts=tuple(
            replace(lift, name=name) for lift, name in zip(apart.lifts, turned, strict=True)
        ),
    )
    alike = named_alike(apart, renamed)
    assert changed_lifts(apart, alike).count == 0
    other = named_alike(apart, random_plan_of(withdrawal, seed + 1))
    assert len({lift.name for lift in other.lifts}) == len(other.lifts)
