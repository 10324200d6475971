"""Measured figures: what they are, where they are kept, and how two runs stand side by side."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

KEPT = Path(__file__).parent / "figures.csv"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a case, in ``unit``; its ``target`` is the most, or ``at_least`` the least."""

    case: str
    figure: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others of a run."""
        return self.case, self.figure

    @property
    def text(self) -> str:
        """A line of the table."""
        line = f"{self.case:28} {self.figure:34} {amount(self.value, self.unit):>12}"
        if self.target is None:
            return line
        met = self.value >= self.target if self.at_least else self.value <= self.target
        sign = ">=" if self.at_least else "<="
        target = f"{sign} {self.target:g} {self.unit}"
        return f"{line}  {target:>10}  {'met' if met else 'MISSED'}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure as it was recorded: on which day, on a machine of how many cores."""

    case: str
    figure: str
    value: float
    unit: str
    date: str
    cores: int

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others of the file."""
        return self.case, self.figure


def amount(value: float, unit: str) -> str:
    """A value with as many decimals as one reads."""
    decimals = {"%": 1, "M€": 3, "MB": 0}.get(unit, 2)
    return f"{value:,.{decimals}f} {unit}"


def kept(path: Path = KEPT) -> dict[tuple[str, str], Kept]:
    """The recorded figures, none if there is no file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            Kept(
                row["case"], row["figure"], float(row["value"]), row["unit"], row["date"],
                int(row["cores"]),
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip
    return {row.key: row for row in rows}


def record(figures: Iterable[Figure], today: date, path: Path = KEPT) -> None:
    """Puts figures into the file; what was not measured this time stays as it is."""
    rows = kept(path)
    for one in figures:
        rows[one.key] = Kept(
            one.case, one.figure, float(f"{one.value:.4g}"), one.unit, today.isoformat(),
            os.cpu_count() or 1,
        )  # fmt: skip
    names = [field.name for field in fields(Kept)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([getattr(row, name) for name in names] for row in rows.values())


def side_by_side(figures: Sequence[Figure], before: dict[tuple[str, str], Kept]) -> Iterator[str]:
    """Old and new, line by line, with the change in hundredths of the old."""
    yield f"{'case':28} {'figure':34} {'recorded':>12} {'now':>12} {'change':>8}  recorded on"
    for one in figures:
        now = amount(one.value, one.unit)
        old = before.get(one.key)
        if old is None:
            yield f"{one.case:28} {one.figure:34} {'-':>12} {now:>12} {'new':>8}"
            continue
        change = f"{(one.value - old.value) / old.value:+.0%}" if old.value else "-"
        on = f"{old.date}, {old.cores} cores"
        was = amount(old.value, old.unit)
        yield f"{one.case:28} {one.figure:34} {was:>12} {now:>12} {change:>8}  {on}"
