"""Holds rows to their keys: each key once, each reference to a row that is there."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from drawdown.files.cells import Column, folded
from drawdown.files.faults import Faults
from drawdown.files.nearest import Nearest
from drawdown.files.table_reading import Row, Rows
from drawdown.files.text_cells import Key, Reference, References

SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "HANGUL", "HIRAGANA")


class Index:
    """The keys of a table, found whatever their case and blanks."""

    def __init__(self, keys: Iterable[str], anything: bool = False) -> None:
        self.names: dict[str, str] = {}
        self.anything = anything
        for key in keys:
            self.names.setdefault(folded(key), key)

    def get(self, name: str) -> str | None:
        """The key as it is written in its own table.

        Where not all keys could be read, an unknown name is not held against its row.
        """
        return self.names.get(folded(name), name if self.anything else None)


def check_keys(tables: Iterable[Rows], faults: Faults) -> None:
    """Every key stands once in its table, and in the letters of one script."""
    for rows in tables:
        first: dict[tuple[str, ...], int] = {}
        for row in rows:
            key = folded_key(rows, row)
            if key is None:
                continue
            if key in first:
                faults.add(
                    rows.fault(
                        "key_twice", row.number, rows.table.key[0], shown_key(rows, row),
                        first=first[key],
                    )
                )  # fmt: skip
            first.setdefault(key, row.number)
        check_scripts(rows, faults)


def folded_key(rows: Rows, row: Row) -> tuple[str, ...] | None:
    """What tells a row apart; None where part of it could not be read."""
    if not rows.table.key or any(name in row.faulty for name in rows.table.key):
        return None
    return tuple(folded(str(row[name])) for name in rows.table.key)


def shown_key(rows: Rows, row: Row) -> str:
    """A key as it was given."""
    kinds = [rows.table.column(name).kind for name in rows.table.key]
    parts = [
        str(kind.write(row[name]))
        for name, kind in zip(rows.table.key, kinds, strict=True)
        if row[name] not in (None, "")
    ]
    return ", ".join(parts)


def check_scripts(rows: Rows, faults: Faults) -> None:
    """Warns of a key whose letters come from several scripts: Cyrillic С looks like Latin C."""
    columns = [column.name for column in rows.table.columns if isinstance(column.kind, Key)]
    for name in columns:
        for row in rows:
            key = row[name]
            if key and not key.isascii():
                scripts = scripts_of(key)
                if len(scripts) > 1:
                    facts = {"scripts": ", ".join(scripts)}
                    faults.add(rows.warning("key_scripts", row.number, name, key, **facts))


@cache
def scripts_of(key: str) -> tuple[str, ...]:
    """The scripts of the letters in a key."""
    names = {unicodedata.name(c, "").split(" ")[0] for c in key if c.isalpha()}
    return tuple(sorted(name.capitalize() for name in names if name in SCRIPTS))


def resolve(
    tables: Iterable[Rows], indices: Mapping[str, Index], nearest: Nearest, faults: Faults
) -> None:
    """Puts the written key in the place of every reference; unknown ones are faults."""
    for rows in tables:
        for column in rows.table.columns:
            if isinstance(column.kind, Reference | References):
                Resolver(rows, column, indices[column.kind.table], nearest, faults).resolve()


class Resolver:
    """Resolves the references in one column of a table."""

    def __init__(
        self, rows: Rows, column: Column, index: Index, nearest: Nearest, faults: Faults
    ) -> None:
        self.rows, self.column, self.index = rows, column, index
        self.nearest, self.faults = nearest, faults
        self.near: dict[str, str] = {}

    def resolve(self) -> None:
        many = isinstance(self.column.kind, References)
        known: dict[Any, Any] = {}
        for row in self.rows:
            value = row.values[self.column.name]
            if not value:
                continue
            found = known.get(value)
            if found is None:
                found = self.all_of(value, row) if many else self.one(value, row)
                if found is not None:
                    known[value] = found
            if found is None:
                row.faulty |= {self.column.name}
            row.values[self.column.name] = found

    def one(self, name: str, row: Row) -> str | None:
        """The key that a name refers to."""
        key = self.index.get(name)
        if key is None:
            self.tell_unknown(name, row)
        return key

    def all_of(self, names: tuple[str, ...], row: Row) -> tuple[str, ...] | None:
        """The keys that several names refer to, each once."""
        keys = [self.one(name, row) for name in names]
        if None in keys:
            return None
        return tuple(dict.fromkeys(key for key in keys if key is not None))

    def tell_unknown(self, name: str, row: Row) -> None:
        if name not in self.near:
            self.near[name] = self.nearest.name(name, self.index.names.values())
        near, target = self.near[name], self.column.kind.table  # type: ignore[attr-defined]
        facts = {"target": target} | ({"nearest": near} if near else {})
        code = "reference_unknown_nearest" if near else "reference_unknown"
        self.faults.add(self.rows.fault(code, row.number, self.column.name, name, **facts))
