"""Each rule on one lift and its carrier, just inside and just outside its limit."""

import pytest
from rules_cases import (
    ALL_HOME,
    NOON,
    TINY,
    at,
    changed,
    convoy,
    figures,
    flight,
    found,
    plan_of,
)

from drawdown.model import Mode, Severity

AIR = ("BASE", "HOME", Mode.AIR)


def test_a_lift_needs_a_leg_in_its_mode_and_direction():
    assert found("leg_exists", TINY, plan_of(convoy())) == []
    (finding,) = found("leg_exists", TINY, plan_of(convoy(origin="HUB", destination="HOME")))
    assert (finding.place, finding.lifts) == ("HUB", ("C1",))
    assert dict(finding.facts) == {"destination": "HOME", "mode": "road"}


def test_without_a_leg_what_depends_on_it_is_not_judged():
    nowhere = plan_of(flight(origin="HUB", destination="BASE", crates=99, hours=0))
    assert found("leg_exists", TINY, nowhere)
    for rule in ("loads_allowed", "travel_time", "within_payload", "clearance", "runs_per_day"):
        assert found(rule, TINY, nowhere) == []


def test_over_a_leg_for_empty_runs_only_nobody_and_nothing_is_carried():
    returns = changed("legs", AIR, empty_only=True)
    assert found("loads_allowed", TINY, ALL_HOME) == []
    assert found("loads_allowed", returns, plan_of(flight())) == []
    (finding,) = found("loads_allowed", returns, plan_of(flight(guards=1), flight(name="F2")))
    assert (finding.place, finding.from_utc, finding.severity) == ("BASE", NOON, Severity.BREACH)
    assert (finding.lifts, finding.lines) == (("F1",), ("guards",))
    assert dict(finding.facts) == {"destination": "HOME", "mode": "air"}


def test_a_leg_for_empty_runs_only_bars_no_load_the_other_way_or_in_another_mode():
    withdrawal = changed("legs", ("HOME", "BASE", Mode.AIR), empty_only=True)
    withdrawal = changed("legs", ("BASE", "HOME", Mode.ROAD), withdrawal, empty_only=True)
    assert found("loads_allowed", withdrawal, ALL_HOME) == []


def test_a_lift_takes_its_time():
    assert found("travel_time", TINY, plan_of(flight())) == []
    fast = plan_of(flight(arrive_utc=at(1, 12, 59)))
    assert figures(found("travel_time", TINY, fast)) == [(59, 60, "min")]


def test_a_lift_may_take_half_a_day_longer_and_no_more():
    stopped = plan_of(flight(arrive_utc=at(2, 1, 0)))
    assert found("travel_time", TINY, stopped) == []
    dawdling = plan_of(flight(arrive_utc=at(2, 1, 1)))
    (finding,) = found("travel_time", TINY, dawdling)
    assert (finding.measured, finding.limit, dict(finding.facts)["side"]) == (781, 780, "slow")


def test_travel_time_is_rounded_up_to_a_whole_minute():
    longer = changed("legs", AIR, distance_km=601)  # 60.1 minutes
    assert figures(found("travel_time", longer, plan_of(flight()))) == [(60, 61, "min")]


def test_the_time_of_the_leg_holds_before_the_speed_of_the_carrier():
    slow = changed("legs", AIR, travel_min=90)
    assert figures(found("travel_time", slow, plan_of(flight()))) == [(60, 90, "min")]


def test_people_and_things_are_within_the_payload():
    full = changed("carriers", "plane", payload_kg=6000)
    assert found("within_payload", full, ALL_HOME) == []
    overfull = changed("carriers", "plane", payload_kg=5999)
    (finding,) = found("within_payload", overfull, ALL_HOME)
    assert (finding.measured, finding.limit, finding.unit) == (6000, 5999, "kg")
    assert dict(finding.facts) == {"destination": "HOME", "carrier": "plane", "distance_km": 600}


@pytest.mark.parametrize(
    ("points", "limit_kg"),
    [
        (((600, 6000), (800, 1)), None),
        (((500, 6500), (700, 5500)), None),
        (((500, 6500), (700, 5499)), 5999),  # 5999.5 is rounded down
        (((100, 9000), (599, 9000)), 0),
    ],
)
def test_payload_falls_with_distance_and_ends_with_the_range(points, limit_kg):
    withdrawal = changed("carriers", "plane", payload_by_km=points)
    limits = [finding.limit for finding in found("within_payload", withdrawal, ALL_HOME)]
    assert limits == ([] if limit_kg is None else [limit_kg])


