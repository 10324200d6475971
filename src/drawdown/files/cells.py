"""What a cell of a table may hold, and how a kind of column reads and writes it."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, Protocol

Cell = str | int | float | bool | date | datetime | timedelta | None
BLANK = ("", None)


class Comma(Enum):
    """What a comma inside a number means in one table."""

    UNKNOWN = "unknown"
    DECIMAL = "decimal"
    GROUPS = "groups"
    BOTH = "both"


class Context(Protocol):
    """What a kind must know of the table around a cell."""

    @property
    def comma(self) -> Comma:
        """What a comma inside a number means here."""


class CellKind(Protocol):
    """Reads and writes the cells of one column; raises ``CellFault``."""

    @property
    def name(self) -> str:
        """Key of the kind, for the page about formats."""

    def read(self, cell: Cell, context: Context) -> Any:
        """The value of a cell that is not blank."""

    def write(self, value: Any) -> str | int | float:
        """The cell for a value; an empty text for none."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name with the unit last, its kind, and what a blank cell means.

    ``attribute`` is the field of the model. A ``filled`` column takes a blank from the library;
    there the word ``none`` says that there is nothing.
    """

    name: str
    kind: CellKind
    required: bool = False
    default: Any = None
    unit: str = ""
    attribute: str = ""
    filled: bool = False

    @property
    def field(self) -> str:
        """The name of the model's field."""
        return self.attribute or self.name


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, and which of them tell its rows apart.

    ``topic`` begins the keys of its sentences in ``words``; it is the name where that is enough.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False
    topic: str = ""

    def meaning(self, column: str) -> str:
        """The key of the sentence that says what a column means."""
        return f"{self.topic or self.name}.{column}"

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def cell_text(cell: Cell) -> str:
    """A cell as text without outer blanks: ``101`` for the number 101.0 of a spreadsheet."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return repr(cell)


def folded(name: str) -> str:
    """A name as names are compared: compatible characters, case and blanks do not count.

    >>> folded("ＡＢ  101 ") == folded("ab 101")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to a reader of tables."""
    return folded(one) == folded(other)


def plain(text: str) -> str:
    """Folded, and without accents and signs: how headers, words and months are recognised.

    >>> plain("Unit mass (kg)"), plain("Août.")
    ('unit_mass_kg', 'aout')
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return "_".join(kept.split())


def column_letters(number: int) -> str:
    """The letters of a column in a spreadsheet.

    >>> column_letters(1), column_letters(27)
    ('A', 'AA')
    """
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
