"""Between which places one may run, how long it takes, and when it is cleared."""

from dataclasses import dataclass
from datetime import datetime

from drawdown.model.line import Mode


@dataclass(frozen=True, slots=True)
class Leg:
    """An allowed run in one mode and one direction.

    ``travel_min`` holds for every carrier; where it is ``None`` the carrier's speed decides.
    ``windows`` are the clearances: the whole run lies in one of them (none: always cleared).
    ``runs_per_day`` counts departures in a UTC day, empty runs too. Over a leg that is
    ``empty_only`` nobody and nothing is carried: it is there for what must return or be brought.
    """

    origin: str
    destination: str
    mode: Mode
    distance_km: int
    travel_min: int | None = None
    windows: tuple[tuple[datetime, datetime], ...] = ()
    runs_per_day: int | None = None
    empty_only: bool = False

    def minutes(self, speed_km_per_h: int) -> int:
        """Travel time of a carrier with this speed, whole minutes rounded up."""
        if self.travel_min is not None:
            return self.travel_min
        return -(-60 * self.distance_km // speed_km_per_h)
