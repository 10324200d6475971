"""What-if: a withdrawal with some cells changed, under a name."""

from dataclasses import dataclass
from enum import StrEnum


class ChangedTable(StrEnum):
    """The tables of which a variant may change rows."""

    WITHDRAWAL = "withdrawal"
    PRICES = "prices"
    PLACES = "places"
    LINES = "lines"
    CARRIERS = "carriers"
    FLEET = "fleet"
    LEGS = "legs"
    FLOORS = "floors"
    GATES = "gates"
    MILESTONES = "milestones"
    DISPOSITIONS = "dispositions"
    SEGREGATION = "segregation"


@dataclass(frozen=True, slots=True)
class Change:
    """One cell of a table that a variant sets, or a row that it adds or removes.

    All is as it is typed: ``key`` names the row (``docs/formats.md``, variants), ``value`` is the
    cell; where ``column`` is ``*``, it says what becomes of the row.
    """

    table: ChangedTable
    column: str
    key: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """A question "what if": its name, its title, and what it changes, in order."""

    name: str
    title: str = ""
    changes: tuple[Change, ...] = ()
