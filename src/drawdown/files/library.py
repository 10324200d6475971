"""The built-in library: carriers with their sources, airfields, and hazard classes to keep apart.

The tables are package data in ``drawdown/library``; they are read once, also from a wheel or zip.
They are our own, so a fault in them is a bug and raises.
"""

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from drawdown.model import Carrier, Exclusion, Mode, Source

T = TypeVar("T")

SURFACES = {
    "ASP": "asphalt",
    "ASPH": "asphalt",
    "ASPHALT": "asphalt",
    "ASP/GVL": "asphalt",
    "BIT": "asphalt",
    "BITUM": "asphalt",
    "MAC": "asphalt",
    "PEM": "asphalt or concrete",
    "PER": "asphalt or concrete",
    "ASPHALT/CONCRETE": "asphalt or concrete",
    "CON": "concrete",
    "CONC": "concrete",
    "CONC-F": "concrete",
    "CONC-G": "concrete",
    "CONCRETE": "concrete",
    "PSP": "steel mats",
    "GVL": "gravel",
    "DIRT": "earth",
    "TURF": "grass",
    "UNK": "",
    "": "",
}
"""Runway surface by the code of the source in capitals; an empty one is unknown.

PEM (partly concrete, asphalt or bitumen-bound) and PER (permanent) are paved, but do not say with
what.
"""


@dataclass(frozen=True, slots=True)
class Airfield:
    """An airfield with its longest open runway, lengths rounded down to whole metres.

    ``city`` is the town it serves, blank where that is not known; ``country`` has two letters
    (ISO 3166).
    """

    icao: str
    name: str
    city: str
    country: str
    lat_deg: float
    lon_deg: float
    elevation_m: float
    runway_length_m: int
    runway_width_m: int | None
    surface: str


@cache
def library_carriers() -> dict[str, Carrier]:
    """Carriers by name."""
    return {row["carrier"]: _carrier(row) for row in _rows("carriers.csv")}


@cache
def library_airfields() -> dict[str, Airfield]:
    """Airfields by ICAO code."""
    return {row["icao"]: _airfield(row) for row in _rows("airfields.csv")}


@cache
def library_exclusions() -> tuple[Exclusion, ...]:
    """Pairs of hazard classes, or of a class and passengers, that do not share a lift."""
    return tuple(
        Exclusion(row["first"], row["second"], frozenset(map(Mode, _list(row["modes"]))))
        for row in _rows("segregation.csv")
    )


@cache
def library_sources() -> tuple[Source, ...]:
    """One source per carrier and column with a number, in the order of the table.

    A source without text is an assumption whose note says why.
    """
    said = {
        (row["carrier"], column): row
        for row in _rows("carrier_sources.csv")
        for column in _list(row["columns"])
    }
    return tuple(
        _source(row["carrier"], column, said)
        for row in _rows("carriers.csv")
        for column, cell in row.items()
        if cell and column not in ("carrier", "title", "mode")
    )


def _source(carrier: str, column: str, said: dict[tuple[str, str], dict[str, str]]) -> Source:
    """The nearest word on a number: on this carrier and column, on this carrier, on the column."""
    places = ((carrier, column), (carrier, "*"), ("*", column))
    row = next(said[place] for place in places if place in said)
    return Source("carriers", carrier, column, row["source"], row["url"], row["note"])


def _carrier(row: dict[str, str]) -> Carrier:
    return Carrier(
        name=row["carrier"],
        title=row["title"],
        mode=Mode(row["mode"]),
        payload_kg=int(row["payload_kg"]),
        payload_by_km=tuple(_point(cell) for cell in _list(row["payload_by_km"])),
        seats=int(row["seats"]),
        positions=float(row["positions"]),
        hold_length_m=_if_given(float, row["hold_length_m"]),
        hold_width_m=_if_given(float, row["hold_width_m"]),
        hold_height_m=_if_given(float, row["hold_height_m"]),
        speed_km_per_h=int(row["speed_km_per_h"]),
        load_min=_minutes(row["load_h"]),
        unload_min=_minutes(row["unload_h"]),
        mog_spots=int(row["mog_spots"]),
        runway_length_m=_if_given(int, row["runway_length_m"]),
        runway_width_m=_if_given(int, row["runway_width_m"]),
        travel_min_per_day=_if_given(_minutes, row["travel_h_per_day"]),
        crew_duty_min=_if_given(_minutes, row["crew_duty_h"]),
        crew_rest_min=_minutes(row["crew_rest_h"] or "0"),
        cost_cents_per_lift=_cents(row["cost_eur_per_lift"]),
        cost_cents_per_h=_cents(row["cost_eur_per_h"]),
    )


def _airfield(row: dict[str, str]) -> Airfield:
    # Rounded down: a runway must not grow into one that an aircraft may use.
    return Airfield(
        icao=row["icao"],
        name=row["name"],
        city=row["city"],
        country=row["country"],
        lat_deg=float(row["lat_deg"]),
        lon_deg=float(row["lon_deg"]),
        elevation_m=float(row["elevation_m"]),
        runway_length_m=math.floor(float(row["runway_length_m"])),
        runway_width_m=_if_given(lambda cell: math.floor(float(cell)), row["runway_width_m"]),
        surface=SURFACES[row["surface"].upper()],
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("drawdown") / "library" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _point(cell: str) -> tuple[int, int]:
    """``"4600:59000"`` as distance in km and payload in kg."""
    distance_km, payload_kg = cell.split(":")
    return int(distance_km), int(payload_kg)


def _if_given(read: Callable[[str], T], cell: str) -> T | None:
    return read(cell) if cell else None


def _minutes(hours: str) -> int:
    return round(60 * float(hours))


def _cents(euro: str) -> int:
    return round(100 * float(euro))
