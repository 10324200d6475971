"""Each rule on people and things, just inside and just outside its limit."""

from dataclasses import replace

import pytest
from rules_cases import (
    ALL_HOME,
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

from drawdown.model import Disposition, Exclusion, Kind, Line, Load, Mode, Severity
from drawdown.rules import judge
from drawdown.rules.people_and_things import matches


def test_a_good_plan_has_no_findings():
    assert judge(TINY, ALL_HOME) == ()


# loads_exist


def test_what_exists_may_be_moved_and_no_more():
    assert found("loads_exist", TINY, plan_of(flight(crates=5))) == []
    (finding,) = found("loads_exist", TINY, plan_of(flight(crates=6)))
    assert (finding.measured, finding.limit, finding.unit) == (6, 5, "pieces")
    assert (finding.place, finding.lines, finding.lifts) == ("BASE", ("crates",), ("F1",))
    assert finding.from_utc == at(1, 11), "from when loading begins"
    assert finding.severity is Severity.BREACH


def test_the_first_shortage_is_named_with_all_that_was_taken_by_then():
    early, late = flight("F1", at(1, 12), crates=3), flight("F2", at(2, 12), crates=4, tail=2)
    (finding,) = found("loads_exist", TINY, plan_of(late, early))
    assert (finding.from_utc, finding.measured, finding.lifts) == (at(2, 11), 7, ("F2",))
    assert dict(finding.facts) == {"missing": 2}


def test_what_arrives_may_be_loaded_on_when_it_is_unloaded():
    there = convoy(crates=5, depart=at(1, 12))  # at HUB 14:00, unloaded 15:00
    onward = flight(crates=5, depart=at(1, 16), origin="HUB", tail=2)  # loaded from 15:00
    assert found("loads_exist", TINY, plan_of(there, onward)) == []
    sooner = flight(crates=5, depart=at(1, 15, 59), origin="HUB", tail=2)
    (finding,) = found("loads_exist", TINY, plan_of(there, sooner))
    assert (finding.place, finding.measured, finding.limit) == ("HUB", 5, 0)


def test_what_has_come_to_its_destination_stays_there():
    home = flight("F1", at(1, 12), crates=5)
    back = flight("F2", at(2, 12), crates=1, origin="HOME", destination="BASE", tail=2)
    assert figures(found("loads_exist", TINY, plan_of(home, back))) == [(1, 0, "pieces")]
    sold = sale(1, at(2, 12), place="HOME")
    assert figures(found("loads_exist", TINY, plan_of(home, sales=(sold,)))) == [(1, 0, "pieces")]


def test_who_comes_later_may_leave_only_then():
    late = changed("lines", "guards", arrives_utc=at(1, 11))
    assert found("loads_exist", late, ALL_HOME) == []
    too_late = changed("lines", "guards", arrives_utc=at(1, 11, 1))
    assert figures(found("loads_exist", too_late, ALL_HOME)) == [(10, 0, "people")]


def test_what_comes_at_the_instant_of_a_shortage_counts_in_its_limit():
    come = changed("lines", "guards", arrives_utc=at(1, 11))
    assert figures(found("loads_exist", come, plan_of(flight(guards=12)))) == [(12, 10, "people")]


def test_what_is_sold_cannot_be_flown():
    five = plan_of(flight(crates=4), sales=[sale(1, at(1, 11))])
    assert found("loads_exist", TINY, five) == []
    six = plan_of(flight(crates=5), sales=[sale(1, at(1, 11))])
    assert figures(found("loads_exist", TINY, six)) == [(6, 5, "pieces")]


def test_two_loads_of_one_line_count_as_their_sum_and_none_as_nothing():
    double = flight(loads=(Load("crates", 3), Load("crates", 3), Load("guards", -1)))
    assert figures(found("loads_exist", TINY, plan_of(double))) == [(6, 5, "pieces")]


# leave_when_ready


def test_nothing_is_loaded_before_it_is_ready():
    assert (
        found("leave_when_ready", changed("lines", "crates", ready_utc=at(1, 11)), ALL_HOME) == []
    )
    not_ready = changed("lines", "crates", ready_utc=at(1, 11, 1))
    (finding,) = found("leave_when_ready", not_ready, ALL_HOME)
    assert (finding.measured, finding.limit, finding.unit) == (1, 0, "min")
    assert finding.lifts == ("F1",)
    assert dict(finding.facts) == {"ready_utc": at(1, 11, 1), "doing": "load"}


def test_nothing_is_sold_before_it_is_ready():
    ready = changed("lines", "crates", ready_utc=at(2))
    assert found("leave_when_ready", ready, plan_of(sales=[sale(at_utc=at(2))])) == []
    (finding,) = found("leave_when_ready", ready, plan_of(sales=[sale(at_utc=at(1, 23, 59))]))
    assert (finding.measured, finding.lifts, dict(finding.facts)["doing"]) == (1, (), "sell")


def test_only_the_earliest_lift_from_the_origin_is_named():
    ready = changed("lines", "crates", ready_utc=at(2))
    both = plan_of(flight("F2", crates=1, tail=2), flight("F1", crates=1))
    assert [finding.lifts for finding in found("leave_when_ready", ready, both)] == [("F1",)]
    from_the_hub = plan_of(flight(crates=1, origin="HUB"))
    assert found("leave_when_ready", ready, from_the_hub) == []


# leave_by_latest


def test_at_the_latest_date_nothing_is_there():
    assert (
        found("leave_by_latest", changed("lines", "crates", latest_utc=at(1, 12)), ALL_HOME) == []
    )
    late = changed("lines", "crates", latest_utc=at(1, 11, 59))
    (finding,) = found("leave_by_latest", late, ALL_HOME)
    assert (finding.measured, finding.limit, finding.severity) == (5, 0, Severity.SHORTFALL)
    assert (finding.from_utc, dict(finding.facts)) == (at(1, 11, 59), {"kg": 5000})


def test_what_comes_after_the_latest_date_is_late_too():
    helpers = changed("lines", "guards", latest_utc=at(2), arrives_utc=at(2, 1))
    late = plan_of(flight(guards=10, depart=at(3)))
    assert figures(found("leave_by_latest", helpers, late)) == [(10, 0, "people")]
    back = plan_of(
        convoy(guards=4), convoy("C2", at(2, 22), guards=4, origin="HUB", destination="BASE")
    )
    six_stay_four_return = changed("lines", "guards", latest_utc=at(2))
    assert figures(found("leave_by_latest", six_stay_four_return, back)) == [(10, 0, "people")]


# predecessors_first


AFTER = changed("lines", "guards", predecessors=("crates",))


def test_a_line_leaves_with_its_predecessor_or_after_it():
    assert found("predecessors_first", AFTER, ALL_HOME) == []
    apart = plan_of(flight(guards=10), flight("F2", at(1, 12, 1), crates=5, tail=2))
    (finding,) = found("predecessors_first", AFTER, apart)
    assert (finding.measured, finding.limit, finding.lines) == (1, 0, ("guards", "crates"))
    assert dict(finding.facts) == {"predecessor": "crates", "finished_utc": at(1, 12, 1)}


def test_a_predecessor_that_stays_holds_its_successors_for_good():
    (finding,) = found("predecessors_first", AFTER, plan_of(flight(guards=10, crates=4)))
    assert (finding.measured, dict(finding.facts)["still_there"]) == (None, 1)


def test_a_predecessor_may_be_sold():
    sold = plan_of(flight(guards=10, crates=4), sales=[sale(1, at(1, 12))])
    assert found("predecessors_first", AFTER, sold) == []
    later = plan_of(flight(guards=10, crates=4), sales=[sale(1, at(1, 12, 5))])
    assert figures(found("predecessors_first", AFTER, later)) == [(5, 0, "min")]


def test_only_a_disposal_at_its_origin_finishes_a_predecessor_and_only_its_own():
    boxes = Line("boxes", Kind.THINGS, "BASE", "HOME", 1, 10)
    withdrawal = added("lines", boxes, withdrawal=AFTER)
    gone = [convoy(crates=5), flight(guards=10, depart=at(1, 18))]
    at_the_hub = plan_of(*gone, sales=[sale(1, at(2), place="HUB")])
    assert found("predecessors_first", withdrawal, at_the_hub) == []
    of_boxes = plan_of(*gone, sales=[sale(1, at(2), line="boxes")])
    assert found("predecessors_first", withdrawal, of_boxes) == []


def test_a_line_that_does_not_leave_waits_for_nothing():
    assert found("predecessors_first", AFTER, plan_of()) == []


# classes_apart


def hazards(first, second, people=0):
    """A flight with two lines of these hazards, and people, where class 1 and 3 exclude each other,
    and class 1 and passengers by air."""
    fuel = Line("fuel", Kind.THINGS, "BASE", "HOME", 5, 100, hazard=second)
    withdrawal = added("lines", fuel, withdrawal=changed("lines", "crates", hazard=first or "none"))
    withdrawal = replace(
        withdrawal,
        exclusions=(Exclusion("1", "3"), Exclusion("1", "passengers", frozenset({Mode.AIR}))),
    )
    loads = (Load("crates", 1), Load("fuel", 1), *[Load("guards", people)] * (people > 0))
    return withdrawal, loads


@pytest.mark.parametrize(
    ("first", "second", "people", "lines"),
    [
        ("1.4S", "3", 0, [("crates", "fuel")]),
        ("3", "1", 0, [("crates", "fuel")]),
        ("3", "3", 5, []),
        ("1.1", "1.2", 0, []),
        ("9", "3", 5, []),
        ("1.4S", "2", 5, [("crates", "guards")]),
        ("1", "3", 1, [("crates", "fuel"), ("crates", "guards")]),
    ],
)
def test_classes_that_exclude_each_other_do_not_share_a_lift(first, second, people, lines):
    withdrawal, loads = hazards(first, second, people)
    findings = found("classes_apart", withdrawal, plan_of(flight(loads=loads)))
    assert [finding.lines for finding in findings] == lines


def test_an_exclusion_holds_in_its_modes_only():
    withdrawal, loads = hazards("1.4S", "2", 5)
    assert found("classes_apart", withdrawal, plan_of(convoy(loads=loads))) == []


def test_passengers_may_be_named_first():
    withdrawal, loads = hazards("1.4S", "2", 5)
    turned = replace(withdrawal, exclusions=(Exclusion("passengers", "1"),))
    (finding,) = found("classes_apart", turned, plan_of(flight(loads=loads)))
    assert finding.lines[0] == "crates"


def test_a_division_is_of_its_class_but_a_longer_number_is_not():
    assert matches("1", "1") and matches("1", "1.4S") and matches("1.4", "1.4S")
    assert (
        not matches("1", "10")
        and not matches("1", "10A")
        and not matches("1.4", "1")
        and not matches("", "3")
    )
    assert not matches("1", "")


# modes_allowed


def test_a_line_travels_only_in_its_modes():
    by_air = changed("lines", "crates", modes=frozenset({Mode.AIR}))
    assert found("modes_allowed", by_air, ALL_HOME) == []
    (finding,) = found("modes_allowed", by_air, plan_of(convoy(crates=1, guards=1)))
    assert (finding.lines, dict(finding.facts)["mode"]) == (("crates",), "road")


# redeploy_allowed


def test_things_are_brought_home_only_if_they_may_be_redeployed():
    sold = changed("lines", "crates", dispositions=(Disposition.SELL,))
    either = changed("lines", "crates", dispositions=(Disposition.SELL, Disposition.REDEPLOY))
    assert found("redeploy_allowed", either, ALL_HOME) == []
    findings = found("redeploy_allowed", sold, ALL_HOME)
    assert {name for finding in findings for name in finding.lines} == {"crates"}


# disposal_allowed, disposal_capacity


@pytest.mark.parametrize(
    ("disposal", "why"),
    [
        (sale(at_utc=at(1)), None),
        (sale(at_utc=at(2, 23, 59)), None),
        (sale(at_utc=at(3)), "dates"),
        (sale(at_utc=at(0, 23, 59)), "dates"),
        (sale(line="guards"), "people"),
        (sale(disposition=Disposition.REDEPLOY), "redeploy"),
        (sale(disposition=Disposition.DONATE), "not_of_line"),
        (sale(place="HUB", at_utc=at(3)), None),
    ],
)
def test_a_disposal_is_one_that_line_place_and_date_allow(disposal, why):
    findings = found("disposal_allowed", TINY, plan_of(sales=[disposal]))
    assert [dict(finding.facts)["why"] for finding in findings] == ([why] if why else [])


def test_a_disposal_needs_a_way():
    no_way = replace(TINY, disposals=TINY.disposals[:1])
    (finding,) = found("disposal_allowed", no_way, plan_of(sales=[sale(place="HUB")]))
    assert dict(finding.facts) == {"disposition": "sell", "why": "no_option"}


def test_a_way_of_disposal_takes_so_much_a_day():
    three_tonnes = plan_of(sales=[sale(1, at(1, 0, 1)), sale(2, at(2)), sale(2, at(2, 0, 1))])
    assert found("disposal_capacity", TINY, three_tonnes) == []
    four = plan_of(sales=[sale(2, at(1, 0, 1)), sale(2, at(2))])
    (finding,) = found("disposal_capacity", TINY, four)
    assert (finding.measured, finding.limit, finding.unit) == (4000, 3000, "kg")
    assert (finding.place, finding.from_utc, finding.until_utc) == ("BASE", at(1), at(2))


def test_an_option_of_all_places_counts_them_together():
    anywhere = replace(TINY, disposals=(replace(TINY.disposals[1], kg_per_day=3000),))
    spread = plan_of(sales=[sale(2), sale(2, place="HUB")])
    (finding,) = found("disposal_capacity", anywhere, spread)
    assert (finding.place, finding.measured) == ("", 4000)
