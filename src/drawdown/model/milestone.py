"""Dates of the agreement, each with its basis."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction


class Basis(StrEnum):
    """What a milestone counts."""

    PEOPLE = "people"
    TONNES = "tonnes"
    PIECES = "pieces"
    SITES = "sites"


@dataclass(frozen=True, slots=True)
class Milestone:
    """So much is gone by ``due_utc``: an ``amount`` (people, kg, pieces or sites) or a ``share``.

    Exactly one of the two is given. The whole of a share is everything of that basis in the
    lines that begin at ``places`` (all places in the country when empty). Helpers and their
    things are in it only where ``helpers`` is set. ``agreed`` tells the dates of the agreement
    from those the planner set himself.
    """

    name: str
    due_utc: datetime
    basis: Basis
    amount: int | None = None
    share: Fraction | None = None
    places: tuple[str, ...] = ()
    helpers: bool = False
    agreed: bool = True
    title: str = ""
