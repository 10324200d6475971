"""The built-in library: its numbers hold together, and each says where it comes from."""

import csv
import subprocess
import sys
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from drawdown.files.library import (
    library_airfields,
    library_carriers,
    library_exclusions,
    library_sources,
)
from drawdown.model import Mode

LIBRARY = files("drawdown") / "library"
AIRCRAFT = sorted(n for n, carrier in library_carriers().items() if carrier.mode is Mode.AIR)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((LIBRARY / name).read_text(encoding="utf-8").splitlines()))


# --- carriers -----------------------------------------------------------------------------------


def test_every_mode_has_a_carrier():
    assert {carrier.mode for carrier in library_carriers().values()} == set(Mode)


@pytest.mark.parametrize("name", sorted(library_carriers()))
def test_payload_falls_with_distance_from_the_greatest(name):
    carrier = library_carriers()[name]
    distances = [km for km, _ in carrier.payload_by_km]
    payloads = [kg for _, kg in carrier.payload_by_km]
    assert distances == sorted(set(distances))
    assert payloads == sorted(payloads, reverse=True)
    assert carrier.payload_at_kg(0) == carrier.payload_kg > 0


@pytest.mark.parametrize("name", sorted(library_carriers()))
def test_a_carrier_can_take_all_its_passengers(name):
    carrier = library_carriers()[name]
    person_with_baggage_kg = 105
    assert carrier.seats * person_with_baggage_kg <= carrier.payload_kg


@pytest.mark.parametrize("name", AIRCRAFT)
def test_a_crew_flies_no_longer_than_its_duty_and_has_one_duty_a_day(name):
    carrier = library_carriers()[name]
    assert carrier.crew_duty_min is not None and carrier.travel_min_per_day is not None
    assert carrier.travel_min_per_day <= carrier.crew_duty_min
    assert carrier.crew_duty_min + carrier.crew_rest_min >= 24 * 60


@pytest.mark.parametrize("name", AIRCRAFT)
def test_an_aircraft_says_which_runway_it_needs(name):
    carrier = library_carriers()[name]
    assert carrier.runway_length_m and carrier.runway_width_m


def test_the_c17_has_its_published_numbers():
    c17 = library_carriers()["C-17"]
    assert (c17.payload_kg, c17.seats, c17.positions) == (77_500, 102, 18)
    assert c17.payload_at_kg(4_600) == 59_000  # 65 short tons
    assert (c17.runway_length_m, c17.runway_width_m) == (1_067, 28)  # 3,500 ft by 90 ft, not less
    assert c17.load_min == 135


def test_feet_are_never_rounded_to_a_shorter_runway():
    feet = {"C-17": 3_500, "C-130J-30": 3_000, "C-5M": 6_000, "747-8F": 9_000}
    for name, length_ft in feet.items():
        needed_m = library_carriers()[name].runway_length_m
        assert needed_m is not None and 0 <= needed_m - 0.3048 * length_ft < 1


# --- sources ------------------------------------------------------------------------------------


def test_every_number_of_a_carrier_has_a_source_or_the_reason_of_an_assumption():
    said = {(source.key, source.column) for source in library_sources()}
    numbers = {
        (row["carrier"], column)
        for row in rows("carriers.csv")
        for column, cell in row.items()
        if cell and column not in ("carrier", "title", "mode")
    }
    assert said == numbers
    assert all(source.text or source.note for source in library_sources())


def test_what_nobody_published_is_an_assumption():
    source = {(s.key, s.column): s for s in library_sources()}
    assert source["C-17", "payload_kg"].text
    assert not source["C-17", "crew_duty_h"].text
    assert not source["C-17", "payload_by_km"].text
    assert not source["C-130J-30", "cost_eur_per_h"].text


def test_no_source_speaks_of_a_carrier_or_column_that_does_not_exist():
    table = rows("carriers.csv")
    carriers = {row["carrier"] for row in table} | {"*"}
    columns = set(table[0]) | {"*"}
    for row in rows("carrier_sources.csv"):
        assert row["carrier"] in carriers
        assert {column.strip() for column in row["columns"].split(";")} <= columns


# --- classes that exclude each other ------------------------------------------------------------


def test_of_explosives_only_1_4s_flies_with_passengers():
    barred = {e.first for e in library_exclusions() if e.second == "passengers"}
    assert {"1.1", "1.2", "1.3", "1.4B", "1.4D", "1.4G", "1.5", "1.6"} <= barred
    assert not barred & {"1", "1.4", "1.4S"}


def test_no_pair_is_there_twice():
    pairs = [frozenset((e.first, e.second)) for e in library_exclusions()]
    assert len(pairs) == len(set(pairs))
    assert all(e.modes for e in library_exclusions())


def test_every_exclusion_has_a_source_or_a_reason():
    assert all(row["source"] or row["note"] for row in rows("segregation.csv"))


# --- airfields ----------------------------------------------------------------------------------


def test_airfields_lie_on_the_globe_and_have_a_runway():
    assert len(library_airfields()) > 600
    for airfield in library_airfields().values():
        assert -90 <= airfield.lat_deg <= 90 and -180 <= airfield.lon_deg <= 180
        assert airfield.runway_length_m >= 457
        assert airfield.runway_width_m is None or airfield.runway_width_m > 5


def test_niamey_takes_a_c17_on_its_paved_runway():
    niamey, c17 = library_airfields()["DRRN"], library_carriers()["C-17"]
    assert (niamey.runway_length_m, niamey.runway_width_m) == (3_000, 45)
    assert niamey.surface == "asphalt"
    assert c17.runway_length_m is not None and niamey.runway_length_m >= c17.runway_length_m


def test_a_runway_is_never_rounded_to_a_wider_one():
    assert library_airfields()["DRZA"].runway_width_m == 29  # 29.9 m in the table


def test_surfaces_are_plain_words():
    words = {airfield.surface for airfield in library_airfields().values()}
    assert {"asphalt", "concrete", "grass", ""} <= words
    assert all(word == word.lower() for word in words)


def test_the_notices_travel_with_the_airfields():
    notice = (LIBRARY / "LICENCE-airfields.md").read_text(encoding="utf-8")
    for words in ("Permission is hereby granted", "Mike Borsetti", "the public domain"):
        assert words in " ".join(notice.replace(">", " ").split())


# --- package data -------------------------------------------------------------------------------


def test_the_library_can_be_read_from_a_zip(tmp_path):
    package = Path(str(LIBRARY)).parent
    archive = tmp_path / "drawdown.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in (package, *package.rglob("*")):
            if path.is_dir() or path.suffix in (".py", ".csv"):
                zipped.write(path, path.relative_to(package.parent))
    ask = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from drawdown.files import library;"
        "assert sys.argv[1] in library.__file__;"
        "print(library.library_carriers()['C-17'].seats, 'DRRN' in library.library_airfields())"
    )
    answer = subprocess.run(
        [sys.executable, "-c", ask, str(archive)], capture_output=True, text=True, cwd=tmp_path
    )
    assert answer.stdout.split() == ["102", "True"], answer.stderr
