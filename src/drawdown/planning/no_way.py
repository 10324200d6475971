"""Lines that nothing can take to their destination, and what stands in the way."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from drawdown.model import Carrier, Leg, Line, Mode, Reason
from drawdown.model.outcome import Facts
from drawdown.planning.question import Question
from drawdown.planning.stock import disposal_option, takes_a_piece
from drawdown.rules.carriers import short_runway


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way: its kind, where, and its figures."""

    kind: str
    place: str
    facts: Facts


def movable(question: Question) -> frozenset[str]:
    """Lines that can get to their destination, or be disposed of where they are."""
    return frozenset(
        line.name
        for line in question.withdrawal.lines
        if line.origin in question.onward[line.name] or _disposable(question, line)
    )


def _disposable(question: Question, line: Line) -> bool:
    if line.is_people:
        return False
    options = (disposal_option(question, way, line.origin) for way in line.dispositions)
    return any(option is not None and takes_a_piece(option, line) for option in options)


def no_ways(question: Question, among: Iterable[Line] | None = None) -> list[Reason]:
    """A reason for each obstacle that stops lines: no way out, and none to dispose of them."""
    can_go = movable(question)
    stopped: dict[Obstacle, list[Line]] = defaultdict(list)
    for line in question.withdrawal.lines if among is None else among:
        if line.name not in can_go:
            stopped[_obstacle(question, line)].append(line)
    return [
        Reason(f"no_way.{it.kind}", it.place, (*it.facts, *_what(lines)))
        for it, lines in stopped.items()
    ]


def _what(lines: list[Line]) -> Facts:
    people = sum(line.count for line in lines if line.is_people)
    kg = sum(line.mass_kg for line in lines if not line.is_people)
    return (("what_people", people), ("what_kg", kg))


def _obstacle(question: Question, line: Line) -> Obstacle:
    """The obstacle on the first leg that would lead on from where the line can get to."""
    if not line.may_be_redeployed:
        return Obstacle("disposal", line.origin, ())
    reached = _reached(question, line)
    legs = [
        leg
        for leg in question.withdrawal.legs
        if leg.mode in line.modes and leg.origin in reached and leg.destination not in reached
    ]
    legs = [leg for leg in legs if not leg.empty_only] or legs
    if not legs:
        furthest = reached[-1]
        return Obstacle("leg", furthest, (("destination", line.destination),))
    ahead = _legs_ahead(question, line)
    leg = min(legs, key=lambda leg: ahead.get(leg.destination, len(ahead)))
    return _on_leg(question, leg, line)


def _reached(question: Question, line: Line) -> list[str]:
    """Places to which runs can take the line, its origin first."""
    reached = [line.origin]
    for place in reached:
        for run in question.loaded_runs:
            onward = run.origin == place and run.destination not in reached
            if onward and question.takes(run, line):
                reached.append(run.destination)
    return reached


def _legs_ahead(question: Question, line: Line) -> dict[str, int]:
    """How many legs that may carry the line lead from a place to its destination at the least."""
    ahead = {line.destination: 0}
    waiting = [line.destination]
    for place in waiting:
        for leg in question.withdrawal.legs:
            leads_there = leg.destination == place and leg.origin not in ahead
            if leads_there and leg.mode in line.modes and not leg.empty_only:
                ahead[leg.origin] = ahead[place] + 1
                waiting.append(leg.origin)
    return ahead


def _on_leg(question: Question, leg: Leg, line: Line) -> Obstacle:
    names = {fleet.carrier for fleet in question.withdrawal.fleets}
    carriers = [x for x in question.withdrawal.carriers if x.name in names and x.mode is leg.mode]
    ends: Facts = (("destination", leg.destination),)
    if leg.empty_only:
        return Obstacle("empty", leg.origin, ends)
    if not carriers:
        return Obstacle("fleet", leg.origin, (*ends, ("mode", leg.mode.value)))
    hindered = [(carrier, question.hindrance(carrier, leg)) for carrier in carriers]
    free = {carrier.name for carrier, hindrance in hindered if hindrance is None}
    if free:
        comes = any(run.leg is leg and run.carrier.name in free for run in question.loaded_runs)
        of_line: Facts = (("line", line.name),) if comes else ()
        return Obstacle("carrier" if comes else "base", leg.origin, (*ends, *of_line))
    carrier, hindrance = min(hindered, key=lambda item: _need(question, item[0], leg))
    assert hindrance is not None
    kind, place = hindrance
    facts: Facts = (("carrier", carrier.name), ("destination", leg.destination))
    if kind == "runway":
        side, have, need = short_runway(question.place[place], carrier) or ("length", 0, 0)
        return Obstacle(f"runway.{side}", place, (*facts, ("have_m", have), ("need_m", need)))
    return Obstacle(kind, place, (*facts, *_figures(question, kind, place, carrier)))


def _need(question: Question, carrier: Carrier, leg: Leg) -> tuple[float, str]:
    """The carrier that asks least comes first."""
    if leg.mode is Mode.AIR:
        return carrier.runway_length_m or 0, carrier.name
    return carrier.load_min + carrier.unload_min, carrier.name


def _figures(question: Question, kind: str, name: str, carrier: Carrier) -> Facts:
    place = question.place[name]
    if kind == "mog":
        return (("limit", place.working_mog or 0), ("need", carrier.mog_spots))
    if kind == "hours":
        openings = question.openings[name] or ()
        longest = max((until - start for start, until in openings), default=0)
        return (("have_min", longest), ("need_min", max(carrier.load_min, carrier.unload_min)))
    return (("have_min", carrier.crew_duty_min or 0),)
