"""A small withdrawal as files, to be spoilt by the tests one cell at a time."""

import csv
from pathlib import Path

from drawdown.files import read

SETTINGS = """\
start_utc = "2024-05-19"
deadline_utc = "2024-09-15"
end_utc = "2024-09-30"
"""
TABLES: dict[str, list[dict[str, str]]] = {
    "places": [
        {"place": "North", "kind": "site", "lat_deg": "17", "lon_deg": "8", "parking_mog": "4"},
        {"place": "South", "kind": "site", "lat_deg": "13", "lon_deg": "2",
         "closes_after": "North"},
        {"place": "Home", "kind": "home", "lat_deg": "49", "lon_deg": "7"},
    ],
    "lines": [
        {"line": "P1", "kind": "people", "origin": "North", "destination": "Home", "count": "40",
         "unit_mass_kg": "110", "role": "security"},
        {"line": "T1", "kind": "things", "origin": "North", "destination": "Home", "count": "12",
         "unit_mass_kg": "2500", "air_positions": "1", "gates": "Wash"},
        {"line": "T2", "kind": "things", "origin": "South", "destination": "Home", "count": "3",
         "unit_mass_kg": "900", "predecessors": "T1"},
    ],
    "carriers": [
        {"carrier": "Freighter", "mode": "air", "payload_kg": "40000", "speed_km_per_h": "700",
         "seats": "50", "positions": "10"},
    ],
    "fleet": [{"fleet": "F", "carrier": "Freighter", "count": "2", "base": "Home"}],
    "legs": [
        {"origin": "North", "destination": "Home", "mode": "air", "both_ways": "yes"},
        {"origin": "South", "destination": "Home", "mode": "air", "both_ways": "yes"},
    ],
    "floors": [{"place": "North", "role": "security", "people": "10"}],
    "gates": [{"gate": "Wash", "place": "North", "kg_per_day": "20000"}],
    "milestones": [
        {"milestone": "M1", "due_utc": "2024-07-26", "basis": "people", "share": "2/3"},
    ],
    "dispositions": [{"disposition": "donate", "place": "South"}],
    "sources": [{"table": "places", "key": "North", "column": "lat_deg", "source": "a map"}],
}  # fmt: skip


class Case:
    """The small withdrawal; cells are set by table, row from 0, and column."""

    def __init__(self) -> None:
        self.settings = SETTINGS
        self.tables = {name: [dict(row) for row in rows] for name, rows in TABLES.items()}

    def set(self, table: str, row: int, /, **cells: str) -> "Case":
        """Changes cells; a row beyond the last one is added."""
        rows = self.tables.setdefault(table, [])
        while len(rows) <= row:
            rows.append({})
        rows[row].update(cells)
        return self

    def without(self, table: str) -> "Case":
        """Takes a table away."""
        del self.tables[table]
        return self

    def write(self, folder: Path) -> Path:
        """Writes the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "withdrawal.toml").write_text(self.settings, encoding="utf-8")
        for name, rows in self.tables.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)
        return folder

    def read(self, folder: Path):
        """Writes and reads it."""
        return read(self.write(folder))


def place_of(fault) -> tuple[str, str, int | None, str]:
    """Code, table, row and column of a fault."""
    return fault.code, fault.table, fault.row, fault.column
