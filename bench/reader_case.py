"""A long requirement list to read: a folder and the same as a workbook, with faults if wanted.

python bench/reader_case.py [lines]     writes one, reads it both ways, prints the seconds
"""

import csv
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

SITES = tuple(f"Site {number:02}" for number in range(1, 13))
HOMES = ("Home North", "Home South")
ROLES = ("", "", "security", "medical", "command", "handling")
FAULTS = (
    ("count", "0"),
    ("unit_mass_kg", "-120"),
    ("unit_mass_kg", "many"),
    ("origin", "Sight 03"),
    ("ready_utc", "07/06/2024"),
    ("hazard", "1.4\u202eS"),
    ("priority", "9"),
    ("predecessors", "L-99999x"),
)


def write_reader_case(folder: Path, lines: int, faults_every: int = 0) -> None:
    """Writes a withdrawal with so many lines; with ``faults_every`` n each n-th has a fault."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = (
        'title = "A long list"\nmode = "TEST"\nstart_utc = "2024-01-01"\n'
        'deadline_utc = "2024-06-30"\nend_utc = "2024-08-31"\n'
    )
    (folder / "withdrawal.toml").write_text(settings, encoding="utf-8")
    write_table(folder / "places.csv", list(place_rows()))
    write_table(folder / "legs.csv", list(leg_rows()))
    write_table(folder / "fleet.csv", [fleet_row()])
    write_table(folder / "carriers.csv", [carrier_row()])
    write_table(folder / "gates.csv", list(gate_rows()))
    write_table(folder / "lines.csv", list(line_rows(lines, faults_every)))


def place_rows() -> Iterator[dict[str, object]]:
    """Twelve sites and two homes."""
    for number, site in enumerate(SITES):
        yield {"place": site, "kind": "site", "lat_deg": 12 + number / 4, "lon_deg": number / 2}
    for number, home in enumerate(HOMES):
        yield {"place": home, "kind": "home", "lat_deg": 48 + number, "lon_deg": 7}


def leg_rows() -> Iterator[dict[str, object]]:
    """Every site to every home and back."""
    for site in SITES:
        for home in HOMES:
            yield {"origin": site, "destination": home, "mode": "air", "both_ways": "yes"}


def carrier_row() -> dict[str, object]:
    """One aircraft."""
    return {
        "carrier": "Freighter",
        "mode": "air",
        "payload_kg": 60_000,
        "seats": 100,
        "positions": 18,
        "speed_km_per_h": 800,
        "load_h": 2,
        "unload_h": 2,
    }


def fleet_row() -> dict[str, object]:
    """Six of them."""
    return {"fleet": "Freighters", "carrier": "Freighter", "count": 6, "base": HOMES[0]}


def gate_rows() -> Iterator[dict[str, object]]:
    """Customs at every site."""
    for site in SITES:
        yield {"gate": f"Customs {site}", "place": site, "kg_per_day": 80_000}


def line_rows(lines: int, faults_every: int) -> Iterator[dict[str, object]]:
    """People and things, in the words and numbers that people type."""
    for number in range(1, lines + 1):
        row = line_row(number)
        if faults_every and number % faults_every == 0:
            column, text = FAULTS[number // faults_every % len(FAULTS)]
            row[column] = text
        yield row


def line_row(number: int) -> dict[str, object]:
    """One line; numbers differ from row to row, so that nothing can be looked up."""
    site = SITES[number % len(SITES)]
    is_people = number % 7 == 0
    return {
        "line": f"L-{number:05}",
        "title": f"Ligne n\u00ba {number}, matériel du site",
        "kind": "people" if is_people else "things",
        "category": f"C{number % 40}",
        "origin": site,
        "destination": HOMES[number % 2],
        "count": 1 + number % 25,
        "unit_mass_kg": 110 + number % 10 if is_people else f"{1 + number % 9} {number % 1000:03}",
        "length_m": "" if is_people else f"{1 + number % 577 / 100:.2f}",
        "width_m": "" if is_people else f"{1 + number % 141 / 100:.2f}",
        "height_m": "" if is_people else f"{1 + number % 139 / 100:.2f}",
        "air_positions": "" if is_people else f"{number % 8 / 4}",
        "surface_positions": "",
        "role": ROLES[number % len(ROLES)] if is_people else "",
        "helper": "no",
        "arrives_utc": "",
        "ready_utc": f"2024-{1 + number % 5:02}-{1 + number % 28:02}",
        "latest_utc": "",
        "priority": 1 + number % 5,
        "hazard": "" if is_people or number % 20 else "3",
        "modes": "air",
        "dispositions": "redeploy",
        "value_eur": f"{number % 90_000}.{number % 100:02}",
        "predecessors": f"L-{number - 24:05}" if number % 10 == 0 and number > 24 else "",
        "gates": "" if is_people else f"Customs {site}",
    }


def write_table(path: Path, rows: list[dict[str, object]]) -> None:
    """Writes rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Writes the case with and without faults, and prints how long reading takes."""
    from drawdown.files import read, write

    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    with tempfile.TemporaryDirectory() as place:
        good, bad = Path(place) / "good", Path(place) / "bad"
        book = Path(place) / "good.xlsx"
        write_reader_case(good, lines)
        write_reader_case(bad, lines, faults_every=3)
        withdrawal = read(good).withdrawal
        assert withdrawal is not None
        write(withdrawal, book)
        for name, path in (("folder", good), ("workbook", book), ("folder with faults", bad)):
            begin = time.perf_counter()
            faults = len(read(path).faults)
            seconds = time.perf_counter() - begin
            print(f"{name:20} {lines:7,} lines {faults:7,} faults {seconds:6.2f} s")


if __name__ == "__main__":
    main()
