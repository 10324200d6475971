"""Finds and understands the tables of a withdrawal; collects every fault in them."""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drawdown.files.assembling import MAKERS, exclusion_of, legs_of
from drawdown.files.book import Book
from drawdown.files.cells import Table, folded
from drawdown.files.consistency import check_consistency
from drawdown.files.csv_file import read_csv
from drawdown.files.distances import fill_distances
from drawdown.files.faults import CellFault, Faults, FileFault, shown
from drawdown.files.filling import (
    Library,
    fill_carriers,
    fill_places,
    used_carriers,
)
from drawdown.files.folder import (
    file_bytes,
    files_in,
    guarded,
    one_file,
    tell_unknown_tables,
    unreadable,
)
from drawdown.files.nearest import Nearest
from drawdown.files.plan_tables import PLAN_TABLES
from drawdown.files.raw_table import RawTable
from drawdown.files.references import Index, check_keys, resolve
from drawdown.files.settings import Settings, read_settings
from drawdown.files.table_reading import Rows, absent, read_rows
from drawdown.files.text_cells import code_read
from drawdown.files.toml_file import read_toml
from drawdown.files.variant_rows import typed_variants
from drawdown.files.withdrawal_tables import PRICE_LIST, TABLES, WITHDRAWAL
from drawdown.files.workbook_file import is_workbook_name, read_workbook
from drawdown.model import Fault, Prices, Withdrawal

SETTINGS_FILE = "withdrawal.toml"


@dataclass(slots=True)
class Found:
    """What lies in the files: settings and tables; ``broken`` tables are there, but unreadable."""

    name: str
    file: str
    settings: Settings | None
    tables: dict[str, RawTable]
    broken: set[str]


def read_book(path: Path, library: Library, faults: Faults) -> tuple[str, Book | None]:
    """The name of a folder or workbook, and all rows in it; None where there are none to look at.

    Nothing is raised for what is wrong with the files.
    """
    try:
        found = find(path, TABLES, faults)
    except FileFault as fault:
        name = shown(path.name or str(path))
        faults.add(Fault(fault.code, name, "", fault.row, "", shown(str(path)), fault.facts))
        return name, None
    return found.name, understand(found, library, faults)


# --- finding --------------------------------------------------------------------------------------


def find(path: Path, tables: Iterable[Table], faults: Faults, plan: bool = False) -> Found:
    """The tables at a path, not yet understood."""
    kind = kind_of(path)
    if kind == "file" and path.name == SETTINGS_FILE:
        path, kind = path.parent, "folder"
    if kind == "folder":
        return find_in_folder(path, tables, faults, plan)
    if is_workbook_name(path.name):
        return find_in_workbook(path, tables, faults, plan)
    raise FileFault("path_kind")


