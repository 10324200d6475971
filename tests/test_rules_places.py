"""Handling, beds, storage, order and handover of places, just inside and just outside."""

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

from drawdown.model import Kind, Line


@pytest.mark.parametrize("place", ["BASE", "HOME"])
def test_a_place_handles_so_much_a_day(place):
    enough = changed("places", place, handling_kg_per_day=5000, handling_people_per_day=10)
    assert found("handling", enough, ALL_HOME) == []
    less = changed("places", place, handling_kg_per_day=4999, handling_people_per_day=9)
    kg, people = found("handling", less, ALL_HOME)
    assert (kg.measured, kg.limit, kg.unit) == (5000, 4999, "kg")
    assert (people.measured, people.limit, people.unit) == (10, 9, "people")
    assert (kg.place, kg.from_utc, kg.until_utc) == (place, at(1), at(2))


def test_people_may_be_limited_alone():
    nine = changed("places", "BASE", handling_people_per_day=9)
    assert figures(found("handling", nine, ALL_HOME)) == [(10, 9, "people")]


def test_what_departs_and_what_arrives_are_handled_together():
    hub = changed("places", "HUB", handling_kg_per_day=3000)
    through = [
        convoy(crates=2, depart=at(1, 8)),
        flight(crates=2, depart=at(1, 20), origin="HUB"),
    ]
    (finding,) = found("handling", hub, plan_of(*through))
    assert (finding.measured, finding.lifts) == (4000, ("C1", "F1"))
    next_day = plan_of(through[0], flight(crates=2, depart=at(2, 20), origin="HUB"))
    assert found("handling", hub, next_day) == []


def test_at_midnight_a_lift_belongs_to_the_day_that_ends():
    three = changed("places", "BASE", handling_kg_per_day=3000)
    two_days = plan_of(flight("F1", at(2), crates=2), flight("F2", at(2, 0, 1), crates=2))
    assert found("handling", three, two_days) == []
    one_day = plan_of(flight("F1", at(2), crates=2), flight("F2", at(1, 0, 1), crates=2))
    (finding,) = found("handling", three, one_day)
    assert (finding.from_utc, finding.measured) == (at(1), 4000)
    at_the_start = plan_of(flight("F1", at(0), crates=4))
    assert found("handling", three, at_the_start)[0].from_utc == at(0)


def test_handlers_present_at_midnight_add_to_it():
    handled = changed(
        "places", "BASE",
        handling_kg_per_day=2000, handling_kg_per_day_per_handler=300, handler_role="guard",
    )  # fmt: skip
    assert found("handling", handled, ALL_HOME) == [], "ten handlers, who leave at noon"
    one_gone = plan_of(flight("F1", at(1), 1), flight("F2", at(1, 12), 9, 5, tail=2))
    (finding,) = found("handling", handled, one_gone)
    assert (finding.measured, finding.limit, dict(finding.facts)) == (5000, 4700, {"handlers": 9})


@pytest.mark.parametrize("role", ["", "nobody"])
def test_without_handlers_nothing_is_added(role):
    fields = {"handling_kg_per_day_per_handler": 300, "handler_role": role}
    enough = changed("places", "BASE", handling_kg_per_day=5000, **fields)
    assert found("handling", enough, ALL_HOME) == []
    less = changed("places", "BASE", handling_kg_per_day=4999, **fields)
    assert figures(found("handling", less, ALL_HOME)) == [(5000, 4999, "kg")]


def test_handlers_do_not_bind_what_has_no_limit():
    handled = changed("places", "BASE", handling_kg_per_day_per_handler=1, handler_role="guard")
    assert found("handling", handled, ALL_HOME) == []


def test_guests_have_beds_at_every_night():
    hub = changed("places", "HUB", beds=4)
    stay = convoy(guards=4, depart=at(1, 12))
    assert found("beds", hub, plan_of(stay)) == []
    five = convoy(guards=5, depart=at(1, 12))
    (finding,) = found("beds", hub, plan_of(five, flight("F1", at(3), 5, origin="HUB")))
    assert (finding.measured, finding.limit, finding.unit) == (5, 4, "people")
    assert (finding.from_utc, finding.until_utc) == (at(2), at(2)), "gone at the next midnight"
    (to_the_end,) = found("beds", hub, plan_of(five))
    assert (to_the_end.from_utc, to_the_end.until_utc) == (at(2), at(DAYS))
    assert dict(to_the_end.facts) == {"nights": 3}


def test_each_run_of_nights_is_one_finding():
    hub = changed("places", "HUB", beds=0)
    twice = plan_of(
        convoy("C1", at(0, 12), 1),
        flight("F1", at(1, 12), 1, origin="HUB"),
        convoy("C2", at(2, 12), 2, tail=2),
    )
    assert figures(found("beds", hub, twice)) == [(1, 0, "people"), (2, 0, "people")]