def test_each_person_has_a_seat():
    assert found("within_seats", changed("carriers", "plane", seats=10), ALL_HOME) == []
    nine = changed("carriers", "plane", seats=9)
    assert figures(found("within_seats", nine, ALL_HOME)) == [(10, 9, "people")]


def test_each_piece_has_its_positions_in_the_air_and_on_the_ground():
    assert found("within_positions", changed("carriers", "plane", positions=5.0), ALL_HOME) == []
    four = changed("carriers", "plane", positions=4.5)
    assert figures(found("within_positions", four, ALL_HOME)) == [(5, 4.5, "positions")]
    halves = changed("carriers", "truck", positions=2.5)
    assert found("within_positions", halves, plan_of(convoy(crates=5))) == []
    less = changed("carriers", "truck", positions=2.0)
    assert figures(found("within_positions", less, plan_of(convoy(crates=5)))) == [
        (2.5, 2.0, "positions")
    ]


def test_positions_are_compared_with_a_tolerance():
    thirds = changed("lines", "crates", air_positions=0.1)
    tight = changed("carriers", "plane", withdrawal=thirds, positions=0.3)
    assert 3 * 0.1 > 0.3
    assert found("within_positions", tight, plan_of(flight(crates=3))) == []


@pytest.mark.parametrize(
    ("piece", "hold", "misfit"),
    [
        ((4.0, 2.0, 1.0), (4.0, 2.0, 1.0), None),
        ((2.0, 4.0, 1.0), (4.0, 2.0, 1.0), None),  # turned
        ((4.0, 2.0, 1.1), (4.0, 2.0, 1.0), ("height", 1.1, 1.0)),
        ((4.1, 2.0, 1.0), (4.0, 2.0, 1.0), ("floor", 4.1, 4.0)),
        ((4.0, 2.1, 1.0), (4.0, 2.0, 1.0), ("floor", 2.1, 2.0)),
        ((1.0, 2.0, 4.0), (4.0, 2.0, 1.0), ("height", 4.0, 1.0)),  # never laid on its side
        ((None, 3.0, None), (4.0, 2.0, 1.0), None),
        ((None, 5.0, None), (4.0, 2.0, 1.0), ("floor", 5.0, 4.0)),
        ((9.0, 9.0, 9.0), (None, None, None), None),
        ((9.0, 3.0, None), (4.0, None, None), None),
        ((9.0, 5.0, None), (4.0, None, None), ("floor", 9.0, 4.0)),
    ],
)
def test_pieces_go_into_the_hold(piece, hold, misfit):
    length, width, height = piece
    withdrawal = changed("lines", "crates", length_m=length, width_m=width, height_m=height)
    hold_fields = dict(zip(("hold_length_m", "hold_width_m", "hold_height_m"), hold, strict=True))
    if any(hold):
        withdrawal = changed("carriers", "plane", withdrawal=withdrawal, **hold_fields)
    findings = found("pieces_fit", withdrawal, ALL_HOME)
    expected = [(misfit[0], misfit[1], misfit[2], ("crates",))] if misfit else []
    assert [
        (dict(finding.facts)["side"], finding.measured, finding.limit, finding.lines)
        for finding in findings
    ] == expected


@pytest.mark.parametrize(
    ("runway", "needed", "finding"),
    [
        ((1000, 30), (1000, 30), None),
        ((999, 30), (1000, 30), ("length", 999, 1000)),
        ((1000, 29), (1000, 30), ("width", 29, 30)),
        ((999, 29), (1000, 30), ("length", 999, 1000)),
        ((None, None), (1000, 30), None),
        ((10, 10), (None, None), None),
    ],
)
@pytest.mark.parametrize("place", ["BASE", "HOME"])
def test_runways_are_long_and_wide_enough_at_both_ends(place, runway, needed, finding):
    withdrawal = TINY
    if any(runway):
        withdrawal = changed("places", place, runway_length_m=runway[0], runway_width_m=runway[1])
    if any(needed):
        withdrawal = changed(
            "carriers", "plane", withdrawal, runway_length_m=needed[0], runway_width_m=needed[1]
        )
    findings = found("runway_enough", withdrawal, ALL_HOME)
    expected = [(place, *finding)] if finding else []
    assert [(f.place, dict(f.facts)["side"], f.measured, f.limit) for f in findings] == expected


def test_a_truck_needs_no_runway():
    short = changed("places", "BASE", runway_length_m=10)
    needy = changed("carriers", "truck", short, runway_length_m=1000)
    assert found("runway_enough", needy, plan_of(convoy())) == []
