"""A plan in force, and what of it holds when it is planned anew."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from drawdown.model.plan import Plan


class Hold(StrEnum):
    """What of a pinned lift holds.

    ``ALL``: the lift stays as it is, with its loads. ``TIMES``: fleet, tail, places and times
    stay; who and what goes on it is free.
    """

    ALL = "all"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Pin:
    """A lift of the plan in force that is not to be touched."""

    lift: str
    hold: Hold = Hold.ALL


@dataclass(frozen=True, slots=True)
class InForce:
    """The plan in force at ``now_utc``.

    Lifts that have begun to load by then, and disposals by then, stay as they are; so do the
    ``pins``. ``changes`` is the most lifts that may be added, dropped or changed; None: no limit.
    """

    plan: Plan
    now_utc: datetime
    changes: int | None = None
    pins: tuple[Pin, ...] = ()
