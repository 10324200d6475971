"""Random withdrawals of some size that a planner can mostly fulfil: sites that send people and
things by road to one with an airfield, or by air from where they are, and all of it home.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from random import Random

from drawdown.model import (
    Basis,
    Carrier,
    DisposalOption,
    Disposition,
    Exclusion,
    Fleet,
    Floor,
    Gate,
    Kind,
    Leg,
    Line,
    Milestone,
    Mode,
    OpeningHours,
    Place,
    PlaceKind,
    Withdrawal,
)
from oracle.chance import DAY, HOUR, often

START = datetime(2024, 6, 1, tzinfo=UTC)
GUARDS, MOVERS = "guard", "mover"


@dataclass(frozen=True)
class Size:
    """How much there is: days from start to deadline, and pieces and people per line at most."""

    sites: int
    lines: int
    days: int
    pieces: int
    people: int


SIZES = {
    "small": Size(sites=2, lines=12, days=15, pieces=8, people=30),
    "mid": Size(sites=4, lines=60, days=60, pieces=25, people=60),
}


def sized(random: Random, size: Size) -> Withdrawal:
    """A withdrawal of a size; the first site has the airfield to which the roads lead."""
    deadline = START + size.days * DAY
    sites = [f"S{n}" for n in range(1, size.sites + 1)]
    lines = all_lines(random, size, sites)
    return Withdrawal(
        name="sized",
        start_utc=START,
        deadline_utc=deadline,
        end_utc=deadline + max(2, size.days // 10) * DAY,
        places=all_places(random, sites, deadline),
        lines=lines,
        carriers=(JET, TURBOPROP, CONVOY, SHIP),
        fleets=all_fleets(random, size, sites),
        legs=all_legs(random, sites),
        floors=tuple(Floor(site, GUARDS, random.randint(2, 6)) for site in sites),
        gates=tuple(
            Gate(f"inventory {site}", site, random.randint(40, 120) * 1000, None, 1500, MOVERS)
            for site in sites
        ),
        milestones=all_milestones(random, size, sites),
        disposals=(
            DisposalOption(Disposition.SELL, "", 60_000, 10_000, 60),
            DisposalOption(Disposition.DESTROY, sites[-1], 20_000, 40_000),
        ),
        exclusions=(
            Exclusion("1", "3"),
            Exclusion("1", "passengers", frozenset({Mode.AIR})),
        ),
    )


# Mass, positions in an aircraft and elsewhere, height: container, pickup, pallet, heavy truck.
PIECES = (
    (14_000, 4.0, 1.0, 2.6),
    (5000, 2.0, 0.8, 2.1),
    (2000, 1.0, 0.3, 1.5),
    (24_000, 6.0, 2.0, 3.1),
)

JET = Carrier(
    "jet",
    Mode.AIR,
    payload_kg=77_500,
    speed_km_per_h=830,
    payload_by_km=((0, 77_500), (4600, 59_000), (9000, 20_000)),
    seats=102,
    positions=18.0,
    hold_height_m=3.7,
    load_min=180,
    unload_min=120,
    runway_length_m=1067,
    crew_duty_min=18 * 60,
    crew_rest_min=12 * 60,
    cost_cents_per_h=1_800_000,
)
TURBOPROP = Carrier(
    "turboprop",
    Mode.AIR,
    payload_kg=19_000,
    speed_km_per_h=540,
    seats=90,
    positions=6.0,
    hold_height_m=2.7,
    load_min=90,
    unload_min=60,
    travel_min_per_day=600,
    cost_cents_per_h=700_000,
)
CONVOY = Carrier(
    "convoy",
    Mode.ROAD,
    payload_kg=200_000,
    speed_km_per_h=40,
    seats=60,
    positions=20.0,
    load_min=240,
    unload_min=240,
    travel_min_per_day=600,
    cost_cents_per_lift=900_000,
    cost_cents_per_h=30_000,
)
SHIP = Carrier(
    "ship",
    Mode.SEA,
    payload_kg=4_000_000,
    speed_km_per_h=28,
    positions=300.0,
    load_min=1440,
    unload_min=1440,
    cost_cents_per_lift=20_000_000,
    cost_cents_per_h=120_000,
)


def all_places(random: Random, sites: list[str], deadline: datetime) -> tuple[Place, ...]:
    """The sites, a port outside the country, and home."""
    places = []
    for n, site in enumerate(sites):
        place = Place(
            site,
            PlaceKind.SITE,
            runway_length_m=2500 if n == 0 else 1800,
            working_mog=random.randint(1, 2),
            parking_mog=random.randint(2, 3),
            hours=OpeningHours(360, 1080, "Africa/Niamey") if often(random, 50) else None,
            handling_kg_per_day=random.randint(150, 400) * 1000,
            handling_kg_per_day_per_handler=2000,
            handler_role=MOVERS,
            last_wave_min=12 * 60,
            threat_percent=random.choice((100, 150, 200)),
        )
        if n == 0:
            place = replace(place, closes_after=tuple(sites[1:]))
        elif often(random, 50):
            days = random.randint(2, 8)
            place = replace(place, handover_utc=deadline - days * DAY)
        places.append(place)
    port = Place("port", PlaceKind.HUB, in_country=False, beds=200, storage_kg=3_000_000)
    return (*places, port, Place("home", PlaceKind.HOME, in_country=False))


def all_fleets(random: Random, size: Size, sites: list[str]) -> tuple[Fleet, ...]:
    """Jets from home, turboprops and convoys in the country, a ship at the port."""
    return (
        Fleet("jets", "jet", random.randint(1, 2), "home"),
        Fleet("turboprops", "turboprop", 1, "home"),
        Fleet("convoys", "convoy", random.randint(2, 2 + size.sites), random.choice(sites)),
        Fleet("ships", "ship", 1, "port", START + random.randint(0, 5) * DAY),
    )


def all_legs(random: Random, sites: list[str]) -> tuple[Leg, ...]:
    """By air home from each site, by road to the first site and from there to the port."""
    pairs: list[tuple[str, str, Mode, int]] = []
    for n, site in enumerate(sites):
        pairs.append((site, "home", Mode.AIR, random.randint(3500, 4500)))
        if n:
            km = random.randint(200, 900)
            pairs += [(site, sites[0], Mode.ROAD, km), (site, sites[0], Mode.AIR, km)]
    pairs.append((sites[0], "port", Mode.ROAD, random.randint(700, 1100)))
    pairs.append(("port", "home", Mode.SEA, random.randint(5000, 8000)))
    convoys_per_day = random.choice((None, 1, 2))
    return tuple(
        Leg(*ends, mode, km, runs_per_day=convoys_per_day if mode is Mode.ROAD else None)
        for origin, destination, mode, km in pairs
        for ends in ((origin, destination), (destination, origin))
    )


def all_lines(random: Random, size: Size, sites: list[str]) -> tuple[Line, ...]:
    """At each site guards and movers, and as many other lines as the size asks for."""
    lines = [
        people(random, f"{role}s {site}", site, role, random.randint(8, 20))
        for site in sites
        for role in (GUARDS, MOVERS)
    ]
    while len(lines) < size.lines:
        site, n = random.choice(sites), len(lines)
        if often(random, 25):
            role = random.choice(("", "medic"))
            lines.append(people(random, f"people {n}", site, role, random.randint(5, size.people)))
        else:
            line = things(random, f"things {n}", site, random.randint(1, size.pieces))
            earlier = [other.name for other in lines if other.origin == site and not other.role]
            if earlier and often(random, 5):
                line = replace(line, predecessors=(random.choice(earlier),))
            lines.append(replace(line, ready_utc=ready(random, size)))
    helpers = people(random, "helpers", sites[0], MOVERS, 20)
    return (*lines, replace(helpers, helper=True, arrives_utc=START + 2 * DAY))


def ready(random: Random, size: Size) -> datetime | None:
    """From when a line may leave: mostly from the start."""
    if often(random, 70):
        return None
    return START + random.randint(1, max(1, size.days // 2)) * DAY + random.randint(0, 23) * HOUR


def people(random: Random, name: str, site: str, role: str, count: int) -> Line:
    """A line of people with their baggage."""
    mass_kg = random.choice((110, 130, 150))
    by_air = frozenset({Mode.AIR, Mode.ROAD})
    return Line(name, Kind.PEOPLE, site, "home", count, mass_kg, role=role, modes=by_air)


def things(random: Random, name: str, site: str, count: int) -> Line:
    """A line of containers, vehicles or pallets."""
    mass_kg, air, surface, height_m = random.choice(PIECES)
    may_stay = often(random, 30)
    ways = (Disposition.REDEPLOY, Disposition.SELL) if may_stay else (Disposition.REDEPLOY,)
    return Line(
        name,
        Kind.THINGS,
        site,
        "home",
        count,
        mass_kg,
        priority=random.randint(1, 5),
        height_m=height_m,
        air_positions=air,
        surface_positions=surface,
        hazard=random.choice(("", "", "", "", "1.4S", "3")),
        dispositions=ways,
        value_cents=random.randint(1, 50) * 100_000,
        gates=(f"inventory {site}",) if often(random, 60) else (),
    )


def all_milestones(random: Random, size: Size, sites: list[str]) -> tuple[Milestone, ...]:
    """Half of the people at two thirds of the time, and what else was agreed."""
    two_thirds = START + (2 * size.days // 3) * DAY
    first = Milestone("half", two_thirds, Basis.PEOPLE, share=Fraction(1, 2))
    others = (
        Milestone("a site", two_thirds + 3 * DAY, Basis.SITES, amount=1),
        Milestone("mass", two_thirds, Basis.TONNES, share=Fraction(1, 3), places=(sites[-1],)),
        Milestone("pieces", two_thirds, Basis.PIECES, amount=size.pieces, agreed=False),
    )
    return (first, *(other for other in others if often(random, 40)))
