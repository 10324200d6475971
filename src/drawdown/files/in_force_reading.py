"""Reads what holds when a plan in force is planned anew: its pins, and the instant of now."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from drawdown.files.cells import Column, Table
from drawdown.files.csv_file import read_csv
from drawdown.files.faults import CellFault, Faults, FileFault, shown
from drawdown.files.folder import file_bytes
from drawdown.files.nearest import Nearest
from drawdown.files.raw_table import RawTable
from drawdown.files.references import Index, check_keys, resolve
from drawdown.files.table_reading import read_rows
from drawdown.files.text_cells import Choice, Reference
from drawdown.files.time_cells import moment
from drawdown.files.withdrawal_reading import find
from drawdown.files.workbook_file import is_workbook_name
from drawdown.model import Fault, Hold, Pin, Plan

PINS = Table(
    "pins",
    (
        Column("lift", Reference("lifts"), required=True),
        Column("hold", Choice(tuple(Hold)), default=Hold.ALL),
    ),
    key=("lift",),
)


@dataclass(frozen=True, slots=True)
class PinReading:
    """Pins, and everything that is wrong with their file; None where a fault stops the import."""

    pins: tuple[Pin, ...] | None
    faults: tuple[Fault, ...]


def read_pins(path: str | os.PathLike[str], plan: Plan) -> PinReading:
    """The pins in a CSV file of any name, or in a sheet ``pins``, for lifts of a plan."""
    faults = Faults()
    try:
        raw = _raw_pins(Path(path), faults)
    except FileFault as fault:
        name = shown(Path(path).name or str(path))
        faults.add(Fault(fault.code, name, "", fault.row, "", shown(str(path)), fault.facts))
        return PinReading(None, faults.all())
    if raw is None:
        faults.add(Fault("pins_missing", shown(Path(path).name), PINS.name))
        return PinReading(None, faults.all())
    rows = read_rows(PINS, raw, faults)
    check_keys([rows], faults)
    resolve([rows], {"lifts": Index(lift.name for lift in plan.lifts)}, Nearest(), faults)
    if faults.stopping:
        return PinReading(None, faults.all())
    return PinReading(tuple(Pin(row["lift"], row["hold"]) for row in rows), faults.all())


def _raw_pins(path: Path, faults: Faults) -> RawTable | None:
    if path.is_dir() or is_workbook_name(path.name):
        return find(path, (PINS,), faults, plan=True).tables.get(PINS.name)
    return read_csv(file_bytes(path), PINS.name, shown(path.name), PINS.names)


def instant_of(text: str) -> datetime | None:
    """An instant as the tables have it; a date is the midnight that begins it. None if neither."""
    try:
        return moment(text)[0]
    except CellFault:
        return None
