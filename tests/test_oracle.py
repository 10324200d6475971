"""The search for the best of all tiny plans, held to what can be worked out by hand."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from oracle.every_plan import Search, best_cost
from oracle.second_judge import is_valid, second_left
from oracle.second_terms import second_terms
from oracle.tiny_cases import START, THINGS, tiny_cases

from drawdown.model import Plan, Withdrawal

LIFT, TRUCK = 500_000, 80_000
FRAGMENT, HANDLED_PIECE, NIGHT = 10_000, 4_000, 15_000
LATE_PERSON, LATE_PIECE, LATE_SITE = 2_000_000, 200_000, 10_000_000
CASES = tiny_cases()


@pytest.mark.parametrize(
    ("name", "cost_cents"),
    [
        # Four people fit, so two runs there and back; the people are one fragment more than one.
        ("plain", 4 * LIFT + 2 * HANDLED_PIECE + FRAGMENT),
        ("things only", 6 * LIFT + 5 * HANDLED_PIECE + 2 * FRAGMENT),
        # To fetch a tonne of the least priority costs 4,000 cents more than its price.
        ("cheaper to leave", 1_000_000),
        # No hold takes them: 2 pieces of 1 t at 80 € a kg.
        ("too high", 2 * 1000 * 8_000 + 4 * LIFT + FRAGMENT),
        # 40 % of 1,000 € and 200 € a tonne are lost with each of three.
        ("cheaper to sell", 3 * (40_000 + 20_000)),
        ("sold until noon", 2 * LIFT + 2 * HANDLED_PIECE + 60_000),
        ("no powder with passengers", 4 * LIFT + HANDLED_PIECE),
        # Two wait a night for the two who come at its end, and all leave on the second day.
        ("helpers come and go", 2 * LIFT + 4 * NIGHT),
        ("based at the site", 3 * LIFT + 2 * HANDLED_PIECE + FRAGMENT),
        # Three guards stay while two others leave, one night longer than without a floor.
        ("guards leave last", 4 * LIFT + 3 * NIGHT),
        ("guards after the last wave", 4 * LIFT + 2 * NIGHT),
        # Two pieces a day apart are washed by the second midnight.
        ("washed a piece a day", 2 * LIFT + 2 * HANDLED_PIECE),
        # With one mover it is two pieces a day, but he waits a night.
        ("washed faster with movers", 2 * LIFT + 2 * HANDLED_PIECE + NIGHT),
        ("two people a day", 2 * LIFT + 4 * 2 * NIGHT),
        # Two people and a piece are still there the first night.
        ("one run a day by its hours", 4 * LIFT + 2 * HANDLED_PIECE + 2 * FRAGMENT + 2 * NIGHT),
        (
            "all of the people by noon",
            4 * LIFT + 2 * HANDLED_PIECE + 2 * FRAGMENT + 2 * NIGHT + 2 * LATE_PERSON,
        ),
        (
            "handed over too early",
            4 * LIFT + 2 * HANDLED_PIECE + 2 * FRAGMENT + 2 * NIGHT + 2 * LATE_PERSON + LATE_PIECE,
        ),
        (
            "the site by the first night",
            4 * LIFT + 2 * HANDLED_PIECE + 2 * FRAGMENT + 2 * NIGHT + LATE_SITE,
        ),
        ("over a hub", 2 * LIFT + TRUCK + 2 * HANDLED_PIECE),
        ("over a hub without a store", 2 * LIFT + TRUCK + 1000 * 8_000),
        # Home to one site, on to the other, and home with all four.
        ("two sites", 3 * LIFT),
        ("by road", TRUCK + 2 * HANDLED_PIECE),
    ],
)
def test_the_best_plan_costs_what_it_costs_by_hand(name, cost_cents):
    assert best_cost(CASES[name])[0] == cost_cents


@pytest.mark.parametrize("name", CASES)
def test_the_best_plan_is_valid_and_costs_what_is_said(name):
    cost_cents, plan = best_cost(CASES[name])
    assert is_valid(CASES[name], plan)
    assert sum(second_terms(CASES[name], plan).values()) == cost_cents


class Plodding(Search):
    """The same search with nothing foreseen: it turns back only where the price is reached."""

    def timeless_cents(self) -> int:
        return 0

    def settled_cents(self, step: int) -> int:
        return 0

    def is_broken(self) -> bool:
        return False

    def is_broken_by(self, now: datetime) -> bool:
        return False


def of_two_days(withdrawal: Withdrawal) -> Withdrawal:
    """The same in two days, with two people or pieces of a line at most."""
    end = START + timedelta(days=2)
    return replace(
        withdrawal,
        end_utc=end,
        deadline_utc=min(withdrawal.deadline_utc, end),
        lines=tuple(replace(line, count=min(line.count, 2)) for line in withdrawal.lines),
        carriers=tuple(replace(carrier, seats=2) for carrier in withdrawal.carriers),
    )


@pytest.mark.parametrize("name", CASES)
def test_looking_ahead_cuts_off_no_better_plan(name):
    withdrawal = of_two_days(CASES[name])
    assert best_cost(withdrawal, 720)[0] == best_cost(withdrawal, 720, Plodding)[0]


@pytest.mark.parametrize("name", ["plain", "two sites", "over a hub", "sold a piece a day"])
def test_a_finer_grid_is_never_dearer(name):
    assert best_cost(CASES[name], 180)[0] <= best_cost(CASES[name], 360)[0]


def test_what_cannot_be_carried_is_left_and_paid_for():
    withdrawal = CASES["too heavy"]
    _, plan = best_cost(withdrawal)
    assert second_left(withdrawal, plan) == {("things", "A"): THINGS.count}


def test_where_nothing_can_leave_the_best_plan_is_empty():
    withdrawal = CASES["runway too short"]
    assert best_cost(withdrawal)[1] == Plan()


def test_what_is_asked_of_a_tiny_withdrawal_makes_it_dearer_or_leaves_it():
    plain = best_cost(CASES["plain"])[0]
    for name in ("a tonne handled a day", "one run a day", "open in the morning"):
        assert best_cost(CASES[name])[0] > plain
    free = best_cost(CASES["two long at work"])[0]
    for name in ("one worked at once", "one parked at once"):
        assert best_cost(CASES[name])[0] > free
