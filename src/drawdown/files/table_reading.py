"""Understands the cells of a table by its definition, and collects every fault in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from drawdown.files.cells import Cell, Column, Comma, Table, cell_text, column_letters, plain
from drawdown.files.faults import CellFault, Faults, shown
from drawdown.files.number_cells import Amount, Money, Real, Whole, comma_in
from drawdown.files.raw_table import RawTable
from drawdown.files.time_cells import Duration
from drawdown.model import Fault

NONE_WORDS = {"none", "aucun", "aucune"}
NUMBER_KINDS = (Whole, Real, Money, Amount, Duration)


class FromLibrary:
    """Stands for a blank cell that the library may fill."""

    def __repr__(self) -> str:
        return "FROM_LIBRARY"


FROM_LIBRARY = FromLibrary()


@dataclass(slots=True)
class Row:
    """What a row says: values by column, in the units of the model.

    A cell with a fault has the value None, and its column is in ``faulty``.
    """

    number: int
    values: dict[str, Any]
    faulty: frozenset[str] = frozenset()

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def has(self, *columns: str) -> bool:
        """Whether all these columns have a value."""
        return all(self.values[column] is not None for column in columns)


@dataclass(slots=True)
class Rows:
    """A table that was read: where it came from, and its rows."""

    table: Table
    file: str
    rows: list[Row]
    given: bool = True
    header_row: int = 1
    lines: dict[str, int] = field(default_factory=dict)
    """Where each setting stands, for tables that are keys and values."""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def fault(
        self, code: str, row: int | None, column: str = "", value: Any = "", **facts: Any
    ) -> Fault:
        """A fault at a cell of this table."""
        text = value if isinstance(value, str) else cell_text(value)
        return Fault(
            code, self.file, self.table.name, row, column, shown(text), tuple(facts.items())
        )

    def warning(
        self, code: str, row: int | None, column: str = "", value: Any = "", **facts: Any
    ) -> Fault:
        """A fault that does not stop the import."""
        text = value if isinstance(value, str) else cell_text(value)
        return Fault(
            code,
            self.file,
            self.table.name,
            row,
            column,
            shown(text),
            tuple(facts.items()),
            warning=True,
        )


class Header:
    """Which column of the file holds which column of the definition."""

    def __init__(self, table: Table, raw: RawTable) -> None:
        self.raw = raw
        known = {plain(name): name for name in table.names}
        self.index: dict[str, int] = {}
        self.twice: list[str] = []
        self.unknown: list[str] = []
        self.nameless: list[int] = []
        for index, text in enumerate(raw.header):
            name = known.get(plain(text))
            if not text:
                self.nameless.append(index)
            elif name is None:
                self.unknown.append(text)
            elif name in self.index:
                self.twice.append(name)
            else:
                self.index[name] = index


class TableContext:
    """What the kinds of cells ask about the table around them."""

    def __init__(self, table: Table, raw: RawTable, header: Header) -> None:
        self._table, self._raw, self._header = table, raw, header

    @cached_property
    def comma(self) -> Comma:
        """What a comma in a number means here: the cells decide, then the file."""
        said = comma_in(self._number_texts())
        return self._raw.comma if said is Comma.UNKNOWN else said

    def _number_texts(self) -> Iterator[str]:
        indices = [
            self._header.index[column.name]
            for column in self._table.columns
            if isinstance(column.kind, NUMBER_KINDS) and column.name in self._header.index
        ]
        for _, cells in self._raw.rows:
            for index in indices:
                if index < len(cells):
                    cell = cells[index]
                    if isinstance(cell, str):
                        yield cell


def absent(table: Table, file: str) -> Rows:
    """A table that is not there."""
    return Rows(table, file, [], given=False)


def read_rows(table: Table, raw: RawTable, faults: Faults) -> Rows:
    """The rows of a table; what is wrong with header and cells goes to ``faults``."""
    rows = Rows(table, raw.file, [], header_row=raw.header_row)
    header = Header(table, raw)
    check_header(rows, header, faults)
    reader = RowReader(table, TableContext(table, raw, header), header, rows, faults)
    for number, cells in raw.rows:
        rows.rows.append(reader.row(number, cells))
    reader.tell_short_rows()
    for code, row, facts in raw.notes:
        known: dict[str, Any] = dict(facts)
        faults.add(rows.warning(code, row, **known))
    return rows


def check_header(rows: Rows, header: Header, faults: Faults) -> None:
    """Missing, doubled and unknown columns."""
    at = header.raw.header_row
    for column in rows.table.columns:
        if column.required and not column.filled and column.name not in header.index:
            faults.add(rows.fault("column_missing", at, column.name))
    for name in header.twice:
        faults.add(rows.fault("column_twice", at, name))
    for text in header.unknown:
        near = get_close_matches(plain(text)[:60], rows.table.names, 1)
        if near:
            faults.add(
                rows.warning("column_unknown_nearest", at, shown(text), text, nearest=near[0])
            )
        else:
            faults.add(rows.warning("column_unknown", at, shown(text), text))
    for index in header.nameless:
        tell_nameless(rows, header.raw, index, faults)


def tell_nameless(rows: Rows, raw: RawTable, index: int, faults: Faults) -> None:
    """Warns of the first value under a header without a name."""
    for number, cells in raw.rows:
        text = cell_text(cells[index]) if index < len(cells) else ""
        if text:
            faults.add(rows.warning("column_nameless", number, column_letters(index + 1), text))
            return


class RowReader:
    """Reads row after row; equal texts in a column are understood once."""

    def __init__(
        self, table: Table, context: TableContext, header: Header, rows: Rows, faults: Faults
    ) -> None:
        self.context, self.rows, self.faults = context, rows, faults
        self.width = len(header.raw.header)
        self.blank: dict[str, Any] = {c.name: blank_value(c) for c in table.columns}
        self.missing = frozenset(c.name for c in table.columns if c.required and not c.filled)
        self.columns: list[tuple[int, Column, dict[Cell, Any]]] = [
            (header.index[column.name], column, {})
            for column in table.columns
            if column.name in header.index
        ]
        self.trimmed = header.raw.trimmed
        self.short: list[tuple[int, int]] = []

    def row(self, number: int, cells: list[Cell]) -> Row:
        """One row, its blanks filled with what a blank means."""
        if len(cells) != self.width:
            self.check_width(number, cells)
        values = self.blank.copy()
        faulty: list[str] = []
        for index, column, known in self.columns:
            cell = cells[index] if index < len(cells) else None
            if cell is None or cell == "":
                if column.name in self.missing:
                    self.faults.add(self.rows.fault("cell_missing", number, column.name))
                    faulty.append(column.name)
                continue
            repeats = type(cell) is str or type(cell) is float
            read = known.get(cell) if repeats else None
            if read is None:
                read = self.understood(column, cell)
                if repeats:
                    known[cell] = read
            value, fault = read
            if fault is not None:
                self.add(fault, number, column, cell)
                faulty.append(column.name)
                value = None
            values[column.name] = value
        return Row(number, values, frozenset(faulty) if faulty else frozenset())

    def understood(self, column: Column, cell: Cell) -> tuple[Any, CellFault | None]:
        """The value of a cell, or what is wrong with it."""
        text = cell_text(cell)
        if not text:
            wanted = column.name in self.missing
            return self.blank[column.name], CellFault("cell_missing") if wanted else None
        if column.filled and plain(text) in NONE_WORDS:
            return column.default, None
        try:
            return column.kind.read(cell if not isinstance(cell, str) else text, self.context), None
        except CellFault as fault:
            return None, fault.with_traceback(None)

    def add(self, fault: CellFault, number: int, column: Column, cell: Cell) -> None:
        facts: dict[str, Any] = dict(fault.facts)
        if column.unit and fault.code in ("below_minimum", "above_maximum"):
            facts = {"unit": column.unit} | facts
            self.faults.add(
                self.rows.fault(f"{fault.code}_unit", number, column.name, cell, **facts)
            )
            return
        self.faults.add(self.rows.fault(fault.code, number, column.name, cell, **facts))

    def check_width(self, number: int, cells: list[Cell]) -> None:
        """A row wider than the header is a fault if the rest is not blank; a short one is told."""
        if len(cells) < self.width:
            self.short += [(number, len(cells))] if not self.trimmed else []
        elif any(cell_text(cell) for cell in cells[self.width :]):
            self.faults.add(
                self.rows.fault("row_too_wide", number, cells=len(cells), limit=self.width)
            )

    def tell_short_rows(self) -> None:
        """One warning for all rows with fewer cells than the header."""
        if self.short:
            number, cells = self.short[0]
            self.faults.add(
                self.rows.warning(
                    "rows_short", number, cells=cells, width=self.width, n=len(self.short)
                )
            )


def blank_value(column: Column) -> Any:
    """What a blank cell of a column stands for."""
    return FROM_LIBRARY if column.filled else column.default
