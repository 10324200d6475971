"""In the engine's process: a better solution, one block of whole numbers after another."""

import time
from collections.abc import Callable

import numpy as np

from drawdown.planning.highs import Highs
from drawdown.planning.jobs import Effort, ImproveBlocks, Improved, Solved, Vector, Verdict
from drawdown.planning.linear_model import INFINITY
from drawdown.planning.parts import Parts

# Work for one block, in calls of the interrupt callback; most end far earlier by the gap.
BLOCK_WORK = 50
BLOCK_GAP = 5e-4
# What a block has to gain at least.
LEAST_GAIN_SHARE = 1e-6
LEAST_GAIN_EUR = 1e-2


def improve_blocks(job: ImproveBlocks, say: Callable[[Improved], None]) -> Solved:
    """Free one block of whole numbers after another until a round of all of them gains nothing."""
    search = _Search(job, time.monotonic())
    search.begin()
    x = search.x
    if x is None:
        return Solved(Verdict.UNKNOWN, None, INFINITY, -INFINITY)
    say(Improved(-INFINITY, x))
    idle = number = 0
    while idle < len(job.blocks) and not search.is_over():
        gained = search.try_block(number % len(job.blocks))
        number += 1
        idle = 0 if gained else idle + 1
        if gained:
            say(Improved(-INFINITY, search.x))
    return Solved(Verdict.FEASIBLE, search.x, search.best, -INFINITY)


class _Search:
    """The best solution so far, ``x``, and what it costs; ``solved`` counts models."""

    def __init__(self, job: ImproveBlocks, begun: float) -> None:
        self.job = job
        self.begun = begun
        self.solved = 0
        self.best = INFINITY
        self.x: Vector | None = None
        self.blocks = [np.array(sorted(block), dtype=np.int32) for block in job.blocks]
        in_blocks = {int(column) for block in job.blocks for column in block}
        self.in_blocks = np.array(sorted(in_blocks), dtype=np.int32)
        self.parts = Parts(job.arrays, self.in_blocks)

    def is_over(self) -> bool:
        """Whether the effort is spent."""
        return self.job.effort.is_spent(time.monotonic() - self.begun, self.solved)

    def begin(self) -> None:
        """Complete the start; if it breaks a row, with one block free after another."""
        arrays = self.job.arrays
        highs = Highs(arrays, self._effort(), self.job.seed, relaxed=False)
        restart_count = highs.stop_each_after(BLOCK_WORK)
        values = np.array([self.job.start.get(int(c), 0.0) for c in self.in_blocks])
        for block in (np.array([], dtype=np.int32), *self.blocks):
            if self.is_over():
                return
            free = np.isin(self.in_blocks, block)
            lower = np.where(free, arrays.lower[self.in_blocks], values)
            upper = np.where(free, arrays.upper[self.in_blocks], values)
            highs.bound_columns(self.in_blocks, lower, upper)
            restart_count()
            highs.limit_seconds(self._seconds_left())
            highs.solve()
            self.solved += 1
            if highs.has_solution:
                self.x, self.best = highs.x, highs.objective
                return

    def try_block(self, number: int) -> bool:
        """Whether the block, chosen anew, makes the solution cheaper."""
        assert self.x is not None
        arrays, columns = self.parts.part(self.blocks[number], self.x)
        highs = Highs(arrays, self._effort(), self.job.seed, relaxed=False)
        highs.stop_each_after(BLOCK_WORK)()
        highs.begin_from(self.x[columns])
        highs.solve()
        self.solved += 1
        if not highs.has_solution:
            return False
        before = float(arrays.cost @ self.x[columns])
        gain = before - highs.objective
        if gain <= LEAST_GAIN_SHARE * abs(self.best) + LEAST_GAIN_EUR:
            return False
        self.x = self.x.copy()
        self.x[columns] = highs.x
        self.x[self.in_blocks] = np.round(self.x[self.in_blocks])
        self.best -= gain
        return True

    def _effort(self) -> Effort:
        limit = self.job.effort.seconds
        return Effort(BLOCK_GAP, None if limit is None else self._seconds_left())

    def _seconds_left(self) -> float:
        limit = self.job.effort.seconds
        return INFINITY if limit is None else max(0.1, limit - (time.monotonic() - self.begun))