def kind_of(path: Path) -> str:
    """Whether a path leads to a folder or a file."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        raise unreadable(error) from None
    if stat.S_ISDIR(mode):
        return "folder"
    if stat.S_ISREG(mode):
        return "file"
    raise FileFault("path_kind")


def find_in_folder(folder: Path, tables: Iterable[Table], faults: Faults, plan: bool) -> Found:
    """The tables that lie in a folder as CSV files, and the settings as TOML."""
    names = files_in(folder)
    found = Found(folder.resolve().name, SETTINGS_FILE, None, {}, set())
    if not plan:
        name = one_file(names, SETTINGS_FILE, WITHDRAWAL.name, faults)
        if name is None:
            faults.add(Fault("table_missing", SETTINGS_FILE, WITHDRAWAL.name))
        else:
            found.settings = guarded(
                lambda: read_toml(file_bytes(folder / name), name), WITHDRAWAL.name, name, faults
            )
    for table in tables:
        find_csv(folder, names, table, found, faults)
    known = {folded(f"{table.name}.csv") for table in (*TABLES, *PLAN_TABLES)}
    strangers = [n for key, ns in names.items() for n in ns if key.endswith(".csv")
                 and key not in known]  # fmt: skip
    tell_unknown_tables(strangers, sorted(f"{table.name}.csv" for table in tables), faults)
    return found


def find_csv(
    folder: Path, names: dict[str, list[str]], table: Table, found: Found, faults: Faults
) -> None:
    """One table of a folder."""
    before = len(names.get(folded(f"{table.name}.csv"), []))
    name = one_file(names, f"{table.name}.csv", table.name, faults)
    if name is None:
        if before:
            found.broken.add(table.name)
        return
    raw = guarded(
        lambda: read_csv(file_bytes(folder / name), table.name, name, table.names),
        table.name,
        name,
        faults,
    )
    if raw is None:
        found.broken.add(table.name)
    else:
        found.tables[table.name] = raw


def find_in_workbook(path: Path, tables: Iterable[Table], faults: Faults, plan: bool) -> Found:
    """The tables that stand as sheets in a workbook."""
    tables = list(tables)
    book = read_workbook(file_bytes(path), path.name, tables, settings=not plan)
    for fault in book.faults:
        faults.add(fault)
    known = {folded(table.name) for table in (*TABLES, *PLAN_TABLES)} | {"withdrawal", "outcome"}
    strangers = [name for name in book.strangers if folded(name) not in known]
    tell_unknown_tables(strangers, sorted(table.name for table in tables), faults)
    if not plan and book.settings is None and WITHDRAWAL.name not in book.broken:
        faults.add(Fault("table_missing", path.name, WITHDRAWAL.name))
    return Found(path.stem, path.name, book.settings, book.tables, book.broken)


# --- understanding --------------------------------------------------------------------------------


def understand(found: Found, library: Library, faults: Faults) -> Book | None:
    """Everything that the files say, with every fault told."""
    empty = Settings(found.file, ())
    quiet = Faults() if found.settings is None else faults
    general, prices = read_settings(found.settings or empty, quiet)
    tables = {table.name: rows_of_table(table, found, faults) for table in TABLES}
    book = Book(general, prices, tables, library)
    check_keys(tables.values(), faults)
    fill_places(tables["places"], library, faults)
    fill_carriers(tables["carriers"], library, faults)
    resolve(tables.values(), indices_of(book, found.broken), Nearest(), faults)
    fill_roles(book)
    fill_distances(tables["legs"], tables["places"], faults)
    check_consistency(book, faults)
    return book if found.settings is not None else None


def rows_of_table(table: Table, found: Found, faults: Faults) -> Rows:
    """The rows of one table, with a word on it where it is missing or has none."""
    raw = found.tables.get(table.name)
    if raw is None:
        if table.name not in found.broken:
            tell_missing(table, found, faults)
        return absent(table, found.file)
    rows = read_rows(table, raw, faults)
    if table.required and not rows.rows:
        faults.add(rows.fault("table_without_rows", None))
    return rows


def tell_missing(table: Table, found: Found, faults: Faults) -> None:
    """A fault for a table that must be there; a warning for one without which nothing moves."""
    file = found.file if is_workbook_name(found.file) else f"{table.name}.csv"
    if table.required:
        faults.add(Fault("table_missing", file, table.name))
    elif table.name in ("fleet", "legs"):
        faults.add(Fault("table_absent", file, table.name, warning=True))


def indices_of(book: Book, broken: set[str]) -> dict[str, Index]:
    """The keys that may be referred to; where not all could be read, any name is."""
    indices = {}
    for name in ("places", "lines", "gates", "fleet", "carriers"):
        rows = book[name]
        key = rows.table.key[0]
        keys = [row[key] for row in rows if row[key]]
        unread = len(keys) < len(rows) or (rows.table.required and not rows.given)
        keys += book.library.carriers if name == "carriers" else ()
        indices[name] = Index(keys, anything=name in broken or unread)
    return indices


def fill_roles(book: Book) -> None:
    """Roles are spelt everywhere as they are spelt first in the lines."""
    spelt: dict[str, str] = {}
    for table, name in (("lines", "role"), ("floors", "role"), ("places", "handler_role"),
                        ("gates", "handler_role")):  # fmt: skip
        for row in book[table]:
            if row[name]:
                row.values[name] = spelt.setdefault(folded(row[name]), row[name])


# --- assembling -----------------------------------------------------------------------------------


def assemble(name: str, book: Book) -> Withdrawal:
    """The withdrawal, from rows without a fault; ``name`` is that of its folder or workbook."""
    made: dict[str, tuple[Any, ...]] = {
        table: tuple(make(row) for row in book[table]) for table, make in MAKERS.items()
    }
    general = {column.field: book.settings[column.name] for column in WITHDRAWAL.columns} | {
        "name": book.settings["name"] or key_from(name),
        "end_utc": book.end_utc,
    }
    prices = {c.field: book.prices.rows[0][c.name] for c in PRICE_LIST.columns}
    segregation = book["segregation"]
    exclusions = tuple(exclusion_of(row) for row in segregation)
    return Withdrawal(
        **general,
        places=made["places"],
        lines=made["lines"],
        carriers=tuple(used_carriers(book["fleet"], list(made["carriers"]), book.library)),
        fleets=made["fleet"],
        legs=tuple(leg for row in book["legs"] for leg in legs_of(row)),
        floors=made["floors"],
        gates=made["gates"],
        milestones=made["milestones"],
        disposals=made["dispositions"],
        exclusions=exclusions if segregation.given else book.library.exclusions,
        prices=Prices(**prices),
        sources=made["sources"],
        translations=made["translations"],
        variants=tuple(typed.variant for typed in typed_variants(book["variants"])),
    )


def key_from(name: str) -> str:
    """The name of a folder as the name of what is in it."""
    try:
        return code_read(name.strip()) or WITHDRAWAL.name
    except CellFault:
        return WITHDRAWAL.name
