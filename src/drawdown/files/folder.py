"""Finds and reads the files of a folder, whatever lies about in it."""

import os
import stat
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from drawdown.files.cells import folded
from drawdown.files.faults import Faults, FileFault, shown
from drawdown.model import Fault

MOST_BYTES = 100_000_000
T = TypeVar("T")


def files_in(folder: Path) -> dict[str, list[str]]:
    """The names in a folder by their folded form, in order."""
    found: dict[str, list[str]] = {}
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise unreadable(error) from None
    for name in names:
        found.setdefault(folded(name), []).append(name)
    return found


def file_bytes(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """The bytes of a regular file of bounded size; nothing else is opened."""
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            raise FileFault("not_a_file")
        if found.st_size > most_bytes:
            size, limit = found.st_size // 1_000_000, most_bytes // 1_000_000
            raise FileFault("file_too_large", megabytes=size, limit=limit)
        with open(path, "rb") as file:
            data = file.read(most_bytes + 1)
    except (OSError, ValueError) as error:
        raise unreadable(error) from None
    if not data:
        raise FileFault("file_empty")
    return data


def unreadable(error: OSError | ValueError) -> FileFault:
    """The fault for what the system would not let us read."""
    if isinstance(error, FileNotFoundError):
        return FileFault("path_missing")
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return FileFault("path_unreadable", reason=shown(reason))


def guarded(read: Callable[[], T], table: str, file: str, faults: Faults) -> T | None:
    """What a reader returns; None, and a fault, where the file cannot be read."""
    try:
        return read()
    except FileFault as fault:
        faults.add(Fault(fault.code, file, table, fault.row, facts=fault.facts))
        return None


def one_file(names: dict[str, list[str]], name: str, table: str, faults: Faults) -> str | None:
    """The name of a file as it is spelt in the folder; a fault where two spellings are there."""
    found = names.get(folded(name), [])
    if len(found) > 1:
        facts = (("names", ", ".join(shown(n) for n in found)),)
        faults.add(Fault("table_twice", found[0], table, facts=facts))
        return None
    return found[0] if found else None


def tell_unknown_tables(names: Iterable[str], known: Iterable[str], faults: Faults) -> None:
    """Warns of tables that nobody reads."""
    known = list(known)
    for name in names:
        near = get_close_matches(folded(name)[:60], known, 1, 0.7)
        if near:
            facts = (("nearest", near[0]),)
            faults.add(
                Fault("table_unknown_nearest", shown(name), shown(name), facts=facts, warning=True)
            )
        else:
            faults.add(Fault("table_unknown", shown(name), shown(name), warning=True))
