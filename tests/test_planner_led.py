"""The dispatcher led by the day model, and loads made better from a plan's own on."""

import numpy as np
import pytest
from oracle.tiny_cases import tiny_cases
from oracle.withdrawals import random_withdrawal
from rules_cases import TINY

from bench.generator import generate
from drawdown.model import Severity, Withdrawal
from drawdown.planning.dispatcher import MANNERS, Dispatcher, Manner
from drawdown.planning.draft import Draft
from drawdown.planning.led import LED_MANNERS, Lead, LedDispatcher, LedManner
from drawdown.planning.manners import led_by
from drawdown.planning.polish import polish
from drawdown.planning.question import Question
from drawdown.planning.scale import PERIODS, Scale, scale_of
from drawdown.planning.state import Limits, Planning
from drawdown.rules import cost_terms, judge
from drawdown.rules.steps import day_of

CASES = tiny_cases()
# Nothing presses before the last day, and no lift is full enough to go by itself.
PATIENT = Manner(2.0, 0)


def planning_of(withdrawal: Withdrawal) -> Planning:
    return Planning(withdrawal, Limits(None, 1), 0, None, None)


def has_breach(withdrawal, made) -> bool:
    return any(f.severity is Severity.BREACH for f in judge(withdrawal, made))


def loaded_days(question, made, origin):
    return [
        day_of(question.minute(lift.depart_utc))
        for lift in made.lifts
        if lift.loads and lift.origin == origin
    ]


@pytest.mark.parametrize("day", [0, 1])
def test_a_lift_goes_on_the_day_on_which_the_solution_has_it_go(day):
    question = Question(CASES["plain"])
    run = next(run for run in question.runs if run.origin == "A")
    by_day = np.zeros(question.days)
    by_day[day:] = 1.0
    lead = Lead({(run.carrier.name, "A", run.destination): by_day}, {})
    led = LedManner(PATIENT, slack=0.0, hurries=False, also_full=False)
    made = LedDispatcher(question, lead, led).plan()
    assert loaded_days(question, made, "A")[0] == day


def test_without_a_lead_a_patient_dispatcher_waits_until_the_end():
    question = Question(CASES["plain"])
    led = LedManner(PATIENT, slack=0.0, hurries=False, also_full=False)
    made = LedDispatcher(question, Lead({}, {}), led).plan()
    due = min(question.deadline_min, question.end_min)
    days = loaded_days(question, made, "A")
    assert not days or days[0] >= day_of(due) - 1


def test_one_that_hurries_empties_a_place_when_the_solution_has_it_empty():
    question = Question(CASES["plain"])
    run = next(run for run in question.runs if run.origin == "A")
    never = np.zeros(question.days)
    lead = Lead({(run.carrier.name, "A", run.destination): never}, {"A": 1})
    led = LedManner(PATIENT, slack=0.0, hurries=True, also_full=False)
    made = LedDispatcher(question, lead, led).plan()
    assert loaded_days(question, made, "A")[0] <= 1


@pytest.mark.parametrize("seed", range(12))
def test_led_plans_break_no_rule(seed):
    withdrawal = random_withdrawal(seed) if seed % 2 else generate("tiny", seed)
    planning = planning_of(withdrawal)
    if planning.scale is None:
        pytest.skip("there is nothing to plan")
    lead = led_by(planning, planning.day_model(planning.scale.period_days, strict=True))
    if lead is None:
        pytest.skip("the strict model has no solution")
    for manner in LED_MANNERS:
        made = LedDispatcher(planning.question, lead, manner).plan()
        assert not has_breach(withdrawal, made), manner


@pytest.mark.parametrize("seed", range(10))
def test_a_draft_of_a_plan_gives_the_plan_back(seed):
    withdrawal = random_withdrawal(seed, "small" if seed % 2 else "tiny")
    question = Question(withdrawal)
    made = Dispatcher(question, MANNERS[seed % len(MANNERS)]).plan()
    draft = Draft.of_plan(question, made)
    assert draft.begun is not None
    again = draft.plan(draft.begun)
    assert cost_terms(withdrawal, again) == cost_terms(withdrawal, made)


@pytest.mark.parametrize("seed", range(10))
def test_better_loads_never_cost_more_and_break_no_rule(seed):
    withdrawal = random_withdrawal(seed, "small" if seed % 2 else "tiny")
    planning = planning_of(withdrawal)
    first = planning.offer(Dispatcher(planning.question, MANNERS[0]).plan())
    polish(planning)
    assert planning.best is not None
    assert planning.best.cost_cents <= first
    assert not has_breach(withdrawal, planning.best.plan)


def test_better_loads_save_what_a_wasteful_plan_spends():
    withdrawal = generate("tiny", 3)
    planning = planning_of(withdrawal)
    wasteful = Dispatcher(planning.question, Manner(0.01, 400, detour=3.0)).plan()
    before = planning.offer(wasteful)
    polish(planning)
    assert planning.best is not None and planning.best.cost_cents < before


def test_the_scale_is_coarser_for_what_is_larger():
    scales = [scale_of(planning_of(generate(size, 1)).merged) for size in ("tiny", "mid", "big")]
    days = [(scale.period_days, scale.finer_days) for scale in scales if scale is not None]
    assert [coarse for coarse, _ in days] == sorted(coarse for coarse, _ in days)
    assert days[0] == (1, ())
    for coarse, finer in days:
        assert {coarse, *finer} <= set(PERIODS)
        assert list(finer) == sorted(finer, reverse=True) and all(x < coarse for x in finer)
    assert scale_of(Question(TINY)) is not None


def test_a_longer_limit_begins_with_finer_periods():
    scale = Scale(7, (4, 2), is_searched=False, is_small=False, columns=(400, 4_000, 40_000))
    assert scale.bound_days(None) == scale.bound_days(1.0) == (7, 4, 2)
    assert scale.bound_days(10.0) == scale.bound_days(99.0) == (4, 2)
    assert scale.bound_days(100.0) == (2,)


def test_far_too_many_lines_are_seen_without_merging_them():
    planning = planning_of(generate("huge", 1))
    assert planning.scale is None
    assert "merged" not in vars(planning)
