"""What must hold at a place while it empties: floors, preparation gates, ways of disposal."""

from dataclasses import dataclass
from datetime import datetime

from drawdown.model.line import Disposition


@dataclass(frozen=True, slots=True)
class Floor:
    """The least number of people of a role that stay at a place until its last lift."""

    place: str
    role: str
    people: int
    from_utc: datetime | None = None
    until_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """A preparation step at a place: inventory, wash, customs, packing, medical check.

    Things use it by mass, people by head. Each person of ``handler_role`` present at the day's
    first instant adds ``kg_per_day_per_handler``. ``None`` does not bind.
    """

    name: str
    place: str
    kg_per_day: int | None = None
    people_per_day: int | None = None
    kg_per_day_per_handler: int = 0
    handler_role: str = ""
    from_utc: datetime | None = None
    until_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class DisposalOption:
    """A way to be rid of things where they stand, and what it costs.

    ``place`` is empty for "at every place". ``value_lost_percent`` is the share of the value that
    is lost: 100 when donated or destroyed, less when sold.
    """

    disposition: Disposition
    place: str = ""
    kg_per_day: int | None = None
    cost_cents_per_t: int = 0
    value_lost_percent: int = 100
    from_utc: datetime | None = None
    until_utc: datetime | None = None
