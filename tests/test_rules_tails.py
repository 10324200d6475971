"""Each rule on fleets and tails, just inside and just outside its limit."""

import pytest
from rules_cases import (
    ALL_HOME,
    DAYS,
    TINY,
    at,
    changed,
    convoy,
    figures,
    flight,
    found,
    plan_of,
    sale,
)


def back(name, depart, **changes):
    """An empty flight from HOME to BASE."""
    return flight(name, depart, origin="HOME", destination="BASE", **changes)


def test_every_lift_names_its_tail():
    assert found("tail_named", TINY, ALL_HOME) == []
    nameless = plan_of(flight("F2", at(2), tail=None), flight("F1", tail=None), flight("F3"))
    (finding,) = found("tail_named", TINY, nameless)
    assert (finding.measured, finding.limit, finding.lifts) == (2, 0, ("F1", "F2"))
    assert (finding.from_utc, dict(finding.facts)) == (at(1, 12), {"fleet": "planes"})


@pytest.mark.parametrize(("tail", "exists"), [(0, False), (1, True), (2, True), (3, False)])
def test_tails_are_numbered_from_one_to_the_count(tail, exists):
    findings = found("tail_exists", TINY, plan_of(flight(tail=tail)))
    assert figures(findings) == ([] if exists else [(tail, 2, "tails")])


def test_a_tail_goes_on_from_where_and_when_it_ended():
    first = flight(guards=5)  # at HOME 13:00, unloaded 13:30
    assert found("tail_chain", TINY, plan_of(first, back("F2", at(1, 13, 30)))) == []
    (finding,) = found("tail_chain", TINY, plan_of(first, back("F2", at(1, 13, 29))))
    assert (finding.measured, finding.limit, finding.unit) == (1, 0, "min")
    assert finding.lifts == ("F1", "F2")
    assert dict(finding.facts)["free_utc"] == at(1, 13, 30)


def test_a_tail_is_loaded_again_when_it_is_back():
    out_and_back = [flight(guards=5), back("F2", at(1, 13, 30))]  # at BASE 14:30
    assert found("tail_chain", TINY, plan_of(*out_and_back, flight("F3", at(1, 15, 30), 5))) == []
    early = plan_of(*out_and_back, flight("F3", at(1, 15, 29), 5))
    assert figures(found("tail_chain", TINY, early)) == [(1, 0, "min")]


def test_a_tail_begins_at_its_base_and_does_not_jump():
    (at_home,) = found("tail_chain", TINY, plan_of(back("F1", at(1))))
    assert dict(at_home.facts) == {"fleet": "planes", "tail": 1, "why": "place", "is_at": "BASE"}
    assert at_home.lifts == ("F1",)
    (jump,) = found("tail_chain", TINY, plan_of(flight(), flight("F2", at(2))))
    assert (jump.measured, jump.place, dict(jump.facts)["is_at"]) == (None, "BASE", "HOME")


def test_no_more_lifts_than_tails_are_under_way():
    def lifts(*departures):
        return plan_of(
            *(flight(f"F{n}", depart, 1, tail=None) for n, depart in enumerate(departures, 1))
        )

    # Each is under way for two and a half hours, from an hour before departure.
    two = lifts(at(1, 12), at(1, 12), at(1, 14, 30))
    assert found("fleet_count", TINY, two) == []
    (finding,) = found("fleet_count", TINY, lifts(at(1, 12), at(1, 12), at(1, 14, 29)))
    assert (finding.measured, finding.limit) == (3, 2)
    assert (finding.from_utc, finding.until_utc) == (at(1, 13, 29), at(1, 13, 30))
    assert finding.lifts == ("F1", "F2", "F3")


def test_the_worst_moment_of_a_fleet_is_named_the_first_of_equals():
    days = [1] * 3 + [2] * 4 + [3] * 4
    many = plan_of(*(flight(f"F{n:02}", at(day, 12), tail=None) for n, day in enumerate(days)))
    (finding,) = found("fleet_count", TINY, many)
    assert (finding.measured, finding.from_utc) == (4, at(2, 12))


