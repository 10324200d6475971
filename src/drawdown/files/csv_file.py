"""Reads a table from a CSV file, whatever program wrote it; writes one that any program reads.

A text that a spreadsheet would take for a formula, or this reader for a comment, is written with
an apostrophe before it; reading takes exactly that apostrophe off again.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from drawdown.files.cells import Cell, Comma, plain
from drawdown.files.faults import FileFault, shown
from drawdown.files.raw_table import MOST_COLUMNS, MOST_ROWS, RawTable, is_blank

FIELD_CHARACTERS = 32_767
DELIMITERS = (",", ";", "\t")
FORMULA_STARTS = "=+-@\t\r\n#"
SEPARATORS_IN_A_LINE = 50_000


def read_csv(data: bytes, name: str, file: str, columns: Iterable[str]) -> RawTable:
    """The table in the bytes of a CSV file; ``columns`` are the names its header may hold."""
    text, notes = decoded(data)
    if not text.strip():
        raise FileFault("file_empty")
    delimiter, said = delimiter_of(text, columns)
    header: tuple[str, ...] | None = None
    header_row = 0
    rows: list[tuple[int, list[Cell]]] = []
    for number, record in enumerate(records(text, delimiter), 1):
        if is_skipped(record, said and number == 1):
            continue
        if header is None:
            header, header_row = header_of(record, number), number
            continue
        if len(rows) == MOST_ROWS:
            raise FileFault("too_many_rows", limit=MOST_ROWS)
        rows.append((number, [unescaped(cell) if cell[:1] == "'" else cell for cell in record]))
    if header is None:
        raise FileFault("header_missing")
    comma = Comma.DECIMAL if delimiter == ";" else Comma.UNKNOWN
    return RawTable(name, file, header, header_row, rows, comma, notes=notes)


def decoded(
    data: bytes,
) -> tuple[str, tuple[tuple[str, int | None, tuple[tuple[str, str | int], ...]], ...]]:
    """The text of a file: UTF-8, UTF-16 with its mark, or the old Western code page (a warning)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return checked(data.decode("utf-16")), ()
        except UnicodeDecodeError:
            raise FileFault("not_text") from None
    if b"\0" in data:
        raise FileFault("nul_in_file", row=data[: data.index(b"\0")].count(b"\n") + 1)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise FileFault("not_text") from None
    line = next((part for part in text.splitlines() if not part.isascii()), "")
    word = next((part for part in line.replace(";", ",").split(",") if not part.isascii()), "")
    return text, (("encoding_guessed", row, (("word", shown(word.strip())),)),)


def checked(text: str) -> str:
    """The text, if it holds no NUL."""
    if "\0" in text:
        raise FileFault("nul_in_file", row=text[: text.index("\0")].count("\n") + 1)
    return text


def delimiter_of(text: str, columns: Iterable[str]) -> tuple[str, bool]:
    """What parts the cells, by the header; and whether a first line ``sep=;`` says so."""
    first = text[:10].splitlines()[0].strip().casefold() if text[:10].splitlines() else ""
    if first.startswith("sep=") and len(first) == 5 and first[4] in ",;|":
        return first[4], True
    known = {plain(name) for name in columns}
    head = next(
        (line for line in io.StringIO(text[:100_000]) if line.strip() and not is_comment(line)), ""
    )

    def recognised(delimiter: str) -> int:
        return sum(plain(cell) in known for cell in head.replace('"', "").split(delimiter))

    return max(DELIMITERS, key=lambda d: (recognised(d), head.count(d))), False


def is_comment(line: str) -> bool:
    """Whether a line of the file is a comment."""
    return line.lstrip('" ').startswith("#")


def is_skipped(record: list[str], says_delimiter: bool) -> bool:
    """Whether a record is no row: blank, a comment, or the line that names the delimiter."""
    if says_delimiter or not record:
        return True
    return record[0].lstrip().startswith("#") or is_blank(list(record))


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records of the file; every trouble of the format becomes one fault."""
    before = csv.field_size_limit(FIELD_CHARACTERS)
    reader = csv.reader(bounded_lines(text, delimiter), delimiter=delimiter, strict=True)
    number = 0
    try:
        for record in reader:
            number += 1
            yield record
    except csv.Error as error:
        raise broken(str(error), number + 1) from None
    finally:
        csv.field_size_limit(before)


def broken(message: str, number: int) -> FileFault:
    """The fault for what the csv module did not accept."""
    if "field larger" in message:
        return FileFault("field_too_long", row=number, limit=FIELD_CHARACTERS)
    return FileFault("csv_broken", row=number)


def bounded_lines(text: str, delimiter: str) -> Iterator[str]:
    """The lines of the file, none of them with an absurd number of cells."""
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if line.count(delimiter) > SEPARATORS_IN_A_LINE:
            raise FileFault("too_many_columns", row=number, limit=MOST_COLUMNS)
        yield line


def header_of(record: list[str], number: int) -> tuple[str, ...]:
    """The names in the header."""
    if len(record) > MOST_COLUMNS:
        raise FileFault("too_many_columns", row=number, limit=MOST_COLUMNS)
    return tuple(cell.strip() for cell in record)


def escaped(text: str) -> str:
    """The text with an apostrophe where a spreadsheet would not take it for a text.

    >>> escaped("=1+1"), escaped("'s-Hertogenbosch"), escaped("'=1")
    ("'=1+1", "'s-Hertogenbosch", "''=1")
    """
    if text[:1] and text[0] in FORMULA_STARTS:
        return "'" + text
    if text[:1] == "'" and text[1:2] and text[1] in FORMULA_STARTS + "'":
        return "'" + text
    return text


def unescaped(cell: str) -> str:
    """The text that was meant: exactly one apostrophe less where one was put."""
    if cell[:1] == "'" and cell[1:2] and cell[1] in FORMULA_STARTS + "'":
        return cell[1:]
    return cell


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file: UTF-8, commas, a line feed after each row. Cells are escaped already."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(list(header))
    writer.writerows(list(row) for row in rows)
    return out.getvalue().encode("utf-8")
