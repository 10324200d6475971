"""Reads a withdrawal with its variants: each is made and checked as a withdrawal of its own.

A variant is a fault where it changes nothing, or where what it makes could not be read.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from drawdown.files.book import Book
from drawdown.files.faults import Faults, shown
from drawdown.files.filling import Library, built_in_library
from drawdown.files.nearest import Nearest
from drawdown.files.reading import Reading
from drawdown.files.table_reading import Rows
from drawdown.files.variant_cells import ANY, ChangeFault, ChangingCells, Touched
from drawdown.files.variant_rows import TypedVariant, check_variants, typed_variants
from drawdown.files.withdrawal_reading import Found, assemble, read_book, understand
from drawdown.files.withdrawal_tables import PRICE_LIST, TABLES, VARIANTS, WITHDRAWAL
from drawdown.model import Change, Fault, Source, Translation, Variant, Withdrawal

JOINED = " – "
SETTINGS = (WITHDRAWAL.name, PRICE_LIST.name)
# A title that a variant changes leaves its translation behind, and that is no matter.
UNHEEDED = ("translation_unused", "source_table", "source_column")


def read(path: str | os.PathLike[str], library: Library | None = None) -> Reading:
    """The withdrawal in a folder or workbook, with its variants.

    The withdrawal is None where any fault is more than a warning. Nothing is raised for what is
    wrong with the files. Variants are tried once the withdrawal itself has no fault.
    """
    library = library or built_in_library()
    faults = Faults()
    name, book = read_book(Path(path), library, faults)
    if book is None:
        return Reading(None, faults.all())
    check_variants(book[VARIANTS.name], faults)
    if faults.stopping:
        return Reading(None, faults.all())
    withdrawal = assemble(name, book)
    if withdrawal.variants:
        trial = Trial(withdrawal, library, book)
        for typed in typed_variants(book[VARIANTS.name]):
            trial.read(typed, faults)
    return Reading(None if faults.stopping else withdrawal, faults.all())


def with_variant(
    withdrawal: Withdrawal, variant: Variant, library: Library | None = None
) -> Reading:
    """The withdrawal as a variant changes it; None, with every fault, where it cannot be."""
    faults = Faults()
    typed = TypedVariant(variant, (None,) * len(variant.changes))
    made = Trial(withdrawal, library or built_in_library()).read(typed, faults)
    return Reading(None if faults.stopping else made, faults.all())


@dataclass(slots=True)
class Made:
    """What a variant has touched: which change set which cell, and which took a row away."""

    touched: dict[Touched, int]

    def first_at(self, cell: Touched, gone: bool) -> int | None:
        """The change that set this cell already, or any cell of its row if the row is to go."""
        table, row, _ = cell
        if not gone:
            return self.touched.get(cell)
        return next((n for (t, r, _), n in self.touched.items() if (t, r) == (table, row)), None)

    def change_at(self, fault: Fault) -> int | None:
        """The change that set the cell of a fault, or made its row."""
        if fault.table in SETTINGS:
            set_by = (n for (t, _, c), n in self.touched.items()
                      if t in SETTINGS and c == fault.column)  # fmt: skip
            return next(set_by, None)
        row = -1 if fault.row is None else fault.row
        for column in (fault.column, ANY):
            if (fault.table, row, column) in self.touched:
                return self.touched[fault.table, row, column]
        of_row = [n for (t, r, _), n in self.touched.items() if (t, r) == (fault.table, row)]
        return of_row[-1] if of_row else None


class Trial:
    """Makes one variant after another of a withdrawal, and tells what is wrong with each."""

    def __init__(self, withdrawal: Withdrawal, library: Library, book: Book | None = None) -> None:
        self.withdrawal, self.library = withdrawal, library
        self.rows = book[VARIANTS.name] if book else Rows(VARIANTS, f"{VARIANTS.name}.csv", [])
        self.typed = TypedRows(withdrawal, book)
        self.cells = ChangingCells(withdrawal, library)
        self.nearest = Nearest()
        known = Faults()
        self.book = self.understood(self.cells, known)
        self.known = set(known)

    def understood(self, cells: ChangingCells, faults: Faults) -> Book:
        """The cells, read like those of a file."""
        tables = cells.raw_tables(self.typed.files)
        settings = cells.raw_settings(self.typed.files[WITHDRAWAL.name])
        found = Found(self.withdrawal.name, settings.file, settings, tables, set())
        book = understand(found, self.library, faults)
        assert book is not None
        return book

    def read(self, typed: TypedVariant, faults: Faults) -> Withdrawal | None:
        """The withdrawal that a variant makes; None where it makes none."""
        cells, made = self.cells.copy(), Made({})
        told = Faults()
        for number, change in enumerate(typed.variant.changes):
            self.make(typed, number, change, cells, made, told)
        found = Faults()
        book = None
        if not told.stopping:
            book = self.understood(cells, found)
            new = (f for f in found if f not in self.known and f.code not in UNHEEDED)
            for fault in together(self.placed(typed, made, fault) for fault in new):
                told.add(fault)
        if book is not None and not told.stopping:
            self.tell_same(typed, made, book, told)
        for fault in told:
            faults.add(fault)
        if book is None or told.stopping:
            return None
        changed = assemble(self.withdrawal.name, book)
        if changed == assemble(self.withdrawal.name, self.book):
            # What it asks has come true; one that asks nothing is none.
            nothing = self.fault(typed, 0, "variant_nothing", "variant", typed.variant.name)
            faults.add(replace(nothing, warning=bool(typed.variant.changes)))
            if not typed.variant.changes:
                return None
        return told_as_variant(changed, typed.variant)

    def make(
        self, typed: TypedVariant, number: int, change: Change, cells: ChangingCells, made: Made,
        faults: Faults,
    ) -> None:  # fmt: skip
        """Make one change; what another has touched already is a fault."""
        try:
            touched = cells.change(change, self.nearest)
        except ChangeFault as fault:
            faults.add(
                self.fault(typed, number, fault.code, fault.column, fault.value, **fault.facts)
            )
            return
        for cell in touched:
            before = made.first_at(cell, gone=change.column == ANY)
            if before is not None:
                first = typed.rows[before] or 0
                value = change.column if change.column != ANY else change.key
                facts = {"target": change.table.value, "first": first}
                faults.add(self.fault(typed, number, "variant_twice", "column", value, **facts))
                return
            made.touched[cell] = number

    def fault(
        self, typed: TypedVariant, number: int, code: str, column: str, value: Any, **facts: Any
    ) -> Fault:
        """A fault at a cell of the table of variants."""
        row = typed.rows[number] if typed.rows else None
        return self.rows.fault(code, row, column, value, **facts)

    def placed(self, typed: TypedVariant, made: Made, fault: Fault) -> Fault:
        """A fault of what a variant makes, at the row of the change that it comes from.

        A fault elsewhere is told with its own place, at the change that most likely made it.
        """
        number = made.change_at(fault)
        row = typed.rows[number or 0] if typed.rows else None
        if number is not None:
            return replace(fault, file=self.rows.file, table=VARIANTS.name, row=row)
        gone = dict(fault.facts).get("target")
        for (table, _, column), change in made.touched.items():
            if table == gone and column == ANY:
                row = typed.rows[change]
                break
        return Fault(
            "variant_elsewhere", self.rows.file, VARIANTS.name, row, "variant",
            typed.variant.name, warning=fault.warning, cause=self.typed.placed(fault),
        )  # fmt: skip

    def tell_same(self, typed: TypedVariant, made: Made, book: Book, faults: Faults) -> None:
        """Changes that leave every cell as it was, where others do not: they may have come true."""
        other: set[int] = set()
        for cell, number in made.touched.items():
            if self.value(self.book, cell) != self.value(book, cell):
                other.add(number)
        for number, change in enumerate(typed.variant.changes):
            if other and number not in other:
                facts = {"target": change.table.value, "what": change.column}
                value = shown(change.value)
                same = self.fault(typed, number, "variant_same", "value", value, **facts)
                faults.add(replace(same, warning=True))

    @staticmethod
    def value(book: Book, cell: Touched) -> Any:
        """The value of a cell, or whether a row is there."""
        table, number, column = cell
        if table in SETTINGS:
            return (book.general if table == WITHDRAWAL.name else book.prices).rows[0][column]
        row = next((row for row in book[table] if row.number == number), None)
        return (row is not None) if column == ANY or row is None else row[column]


def together(faults: Iterable[Fault]) -> list[Fault]:
    """The faults, those elsewhere that are alike told once, with how many they are."""
    alike: dict[Any, list[Fault]] = {}
    for number, fault in enumerate(faults):
        cause = fault.cause
        key = number if cause is None else (fault.row, cause.code, cause.table, cause.column)
        alike.setdefault(key, []).append(fault)
    return [
        first if first.cause is None else replace(first, facts=(*first.facts, ("n", len(rest) + 1)))
        for first, *rest in alike.values()
    ]


class TypedRows:
    """Where the rows of a withdrawal stand in its files, as far as they are known."""

    def __init__(self, withdrawal: Withdrawal, book: Book | None) -> None:
        names = [*(table.name for table in TABLES), *SETTINGS]
        if book is None:
            self.files = {name: f"{name}.csv" for name in names}
            self.numbers: dict[str, list[int]] = {}
            self.lines: dict[str, int] = {}
            return
        both = {WITHDRAWAL.name: book.general, PRICE_LIST.name: book.prices}
        tables = book.tables | both
        self.files = {name: tables[name].file for name in names}
        self.numbers = {
            name: [row.number for row in rows]
            for name, rows in book.tables.items()
            if name != "legs"
        }
        self.numbers["legs"] = list(leg_numbers(book["legs"]))
        self.lines = book.general.lines | book.prices.lines

    def placed(self, fault: Fault) -> Fault:
        """A fault of the changed cells with the row in which the user typed them."""
        if fault.table in SETTINGS:
            return replace(fault, row=self.lines.get(fault.column))
        numbers = self.numbers.get(fault.table, [])
        index = -1 if fault.row is None else fault.row - 2
        return replace(fault, row=numbers[index] if 0 <= index < len(numbers) else None)


def leg_numbers(legs: Rows) -> Iterator[int]:
    """The row of each leg: one that is meant for both ways stands for two."""
    for row in legs:
        yield row.number
        if row["both_ways"]:
            yield row.number


def told_as_variant(changed: Withdrawal, variant: Variant) -> Withdrawal:
    """The changed withdrawal under its own title; what was changed has no source."""
    base, title = changed.title or changed.name, variant.title or variant.name
    whole = f"{base}{JOINED}{title}"
    said = {(each.title, each.language): each.said for each in changed.translations}
    languages = dict.fromkeys(each.language for each in changed.translations)
    titles = tuple(
        Translation(
            whole, language,
            f"{said.get((base, language), base)}{JOINED}{said.get((title, language), title)}",
        )
        for language in languages
        if (base, language) in said or (title, language) in said
    )  # fmt: skip
    sources = tuple(
        dict.fromkeys(
            Source(each.table.value, each.key.partition(";")[0].strip() or ANY, each.column,
                   note=title)
            for each in variant.changes
        )
    )  # fmt: skip
    return replace(
        changed,
        title=whole,
        sources=sources + changed.sources,
        translations=titles + changed.translations,
        variants=(),
    )
