"""Cells that hold texts: keys, references, codes, words to choose from, free text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Any

from drawdown.files.cells import Cell, Context, cell_text, folded, plain
from drawdown.files.faults import CellFault, visible

KEY_CHARACTERS = 80
TEXT_CHARACTERS = 10_000
LIST_ITEMS = 300
SEPARATOR = ";"
ALL = "all"
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
FOLDER_NAME = re.compile(r"\w(?:[\w .-]*[\w-])?")
YES = {"yes", "y", "true", "1", "x", "oui", "o", "vrai"}
NO = {"no", "n", "false", "0", "non", "faux"}
EMPTY = {"empty", "vide", "a_vide"}


@dataclass(frozen=True, slots=True)
class Text:
    """Free text. Line ends are kept as line feeds; other control characters are refused."""

    name = "text"

    def read(self, cell: Cell, context: Context) -> str:
        text = cell_text(cell)
        if len(text) > TEXT_CHARACTERS:
            raise CellFault("text_too_long", characters=len(text), limit=TEXT_CHARACTERS)
        if text.isascii() and text.isprintable():
            return text
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        bad = CONTROLS.search(text)
        if bad:
            raise CellFault("text_characters", character=visible(bad[0]))
        return text

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Told:
    """Text or number for people, told again from other tables: written, never read."""

    name = "told"

    def read(self, cell: Cell, context: Context) -> None:
        return None

    def write(self, value: Any) -> str | int | float:
        return value if isinstance(value, int | float) else str(value)


@cache
def code_read(text: str) -> str:
    """A key or code after its checks: short, visible, and without the sign that parts lists."""
    if len(text) > KEY_CHARACTERS:
        raise CellFault("key_too_long", characters=len(text), limit=KEY_CHARACTERS)
    bad = next((c for c in text if unicodedata.category(c) in HIDDEN), None)
    if bad:
        raise CellFault("key_characters", character=visible(bad))
    if SEPARATOR in text:
        raise CellFault("key_separator")
    return text


@dataclass(frozen=True, slots=True)
class Key:
    """The name of a row."""

    name = "key"

    def read(self, cell: Cell, context: Context) -> str:
        text = code_read(cell_text(cell))
        if text == "*":
            raise CellFault("key_reserved")
        return text

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class FolderName:
    """A short text that may also be the name of a folder, on any system."""

    name = "folder_name"

    def read(self, cell: Cell, context: Context) -> str:
        text = code_read(cell_text(cell))
        if folded(text) == ALL:
            raise CellFault("key_reserved")
        if not FOLDER_NAME.fullmatch(text):
            raise CellFault("not_folder_name")
        return text

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Code:
    """A short text that others may repeat: a role, a category, a hazard class."""

    name = "code"

    def read(self, cell: Cell, context: Context) -> str:
        return code_read(cell_text(cell))

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Reference:
    """The key of a row in another table."""

    table: str
    name = "reference"

    def read(self, cell: Cell, context: Context) -> str:
        return code_read(cell_text(cell))

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class References:
    """Keys of rows in another table."""

    table: str
    name = "references"

    def read(self, cell: Cell, context: Context) -> tuple[str, ...]:
        return tuple(code_read(item) for item in items_of(cell_text(cell)))

    def write(self, value: Any) -> str:
        return listed(value)


@dataclass(frozen=True, slots=True)
class Texts:
    """Several short texts, none of which holds the sign that parts lists."""

    name = "texts"

    def read(self, cell: Cell, context: Context) -> tuple[str, ...]:
        return tuple(Text().read(item, context) for item in items_of(cell_text(cell)))

    def write(self, value: Any) -> str:
        return listed(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a short list."""

    words: tuple[StrEnum, ...]
    name = "choice"

    def read(self, cell: Cell, context: Context) -> StrEnum:
        return chosen(cell_text(cell), self.words)

    def write(self, value: Any) -> str:
        return str(value.value)


@dataclass(frozen=True, slots=True)
class Choices:
    """Several words of a short list; ``ordered`` keeps their order, else they are a set."""

    words: tuple[StrEnum, ...]
    ordered: bool = False
    name = "choices"

    def read(self, cell: Cell, context: Context) -> Any:
        read = [chosen(item, self.words) for item in items_of(cell_text(cell))]
        return tuple(read) if self.ordered else frozenset(read)

    def write(self, value: Any) -> str:
        if self.ordered:
            return listed(word.value for word in value)
        if value == frozenset(self.words):
            return ""
        return listed(word.value for word in self.words if word in value)


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no, in English or French, or a cross."""

    name = "yes_no"

    def read(self, cell: Cell, context: Context) -> bool:
        word = plain(cell_text(cell))
        if word not in YES | NO:
            raise CellFault("not_yes_no")
        return word in YES

    def write(self, value: Any) -> str:
        return "yes" if value else "no"


class WayBack(StrEnum):
    """Whether a leg may be run the other way too, and what for."""

    YES = "yes"
    NO = "no"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class YesNoEmpty:
    """Yes or no as in ``YesNo``, or a word for empty runs only."""

    words = tuple(WayBack)
    name = "yes_no_empty"

    def read(self, cell: Cell, context: Context) -> WayBack:
        word = plain(cell_text(cell))
        if word in YES:
            return WayBack.YES
        if word in NO:
            return WayBack.NO
        if word in EMPTY:
            return WayBack.EMPTY
        raise CellFault("not_yes_no_empty")

    def write(self, value: Any) -> str:
        return str(value.value)


@dataclass(frozen=True, slots=True)
class Icao:
    """A location indicator of four letters or digits."""

    name = "icao"

    def read(self, cell: Cell, context: Context) -> str:
        text = cell_text(cell).upper()
        if not (len(text) == 4 and text.isascii() and text.isalnum()):
            raise CellFault("not_icao")
        return text

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Zone:
    """The name of a time zone."""

    name = "zone"

    def read(self, cell: Cell, context: Context) -> str:
        text = cell_text(cell)
        known = zones().get(folded(text))
        if known is None:
            near = get_close_matches(folded(text)[:60], zones(), 1)
            raise CellFault("zone_unknown", nearest=zones()[near[0]] if near else "UTC")
        return known

    def write(self, value: Any) -> str:
        return str(value)


@cache
def zones() -> dict[str, str]:
    """The names of all time zones, by their folded form."""
    from zoneinfo import available_timezones

    return {folded(name): name for name in sorted(available_timezones())}


def items_of(text: str) -> list[str]:
    """The items of a list in a cell; empty ones do not count."""
    items = [item.strip() for item in text.split(SEPARATOR)]
    items = [item for item in items if item]
    if len(items) > LIST_ITEMS:
        raise CellFault("list_too_long", items=len(items), limit=LIST_ITEMS)
    return items


def listed(items: Any) -> str:
    """The cell for a list."""
    return "; ".join(items)


def chosen(text: str, words: Sequence[StrEnum]) -> StrEnum:
    """The word that was meant."""
    wanted = plain(text)
    for word in words:
        if plain(word.value) == wanted:
            return word
    choices = ", ".join(word.value for word in words)
    by_name = {plain(word.value): word.value for word in words}
    near = get_close_matches(wanted[:60], by_name, 1)
    if near:
        raise CellFault("not_a_choice_nearest", choices=choices, nearest=by_name[near[0]])
    raise CellFault("not_a_choice", choices=choices)
