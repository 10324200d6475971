"""What was agreed: clearances, milestones, the deadline, nothing left; just inside and outside."""

from dataclasses import replace
from fractions import Fraction

import pytest
from rules_cases import (
    ALL_HOME,
    DAYS,
    TINY,
    added,
    at,
    changed,
    convoy,
    figures,
    flight,
    found,
    plan_of,
    sale,
)

from drawdown.model import (
    Basis,
    Kind,
    Left,
    Line,
    Milestone,
    MilestoneReached,
    Mode,
    Place,
    PlaceKind,
    Severity,
)
from drawdown.rules import left, milestones_reached

AIR = ("BASE", "HOME", Mode.AIR)


@pytest.mark.parametrize(
    ("windows", "cleared"),
    [
        ((), True),
        (((at(1, 12), at(1, 13)),), True),
        (((at(1, 12, 1), at(1, 13)),), False),
        (((at(1, 12), at(1, 12, 59)),), False),
        (((at(0), at(1)), (at(1), at(2))), True),
        (((at(1), at(1, 12, 30)), (at(1, 12, 30), at(2))), False),  # each run lies in one window
    ],
)
def test_a_run_lies_in_one_window(windows, cleared):
    withdrawal = changed("legs", AIR, windows=windows) if windows else TINY
    assert (found("clearance", withdrawal, ALL_HOME) == []) == cleared


def test_the_window_nearest_before_is_named():
    windows = ((at(3), at(4)), (at(0), at(1)), (at(1), at(1, 1)))
    (finding,) = found("clearance", changed("legs", AIR, windows=windows), ALL_HOME)
    facts = dict(finding.facts)
    assert (facts["window_from_utc"], facts["window_until_utc"]) == windows[2]
    later = changed("legs", AIR, windows=windows[:1])
    (finding,) = found("clearance", later, ALL_HOME)
    assert dict(finding.facts)["window_from_utc"] == at(3)


def test_a_leg_has_so_many_runs_a_day_empty_ones_too():
    two = changed("legs", AIR, runs_per_day=2)
    pair = [flight("F1", at(1, 0, 1), 1), flight("F2", at(2), tail=2)]
    assert found("runs_per_day", two, plan_of(*pair, flight("F3", at(1)))) == []
    (finding,) = found("runs_per_day", two, plan_of(*pair, flight("F3", at(1, 23))))
    assert (finding.measured, finding.limit, finding.place) == (3, 2, "BASE")
    assert (finding.from_utc, finding.until_utc) == (at(1), at(2))
    assert finding.lifts == ("F1", "F3", "F2")


def milestone(basis, **fields):
    return added("milestones", Milestone("half", at(2), basis, **fields))


@pytest.mark.parametrize(
    ("basis", "fields", "guards", "crates", "shortfall"),
    [
        (Basis.PEOPLE, {"amount": 6}, 6, 0, []),
        (Basis.PEOPLE, {"amount": 6}, 5, 5, [(5, 6, "people")]),
        (Basis.PEOPLE, {"share": Fraction(1, 3)}, 4, 0, []),
        (Basis.PEOPLE, {"share": Fraction(1, 3)}, 3, 0, [(3, 4, "people")]),  # 3.33 rounded up
        (Basis.PEOPLE, {"share": Fraction(3, 10)}, 3, 0, []),
        (Basis.TONNES, {"amount": 3000}, 0, 3, []),
        (Basis.TONNES, {"amount": 3001}, 10, 3, [(3000, 3001, "kg")]),
        (Basis.TONNES, {"share": Fraction(2, 3)}, 0, 3, [(3000, 3334, "kg")]),
        (Basis.PIECES, {"share": Fraction(1, 2)}, 0, 3, []),
        (Basis.PIECES, {"share": Fraction(1, 2)}, 0, 2, [(2, 3, "pieces")]),
        (Basis.PIECES, {"amount": 0}, 0, 0, []),
    ],
)
def test_a_milestone_counts_on_its_basis(basis, fields, guards, crates, shortfall):
    plan = plan_of(flight(guards=guards, crates=crates))
    findings = found("milestones_met", milestone(basis, **fields), plan)
    assert figures(findings) == shortfall
    assert all(finding.severity is Severity.SHORTFALL for finding in findings)


def test_by_its_due_includes_the_instant():
    half = milestone(Basis.PEOPLE, amount=1)
    assert found("milestones_met", half, plan_of(flight(guards=1, depart=at(2)))) == []
    (finding,) = found("milestones_met", half, plan_of(flight(guards=1, depart=at(2, 0, 1))))
    assert (finding.from_utc, finding.measured, finding.limit) == (at(2), 0, 1)
    assert dict(finding.facts)["reached_utc"] == at(2, 0, 1)
    (never,) = found("milestones_met", half, plan_of())
    assert "reached_utc" not in dict(never.facts)


