"""Reads what stands beside the tables: name, dates, languages, marking and the price list."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from drawdown.files.cells import Cell, Column, Comma, Table, cell_text, plain
from drawdown.files.faults import CellFault, Faults, shown
from drawdown.files.number_cells import comma_in
from drawdown.files.table_reading import Row, Rows
from drawdown.files.withdrawal_tables import PRICE_LIST, WITHDRAWAL


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting as it lies in the file: its row or line, its key and its value."""

    row: int
    key: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a withdrawal, as they lie in the file."""

    file: str
    entries: tuple[Entry, ...]

    @property
    def comma(self) -> Comma:
        """What a comma in a price means."""
        prices = {plain(column.name) for column in PRICE_LIST.columns}
        cells = (entry.cell for entry in self.entries if plain(entry.key) in prices)
        return comma_in(part for cell in cells if isinstance(cell, str) for part in cell.split(";"))


def read_settings(settings: Settings, faults: Faults) -> tuple[Rows, Rows]:
    """The one row of ``withdrawal`` and the one row of prices."""
    general = Rows(WITHDRAWAL, settings.file, [])
    prices = Rows(PRICE_LIST, settings.file, [])
    found = {WITHDRAWAL.name: general_row(WITHDRAWAL), PRICE_LIST.name: general_row(PRICE_LIST)}
    seen: set[str] = set()
    for entry in settings.entries:
        if cell_text(entry.cell):
            read_entry(entry, settings, general, found, seen, faults)
    for column in WITHDRAWAL.columns:
        if column.required and column.name not in seen:
            faults.add(general.fault("setting_missing", None, column.name))
    general.rows.append(found[WITHDRAWAL.name])
    prices.rows.append(found[PRICE_LIST.name])
    return general, prices


def general_row(table: Table) -> Row:
    """The settings as they are where nothing is said; the row is that of the file's head."""
    return Row(1, {column.name: column.default for column in table.columns})


def read_entry(
    entry: Entry,
    settings: Settings,
    rows: Rows,
    found: dict[str, Row],
    seen: set[str],
    faults: Faults,
) -> None:
    """Reads one setting into its row."""
    table, column = column_of(entry.key)
    if table is None or column is None:
        tell_unknown(entry, rows, faults)
        return
    if column.name in seen:
        faults.add(rows.fault("setting_twice", entry.row, column.name))
        return
    seen.add(column.name)
    rows.lines[column.name] = entry.row
    row = found[table.name]
    try:
        row.values[column.name] = column.kind.read(entry.cell, settings)
    except CellFault as fault:
        row.values[column.name] = None
        row.faulty |= {column.name}
        code = fault.code
        facts: dict[str, Any] = dict(fault.facts)
        if column.unit and code in ("below_minimum", "above_maximum"):
            code, facts = f"{code}_unit", facts | {"unit": column.unit}
        faults.add(rows.fault(code, entry.row, column.name, entry.cell, **facts))


def column_of(key: str) -> tuple[Table | None, Column | None]:
    """The definition of a setting; prices may be written with their section's name before them."""
    wanted = plain(key).removeprefix("prices_")
    for table in (WITHDRAWAL, PRICE_LIST):
        for column in table.columns:
            if plain(column.name) == wanted:
                return table, column
    return None, None


def tell_unknown(entry: Entry, rows: Rows, faults: Faults) -> None:
    """Warns of a setting that means nothing, with the nearest that does."""
    names = [*WITHDRAWAL.names, *PRICE_LIST.names]
    near = get_close_matches(plain(entry.key)[:60], names, 1)
    key = shown(entry.key)
    if near:
        facts = {"nearest": near[0]}
        faults.add(rows.warning("setting_unknown_nearest", entry.row, key, key, **facts))
    else:
        faults.add(rows.warning("setting_unknown", entry.row, key, key))
