"""The places and what each of them can take in a day, at one time and by which hour."""

from collections.abc import Sequence
from datetime import datetime

from bench.generator.carrying import heads
from bench.generator.chance import Chance
from bench.generator.frame import Frame, at_day
from bench.generator.lines import MOVERS, TERMINAL
from drawdown.model import Line, OpeningHours, Place, PlaceKind

LOCAL, FAR = "Africa/Niamey", "Europe/Paris"
HOME_ICAO = ("ETAR", "LFOE", "EDDK", "LFPO")


def all_places(frame: Frame, chance: Chance, lines: Sequence[Line]) -> tuple[Place, ...]:
    """Sites, hubs, ports and homes."""
    return (
        *(site(frame, chance, name, lines) for name in frame.sites),
        *(hub(frame, chance, name, lines) for name in frame.hubs),
        *(port(frame, name) for name in frame.ports),
        *(home(frame, name, n) for n, name in enumerate(frame.homes)),
    )


def titled(name: str) -> str:
    """``Site-07`` as it stands on papers: Site 7."""
    word, number = name.split("-")
    return f"{word} {int(number)}"


def site(frame: Frame, chance: Chance, name: str, lines: Sequence[Line]) -> Place:
    """A site with a short runway, where one aircraft at a time is worked by day."""
    here = [line for line in lines if line.origin == name]
    lat_deg, lon_deg = frame.position(name)
    sparse, means = frame.size.sparse, frame.size.means
    load = busiest_kg(frame)
    spots = max(carrier.mog_spots for carrier in means.all) if not frame.hubs else 1
    return Place(
        name,
        PlaceKind.SITE,
        title=titled(name),
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        runway_length_m=chance.whole(18, 26) * 100,
        runway_width_m=30 if frame.hubs else 45,
        working_mog=None if sparse and chance.often(50) else spots,
        parking_mog=None if sparse and chance.often(50) else spots + 1,
        hours=None if chance.often(30) else OpeningHours(5 * 60, 21 * 60, LOCAL),
        handling_kg_per_day=load + load // 4,
        handling_people_per_day=max(8, means.convoy.seats * 2, heads(here) // 8),
        handling_kg_per_day_per_handler=500,
        handler_role=MOVERS,
        handover_utc=handover(frame, chance, name),
        closes_after=earlier_sites(frame, chance, name),
        last_wave_min=frame.size.last_wave_h * 60,
        threat_percent=chance.one_of((100, 120, 150, 200)),
    )


def busiest_kg(frame: Frame) -> int:
    """The mass of a full convoy (or jet), with which a site has to cope on one day."""
    means = frame.size.means
    return means.convoy.payload_kg if frame.hubs else means.heavy.payload_kg


def handover(frame: Frame, chance: Chance, site_name: str) -> datetime | None:
    """By when a site is empty; the last one sometimes has only the deadline."""
    last = site_name == list(frame.closing_day)[-1]
    if last and chance.often(50):
        return None
    return at_day(frame.closing_day[site_name])


def earlier_sites(frame: Frame, chance: Chance, site_name: str) -> tuple[str, ...]:
    """Sites that close before: the next but one before, now and then; all but the last are asked
    only for what their dates allow.
    """
    order = list(frame.closing_day)
    rank = order.index(site_name)
    step = 1 if frame.size.sparse else 2
    return (order[rank - step],) if rank >= step and chance.often(40) else ()


def hub(frame: Frame, chance: Chance, name: str, lines: Sequence[Line]) -> Place:
    """An airfield through which all pass, open day and night, since convoys come when they come;
    one in the country closes after its sites.
    """
    lat_deg, lon_deg = frame.position(name)
    foreign, means = name in frame.foreign_hubs, frame.size.means
    load = means.convoy.payload_kg
    served = tuple(site for site, other in frame.hub_of.items() if other == name)
    handles = any(line.origin == name and line.role == TERMINAL for line in lines)
    in_order = () if foreign or not handles else served
    return Place(
        name,
        PlaceKind.HUB,
        title=titled(name),
        in_country=not foreign,
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        runway_length_m=3000,
        runway_width_m=45,
        working_mog=None if frame.size.sparse and chance.often(50) else 3,
        parking_mog=None if frame.size.sparse and chance.often(50) else 6,
        handling_kg_per_day=4 * load,
        handling_people_per_day=max(24, 4 * means.charter.seats),
        handling_kg_per_day_per_handler=1000 if handles else 0,
        handler_role=TERMINAL if handles else "",
        beds=max(12, 3 * means.charter.seats),
        storage_kg=5 * load,
        closes_after=in_order,
        last_wave_min=frame.size.last_wave_h * 60 if handles else 0,
        threat_percent=chance.one_of((50, 80, 100)),
    )


def port(frame: Frame, name: str) -> Place:
    """A port outside of the country with room for a ship's load and more, and an airfield."""
    lat_deg, lon_deg = frame.position(name)
    means = frame.size.means
    return Place(
        name,
        PlaceKind.HUB,
        title=titled(name),
        in_country=False,
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        runway_length_m=2800,
        runway_width_m=45,
        working_mog=3,
        parking_mog=4,
        handling_people_per_day=4 * means.charter.seats,
        beds=2 * means.charter.seats,
        storage_kg=2 * means.ship.payload_kg,
    )


def home(frame: Frame, name: str, number: int) -> Place:
    """Where the units belong: always open, no limit."""
    lat_deg, lon_deg = frame.position(name)
    by_night = None if number else OpeningHours(0, 24 * 60, FAR)
    return Place(
        name,
        PlaceKind.HOME,
        title=titled(name),
        in_country=False,
        icao=HOME_ICAO[number],
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        runway_length_m=3000,
        runway_width_m=45,
        hours=by_night,
    )
