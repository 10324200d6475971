"""Each term of the price list, worked by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from rules_cases import (
    ALL_HOME,
    CRATES,
    GUARDS,
    TINY,
    added,
    at,
    changed,
    convoy,
    flight,
    plan_of,
    sale,
)

from drawdown.model import Basis, Disposition, Milestone, Prices
from drawdown.rules import cost_terms
from drawdown.rules.measures import rounded

ROUND = replace(
    TINY,
    prices=Prices(
        late_person_per_night=100, late_t_per_night=10, late_piece_per_night=7,
        late_site_per_night=1_000, left_person=5_000, left_kg=(50, 40, 30, 20, 10),
        exposure_per_person_night=4, handling_per_t=6, fragment=3, change=9,
    ),
)  # fmt: skip


def cost(term, withdrawal=ROUND, plan=ALL_HOME, base=None):
    return cost_terms(withdrawal, plan, base)[term]


def test_the_terms_have_their_order():
    assert list(cost_terms(ROUND, ALL_HOME)) == [
        "late", "left_people", "left_things", "exposure", "lift", "handling", "disposal",
        "fragments", "changes",
    ]  # fmt: skip


def test_rounding_is_halves_up():
    assert [rounded(Fraction(x, 4)) for x in (1, 2, 3, 4, 6, -2, -3)] == [0, 1, 1, 1, 2, 0, -1]


# late: the nights are the midnights 1, 2, 3 and 4.


def test_nobody_is_late_who_leaves_by_the_due():
    for due, late in ((at(2), 0), (at(1), 10 * 100 + 5 * 10)):
        assert cost("late", replace(ROUND, deadline_utc=due)) == late


def test_who_is_in_the_country_after_the_deadline_is_late_each_night():
    early = replace(ROUND, deadline_utc=at(1, 12))
    plan = plan_of(flight("F1", at(2, 12), 10), flight("F2", at(3, 12), crates=5, tail=2))
    # Nights 2, 3 and 4 are at or after it: people in night 2, five tonnes in 2 and 3.
    assert cost("late", early, plan) == 10 * 100 + 2 * 5 * 10


def test_who_is_left_is_late_each_night_what_is_left_is_not():
    nothing_moves = plan_of()
    assert cost("late", replace(ROUND, deadline_utc=at(2)), nothing_moves) == 3 * 10 * 100
    part = plan_of(flight(depart=at(3, 12), guards=10, crates=2))  # three crates are left
    assert cost("late", replace(ROUND, deadline_utc=at(2)), part) == 2 * 10 * 100 + 2 * 2 * 10


def test_what_is_left_at_the_hub_is_not_late_in_the_country_but_late_at_its_origin():
    to_hub = plan_of(flight(guards=10, depart=at(0, 12)), convoy(crates=5, depart=at(2, 12)))
    assert cost("late", replace(ROUND, deadline_utc=at(1)), to_hub) == 0
    assert cost("late", changed("lines", "crates", ROUND, latest_utc=at(1)), to_hub) == 2 * 5 * 10
    assert cost("late", changed("places", "BASE", ROUND, handover_utc=at(1)), to_hub) == 2 * 5 * 10


def test_a_handover_counts_who_is_there_whatever_their_line():
    handed = changed("places", "HUB", ROUND, handover_utc=at(2))
    passing = plan_of(convoy(guards=3, depart=at(1, 12)), flight("F1", at(3, 12), 3, origin="HUB"))
    on_time = replace(handed, lines=(replace(GUARDS, count=3),))
    assert cost("late", on_time, passing) == 2 * 3 * 100  # nights 2 and 3


def test_a_latest_date_is_paid_for_each_night_at_the_origin():
    latest = changed("lines", "guards", ROUND, latest_utc=at(0))
    assert cost("late", latest, plan_of(flight(guards=10, crates=5, depart=at(2)))) == 10 * 100
    assert cost("late", latest, plan_of(flight(guards=10, crates=5, depart=at(2, 0, 1)))) == 2000


@pytest.mark.parametrize(
    ("basis", "amount", "cents"),
    [
        (Basis.PEOPLE, 8, 2 * 3 * 100),  # nights 2 and 3 at five gone of eight
        (Basis.PEOPLE, 5, 0),
        (Basis.TONNES, 2_000, 2 * 1 * 10),
        (Basis.TONNES, 1_250, 5),  # a quarter of a tonne, two nights
        (Basis.PIECES, 3, 2 * 2 * 7),
        (Basis.SITES, 1, 2 * 1_000),
    ],
)
def test_a_milestone_is_paid_for_what_is_not_gone(basis, amount, cents):
    withdrawal = added("milestones", Milestone("m", at(1, 12), basis, amount), withdrawal=ROUND)
    plan = plan_of(flight("F1", at(1, 12), 5, 1), flight("F2", at(3, 12), 5, 4, tail=2))
    assert cost("late", withdrawal, plan) == cents


def test_a_milestone_counts_what_is_left_as_not_gone():
    withdrawal = added("milestones", Milestone("m", at(2), Basis.PIECES, 5), withdrawal=ROUND)
    assert cost("late", withdrawal, plan_of(flight(guards=10, crates=3))) == 3 * 2 * 7


def test_the_prices_are_of_one_person_and_one_tonne():
    assert cost("late", replace(TINY, deadline_utc=at(1))) == 10 * 2_000_000 + 5 * 200_000
    half = changed("lines", "crates", replace(TINY, deadline_utc=at(1)), unit_mass_kg=500)
    assert cost("late", half) == 10 * 2_000_000 + 5 * 100_000


def test_late_is_summed_exactly_and_rounded_once():
    light = changed("lines", "crates", ROUND, unit_mass_kg=30)  # 150 kg: 1.5 cents a night
    plan = plan_of(flight(guards=10, depart=at(0, 12)), flight("F2", at(3, 12), crates=5, tail=2))
    assert cost("late", replace(light, deadline_utc=at(3)), plan) == 2  # 1.5
    both = changed("lines", "crates", replace(light, deadline_utc=at(3)), latest_utc=at(3))
    assert cost("late", both, plan) == 3  # 1.5 + 1.5


# left


def test_people_and_things_left_have_their_prices():
    partly = plan_of(flight(guards=8, crates=4))
    assert cost("left_people", plan=partly) == 2 * 5_000
    for priority, price in enumerate((50, 40, 30, 20, 10), 1):
        withdrawal = replace(ROUND, lines=(GUARDS, replace(CRATES, priority=priority)))
        assert cost("left_things", withdrawal, partly) == 1_000 * price
    assert cost("left_people") == cost("left_things") == 0


# exposure


def test_each_night_of_a_person_in_the_country_is_exposure():
    assert cost("exposure") == 10 * 4, "night 1 only"
    assert cost("exposure", plan=plan_of()) == 4 * 10 * 4


def test_exposure_is_by_the_threat_of_the_place():
    threat = changed(
        "places", "HUB", changed("places", "BASE", ROUND, threat_percent=150), threat_percent=25
    )
    stays = plan_of(convoy(guards=3, depart=at(1, 12)))
    # At BASE 10, 7, 7 and 7 people at 150 %, at HUB 3 people for three nights at 25 %.
    assert cost("exposure", threat, stays) == round(4 * (31 * 1.5 + 9 * 0.25))


def test_on_the_road_one_is_exposed_as_at_the_place_one_left():
    threat = changed("places", "BASE", ROUND, threat_percent=200)
    one = replace(threat, lines=(replace(GUARDS, count=1),))
    road = plan_of(convoy(guards=1, depart=at(1, 12), destination="HOME", hours=24))
    assert cost("exposure", one, road) == 2 * 2 * 4  # night 1 at BASE, night 2 on the road
    air = plan_of(flight(guards=1, depart=at(1, 12), hours=24))
    assert cost("exposure", one, air) == 2 * 4
    within = plan_of(flight(guards=1, depart=at(1, 12), destination="HUB", hours=24))
    assert cost("exposure", one, within) == 2 * (2 * 4) + 2 * 4  # the last two nights at HUB


def test_exposure_is_rounded_once_halves_up():
    half = changed(
        "places",
        "BASE",
        replace(ROUND, prices=Prices(exposure_per_person_night=1)),
        threat_percent=50,
    )
    one = replace(half, lines=(replace(GUARDS, count=1),))
    assert cost("exposure", one, plan_of(flight(guards=1))) == 1  # 0.5
    assert cost("exposure", one, plan_of(flight(guards=1, depart=at(3, 12)))) == 2  # 1.5


# lift, handling, disposal, fragments, changes


def test_a_lift_costs_its_price_and_its_hours():
    assert cost("lift") == 1_000 + 100
    longer = changed("legs", ("BASE", "HOME", "air"), ROUND, distance_km=603)  # 61 min: 101.67
    two = plan_of(flight(), flight("F2", tail=2))
    assert cost("lift", longer, two) == 2 * (1_000 + 102), "rounded for each lift"
    slower = plan_of(flight(hours=9))
    assert cost("lift", plan=slower) == 1_100, "by the travel time, not by the plan's"
    no_leg = plan_of(flight(origin="HUB", destination="BASE", hours=3))
    assert cost("lift", plan=no_leg) == 1_000 + 300


def test_handling_is_by_mass_of_things_on_each_lift():
    assert cost("handling") == 5 * 6
    twice = plan_of(convoy(crates=5), flight("F1", at(1, 18), 10, 5, origin="HUB"))
    assert cost("handling", plan=twice) == 2 * 5 * 6
    light = changed("lines", "crates", ROUND, unit_mass_kg=50)
    assert cost("handling", light) == 2  # 1.5


def test_a_disposal_costs_what_is_lost_and_what_it_takes():
    at_base = 2 * 80_000 * 60 // 100 + 2 * 500
    at_hub = 80_000 * 50 // 100 + 700
    sold = plan_of(sales=[sale(2), sale(1, place="HUB")])
    assert cost("disposal", plan=sold) == at_base + at_hub
    no_way = plan_of(sales=[sale(1, disposition=Disposition.DONATE)])
    assert cost("disposal", plan=no_way) == 80_000
    odd = replace(ROUND, lines=(GUARDS, replace(CRATES, value_cents=1, unit_mass_kg=1)))
    assert cost("disposal", odd, plan_of(sales=[sale(1), sale(1)])) == 2  # 2 x (0.6 + 0.5)


def test_each_further_lift_of_a_line_is_a_fragment():
    assert cost("fragments") == 0
    three = plan_of(
        flight("F1", at(1, 12), 5, 2), flight("F2", at(2), 5, 2), convoy("C1", at(3), crates=1)
    )
    assert cost("fragments", plan=three) == (1 + 2) * 3
    onward = plan_of(convoy(crates=5), flight(crates=5, depart=at(2), origin="HUB"))
    assert cost("fragments", plan=onward) == 0, "only from its origin"
    assert cost("fragments", plan=plan_of()) == 0


def test_changes_are_counted_against_the_plan_in_force():
    assert cost("changes") == 0
    assert cost("changes", base=ALL_HOME) == 0
    assert cost("changes", base=plan_of()) == 9
    assert cost("changes", base=plan_of(flight(guards=10, crates=4))) == 9
