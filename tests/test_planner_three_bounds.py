"""What must be late or left, the earliest day, the terms: never above what any plan has.

The best of all plans of a tiny withdrawal is found by trying every one, at a price list on which
nothing but the number in question is paid for.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from oracle.every_plan import best_cost
from oracle.tiny_cases import PEOPLE, PLAIN, PLANE, PLANES, START, THINGS, tiny_cases
from oracle.withdrawals import random_plan_of, random_withdrawal

from bench.generator import generate
from drawdown.model import Bounds, Plan, Prices, Severity, Withdrawal
from drawdown.planning import plan
from drawdown.planning.dispatcher import MANNERS, Dispatcher
from drawdown.planning.least import KG, PERSON
from drawdown.planning.question import Question
from drawdown.planning.scale import Scale
from drawdown.planning.state import Limits, PlannerDefect, Planning
from drawdown.planning.term_least import NO_PRICES, PRICED, TermModel, priced_alone, without
from drawdown.planning.three_bounds import (
    KG_LEFT,
    LATE_PERSON_NIGHTS,
    PEOPLE_LEFT,
    beside,
    find_earliest,
    find_rest,
    find_short,
    find_terms,
    short_cents,
    short_of,
)
from drawdown.rules import cost_terms, judge, left, milestones_reached

DAY = timedelta(days=1)
# Cases of which there are so many plans that they are tried every twelve hours.
MANY_PLANS = (
    "handled by movers", "ready on the second day", "a tonne handled a day",
    "washed faster with movers", "two sites in order", "three people handled a day",
)  # fmt: skip
CASES = {name: case for name, case in tiny_cases().items() if Question(case).runs}
# Day by day as it is, and in periods of some days.
SCALES = (
    Scale(1, (), is_searched=True, is_small=True),
    Scale(2, (), is_searched=True, is_small=True),
)


def never() -> bool:
    return False


def proven(withdrawal: Withdrawal, scale: Scale, made: Plan = Plan()) -> Bounds:  # noqa: B008
    """The bounds beside a plan, by default the one that leaves all."""
    planning = Planning(withdrawal, Limits(None, 1), 1, None, None)
    planning.scale = scale
    planning.offer(made)
    find_earliest(planning, never)
    find_rest(planning, never)
    return beside(planning, replace(made, left=left(withdrawal, made)))


def dispatched(withdrawal: Withdrawal, number: int = 0) -> Plan:
    return Dispatcher(Question(withdrawal), MANNERS[number % len(MANNERS)]).plan()


def only_short(prices: Prices) -> Prices:
    """A price list without exposure, handling, fragments and changes."""
    return replace(prices, exposure_per_person_night=0, handling_per_t=0, fragment=0, change=0)


def best_of_all(withdrawal: Withdrawal, prices: Prices) -> int:
    every_min = 720 if withdrawal.name in MANY_PLANS else 360
    return best_cost(priced_alone(withdrawal, prices), every_min)[0]


def all_can_be_out(withdrawal: Withdrawal, days: int) -> bool:
    """Whether some plan has all out of the country after so many days, found by trying all."""
    due = replace(
        withdrawal,
        deadline_utc=withdrawal.start_utc + days * DAY,
        milestones=(),
        places=tuple(replace(place, handover_utc=None) for place in withdrawal.places),
        lines=tuple(replace(line, latest_utc=None) for line in withdrawal.lines),
    )
    kg = (1000, 1000, 1000, 1000, 1000)
    prices = replace(
        NO_PRICES, left_person=10**6, left_kg=kg, late_person_per_night=10**5,
        late_t_per_night=10**5,
    )  # fmt: skip
    return best_of_all(due, prices) == 0


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", CASES)
def test_no_plan_of_all_has_less_late_or_left(name, scale):
    withdrawal = CASES[name]
    least = proven(withdrawal, scale).short
    assert least is not None
    prices = only_short(withdrawal.prices)
    for amount, at, part in (
        (least.cents, prices, 1),
        (least.people_left, PEOPLE_LEFT, 100),
        (least.kg_left, KG_LEFT, 100),
        (least.late_person_nights, LATE_PERSON_NIGHTS, 100),
    ):
        assert amount == 0 or amount <= best_of_all(withdrawal, at) // part, at


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", CASES)
def test_no_plan_of_all_has_all_out_before_the_earliest_day(name, scale):
    withdrawal = CASES[name]
    earliest = proven(withdrawal, scale, dispatched(withdrawal)).earliest
    assert earliest is not None and earliest.is_exact
    day = (earliest.day_utc - withdrawal.start_utc) // DAY
    if day and not earliest.people_left and not earliest.kg_left:
        # All who leave on the day before have left at the midnight that ends it.
        assert not all_can_be_out(withdrawal, day)


def test_the_earliest_days_say_something():
    """Of most cases in which nothing can be out on the first day the model says so."""
    days = [
        (bounds.earliest.day_utc - START) // DAY
        for name in (
            "ready on the second day",
            "two people a day",
            "one run a day",
            "one duty a day",
        )
        if (bounds := proven(CASES[name], SCALES[0], dispatched(CASES[name]))).earliest
    ]
    assert all(days), days


# --- worked by hand ------------------------------------------------------------------------------


def shuttle(count: int, **changes: object) -> Withdrawal:
    """One aircraft of two seats at the site that flies nearly twelve hours each way; ten days."""
    until = START + 10 * DAY
    slow = replace(PLANE, seats=2, speed_km_per_h=67)
    made = replace(
        PLAIN, lines=(replace(PEOPLE, count=count),), carriers=(slow,),
        fleets=(replace(PLANES, base="A"),), deadline_utc=until, end_utc=until,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def test_one_tail_that_comes_back_after_a_day_needs_as_many_days_as_loads():
    """An hour to load, 717 minutes there, an hour to unload, 717 back: 1554 from lift to lift.

    Five people are three loads; they leave after 60, 1614 and 3168 minutes: on the third day.
    """
    withdrawal = shuttle(5)
    bounds = proven(withdrawal, SCALES[0], dispatched(withdrawal))
    assert bounds.earliest is not None
    assert bounds.earliest.day_utc == START + 2 * DAY
    assert bounds.plan_out_utc == START + timedelta(minutes=3168)


def test_who_is_ready_on_a_day_leaves_on_none_before():
    late = replace(PEOPLE, count=1, ready_utc=START + 6 * DAY)
    bounds = proven(shuttle(1, lines=(late,)), SCALES[0], dispatched(shuttle(1, lines=(late,))))
    assert bounds.earliest is not None and bounds.earliest.day_utc == START + 6 * DAY


def test_by_road_one_is_out_when_one_arrives():
    """The truck needs 40 hours of the road: it cannot be over the border on the first day."""
    by_road = replace(CASES["by road"], lines=(replace(PEOPLE, count=1),))
    far = replace(by_road, legs=tuple(replace(leg, distance_km=2000) for leg in by_road.legs))
    far = replace(far, deadline_utc=START + 6 * DAY, end_utc=START + 6 * DAY)
    made = dispatched(far)
    bounds = proven(far, SCALES[0], made)
    assert bounds.earliest is not None and bounds.earliest.day_utc == START + DAY
    assert bounds.plan_out_utc == milestones_reached(far, made)[-1].reached_utc


def test_what_fits_on_nothing_is_left_by_all_and_the_rest_has_its_day():
    withdrawal = shuttle(5, lines=(PEOPLE, replace(THINGS, unit_mass_kg=5000)))
    bounds = proven(withdrawal, SCALES[0], dispatched(withdrawal))
    assert bounds.short is not None and bounds.plan_short is not None
    assert (bounds.short.people_left, bounds.short.kg_left) == (0, 10_000)
    assert bounds.short.cents == pytest.approx(bounds.plan_short.cents, abs=100)
    assert bounds.earliest is not None
    assert (bounds.earliest.people_left, bounds.earliest.kg_left) == (0, 10_000)
    assert bounds.earliest.day_utc == START + 2 * DAY
    assert bounds.plan_out_utc is not None


def test_a_plan_that_leaves_what_could_leave_never_has_all_out():
    bounds = proven(shuttle(5), SCALES[0])
    assert bounds.short is not None and bounds.short.people_left == 0
    assert bounds.plan_short is not None and bounds.plan_short.people_left == 5
    assert bounds.plan_out_utc is None
    assert bounds.earliest is not None and bounds.earliest.day_utc == START + 2 * DAY


def test_nights_of_people_who_cannot_keep_the_deadline():
    """At the deadline, after 2880 minutes, four have left; the fifth is there for a night."""
    withdrawal = shuttle(5, deadline_utc=START + 2 * DAY)
    bounds = proven(withdrawal, SCALES[0], dispatched(withdrawal))
    assert bounds.short is not None and bounds.plan_short is not None
    assert bounds.short.late_person_nights == bounds.plan_short.late_person_nights == 1
    assert bounds.short.people_left == 0


# --- always --------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", (0, 4, 5))
def test_no_known_plan_is_below_any_of_the_bounds(block):
    """``beside`` raises a defect where a plan is; here other plans are held against them too."""
    tried = 0
    for seed in range(6 * block, 6 * block + 6):
        withdrawal = random_withdrawal(seed)
        random = (replace(random_plan_of(withdrawal, n), left=None) for n in range(8))
        known = [dispatched(withdrawal, n) for n in (0, seed)]
        known += [made for made in random if is_valid(withdrawal, made)]
        for scale in SCALES:
            bounds = proven(withdrawal, scale, known[0])
            for made in known:
                assert_not_below(withdrawal, made, bounds, seed)
                tried += 1
    assert tried >= 24


def is_valid(withdrawal: Withdrawal, made: Plan) -> bool:
    return not any(f.severity is Severity.BREACH for f in judge(withdrawal, made))


def assert_not_below(withdrawal: Withdrawal, made: Plan, bounds: Bounds, seed: int) -> None:
    own, least, earliest = short_of(withdrawal, made), bounds.short, bounds.earliest
    assert least is not None and earliest is not None
    assert own.cents >= least.cents, seed
    assert own.people_left >= least.people_left, seed
    assert own.kg_left >= least.kg_left, seed
    assert own.late_person_nights >= least.late_person_nights, seed
    out_utc = milestones_reached(withdrawal, made)[-1].reached_utc
    if out_utc is not None and not own.people_left and not own.kg_left:
        assert out_utc >= earliest.day_utc, seed
    held = cost_terms(withdrawal, made)
    bounded = proven_terms(withdrawal, made)
    assert all(held[term] >= cents for term, cents in bounded.items()), seed


def proven_terms(withdrawal: Withdrawal, made: Plan) -> dict[str, int]:
    """The terms beside a plan's own: as ``find_terms``, in periods of three days."""
    planning = Planning(withdrawal, Limits(None, 1), 1, None, None)
    model = TermModel(planning.merged.withdrawal, period_days=3)
    terms = cost_terms(withdrawal, made)
    found = {term: model.least(term, terms, never) for term in ("lift", "exposure", "left_things")}
    assert all(least is not None and least.is_possible for least in found.values())
    return {term: least.cents for term, least in found.items() if least is not None}


