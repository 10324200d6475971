"""MINUSMA 2023: the published totals, and whether convoys, columns and gates are enough."""

from datetime import UTC, datetime, timedelta
from math import ceil

import pytest
from example_sums import (
    DAY,
    EXAMPLES,
    apart_findings,
    carrier_named,
    example,
    last_floors,
    people,
    place_named,
    runs,
    takes,
    things,
    tonnes,
)

from drawdown.model import Basis, Disposition, Kind, Line, Load, Mode, Withdrawal

SECOND_PHASE = {"Tessalit", "Aguelhok", "Kidal", "Ansongo", "Douentza", "Mopti"}
LIQUIDATED = {"Timbuktu", "Gao", "Bamako"}


@pytest.fixture(scope="module")
def minusma() -> Withdrawal:
    return example("minusma-2023")


def ours(minusma: Withdrawal) -> list[Line]:
    return [line for line in minusma.lines if line.is_people and not line.helper]


def is_container(line: Line) -> bool:
    return (line.length_m, line.width_m) == (6.06, 2.44)


def containers(minusma: Withdrawal, places: set[str]) -> int:
    return sum(
        line.count for line in things(minusma) if is_container(line) and line.origin in places
    )


def slots(minusma: Withdrawal, places: set[str]) -> float:
    """Places in convoys that all goes by road takes which begins at some places."""
    return sum(
        line.count * line.surface_positions
        for line in things(minusma)
        if line.origin in places and Mode.ROAD in line.modes
    )


# --- what was published -------------------------------------------------------------------------


def test_it_has_the_published_dates(minusma):
    assert minusma.start_utc == datetime(2023, 8, 28, tzinfo=UTC)
    assert minusma.deadline_utc == datetime(2024, 1, 1, tzinfo=UTC)  # the midnight ending the 31st
    assert minusma.end_utc > minusma.deadline_utc
    for name in SECOND_PHASE:
        assert place_named(minusma, name).handover_utc == datetime(2023, 12, 16, tzinfo=UTC)


def test_nine_of_thirteen_places_are_open(minusma):
    assert {place.name for place in minusma.places if place.in_country} == SECOND_PHASE | LIQUIDATED
    assert len(SECOND_PHASE | LIQUIDATED) == 13 - 4


def test_everyone_in_uniform_goes_who_had_not_gone(minusma):
    uniformed = [line for line in ours(minusma) if line.category == "military"]
    assert sum(line.count for line in uniformed) == 12_947 - 1_096


def test_international_civilians_go_and_national_staff_stay_at_home(minusma):
    civilians = [line for line in ours(minusma) if line.category == "civilian"]
    assert sum(line.count for line in civilians) == 927 == 1_786 - 859


def test_containers_and_vehicles_are_as_many_as_published(minusma):
    assert containers(minusma, SECOND_PHASE | LIQUIDATED) == 5_500
    assert 3_900 <= sum(line.count for line in things(minusma) if is_vehicle(line)) < 4_000


def is_vehicle(line: Line) -> bool:
    return line.category in ("vehicle", "handling equipment")


def test_all_but_the_military_containers_are_the_mission_s_own(minusma):
    un_owned = [line for line in things(minusma) if line.name.endswith("-un-camp")]
    assert sum(line.count for line in un_owned) == 5_500 - 5_000


def test_the_second_phase_needs_more_than_a_thousand_lorries(minusma):
    assert 1_000 < containers(minusma, SECOND_PHASE) < 1_300


def test_timbuktu_has_those_who_were_counted_out_of_it(minusma):
    assert people(minusma, "Timbuktu", "police") == 173
    uniformed = [e for e in ours(minusma) if (e.origin, e.category) == ("Timbuktu", "military")]
    assert sum(line.count for line in uniformed) == 1_867 + 173


def test_kidal_has_at_least_those_of_its_last_convoy(minusma):
    assert people(minusma, "Kidal") >= 848
    vehicles = [line for line in things(minusma, "Kidal") if is_vehicle(line)]
    assert sum(line.count for line in vehicles) >= 143


