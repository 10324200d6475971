"""Looks into a workbook before it is parsed: what is it, how large is it really, what is odd in it.

A workbook is a zip of XML parts. Everything here runs over the parts in small pieces, so that
neither a bomb nor a cell in the last corner of a sheet can fill the memory.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from drawdown.files.faults import FileFault
from drawdown.files.raw_table import MOST_ROWS

MOST_UNPACKED = 300_000_000
MOST_RATIO = 200
RATIO_FROM = 10_000_000
MOST_ENTRIES = 2_000
MOST_CELLS = 8_000_000
MOST_SHEET_COLUMNS = 1_000
MOST_ODD_CELLS = 1_000
PIECE = 1 << 20
OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")

CELL_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,8})(\d{1,12})["']""")
CELL_START = re.compile(rb"<(?:\w+:)?c[\s>/]")
ROW_START = re.compile(rb"<(?:\w+:)?row[\s>/]")
ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br="([A-Z]+\d+)"[^>]*?\bt="e\"""")
FORMULA_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?"""
    rb"""(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
OVERLAP = 20_000


@dataclass(frozen=True, slots=True)
class OddCell:
    """A cell whose value cannot be had: an error, or a formula that nobody computed."""

    code: str
    sheet: str
    cell: str


def guard(data: bytes) -> list[OddCell]:
    """Refuses what must not be parsed; returns the cells whose values are not there."""
    if data[:8] == OLD_FORMAT:
        raise FileFault("workbook_old_or_locked")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return guard_parts(parts, len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # An encrypted entry is a RuntimeError, an unknown compression a NotImplementedError.
        is_zip = data[:4] == b"PK\x03\x04"
        code = "workbook_broken" if is_zip else "workbook_not_xlsx"
        raise FileFault(code) from error
    except (ValueError, OSError, KeyError, OverflowError) as error:
        raise FileFault("workbook_broken") from error


def guard_parts(parts: zipfile.ZipFile, size: int) -> list[OddCell]:
    """The zip's directory first, then every XML part in pieces."""
    entries = parts.infolist()
    if len(entries) > MOST_ENTRIES:
        raise FileFault("workbook_entries", entries=len(entries), limit=MOST_ENTRIES)
    check_size(sum(entry.file_size for entry in entries), size)
    names = {entry.filename for entry in entries}
    if "xl/workbook.bin" in names or "mimetype" in names or "content.xml" in names:
        raise FileFault("workbook_other_kind")
    if not any(name.lower() == "xl/workbook.xml" for name in names):
        raise FileFault("workbook_other_kind")
    sheets = sheet_names(parts)
    odd: list[OddCell] = []
    unpacked = 0
    for entry in entries:
        scan = PartScan(sheets.get(entry.filename.lstrip("/"), entry.filename))
        is_sheet = entry.filename.lower().startswith("xl/worksheets/")
        for piece in pieces(parts, entry):
            unpacked += len(piece)
            check_size(unpacked, size)
            if is_xml(entry.filename):
                scan.look(piece, is_sheet)
        odd += scan.odd
    return odd


def check_size(unpacked: int, size: int) -> None:
    """Neither too large nor packed beyond what spreadsheets do."""
    if unpacked > MOST_UNPACKED:
        megabytes, limit = unpacked // 1_000_000, MOST_UNPACKED // 1_000_000
        raise FileFault("workbook_too_large", megabytes=megabytes, limit=limit)
    if unpacked > RATIO_FROM and unpacked > MOST_RATIO * size:
        raise FileFault("workbook_packed", ratio=unpacked // size, limit=MOST_RATIO)


def is_xml(name: str) -> bool:
    """Whether a part is XML."""
    return name.lower().endswith((".xml", ".rels", ".vml"))


def pieces(parts: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part, a megabyte at a time."""
    with parts.open(entry) as part:
        while piece := part.read(PIECE):
            yield piece


def sheet_names(parts: zipfile.ZipFile) -> dict[str, str]:
    """The name of the sheet in each part, for messages; parts without one keep their own."""
    try:
        book = next(pieces(parts, parts.getinfo("xl/workbook.xml")), b"")
        links = next(pieces(parts, parts.getinfo("xl/_rels/workbook.xml.rels")), b"")
    except KeyError:
        return {}
    targets = {}
    for link in re.findall(rb"<Relationship\s[^>]*>", links):
        found = dict(re.findall(rb'(\w+)="([^"]*)"', link))
        target = found.get(b"Target", b"").decode("utf-8", "replace").lstrip("/")
        targets[found.get(b"Id", b"")] = target if target.startswith("xl/") else f"xl/{target}"
    names = {}
    for sheet in re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", book):
        found = dict(re.findall(rb'([\w:]+)="([^"]*)"', sheet))
        identity = found.get(b"r:id", b"")
        names[targets.get(identity, "")] = found.get(b"name", b"").decode("utf-8", "replace")
    return names


class PartScan:
    """Looks through one XML part, piece by piece."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.odd: list[OddCell] = []
        self._rows = self._columns = self._row_starts = self._cell_starts = 0
        self._rest = b""
        self._at_start = True
        self._told: set[bytes] = set()
        self._known_columns: set[bytes] = set()

    def look(self, piece: bytes, is_sheet: bool) -> None:
        """Looks at the next piece, together with the end of the one before."""
        if self._at_start:
            self._at_start = False
            if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in piece[:200]:
                raise FileFault("workbook_not_utf8", part=self.name)
        text = self._rest + piece
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise FileFault("workbook_doctype", part=self.name)
        if not is_sheet:
            self._rest = text[-20:]
            return
        self._row_starts += len(ROW_START.findall(piece))
        self._cell_starts += len(CELL_START.findall(piece))
        self._look_at_references(text)
        self._look_for_odd_cells(text)
        self._rest = (
            text[text.rfind(b"<c", max(0, len(text) - OVERLAP)) :]
            if b"<c" in text[-OVERLAP:]
            else text[-200:]
        )
        self._check()

    def _look_at_references(self, text: bytes) -> None:
        largest = self._rows
        for letters, digits in CELL_REFERENCE.findall(text):
            row = int(digits)
            if row > largest:
                largest = row
            if letters and letters not in self._known_columns:
                self._known_columns.add(letters)
                self._columns = max(self._columns, column_number(letters))
                if len(self._known_columns) > MOST_SHEET_COLUMNS:
                    break
        self._rows = largest

    def _look_for_odd_cells(self, text: bytes) -> None:
        for code, pattern in (("cell_error", ERROR_CELL), ("cell_not_computed", FORMULA_CELL)):
            if code == "cell_error" and b't="e"' not in text:
                continue
            if code == "cell_not_computed" and b"</f>" not in text and b"<f" not in text:
                continue
            for cell in pattern.findall(text):
                if cell not in self._told and len(self.odd) < MOST_ODD_CELLS:
                    self._told.add(cell)
                    self.odd.append(OddCell(code, self.name, cell.decode("ascii")))

    def _check(self) -> None:
        rows, columns = max(self._rows, self._row_starts), self._columns
        if rows > MOST_ROWS + 1:
            raise FileFault("sheet_too_long", sheet=self.name, rows=rows, limit=MOST_ROWS)
        if columns > MOST_SHEET_COLUMNS:
            limit = MOST_SHEET_COLUMNS
            raise FileFault("sheet_too_wide", sheet=self.name, columns=columns, limit=limit)
        if max(rows * columns, self._cell_starts) > MOST_CELLS:
            cells = max(rows * columns, self._cell_starts)
            raise FileFault("sheet_too_many_cells", sheet=self.name, cells=cells, limit=MOST_CELLS)


def column_number(letters: bytes) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def sheets_in(data: bytes) -> list[str]:
    """The names of the sheets of a workbook; none where it is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return list(sheet_names(parts).values())
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        return []
