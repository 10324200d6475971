"""The judge as a whole: its order, odd plans, and docs/rules.md in step with the code."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_cases import ALL_HOME, TINY, added, at, changed, flight, plan_of, sale

from bench.judge_case import judge_case
from drawdown.model import (
    Exclusion,
    Finding,
    Floor,
    Gate,
    Left,
    Lift,
    Load,
    Milestone,
    OpeningHours,
    Plan,
    Severity,
)
from drawdown.model.milestone import Basis
from drawdown.rules import RULES, closure, cost_terms, judge, milestones_reached

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")


def test_findings_are_in_the_order_of_severity_then_time_then_rule():
    plan = plan_of(
        flight("F2", at(2), guards=99, tail=7), flight("F1", at(1), guards=1, tail=9), left=()
    )
    findings = judge(changed("lines", "crates", latest_utc=at(0)), plan)
    gravity = [list(Severity).index(finding.severity) for finding in findings]
    assert gravity == sorted(gravity)
    order = [
        (gravity, finding.from_utc, list(RULES).index(finding.rule))
        for gravity, finding in zip(gravity, findings, strict=True)
    ]
    assert order == sorted(order)
    assert len({finding.rule for finding in findings}) > 5


def test_the_plan_that_the_judge_is_timed_on_is_valid():
    withdrawal, plan = judge_case(300)
    assert len(plan.lifts) >= 300
    assert judge(withdrawal, plan) == ()


def every_limit():
    """The tiny withdrawal with every kind of limit set."""
    withdrawal = added("floors", Floor("BASE", "guard", 3))
    withdrawal = added("gates", Gate("wash", "BASE", 100, 1, 10, "guard"), withdrawal=withdrawal)
    for basis in Basis:
        withdrawal = added(
            "milestones", Milestone(str(basis), at(1), basis, 1), withdrawal=withdrawal
        )
    withdrawal = added("exclusions", Exclusion("1", "passengers"), withdrawal=withdrawal)
    withdrawal = changed(
        "places", "BASE", withdrawal, working_mog=1, parking_mog=1, beds=1, storage_kg=1,
        hours=OpeningHours(480, 60, "Europe/Paris"), handling_kg_per_day=1, handover_utc=at(2),
        handling_people_per_day=1, handling_kg_per_day_per_handler=5, handler_role="guard",
        runway_length_m=1, closes_after=("HUB",), last_wave_min=60,
    )  # fmt: skip
    withdrawal = changed(
        "carriers", "plane", withdrawal, hold_length_m=1.0, crew_duty_min=60,
        travel_min_per_day=60, runway_length_m=2, payload_by_km=((100, 9), (200, 3)),
    )  # fmt: skip
    withdrawal = changed(
        "lines", "crates", withdrawal, hazard="1.4S", length_m=2.0, gates=("wash",),
        predecessors=("guards",), ready_utc=at(1), latest_utc=at(2),
    )  # fmt: skip
    leg = ("BASE", "HOME", "air")
    return changed("legs", leg, withdrawal, windows=((at(1), at(2)),), runs_per_day=1)


EVERY_LIMIT = every_limit()
FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
instants = st.one_of(
    st.sampled_from((FIRST, LAST, at(0), at(1), at(4))),
    st.integers(-5000, 9000).map(lambda minute: at(0) + timedelta(minutes=minute)),
)
PLACES = st.sampled_from(("BASE", "HUB", "HOME"))
COUNTS = st.sampled_from((-3, 0, 1, 4, 10, 10**30))
odd_loads = st.lists(st.builds(Load, st.sampled_from(("guards", "crates")), COUNTS), max_size=4)
odd_lifts = st.builds(
    Lift, st.sampled_from(("", "F1", "F2", "é")), st.sampled_from(("planes", "trucks")),
    st.sampled_from((None, -1, 0, 1, 2, 10**9)), PLACES, PLACES, instants, instants,
    odd_loads.map(tuple),
)  # fmt: skip
odd_left = st.builds(Left, st.sampled_from(("guards", "crates")), PLACES, COUNTS)
odd_disposals = st.builds(
    type(sale()), st.sampled_from(("guards", "crates")), PLACES,
    st.sampled_from(list(type(sale().disposition))), COUNTS, instants,
)  # fmt: skip
odd_plans = st.builds(
    Plan,
    st.lists(odd_lifts, max_size=6).map(tuple),
    st.lists(odd_disposals, max_size=3).map(tuple),
    st.none() | st.lists(odd_left, max_size=3).map(tuple),
)


@given(odd_plans, st.sampled_from((TINY, EVERY_LIMIT)))
def test_however_odd_a_plan_is_it_is_judged_and_never_raises(plan, withdrawal):
    findings = judge(withdrawal, plan)
    assert all(isinstance(finding, Finding) and finding.from_utc for finding in findings)
    assert all(isinstance(cents, int) for cents in cost_terms(withdrawal, plan, ALL_HOME).values())
    assert len(milestones_reached(withdrawal, plan)) >= 1
    assert len(closure(withdrawal, plan).nights) == 4


@given(odd_plans, st.randoms())
def test_the_order_of_the_tables_of_a_plan_does_not_matter(plan, chance):
    lifts = {lift.name: lift for lift in plan.lifts}
    plan = Plan(tuple(lifts.values()), plan.disposals, plan.left)
    mixed = Plan(
        tuple(chance.sample(plan.lifts, len(plan.lifts))),
        tuple(chance.sample(plan.disposals, len(plan.disposals))),
        plan.left,
    )
    assert sorted(map(repr, judge(EVERY_LIMIT, mixed))) == sorted(
        map(repr, judge(EVERY_LIMIT, plan))
    )
    assert cost_terms(EVERY_LIMIT, mixed) == cost_terms(EVERY_LIMIT, plan)


# docs/rules.md


def test_the_rules_have_an_entry_each_in_the_order_of_the_code():
    part = PAGE[PAGE.index("## 2. Rules") : PAGE.index("### 2.1")]
    assert re.findall(r"^\| `(\w+)` \|", part, re.M) == list(RULES)


def test_the_terms_have_an_entry_each_in_the_order_of_the_code():
    part = PAGE[PAGE.index("## 3. Cost") : PAGE.index("### 3.1")]
    assert re.findall(r"^\| `(\w+)` \|", part, re.M) == list(cost_terms(TINY, ALL_HOME))


def plain(text):
    return " ".join(text.replace("`", "").split())


@pytest.mark.parametrize("rule", RULES)
def test_what_a_finding_holds_is_told_as_in_the_code(rule):
    told = dict(re.findall(r"^- `(\w+)`: (.*?)(?=^- |\Z)", PAGE.split("## 4.")[1], re.M | re.S))
    paragraphs = (RULES[rule].__doc__ or "").split("\n\n")
    assert plain(told[rule]) == plain(paragraphs[1])


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_in_its_first_line_what_holds(rule):
    first = (RULES[rule].__doc__ or "").split("\n")[0]
    assert first.endswith(".") and len(first) <= 100


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_test_of_its_own(rule):
    tests = [
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_rules_*.py")
    ]
    assert any(f'found("{rule}"' in text for text in tests)
