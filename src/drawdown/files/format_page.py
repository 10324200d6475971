"""Makes ``docs/formats.md`` from the definitions that the reader itself uses.

python -m drawdown.files.format_page docs/formats.md
"""

import sys
from collections.abc import Iterable
from functools import singledispatch
from pathlib import Path
from typing import Any

from drawdown.files import format_text
from drawdown.files.cells import Column, Table
from drawdown.files.filling import built_in_library
from drawdown.files.in_force_reading import PINS
from drawdown.files.number_cells import (
    Amount,
    Money,
    MoneyList,
    PayloadPoints,
    Percent,
    Real,
    Share,
    Whole,
    decimal_text,
)
from drawdown.files.plan_tables import PLAN_TABLES
from drawdown.files.text_cells import (
    Choice,
    Choices,
    Code,
    FolderName,
    Icao,
    Key,
    Reference,
    References,
    Text,
    Texts,
    Told,
    YesNo,
    YesNoEmpty,
    Zone,
)
from drawdown.files.time_cells import Daytime, Duration, Edge, Instant, Windows
from drawdown.files.withdrawal_tables import PRICE_LIST, TABLES, WITHDRAWAL
from drawdown.words import Language
from drawdown.words.catalogue import catalogue

HEAD = ("column", "kind", "limits and unit", "blank means", "meaning")


def format_page() -> str:
    """The whole page."""
    parts = [
        format_text.HEAD,
        format_text.FILES,
        format_text.CELLS,
        "## 3. Tables of a withdrawal",
        settings_part(),
        *(table_part(table) for table in TABLES),
        format_text.COMPUTED,
        carriers_part(),
        format_text.CONSISTENCY,
        faults_part(),
        "## 6. Tables of a plan",
        format_text.PLANS,
        *(table_part(table) for table in PLAN_TABLES),
        table_part(PINS),
        format_text.OUTCOME,
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def settings_part() -> str:
    """The settings and the price list."""
    return "\n\n".join(
        (
            "### withdrawal",
            format_text.NOTES["withdrawal"],
            rows_part(WITHDRAWAL, "key"),
            "### prices",
            format_text.NOTES["prices"],
            rows_part(PRICE_LIST, "key"),
        )
    )


def table_part(table: Table) -> str:
    """One table with its key, its columns and what there is to know besides."""
    key = " + ".join(f"`{name}`" for name in table.key) or "none; rows may repeat"
    given = "This table is required. " if table.required else ""
    note = format_text.NOTES.get(table.topic or table.name, "")
    parts = [f"### {table.name}", f"{given}Key: {key}. {note}".strip(), rows_part(table, "column")]
    return "\n\n".join(parts)


def rows_part(table: Table, head: str) -> str:
    """The columns of a table, a row for each."""
    language = Language("en")
    rows = [
        (
            f"`{column.name}`",
            kind_text(column.kind),
            limits_text(column),
            blank_text(column),
            language.say("columns", table.meaning(column.name)),
        )
        for column in table.columns
    ]
    return markdown_table((head, *HEAD[1:]), rows)


def markdown_table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown; a bar inside a cell is escaped."""
    head = list(head)
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


@singledispatch
def kind_text(kind: Any) -> str:
    """What a kind of column is called on the page."""
    raise TypeError(f"no words for {kind!r}")


KIND_WORDS: dict[type, str] = {
    Key: "key",
    Code: "code",
    FolderName: "folder name",
    Text: "text",
    Told: "for people, not read",
    Texts: "list of texts",
    YesNo: "yes or no",
    YesNoEmpty: "yes or no, or `empty`",
    Icao: "ICAO indicator",
    Zone: "time zone",
    Whole: "whole number",
    Real: "number",
    Money: "money",
    MoneyList: "list of money",
    Amount: "number",
    Share: "share",
    Percent: "percent",
    PayloadPoints: "points",
    Windows: "clearances",
    Daytime: "hour of the day",
    Duration: "duration",
}
for _kind, _words in KIND_WORDS.items():
    kind_text.register(_kind, lambda kind, words=_words: words)


@kind_text.register
def _(kind: Reference) -> str:
    return f"reference to `{kind.table}`"


@kind_text.register
def _(kind: References) -> str:
    return f"list of references to `{kind.table}`"


@kind_text.register
def _(kind: Choice) -> str:
    return "one of " + ", ".join(f"`{word.value}`" for word in kind.words)


@kind_text.register
def _(kind: Choices) -> str:
    return "list of " + ", ".join(f"`{word.value}`" for word in kind.words)


@kind_text.register
def _(kind: Instant) -> str:
    return {Edge.BEGIN: "beginning", Edge.LIMIT: "limit", Edge.INSTANT: "instant"}[kind.edge]


def limits_text(column: Column) -> str:
    """The limits of a column and its unit; both ends are allowed."""
    kind = column.kind
    limits = ""
    if isinstance(kind, Whole | Real):
        limits = f"{number(kind.minimum)} to {number(kind.maximum)}"
    elif isinstance(kind, Money | MoneyList | Amount | Percent):
        limits = f"0 to {number(kind.maximum)}"
    elif isinstance(kind, Duration):
        limits = f"{kind.minimum_min} min to {number(kind.maximum_h)} h"
    return ", ".join(part for part in (limits, column.unit) if part)


def number(value: float) -> str:
    """A limit, with its thousands grouped."""
    return f"{value:,}" if isinstance(value, int) else decimal_text(value)


def blank_text(column: Column) -> str:
    """What a blank cell stands for."""
    if column.required:
        return "required, or from the library" if column.filled else "required"
    if column.default is None or column.default in ("", ()):
        plain = ""
    elif isinstance(column.kind, Choices) and column.kind.write(column.default) == "":
        plain = "all"
    else:
        written = column.kind.write(column.default)
        plain = f"`{written if isinstance(written, str) else decimal_text(written)}`"
    if not column.filled:
        return plain
    return f"from the library, else {plain}" if plain else "from the library"


def carriers_part() -> str:
    """The names that the library knows."""
    carriers = built_in_library().carriers
    names = ", ".join(f"`{name}`" for name in carriers)
    return f"The library has these carriers: {names}."


def faults_part() -> str:
    """Every code with its sentence."""
    rows = [
        (f"`{code}`", entry.forms[-1].replace("{", "*").replace("}", "*"))
        for code, entry in sorted(catalogue("en", "faults").items())
    ]
    return markdown_table(("code", "sentence"), rows)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(format_page(), encoding="utf-8", newline="\n")
