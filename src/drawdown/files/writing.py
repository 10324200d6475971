"""Writes withdrawals and plans, as folders or as workbooks."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from drawdown.files.assembling import Cells, cells_of, prices_of, rows_of, settings_of
from drawdown.files.cells import Table, folded
from drawdown.files.csv_file import csv_bytes, escaped
from drawdown.files.filling import Library, built_in_library
from drawdown.files.folder import file_bytes
from drawdown.files.number_cells import MoneyList, decimal_text
from drawdown.files.plan_tables import DISPOSALS_DONE, LEFT, LIFTS, LOADS, TOLD
from drawdown.files.safe_writing import WriteRefused, write_file, write_files
from drawdown.files.text_cells import Texts
from drawdown.files.toml_file import toml_text
from drawdown.files.withdrawal_tables import PRICE_LIST, TABLES, WITHDRAWAL
from drawdown.files.workbook_guard import sheets_in
from drawdown.files.workbook_writing import KeyValues, Sheet, workbook_bytes
from drawdown.model import Fault, Lift, Plan, Withdrawal
from drawdown.words import Language

WORKBOOK = ".xlsx"
OUTCOME = "outcome"
OUTCOME_FILE = "outcome.json"
SETTINGS_FILE = "withdrawal.toml"


def write(
    withdrawal: Withdrawal, path: str | os.PathLike[str], library: Library | None = None
) -> None:
    """Writes a withdrawal as a workbook (``.xlsx``) or as a folder.

    Reading it gives the same withdrawal. Other files in the folder stay as they are.
    """
    write_commented(withdrawal, Path(path), "", library or built_in_library())


def write_commented(withdrawal: Withdrawal, path: Path, comments: str, library: Library) -> None:
    """As ``write``; ``comments`` stand at the head of ``withdrawal.toml``."""
    rows = rows_of(withdrawal, library)
    if is_workbook(path):
        refuse_workbook(path, LIFTS.name, "plan_in_the_way")
        write_file(path, withdrawal_workbook(withdrawal, rows))
        return
    refuse_folder(path, f"{LIFTS.name}.csv", "plan_in_the_way")
    files = {
        f"{table.name}.csv": table_bytes(table, rows[table.name])
        for table in TABLES
        if table.name in rows
    }
    settings, prices = toml_values(withdrawal)
    files[SETTINGS_FILE] = toml_text(settings, prices, comments).encode("utf-8")
    write_files(path, files, without={f"{table.name}.csv" for table in TABLES} - set(files))


def write_plan(
    path: str | os.PathLike[str],
    withdrawal: Withdrawal,
    plan: Plan,
    outcome_json: Mapping[str, Any] | None = None,
    language: str = "",
) -> None:
    """Writes a plan as a workbook (``.xlsx``) or as a folder, with its outcome where given.

    What a lift carries is told in the language, by default in the first of the withdrawal.

    Raises ``WriteRefused`` where a withdrawal lies at the path: both have a table
    ``dispositions``.
    """
    path = Path(path)
    words = Language(language) if language else language_of(withdrawal)
    sheets = [
        Sheet(LIFTS, list(lift_rows(withdrawal, plan, words)), true_times=True),
        Sheet(LOADS, [cells for lift in plan.lifts for cells in load_rows(lift)]),
        Sheet(
            DISPOSALS_DONE,
            [cells_of(DISPOSALS_DONE, disposal) for disposal in plan.disposals],
            true_times=True,
        ),
    ]
    if plan.left is not None:
        sheets.append(Sheet(LEFT, [cells_of(LEFT, left) for left in plan.left]))
    if is_workbook(path):
        refuse_workbook(path, WITHDRAWAL.name, "withdrawal_in_the_way")
        pages: list[Sheet | KeyValues] = list(sheets)
        pages += [KeyValues(OUTCOME, outcome_json)] if outcome_json is not None else []
        write_file(path, workbook_bytes(pages, words, withdrawal.start_utc))
        return
    refuse_folder(path, SETTINGS_FILE, "withdrawal_in_the_way")
    files = {f"{sheet.table.name}.csv": table_bytes(sheet.table, sheet.rows) for sheet in sheets}
    if outcome_json is not None:
        text = json.dumps(outcome_json, ensure_ascii=False, indent=2, default=json_value)
        files[OUTCOME_FILE] = (text + "\n").encode("utf-8")
    write_files(path, files, without={f"{LEFT.name}.csv", OUTCOME_FILE} - set(files))


def lift_rows(withdrawal: Withdrawal, plan: Plan, words: Language) -> Iterator[Cells]:
    """The cells of the lifts, with what each carries told again for those who load it."""
    lines = {line.name: line for line in withdrawal.lines}
    carriers = {carrier.name: carrier for carrier in withdrawal.carriers}
    carrier_of = {fleet.name: carriers[fleet.carrier] for fleet in withdrawal.fleets}
    for lift in plan.lifts:
        loads = [(lines[load.line], load.count) for load in lift.loads]
        mode = carrier_of[lift.fleet].mode
        taken = sum(n * line.positions(mode) for line, n in loads if not line.is_people)
        yield cells_of(LIFTS, lift, *TOLD) | {
            "carries": words.cargo(lift, withdrawal),
            "mass_kg": sum(n * line.unit_mass_kg for line, n in loads),
            "seats": sum(n for line, n in loads if line.is_people),
            "positions": round(taken, 3),
        }


def load_rows(lift: Lift) -> list[Cells]:
    """The cells of the loads of a lift."""
    return [{"lift": lift.name, "line": load.line, "count": load.count} for load in lift.loads]


def json_value(value: object) -> str:
    """An instant in JSON."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%MZ")
    raise TypeError(f"{type(value).__name__} has no place in {OUTCOME_FILE}")


