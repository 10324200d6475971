"""What carries, how many there are, and on which legs: as much as the need times the margin."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from math import ceil

from bench.generator.chance import Chance
from bench.generator.frame import Frame, at_day
from drawdown.model import Carrier, Disposition, Fleet, Leg, Line, Mode

FULL_SHARE = 0.85  # of a carrier's room is used, since whole pieces never fill it
BY_ROAD = 0.6  # of the people of a site, if all convoys were needed for them
WAITING = 1.25  # a round takes so much longer than its runs: hours of opening, rests

Span = tuple[datetime, datetime]
Work = list[tuple[int, float]]


def all_legs(frame: Frame, chance: Chance) -> tuple[Leg, ...]:
    """Site to hub, site to port, hub to port, and home; back, but from the port, for empty runs."""
    legs = list[Leg]()
    for site in frame.sites:
        legs += site_legs(frame, chance, site)
    for hub, port in frame.port_of.items():
        legs += both_ways(hub, port, Mode.ROAD, frame.road_km(hub, port), runs_per_day=2)
    for place in frame.way_out:
        windows = clearances(frame) if place == frame.way_out[-1] and chance.often(70) else ()
        for home in frame.homes:
            km, runs = frame.km(place, home), 2 if frame.size.sparse else 4
            legs += both_ways(place, home, Mode.AIR, km, windows, runs_per_day=runs)
    for place in frame.harbours:
        for home in frame.homes:
            hours = chance.whole(*frame.size.sea_h)
            legs += both_ways(place, home, Mode.SEA, hours * 28, (), 1, travel_min=hours * 60)
    # An aircraft that has unloaded at one home may be wanted next from another.
    for one, other in pairwise(frame.homes):
        legs += ferry(one, other, frame.km(one, other))
    return tuple(legs)


def site_legs(frame: Frame, chance: Chance, site: str) -> Iterator[Leg]:
    """By road once a day, the last site not in the wet season; by air two times a day."""
    if not frame.hubs:
        first = frame.sites[0]
        if site != first:
            km = frame.road_km(site, first)
            yield from both_ways(site, first, Mode.ROAD, km, loaded_back=True)
        return
    hub = frame.hub_of[site]
    last = site == list(frame.closing_day)[-1]
    wet = wet_season(frame) if last and not frame.size.sparse else ()
    yield from both_ways(site, hub, Mode.ROAD, frame.road_km(site, hub), wet, 1)
    if Mode.AIR in frame.modes:
        runs = 1 + 2 * chance.often(50)
        yield from both_ways(site, hub, Mode.AIR, frame.km(site, hub), (), runs)
    if site in frame.to_port_too:
        # Convoys come back over the hub.
        port = frame.port_of[hub]
        yield Leg(site, port, Mode.ROAD, frame.road_km(site, port), runs_per_day=1)


def both_ways(
    one: str,
    other: str,
    mode: Mode,
    km: int,
    windows: tuple[Span, ...] = (),
    runs_per_day: int | None = None,
    travel_min: int | None = None,
    loaded_back: bool = False,
) -> Iterator[Leg]:
    """A leg and its way back on the same terms, but for empty runs only if not said otherwise."""
    yield Leg(one, other, mode, km, travel_min, windows, runs_per_day)
    empty = not loaded_back
    yield Leg(other, one, mode, km, travel_min, windows, runs_per_day, empty_only=empty)


def ferry(one: str, other: str, km: int) -> Iterator[Leg]:
    """Legs on which nobody and nothing is carried, either way."""
    yield Leg(one, other, Mode.AIR, km, empty_only=True)
    yield Leg(other, one, Mode.AIR, km, empty_only=True)


def wet_season(frame: Frame) -> tuple[Span, ...]:
    """A road that is closed for a fifth of the time, in the middle."""
    days = frame.days
    return (
        (at_day(days * 3 // 100), at_day(days * 40 // 100)),
        (at_day(days * 60 // 100), frame.end_utc),
    )


def clearances(frame: Frame) -> tuple[Span, ...]:
    """Overflight from some day on, renewed after a short gap."""
    gap = frame.days * 55 // 100
    return (
        (at_day(frame.days // 20), at_day(gap)),
        (at_day(gap + max(1, frame.days // 60)), frame.end_utc),
    )


def all_fleets(frame: Frame, chance: Chance, lines: Sequence[Line]) -> tuple[Fleet, ...]:
    """Convoys and turboprops at each hub; jets and ships from home."""
    means, home = frame.size.means, frame.homes[0]
    if not frame.hubs:
        return direct_fleets(frame, chance)
    fleets = list[Fleet]()
    for hub in frame.hubs:
        sites = [site for site in frame.sites if frame.hub_of[site] == hub]
        works = [convoy_work(frame, site, hub, lines) for site in sites]
        fleets.append(enough(frame, f"{hub}-escorts", means.convoy, hub, works))
        if Mode.AIR in frame.modes:
            works = [flight_work(frame, site, lines) for site in sites]
            fleets.append(enough(frame, f"{hub}-transport", means.tactical, hub, works))
    fleets.append(enough(frame, "heavy", means.heavy, home, [heavy_work(frame, lines)]))
    if not frame.size.sparse or chance.often(40):
        fleets.append(enough(frame, "charter", means.charter, home, [charter_work(frame, lines)]))
    if not frame.size.sparse or needs_ship(lines) or chance.often(50):
        base = frame.harbours[0] if frame.size.sparse else home
        fleets.append(enough(frame, "ships", means.ship, base, [ship_work(frame, lines)]))
    return tuple(fleets)


def direct_fleets(frame: Frame, chance: Chance) -> tuple[Fleet, ...]:
    """A jet from home, sometimes a plane, and a convoy where there is a road."""
    means, home = frame.size.means, frame.homes[0]
    fleets = [Fleet("heavy", means.heavy.name, 1, home)]
    if chance.often(30):
        fleets.append(Fleet("transport", means.tactical.name, 1, home, None, frame.end_utc))
    if len(frame.sites) > 1:
        fleets.append(Fleet("escorts", means.convoy.name, 1, frame.sites[0]))
    return tuple(fleets)


def enough(frame: Frame, name: str, carrier: Carrier, base: str, works: list[Work]) -> Fleet:
    """A fleet for work in tail-days, each with the day by which it is done, times the margin.

    What is too much because tails are whole is taken away again in part: the fleet comes later.
    """
    dues = sorted(item for work in works for item in work)
    asked, done = [], 0.0
    for day, tail_days in dues:
        done += tail_days * frame.margin
        asked.append((day, done))
    count = max([ceil(done / max(1, day)) for day, done in asked], default=1) or 1
    spare = min((int(day - done / count) for day, done in asked), default=0)
    from_day = max(0, min(spare, frame.days // 6))
    from_utc = at_day(from_day) if from_day else None
    return Fleet(name, carrier.name, count, base, from_utc, frame.end_utc)


# --- work, in days that one tail is busy -----------------------------------------------------


def counted(line: Line) -> float:
    """How many units of a line are counted on: half of what may be disposed of."""
    may_stay = any(way is not Disposition.REDEPLOY for way in line.dispositions)
    return line.count / 2 if may_stay else line.count


def round_days(carrier: Carrier, travel_min: int) -> float:
    """How long one tail is busy with a lift and the way back."""
    return (carrier.load_min + carrier.unload_min + 2 * travel_min) * WAITING / 1440


def road_min(carrier: Carrier, km: int) -> int:
    """Travel time on a road."""
    return ceil(60 * km / carrier.speed_km_per_h)


def slots(lines: Sequence[Line]) -> float:
    """Surface positions that are counted on."""
    return sum(counted(line) * line.surface_positions for line in lines if not line.is_people)


def only_by_air(line: Line) -> bool:
    """Whether it can go by air alone."""
    return line.modes == frozenset({Mode.AIR})


def heads(lines: Sequence[Line]) -> int:
    """How many people there are."""
    return sum(line.count for line in lines if line.is_people)


def convoy_work(frame: Frame, site: str, hub: str, lines: Sequence[Line]) -> Work:
    """Things and most people of a site to its hub, and the things on to the port."""
    carrier = frame.size.means.convoy
    here = [line for line in lines if line.origin == site and not only_by_air(line)]
    things = slots(here) / carrier.positions / FULL_SHARE
    runs = max(things, heads(here) * BY_ROAD / carrier.seats / FULL_SHARE)
    to_hub = round_days(carrier, road_min(carrier, frame.road_km(site, hub)))
    closing = frame.closing_day[site]
    work = [(closing, runs * to_hub)]
    if hub in frame.port_of:
        onward = road_min(carrier, frame.road_km(hub, frame.port_of[hub]))
        days_left = min(10, frame.days + frame.size.days_after - closing)
        work.append((closing + days_left, things * round_days(carrier, onward)))
    return work


def flight_work(frame: Frame, site: str, lines: Sequence[Line]) -> Work:
    """The people of a site who do not go by road, and what goes by air alone."""
    carrier = frame.size.means.tactical
    here = [line for line in lines if line.origin == site]
    air = sum(counted(line) * line.air_positions for line in here if only_by_air(line))
    runs = heads(here) * (1 - BY_ROAD) / carrier.seats + air / carrier.positions
    # Two lifts a day are all that hours, crews and the apron allow.
    return [(frame.closing_day[site], runs / FULL_SHARE / 2)]


def heavy_work(frame: Frame, lines: Sequence[Line]) -> Work:
    """What goes by air alone and a part of the other things; without ports all of it."""
    carrier = frame.size.means.heavy
    share = 0.05 if frame.ports else 1.0
    positions = sum(
        counted(line) * line.air_positions * (1 if only_by_air(line) else share) for line in lines
    )
    seats = 0 if frame.ports else heads(lines)
    runs = max(positions / carrier.positions, seats / carrier.seats) / FULL_SHARE
    return [(frame.days, runs * (2 if frame.ports else 1))]


def charter_work(frame: Frame, lines: Sequence[Line]) -> Work:
    """Everybody, a lift every second day."""
    return [(frame.days, heads(lines) / frame.size.means.charter.seats / FULL_SHARE * 2)]


def ship_work(frame: Frame, lines: Sequence[Line]) -> Work:
    """All things that may go by sea; the first voyage out is on top."""
    carrier = frame.size.means.ship
    travel_min = sum(frame.size.sea_h) * 30
    runs = slots([line for line in lines if Mode.SEA in line.modes])
    runs = max(1.0, runs / carrier.positions / FULL_SHARE)
    days = frame.days + frame.size.days_after
    return [(days, runs * round_days(carrier, travel_min) + travel_min / 1440)]


def needs_ship(lines: Sequence[Line]) -> bool:
    """Whether something cannot go by air."""
    return any(Mode.AIR not in line.modes for line in lines)
