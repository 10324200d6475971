"""Reads the tables of a workbook: guarded, then parsed in a process that may die."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread, Timer

from drawdown.files.cells import Cell, Table, cell_text, folded
from drawdown.files.faults import FileFault, shown
from drawdown.files.raw_table import MOST_COLUMNS, MOST_ROWS, RawTable, is_blank
from drawdown.files.settings import Entry, Settings
from drawdown.files.withdrawal_tables import WITHDRAWAL
from drawdown.files.workbook_guard import OddCell, guard
from drawdown.model import Fault

SUFFIXES = (".xlsx", ".xlsm")
OTHER_SUFFIXES = (".xls", ".xlsb", ".ods")
CHILD = Path(__file__).with_name("workbook_child.py")
SECONDS = 60
MOST_OUTPUT = 600_000_000
Sheet = list[tuple[int, list[Cell]]]


@dataclass(slots=True)
class WorkbookRead:
    """What stands in a workbook; ``broken`` sheets are there, but cannot be used."""

    settings: Settings | None = None
    tables: dict[str, RawTable] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    strangers: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def is_workbook_name(name: str) -> bool:
    """Whether a file's name is that of a workbook, of whatever kind."""
    return name.lower().endswith(SUFFIXES + OTHER_SUFFIXES)


def read_workbook(data: bytes, file: str, tables: Iterable[Table], settings: bool) -> WorkbookRead:
    """The tables, and the settings if wanted, in the bytes of a workbook."""
    odd = guard(data)
    wanted = [table.name for table in tables] + ([WITHDRAWAL.name] if settings else [])
    names, sheets = parsed(data, wanted)
    read = WorkbookRead()
    by_table: dict[str, list[str]] = {}
    for name in names:
        by_table.setdefault(folded(name), []).append(name)
    read.strangers = [name for name in names if folded(name) not in wanted]
    for table in wanted:
        spelt = by_table.get(table, [])
        if len(spelt) > 1:
            facts = (("names", ", ".join(shown(name) for name in spelt)),)
            read.faults.append(Fault("table_twice", file, table, facts=facts))
            read.broken.add(table)
        elif spelt:
            add_sheet(read, table, sheets[spelt[0]], file)
    tell_odd_cells(read, odd, wanted, file)
    return read


def add_sheet(read: WorkbookRead, table: str, rows: Sheet, file: str) -> None:
    """Puts one sheet where it belongs."""
    if table == WITHDRAWAL.name:
        read.settings = Settings(file, tuple(entries_of(rows)))
        return
    try:
        read.tables[table] = raw_table(table, file, rows)
    except FileFault as fault:
        read.broken.add(table)
        read.faults.append(Fault(fault.code, file, table, fault.row, facts=fault.facts))


def raw_table(table: str, file: str, rows: Sheet) -> RawTable:
    """A sheet as a table: its first row that is not blank is the header."""
    if not rows:
        raise FileFault("header_missing")
    header_row, cells = rows[0]
    if len(cells) > MOST_COLUMNS:
        raise FileFault("too_many_columns", row=header_row, limit=MOST_COLUMNS)
    if len(rows) - 1 > MOST_ROWS:
        raise FileFault("too_many_rows", limit=MOST_ROWS)
    header = tuple(cell_text(cell) for cell in cells)
    return RawTable(table, file, header, header_row, rows[1:], trimmed=True)


def entries_of(rows: Sheet) -> Iterator[Entry]:
    """The settings of the sheet ``withdrawal``: key and value in the first two columns."""
    for number, cells in rows:
        key = cell_text(cells[0]) if cells else ""
        if key and not key.startswith("#") and (folded(key) != "key"):
            yield Entry(number, key, cells[1] if len(cells) > 1 else None)


def tell_odd_cells(
    read: WorkbookRead, odd: Iterable[OddCell], wanted: Iterable[str], file: str
) -> None:
    """Faults for cells that show an error or were never computed, in the tables that are read."""
    for cell in odd:
        table = folded(cell.sheet)
        if table in wanted:
            letters = cell.cell.rstrip("0123456789")
            row = int(cell.cell[len(letters) :])
            read.faults.append(Fault(cell.code, file, table, row, letters, cell.cell))


# --- the process that parses ----------------------------------------------------------------------


def parsed(data: bytes, wanted: Iterable[str]) -> tuple[list[str], dict[str, Sheet]]:
    """The names of all sheets, and the rows of the wanted ones, from the process that parses."""
    command = [sys.executable, "-P", "-X", "utf8", str(CHILD), json.dumps(list(wanted))]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    late = Timer(SECONDS, process.kill)
    feeder = Thread(target=feed, args=(process, data), daemon=True)
    late.start()
    feeder.start()
    try:
        result = sheets_from(process)
        process.wait()
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        result = None
    finally:
        late.cancel()
        process.kill()
        process.wait()
        feeder.join()
        complaint = process.stderr.read(500) if process.stderr else b""
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
    if result is None:
        raise FileFault(reason_of_death(process.returncode, complaint))
    return result


def reason_of_death(code: int, complaint: bytes) -> str:
    """The fault for a process that stopped early: it says what it did not understand, or died."""
    if code == 1 and complaint and b"MemoryError" not in complaint:
        return "workbook_broken"
    return "workbook_too_hard"


def feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    """Gives the workbook to the process; it may be dead by then."""
    assert process.stdin is not None
    try:
        process.stdin.write(data)
        process.stdin.close()
    except OSError:
        return


def sheets_from(process: subprocess.Popen[bytes]) -> tuple[list[str], dict[str, Sheet]] | None:
    """What the process says; None where it stopped before the end."""
    assert process.stdout is not None
    names: list[str] = []
    sheets: dict[str, Sheet] = {}
    rows: Sheet = []
    size = number = 0
    for position, line in enumerate(process.stdout):
        size += len(line)
        if size > MOST_OUTPUT:
            return None
        said = json.loads(line)
        if position == 0:
            names = said
        elif said is None:
            return names, sheets
        elif isinstance(said, dict):
            rows, number = [], 0
            sheets[said["sheet"]] = rows
        else:
            number += 1
            cells = [decoded(cell) if isinstance(cell, list) else cell for cell in said]
            if not is_blank(cells):
                rows.append((number, cells))
    return None


def decoded(pair: list[str | float]) -> Cell:
    """A date, instant or duration as the process writes it."""
    kind, value = pair
    if kind == "t":
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
    if kind == "d":
        return date.fromisoformat(str(value))
    return timedelta(minutes=float(value))
