"""Reads and writes ``withdrawal.toml``: the settings and the price list of a withdrawal."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from drawdown.files.cells import Cell, cell_text
from drawdown.files.csv_file import decoded
from drawdown.files.faults import FileFault
from drawdown.files.settings import Entry, Settings
from drawdown.files.text_cells import SEPARATOR

MOST_BYTES = 1_000_000


def read_toml(data: bytes, file: str) -> Settings:
    """The settings in the bytes of a TOML file."""
    if len(data) > MOST_BYTES:
        raise FileFault("file_too_large", megabytes=len(data) // 1_000_000, limit=1)
    text, _ = decoded(data)
    try:
        content = tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError:
        raise FileFault("toml_broken", row=1) from None
    except ValueError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise FileFault("toml_broken", row=int(found[1]) if found else 1) from None
    return Settings(file, tuple(entries_of(content, text)))


def entries_of(content: Mapping[str, Any], text: str) -> list[Entry]:
    """The settings one by one; those of the section ``prices`` too."""
    entries = []
    for key, value in content.items():
        if key == "prices" and isinstance(value, dict):
            entries += [Entry(line_of(name, text), name, cell_of(v)) for name, v in value.items()]
        else:
            entries.append(Entry(line_of(key, text), key, cell_of(value)))
    return entries


def line_of(key: str, text: str) -> int:
    """The line of the file on which a key is set."""
    found = re.search(rf"(?m)^[ \t]*\[?[\"']?{re.escape(key)}[\"']?[ \t]*[=\].]", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def cell_of(value: Any) -> Cell:
    """A value of TOML as a cell; a list becomes a list in a cell."""
    if isinstance(value, list):
        return f"{SEPARATOR} ".join(cell_text(cell_of(item)) for item in value)
    if isinstance(value, str | bool | int | float | datetime | date):
        return value
    return str(value)


def toml_text(settings: Mapping[str, Any], prices: Mapping[str, Any], comments: str = "") -> str:
    """The text of ``withdrawal.toml``; ``comments`` stand at its head."""
    lines = [f"# {line}".rstrip() for line in comments.splitlines()]
    lines += [""] if lines else []
    lines += [f"{key} = {toml_value(value)}" for key, value in settings.items() if value != ""]
    lines += ["", "[prices]"]
    lines += [f"{key} = {toml_value(value)}" for key, value in prices.items()]
    return "\n".join(lines) + "\n"


def toml_value(value: Any) -> str:
    """A text, number or list of them in TOML."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, str):
        return toml_string(value)
    return str(value)


def toml_string(text: str) -> str:
    """A text in quotation marks, with what may not stand there escaped."""
    names = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(names.get(c) or visible(c) for c in text) + '"'


def visible(character: str) -> str:
    """The character, or its number where TOML does not allow it."""
    code = ord(character)
    if code < 32 or code == 127:
        return f"\\u{code:04X}"
    return character
