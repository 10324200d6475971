"""What-if: a variant in which the plan as it is holds, and costs less than what was found there."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from rules_cases import ALL_HOME, TINY, at, flight, plan_of

from drawdown import files, planning
from drawdown.actions.planning_job import PlanningJob
from drawdown.actions.what_if import all_planned, cheapest, make_what_if
from drawdown.model import Outcome, Plan, Status, Variant, WhatIf, WhatIfPlan
from drawdown.rules import cost_terms, judge
from drawdown.words import Language
from drawdown.words.what_if import finding, variant_sentences

NIGER = Path(__file__).parent.parent / "examples" / "niger-2024"
MAY = replace(TINY, exclusions=())
A_DAY_LATER = plan_of(flight(depart=at(2, 12), guards=10, crates=5))


def stay_there(bound_cents=0, status=Status.SHORTFALL):
    """What planning might find: nobody and nothing goes anywhere."""
    terms = cost_terms(MAY, Plan())
    return Outcome(
        status, Plan(), sum(terms.values()), terms, bound_cents, 1.0, 2.5, 7, "effort 1", "full"
    )


def test_the_other_plan_comes_with_its_own_price_findings_and_reasons():
    taken = planning.taken_over(MAY, stay_there(bound_cents=5), ALL_HOME, effort=1)
    assert taken.plan.lifts == ALL_HOME.lifts and taken.plan.left == ()
    assert taken.terms_cents == cost_terms(MAY, ALL_HOME)
    assert taken.cost_cents == sum(taken.terms_cents.values()) < stay_there().cost_cents
    assert taken.findings == judge(MAY, taken.plan) == ()
    assert taken.status is Status.COMPLETE and all(stone.met for stone in taken.milestones)
    # What was proven, and under which limit, stays.
    assert (taken.bound_cents, taken.seconds, taken.seed) == (5, 2.5, 7)
    assert (taken.limit, taken.planner) == ("effort 1", "full")
    assert taken.gap == (taken.cost_cents - 5) / taken.cost_cents


def test_an_interruption_stays_one():
    found = stay_there(status=Status.INTERRUPTED)
    assert planning.taken_over(MAY, found, ALL_HOME, effort=1).status is Status.INTERRUPTED


def test_no_plan_that_breaks_a_rule_or_undercuts_the_bound_is_taken_over():
    without_leg = replace(MAY, legs=MAY.legs[1:])
    with pytest.raises(planning.PlannerDefect, match="breaks rules"):
        planning.taken_over(without_leg, stay_there(), ALL_HOME, effort=1)
    with pytest.raises(planning.PlannerDefect, match="the bound is"):
        planning.taken_over(MAY, stay_there(bound_cents=10**12), ALL_HOME, effort=1)


def test_only_what_breaks_no_rule_and_costs_less_is_better():
    found = stay_there()
    price = sum(cost_terms(MAY, ALL_HOME).values())
    assert cheapest([Plan(), A_DAY_LATER, ALL_HOME, Plan()], MAY, found) == [ALL_HOME]
    assert cheapest([ALL_HOME], MAY, replace(found, cost_cents=price)) == []
    assert cheapest([ALL_HOME], MAY, replace(found, cost_cents=price + 1)) == [ALL_HOME]
    assert cheapest([ALL_HOME], replace(MAY, legs=MAY.legs[1:]), found) == []
    assert cheapest([ALL_HOME], replace(MAY, lines=MAY.lines[1:]), found) == []


@pytest.mark.parametrize("first", ["", "strict"])
def test_the_cheapest_plan_goes_wherever_it_holds(first):
    """As it is and in a stricter variant all can go; where the leg is closed nothing can."""
    other = "strict" if first == "" else ""
    closed = replace(MAY, legs=MAY.legs[1:])
    strict = replace(MAY, deadline_utc=MAY.deadline_utc - timedelta(days=1))
    plans = {first: ALL_HOME, other: A_DAY_LATER, "closed": Plan()}
    jobs = [
        PlanningJob(name, withdrawal, None, 1, 1, "full", better=(stay_there(), plans[name]))
        for name, withdrawal in (("", MAY), ("strict", strict), ("closed", closed))
    ]
    came = {job.name: outcome.plan.lifts for job, outcome in all_planned(jobs, "", None, None)}
    assert came == {"": ALL_HOME.lifts, "strict": ALL_HOME.lifts, "closed": ()}


def test_what_asks_for_more_costs_no_less_and_what_allows_more_costs_no_more(tmp_path):
    out, asked = tmp_path / "out", ["month-earlier", "agadez-mog-2"]
    what_if = make_what_if(NIGER, asked, out, planner="greedy", seconds=1).what_if
    stricter, freer = (plan.outcome.cost_cents for plan in what_if.plans)
    assert freer <= what_if.as_is.outcome.cost_cents <= stricter
    for plan in (what_if.as_is, *what_if.plans):
        folder = out / "what-if" / plan.variant.name if plan.variant else out
        written = files.read_plan(folder, plan.withdrawal).plan
        assert written is not None and written.lifts == plan.outcome.plan.lifts
        if plan.variant and what_if.keeps_as_is(plan):
            said = variant_sentences(Language("en"), what_if, plan)
            assert said == ["The plan as it is holds here too, and no cheaper one was found."]


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        ((9, 8, 11), "2 of 3 variants keep every date and leave nothing. Cheapest: two, 2 € less"),
        ((11, 10, 9), "2 of 3 variants keep every date and leave nothing. None of these costs l"),
        ((), "What if: no variant was planned."),
    ],
)
def test_the_finding_is_how_many_keep_all_and_the_cheapest_of_them(costs, said):
    def made(cost, variant=None):
        # The third leaves something.
        findings = judge(MAY, Plan()) if variant == "three" else ()
        outcome = replace(stay_there(), cost_cents=cost * 100, findings=findings)
        return WhatIfPlan(MAY, outcome, Variant(variant) if variant else None)

    names = ("one", "two", "three")
    plans = tuple(made(cost, name) for cost, name in zip(costs, names, strict=False))
    assert said in finding(Language("en"), WhatIf(made(10), plans))
