"""Writes tables as sheets of a workbook that explains itself: notes, lists to choose from."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from drawdown.files.cells import Column, Table, column_letters
from drawdown.files.number_cells import (
    Amount,
    Money,
    Percent,
    Real,
    Whole,
    decimal_text,
)
from drawdown.files.text_cells import Choice, Text, YesNo, YesNoEmpty
from drawdown.files.time_cells import Duration, Instant, moment
from drawdown.words import Language

CELL_CHARACTERS = 32_767
NUMBERS = (Whole, Real, Money, Amount, Percent, Duration)
ROWS_TO_FILL = 1_000
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Cells = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its rows."""

    table: Table
    rows: Sequence[Cells]
    true_times: bool = False
    """Whether instants are date-times of the spreadsheet instead of texts."""


@dataclass(frozen=True, slots=True)
class KeyValues:
    """A sheet of two columns, key and value."""

    name: str
    values: Mapping[str, Any]
    columns: Mapping[str, tuple[Table, Column]] = field(default_factory=dict)


def workbook_bytes(
    sheets: Sequence[Sheet | KeyValues], language: Language, created: datetime
) -> bytes:
    """The workbook; ``created`` is noted in it, so that the same tables give the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, dict(OPTIONS))
    book.set_properties({"created": created.replace(tzinfo=None)})
    writer = SheetWriter(book, language)
    for sheet in sheets:
        if isinstance(sheet, KeyValues):
            writer.write_values(sheet)
        else:
            writer.write_table(sheet)
    book.close()
    return out.getvalue()


class SheetWriter:
    """Writes sheet after sheet in one look."""

    def __init__(self, book: Any, language: Language) -> None:
        self.book, self.language = book, language
        head = {"bold": True, "bg_color": "#EBEEEF", "bottom": 2, "valign": "top"}
        self.head = book.add_format(head)
        self.head_required = book.add_format(head | {"underline": 1})
        self.text = book.add_format({"num_format": "@"})
        self.number = book.add_format({"num_format": "General"})
        self.instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})

    def write_table(self, sheet: Sheet) -> None:
        """A table: header with notes, rows, lists to choose from."""
        table, page = sheet.table, self.book.add_worksheet(sheet.table.name)
        page.freeze_panes(1, max(1, len(table.key)) if table.key else 1)
        for index, column in enumerate(table.columns):
            page.set_column(
                index, index, width_of(column, sheet.rows), self.format_of(sheet, column)
            )
            page.write_string(
                0, index, column.name, self.head_required if column.required else self.head
            )
            note = note_of(table.meaning(column.name), column, self.language)
            page.write_comment(0, index, note, {"x_scale": 2, "y_scale": 1.2})
            add_choices(page, index, column, len(sheet.rows))
        for number, cells in enumerate(sheet.rows, 1):
            for index, column in enumerate(table.columns):
                cell = cells[column.name]
                if cell and self.format_of(sheet, column) is self.instant:
                    at_utc, _ = moment(cell)
                    page.write_datetime(number, index, at_utc.replace(tzinfo=None), self.instant)
                else:
                    self.write_cell(page, number, index, cell)
        last = max(len(sheet.rows), ROWS_TO_FILL)
        page.ignore_errors(
            {"number_stored_as_text": f"A1:{column_letters(len(table.columns))}{last + 1}"}
        )

    def format_of(self, sheet: Sheet, column: Column) -> Any:
        """How the cells of a column are shown, and what is made of what is typed there."""
        if sheet.true_times and isinstance(column.kind, Instant):
            return self.instant
        return self.number if isinstance(column.kind, NUMBERS) else self.text

    def write_values(self, sheet: KeyValues) -> None:
        """A sheet of keys and values."""
        page = self.book.add_worksheet(sheet.name)
        page.freeze_panes(1, 1)
        page.set_column(0, 0, 34, self.text)
        page.set_column(1, 1, 60, self.text)
        page.write_string(0, 0, "key", self.head)
        page.write_string(0, 1, "value", self.head)
        for number, (key, value) in enumerate(sheet.values.items(), 1):
            page.write_string(number, 0, key)
            self.write_cell(page, number, 1, value_cell(value))
            if key in sheet.columns:
                table, column = sheet.columns[key]
                note = note_of(table.meaning(key), column, self.language)
                page.write_comment(number, 0, note, {"x_scale": 2, "y_scale": 1.2})
                add_choice(page, number, number, 1, column)
        page.ignore_errors({"number_stored_as_text": f"A1:B{len(sheet.values) + 1}"})

    def write_cell(self, page: Any, row: int, index: int, cell: str | int | float) -> None:
        """A cell: a text is never taken for anything else, a number is kept to its last digit."""
        if isinstance(cell, str):
            if cell:
                if len(cell) > CELL_CHARACTERS:
                    raise ValueError(f"a cell holds at most {CELL_CHARACTERS} characters")
                page.write_string(row, index, cell, self.text)
        elif float(f"{cell:.16G}") == cell:
            page.write_number(row, index, cell)
        else:
            page.write_string(row, index, decimal_text(cell), self.text)


def value_cell(value: Any) -> str | int | float:
    """A value of ``withdrawal`` or ``outcome`` as one cell."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, list | tuple) and all(isinstance(v, str | int | float) for v in value):
        return "; ".join(v if isinstance(v, str) else decimal_text(v) for v in value)
    return json.dumps(value, ensure_ascii=False)


def note_of(meaning: str, column: Column, language: Language) -> str:
    """What a column means, and its unit."""
    note = language.say("columns", meaning)
    return f"{note} [{column.unit}]" if column.unit else note


def add_choices(page: Any, index: int, column: Column, rows: int) -> None:
    """A list to choose from, for the rows that are there and those to come."""
    add_choice(page, 1, max(rows, ROWS_TO_FILL), index, column)


def add_choice(page: Any, first: int, last: int, index: int, column: Column) -> None:
    """A list to choose from in some rows of a column; other words are warned of, not refused."""
    words: list[str] = []
    if isinstance(column.kind, Choice | YesNoEmpty):
        words = [word.value for word in column.kind.words]
    elif isinstance(column.kind, YesNo):
        words = ["yes", "no"]
    if words:
        page.data_validation(
            first,
            index,
            last,
            index,
            {"validate": "list", "source": words, "error_type": "warning"},
        )


def width_of(column: Column, rows: Sequence[Cells]) -> int:
    """A width that shows the header and most cells."""
    longest = max((len(str(cells[column.name])) for cells in rows[:200]), default=0)
    most = 40 if isinstance(column.kind, Text) else 30
    return max(len(column.name) + 2, min(longest + 2, most), 8)
