"""In the engine's process: a better solution, one block of whole numbers after another."""

import time
from collections.abc import Callable

import numpy as np

from drawdown.planning.highs import Highs
from drawdown.planning.jobs import Effort, ImproveBlocks, Improved, Solved, Vector, Verdict
from drawdown.planning.linear_model import INFINITY

# Work for one block, in calls of the interrupt callback; most end far earlier by the gap.
BLOCK_WORK = 50
BLOCK_GAP = 5e-4


def improve_blocks(job: ImproveBlocks, say: Callable[[Improved], None]) -> Solved:
    """Free one block of whole numbers after another until a round of all of them gains nothing."""
    begun = time.monotonic()
    arrays = job.arrays
    effort = Effort(BLOCK_GAP, job.effort.seconds)
    highs = Highs(arrays, effort, job.seed, relaxed=False)
    restart_count = highs.stop_each_after(BLOCK_WORK)
    in_blocks = np.array(sorted({c for block in job.blocks for c in block}), dtype=np.int32)
    values = np.array([job.start.get(int(c), 0.0) for c in in_blocks])
    best = INFINITY
    x: Vector | None = None
    idle = solved = 0
    while idle <= len(job.blocks):
        seconds = time.monotonic() - begun
        if job.effort.is_spent(seconds, solved):
            break
        # The first solve, with no block free, completes the start.
        block = set(job.blocks[(solved - 1) % len(job.blocks)]) if solved else set()
        free = np.array([int(c) in block for c in in_blocks])
        lower = np.where(free, arrays.lower[in_blocks], values)
        upper = np.where(free, arrays.upper[in_blocks], values)
        highs.bound_columns(in_blocks, lower, upper)
        if x is not None:
            highs.begin_from(x)
        if job.effort.seconds is not None:
            highs.limit_seconds(max(0.1, job.effort.seconds - seconds))
        restart_count()
        highs.solve()
        solved += 1
        if not highs.has_solution:
            # A start that breaks a row: some block, freed, may mend it.
            if x is None and solved > len(job.blocks):
                return Solved(Verdict.UNKNOWN, None, INFINITY, -INFINITY)
            idle += x is not None
            continue
        objective = highs.objective
        gained = objective < best - 1e-4 * abs(best) * 0.01 - 1e-2
        idle = 0 if gained else idle + 1
        if gained or x is None:
            best, x = objective, highs.x
            values = np.round(x[in_blocks])
            say(Improved(-INFINITY, x))
    verdict = Verdict.FEASIBLE if x is not None else Verdict.UNKNOWN
    return Solved(verdict, x, best, -INFINITY)
