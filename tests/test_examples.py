"""The shipped examples: they read, their sums come out, and every number says where it is from.

No plan is made here. These are the sums a planner does on paper before he begins.
"""

import csv
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from example_sums import (
    DAY,
    EXAMPLES,
    NAMES,
    apart_findings,
    carrier_named,
    example,
    gate_tonnes,
    handover,
    last_floors,
    only_by_lift,
    people,
    place_named,
    runs,
    takes,
    things,
    tonnes,
)

from drawdown.files import read
from drawdown.model import Disposition, Load, Mode, RunMode, Withdrawal


@pytest.fixture(params=NAMES)
def withdrawal(request) -> Withdrawal:
    return example(request.param)


@pytest.fixture
def niger() -> Withdrawal:
    return example("niger-2024")


@pytest.fixture
def clinic() -> Withdrawal:
    return example("ngo-clinic")


# --- every example -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_without_a_fault_or_a_warning(name):
    assert read(EXAMPLES / name).faults == ()


def test_every_line_has_a_way_to_its_destination(withdrawal):
    ways = list(runs(withdrawal))
    for line in withdrawal.lines:
        if Disposition.REDEPLOY not in line.dispositions:
            continue
        reached = {line.origin}
        for _ in withdrawal.places:
            reached |= {
                leg.destination
                for carrier, leg in ways
                if leg.origin in reached and takes(carrier, leg, line)
            }
        assert line.destination in reached, line.name


def test_the_floor_of_a_place_leaves_together(withdrawal):
    for place in {floor.place for floor in withdrawal.floors}:
        staying = sum(last_floors(withdrawal, place).values())
        assert any(
            leg.origin == place
            and staying <= carrier.seats
            and staying * 130 <= carrier.payload_at_kg(leg.distance_km)
            for carrier, leg in runs(withdrawal)
        ), place


def test_a_floor_asks_for_no_more_than_are_there(withdrawal):
    for floor in withdrawal.floors:
        assert 0 < floor.people <= people(withdrawal, floor.place, floor.role)


@pytest.mark.parametrize("name", ["niger-2024", "ngo-clinic"])
def test_people_have_beds_and_things_have_room_on_the_first_day(name):
    """Where the tables count the room of a whole base, and not only that of its guests."""
    withdrawal = example(name)
    for place in withdrawal.places:
        assert people(withdrawal, place.name) <= (place.beds or 10_000)
        assert 1000 * tonnes(things(withdrawal, place.name)) <= (place.storage_kg or 10**9)


def test_gates_can_do_what_must_be_lifted_but_not_at_once(withdrawal):
    """By the day before the handover, with at least a tenth to spare; never within a week."""
    for gate in withdrawal.gates:
        if gate.kg_per_day is None:
            continue
        lines = [line for line in things(withdrawal) if gate.name in line.gates]
        load_t = tonnes(only_by_lift(lines))
        until = handover(withdrawal, gate.place) - DAY
        assert load_t <= 0.9 * gate_tonnes(withdrawal, gate, until, "all"), gate.name
        week = withdrawal.start_utc + 7 * DAY
        assert tonnes(lines) > gate_tonnes(withdrawal, gate, week, "floor"), gate.name


def test_what_can_be_disposed_of_has_an_option_and_enough_days(withdrawal):
    for line in things(withdrawal):
        for way in line.dispositions:
            if way is Disposition.REDEPLOY:
                continue
            options = [
                option
                for option in withdrawal.disposals
                if option.disposition is way and option.place in ("", line.origin)
            ]
            assert options, (line.name, way)
            begin = options[0].from_utc or withdrawal.start_utc
            days = (handover(withdrawal, line.origin) - begin) / DAY
            assert line.mass_kg <= days * (options[0].kg_per_day or 10**9), (line.name, way)


