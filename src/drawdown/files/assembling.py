"""Makes the model from rows that were read, and cells from the model: the two ways of one road."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from drawdown.files.cells import Table
from drawdown.files.filling import Library, carrier_cells, place_cells
from drawdown.files.number_cells import decimal_text
from drawdown.files.table_reading import Row
from drawdown.files.text_cells import WayBack
from drawdown.files.withdrawal_tables import (
    CARRIERS,
    DISPOSITIONS,
    FLEET,
    FLOORS,
    GATES,
    LEGS,
    LINES,
    MILESTONES,
    PLACES,
    PRICE_LIST,
    SEGREGATION,
    SOURCES,
    TRANSLATIONS,
    VARIANTS,
    WITHDRAWAL,
)
from drawdown.model import (
    Basis,
    Carrier,
    DisposalOption,
    Exclusion,
    Fleet,
    Floor,
    Gate,
    Leg,
    Line,
    Milestone,
    OpeningHours,
    Place,
    PlaceKind,
    Source,
    Translation,
    Variant,
    Withdrawal,
)

Cells = dict[str, str | int | float]
DAY = timedelta(days=1)


# --- rows to model --------------------------------------------------------------------------------


def fields(table: Table, row: Row, *without: str) -> dict[str, Any]:
    """The values of a row by the names of the model's fields."""
    return {c.field: row.values[c.name] for c in table.columns if c.name not in without}


def place_of(row: Row) -> Place:
    """The place of a row; hours stand in three columns."""
    values = fields(PLACES, row, "open_from", "open_until", "open_zone")
    if row["open_from"] is not None and row["open_until"] is not None:
        values["hours"] = OpeningHours(row["open_from"], row["open_until"], row["open_zone"])
    if row["in_country"] is None:
        values["in_country"] = row["kind"] is not PlaceKind.HOME
    return Place(**values)


def legs_of(row: Row) -> Iterator[Leg]:
    """The leg of a row, and its way back where it is meant for both ways."""
    leg = Leg(**fields(LEGS, row, "both_ways"))
    yield leg
    if row["both_ways"] is WayBack.YES:
        yield turned(leg)
    elif row["both_ways"] is WayBack.EMPTY:
        yield replace(turned(leg), empty_only=True)


def turned(leg: Leg) -> Leg:
    """The same run the other way."""
    return replace(leg, origin=leg.destination, destination=leg.origin)


def milestone_of(row: Row) -> Milestone:
    """The milestone of a row; tonnes become kg."""
    values = fields(MILESTONES, row)
    if row["amount"] is not None:
        values["amount"] = int(row["amount"] * kg_per_unit(row["basis"]))
    return Milestone(**values)


def kg_per_unit(basis: Basis) -> int:
    """What one of the file is in the model: tonnes are kg there, all else is as it is."""
    return 1_000 if basis is Basis.TONNES else 1


def exclusion_of(row: Row) -> Exclusion:
    """The pair of classes of a row."""
    return Exclusion(**fields(SEGREGATION, row))


def first_midnight_from(instant: datetime) -> datetime:
    """The midnight at or after an instant."""
    midnight = instant.replace(hour=0, minute=0)
    return midnight if midnight == instant else midnight + DAY


MAKERS: dict[str, Callable[[Row], Any]] = {
    "places": place_of,
    "lines": lambda row: Line(**fields(LINES, row)),
    "carriers": lambda row: Carrier(**fields(CARRIERS, row)),
    "fleet": lambda row: Fleet(**fields(FLEET, row)),
    "floors": lambda row: Floor(**fields(FLOORS, row)),
    "gates": lambda row: Gate(**fields(GATES, row)),
    "milestones": milestone_of,
    "dispositions": lambda row: DisposalOption(**fields(DISPOSITIONS, row)),
    "segregation": exclusion_of,
    "sources": lambda row: Source(**fields(SOURCES, row)),
    "translations": lambda row: Translation(**fields(TRANSLATIONS, row)),
}


# --- model to cells -------------------------------------------------------------------------------


def cells_of(table: Table, thing: Any, *without: str) -> Cells:
    """The cells of a thing; nothing is a blank."""
    cells: Cells = {}
    for column in table.columns:
        if column.name in without:
            continue
        value = getattr(thing, column.field)
        nothing = value is None or (not column.default and value == column.default)
        cells[column.name] = "" if nothing else column.kind.write(value)
    return cells


