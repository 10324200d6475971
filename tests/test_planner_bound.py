"""Where the relaxed day model was once too strict: each of these plans must be a point of it."""

from dataclasses import replace

import pytest
from rules_cases import START, TINY, at, changed, convoy, flight, plan_of
from test_planner_shadow import assert_shadow, is_valid

from drawdown.model import Disposal, Disposition, Floor, OpeningHours
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.state import Limits, PlannerDefect, Planning
from drawdown.planning.steps import stepped
from drawdown.rules.openings import Openings


def test_openings_that_touch_are_one():
    spans = Openings(OpeningHours(0, 0, "Africa/Niamey"), START).spans(3 * MINUTES_PER_DAY)
    assert len(spans) == 1
    by_day = Openings(OpeningHours(360, 1080, "UTC"), START).spans(3 * MINUTES_PER_DAY)
    assert by_day[2] == (360, 1080)


def test_a_run_of_whole_days_may_cross_a_midnight_less():
    (run,) = (r for r in Question(TINY).runs if r.key == ("planes", "BASE", "HOME"))
    assert replace(run, travel_min=MINUTES_PER_DAY).night_lag == 0
    assert replace(run, travel_min=MINUTES_PER_DAY + 1).night_lag == 1


def test_steps_end_before_things_come():
    come = changed("lines", "crates", arrives_utc=at(2, 5), ready_utc=at(3, 7))
    assert {1, 2} <= set(stepped(Question(come), 1).last)


def test_a_sale_after_the_last_lift_of_a_wave_is_in_the_model():
    """Where a wave may go before, ``open`` stands for lifts: the order asks no more of it."""
    places = tuple(
        replace(place, closes_after=("HUB",), last_wave_min=60) if place.name == "BASE" else place
        for place in TINY.places
    )
    withdrawal = replace(TINY, places=places, floors=(Floor("BASE", "guard", 10),))
    made = plan_of(
        convoy("C1", at(1, 12), crates=1),
        flight("F1", at(1, 23, 50), guards=10, crates=3),
        flight("F2", at(2, 0, 5), crates=1, origin="HUB", tail=2),
        sales=(Disposal("crates", "BASE", Disposition.SELL, 1, at(2, 0, 10)),),
    )
    made = replace(
        made, lifts=(flight("F0", at(1, 20), origin="BASE", destination="HUB", tail=2), *made.lifts)
    )
    assert is_valid(withdrawal, made)
    assert_shadow(withdrawal, made, "sale")


def test_a_plan_below_the_bound_is_a_defect_whenever_the_bound_comes():
    run = Planning(TINY, Limits(5.0, None), 0, None, None)
    run.offer(plan_of(flight(guards=10, crates=5)))
    assert run.best is not None
    run.raise_bound(run.best.cost_cents / 100 + 1000)
    with pytest.raises(PlannerDefect):
        run.compare_with_bound()


def test_a_model_without_solution_is_a_defect():
    run = Planning(TINY, Limits(5.0, None), 0, None, None)
    with pytest.raises(PlannerDefect):
        run.raise_bound(float("inf"))