def test_hazardous_goods_leave_without_passengers(withdrawal):
    """On a lift that carries nothing else, no class is kept apart from anything."""
    hazardous = [line for line in things(withdrawal) if line.hazard]
    assert hazardous
    for line in hazardous:
        assert apart_findings(withdrawal, Load(line.name, 1)) == (), line.name


def test_it_is_marked_as_an_exercise_in_both_languages(withdrawal):
    assert withdrawal.mode is RunMode.EXERCISE and withdrawal.marking
    assert withdrawal.languages == ("en", "fr")


# --- Niger 2024 ---------------------------------------------------------------------------------


def test_niger_has_the_published_dates(niger):
    assert niger.start_utc == datetime(2024, 5, 19, tzinfo=UTC)
    assert niger.deadline_utc == datetime(2024, 9, 16, tzinfo=UTC)  # the midnight ending the 15th
    assert handover(niger, "Niamey") == datetime(2024, 7, 8, tzinfo=UTC)
    agreed = {m.due_utc for m in niger.milestones if m.agreed}
    assert agreed == {datetime(2024, 7, 27, tzinfo=UTC)}


def test_niger_has_the_published_people(niger):
    ours = [line for line in niger.lines if line.is_people and not line.helper]
    helpers = [line for line in niger.lines if line.helper]
    assert sum(line.count for line in ours) == 946
    assert people(niger, "Niamey") == pytest.approx(400, abs=10)
    assert people(niger, "Agadez") == pytest.approx(600, abs=10)
    assert sum(line.count for line in helpers) == 58
    assert all(line.arrives_utc and line.arrives_utc > niger.start_utc for line in helpers)


def test_niger_has_the_published_pieces(niger):
    line = {line.name: line for line in niger.lines}
    assert (line["aga-generators"].count, line["aga-generators"].unit_mass_kg) == (18, 1814)
    assert (line["aga-drones"].count, line["aga-helicopters"].count) == (4, 2)


def test_niamey_and_a_third_of_agadez_are_what_was_out_by_7_july(niger):
    out_t = 1593
    assert tonnes(things(niger, "Niamey")) < out_t
    rest = (out_t - tonnes(things(niger, "Niamey"))) / tonnes(things(niger, "Agadez"))
    assert 0.25 < rest < 0.4


def test_the_last_of_niamey_fit_one_c17(niger):
    staying = sum(last_floors(niger, "Niamey").values())
    assert 70 <= staying <= 102


def test_aircraft_suffice_with_days_to_spare(niger):
    """C-17s needed by mass or positions, at one of the two runs a day that each base may have."""
    c17 = next(carrier for carrier in niger.carriers if carrier.name == "C-17")
    for place in ("Niamey", "Agadez"):
        leg = next(e for e in niger.legs if (e.origin, e.destination) == (place, "Ramstein"))
        lines = [
            line for line in things(niger, place) if Disposition.DONATE not in line.dispositions
        ]
        by_mass = 1000 * tonnes(lines) / c17.payload_at_kg(leg.distance_km)
        by_floor = sum(line.count * line.air_positions for line in lines) / c17.positions
        days = (handover(niger, place) - niger.start_utc) / DAY
        assert 10 < max(by_mass, by_floor) < 0.6 * days


def test_handlers_set_the_pace(niger):
    """With the floor's handlers alone the wash would not finish in time: the helpers matter."""
    for gate in niger.gates:
        if "wash" in gate.name:
            load_t = tonnes(only_by_lift([e for e in things(niger) if gate.name in e.gates]))
            until = min(handover(niger, gate.place), datetime(2024, 8, 6, tzinfo=UTC))
            assert load_t > gate_tonnes(niger, gate, until, "floor"), gate.name
            assert load_t < gate_tonnes(niger, gate, until, "all"), gate.name


def test_two_thirds_of_the_equipment_can_be_gone_by_26_july(niger):
    due = next(m.due_utc for m in niger.milestones if m.name == "two-thirds-equipment")
    agadez = next(gate for gate in niger.gates if gate.name == "agadez-wash-customs")
    gone_t = tonnes(things(niger, "Niamey")) + gate_tonnes(niger, agadez, due, "all")
    assert gone_t > 1.1 * 2 / 3 * tonnes(things(niger))


