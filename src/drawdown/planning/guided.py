"""Whole loads near a solution of the relaxed load model: lift by lift, never breaking a limit.

The relaxed solution says how much of each line each lift should take; sums since the start are
rounded, so that halves of a piece come together on a later lift. Room that is then left stays
empty: what filled it would eat up the work of gates that others wait for.
"""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from drawdown.model import Disposal, Line, Load
from drawdown.planning.fill import Filling, clashes, empty_filling, may_go
from drawdown.planning.load_model import Chosen, LoadModel
from drawdown.planning.stock import NO_LIMIT, Stock
from drawdown.planning.timetable import Timed

# Ways over other places are for the relaxed model to judge.
ANY_DETOUR = 1e9


def follow(loading: LoadModel, x: NDArray[np.float64]) -> Chosen:
    """Loads and disposals in whole units, near the values ``x`` of the load model's columns."""
    question = loading.question
    stock = Stock(question)
    disposals = _dispose(loading, x, stock)
    wanted: dict[int, dict[str, float]] = {index: {} for index in loading.entries}
    for (name, index), column in loading.take.items():
        wanted[index][name] = float(x[column])
    owed: dict[tuple[str, str], float] = {}
    loads: dict[int, tuple[Load, ...]] = {}
    for index, timed in loading.entries.items():
        stock.advance(timed.begin)
        filling = _fill(loading, stock, timed, wanted[index], owed)
        stock.take(timed, filling.loads)
        loads[index] = tuple(Load(name, count) for name, count in filling.loads.items())
    return Chosen(loads, disposals)


def _dispose(loading: LoadModel, x: NDArray[np.float64], stock: Stock) -> tuple[Disposal, ...]:
    question = loading.question
    owed: dict[tuple[str, str, str], float] = {}
    given: Counter[str] = Counter()
    disposals = []
    for (name, place, way, day), column in sorted(loading.give.items(), key=lambda item: item[1]):
        line = question.line[name]
        if line.predecessors or any(name in x.predecessors for x in question.withdrawal.lines):
            continue
        minute = loading.give_minute(line, day)
        owed[name, place, way] = owed.get((name, place, way), 0.0) + float(x[column])
        count = min(
            int(owed[name, place, way] + 0.5),
            stock.disposal_room(line, place, way, minute),
            line.count - given[name],
        )
        if count > 0:
            owed[name, place, way] -= count
            given[name] += count
            stock.dispose(line, place, way, count, minute)
            at_utc = question.instant(minute)
            disposals.append(Disposal(name, place, way, count, at_utc))
    return tuple(disposals)


def _fill(
    loading: LoadModel,
    stock: Stock,
    timed: Timed,
    wanted: dict[str, float],
    owed: dict[tuple[str, str], float],
) -> Filling:
    question, run = stock.question, timed.run
    filling = empty_filling(stock, timed)
    here = stock.at(run.origin)
    names = sorted(wanted, key=lambda name: (-wanted[name], question.rank[name]))
    lines = [question.line[name] for name in names if here.get(name)]
    closing = _closes(loading, stock, timed, lines, here)
    for line in lines:
        key = (line.name, run.origin)
        owed[key] = owed.get(key, 0.0) + wanted[line.name]
        count = here[line.name] if closing and line.is_people else int(owed[key] + 0.5)
        owed[key] -= _put(stock, filling, timed, line, min(count, here[line.name]), closing)
    return filling


def _closes(
    loading: LoadModel, stock: Stock, timed: Timed, lines: list[Line], here: dict[str, int]
) -> bool:
    """Whether this is the last wave of the place and everybody goes."""
    place = stock.question.place[timed.run.origin]
    last = loading.closing.get(place.name, 0)
    if timed.depart < last - place.last_wave_min:
        return False
    people = sum(count for name, count in here.items() if stock.question.line[name].is_people)
    lifts = [
        other
        for index, other in loading.entries.items()
        if other.run.origin == place.name
        and other.begin >= timed.begin
        and other.depart >= last - place.last_wave_min
        and index not in loading.cargo
    ]
    seats = sum(
        min(other.run.carrier.seats, other.run.payload_kg // max(1, _heaviest(lines)))
        for other in lifts
    )
    return people <= seats and stock.next_coming_to(place.name) is None


def _heaviest(lines: list[Line]) -> int:
    return max((line.unit_mass_kg for line in lines if line.is_people), default=1)


def _put(
    stock: Stock, filling: Filling, timed: Timed, line: Line, count: int, closing: bool
) -> int:
    """Put up to ``count`` units on; returns how many went."""
    run = timed.run
    if count <= 0 or not may_go(stock, timed, line, ANY_DETOUR, filling.loads):
        return 0
    if clashes(stock.question, filling, line):
        return 0
    count = min(
        count,
        filling.room(line),
        stock.gate_room(line, run.origin, timed.begin, filling.through_gate),
        stock.guest_room(line, run.destination, filling.guests[line.is_people]),
    )
    if line.is_people and not closing:
        spare = stock.spare(line, run.origin, timed.depart)
        if spare < NO_LIMIT:
            same_role = sum(
                of
                for name, of in filling.loads.items()
                if stock.question.line[name].role == line.role
                and stock.question.line[name].is_people
            )
            count = min(count, max(0, spare - same_role))
    if count > 0:
        filling.put(line, count)
    return max(0, count)
