"""Pools: units of like lines are counted together once they have left where they began.

At a hub the day model need not know from which site a container came. Lines that may go the same
ways, have the same destination and are counted by the same milestones share a pool: people by
head, things by kg. What differs between them is taken at its least in the pool (mass of a person,
positions of a kg), so that each plan stays a plan of the model, at the same cost or less. What is
disposed of or left on the way is charged line by line.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from math import log

from drawdown.model import Line, Mode
from drawdown.planning.question import Question, Run
from drawdown.planning.stock import disposal_option
from drawdown.rules.milestones import lines_counted

LegKey = tuple[str, str, Mode]
Legs = dict[LegKey, list[int]]
# Pools hold lines whose positions of a kg are alike within so many times.
DENSITY_STEP = 1.65
# The origin of what has left its origin.
NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """``line`` stands for the units on the way; ``legs`` are those on which they may be."""

    line: Line
    members: tuple[Line, ...]
    legs: Legs

    def units(self, member: Line) -> float:
        """Units of the pool that one unit of a member makes."""
        return 1.0 if member.is_people else float(member.unit_mass_kg)

    def returning_to(self, place: str) -> tuple[Line, ...]:
        """The members who may come back to the place where they began."""
        back = any(destination == place for _, destination, _ in self.legs)
        return tuple(member for member in self.members if back and member.origin == place)


def leg_key(run: Run) -> LegKey:
    """Origin, destination and mode of a run's leg."""
    return (run.leg.origin, run.leg.destination, run.leg.mode)


def reachable_legs(question: Question, line: Line) -> Legs:
    """The legs on which the line may be, from its origin on, with the runs that take it."""
    takers: dict[str, Legs] = defaultdict(dict)
    for index, run in enumerate(question.runs):
        if run.payload_kg > 0 and question.takes(run, line):
            takers[run.origin].setdefault(leg_key(run), []).append(index)
    legs: Legs = {}
    reached, waiting = {line.origin}, [line.origin]
    while waiting:
        place = waiting.pop()
        if place == line.destination:
            continue
        for key, indices in takers[place].items():
            legs[key] = indices
            if key[1] not in reached:
                reached.add(key[1])
                waiting.append(key[1])
    return legs


def dead_ends(question: Question, line: Line, legs: Legs) -> frozenset[str]:
    """Places abroad from which nothing leads the line on: what is brought there is left there.

    It leads on to where the line is to go, back into the country, where it may be of use, or to
    where it may be disposed of.
    """
    reached = {key[1] for key in legs}
    leads = {line.destination} | (reached & question.in_country)
    leads |= {
        place
        for place in reached
        if not line.is_people
        and any(disposal_option(question, x, place) for x in line.dispositions)
    }
    while more := {key[0] for key in legs if key[1] in leads} - leads:
        leads |= more
    return frozenset(reached - leads)


def own_legs(line: Line, legs: Legs) -> Legs:
    """Those of its legs on which a line of a pool is before it is in it."""
    return {key: runs for key, runs in legs.items() if key[0] == line.origin}


def pools_of(question: Question, legs_of: dict[str, Legs]) -> list[Pool]:
    """The pools of lines that are to go on from where they first come to; none of one line."""
    counted = [
        {line.name for line, _ in lines_counted(question.withdrawal, milestone)}
        for milestone in question.withdrawal.milestones
    ]
    alike: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in question.withdrawal.lines:
        if _onward(line, legs_of[line.name]):
            barring = tuple(question.bars_passengers(line, mode) for mode in Mode)
            milestones = tuple(line.name in names for names in counted)
            alike[
                line.kind, line.destination, line.role, line.modes, line.may_be_redeployed,
                barring, milestones, *_density(line),
            ].append(line)  # fmt: skip
    groups = [tuple(lines) for lines in alike.values() if len(lines) > 1]
    return [_pool(number, lines, legs_of) for number, lines in enumerate(groups, start=1)]


def _density(line: Line) -> tuple[int, ...]:
    """Which power of ``DENSITY_STEP`` the positions of a kg are nearest to, in each kind."""
    each = (line.air_positions / line.unit_mass_kg, line.surface_positions / line.unit_mass_kg)
    return tuple(round(log(positions, DENSITY_STEP)) if positions > 0 else 0 for positions in each)


def _onward(line: Line, legs: Legs) -> Legs:
    """The legs on which units of the line may be that have left its origin."""
    returns = any(destination == line.origin for _, destination, _ in legs)
    return {key: runs for key, runs in legs.items() if returns or key[0] != line.origin}


def _pool(number: int, members: tuple[Line, ...], legs_of: dict[str, Legs]) -> Pool:
    legs: dict[LegKey, set[int]] = defaultdict(set)
    for line in members:
        for key, runs in _onward(line, legs_of[line.name]).items():
            legs[key].update(runs)
    first = members[0]
    people = first.is_people
    masses = [line.unit_mass_kg for line in members]

    def positions(mode: Mode) -> float:
        return 0.0 if people else min(x.positions(mode) / x.unit_mass_kg for x in members)

    line = Line(
        name=f"pool {number}",
        kind=first.kind,
        origin=NOWHERE,
        destination=first.destination,
        count=sum(x.count if people else x.mass_kg for x in members),
        unit_mass_kg=min(masses) if people else 1,
        role=first.role,
        air_positions=positions(Mode.AIR),
        surface_positions=positions(Mode.ROAD),
        hazard=first.hazard,
        modes=reduce(frozenset.union, (x.modes for x in members)),
        dispositions=tuple(dict.fromkeys(way for x in members for way in x.dispositions)),
    )
    return Pool(line, members, {key: sorted(runs) for key, runs in legs.items()})
