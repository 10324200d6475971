"""In the engine's process: where chains fall, by branch and bound or by descent.

A chain is a list of columns of which the first are 1 and all after them 0. A range (low, high) of
a chain says that it falls after ``low`` to ``high`` ones. Each range of each chain makes a linear
model.
"""

import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from drawdown.planning.highs import Ended, Highs
from drawdown.planning.jobs import (
    DescendFalls,
    Effort,
    Improved,
    SearchFalls,
    Solved,
    Vector,
    Verdict,
)
from drawdown.planning.linear_model import INFINITY

# A linear model that needs more pivots than this after a change of bounds is solved anew by the
# interior point method.
MOST_PIVOTS = 8_000
# After so many of those one after another the simplex method is not tried any more.
MOST_FAILURES = 3
# How far from where a chain is thought to fall its ranges are cut first.
CUT_BESIDE = 3
# By so much more than the best known falls cost a range has to cost to be broken off.
CUTOFF_SHARE = 1e-4
# The descent, to find those falls, has one of so many parts of the effort.
DESCENT_PART = 6
# By so many ones a fall is moved in the descent, one after another.
DESCENT_STEPS = (8, 4, 2, 1)
Falls = tuple[int, ...]
Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Node:
    """Ranges that are still open, the solution within them, and the basis to go on from."""

    ranges: Ranges
    x: Vector | None
    basis: Any


def search_falls(job: SearchFalls, say: Callable[[Improved], None]) -> Solved:
    """Best first: the least bound of all open ranges is the bound of the whole.

    A range is split where the solution puts its fall, until the best one's solution has no chain
    in between.
    """
    model = _Ranged(job)
    begun = time.monotonic()
    falls, thought, _ = _descent(model, job.falls, job.effort.part(DESCENT_PART))
    # No range matters whose bound is above what the best falls that are known come to.
    model.cutoff = thought + CUTOFF_SHARE * abs(thought)
    model.highs.break_off_above(INFINITY)
    whole: Ranges = tuple((0, len(chain)) for chain in job.chains)
    bound, x = model.optimum(whole, -INFINITY)
    model.highs.break_off_above(model.cutoff)
    heap = [(bound, 0, _Node(whole, x, model.highs.basis))]
    solved = 1
    while heap:
        bound, _, node = heapq.heappop(heap)
        say(Improved(bound))
        split = _beside(node.ranges, falls) or _split(job, node)
        if split is None:
            return Solved(Verdict.OPTIMAL, node.x, bound, bound)
        if job.effort.is_spent(time.monotonic() - begun, solved):
            return Solved(Verdict.UNKNOWN, None, INFINITY, bound)
        for part in split:
            model.highs.basis = node.basis
            value, x = model.optimum(part, bound)
            solved += 1
            if value < INFINITY:
                basis = node.basis if x is None else model.highs.basis
                heapq.heappush(heap, (max(value, bound), solved, _Node(part, x, basis)))
    return Solved(Verdict.INFEASIBLE, None, INFINITY, INFINITY)


def descend_falls(job: DescendFalls) -> Solved:
    """A good solution with every chain whole; it has no bound."""
    _, objective, x = _descent(_Ranged(job), job.falls, job.effort)
    verdict = Verdict.FEASIBLE if x is not None else Verdict.UNKNOWN
    return Solved(verdict, x, objective, -INFINITY)


