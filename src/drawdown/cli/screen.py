"""What a command shows: sentences and tables, laid out whole and written at once.

A screen is built in memory and written when the command ends, so that a reader who goes away
(``| head``) disturbs nothing. On a terminal that is not UTF-8 all text is plain ASCII. Colour is
only on a terminal and never with ``NO_COLOR``; the words carry the status.
"""

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from drawdown.cli.streams import close_quietly, columns
from drawdown.model import RunMode, Withdrawal
from drawdown.words import Language

LONGEST_LINE = 100
# Stand-ins, of a private area, for spaces that do not break: narrow, wide, and plain.
PLAIN_HOLD = "\ue002"
HOLDS = {0x202F: "\ue000", 0xA0: "\ue001"}
HOLDS_BACK = {0xE000: "\u202f", 0xE001: "\u00a0", 0xE002: " "}
WITHIN_NUMBER = re.compile(r"(?<=\d) (?=(?:\d{3}|t|kg|km|m|h|min|s|d|j|%|M?€|M?EUR)(?!\w))")
STYLES = {
    "ok": "green", "risk": "yellow", "late": "bold red", "breach": "bold red",
    "assumed": "magenta", "mode": "reverse", "finding": "bold", "head": "dim", "next": "dim",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its side, and whether it may be folded to fit."""

    heading: str
    right: bool = False
    folds: bool = False
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of status in a table, with the style that goes with it."""

    word: str
    style: str


@dataclass
class Screen:
    """A page for the terminal, in one language."""

    language: Language
    stream: TextIO = field(default_factory=lambda: sys.stdout)
    width: int | None = None

    def __post_init__(self) -> None:
        self._page = StringIO()
        tty = self.stream.isatty()
        self._console = Console(
            file=self._page,
            width=self.width or columns(self.stream),
            force_terminal=tty,
            color_system="auto" if tty else None,
            no_color="NO_COLOR" in os.environ or None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    @property
    def columns(self) -> int:
        """How many signs a line takes."""
        return self._console.width

    @property
    def knows_unicode(self) -> bool:
        """Whether the terminal or file takes UTF-8."""
        encoding = (getattr(self.stream, "encoding", None) or "ascii").lower()
        return encoding.replace("-", "").replace("_", "") in ("utf8", "utf8sig", "utf16", "utf32")

    def text(self, text: str, style: str = "") -> Text:
        """Text as this terminal can show it, ready to be laid out."""
        return Text(held_together(self.shown(text)), style=STYLES.get(style, style))

    def shown(self, text: str) -> str:
        """Text as this terminal can show it."""
        return text if self.knows_unicode else self.language.ascii(text)

    def say(self, sentence: str, style: str = "") -> None:
        """A sentence or paragraph, in lines that are easy to read."""
        self._console.print(
            self.text(sentence, style), width=min(self._console.width, LONGEST_LINE)
        )

    def line(self, *parts: str | Mark) -> None:
        """One line of parts, never broken: what is to be typed stays whole."""
        self._console.print(self._joined(parts), soft_wrap=True)

    def next(self, *commands: str) -> None:
        """The commands that go on from here, last on the screen, one below the other.

        They are given without the name of the program, and shown with it.
        """
        lead = self.language.say("terminal", "next")
        self.gap()
        for command in commands:
            self.line(lead, f"{program_name()} {command}")
            lead = " " * len(lead)

    def _joined(self, parts: Sequence[str | Mark]) -> Text:
        """The parts, the marks in their style, with two spaces between."""
        return Text("  ").join(self._cell(part) for part in parts if part)

    def gap(self) -> None:
        """An empty line."""
        self._console.print()

    def head(self, withdrawal: Withdrawal, what: str) -> None:
        """The first line: the mode, unless it is real, what is spoken of, and the marking."""
        mode = self.language.say("terminal", f"mode.{withdrawal.mode}")
        parts: list[str | Mark] = []
        if withdrawal.mode is not RunMode.REAL:
            parts.append(Mark(mode, "mode"))
        width = min(self._console.width, LONGEST_LINE)
        self._console.print(self._joined([*parts, what]), width=width)
        if withdrawal.marking:
            self.say(self.language.names(withdrawal).marking, "head")
        self.gap()

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str | Mark]],
        headings: bool = True,
    ) -> None:
        """A table without frame; numbers to the right, only what may fold is folded."""
        table = Table(
            box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False, show_header=headings
        )
        for column in columns:
            table.add_column(
                self.text(column.heading),
                justify="right" if column.right else "left",
                overflow="fold",
                no_wrap=not column.folds,
                min_width=column.least,
                header_style=STYLES["head"],
            )
        for row in rows:
            table.add_row(*(self._cell(cell) for cell in row))
        self._console.print(table)

    def _cell(self, cell: str | Mark) -> Text:
        return self.text(cell.word, cell.style) if isinstance(cell, Mark) else self.text(cell)

    def json(self, data: Any) -> None:
        """Data as JSON, the only thing on this screen."""
        import json

        text = json.dumps(data, indent=2, ensure_ascii=not self.knows_unicode, default=str)
        self._page.write(text + "\n")

    def show(self) -> None:
        """Write the page; a reader who has gone away is no trouble."""
        page = self._page.getvalue().translate(HOLDS_BACK)
        page = "\n".join(line.rstrip() for line in page.split("\n"))
        self._page.seek(0)
        self._page.truncate()
        try:
            self.stream.write(page)
            self.stream.flush()
        except BrokenPipeError:
            close_quietly(self.stream)


def held_together(text: str) -> str:
    """The text with stand-ins for the spaces at which no line may be broken.

    Those are the spaces that say so, which the layout does not heed, and plain ones within a
    number or before its unit.
    """
    return WITHIN_NUMBER.sub(PLAIN_HOLD, text.translate(HOLDS))


def seconds(language: Language, x: float) -> str:
    """Seconds with as many decimals as tell something: ``0.03``, ``2.4``, ``180``."""
    return language.number(max(x, 0.01), 2 if x < 0.1 else 1 if x < 100 else 0)


def program_name() -> str:
    """What the user types to start the program: ``./run`` says so, else it is ``drawdown``."""
    return os.environ.get("DRAWDOWN_PROGRAM") or "drawdown"


def shell_word(path: object) -> str:
    """A path as it can be typed into a shell."""
    import shlex

    return shlex.quote(str(path))