@pytest.mark.parametrize("seed", range(8))
def test_the_merged_and_pooled_terms_sum_to_the_cost(seed):
    planning = Planning(random_withdrawal(seed, "small"), Limits(None, 1), 1, None, None)
    merged = planning.merged.withdrawal
    planning.scale = Scale(2, (), is_searched=True, is_small=True)
    whole = planning.day_model(planning.scale.period_days).model.arrays().cost
    model = TermModel(merged, period_days=2)
    assert sum(model.costs(term) for term in PRICED) == pytest.approx(whole, rel=1e-9, abs=1e-9)


def test_what_is_nothing_may_be_closed_instead_of_held():
    """A plan with nothing late and left: columns at nothing are the rows at nothing."""
    withdrawal = shuttle(5)
    terms = cost_terms(withdrawal, dispatched(withdrawal))
    assert short_cents(terms) == 0
    model = TermModel(withdrawal)
    closed = model.least("lift", terms, never)
    cents_held = dict.fromkeys(("late", "left_people", "left_things"), 1)
    held = model.least("lift", {**terms, **cents_held}, never)
    assert closed is not None and held is not None
    assert 0 < held.cents <= closed.cents <= terms["lift"]
    arrays = planning_arrays(withdrawal)
    assert without(arrays, arrays.cost).upper[arrays.cost > 0].max() == 0