def test_by_road_one_is_out_on_arrival_by_air_on_departure():
    half = milestone(Basis.PEOPLE, amount=1)
    by_air = plan_of(flight(guards=1, depart=at(2), hours=30))
    assert found("milestones_met", half, by_air) == []
    for depart, met in ((at(1), True), (at(1, 0, 1), False)):
        by_road = plan_of(convoy(guards=1, depart=depart, destination="HOME", hours=24))
        assert (found("milestones_met", half, by_road) == []) == met


def test_who_comes_back_is_not_gone():
    half = milestone(Basis.PEOPLE, amount=4)
    back = flight("F2", at(1, 18), 2, origin="HOME", destination="BASE")
    (finding,) = found("milestones_met", half, plan_of(flight(guards=5), back))
    assert (finding.measured, dict(finding.facts)["reached_utc"]) == (3, at(1, 12))


def test_what_is_sold_in_the_country_is_gone_but_what_is_out_is_not_gone_twice():
    pieces = milestone(Basis.PIECES, amount=3)
    assert found("milestones_met", pieces, plan_of(flight(crates=1), sales=[sale(2)])) == []
    sold_at_home = plan_of(flight(crates=2), sales=[sale(2, at(1, 18), place="HOME")])
    assert figures(found("milestones_met", pieces, sold_at_home)) == [(2, 3, "pieces")]


def test_a_milestone_counts_its_places_and_helpers_only_if_it_says_so():
    helper = Line("helpers", Kind.PEOPLE, "HUB", "HOME", 4, 100, helper=True)
    everyone = {"basis": Basis.PEOPLE, "share": Fraction(1)}
    plan = plan_of(flight(guards=10))
    for fields, limits in (
        ({}, []),
        ({"helpers": True}, [14]),
        ({"helpers": True, "places": ("BASE",)}, []),
        ({"helpers": True, "places": ("HUB",)}, [4]),
        ({"places": ("HUB",)}, []),
    ):
        withdrawal = added("lines", helper, withdrawal=milestone(**everyone, **fields))
        findings = found("milestones_met", withdrawal, plan)
        assert [finding.limit for finding in findings] == limits, fields


def test_a_site_is_gone_when_it_closes_and_nobody_is_left_there():
    one_site = milestone(Basis.SITES, amount=1)
    assert found("milestones_met", one_site, plan_of(flight(guards=10, depart=at(2)))) == []
    assert figures(found("milestones_met", one_site, plan_of(flight(guards=9)))) == [
        (0, 1, "sites")
    ]
    late = plan_of(flight(guards=10), flight("F2", at(2, 0, 1), crates=1, tail=2))
    assert figures(found("milestones_met", one_site, late)) == [(0, 1, "sites")]


def test_each_site_counts_once():
    two = replace(
        milestone(Basis.SITES, amount=2), places=(*TINY.places, Place("CAMP", PlaceKind.SITE))
    )
    camper = Line("camper", Kind.PEOPLE, "CAMP", "HOME", 1, 100)
    only_base = plan_of(flight(guards=10))
    stays = added("lines", camper, withdrawal=two)
    assert figures(found("milestones_met", stays, only_base)) == [(1, 2, "sites")]
    assert found("milestones_met", two, only_base) == [], "nothing was ever at CAMP"


def test_a_site_without_people_or_departures_is_gone_from_the_start():
    only_things = replace(milestone(Basis.SITES, share=Fraction(1)), lines=TINY.lines[1:])
    assert found("milestones_met", only_things, plan_of()) == []
    (reached, _) = milestones_reached(only_things, plan_of())
    assert (reached.reached_utc, reached.met) == (at(0), True)


def test_when_milestones_handovers_and_the_deadline_are_reached():
    withdrawal = changed(
        "places",
        "BASE",
        milestone(Basis.PEOPLE, amount=5, title="Half"),
        handover_utc=at(2),
        title="The base",
    )
    early_and_late = plan_of(flight("F1", at(1, 12), 5), flight("F2", at(3), 5, 5, tail=2))
    assert milestones_reached(withdrawal, early_and_late) == (
        MilestoneReached("half", "Half", at(2), at(1, 12), True),
        MilestoneReached("BASE", "The base", at(2), at(3), False),
        MilestoneReached("deadline", "", at(DAYS), at(3), True),
    )
    half, base, deadline = milestones_reached(withdrawal, plan_of())
    assert (half.reached_utc, base.reached_utc, deadline.reached_utc) == (None, None, None)
    assert not (half.met or base.met or deadline.met)


