"""The answer: lifts with their loads, disposals, and what is left."""

from dataclasses import dataclass
from datetime import datetime

from drawdown.model.line import Disposition


@dataclass(frozen=True, slots=True)
class Load:
    """``count`` units of one line on a lift."""

    line: str
    count: int


@dataclass(frozen=True, slots=True)
class Lift:
    """One run of one tail, from the end of loading to the beginning of unloading.

    A lift without loads is an empty run that brings the tail to its next load. ``tail`` is None
    where nobody has said yet which tail flies it.
    """

    name: str
    fleet: str
    tail: int | None
    origin: str
    destination: str
    depart_utc: datetime
    arrive_utc: datetime
    loads: tuple[Load, ...] = ()


@dataclass(frozen=True, slots=True)
class Disposal:
    """``count`` units of a line sold, given or destroyed at a place on the day of ``at_utc``."""

    line: str
    place: str
    disposition: Disposition
    count: int
    at_utc: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """``count`` units of a line still at a place at the end, and the reason, a key of ``words``."""

    line: str
    place: str
    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Lifts, disposals and what is left. ``left`` is None where the author did not say."""

    lifts: tuple[Lift, ...] = ()
    disposals: tuple[Disposal, ...] = ()
    left: tuple[Left, ...] | None = None
