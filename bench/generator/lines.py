"""Who and what leaves: people by role and things by kind, of each site and hub."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench.generator.chance import Chance, in_lines, parted
from bench.generator.frame import Frame, at_day
from drawdown.model import Disposition, Kind, Line, Mode

REDEPLOY, TRANSFER, SELL, DONATE, DESTROY = (
    Disposition.REDEPLOY, Disposition.TRANSFER, Disposition.SELL, Disposition.DONATE,
    Disposition.DESTROY,
)  # fmt: skip
MOVERS, SECURITY, TERMINAL = "movers", "security", "terminal"
NOT_BY_SEA = frozenset({Mode.AIR, Mode.ROAD})
CONTAINER, VEHICLE = "container", "vehicle"

# Role, its title, and its share of a site's people in hundredths.
ROLES = (
    (SECURITY, "Security", 32),
    (MOVERS, "Movement control and handlers", 13),
    ("medical", "Medical staff", 5),
    ("airfield", "Airfield operations", 5),
    ("command", "Command post", 5),
    ("engineers", "Engineers", 10),
    ("signals", "Signals", 6),
    ("staff", "Staff", 10),
    ("civilians", "Civilian staff", 8),
    ("contractors", "Contractors", 6),
)
# Of which lines who has finished with them before: machines load what stands before them.
MACHINE, STORES = "machines", "stores"


@dataclass(frozen=True, slots=True)
class Piece:
    """A kind of thing: masses between two limits, the size of a piece, and what may become of it.

    ``weight`` is its part of its group; ``customs`` says whether it passes customs too.
    """

    name: str
    title: str
    group: str
    mass_kg: tuple[int, int]
    size_m: tuple[float, float, float]
    air: float
    surface: float
    priority: int
    value_eur: int
    weight: int
    ways: tuple[Disposition, ...] = (REDEPLOY,)
    hazard: str = ""
    modes: frozenset[Mode] = frozenset(Mode)
    customs: bool = True


TWENTY_FOOT = (6.06, 2.44, 2.6)
PIECES = (
    Piece(STORES, "Stores", CONTAINER, (6000, 13_000), TWENTY_FOOT, 3, 1, 3, 60_000, 30),
    Piece(
        "camp", "Camp and accommodation", CONTAINER, (3000, 5000), TWENTY_FOOT, 3, 1, 5, 6000, 25,
        (REDEPLOY, DONATE, SELL), customs=False,
    ),
    Piece(
        "ammunition", "Ammunition", CONTAINER, (8000, 12_000), TWENTY_FOOT, 3, 1, 1, 250_000, 6,
        hazard="1.4S",
    ),
    Piece(
        "explosives", "Explosives", CONTAINER, (4000, 8000), TWENTY_FOOT, 3, 1, 2, 90_000, 3,
        (REDEPLOY, DESTROY), "1.1D", frozenset({Mode.ROAD, Mode.SEA}),
    ),
    Piece(
        "workshop", "Workshops", CONTAINER, (8000, 15_000), TWENTY_FOOT, 3, 1, 3, 180_000, 12,
    ),
    Piece(
        "oxidisers", "Water treatment, with oxidisers", CONTAINER, (4000, 7000), TWENTY_FOOT, 3, 1,
        4, 40_000, 5, (REDEPLOY, TRANSFER), "5.1",
    ),
    Piece(
        "fuel", "Fuel tanks, purged", CONTAINER, (3000, 6000), TWENTY_FOOT, 3, 1, 4, 25_000, 8,
        (REDEPLOY, SELL), "3",
    ),
    Piece(
        "sensitive", "Sensitive equipment on pallets", CONTAINER, (1200, 2200), (2.7, 2.2, 2.2), 1,
        0.3, 1, 400_000, 3, modes=frozenset({Mode.AIR}), customs=False,
    ),
    Piece(
        "light", "Light vehicles", VEHICLE, (2000, 3500), (5.0, 1.9, 1.9), 2, 0.5, 4, 12_000, 35,
        (REDEPLOY, TRANSFER, SELL),
    ),
    Piece(
        "armoured", "Armoured vehicles", VEHICLE, (12_000, 17_000), (7.0, 2.7, 2.6), 5, 1, 2,
        700_000, 25,
    ),
    Piece("lorries", "Lorries", VEHICLE, (9000, 12_000), (8.0, 2.5, 3.2), 5, 1, 3, 90_000, 25),
    Piece(
        MACHINE, "Engineer machines and loaders", VEHICLE, (14_000, 22_000), (8.5, 3.0, 3.4), 6, 2,
        2, 280_000, 8,
    ),
    Piece(
        "wrecks", "Vehicles beyond repair", VEHICLE, (4000, 9000), (6.0, 2.4, 2.6), 4, 1, 5, 1000,
        7, (DESTROY, SELL),
    ),
)  # fmt: skip
ALWAYS = {CONTAINER: (STORES,), VEHICLE: ("light", "armoured")}


def all_lines(frame: Frame, chance: Chance) -> tuple[Line, ...]:
    """Sites first, each with its people, its things and who came to help; then the hubs' staff."""
    size, lines = frame.size, list[Line]()
    people, containers, vehicles = (
        chance.whole(*size.people), chance.whole(*size.containers), chance.whole(*size.vehicles),
    )  # fmt: skip
    at_hubs = people * 4 // 100 if size.roles == len(ROLES) and frame.hubs else 0
    heads = parted(people - at_hubs, chance.weights(len(frame.sites)))
    boxes = parted(containers, chance.weights(len(frame.sites)))
    wheels = parted(vehicles, chance.weights(len(frame.sites)))
    for n, site in enumerate(frame.sites):
        lines += people_of(frame, chance, site, heads[n])
        lines += things_of(frame, chance, site, boxes[n], wheels[n])
        if n % 3 == 0:
            lines += helpers_of(frame, chance, site, max(1, heads[n] * 5 // 100))
    for hub, count in zip(frame.hubs, parted(at_hubs, [1] * len(frame.hubs)), strict=True):
        lines += staff_of(frame, chance, hub, count)
    return tuple(lines)


def people_of(frame: Frame, chance: Chance, site: str, count: int) -> Iterator[Line]:
    """The people of a site, role by role; civilians are out early."""
    roles = ROLES[: frame.size.roles]
    shares = [share + chance.whole(0, 3) for _, _, share in roles]
    for (role, title, _), part in zip(roles, parted(count, shares), strict=True):
        for n, heads in enumerate(in_lines(part, frame.size.people_per_line), 1):
            line = person_line(frame, chance, f"{site}-{role}-{n}", site, role, heads)
            line = replace(line, title=title)
            if role == "civilians":
                latest_day = frame.closing_day[site] * 75 // 100
                line = replace(line, latest_utc=at_day(latest_day), priority=2)
            yield line


def person_line(frame: Frame, chance: Chance, name: str, place: str, role: str, count: int) -> Line:
    """A line of people; they go by air or road, after a medical check at their site."""
    return Line(
        name,
        Kind.PEOPLE,
        place,
        frame.home_of[place],
        count,
        chance.whole(11, 15) * 10,
        category="people",
        role=role,
        priority=1,
        modes=NOT_BY_SEA,
        gates=(f"{place}-medical",) if place in frame.closing_day else (),
    )


def things_of(
    frame: Frame, chance: Chance, site: str, containers: int, vehicles: int
) -> Iterator[Line]:
    """The things of a site, kind by kind."""
    kinds = chance.whole(*frame.size.kinds)
    first_of: dict[str, str] = {}
    for group, total in ((CONTAINER, containers), (VEHICLE, vehicles)):
        count = kinds // 2 if group == VEHICLE else kinds - kinds // 2
        pieces = kinds_of(chance, group, count, frame.modes)
        for piece, part in zip(pieces, parted(total, [p.weight for p in pieces]), strict=True):
            for n, count in enumerate(in_lines(part, frame.size.pieces_per_line), 1):
                line = thing_line(frame, chance, f"{site}-{piece.name}-{n}", site, piece, count)
                first_of.setdefault(piece.name, line.name)
                if piece.name == MACHINE and STORES in first_of:
                    line = replace(line, predecessors=(first_of[STORES],))
                yield line


def kinds_of(chance: Chance, group: str, count: int, modes: frozenset[Mode]) -> list[Piece]:
    """So many kinds of a group that may go; where there are more than two, some are always in."""
    of_group = [piece for piece in PIECES if piece.group == group and piece.modes & modes]
    always = [piece for piece in of_group if piece.name in ALWAYS[group] and count > len(ALWAYS)]
    others = [piece for piece in of_group if piece not in always]
    chosen = [*always, *chance.some_of(others, count - len(always))]
    return [piece for piece in of_group if piece in chosen]


def thing_line(
    frame: Frame, chance: Chance, name: str, site: str, piece: Piece, count: int
) -> Line:
    """A line of things of one kind."""
    closing = frame.closing_day[site]
    ready = closing * chance.whole(10, 30) // 100 if piece.name == "workshop" else None
    latest = max(2, closing * 80 // 100) if piece.name == "ammunition" else None
    length_m, width_m, height_m = piece.size_m
    return Line(
        name,
        Kind.THINGS,
        site,
        frame.home_of[site],
        count,
        chance.whole(piece.mass_kg[0] // 100, piece.mass_kg[1] // 100) * 100,
        title=piece.title,
        category=piece.group,
        ready_utc=None if not ready else at_day(ready, chance.whole(0, 23)),
        latest_utc=None if latest is None else at_day(latest),
        priority=piece.priority,
        length_m=length_m,
        width_m=width_m,
        height_m=height_m,
        air_positions=float(piece.air),
        surface_positions=float(piece.surface),
        hazard=piece.hazard,
        modes=piece.modes,
        dispositions=piece.ways,
        value_cents=piece.value_eur * chance.whole(80, 120),
        gates=(f"{site}-inventory", f"{site}-customs") if piece.customs else (f"{site}-inventory",),
    )


def helpers_of(frame: Frame, chance: Chance, site: str, count: int) -> Iterator[Line]:
    """Those who come in to help, and their loaders."""
    day = max(1, frame.closing_day[site] // 12)
    for n, heads in enumerate(in_lines(count, frame.size.people_per_line), 1):
        line = person_line(frame, chance, f"{site}-helpers-{n}", site, MOVERS, heads)
        yield replace(line, title="Helpers", helper=True, arrives_utc=at_day(day))
    if frame.size.roles < len(ROLES):
        return
    machine = next(piece for piece in PIECES if piece.name == MACHINE)
    loaders = thing_line(frame, chance, f"{site}-helpers-loaders", site, machine, 2)
    yield replace(loaders, title="Helpers' loaders", helper=True, arrives_utc=at_day(day))


def staff_of(frame: Frame, chance: Chance, hub: str, count: int) -> Iterator[Line]:
    """Who works at a hub until the last has passed through."""
    # A role of their own: whoever passes through does not count for their floor.
    roles = ((TERMINAL, "Terminal staff"), ("tower", "Tower and fire service"))
    for (role, title), part in zip(roles, parted(count, [60, 40]), strict=True):
        for n, heads in enumerate(in_lines(part, frame.size.people_per_line), 1):
            line = person_line(frame, chance, f"{hub}-{role}-{n}", hub, role, heads)
            yield replace(line, title=title)