def carrier_figures(carrier: Carrier) -> dict[str, str]:
    """What the table of carriers says of a carrier, column by column, as it is typed there."""
    cells = cells_of(CARRIERS, carrier)
    return {
        name: cell if isinstance(cell, str) else decimal_text(cell) for name, cell in cells.items()
    }


def place_row(place: Place, library: Library) -> Cells:
    """The cells of a place."""
    cells = cells_of(PLACES, place, "open_from", "open_until", "open_zone")
    hours = place.hours
    for name in ("open_from", "open_until"):
        minute = None if hours is None else getattr(hours, name.replace("open_", "") + "_min")
        cells[name] = "" if minute is None else PLACES.column(name).kind.write(minute)
    cells["open_zone"] = hours.zone if hours and hours.zone != "UTC" else ""
    cells["in_country"] = "yes" if place.in_country else "no"
    return place_cells(place, cells, library)


def leg_rows(legs: Iterable[Leg]) -> Iterator[Cells]:
    """The cells of the legs; a leg and a way back right after it that is like it share a row."""
    waiting: Leg | None = None
    for leg in legs:
        if waiting is not None:
            way_back = way_back_by(leg, waiting)
            yield leg_row(waiting, way_back)
            if way_back is not WayBack.NO:
                waiting = None
                continue
        waiting = leg
    if waiting is not None:
        yield leg_row(waiting, WayBack.NO)


def leg_row(leg: Leg, way_back: WayBack) -> Cells:
    """The cells of a leg, and of its way back if it has one in its row."""
    both_ways = "" if way_back is WayBack.NO else way_back.value
    return cells_of(LEGS, leg, "both_ways") | {"both_ways": both_ways}


def way_back_by(other: Leg, leg: Leg) -> WayBack:
    """Whether the other leg is the same run the other way, for all runs or for empty runs only."""
    back = turned(leg)
    if other == back:
        return WayBack.YES
    return WayBack.EMPTY if other == replace(back, empty_only=True) else WayBack.NO


def milestone_row(milestone: Milestone) -> Cells:
    """The cells of a milestone; kg become tonnes."""
    cells = cells_of(MILESTONES, milestone, "amount", "agreed")
    amount = milestone.amount
    cells["amount"] = (
        ""
        if amount is None
        else MILESTONES.column("amount").kind.write(Fraction(amount, kg_per_unit(milestone.basis)))
    )
    cells["agreed"] = "yes" if milestone.agreed else "no"
    return cells


def rows_of(withdrawal: Withdrawal, library: Library) -> dict[str, list[Cells]]:
    """The cells of every table; ``segregation`` only where it differs from the library's."""
    tables: dict[str, list[Cells]] = {
        "places": [place_row(place, library) for place in withdrawal.places],
        "lines": [cells_of(LINES, line) for line in withdrawal.lines],
        "carriers": [
            carrier_cells(carrier, cells_of(CARRIERS, carrier), library)
            for carrier in withdrawal.carriers
        ],
        "fleet": [cells_of(FLEET, fleet) for fleet in withdrawal.fleets],
        "legs": list(leg_rows(withdrawal.legs)),
        "floors": [cells_of(FLOORS, floor) for floor in withdrawal.floors],
        "gates": [cells_of(GATES, gate) for gate in withdrawal.gates],
        "milestones": [milestone_row(milestone) for milestone in withdrawal.milestones],
        "dispositions": [cells_of(DISPOSITIONS, option) for option in withdrawal.disposals],
        "sources": [cells_of(SOURCES, source) for source in withdrawal.sources],
    }
    if withdrawal.translations:
        tables["translations"] = [cells_of(TRANSLATIONS, each) for each in withdrawal.translations]
    if withdrawal.variants:
        tables["variants"] = variant_rows(withdrawal.variants)
    if withdrawal.exclusions != library.exclusions:
        tables["segregation"] = [cells_of(SEGREGATION, pair) for pair in withdrawal.exclusions]
    return tables


def variant_rows(variants: Iterable[Variant]) -> list[Cells]:
    """The rows of all variants; the title stands in the first row of each."""
    return [
        {
            "variant": variant.name,
            "title": "" if number else variant.title,
            **cells_of(VARIANTS, change, "variant", "title"),
        }
        for variant in variants
        for number, change in enumerate(variant.changes)
    ]


def settings_of(withdrawal: Withdrawal) -> Cells:
    """What stands beside the tables: name, dates, languages, marking."""
    return cells_of(WITHDRAWAL, withdrawal)


def prices_of(withdrawal: Withdrawal) -> Cells:
    """The price list."""
    return cells_of(PRICE_LIST, withdrawal.prices)
