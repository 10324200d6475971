"""The cells of a withdrawal, changed one by one as a variant says.

The cells are those that would be written of the withdrawal as it was read. So a variant means the
same whether the withdrawal lies in a folder or a workbook, and however its cells were typed.
"""

from contextlib import suppress
from difflib import get_close_matches

from drawdown.files.assembling import Cells, cells_of, prices_of, rows_of, settings_of
from drawdown.files.cells import Cell, Column, Comma, Table, cell_text, folded, plain
from drawdown.files.faults import CellFault, Fact, shown
from drawdown.files.filling import Library
from drawdown.files.nearest import Nearest
from drawdown.files.raw_table import RawTable
from drawdown.files.settings import Entry, Settings
from drawdown.files.text_cells import SEPARATOR
from drawdown.files.withdrawal_tables import LEGS, PRICE_LIST, SEGREGATION, TABLES, WITHDRAWAL
from drawdown.model import Change, Withdrawal

ANY = "*"
ADD, REMOVE = {"add", "ajouter"}, {"remove", "retirer"}
FIRST_ROW = 2
SETTINGS = (WITHDRAWAL, PRICE_LIST)
UNCHANGED = ("variants",)
BY_NAME = {table.name: table for table in (*SETTINGS, *TABLES)}
Touched = tuple[str, int, str]


