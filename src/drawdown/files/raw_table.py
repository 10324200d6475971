"""A table as it lies in a file, before its cells are understood."""

from dataclasses import dataclass, field

from drawdown.files.cells import Cell, Comma

MOST_ROWS = 200_000
MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class RawTable:
    """Header and rows of one table; rows carry their number as a spreadsheet counts them.

    Blank rows are left out. ``comma`` is what the file itself says about commas in numbers.
    """

    name: str
    file: str
    header: tuple[str, ...]
    header_row: int
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    comma: Comma = Comma.UNKNOWN
    trimmed: bool = False
    """Whether blanks at the end of a row were left out, so that its length says nothing."""
    notes: tuple[tuple[str, int | None, tuple[tuple[str, str | int], ...]], ...] = ()
    """Warnings about the file: code, row, facts."""


def is_blank(cells: list[Cell]) -> bool:
    """Whether a row holds nothing but blanks."""
    return not any(
        cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in cells
    )
