"""What becomes of people and things, in sums."""

import pytest
from oracle.withdrawals import random_plan_of, random_withdrawal
from rules_cases import ALL_HOME, TINY, changed, convoy, flight, plan_of, sale

from drawdown.rules import Timeline, fates
from drawdown.rules.fates import Fates


def test_what_flies_home_is_out():
    assert fates(TINY, ALL_HOME) == Fates(10, 5_000, 0, 0, 0)


def test_what_is_sold_is_not_out_and_what_does_not_move_is_left():
    plan = plan_of(flight(guards=7, crates=1), sales=(sale(3),))
    assert fates(TINY, plan) == Fates(7, 1_000, 3_000, 3, 1_000)


def test_what_got_no_further_than_a_hub_is_left_there():
    assert fates(TINY, plan_of(convoy(guards=4))) == Fates(0, 0, 0, 10, 5_000)


def test_what_is_disposed_of_abroad_has_left_the_country_before():
    abroad = changed("places", "HUB", in_country=False)
    plan = plan_of(convoy(crates=2), sales=(sale(2, TINY.start_utc.replace(day=3), place="HUB"),))
    assert fates(abroad, plan) == Fates(0, 2_000, 2_000, 10, 3_000)


@pytest.mark.parametrize("block", range(5))
def test_what_began_in_the_country_is_out_disposed_of_or_in_it_for_good(block):
    """Of any plan, people and kg alike."""
    for seed in range(40 * block, 40 * (block + 1)):
        withdrawal = random_withdrawal(seed)
        plan = random_plan_of(withdrawal, seed)
        timeline, found = Timeline(withdrawal, plan), fates(withdrawal, plan)
        for people, out in ((True, found.people_out), (False, found.kg_out)):
            weight = {x.name: units(x, people) for x in withdrawal.lines}
            inside = {place.name for place in withdrawal.places if place.in_country}
            began = sum(x.count * weight[x.name] for x in withdrawal.lines if x.origin in inside)
            stays = sum(steps.final * weight[name] for name, steps in timeline.in_country.items())
            sold = sum(
                each.count * weight[each.line.name]
                for each in timeline.disposed
                if each.disposal.place in inside
            )
            assert out + sold + stays == began, seed


def units(line, people):
    """What a unit of a line counts in people, or in kg of things."""
    if line.is_people != people:
        return 0
    return 1 if people else line.unit_mass_kg