class ChangeFault(Exception):
    """A change that cannot be made: the fault's code, the column of ``variants``, its facts."""

    def __init__(self, code: str, column: str, value: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code, self.column, self.value, self.facts = code, column, value, facts


class KeyContext:
    """Around a part of a key there are no other numbers."""

    comma = Comma.UNKNOWN


class ChangingCells:
    """Tables and settings of a withdrawal as cells; rows are counted from ``FIRST_ROW``."""

    def __init__(self, withdrawal: Withdrawal, library: Library) -> None:
        rows = rows_of(withdrawal, library)
        rows["legs"] = [cells_of(LEGS, leg, "both_ways") | {"both_ways": ""}
                        for leg in withdrawal.legs]  # fmt: skip
        rows["segregation"] = [cells_of(SEGREGATION, pair) for pair in withdrawal.exclusions]
        self.tables: dict[str, dict[int, Cells]] = {
            name: dict(enumerate(cells, FIRST_ROW))
            for name, cells in rows.items()
            if name not in UNCHANGED
        }
        self.settings: Cells = {**settings_of(withdrawal), **prices_of(withdrawal)}

    def copy(self) -> "ChangingCells":
        """The same cells, to be changed apart; rows are copied when they are changed."""
        other = object.__new__(ChangingCells)
        other.tables = {name: dict(rows) for name, rows in self.tables.items()}
        other.settings = dict(self.settings)
        return other

    def raw_tables(self, files: dict[str, str]) -> dict[str, RawTable]:
        """The tables as they would lie in a file."""
        return {
            name: RawTable(
                name, files[name], BY_NAME[name].names, FIRST_ROW - 1,
                [(number, list(cells.values())) for number, cells in in_order(name, rows)],
                trimmed=True,
            )
            for name, rows in self.tables.items()
        }  # fmt: skip

    def raw_settings(self, file: str) -> Settings:
        """The settings as they would lie in a file."""
        entries = (Entry(n, key, cell) for n, (key, cell) in enumerate(self.settings.items(), 1))
        return Settings(file, tuple(entries))

    # --- changing ---------------------------------------------------------------------------------

    def change(self, change: Change, nearest: Nearest) -> list[Touched]:
        """Make a change; returns the table, row and column of each cell (``*``: the row).

        Raises ``ChangeFault``.
        """
        table = BY_NAME[change.table.value]
        if table in SETTINGS:
            return self.set_setting(change, table)
        if change.column == ANY:
            word = plain(change.value)
            if word in ADD:
                return self.add(change, table)
            if word in REMOVE:
                return self.remove(change, table, nearest)
            raise ChangeFault("variant_row_word", "value", change.value)
        column = known_column(change, table)
        rows, touched = self.tables[table.name], []
        for number in self.rows_meant(change, table, nearest):
            rows[number] = rows[number] | {column: change.value}
            touched.append((table.name, number, column))
        return touched

    def set_setting(self, change: Change, table: Table) -> list[Touched]:
        """Set one of the settings or prices."""
        if change.key:
            raise ChangeFault("variant_key_of_setting", "key", change.key, target=table.name)
        column = known_column(change, table)
        self.settings[column] = change.value
        return [(table.name, list(self.settings).index(column) + 1, column)]

    def add(self, change: Change, table: Table) -> list[Touched]:
        """A row more: its key is filled in, all else is blank."""
        parts = key_parts(change, table)
        if ANY in parts:
            raise ChangeFault("variant_add_any", "key", change.key)
        rows = self.tables[table.name]
        parts += [""] * (len(table.key) - len(parts))
        if matching(table, rows, parts):
            raise ChangeFault("variant_row_there", "key", change.key, target=table.name)
        number = max(rows, default=FIRST_ROW - 1) + 1
        cells: Cells = dict.fromkeys(table.names, "")
        rows[number] = cells | dict(zip(table.key, parts, strict=True))
        return [(table.name, number, ANY)]

    def remove(self, change: Change, table: Table, nearest: Nearest) -> list[Touched]:
        """A row, or several, less."""
        numbers = self.rows_meant(change, table, nearest)
        for number in numbers:
            del self.tables[table.name][number]
        return [(table.name, number, ANY) for number in numbers]

    def rows_meant(self, change: Change, table: Table, nearest: Nearest) -> list[int]:
        """The rows that a key names: one, or with ``*`` in it any number of them."""
        parts, rows = key_parts(change, table), self.tables[table.name]
        numbers = matching(table, rows, parts)
        facts: dict[str, Fact] = {"target": table.name, "columns": listed_columns(table)}
        if not numbers:
            near = nearest.name(change.key, (key_text(table, cells) for cells in rows.values()))
            code = "variant_row_unknown_nearest" if near else "variant_row_unknown"
            if near:
                facts["nearest"] = shown(near)
            raise ChangeFault(code, "key", change.key, **facts)
        if len(numbers) > 1 and ANY not in parts:
            raise ChangeFault("variant_rows_several", "key", change.key, rows=len(numbers), **facts)
        return numbers


# --- keys and columns -----------------------------------------------------------------------------


def known_column(change: Change, table: Table) -> str:
    """The column as it is spelt in its table; ``ChangeFault`` where there is none of the name."""
    names = {plain(name): name for name in table.names}
    wanted = plain(change.column)
    if wanted in names:
        return names[wanted]
    near = get_close_matches(wanted[:60], names, 1)
    if near:
        facts = {"target": table.name, "nearest": names[near[0]]}
        raise ChangeFault("variant_column_unknown_nearest", "column", change.column, **facts)
    raise ChangeFault("variant_column_unknown", "column", change.column, target=table.name)


def key_parts(change: Change, table: Table) -> list[str]:
    """What a key says for the first, second … column that tells the table's rows apart."""
    parts = [part.strip() for part in change.key.split(SEPARATOR)]
    if len(parts) > len(table.key) or not any(parts):
        columns = listed_columns(table)
        raise ChangeFault("variant_key", "key", change.key, target=table.name, columns=columns)
    return parts


def listed_columns(table: Table) -> str:
    """The columns of a key as a key is written: ``origin; destination; mode``."""
    return f"{SEPARATOR} ".join(table.key)


def key_text(table: Table, cells: Cells) -> str:
    """The key of a row as one writes it, without blank parts at its end."""
    parts = [cell_text(cells[name]) for name in table.key]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return f"{SEPARATOR} ".join(parts)


def matching(table: Table, rows: dict[int, Cells], parts: list[str]) -> list[int]:
    """The rows with these parts of a key; parts that are not given are not looked at."""
    named = zip(table.key, parts, strict=False)
    wanted = [(name, same(table.column(name), part)) for name, part in named if part != ANY]
    return [
        number
        for number, cells in rows.items()
        if all(same(table.column(name), cells[name]) == part for name, part in wanted)
    ]


def same(column: Column, cell: Cell) -> str:
    """A cell as it is compared: ``1 JUL 2024`` and ``2024-07-01`` are the same date."""
    text = cell_text(cell)
    if text:
        with suppress(CellFault):
            text = cell_text(column.kind.write(column.kind.read(text, KeyContext())))
    return folded(text)


def in_order(name: str, rows: dict[int, Cells]) -> list[tuple[int, Cells]]:
    """The rows by number, the cells of each in the order of the table's columns."""
    names = BY_NAME[name].names
    return [(number, {key: rows[number][key] for key in names}) for number in sorted(rows)]
