"""Which columns of the load model are chosen anew together, while the others stay fixed."""

from bisect import bisect_left
from itertools import accumulate

from drawdown.planning.load_model import LoadModel
from drawdown.rules.steps import day_of

Block = tuple[int, ...]


def blocks_of_lines(loading: LoadModel) -> tuple[Block, ...]:
    """For each place, the lines there that wait for one another, on all lifts from it."""
    blocks: list[Block] = []
    for place in _origins(loading):
        names = _waiting_lines(loading, place)
        if names:
            blocks.append(
                tuple(
                    column
                    for (name, index), column in loading.take.items()
                    if name in names and loading.entries[index].run.origin == place
                )
            )
    return tuple(blocks)


def _waiting_lines(loading: LoadModel, place: str) -> set[str]:
    """Lines of a place that wait for another or are waited for."""
    lines = [line for line in loading.question.withdrawal.lines if line.origin == place]
    waiting = [line for line in lines if line.predecessors]
    return {name for line in waiting for name in (*line.predecessors, line.name)}


def blocks_of_lifts(loading: LoadModel, lifts: int) -> tuple[Block, ...]:
    """So many lifts in a row from one place, with the disposals there.

    Where lines go on from place to place, so many in a row from any place. They overlap by half.
    The last come first, since what finds no room there has none.
    """
    blocks: list[Block] = []
    for places in _neighbours(loading):
        of_places = [i for i, timed in loading.entries.items() if timed.run.origin in places]
        gives = [column for key, column in loading.give.items() if key[1] in places]
        for first in range(0, max(1, len(of_places) - lifts // 2), max(1, lifts // 2)):
            block = set(of_places[first : first + lifts])
            takes = [column for (_, index), column in loading.take.items() if index in block]
            goes = [loading.goes[index] for index in block]
            blocks.append((*takes, *goes, *gives))
    return tuple(reversed(blocks))


def groups_in_order(loading: LoadModel, lifts: int) -> tuple[Block, ...]:
    """People, and lines that wait for one another, first; then the things, lift after lift.

    What is disposed of comes with the lifts of its days.
    """
    names = {name for place in _origins(loading) for name in _waiting_lines(loading, place)}
    names |= {line.name for line in loading.question.withdrawal.lines if line.is_people}
    first = [column for (name, _), column in loading.take.items() if name in names]
    first += [column for key, column in loading.give.items() if key[0] in names]
    entries = list(loading.entries)
    windows = [entries[begin : begin + lifts] for begin in range(0, len(entries), lifts)]
    days = (max(day_of(loading.entries[index].depart) for index in window) for window in windows)
    last_days = list(accumulate(days, max))
    groups: list[list[int]] = [[] for _ in windows]
    of_lift = {index: number for number, window in enumerate(windows) for index in window}
    for (name, index), column in loading.take.items():
        if name not in names:
            groups[of_lift[index]].append(column)
    for key, column in loading.give.items():
        if key[0] not in names:
            number = bisect_left(last_days, key[3])
            groups[min(number, len(groups) - 1)].append(column)
    return tuple(tuple(group) for group in (first, *groups))


def _neighbours(loading: LoadModel) -> list[set[str]]:
    """Places whose lifts are chosen together: each its own, or all of them."""
    goes_on = any(
        loading.entries[index].run.origin != loading.question.line[name].origin
        for name, index in loading.take
    )
    origins = _origins(loading)
    return [set(origins)] if goes_on else [{place} for place in origins]


def _origins(loading: LoadModel) -> list[str]:
    return sorted({timed.run.origin for timed in loading.entries.values()})
