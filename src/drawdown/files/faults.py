"""Collects what is wrong with files: every fault at once, each with its place."""

import unicodedata
from collections.abc import Iterator

from drawdown.model import Fault

MOST_FAULTS = 100_000
SHOWN_CHARACTERS = 80
Fact = str | int | float


class CellFault(Exception):
    """A cell that cannot be read: the fault's code and its facts; the reader knows the place."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts = tuple(facts.items())


class FileFault(Exception):
    """A file that cannot be read at all, or may not be written."""

    def __init__(self, code: str, row: int | None = None, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.row = row
        self.facts = tuple(facts.items())


class Faults:
    """The faults found so far, in the order in which they were found; never more than a cap."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self._beyond = 0
        self._stopping = False

    def add(self, fault: Fault) -> None:
        """Keeps a fault; beyond the cap it is only counted."""
        self._stopping = self._stopping or not fault.warning
        if len(self._found) < MOST_FAULTS:
            self._found.append(fault)
        else:
            self._beyond += 1

    @property
    def stopping(self) -> bool:
        """Whether something was found that is more than a warning."""
        return self._stopping

    def all(self) -> tuple[Fault, ...]:
        """Every fault, and at the end how many more there are."""
        if not self._beyond:
            return tuple(self._found)
        more = Fault("more_faults", facts=(("n", self._beyond),))
        return (*self._found, more)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.all())


def shown(text: str) -> str:
    """A value as a fault shows it: on one line, short, and with what is invisible made visible.

    >>> shown("a\\u202eb"), shown("x" * 100)[-2:]
    ('a<U+202E>b', 'x…')
    """
    cut = text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
    if cut.isascii() and cut.isprintable():
        return cut
    return "".join(visible(character) for character in cut)


def visible(character: str) -> str:
    """The character, or its code point where it would not be seen."""
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return f"<U+{ord(character):04X}>" if hidden else character
