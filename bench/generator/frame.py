"""Where the places of a generated withdrawal lie, who goes by which way, and when sites close."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isqrt

from bench.generator.chance import Chance
from bench.generator.sizes import Size
from drawdown.model import Mode

START = datetime(2025, 3, 3, tzinfo=UTC)
KM_PER_DEG = 111
# Hubs stand in rows of so many, so far apart; sites lie in one of eight directions, in tenths.
HUBS_IN_ROW, ACROSS_KM, DOWN_KM = 7, 300, 250
DIRECTIONS = ((10, 0), (7, 7), (0, 10), (-7, 7), (-10, 0), (-7, -7), (0, -10), (7, -7))

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """What everything else is built into.

    ``spot`` holds km east and north of a point. ``hub_of`` names the hub of a site and ``port_of``
    the port of a hub; ``closing_day`` is the day by whose end a site is to be empty, in rising
    order. ``modes`` are those by which things can go from the sites. ``margin`` is how many times
    the need the means are to be.
    """

    size: Size
    margin: float
    days: int
    sites: tuple[str, ...]
    hubs: tuple[str, ...]
    ports: tuple[str, ...]
    homes: tuple[str, ...]
    spot: dict[str, Spot]
    hub_of: dict[str, str]
    port_of: dict[str, str]
    to_port_too: frozenset[str]
    foreign_hubs: frozenset[str]
    home_of: dict[str, str]
    modes: frozenset[Mode]
    closing_day: dict[str, int]

    @property
    def deadline_utc(self) -> datetime:
        """The midnight after the last day."""
        return at_day(self.days)

    @property
    def end_utc(self) -> datetime:
        """When the last ship has left."""
        return at_day(self.days + self.size.days_after)

    @property
    def way_out(self) -> tuple[str, ...]:
        """From where one goes home by air: the hubs and ports, or the sites if there is none."""
        return (self.hubs + self.ports) or self.sites

    @property
    def harbours(self) -> tuple[str, ...]:
        """From where one goes home by sea."""
        return self.ports or self.hubs

    def km(self, here: str, there: str) -> int:
        """The straight line between two places, at least 1."""
        (x, y), (to_x, to_y) = self.spot[here], self.spot[there]
        return max(1, isqrt((x - to_x) ** 2 + (y - to_y) ** 2))

    def road_km(self, here: str, there: str) -> int:
        """The road between two places: three tenths longer."""
        return self.km(here, there) * 13 // 10

    def position(self, place: str) -> tuple[float, float]:
        """Latitude and longitude in degrees."""
        x, y = self.spot[place]
        return round(14 + y / KM_PER_DEG, 3), round(2 + x / KM_PER_DEG, 3)


def at_day(day: int, hour: int = 0) -> datetime:
    """An instant, so many days and hours after the start."""
    return START + timedelta(days=day, hours=hour)


def drawn_frame(size: Size, chance: Chance, margin: float) -> Frame:
    """Draws places, ways and closing days."""
    sites = numbered("Site", chance.whole(*size.sites))
    hubs = numbered("Hub", chance.whole(*size.hubs))
    ports, homes = numbered("Port", size.ports), numbered("Home", size.homes)
    hub_of = {site: hubs[n * len(hubs) // len(sites)] for n, site in enumerate(sites) if hubs}
    port_of = {hub: ports[n * len(ports) // len(hubs)] for n, hub in enumerate(hubs) if ports}
    days = chance.whole(*size.days)
    modes = frozenset({Mode.ROAD, Mode.SEA} if hubs else {Mode.AIR})
    if hubs and (not size.sparse or chance.often(50)):
        modes |= {Mode.AIR}
    return Frame(
        size=size,
        margin=margin,
        days=days,
        sites=sites,
        hubs=hubs,
        ports=ports,
        homes=homes,
        spot=spots(size, chance, hub_of, port_of, sites, homes),
        hub_of=hub_of,
        port_of=port_of,
        to_port_too=frozenset(chance.some_of(sites, len(sites) // 2 if ports else 0)),
        foreign_hubs=frozenset(hub for hub in hubs if not ports and chance.often(50)),
        home_of={site: homes[n % len(homes)] for n, site in enumerate(sites + hubs)},
        modes=modes,
        closing_day=closing_days(days, chance, sites, 70 if size.sparse else 50),
    )


def numbered(word: str, count: int) -> tuple[str, ...]:
    """Names such as Site-01."""
    digits = len(str(count))
    return tuple(f"{word}-{n:0{digits}}" for n in range(1, count + 1))


def spots(
    size: Size,
    chance: Chance,
    hub_of: dict[str, str],
    port_of: dict[str, str],
    sites: tuple[str, ...],
    homes: tuple[str, ...],
) -> dict[str, Spot]:
    """Hubs in rows, sites around their hub, ports far south of a hub, homes far north."""
    spot: dict[str, Spot] = {}
    for n, hub in enumerate(dict.fromkeys(hub_of.values())):
        column, row = n % HUBS_IN_ROW, n // HUBS_IN_ROW
        columns = min(HUBS_IN_ROW, len(set(hub_of.values())))
        spot[hub] = ((2 * column - columns + 1) * ACROSS_KM // 2, -row * DOWN_KM)
    for n, site in enumerate(sites):
        x, y = spot[hub_of[site]] if hub_of else (0, 0)
        km, (east, north) = chance.whole(*size.site_km), DIRECTIONS[n % len(DIRECTIONS)]
        spot[site] = (x + km * east // 10, y + km * north // 10)
    for hub, port in port_of.items():
        x, y = spot[hub]
        spot.setdefault(port, (x + chance.whole(-150, 150), y - chance.whole(700, 900)))
    for n, home in enumerate(homes):
        spot[home] = (400 * n - 200 * (len(homes) - 1), chance.whole(*size.home_km))
    return spot


def closing_days(days: int, chance: Chance, sites: tuple[str, ...], first: int) -> dict[str, int]:
    """One site after another, from ``first`` hundredths of the time on; the last near its end."""
    steps = len(sites)
    closing = {}
    for n, site in enumerate(sites, 1):
        share = first + (94 - first) * n // steps if steps > 1 else 85
        jitter = chance.whole(-days // 60, days // 60) if n < steps else 0
        closing[site] = max(1, days * share // 100 + jitter)
    return dict(sorted(closing.items(), key=lambda item: item[1]))
