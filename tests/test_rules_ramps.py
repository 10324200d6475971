"""Working and parking MOG and opening hours, just inside and just outside their limits."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rules_cases import TINY, added, at, changed, convoy, figures, flight, found, plan_of

from drawdown.model import Fleet, OpeningHours
from drawdown.rules.openings import Openings

ONE_WORKS = changed("places", "BASE", working_mog=1)


def test_one_spot_loads_one_aircraft_after_the_other():
    one, other = flight("F1", at(1, 12), 1), flight("F2", at(1, 13), 1, tail=2)
    assert found("working_mog", ONE_WORKS, plan_of(one, other)) == [], "loads 11-12 and 12-13"
    overlapping = plan_of(one, flight("F2", at(1, 12, 59), 1, tail=2))
    (finding,) = found("working_mog", ONE_WORKS, overlapping)
    assert (finding.measured, finding.limit, finding.unit) == (2, 1, "spots")
    assert (finding.from_utc, finding.until_utc) == (at(1, 11, 59), at(1, 12))
    assert (finding.place, finding.lifts) == ("BASE", ("F1", "F2"))


def test_unloading_takes_a_spot_too():
    home = changed("places", "HOME", working_mog=1)
    # unloads 13:00-13:30
    one = flight("F1", at(1, 12), 1)
    assert found("working_mog", home, plan_of(one, flight("F2", at(1, 12, 30), 1, tail=2))) == []
    both = plan_of(one, flight("F2", at(1, 12, 29), 1, tail=2))
    assert figures(found("working_mog", home, both)) == [(2, 1, "spots")]


def test_large_aircraft_take_more_spots_and_trucks_and_empty_runs_none():
    two_spots = changed("carriers", "plane", ONE_WORKS, mog_spots=2)
    assert figures(found("working_mog", two_spots, plan_of(flight(guards=1)))) == [(2, 1, "spots")]
    unseen = plan_of(flight("F1"), convoy("C1", guards=1), convoy("C2", guards=1, tail=2))
    assert found("working_mog", changed("places", "BASE", working_mog=0), unseen) == []


def test_each_period_above_the_limit_is_named_with_its_highest():
    times = [at(1, 12), at(1, 12), at(1, 12, 30), at(2, 12), at(2, 12)]
    lifts = [flight(f"F{n}", t, 1, tail=None) for n, t in enumerate(times)]
    first, second = found("working_mog", ONE_WORKS, plan_of(*lifts))
    assert (first.measured, first.lifts) == (3, ("F0", "F1", "F2"))
    assert (first.from_utc, first.until_utc) == (at(1, 11), at(1, 12))
    assert (second.measured, second.lifts) == (2, ("F3", "F4"))


def parked(places):
    """Planes based at HUB, and parking spots at HOME."""
    fleets = (Fleet("planes", "plane", 2, "HUB"), Fleet("trucks", "truck", 2, "BASE"))
    return replace(changed("places", "HOME", parking_mog=places), fleets=fleets)


def test_an_aircraft_stands_from_its_arrival_to_its_next_departure():
    first = [
        flight("F1", at(1, 10), origin="HUB"),
        flight("F2", at(1, 12), origin="HOME", destination="HUB"),
    ]
    after = flight("F3", at(1, 11), origin="HUB", tail=2)
    assert found("parking_mog", parked(1), plan_of(*first, after)) == [], "one leaves at noon"
    early = flight("F3", at(1, 10, 59), origin="HUB", tail=2)
    (finding,) = found("parking_mog", parked(1), plan_of(*first, early))
    assert (finding.from_utc, finding.until_utc) == (at(1, 11, 59), at(1, 12))
    assert (finding.measured, finding.lifts) == (2, ("F1", "F3"))


def test_after_its_last_lift_an_aircraft_stands_until_its_fleet_goes():
    last = plan_of(flight(depart=at(2, 12), origin="HUB"))
    (finding,) = found("parking_mog", parked(0), last)
    assert (finding.from_utc, finding.until_utc) == (at(2, 13), at(4))
    goes = changed("fleets", "planes", parked(0), until_utc=at(3))
    assert found("parking_mog", goes, last)[0].until_utc == at(3)


def test_a_fleets_own_base_has_room_for_it():
    assert found("parking_mog", changed("places", "BASE", parking_mog=0), plan_of(flight())) == []


def test_an_aircraft_without_a_tail_stands_while_it_is_worked_on():
    loaded = plan_of(flight(guards=1, tail=None, depart=at(1, 12)))
    (finding,) = found("parking_mog", parked(0), loaded)
    assert (finding.from_utc, finding.until_utc) == (at(1, 13), at(1, 13, 30))
    at_base = changed("places", "BASE", parking_mog=0)
    assert found("parking_mog", at_base, loaded) == [], "BASE is its fleet's base"
    elsewhere = replace(at_base, fleets=parked(0).fleets)
    assert figures(found("parking_mog", elsewhere, loaded)) == [(1, 0, "spots")]


# open_hours


def open_at(place, from_h, until_h, zone="UTC"):
    hours = OpeningHours(round(from_h * 60), round(until_h * 60), zone)
    return changed("places", place, hours=hours)


@pytest.mark.parametrize(
    ("from_h", "until_h", "is_open"),
    [
        (11, 12, True),  # loading 11:00-12:00, ends included
        (11.1, 12, False),
        (11, 11.9, False),
        (22, 12, True),  # over midnight
        (22, 11.9, False),
        (12, 11, False),
        (11.5, 11.5, True),  # all day: openings that touch are one
        (0, 24, True),
    ],
)
def test_loading_lies_within_the_hours_of_the_place(from_h, until_h, is_open):
    findings = found("open_hours", open_at("BASE", from_h, until_h), plan_of(flight(guards=1)))
    assert (findings == []) == is_open
    if findings:
        assert (findings[0].place, findings[0].from_utc) == ("BASE", at(1, 11))
        assert findings[0].until_utc == at(1, 12)
        assert dict(findings[0].facts)["doing"] == "load"


def test_unloading_and_empty_runs_keep_the_hours_too():
    unload = plan_of(flight(guards=1))  # unloads 13:00-13:30
    assert found("open_hours", open_at("HOME", 13, 13.5), unload) == []
    (finding,) = found("open_hours", open_at("HOME", 13, 13.4), unload)
    assert dict(finding.facts)["doing"] == "unload"
    empty = plan_of(flight())
    assert found("open_hours", open_at("HOME", 8, 13), empty) == []
    assert found("open_hours", open_at("BASE", 12, 13), empty) == []
    (finding,) = found("open_hours", open_at("BASE", 12.1, 13), empty)
    assert dict(finding.facts)["doing"] == "depart"
    assert found("open_hours", open_at("HUB", 8, 9), plan_of(convoy(guards=1))), "trucks as well"


def test_hours_are_local():
    in_paris = plan_of(flight(guards=1))  # loads 13:00-14:00 in Paris in June
    assert found("open_hours", open_at("BASE", 13, 14, "Europe/Paris"), in_paris) == []
    assert found("open_hours", open_at("BASE", 12, 13, "Europe/Paris"), in_paris) != []


SPRING, AUTUMN = datetime(2024, 3, 30, tzinfo=UTC), datetime(2024, 10, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "from_h", "until_h", "utc", "is_open"),
    [
        # In Paris 31 March has no 02:00-03:00; at 01:00Z it is 03:00. Hours 06:00-07:00.
        (SPRING, 6, 7, (30, 0), False),
        (SPRING, 6, 7, (5, 0), True),  # the day before: UTC+1
        (SPRING, 6, 7, (28, 0), True),  # the day itself: UTC+2
        (SPRING, 6, 7, (29, 1), False),
        (SPRING, 2.5, 4, (25, 29), False),  # 02:30 is taken as 01:30Z, 03:30 in summer time
        (SPRING, 2.5, 4, (25, 30), True),
        (SPRING, 2.5, 4, (26, 0), True),  # 04:00 is 02:00Z
        (SPRING, 2.5, 4, (26, 1), False),
        # On 27 October 02:00-03:00 occurs twice, first from 00:00Z, then from 01:00Z.
        (AUTUMN, 2.5, 4, (24, 30), True),
        (AUTUMN, 2.5, 4, (24, 29), False),
        (AUTUMN, 1, 2.5, (24, 30), True),
        (AUTUMN, 1, 2.5, (24, 31), False),
        # An opening over the night of the change is an hour longer.
        (AUTUMN, 22, 6, (20, 0), True),
        (AUTUMN, 22, 6, (29, 0), True),
        (AUTUMN, 22, 6, (29, 1), False),
    ],
)
def test_hours_follow_the_clock_when_it_changes(start, from_h, until_h, utc, is_open):
    hours = OpeningHours(round(from_h * 60), round(until_h * 60), "Europe/Paris")
    minute = utc[0] * 60 + utc[1]
    assert Openings(hours, start).hold(minute, minute) == is_open


def test_a_night_of_work_may_span_the_change_of_the_clock():
    hours = OpeningHours(22 * 60, 6 * 60, "Europe/Paris")
    assert Openings(hours, AUTUMN).hold(20 * 60, 29 * 60)
    assert not Openings(hours, AUTUMN).hold(20 * 60 - 1, 29 * 60)


def test_places_without_hours_are_always_open():
    withdrawal = added("fleets", Fleet("more", "plane", 1, "HUB"), withdrawal=TINY)
    assert found("open_hours", withdrawal, plan_of(flight(guards=1))) == []