class _Ranged:
    """The relaxed model, solved again and again with its chains in other ranges.

    ``cutoff`` is what a model costs at least that was broken off.
    """

    def __init__(self, job: SearchFalls | DescendFalls) -> None:
        self.highs = Highs(job.arrays, job.effort, job.seed, relaxed=True)
        self.chains = job.chains
        self.cutoff = INFINITY
        self._failures = 0
        columns = [column for chain in job.chains for column in chain]
        self._columns = np.array(columns, dtype=np.int32)

    def optimum(self, ranges: Ranges, known: float) -> tuple[float, Vector | None]:
        """The optimum within the ranges; ``known`` and no solution where the engine gives up."""
        self._bound(ranges)
        ended = Ended.UNDECIDED
        # Without a bound that is known there is no basis either to go on from.
        if known > -INFINITY and self._failures < MOST_FAILURES:
            ended = self.highs.solve_by_simplex(MOST_PIVOTS)
            self._failures = self._failures + 1 if ended is Ended.UNDECIDED else 0
        if ended is Ended.UNDECIDED:
            ended = self.highs.solve_by_interior_point(10 * MOST_PIVOTS)
        match ended:
            case Ended.OPTIMAL:
                return self.highs.objective, self.highs.x
            case Ended.INFEASIBLE:
                return INFINITY, None
            case Ended.CUT_OFF:
                return self.cutoff, None
            case Ended.UNDECIDED:
                self.highs.forget()
                return known, None

    def _bound(self, ranges: Ranges) -> None:
        lower = np.zeros(len(self._columns))
        upper = np.ones(len(self._columns))
        at = 0
        for chain, (low, high) in zip(self.chains, ranges, strict=True):
            lower[at : at + low] = 1.0
            upper[at + high : at + len(chain)] = 0.0
            at += len(chain)
        self.highs.bound_columns(self._columns, lower, upper)


def _descent(model: _Ranged, falls: Falls, effort: Effort) -> tuple[Falls, float, Vector | None]:
    """From the falls given, one chain at a time by steps that halve, while the optimum falls.

    Returns the best falls with their optimum and its solution.
    """
    begun = time.monotonic()
    tried = {falls}
    best = falls
    least, x = model.optimum(_exactly(best), -INFINITY)
    if x is None:
        least = INFINITY
    for step in DESCENT_STEPS:
        for which, chain in enumerate(model.chains):
            for way in (-step, step):
                while not effort.is_spent(time.monotonic() - begun, len(tried)):
                    moved = min(max(best[which] + way, 0), len(chain))
                    other = (*best[:which], moved, *best[which + 1 :])
                    if other in tried:
                        break
                    tried.add(other)
                    # What is no better than the best so far may be broken off.
                    model.highs.break_off_above(least)
                    value, found = model.optimum(_exactly(other), INFINITY)
                    if found is None or value >= least - 1e-6:
                        break
                    best, least, x = other, value, found
    return best, least, x


def _exactly(falls: Falls) -> Ranges:
    return tuple((fall, fall) for fall in falls)


def _beside(ranges: Ranges, falls: Falls) -> tuple[Ranges, Ranges] | None:
    """Two parts of the ranges, cut some ones beside where a chain is thought to fall."""
    for which, fall in enumerate(falls):
        low, high = ranges[which]
        for cut in (fall - CUT_BESIDE - 1, fall + CUT_BESIDE):
            if low + CUT_BESIDE < cut < high - CUT_BESIDE:
                return _cut(ranges, which, cut)
    return None


def _split(job: SearchFalls, node: _Node) -> tuple[Ranges, Ranges] | None:
    """Two parts of the ranges at the chain that is least decided; None if all are."""
    doubts = [float(high - low) for low, high in node.ranges]
    means = [(low + high) / 2 for low, high in node.ranges]
    if node.x is not None:
        values = [np.clip(node.x[list(chain)], 0.0, 1.0) for chain in job.chains]
        doubts = [float(np.minimum(value, 1.0 - value).sum()) for value in values]
        means = [float(value.sum()) for value in values]
    which = int(np.argmax(doubts))
    low, high = node.ranges[which]
    if doubts[which] < 1e-6 or low == high:
        return None
    return _cut(node.ranges, which, min(max(int(means[which]), low), high - 1))


def _cut(ranges: Ranges, which: int, cut: int) -> tuple[Ranges, Ranges]:
    low, high = ranges[which]
    before = (*ranges[:which], (low, cut), *ranges[which + 1 :])
    after = (*ranges[:which], (cut + 1, high), *ranges[which + 1 :])
    return before, after