def test_guests_of_a_day_and_those_at_home_need_no_bed():
    none = changed("places", "HUB", changed("places", "BASE", beds=0), beds=0)
    by_day = plan_of(convoy(guards=5, depart=at(1, 8)), flight("F1", at(1, 20), 5, origin="HUB"))
    assert found("beds", none, by_day) == []


def test_storage_holds_at_every_instant():
    hub = changed("places", "HUB", storage_kg=2000)
    one = convoy(crates=2, depart=at(1, 12))
    assert found("storage", hub, plan_of(one)) == []
    passing = plan_of(
        convoy(crates=3, depart=at(1, 12)), flight("F1", at(1, 16), crates=3, origin="HUB")
    )
    (finding,) = found("storage", hub, passing)
    assert (finding.measured, finding.limit, finding.unit) == (3000, 2000, "kg")
    assert (finding.from_utc, finding.until_utc) == (at(1, 14), at(1, 16))
    (stays,) = found("storage", hub, plan_of(convoy(crates=3)))
    assert stays.until_utc is None
    assert found("storage", changed("places", "BASE", storage_kg=0), plan_of()) == []


def test_one_goes_as_another_comes():
    hub = changed("places", "HUB", storage_kg=1000)
    relay = [convoy("C1", at(1, 12), crates=1), flight("F1", at(1, 18), crates=1, origin="HUB")]
    assert found("storage", hub, plan_of(*relay, convoy("C2", at(1, 16), crates=1, tail=2))) == []
    early = plan_of(*relay, convoy("C2", at(1, 15, 59), crates=1, tail=2))
    assert figures(found("storage", hub, early)) == [(2000, 1000, "kg")]


HUB_LINE = Line("hub crates", Kind.THINGS, "HUB", "HOME", 1, 1000)


def test_a_place_empties_after_those_that_come_before_it():
    both = added("lines", HUB_LINE, withdrawal=changed("places", "BASE", closes_after=("HUB",)))
    from_hub = flight("F2", at(1, 12), origin="HUB", loads=())

    def with_hub_at(instant):
        load = plan_of(flight("F2", instant, crates=1, origin="HUB")).lifts[0]
        return plan_of(*ALL_HOME.lifts, load)

    assert found("sites_in_order", both, with_hub_at(at(1, 12))) == []
    (finding,) = found("sites_in_order", both, with_hub_at(at(1, 12, 1)))
    assert (finding.place, finding.measured, finding.limit) == ("BASE", 1, 0)
    assert (finding.from_utc, finding.until_utc) == (at(1, 12), at(1, 12, 1))
    assert dict(finding.facts) == {"earlier": "HUB"}
    assert found("sites_in_order", both, ALL_HOME) == [], "nothing ever leaves HUB"
    empty = plan_of(*ALL_HOME.lifts, from_hub)
    assert found("sites_in_order", both, empty) == [], "an empty run is no departure"


def test_a_disposal_is_a_last_departure():
    ordered = changed("places", "HUB", closes_after=("BASE",))
    early_hub = [convoy(crates=1, depart=at(1, 8)), flight("F1", at(1, 12), crates=1, origin="HUB")]
    assert found("sites_in_order", ordered, plan_of(*early_hub, sales=[sale(1, at(1, 12))])) == []
    late = plan_of(*early_hub, sales=[sale(1, at(1, 12, 1))])
    assert figures(found("sites_in_order", ordered, late)) == [(1, 0, "min")]


def test_at_its_handover_a_place_is_empty():
    assert (
        found("empty_by_handover", changed("places", "BASE", handover_utc=at(1, 12)), ALL_HOME)
        == []
    )
    early = changed("places", "BASE", handover_utc=at(1, 11, 59))
    (finding,) = found("empty_by_handover", early, ALL_HOME)
    assert (finding.measured, finding.limit, finding.unit) == (15, 0, "units")
    assert (finding.from_utc, finding.lines) == (at(1, 11, 59), ("guards", "crates"))
    assert dict(finding.facts) == {"people": 10, "kg": 5000, "pieces": 5}


def test_after_its_handover_nobody_comes_to_a_place():
    hub = changed("places", "HUB", handover_utc=at(2))
    before = [convoy(guards=3, depart=at(1, 12)), flight("F1", at(1, 18), 3, origin="HUB")]
    assert found("empty_by_handover", hub, plan_of(*before)) == []
    after = [
        convoy(guards=3, depart=at(2, 12)),
        flight("F1", at(2, 18), 3, origin="HUB"),
    ]
    (finding,) = found("empty_by_handover", hub, plan_of(*after))
    assert (finding.measured, finding.lines) == (3, ("guards",))
    assert TINY.places[1].name == "HUB"
