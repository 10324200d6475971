"""What carries: types of aircraft, convoys and ships, and how many of them there are."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from drawdown.model.line import Mode


@dataclass(frozen=True, slots=True)
class Carrier:
    """A type of aircraft, convoy (taken as one unit) or ship.

    ``payload_by_km`` holds ``(distance_km, payload_kg)`` points, distances rising: the payload
    between two points is on the straight line between them, rounded down to a whole kg; before
    the first point it is the first payload; beyond the last point the carrier cannot go. Without
    points ``payload_kg`` holds at every distance. ``load_min`` and ``unload_min`` are the ground
    times of a lift that carries something; an empty run needs none. ``hold_*_m`` is the largest
    piece that goes in. ``travel_min_per_day`` limits one tail in a UTC day. A duty begins when
    the first lift begins to load and ends when a gap of at least ``crew_rest_min`` begins; it
    lasts at most ``crew_duty_min``.
    """

    name: str
    mode: Mode
    payload_kg: int
    speed_km_per_h: int
    title: str = ""
    payload_by_km: tuple[tuple[int, int], ...] = ()
    seats: int = 0
    positions: float = 0.0
    hold_length_m: float | None = None
    hold_width_m: float | None = None
    hold_height_m: float | None = None
    load_min: int = 0
    unload_min: int = 0
    mog_spots: int = 1
    runway_length_m: int | None = None
    runway_width_m: int | None = None
    travel_min_per_day: int | None = None
    crew_duty_min: int | None = None
    crew_rest_min: int = 0
    cost_cents_per_lift: int = 0
    cost_cents_per_h: int = 0

    def payload_at_kg(self, distance_km: int) -> int:
        """Payload over a distance, whole kg rounded down; 0 where the carrier cannot go.

        >>> c17 = Carrier("C-17", Mode.AIR, 77_500, 830, payload_by_km=((4000, 60_000), (8000, 0)))
        >>> c17.payload_at_kg(1000), c17.payload_at_kg(5000), c17.payload_at_kg(8001)
        (60000, 45000, 0)
        """
        points = self.payload_by_km
        if not points:
            return self.payload_kg
        if distance_km > points[-1][0]:
            return 0
        if distance_km <= points[0][0]:
            return points[0][1]
        for (near_km, near_kg), (far_km, far_kg) in pairwise(points):
            if distance_km <= far_km:
                part = (far_kg - near_kg) * (distance_km - near_km)
                return near_kg + part // (far_km - near_km)
        raise AssertionError("payload points are not in rising order")


@dataclass(frozen=True, slots=True)
class Fleet:
    """``count`` tails of one carrier, numbered from 1, that stand at ``base`` at ``from_utc``.

    Without dates the fleet is there from the start to the end of the withdrawal.
    """

    name: str
    carrier: str
    count: int
    base: str
    from_utc: datetime | None = None
    until_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two hazard classes that may not share a lift; ``second`` may be ``"passengers"``.

    A class matches itself and its divisions: ``"1"`` matches ``"1.4S"``, ``"3"`` matches ``"3"``.
    """

    first: str
    second: str
    modes: frozenset[Mode] = frozenset(Mode)
