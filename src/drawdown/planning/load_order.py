"""Rows of the load model that hold an order: who stays to the last, who waits for whom."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from drawdown.model import Floor, Line
from drawdown.planning.linear_model import Terms
from drawdown.planning.load_model import Cuts, LoadModel

# --- floors ---------------------------------------------------------------------------------------


def hold_floors(loading: LoadModel) -> None:
    """Presence after each departure; who must stay to the end if anybody is left there."""
    for floor in loading.question.withdrawal.floors:
        if floor.place in loading.closing:
            _hold_floor(loading, floor)


def _hold_floor(loading: LoadModel, floor: Floor) -> None:
    question = loading.question
    lines = [x for x in question.withdrawal.lines if x.is_people and x.role == floor.role]
    remain = _somebody_left(loading, floor.place)
    wave = question.place[floor.place].last_wave_min
    opens = question.minute_or(floor.from_utc, 0)
    closes = question.minute_or(floor.until_utc, question.end_min + 1)
    instants = {
        timed.depart for timed in loading.entries.values() if timed.run.origin == floor.place
    }
    for instant in sorted({max(instant, opens) for instant in instants}):
        if instant >= closes:
            continue
        come = sum(
            line.count
            for line in lines
            if line.origin == floor.place and question.there_from(line) <= instant
        )
        terms = [t for line in lines for t in loading.moved(line, floor.place, instant)]
        need = float(min(floor.people, come))
        if instant < loading.closing[floor.place] - wave:
            loading.model.at_least(terms, need - come)
        else:
            loading.model.at_least([*terms, (remain, -need)], -float(come))


def _somebody_left(loading: LoadModel, place: str) -> int:
    """A column that is 1 if people are left at a place."""
    column = loading.model.column(upper=1, whole=True)
    for line in loading.question.withdrawal.lines:
        if line.is_people and line.origin == place and line.destination != place:
            taken = [
                (loading.take[line.name, index], 1.0)
                for index in loading.taken_at[line.name, place]
            ]
            loading.model.at_least([*taken, (column, float(line.count))], line.count)
    return column


# --- places that close after others ---------------------------------------------------------------


def keep_order(loading: LoadModel) -> None:
    """The last lift of a place that closes after others carries something."""
    for place in loading.question.withdrawal.places:
        earlier = [name for name in place.closes_after if name in loading.closing]
        if not earlier or place.name not in loading.closing:
            continue
        last = [
            (column, 1.0)
            for (_, index), column in loading.take.items()
            if loading.entries[index].run.origin == place.name
            and loading.entries[index].depart == loading.closing[place.name]
        ]
        if last:
            loading.model.at_least(last, 1)


# --- lines that wait for others -------------------------------------------------------------------


def send_first(loading: LoadModel) -> None:
    """The share of a line gone is at most that of the one it waits for; with cuts, all or none."""
    all_gone: dict[str, int] = {}
    for first, then in _pairs(loading):
        if first.name in loading.cuts:
            if first.name not in all_gone:
                all_gone[first.name] = _all_gone(loading, first)
            after = (all_gone[first.name], -float(then.count))
            loading.model.at_most([*_going(loading, then), after], 0)
            continue
        before: int | None = None
        instants: dict[int, Terms] = defaultdict(list)
        for line, sign in ((first, -1.0), (then, 1.0)):
            for index in loading.taken_at[line.name, line.origin]:
                column = loading.take[line.name, index]
                instants[loading.entries[index].depart].append((column, sign / line.count))
            for minute, column in loading.gives_of(line):
                instants[minute].append((column, sign / line.count))
        for instant in sorted(instants):
            ahead = loading.model.column()
            terms: Terms = [(ahead, 1.0), *instants[instant]]
            if before is not None:
                terms.append((before, -1.0))
            loading.model.equal(terms, 0)
            before = ahead


def _all_gone(loading: LoadModel, line: Line) -> int:
    """A column that may be 1 only if all of a line goes: the cut says that it goes in time."""
    column = loading.model.column(upper=1, whole=True)
    loading.model.at_least([*_going(loading, line), (column, -float(line.count))], 0)
    return column


def _going(loading: LoadModel, line: Line) -> Terms:
    """Units that leave the origin of a line, by lift or disposal."""
    taken = [loading.take[line.name, index] for index in loading.taken_at[line.name, line.origin]]
    given = [column for key, column in loading.give.items() if key[:2] == (line.name, line.origin)]
    return [(column, 1.0) for column in (*taken, *given)]


def cuts_near(loading: LoadModel, x: NDArray[np.float64]) -> Cuts:
    """For each line that others wait for, the departure that parts it from them.

    The one after which least of it, and before which least of them, goes in the solution ``x``
    of a model without cuts.
    """
    waiting: dict[str, list[Line]] = defaultdict(list)
    for first, then in _pairs(loading):
        waiting[first.name].append(then)
    cuts: Cuts = {}
    for name, lines in waiting.items():
        line = loading.question.line[name]
        lifts = [t for t in loading.entries.values() if t.run.origin == line.origin]
        best = float("inf")
        for cut in sorted({timed.depart for timed in lifts}):
            wrong = _share_beyond(loading, line, x, cut, after=True)
            wrong += sum(_share_beyond(loading, then, x, cut, after=False) for then in lines)
            if wrong < best - 1e-9:
                best = wrong
                cuts[name] = cut
    return cuts


def _pairs(loading: LoadModel) -> list[tuple[Line, Line]]:
    """Each line that waits, after the one it waits for."""
    question = loading.question
    lines = question.withdrawal.lines
    return [(question.line[name], line) for line in lines for name in line.predecessors]


def _share_beyond(
    loading: LoadModel, line: Line, x: NDArray[np.float64], cut: int, *, after: bool
) -> float:
    """The share of a line that leaves its origin after a cut, or before it."""
    beyond = 0.0
    for index in loading.taken_at[line.name, line.origin]:
        depart = loading.entries[index].depart
        if depart > cut if after else depart < cut:
            beyond += float(x[loading.take[line.name, index]])
    return beyond / line.count