def test_a_fleet_works_within_its_dates():
    for field, inside, outside in (
        ("from_utc", at(1, 11), at(1, 11, 1)),
        ("until_utc", at(1, 13, 30), at(1, 13, 29)),
    ):
        assert found("fleet_dates", changed("fleets", "planes", **{field: inside}), ALL_HOME) == []
        withdrawal = changed("fleets", "planes", **{field: outside})
        (finding,) = found("fleet_dates", withdrawal, ALL_HOME)
        assert (finding.measured, finding.limit) == (1, 0)
        assert dict(finding.facts) == {"fleet": "planes", f"fleet_{field}": outside}


def test_lifts_and_disposals_lie_within_the_withdrawal():
    end = at(DAYS)
    inside = plan_of(
        flight("F1", at(0, 1), 1), flight("F2", end, 1), sales=[sale(1, at(0)), sale(1, end)]
    )
    assert found("within_horizon", TINY, inside) == []
    outside = plan_of(
        flight("F1", at(0, 0, 59), 1),
        flight("F2", at(DAYS, 0, 1), 1),
        sales=[sale(1, at(0, 0, -1)), sale(1, at(DAYS, 0, 1))],
    )
    findings = found("within_horizon", TINY, outside)
    assert figures(findings) == [(1, 0, "min")] * 4
    whats = [dict(finding.facts)["what"] for finding in findings]
    assert sorted(whats) == ["disposal", "disposal", "lift", "lift"]


def test_a_tail_travels_so_long_a_day():
    two_hours = changed("carriers", "plane", travel_min_per_day=120)
    there_and_back = [flight("F1", at(1, 10)), back("F2", at(1, 11))]
    assert found("hours_per_day", two_hours, plan_of(*there_and_back)) == []
    third = plan_of(*there_and_back, flight("F3", at(1, 23, 59)))
    (finding,) = found("hours_per_day", two_hours, third)
    assert (finding.measured, finding.limit, finding.unit) == (121, 120, "min")
    assert (finding.from_utc, finding.until_utc) == (at(1), at(2))
    assert finding.lifts == ("F1", "F2", "F3")


def test_travel_is_counted_on_the_day_on_which_it_is_made():
    half_an_hour = changed("carriers", "plane", travel_min_per_day=30)
    assert found("hours_per_day", half_an_hour, plan_of(flight("F1", at(1, 23, 30)))) == []
    (finding,) = found("hours_per_day", half_an_hour, plan_of(flight("F1", at(1, 23, 29))))
    assert finding.from_utc == at(1), "31 minutes before midnight"
    assert finding.measured == 31


def test_after_the_end_no_day_is_counted():
    one_day = changed("carriers", "plane", travel_min_per_day=600)
    forever = plan_of(flight(arrive_utc=at(50_000)))
    days = [finding.from_utc for finding in found("hours_per_day", one_day, forever)]
    assert days == [at(1), at(2), at(3)]


DUTY = changed("carriers", "plane", crew_duty_min=270, crew_rest_min=60)


def test_a_duty_runs_from_loading_to_unloading():
    out_and_back = plan_of(flight(guards=1), back("F2", at(1, 14, 29)))  # 11:00 to 15:29
    assert found("crew_duty", DUTY, out_and_back) == []
    longer = plan_of(
        flight(guards=1, depart=at(1, 11, 58)), back("F2", at(1, 14, 27), arrive_utc=at(1, 15, 29))
    )
    (finding,) = found("crew_duty", DUTY, longer)
    assert (finding.measured, finding.limit) == (271, 270)
    assert (finding.from_utc, finding.until_utc) == (at(1, 10, 58), at(1, 15, 29))
    assert finding.lifts == ("F1", "F2")


def test_a_rest_ends_a_duty():
    def pair(minute):
        return plan_of(flight(guards=1), back("F2", at(1, 14, minute), arrive_utc=at(1, 18)))

    assert found("crew_duty", DUTY, pair(30)) == [], "an hour after 13:30 the crew has rested"
    assert figures(found("crew_duty", DUTY, pair(29))) == [(420, 270, "min")]


def test_tails_without_a_name_have_no_hours_or_duty():
    strict = changed("carriers", "plane", DUTY, crew_duty_min=1, travel_min_per_day=1)
    nameless = plan_of(flight(tail=None, guards=1))
    assert found("crew_duty", strict, nameless) == found("hours_per_day", strict, nameless) == []


def test_each_tail_is_judged_by_itself():
    both = plan_of(flight("F1"), flight("F2", tail=2), convoy("C1"), convoy("C2", tail=2))
    assert found("tail_chain", TINY, both) == []
