"""Where a withdrawal happens: sites, hubs and homes, and what each of them can take."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PlaceKind(StrEnum):
    """What a place is for: left (``SITE``), passed through (``HUB``) or gone to (``HOME``)."""

    SITE = "site"
    HUB = "hub"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Daily hours of a place, in the local time of ``zone`` (an IANA name, or ``UTC``).

    Minutes after local midnight, half-open. ``until_min`` below ``from_min`` runs over midnight.
    """

    from_min: int
    until_min: int
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Place:
    """A place and its limits. A limit that is ``None`` does not bind.

    ``working_mog`` and ``parking_mog`` count the aircraft spots (maximum on ground) that are
    loaded or unloaded, and that stand there, at one instant. Handling is what is loaded on lifts
    that leave plus what is unloaded from lifts that arrive, in one UTC day; each handler (a
    person of ``handler_role`` present at the day's first instant) adds to it.
    """

    name: str
    kind: PlaceKind
    title: str = ""
    in_country: bool = True
    icao: str = ""
    lat_deg: float | None = None
    lon_deg: float | None = None
    runway_length_m: int | None = None
    runway_width_m: int | None = None
    working_mog: int | None = None
    parking_mog: int | None = None
    hours: OpeningHours | None = None
    handling_kg_per_day: int | None = None
    handling_people_per_day: int | None = None
    handling_kg_per_day_per_handler: int = 0
    handler_role: str = ""
    beds: int | None = None
    storage_kg: int | None = None
    handover_utc: datetime | None = None
    closes_after: tuple[str, ...] = ()
    last_wave_min: int = 0
    threat_percent: int = 100