def is_workbook(path: Path) -> bool:
    """Whether a path asks for a workbook."""
    return path.suffix.lower() == WORKBOOK


def table_bytes(table: Table, rows: Sequence[Mapping[str, str | int | float]]) -> bytes:
    """A table as a CSV file."""
    return csv_bytes(table.names, ([csv_cell(row[name]) for name in table.names] for row in rows))


def csv_cell(cell: str | int | float) -> str:
    """A cell as it stands in a CSV file."""
    return escaped(cell) if isinstance(cell, str) else decimal_text(cell)


def toml_values(withdrawal: Withdrawal) -> tuple[dict[str, Any], dict[str, Any]]:
    """Settings and prices with lists as lists."""
    settings: dict[str, Any] = dict(settings_of(withdrawal))
    prices: dict[str, Any] = dict(prices_of(withdrawal))
    for column in WITHDRAWAL.columns:
        if isinstance(column.kind, Texts):
            settings[column.name] = list(getattr(withdrawal, column.field))
    for column in PRICE_LIST.columns:
        if isinstance(column.kind, MoneyList):
            cents = getattr(withdrawal.prices, column.field)
            prices[column.name] = [c // 100 if c % 100 == 0 else c / 100 for c in cents]
    return settings, prices


def withdrawal_workbook(withdrawal: Withdrawal, rows: Mapping[str, list[Cells]]) -> bytes:
    """The workbook of a withdrawal."""
    columns = {c.name: (table, c) for table in (WITHDRAWAL, PRICE_LIST) for c in table.columns}
    values = {**settings_of(withdrawal), **prices_of(withdrawal)}
    sheets: list[Sheet | KeyValues] = [
        KeyValues(WITHDRAWAL.name, values, columns),
        *(Sheet(table, rows[table.name]) for table in TABLES if table.name in rows),
    ]
    return workbook_bytes(sheets, language_of(withdrawal), withdrawal.start_utc)


def language_of(withdrawal: Withdrawal) -> Language:
    """The language of the notes in a workbook: the first of the withdrawal."""
    return Language(withdrawal.languages[0] if withdrawal.languages else "en")


def refuse_folder(folder: Path, name: str, code: str) -> None:
    """Refuses to write into a folder that holds a file of the other sort."""
    if folder.is_dir() and any(folded(n) == name for n in os.listdir(folder)):
        raise WriteRefused(Fault(code, folder.name, value=str(folder)))


def refuse_workbook(path: Path, sheet: str, code: str) -> None:
    """Refuses to write over a workbook that holds a sheet of the other sort."""
    if path.is_file() and sheet in {folded(name) for name in sheets_in(file_bytes(path))}:
        raise WriteRefused(Fault(code, path.name, value=str(path)))
