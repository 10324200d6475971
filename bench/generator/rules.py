"""What must hold while the sites empty: floors, gates, milestones, ways of disposal, classes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from math import ceil

from bench.generator.carrying import counted
from bench.generator.chance import Chance
from bench.generator.frame import Frame, at_day
from bench.generator.lines import MOVERS, SECURITY, TERMINAL
from drawdown.model import (
    Basis,
    DisposalOption,
    Disposition,
    Exclusion,
    Floor,
    Gate,
    Line,
    Milestone,
    Mode,
)

# Role, hundredths of the site's people of that role, and the most of them that have to stay.
FLOORS = ((SECURITY, 14, 45), ("medical", 14, 6), ("airfield", 18, 9), ("command", 12, 5))


def all_floors(frame: Frame, lines: Sequence[Line]) -> tuple[Floor, ...]:
    """At each site those who keep it safe, and movers: more of them in the first half."""
    there = Counter[tuple[str, str]]()
    for line in lines:
        if line.role and not line.helper:
            there[line.origin, line.role] += line.count
    floors = list[Floor]()
    for site in frame.sites:
        for role, share, most in FLOORS:
            if there[site, role]:
                asked = max(1, min(most, there[site, role] * share // 100))
                floors.append(Floor(site, role, asked))
        movers, half = there[site, MOVERS], at_day(frame.closing_day[site] // 2)
        if movers:
            floors.append(Floor(site, MOVERS, -(-movers // 2), None, half))
            floors.append(Floor(site, MOVERS, max(1, min(12, movers // 4)), half, None))
    for hub in frame.hubs:
        if there[hub, TERMINAL]:
            floors.append(Floor(hub, TERMINAL, min(12, -(-there[hub, TERMINAL] // 3))))
    return tuple(floors)


def all_gates(frame: Frame, lines: Sequence[Line]) -> tuple[Gate, ...]:
    """At each site inventory and customs by mass, and a medical check by heads."""
    return tuple(gate for site in frame.sites for gate in site_gates(frame, site, lines))


def site_gates(frame: Frame, site: str, lines: Sequence[Line]) -> Iterator[Gate]:
    """As much work in the days until the site closes as its lines need, times the margin.

    A sixth of the things' work is that of handlers, if a quarter of them stays.
    """
    here = [line for line in lines if line.origin == site]
    movers = sum(line.count for line in here if line.role == MOVERS and not line.helper)
    staying = max(1, movers // 4)
    # What is loaded on the last day was prepared before it, and there is a way to go.
    days = max(1, frame.closing_day[site] - max(2, frame.days // 40))
    for step, first_day in (("inventory", 0), ("customs", frame.days // 20)):
        name = f"{site}-{step}"
        mass_kg = sum(counted(line) * line.unit_mass_kg for line in here if name in line.gates)
        kg_per_day = ceil(mass_kg * frame.margin / max(1, days - first_day) / 100) * 100
        each = kg_per_day // 6 // staying // 10 * 10
        begin = at_day(first_day) if first_day else None
        until = frame.end_utc if first_day else None
        yield Gate(name, site, kg_per_day - each * staying, None, each, MOVERS, begin, until)
    people = sum(line.count for line in here if line.is_people)
    yield Gate(f"{site}-medical", site, None, ceil(people * frame.margin / days))


def all_milestones(frame: Frame, chance: Chance, lines: Sequence[Line]) -> tuple[Milestone, ...]:
    """Shares and amounts of people, mass, pieces and sites, as the means allow by then."""
    order = list(frame.closing_day)
    helped = sum(line.count for line in lines if line.is_people)
    pieces = sum(line.count for line in lines if not line.is_people)
    first_kg = sum(
        counted(line) * line.unit_mass_kg
        for line in lines
        if line.origin == order[0] and not line.is_people
    )

    def due(percent: int) -> datetime:
        return at_day(frame.days * percent // 100 + frame.size.sparse)

    milestones = (
        Milestone(
            "people-third", due(45), Basis.PEOPLE, share=Fraction(1, 3),
            title="A third of the people",
        ),
        Milestone(
            "people-most", due(80), Basis.PEOPLE, share=Fraction(2, 3),
            title="Two-thirds of the people",
        ),
        Milestone(
            "mass-half", due(72), Basis.TONNES, share=Fraction(1, 2),
            title="Half of the mass",
        ),
        Milestone(
            "mass-first", at_day(frame.closing_day[order[0]]), Basis.TONNES,
            amount=int(first_kg) * 8 // 10 // 1000 * 1000, places=(order[0],), agreed=False,
        ),
        Milestone(
            "pieces", due(60), Basis.PIECES, amount=pieces * 3 // 10,
            agreed=False,
        ),
        Milestone(
            "sites", at_day(frame.closing_day[order[(len(order) - 1) // 2]]), Basis.SITES,
            amount=-(-len(order) // 2), title="Half of the sites",
        ),
        Milestone(
            "people-all", frame.deadline_utc, Basis.PEOPLE, amount=helped, helpers=True,
            title="All people, helpers too",
        ),
    )  # fmt: skip
    if not frame.size.sparse:
        return milestones
    return tuple(milestone for milestone in milestones if chance.often(35))


def all_disposals(frame: Frame, lines: Sequence[Line]) -> tuple[DisposalOption, ...]:
    """Gifts and sales everywhere, within limits; what is destroyed is so at its site."""
    donate, sell, transfer, destroy = (
        Disposition.DONATE, Disposition.SELL, Disposition.TRANSFER, Disposition.DESTROY,
    )  # fmt: skip
    first_day = min(frame.closing_day.values())

    def everywhere(way: Disposition) -> int:
        return enough_kg(frame, [line for line in lines if way in line.dispositions], first_day)

    options = [
        DisposalOption(donate, "", everywhere(donate), 2000, 100, at_day(1)),
        DisposalOption(sell, "", everywhere(sell), 6000, 70, None, frame.deadline_utc),
        DisposalOption(transfer, "", everywhere(transfer), 1000, 80),
    ]
    for site, day in frame.closing_day.items():
        here = [line for line in lines if line.origin == site and destroy in line.dispositions]
        if here:
            options.append(DisposalOption(destroy, site, enough_kg(frame, here, day), 40_000))
    return tuple(options)


def enough_kg(frame: Frame, lines: Sequence[Line], days: int) -> int:
    """Mass in a day with which lines are disposed of in so many, and at least their heaviest."""
    mass_kg = sum(line.mass_kg for line in lines)
    heaviest_kg = max((line.unit_mass_kg for line in lines), default=1)
    return max(heaviest_kg, ceil(mass_kg * frame.margin / days))


EXCLUSIONS = (
    Exclusion("1", "3"),
    Exclusion("1", "5.1"),
    Exclusion("3", "5.1"),
    Exclusion("1.1", "passengers"),
    Exclusion("1.4", "passengers", frozenset({Mode.AIR})),
    Exclusion("3", "passengers", frozenset({Mode.AIR, Mode.SEA})),
)
