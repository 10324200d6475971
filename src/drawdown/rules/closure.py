"""The closure: what is where, each night, and the sum that must come out at zero."""

from dataclasses import dataclass
from datetime import datetime

from drawdown.model import Plan, Withdrawal
from drawdown.rules.floors import asked_for, floor_window
from drawdown.rules.steps import Steps, combined
from drawdown.rules.timeline import Timeline

Curve = tuple[int, ...]
"""A number for each night."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What has passed through a place by each night, in people or kg of things.

    ``opening`` is what is there at the start, ``arrived`` what came in by then (to help, or on
    lifts), ``departed`` what left on lifts, ``disposed`` what was disposed of, ``here`` what is
    there: opening + arrived = departed + disposed + here, each night.
    """

    opening: int
    arrived: Curve
    departed: Curve
    disposed: Curve
    here: Curve


@dataclass(frozen=True, slots=True)
class Closure:
    """Present at each night: people and kg of things, by place and in the country.

    ``floor`` holds the people asked for by the floors of a place, all roles together.
    """

    nights: tuple[datetime, ...]
    people: dict[str, Curve]
    kg: dict[str, Curve]
    people_in_country: Curve
    kg_in_country: Curve
    floor: dict[str, Curve]
    people_flow: dict[str, Flow]
    kg_flow: dict[str, Flow]


def closure(withdrawal: Withdrawal, plan: Plan) -> Closure:
    """The closure of a plan, by name of place, each curve over the nights of the withdrawal."""
    timeline = Timeline(withdrawal, plan)
    people_flow = {place: _flow(timeline, place, people=True) for place in timeline.places}
    kg_flow = {place: _flow(timeline, place, people=False) for place in timeline.places}
    return Closure(
        nights=tuple(timeline.instant(minute) for minute in timeline.nights.minutes()),
        people={place: flow.here for place, flow in people_flow.items()},
        kg={place: flow.here for place, flow in kg_flow.items()},
        people_in_country=_in_country(timeline, people=True),
        kg_in_country=_in_country(timeline, people=False),
        floor={place: _curve(timeline, _floor(timeline, place)) for place in timeline.places},
        people_flow=people_flow,
        kg_flow=kg_flow,
    )


def _curve(timeline: Timeline, steps: Steps) -> Curve:
    return tuple(steps.at(minute) for minute in timeline.nights.minutes())


def _weight(timeline: Timeline, name: str, people: bool) -> int:
    """What one unit of a line counts: a person, its kg, or nothing."""
    line = timeline.lines[name]
    if line.is_people != people:
        return 0
    return 1 if people else line.unit_mass_kg


def _flow(timeline: Timeline, place: str, people: bool) -> Flow:
    here = timeline.people_at(place) if people else timeline.things_kg_at(place)
    came: list[tuple[int, int]] = []
    lifted: list[tuple[int, int]] = []
    disposed: list[tuple[int, int]] = []
    opening = 0
    for name in timeline.present[place]:
        weight = _weight(timeline, name, people)
        for time, count in timeline.accounts[name, place].came:
            if time <= 0:
                opening += count * weight
            else:
                came.append((time, count * weight))
    for run in timeline.runs:
        if run.lift.origin == place:
            lifted.append((run.depart, run.people if people else run.things_kg))
    for disposal in timeline.disposed:
        if disposal.disposal.place == place:
            weight = _weight(timeline, disposal.line.name, people)
            disposed.append((disposal.at, disposal.count * weight))
    return Flow(
        opening,
        _curve(timeline, Steps(came)),
        _curve(timeline, Steps(lifted)),
        _curve(timeline, Steps(disposed)),
        _curve(timeline, here),
    )


def _in_country(timeline: Timeline, people: bool) -> Curve:
    inside = (
        (steps, _weight(timeline, name, people)) for name, steps in timeline.in_country.items()
    )
    return _curve(timeline, combined(inside))


def _floor(timeline: Timeline, place: str) -> Steps:
    """People asked for at a place by its floors, over time."""
    changes: list[tuple[int, int]] = []
    for floor in timeline.withdrawal.floors:
        window = floor_window(timeline, floor) if floor.place == place else None
        if window is None:
            continue
        begin, until = window
        asked = asked_for(timeline, floor)
        changes.append((begin, asked.at(begin)))
        changes += [(time, rise) for time, rise in asked.changes() if begin < time < until]
        changes.append((until, -asked.at(until - 1)))
    return Steps(changes)
