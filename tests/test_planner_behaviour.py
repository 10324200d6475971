"""How the planner behaves: it repeats itself, can be stopped, and says what cannot be done."""

from dataclasses import replace
from datetime import timedelta

import pytest
from oracle.tiny_cases import GUARDS, HOME, OTHERS, PEOPLE, PLANE, SITE, START, THINGS, tiny_cases
from rules_cases import TINY

from drawdown.model import (
    Floor,
    Leg,
    Mode,
    OpeningHours,
    Outcome,
    Plan,
    Severity,
    Status,
    Withdrawal,
)
from drawdown.planning import Progress, plan
from drawdown.planning.last_disposals import dispose_of_left
from drawdown.planning.program import Wanted, timetable_of
from drawdown.planning.question import Question
from drawdown.rules import left

CASES = tiny_cases()
PLAIN = CASES["plain"]
DAY = timedelta(days=1)
SHORT_RUNWAY = replace(HOME, runway_length_m=900)
FAR_TOO_FEW = replace(OTHERS, count=500)
IMPOSSIBLE = {
    "the deadline is tomorrow": replace(
        PLAIN, lines=(FAR_TOO_FEW,), deadline_utc=START + DAY, end_utc=START + DAY
    ),
    "the runway is too short": replace(
        PLAIN, places=(SITE, SHORT_RUNWAY), carriers=(replace(PLANE, runway_length_m=1000),)
    ),
    "there is no fleet": replace(PLAIN, fleets=()),
    "there are no legs": replace(PLAIN, legs=()),
    "the piece is too heavy": CASES["too heavy"],
    "more must stay than are there, and nobody can carry the others": replace(
        PLAIN,
        lines=(GUARDS, FAR_TOO_FEW),
        floors=(Floor("A", "guard", 50),),
    ),
}

FULLY_PLANNED = ("the runway is too short", "there is no fleet", "the piece is too heavy")


def has_breach(outcome: Outcome) -> bool:
    return any(finding.severity is Severity.BREACH for finding in outcome.findings)


@pytest.mark.parametrize("planner", ["greedy", "full"])
def test_guards_wait_for_a_freighter_that_takes_longer_to_load(planner):
    """Their bus could leave first: but the site closes with the freighter, and needs them."""
    plane, truck = TINY.carriers
    withdrawal = replace(
        TINY,
        floors=(Floor("BASE", "guard", 10),),
        carriers=(
            replace(plane, seats=0, load_min=180),
            replace(truck, positions=0, payload_kg=2000, load_min=30),
        ),
        legs=tuple(leg for leg in TINY.legs if (leg.origin, leg.destination) == ("BASE", "HOME")),
    )
    outcome = plan(withdrawal, effort=1, planner=planner)
    assert outcome.status is Status.COMPLETE, outcome.plan.left
    assert {lift.fleet for lift in outcome.plan.lifts} == {"planes", "trucks"}


@pytest.mark.parametrize("planner", ["greedy", "full"])
def test_the_same_effort_and_seed_give_the_same_plan(planner):
    withdrawal = CASES["guards leave last"]
    first, second = (plan(withdrawal, effort=1, seed=7, planner=planner) for _ in range(2))
    assert repr(first.plan) == repr(second.plan)
    assert first.cost_cents == second.cost_cents
    assert first.bound_cents == second.bound_cents


def test_one_who_is_stopped_at_the_first_news_hands_over_a_judged_plan():
    news: list[Progress] = []
    outcome = plan(PLAIN, seconds=30, progress=news.append, stop=lambda: bool(news))
    assert outcome.status is Status.INTERRUPTED
    assert not has_breach(outcome)
    assert outcome.cost_cents == sum(outcome.terms_cents.values())
    assert outcome.seconds < 10


def test_news_tell_the_best_cost_and_a_bound_that_only_rises():
    news: list[Progress] = []
    outcome = plan(PLAIN, effort=1, seed=1, progress=news.append)
    costs = [item.cost_cents for item in news if item.cost_cents is not None]
    bounds = [item.bound_cents for item in news if item.bound_cents is not None]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == outcome.cost_cents
    assert bounds == sorted(bounds)
    assert bounds[-1] == outcome.bound_cents
    assert all(item.gap is None or 0 <= item.gap <= 1 for item in news)
    assert {"dispatch", "solve", "explain"} <= {item.doing for item in news}