def test_the_six_camps_are_a_milestone_of_sites(minusma):
    (sites,) = [m for m in minusma.milestones if m.basis is Basis.SITES]
    assert set(sites.places) == SECOND_PHASE
    assert sites.agreed and sites.due_utc == datetime(2023, 12, 16, tzinfo=UTC)


def test_every_basis_of_milestones_occurs(minusma):
    assert {milestone.basis for milestone in minusma.milestones} == set(Basis)
    assert any(milestone.share for milestone in minusma.milestones)


def test_camps_close_in_the_order_of_the_real_withdrawal(minusma):
    assert place_named(minusma, "Aguelhok").closes_after == ("Tessalit",)
    assert place_named(minusma, "Kidal").closes_after == ("Aguelhok",)
    assert set(place_named(minusma, "Bamako").closes_after) == {"Mopti", "Timbuktu", "Gao"}


# --- what is enough, and what is scarce ---------------------------------------------------------


def round_trip(minusma: Withdrawal, carrier_name: str, origin: str, destination: str) -> timedelta:
    """Loading, the way, unloading, and the empty way back."""
    carrier = carrier_named(minusma, carrier_name)
    leg = next(
        leg
        for leg in minusma.legs
        if (leg.origin, leg.destination, leg.mode) == (origin, destination, Mode.ROAD)
    )
    minutes = 2 * leg.minutes(carrier.speed_km_per_h) + carrier.load_min + carrier.unload_min
    return timedelta(minutes=minutes)


def convoy_days(
    minusma: Withdrawal, carrier_name: str, ways: list[tuple[set[str], str, str]]
) -> float:
    """Days of one convoy that full loads take: of places, from one place to another."""
    positions = carrier_named(minusma, carrier_name).positions
    return sum(
        ceil(slots(minusma, places) / positions)
        * (round_trip(minusma, carrier_name, origin, destination) / DAY)
        for places, origin, destination in ways
    )


@pytest.mark.parametrize(
    ("fleet_name", "last_day", "ways"),
    [
        ("escort-north", datetime(2023, 12, 15, tzinfo=UTC),
         [({name}, name, "Gao") for name in ("Tessalit", "Aguelhok", "Kidal", "Ansongo")]),
        ("escort-west", datetime(2023, 12, 21, tzinfo=UTC),
         [({"Douentza"}, "Douentza", "Mopti"), ({"Douentza", "Mopti"}, "Mopti", "Bamako"),
          ({"Timbuktu"}, "Timbuktu", "Bamako")]),
        ("columns-gao", datetime(2023, 12, 31, tzinfo=UTC),
         [({"Tessalit", "Aguelhok", "Kidal", "Ansongo", "Gao"}, "Gao", "Cotonou")]),
        ("columns-bamako", datetime(2023, 12, 31, tzinfo=UTC),
         [({"Douentza", "Mopti", "Timbuktu", "Bamako"}, "Bamako", "Dakar")]),
    ],
)  # fmt: skip
def test_convoys_suffice_with_a_third_to_three_quarters_to_spare(
    minusma, fleet_name, last_day, ways
):
    fleet = next(fleet for fleet in minusma.fleets if fleet.name == fleet_name)
    begin = max(fleet.from_utc or minusma.start_utc, minusma.start_utc)
    has = fleet.count * ((last_day - begin) / DAY)
    assert 1.3 < has / convoy_days(minusma, fleet.carrier, ways) < 1.75


def test_escorts_stay_in_the_country_and_hired_lorries_keep_off_its_tracks(minusma):
    escort, column = (carrier_named(minusma, n) for n in ("escorted-convoy-60", "port-column-60"))
    for leg in minusma.legs:
        if leg.mode is Mode.ROAD:
            ends = {leg.origin, leg.destination}
            inside = all(place_named(minusma, name).in_country for name in ends)
            assert (escort.payload_at_kg(leg.distance_km) > 0) == inside
            assert (column.payload_at_kg(leg.distance_km) > 0) != inside