def test_a_handover_is_met_to_the_minute():
    for handover, met in ((at(1, 12), True), (at(1, 11, 59), False)):
        withdrawal = changed("places", "BASE", handover_utc=handover)
        assert milestones_reached(withdrawal, ALL_HOME)[0].met == met


def test_a_place_is_empty_only_when_nobody_comes_again():
    hub = changed("places", "HUB", handover_utc=at(3))
    twice = plan_of(
        convoy("C1", at(0, 12), 1),
        flight("F1", at(1, 12), 1, origin="HUB"),
        convoy("C2", at(1, 18), 1, tail=2),
        flight("F2", at(2, 12), 1, origin="HUB", tail=2),
    )
    assert milestones_reached(hub, twice)[0].reached_utc == at(2, 12)
    assert milestones_reached(hub, plan_of())[0].reached_utc == at(0)


# the deadline


def test_at_the_deadline_nobody_and_nothing_is_in_the_country():
    on_time = replace(TINY, deadline_utc=at(1, 12))
    assert found("out_by_deadline", on_time, ALL_HOME) == []
    early = replace(TINY, deadline_utc=at(1, 11, 59))
    things, people = found("out_by_deadline", early, ALL_HOME)
    assert (people.measured, people.unit, people.lines) == (10, "people", ("guards",))
    assert (things.measured, things.unit, dict(things.facts)) == (5, "pieces", {"kg": 5000})


def test_on_the_way_one_is_in_the_country_by_road_or_between_two_places_in_it():
    noon = replace(TINY, deadline_utc=at(1, 12))
    one = replace(noon, lines=(replace(TINY.lines[0], count=1),))
    for lift, inside in (
        (convoy(guards=1, depart=at(1), destination="HOME", hours=12), False),
        (convoy(guards=1, depart=at(1), destination="HOME", hours=13), True),
        (flight(guards=1, depart=at(1, 12)), False),
        (flight(guards=1, depart=at(1, 12), destination="HUB"), True),
    ):
        assert (found("out_by_deadline", one, plan_of(lift)) != []) == inside, lift


def test_helpers_and_what_they_brought_go_out():
    helped = changed("lines", "guards", helper=True)
    assert found("helpers_go_out", helped, ALL_HOME) == []
    (finding,) = found("helpers_go_out", helped, plan_of(flight(guards=9)))
    assert (finding.measured, finding.limit, finding.lines) == (1, 0, ("guards",))
    assert found("helpers_go_out", TINY, plan_of()) == []


# left


def test_what_is_not_taken_or_sold_is_left():
    assert found("nothing_left", TINY, ALL_HOME) == []
    partly = plan_of(flight(guards=10, crates=1), sales=[sale(3)])
    (finding,) = found("nothing_left", TINY, partly)
    assert (finding.place, finding.lines, finding.measured) == ("BASE", ("crates",), 1)
    assert (finding.from_utc, dict(finding.facts)) == (at(DAYS), {"kg": 1000, "priority": 3})
    assert left(TINY, partly) == (Left("crates", "BASE", 1),)


def test_what_is_only_half_way_is_left_there_however_late_it_arrives():
    stranded = plan_of(flight(guards=10), convoy(crates=5, depart=at(DAYS), hours=99))
    assert left(TINY, stranded) == (Left("crates", "HUB", 5),)
    last_minute = plan_of(flight(guards=10, crates=5, depart=at(DAYS), hours=99))
    assert left(TINY, last_minute) == ()


def test_left_is_in_the_order_of_the_tables():
    halves = plan_of(convoy(guards=4, crates=2))
    assert [(x.line, x.place, x.count) for x in left(TINY, halves)] == [
        ("guards", "BASE", 6),
        ("guards", "HUB", 4),
        ("crates", "BASE", 3),
        ("crates", "HUB", 2),
    ]


def test_what_is_declared_left_is_what_is_left():
    lifts = ALL_HOME.lifts[0], flight("F1", guards=10, crates=3)
    for declared, differences in (
        (None, []),
        ((Left("crates", "BASE", 2, "capacity"),), []),
        ((Left("crates", "BASE", 1), Left("crates", "BASE", 1)), []),
        ((), [(0, 2, "pieces")]),
        ((Left("crates", "BASE", 3),), [(3, 2, "pieces")]),
        ((Left("crates", "BASE", 2), Left("guards", "HUB", 1)), [(1, 0, "people")]),
        ((Left("crates", "BASE", 2), Left("guards", "HUB", 0)), []),
    ):
        plan = plan_of(lifts[1], left=declared)
        assert figures(found("left_declared", TINY, plan)) == differences, declared


def test_what_is_sold_is_out_of_the_way_at_the_deadline():
    assert found("out_by_deadline", TINY, plan_of(flight(guards=10), sales=[sale(5)])) == []
