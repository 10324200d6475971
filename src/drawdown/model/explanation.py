"""What is said of one thing in a plan: a line, a date, a term of the cost."""

from dataclasses import dataclass
from datetime import datetime

from drawdown.model.outcome import Reason


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about, by the name of a line, milestone, place or term.

    ``kind`` is ``line``, ``milestone``, ``handover``, ``deadline`` (without a name) or ``term``.
    """

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sum in cents: ``by`` what it is cut (place, line, carrier, due, week, term).

    ``share`` is its part of the whole. A week has the number of its first day as name.
    """

    by: str
    name: str
    cents: int
    share: float


@dataclass(frozen=True, slots=True)
class Move:
    """So many units of a line on one lift."""

    lift: str
    carrier: str
    origin: str
    destination: str
    depart_utc: datetime
    arrive_utc: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is so in the plan, what holds of every plan, what makes it so, and what would help.

    ``proven`` holds of every plan without a breach; ``remedies`` say themselves what of them is
    proven and what would be so by the relaxed model. ``untold`` is what there was no time for.
    """

    subject: Subject
    in_plan: tuple[Reason, ...] = ()
    proven: tuple[Reason, ...] = ()
    limits: tuple[Reason, ...] = ()
    remedies: tuple[Reason, ...] = ()
    untold: tuple[Reason, ...] = ()
    parts: tuple[Part, ...] = ()
    moves: tuple[Move, ...] = ()
