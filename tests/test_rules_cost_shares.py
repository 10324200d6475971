"""Where the cost arises: the parts of each term sum to it, and stand where they belong."""

from dataclasses import replace
from fractions import Fraction

import pytest
from oracle.withdrawals import random_plan_of, random_withdrawal
from rules_cases import ALL_HOME, TINY, at, flight, plan_of, sale

from drawdown.rules import cost_terms
from drawdown.rules.cost_shares import cost_shares, summed
from drawdown.rules.measures import rounded

WAYS = ("place", "line", "carrier", "due", "week")


def shares_of(term, withdrawal, plan):
    return [share for share in cost_shares(withdrawal, plan) if share.term == term]


@pytest.mark.parametrize("block", range(10))
def test_the_parts_of_each_term_sum_to_it_whichever_way_they_are_cut(block):
    """Plans that are plausible, and plans that are not."""
    seen = set()
    for seed in range(30 * block, 30 * (block + 1)):
        withdrawal = random_withdrawal(seed)
        plan = random_plan_of(withdrawal, seed)
        terms = cost_terms(withdrawal, plan)
        for term, cents in terms.items():
            shares = shares_of(term, withdrawal, plan)
            for by in WAYS:
                assert rounded(sum(summed(shares, by).values(), Fraction(0))) == cents, (seed, term)
            seen |= {term} if cents else set()
    assert len(seen) >= 6


def test_a_lift_is_shared_out_by_mass_with_the_empty_run_that_leads_to_it():
    there = flight("F0", at(0, 6), origin="HOME", destination="BASE", tail=2)
    back = flight("F1", at(0, 12), tail=2, guards=10, crates=4)
    shares = shares_of("lift", TINY, plan_of(there, back))
    # Each run costs 10 € and an hour at 1 €; guards weigh a tonne of five.
    assert summed(shares, "line") == {"crates": 2 * 1_100 * Fraction(4, 5), "guards": 440}
    assert summed(shares, "place") == {"BASE": 1_100, "HOME": 1_100}


def test_an_empty_run_after_the_last_load_belongs_to_that_and_one_alone_to_nothing():
    last = flight("F1", at(0, 6), crates=1)
    home = flight("F2", at(0, 12), origin="HOME", destination="BASE")
    alone = flight("F3", at(0, 12), tail=2)
    shares = shares_of("lift", TINY, plan_of(last, home, alone))
    assert summed(shares, "line") == {"crates": 2_200, "": 1_100}


def test_people_late_are_under_the_date_they_miss():
    soon = replace(TINY, deadline_utc=at(2))
    shares = shares_of("late", soon, plan_of(flight(depart=at(3, 12), guards=10, crates=5)))
    # At the deadline's midnight and the next, ten people and five tonnes.
    nightly = 10 * TINY.prices.late_person_per_night + 5 * TINY.prices.late_t_per_night
    assert summed(shares, "due") == {"deadline:": 2 * nightly}
    assert summed(shares, "line")["guards"] == 20 * TINY.prices.late_person_per_night


def test_exposure_is_where_people_are_by_week():
    shares = shares_of("exposure", TINY, ALL_HOME)
    # One night at BASE: they leave on the second day.
    assert summed(shares, "place") == {"BASE": 10 * TINY.prices.exposure_per_person_night}
    assert list(summed(shares, "week")) == [0]


def test_what_is_left_and_sold_stands_under_its_line():
    plan = plan_of(flight(guards=9, crates=3), sales=(sale(1),))
    assert summed(shares_of("left_people", TINY, plan), "line") == {
        "guards": TINY.prices.left_person
    }
    assert summed(shares_of("disposal", TINY, plan), "line") == {"crates": 48_500}
