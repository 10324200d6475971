"""Parses a workbook in a process of its own, which may die without harm.

The parent puts the bytes of the workbook into standard input, and reads lines of JSON: the names
of all sheets, then for each wanted sheet its name and its rows. This file is run by its path and
imports nothing of the program, so that it starts at once.
"""

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 30


def limit_myself() -> None:
    """Bounds memory and processor time where the platform can."""
    try:
        import resource
    except ImportError:
        return
    for what, limit in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS)):
        try:
            hard = resource.getrlimit(what)[1]
            if hard == resource.RLIM_INFINITY or hard > limit:
                resource.setrlimit(what, (limit, limit))
        except (OSError, ValueError):
            continue


def encoded(cell: object) -> object:
    """A cell for JSON; dates and times as a pair of letter and text or minutes."""
    if isinstance(cell, datetime):
        return ["t", cell.isoformat()]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    if isinstance(cell, time):
        return ["m", cell.hour * 60 + cell.minute + cell.second / 60]
    if isinstance(cell, timedelta):
        return ["m", cell.total_seconds() / 60]
    return cell


def row_line(row: Sequence[object]) -> str:
    """A row as a line of JSON, without the blanks at its end."""
    width = len(row)
    while width and row[width - 1] == "":
        width -= 1
    cells = row[:width]
    try:
        return json.dumps(cells)
    except TypeError:
        return json.dumps([encoded(cell) for cell in cells])


def main() -> None:
    """Reads, parses, writes."""
    limit_myself()
    from python_calamine import CalamineWorkbook

    wanted = set(json.loads(sys.argv[1]))
    book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    out = sys.stdout
    out.write(json.dumps(book.sheet_names) + "\n")
    for name in book.sheet_names:
        if " ".join(name.casefold().split()) not in wanted:
            continue
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        out.write(json.dumps({"sheet": name}) + "\n")
        out.writelines(row_line(row) + "\n" for row in rows)
    out.write("null\n")


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}"[:500])
        sys.exit(1)
