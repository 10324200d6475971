"""The floor holds until the last wave, just inside and just outside."""

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

from drawdown.model import Floor, Kind, Line, Load
from drawdown.rules import closure


def floor(people=4, withdrawal=TINY, **dates):
    return added("floors", Floor("BASE", "guard", people, **dates), withdrawal=withdrawal)


LAST_CRATE = flight("F2", at(2, 12), crates=1, tail=2)


def test_the_floor_leaves_with_the_last_lift():
    assert found("floors_hold", floor(10), ALL_HOME) == []
    stays = plan_of(flight(guards=6), flight("F2", at(2, 12), 4, 1, tail=2))
    assert found("floors_hold", floor(4), stays) == []
    (finding,) = found("floors_hold", floor(5), stays)
    assert (finding.measured, finding.limit, finding.unit) == (4, 5, "people")
    assert (finding.place, finding.from_utc, finding.lifts) == ("BASE", at(1, 12), ("F1",))
    facts = {"role": "guard", "closing_utc": at(2, 12), "until_utc": at(2, 12)}
    assert dict(finding.facts) == facts


def test_nothing_is_left_unguarded_until_the_last_lift():
    (finding,) = found("floors_hold", floor(), plan_of(flight(guards=10), LAST_CRATE))
    assert (finding.from_utc, finding.measured, finding.limit) == (at(1, 12), 0, 4)


def test_a_disposal_may_be_the_last_departure():
    sold = plan_of(flight(guards=10, crates=4), sales=[sale(1, at(1, 12))])
    assert found("floors_hold", floor(), sold) == []
    later = plan_of(flight(guards=10, crates=4), sales=[sale(1, at(1, 12, 1))])
    assert figures(found("floors_hold", floor(), later)) == [(0, 4, "people")]


def test_the_last_wave_may_take_the_floor_home():
    plan = plan_of(flight(guards=10), LAST_CRATE)
    a_day = changed("places", "BASE", floor(), last_wave_min=24 * 60)
    assert found("floors_hold", a_day, plan) == []
    shorter = changed("places", "BASE", floor(), last_wave_min=24 * 60 - 1)
    assert figures(found("floors_hold", shorter, plan)) == [(0, 4, "people")]


def test_a_floor_has_dates():
    plan = plan_of(flight(guards=10), LAST_CRATE)
    assert found("floors_hold", floor(until_utc=at(1, 12)), plan) == []
    assert found("floors_hold", floor(until_utc=at(1, 12, 1)), plan) != []
    assert found("floors_hold", floor(from_utc=at(2, 12)), plan) == []
    (finding,) = found("floors_hold", floor(from_utc=at(2, 11)), plan)
    assert finding.from_utc == at(2, 11)
    assert found("floors_hold", floor(from_utc=at(-9)), ALL_HOME) == []


def test_where_people_are_left_the_floor_holds_to_the_end():
    one_left = plan_of(flight(guards=9))
    assert figures(found("floors_hold", floor(2), one_left)) == [(1, 2, "people")]
    assert found("floors_hold", floor(1), one_left) == []


def test_no_more_can_be_asked_than_have_come():
    assert found("floors_hold", floor(50), plan_of(flight(crates=5))) == []
    late = Line("more", Kind.PEOPLE, "BASE", "HOME", 5, 100, role="guard", arrives_utc=at(1))
    withdrawal = floor(12, added("lines", late))
    home = flight("F1", at(2, 12), loads=(*ALL_HOME.lifts[0].loads, Load("more", 5)))
    assert found("floors_hold", withdrawal, plan_of(home)) == []
    before = plan_of(convoy("C1", at(0, 12), 1), home)
    (finding,) = found("floors_hold", withdrawal, before)
    assert (finding.from_utc, finding.measured, finding.limit) == (at(0, 12), 9, 10)
    after = plan_of(convoy("C1", at(1, 12), 4), home)
    (finding,) = found("floors_hold", withdrawal, after)
    assert (finding.from_utc, finding.measured, finding.limit) == (at(1, 12), 11, 12)


def test_people_of_the_role_from_elsewhere_count():
    reserve = Line("reserve", Kind.PEOPLE, "HUB", "HOME", 4, 100, role="guard")
    withdrawal = floor(4, added("lines", reserve))
    relieve = flight("F0", at(1, 8), origin="HUB", destination="BASE", loads=(Load("reserve", 4),))
    last = flight("F2", at(2, 12), tail=2, loads=(Load("reserve", 4), Load("crates", 1)))
    assert found("floors_hold", withdrawal, plan_of(relieve, flight(guards=10), last)) == []


def test_people_of_another_role_do_not_count():
    medics = Line("medics", Kind.PEOPLE, "BASE", "HOME", 9, 100, role="medic")
    last = flight("F2", at(2, 12), tail=2, loads=(Load("medics", 9),))
    plan = plan_of(flight(guards=10), last)
    assert figures(found("floors_hold", floor(2, added("lines", medics)), plan)) == [
        (0, 2, "people")
    ]


@pytest.mark.parametrize("role", ["medic", "guard"])
def test_a_place_that_never_closes_has_no_floor_to_hold(role):
    empty = added("floors", Floor("HUB", role, 5))
    assert found("floors_hold", empty, ALL_HOME) == []


def test_the_closure_shows_what_the_floors_ask_for_each_night():
    plan = plan_of(flight(guards=6, depart=at(0, 12)), flight("F2", at(2, 12), 4, 5, tail=2))
    two_floors = floor(4, floor(3, from_utc=at(2)))
    assert closure(two_floors, plan).floor == {
        "BASE": (4, 7, 0, 0),
        "HUB": (0,) * 4,
        "HOME": (0,) * 4,
    }
