"""What blanks mean that the library knows: carriers by name, airfields by their indicator."""

from dataclasses import dataclass
from typing import Any

from drawdown.files.cells import folded
from drawdown.files.faults import Faults
from drawdown.files.library import (
    Airfield,
    library_airfields,
    library_carriers,
    library_exclusions,
)
from drawdown.files.table_reading import FROM_LIBRARY, Rows
from drawdown.files.withdrawal_tables import CARRIERS
from drawdown.model import Carrier, Exclusion, Place

AIRFIELD_COLUMNS = ("lat_deg", "lon_deg", "runway_length_m", "runway_width_m")
NONE = "none"


@dataclass(frozen=True, slots=True)
class Library:
    """Carriers by name, airfields by indicator, and the table of classes kept apart."""

    carriers: dict[str, Carrier]
    airfields: dict[str, Airfield]
    exclusions: tuple[Exclusion, ...]

    def carrier(self, name: str) -> Carrier | None:
        """The carrier of this name; case and blanks do not count."""
        found = self.carriers.get(name)
        if found is None:
            wanted = folded(name)
            found = next((c for key, c in self.carriers.items() if folded(key) == wanted), None)
        return found


def built_in_library() -> Library:
    """The library that comes with the program."""
    return Library(library_carriers(), library_airfields(), library_exclusions())


# --- reading --------------------------------------------------------------------------------------


def fill_places(places: Rows, library: Library, faults: Faults) -> None:
    """Position and runway of a place whose indicator the library knows."""
    for row in places:
        airfield = library.airfields.get(row["icao"] or "")
        if row["icao"] and airfield is None:
            faults.add(places.warning("icao_unknown", row.number, "icao", row["icao"]))
        for name in AIRFIELD_COLUMNS:
            if row.values[name] is FROM_LIBRARY:
                row.values[name] = getattr(airfield, name, None)


def fill_carriers(carriers: Rows, library: Library, faults: Faults) -> None:
    """What a row of the table leaves blank, from the carrier of the same name.

    A carrier whose payload is given anew does not keep the library's payload by distance.
    """
    for row in carriers:
        known = library.carrier(row["carrier"] or "")
        new_payload = row.values["payload_kg"] is not FROM_LIBRARY
        for column in CARRIERS.columns:
            if row.values[column.name] is not FROM_LIBRARY:
                continue
            if known is None or (column.name == "payload_by_km" and new_payload):
                row.values[column.name] = column.default
                if column.required and row["carrier"] is not None:
                    faults.add(
                        carriers.fault("carrier_cell_missing", row.number, column.name,
                                       carrier=row["carrier"])
                    )  # fmt: skip
            else:
                row.values[column.name] = getattr(known, column.field)


# --- writing --------------------------------------------------------------------------------------


def place_cells(place: Place, cells: dict[str, Any], library: Library) -> dict[str, Any]:
    """Says ``none`` where the place has no number but the library would give one."""
    airfield = library.airfields.get(place.icao)
    for name in AIRFIELD_COLUMNS:
        if cells[name] == "" and getattr(airfield, name, None) is not None:
            cells[name] = NONE
    return cells


def carrier_cells(carrier: Carrier, cells: dict[str, Any], library: Library) -> dict[str, Any]:
    """Leaves blank what the library says too, and says ``none`` where only the library has it."""
    known = library.carrier(carrier.name)
    if known is None:
        return cells
    same_payload = (known.payload_kg, known.payload_by_km) == (
        carrier.payload_kg,
        carrier.payload_by_km,
    )
    for column in CARRIERS.columns:
        if not column.filled:
            continue
        is_payload = column.name in ("payload_kg", "payload_by_km")
        same = getattr(carrier, column.field) == getattr(known, column.field)
        if same_payload if is_payload else same:
            cells[column.name] = ""
        elif cells[column.name] == "" and not is_payload:
            cells[column.name] = NONE
    return cells


def used_carriers(fleets: Rows, carriers: list[Carrier], library: Library) -> list[Carrier]:
    """The carriers of the table, then those of the library that a fleet names besides."""
    names = {folded(carrier.name) for carrier in carriers}
    found = list(carriers)
    for row in fleets:
        name = row["carrier"]
        if name and folded(name) not in names:
            known = library.carrier(name)
            if known is not None:
                names.add(folded(name))
                found.append(known)
    return found