@pytest.mark.parametrize(
    ("why", "planner"),
    [*((why, "greedy") for why in IMPOSSIBLE), *((why, "full") for why in FULLY_PLANNED)],
)
def test_what_cannot_be_done_is_a_shortfall_and_no_breach(why, planner):
    outcome = plan(IMPOSSIBLE[why], effort=1, planner=planner)
    assert outcome.status is Status.SHORTFALL
    assert not has_breach(outcome)
    assert outcome.plan.left
    assert outcome.bound_cents <= outcome.cost_cents


@pytest.mark.parametrize(
    ("lines", "left_out"), [((THINGS,), "people"), ((PEOPLE,), "things"), ((), "everything")]
)
def test_a_withdrawal_without_some_kind_is_planned_to_the_end(lines, left_out):
    withdrawal: Withdrawal = replace(PLAIN, lines=lines, name=left_out)
    outcome = plan(withdrawal, effort=1)
    assert outcome.status is Status.COMPLETE
    assert outcome.plan.left == ()
    assert bool(outcome.plan.lifts) is bool(lines)


def test_the_outcome_says_which_limit_planner_and_seed_were_in_force():
    by_work = plan(PLAIN, effort=2, seed=5, planner="greedy")
    assert (by_work.limit, by_work.seed, by_work.planner) == ("effort 2", 5, "greedy")
    by_clock = plan(PLAIN, seconds=1, planner="greedy")
    assert (by_clock.limit, by_clock.seed) == ("seconds 1", 0)


def test_the_limit_on_the_clock_is_kept():
    outcome = plan(CASES["two long at work"], seconds=2)
    assert not has_breach(outcome)
    assert outcome.seconds < 6


def test_lifts_that_find_no_time_before_the_end_are_brought_forward():
    question = Question(PLAIN)
    (index,) = (n for n, run in enumerate(question.runs) if run.origin == "A")
    wanted = [Wanted(2, index, False)] * 5
    timetable, _, number_of = timetable_of(question, wanted)
    assert sorted(number_of.values()) == list(range(5))
    assert all(timed.depart <= question.end_min for _, timed in timetable.entered)


def test_things_are_disposed_of_when_the_place_opens_and_not_at_midnight():
    sold = CASES["cheaper to sell"]
    hours = OpeningHours(9 * 60, 17 * 60, "UTC")
    places = tuple(replace(place, hours=hours) for place in sold.places)
    for withdrawal, hour in ((sold, 8), (replace(sold, places=places), 9)):
        outcome = plan(withdrawal, effort=1)
        assert outcome.plan.disposals
        assert {each.at_utc.hour for each in outcome.plan.disposals} == {hour}
        assert not has_breach(outcome)


def test_what_would_be_left_is_disposed_of_where_that_costs_less():
    sold = CASES["cheaper to sell"]
    question = Question(sold)
    made = dispose_of_left(question, Plan((), ()))
    assert sum(each.count for each in made.disposals) == 3
    assert not left(sold, made)
    dear = replace(sold, disposals=(replace(sold.disposals[0], cost_cents_per_t=10**9),))
    assert dispose_of_left(Question(dear), Plan((), ())) == Plan((), ())


def test_a_piece_too_heavy_for_a_day_of_disposal_is_not_disposed_of_in_parts():
    sold = CASES["sold a piece a day"]
    option = replace(sold.disposals[0], kg_per_day=999)
    outcome = plan(replace(sold, disposals=(option,), fleets=()), effort=1)
    assert outcome.plan.disposals == ()
    # No fraction of a piece may make the bound too low either.
    assert outcome.bound_cents > 0.99 * outcome.cost_cents


@pytest.mark.parametrize("planner", ["greedy", "full"])
def test_those_who_pass_through_a_hub_are_not_kept_for_its_floor(planner):
    """The plane takes one party at a time: guests go on while the hub's own guards stay."""
    plane, truck = TINY.carriers
    (guards, _crates) = TINY.lines
    planes, trucks = TINY.fleets
    base, hub, home = TINY.places
    withdrawal = replace(
        TINY,
        places=(base, replace(hub, closes_after=("BASE",)), home),
        lines=(guards, replace(guards, name="hub-guards", origin="HUB")),
        floors=(Floor("HUB", "guard", 10),),
        carriers=(replace(plane, seats=12), truck),
        fleets=(replace(planes, base="HUB"), trucks),
        legs=(Leg("BASE", "HUB", Mode.ROAD, 120), Leg("HUB", "HOME", Mode.AIR, 600)),
    )
    outcome = plan(withdrawal, effort=1, planner=planner)
    assert outcome.status is Status.COMPLETE, outcome.plan.left