def planning_arrays(withdrawal):
    planning = Planning(withdrawal, Limits(None, 1), 1, None, None)
    planning.scale = SCALES[0]
    return planning.day_model(planning.scale.period_days).model.arrays()


# --- in planning ---------------------------------------------------------------------------------


def test_the_outcome_has_them_and_effort_gives_the_same_again():
    outcomes = [plan(shuttle(5), effort=1, seed=2) for _ in range(2)]
    assert outcomes[0].bounds == outcomes[1].bounds
    bounds = outcomes[0].bounds
    assert bounds is not None and bounds.earliest is not None
    assert bounds.earliest.day_utc == START + 2 * DAY
    assert set(bounds.terms_cents) == set(outcomes[0].terms_cents)
    assert plan(shuttle(5), effort=1, planner="greedy").bounds is None


def test_without_time_nothing_is_said():
    planning = Planning(shuttle(5), Limits(None, 1), 1, None, None)
    planning.offer(Plan())
    find_earliest(planning, lambda: True)
    find_rest(planning, lambda: True)
    bounds = beside(planning, Plan())
    assert (bounds.short, bounds.earliest) == (None, None)
    assert "exposure" not in bounds.terms_cents


def test_a_plan_below_a_bound_is_a_defect():
    withdrawal = shuttle(5)
    made = dispatched(withdrawal)
    planning = Planning(withdrawal, Limits(None, 1), 1, None, None)
    planning.offer(made)
    find_earliest(planning, never)
    assert planning.bounds.earliest is not None
    later = replace(planning.bounds.earliest, day_utc=START + 5 * DAY)
    planning.prove(earliest=later)
    with pytest.raises(PlannerDefect):
        beside(planning, made)


def test_a_person_weighs_as_much_as_100_tonnes():
    assert pytest.approx(100_000 * KG) == PERSON


@pytest.mark.parametrize("find", [find_short, find_earliest, find_terms])
def test_what_there_is_no_time_for_is_given_up_while_its_model_is_set_up(find):
    """To set up one takes longer than that, and each of them needs several."""
    planning = Planning(generate("mid", 1), Limits(None, 1), 1, None, None)
    planning.scale = Scale(2, (1,), is_searched=True, is_small=False)
    planning.offer(Plan())
    took = timed(lambda over: find(planning, over))
    assert took < 1.0
    assert planning.bounds.short is None
    assert planning.bounds.earliest is None


def timed(do: Callable[[Callable[[], bool]], None], seconds: float = 0.2) -> float:
    """How long something takes that may take so many seconds."""
    begun = time.monotonic()
    do(lambda: time.monotonic() > begun + seconds)
    return time.monotonic() - begun