def test_sites_close_in_the_order_of_the_real_withdrawal(niger):
    assert place_named(niger, "Agadez").closes_after == ("Niamey",)


def test_what_is_lethal_or_classified_flies_and_is_never_given_away(niger):
    given = {Disposition.DONATE, Disposition.SELL, Disposition.TRANSFER}
    for line in things(niger):
        if line.category in ("sensitive", "ammunition"):
            assert {mode.value for mode in line.modes} == {"air"}
            assert not given & set(line.dispositions)


@pytest.mark.parametrize(
    ("line", "may_share"),
    [("nim-ammunition", True), ("nim-explosives", False), ("nim-bladders", False)],
)
def test_of_the_hazardous_goods_only_1_4s_shares_a_cabin(niger, line, may_share):
    found = apart_findings(niger, Load(line, 1), Load("nim-staff", 1))
    assert (found == ()) == may_share


# --- the clinic ---------------------------------------------------------------------------------


def test_the_clinic_moves_60_people_and_25_vehicles_in_45_days(clinic):
    staff = [line for line in clinic.lines if line.is_people and not line.helper]
    vehicles = [line for line in things(clinic) if line.category == "vehicle"]
    assert sum(line.count for line in staff) == 60
    assert sum(line.count for line in vehicles) == 25
    assert clinic.deadline_utc - clinic.start_utc == 45 * DAY


def test_controlled_drugs_are_never_donated_or_sold(clinic):
    drugs = [line for line in things(clinic) if "controlled" in line.name]
    assert drugs
    for line in drugs:
        assert not {Disposition.DONATE, Disposition.SELL} & set(line.dispositions)


def test_a_day_of_each_way_of_disposal_takes_a_whole_piece(clinic):
    for line in things(clinic):
        for option in clinic.disposals:
            if option.disposition in line.dispositions and option.place in ("", line.origin):
                assert line.unit_mass_kg <= option.kg_per_day, (line.name, option.disposition)


def test_everyone_fits_the_one_charter(clinic):
    charter = next(carrier for carrier in clinic.carriers if carrier.name == "passenger-charter")
    everyone = sum(line.count for line in clinic.lines if line.is_people)
    assert everyone <= charter.seats


def test_lorries_carry_all_that_cannot_stay(clinic):
    lorries = carrier_named(clinic, "lorries-3")
    must_go = [line for line in things(clinic) if line.dispositions[0] is Disposition.REDEPLOY]
    goods = [line for line in must_go if line.category != "vehicle"]
    places = sum(line.count * line.surface_positions for line in goods)
    convoys = max(places / lorries.positions, 1000 * tonnes(goods) / lorries.payload_kg)
    assert 3 < convoys < 6  # in the three weeks of the export permit


def test_vehicles_drive_and_nothing_else_goes_in_their_column(clinic):
    lorries, column = carrier_named(clinic, "lorries-3"), carrier_named(clinic, "own-vehicles-6")
    road = next(leg for leg in clinic.legs if leg.mode is Mode.ROAD)
    for line in things(clinic):
        is_vehicle = line.category == "vehicle"
        assert takes(column, road, line) == is_vehicle, line.name
        assert takes(lorries, road, line) != is_vehicle, line.name


def test_no_road_is_driven_by_night(clinic):
    """Lifts come by 18:30 local time, and none can leave in the evening for the next morning."""
    for carrier, leg in runs(clinic):
        if leg.mode is not Mode.ROAD:
            continue
        here, there = (place_named(clinic, name).hours for name in (leg.origin, leg.destination))
        assert here.zone == there.zone
        assert here.from_min >= 5 * 60
        assert there.until_min - carrier.unload_min <= 18.5 * 60
        latest_arrival = here.until_min + leg.minutes(carrier.speed_km_per_h)
        assert there.until_min < latest_arrival < 24 * 60 + there.from_min


