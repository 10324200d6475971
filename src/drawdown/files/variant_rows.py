"""Variants as rows of their table: each is one change, the rows of a name are one variant."""

from dataclasses import dataclass
from typing import Any

from drawdown.files.cells import folded
from drawdown.files.faults import Faults
from drawdown.files.table_reading import Rows
from drawdown.files.withdrawal_tables import MOST_VARIANTS
from drawdown.model import Change, Variant


@dataclass(frozen=True, slots=True)
class TypedVariant:
    """A variant, and the row in which each of its changes stands."""

    variant: Variant
    rows: tuple[int | None, ...]


def typed_variants(rows: Rows) -> list[TypedVariant]:
    """The variants of a table in the order of their first rows, from rows without a fault.

    The title may stand in any of its rows.
    """
    names: dict[str, str] = {}
    titles: dict[str, str] = {}
    changes: dict[str, list[tuple[int, Change]]] = {}
    for row in rows:
        name = names.setdefault(folded(row["variant"]), row["variant"])
        titles[name] = titles.get(name) or row["title"]
        change = Change(row["table"], row["column"], row["key"], row["value"])
        changes.setdefault(name, []).append((row.number, change))
    return [
        TypedVariant(
            Variant(name, titles[name], tuple(change for _, change in typed)),
            tuple(number for number, _ in typed),
        )
        for name, typed in changes.items()
    ]


def check_variants(rows: Rows, faults: Faults) -> None:
    """Not too many variants, and one title for each, however often it is typed."""
    names = {folded(row["variant"]) for row in rows if row["variant"]}
    if len(names) > MOST_VARIANTS:
        facts: dict[str, Any] = {"variants": len(names), "limit": MOST_VARIANTS}
        faults.add(rows.fault("variants_too_many", None, **facts))
    first: dict[str, tuple[int, str]] = {}
    for row in rows:
        if not row["variant"] or not row["title"]:
            continue
        number, title = first.setdefault(folded(row["variant"]), (row.number, row["title"]))
        if title != row["title"]:
            facts = {"variant": row["variant"], "first": number}
            faults.add(rows.fault("variant_titles", row.number, "title", row["title"], **facts))