@pytest.mark.parametrize("camp", sorted(SECOND_PHASE))
def test_people_can_leave_every_camp_by_air_if_its_road_is_closed(minusma, camp):
    line = next(line for line in ours(minusma) if line.origin == camp)
    ways = [leg for carrier, leg in runs(minusma) if takes(carrier, leg, line)]
    assert {leg.mode for leg in ways if leg.origin == camp} == {Mode.AIR, Mode.ROAD}


@pytest.mark.parametrize("camp", ["Tessalit", "Aguelhok", "Kidal"])
def test_in_the_north_what_waits_for_the_road_may_be_destroyed(minusma, camp):
    for line in things(minusma, camp):
        assert line.dispositions != (Disposition.REDEPLOY,), line.name


def test_what_is_lethal_is_never_given_away(minusma):
    given = {Disposition.DONATE, Disposition.SELL, Disposition.TRANSFER}
    for line in things(minusma):
        if line.category in ("ammunition", "sensitive") or "armoured" in line.name:
            assert not given & set(line.dispositions), line.name


def test_only_the_liquidation_takes_things_over(minusma):
    transfers = [o for o in minusma.disposals if o.disposition is Disposition.TRANSFER]
    assert {option.place for option in transfers} == LIQUIDATED
    for line in things(minusma):
        assert Disposition.TRANSFER not in line.dispositions or line.origin in LIQUIDATED


def test_of_the_hazardous_goods_explosives_and_fuel_do_not_share_a_convoy(minusma):
    assert {line.hazard for line in things(minusma) if line.hazard} == {"1.1D", "1.4S", "3", "9A"}
    assert apart_findings(minusma, Load("kid-explosives", 1), Load("kid-fuel", 1))
    assert apart_findings(minusma, Load("kid-explosives", 1), Load("kid-guard", 1))
    assert apart_findings(minusma, Load("kid-ammunition", 1), Load("kid-guard", 1)) == ()


def test_guards_wait_for_explosives(minusma):
    guards = [line for line in ours(minusma) if line.name.endswith("-guard")]
    assert {line.origin for line in guards} == SECOND_PHASE | LIQUIDATED
    for line in guards:
        assert line.predecessors == (line.name.replace("-guard", "-explosives"),)


def test_the_last_of_a_remote_camp_fit_one_hercules(minusma):
    seats = next(carrier.seats for carrier in minusma.carriers if carrier.name == "C-130H")
    for place in SECOND_PHASE | {"Timbuktu"}:
        assert sum(last_floors(minusma, place).values()) <= seats


def test_there_are_beds_and_yards_for_a_convoy_where_others_pass(minusma):
    convoy = carrier_named(minusma, "escorted-convoy-60")
    for place in minusma.places:
        assert place.beds is None or place.beds >= convoy.seats
        assert place.storage_kg is None or place.storage_kg >= convoy.payload_kg


def test_helpers_come_in_at_the_beginning(minusma):
    helpers = [line for line in minusma.lines if line.helper]
    assert {line.role for line in helpers} == {"engineers"}
    assert all(DAY < line.arrives_utc - minusma.start_utc < 30 * DAY for line in helpers)


# --- the page beside it -------------------------------------------------------------------------


def test_its_page_names_the_sums_of_the_tables(minusma):
    page = (EXAMPLES / "minusma-2023" / "README.md").read_text(encoding="utf-8")
    helpers = sum(line.count for line in minusma.lines if line.helper)
    assert f"({12_947 - 1_096:,} people in\nuniform and {tonnes(things(minusma)):,.0f} t" in page
    assert f"the {helpers} engineers and drivers who come in to help" in page


def test_it_is_as_large_as_a_mission(minusma):
    assert len(minusma.lines) > 250
    assert {line.kind for line in minusma.lines} == set(Kind)