def test_drivers_rest_for_eleven_hours(clinic):
    for carrier in clinic.carriers:
        if carrier.mode is Mode.ROAD:
            assert carrier.travel_min_per_day <= 9 * 60
            assert carrier.crew_duty_min <= 12 * 60
            assert carrier.crew_rest_min == 11 * 60


@pytest.mark.parametrize(
    ("line", "may_share"),
    [("hospital-files", True), ("hospital-oxygen", False), ("hospital-fuel", False),
     ("hospital-expired", False)],
)  # fmt: skip
def test_no_dangerous_goods_ride_in_a_car_with_passengers(clinic, line, may_share):
    found = apart_findings(clinic, Load(line, 1), Load("hospital-medical", 1))
    assert (found == ()) == may_share


def test_who_holds_a_floor_leaves_with_the_last_load(clinic):
    assert {floor.place for floor in clinic.floors} == {"Clinic", "Hospital", "Capital"}
    for place in clinic.places:
        assert place.last_wave_min == 0


# --- sources ------------------------------------------------------------------------------------

TABLES = ("places", "lines", "carriers", "fleet", "legs", "floors", "gates", "milestones",
          "dispositions")  # fmt: skip
NOT_NUMBERS = {
    "title", "kind", "in_country", "icao", "category", "origin", "destination", "carrier", "place",
    "mode", "basis", "places", "helpers", "agreed", "disposition",
}  # fmt: skip


def rows(name: str, table: str) -> list[dict[str, str]]:
    path = EXAMPLES / name / f"{table}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def cells(name: str) -> Iterator[tuple[str, str, str]]:
    """Table, key and column of each cell that a source must speak of."""
    for table in TABLES:
        for row in rows(name, table):
            key = next(iter(row.values()))
            for column, cell in list(row.items())[1:]:
                if cell and column not in NOT_NUMBERS:
                    yield table, key, column


def speaks_of(source: dict[str, str], table: str, key: str, column: str) -> bool:
    return (
        source["table"] == table
        and source["key"] in ("*", key)
        and source["column"] in ("*", column)
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_number_has_a_source_or_is_an_assumption(name):
    sources = rows(name, "sources")
    missing = Counter(
        (table, column)
        for table, key, column in cells(name)
        if not any(speaks_of(source, table, key, column) for source in sources)
    )
    assert not missing


@pytest.mark.parametrize("name", NAMES)
def test_an_assumption_says_why(name):
    assert all(source["source"] or source["note"] for source in rows(name, "sources"))


@pytest.mark.parametrize("name", NAMES)
def test_a_source_speaks_of_something_in_the_tables(name):
    for source in rows(name, "sources"):
        table, key, column = source["table"], source["key"], source["column"]
        if table in ("withdrawal", "prices"):
            continue
        rows_meant = [row for row in rows(name, table) if key in ("*", next(iter(row.values())))]
        assert rows_meant, source
        assert column == "*" or all(column in row for row in rows_meant), source


@pytest.mark.parametrize("name", NAMES)
def test_the_settings_have_a_source_too(name):
    settings = tomllib.loads((EXAMPLES / name / "withdrawal.toml").read_text(encoding="utf-8"))
    sources = rows(name, "sources")
    for key in settings.keys() & {"start_utc", "deadline_utc", "end_utc", "agreement"}:
        assert any(speaks_of(source, "withdrawal", key, "value") for source in sources), key


# --- the page beside each example ---------------------------------------------------------------


def test_the_page_of_niger_names_the_sums_of_the_tables(niger):
    page = (EXAMPLES / "niger-2024" / "README.md").read_text(encoding="utf-8")
    helpers = sum(line.count for line in niger.lines if line.helper)
    assert f"({tonnes(things(niger)):,.0f} t)" in page
    assert f"the size of the contingent ({helpers})" in page
