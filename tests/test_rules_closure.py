"""The closure: opening + in = out + disposed + here, each night, whatever the plan."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from rules_cases import ALL_HOME, DAYS, START, TINY, at, changed, convoy, flight, plan_of, sale

from drawdown.model import Disposal, Disposition, Lift, Load, Plan
from drawdown.rules import Timeline, closure, left

PLACES = ("BASE", "HUB", "HOME")
HELPED = changed("lines", "guards", helper=True, arrives_utc=at(1))


def test_the_closure_of_a_good_plan():
    curves = closure(TINY, ALL_HOME)
    assert curves.nights == (at(1), at(2), at(3), at(4))
    assert curves.people == {"BASE": (10, 0, 0, 0), "HUB": (0,) * 4, "HOME": (0, 10, 10, 10)}
    assert curves.kg == {"BASE": (5000, 0, 0, 0), "HUB": (0,) * 4, "HOME": (0, 5000, 5000, 5000)}
    assert curves.people_in_country == (10, 0, 0, 0)
    assert curves.kg_in_country == (5000, 0, 0, 0)


def test_what_happens_at_midnight_is_seen_in_that_night():
    leaves = closure(TINY, plan_of(flight(guards=10, depart=at(2))))
    assert leaves.people["BASE"] == (10, 0, 0, 0)
    assert leaves.people["HOME"] == (0, 0, 10, 10)
    arrives = closure(TINY, plan_of(convoy(guards=10, depart=at(1, 22))))
    assert arrives.people["HUB"] == (0, 10, 10, 10)
    on_the_road = closure(TINY, plan_of(convoy(guards=10, depart=at(1, 23))))
    assert on_the_road.people["HUB"] == (0, 0, 10, 10)
    assert on_the_road.people_in_country == (10, 10, 10, 10)


def test_the_flows_of_a_place():
    plan = plan_of(
        convoy("C1", at(0, 12), 3, 2),
        flight("F1", at(2, 12), 2, 1, origin="HUB"),
        sales=[sale(1, at(1, 12), place="HUB"), sale(1, at(2, 12))],
    )
    hub = closure(TINY, plan).kg_flow["HUB"]
    assert (hub.opening, hub.arrived) == (0, (2000, 2000, 2000, 2000))
    assert (hub.disposed, hub.departed) == ((0, 1000, 1000, 1000), (0, 0, 1000, 1000))
    assert hub.here == (2000, 1000, 0, 0)
    base = closure(TINY, plan).kg_flow["BASE"]
    assert (base.opening, base.here) == (5000, (3000, 3000, 2000, 2000))


def test_who_comes_to_help_arrives():
    base = closure(HELPED, plan_of()).people_flow["BASE"]
    assert (base.opening, base.arrived) == (0, (10, 10, 10, 10))


minutes = st.integers(-600, (DAYS + 1) * 1440).map(lambda minute: START + timedelta(minutes=minute))
travel = st.integers(0, 3000).map(lambda minute: timedelta(minutes=minute))
loads = st.lists(
    st.builds(Load, st.sampled_from(("guards", "crates")), st.integers(0, 12)), max_size=3
).map(tuple)


@st.composite
def lifts(draw):
    origin, destination = draw(st.permutations(PLACES))[:2]
    depart = draw(minutes)
    return Lift(
        f"L{draw(st.integers(0, 10**6))}", draw(st.sampled_from(("planes", "trucks"))),
        draw(st.sampled_from((None, 1, 2, 3))), origin, destination, depart, depart + draw(travel),
        draw(loads),
    )  # fmt: skip


disposals = st.builds(
    Disposal, st.just("crates"), st.sampled_from(PLACES), st.just(Disposition.SELL),
    st.integers(0, 4), minutes,
)  # fmt: skip
plans = st.builds(
    Plan,
    st.lists(lifts(), max_size=8, unique_by=lambda lift: lift.name).map(tuple),
    st.lists(disposals, max_size=3).map(tuple),
)


@given(plans, st.sampled_from((TINY, HELPED)))
def test_every_place_closes_every_night(plan, withdrawal):
    curves = closure(withdrawal, plan)
    for flows in (curves.people_flow, curves.kg_flow):
        for flow in flows.values():
            for night in range(DAYS):
                came = flow.opening + flow.arrived[night]
                went = flow.departed[night] + flow.disposed[night]
                assert came == went + flow.here[night]


@given(plans, st.sampled_from((TINY, HELPED)))
def test_what_is_in_the_country_is_what_came_less_what_is_gone(plan, withdrawal):
    timeline = Timeline(withdrawal, plan)
    for line in withdrawal.lines:
        for minute in range(0, (DAYS + 3) * 1440, 397):
            came = line.count if timeline.arrival(line) <= minute else 0
            gone = timeline.gone[line.name].at(minute)
            assert timeline.in_country[line.name].at(minute) == came - gone


@given(plans)
def test_all_end_at_home_or_are_disposed_of_or_left(plan):
    ends = {(x.line, x.place): x.count for x in left(TINY, plan)}
    timeline = Timeline(TINY, plan)
    short = any(steps.final < 0 for lines in timeline.present.values() for steps in lines.values())
    for line in TINY.lines:
        sold = sum(x.count for x in plan.disposals if x.line == line.name)
        home = (
            timeline.present["HOME"][line.name].final
            if line.name in timeline.present["HOME"]
            else 0
        )
        stays = sum(n for (name, _), n in ends.items() if name == line.name)
        assert short or line.count == home + sold + stays


def test_more_than_exists_is_seen_as_below_zero():
    assert closure(TINY, plan_of(flight(guards=12))).people["BASE"][1:] == (-2, -2, -2)
    assert left(replace(TINY, lines=TINY.lines[:1]), plan_of(flight(guards=12))) == ()
