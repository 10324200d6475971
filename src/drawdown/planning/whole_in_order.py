"""In the engine's process: whole numbers one group after another, the later ones in fractions."""

import time

import numpy as np

from drawdown.planning.highs import Highs
from drawdown.planning.jobs import Effort, Solved, Vector, Verdict, WholeInOrder
from drawdown.planning.linear_model import INFINITY

# Work for one group, in calls of the interrupt callback, and the gap at which it is good enough.
GROUP_WORK = 30
GROUP_GAP = 5e-3
# The first group holds what binds the others; it gets this part of the time at most.
FIRST_PART = 2


def whole_in_order(job: WholeInOrder) -> Solved:
    """Make group after group whole; what is found for one stays fixed for those after.

    ``FEASIBLE`` if all groups are whole, ``UNKNOWN`` with the last solution if time was over or a
    group found none: its later groups are still fractions.
    """
    begun = time.monotonic()
    highs = Highs(job.arrays, Effort(GROUP_GAP, job.effort.seconds), job.seed, relaxed=False)
    restart_count = highs.stop_each_after(GROUP_WORK)
    groups = [np.array(group, dtype=np.int32) for group in job.groups if group]
    for group in groups:
        highs.make_whole(group, whole=False)
    x = _completed(highs, job, groups[0]) if groups else None
    objective = INFINITY
    for number, group in enumerate(groups):
        seconds = time.monotonic() - begun
        if job.effort.is_spent(seconds, number):
            return Solved(Verdict.UNKNOWN, x, objective, -INFINITY)
        if job.effort.seconds is not None:
            part = FIRST_PART if number == 0 else 1
            highs.limit_seconds(max(0.1, (job.effort.seconds - seconds) / part))
        highs.make_whole(group, whole=True)
        if x is not None:
            highs.begin_from(x)
        restart_count()
        highs.solve()
        if not highs.has_solution:
            return Solved(Verdict.UNKNOWN, x, objective, -INFINITY)
        x, objective = highs.x, highs.objective
        fixed = np.round(x[group])
        highs.bound_columns(group, fixed, fixed)
    return Solved(Verdict.FEASIBLE, x, objective, -INFINITY)


def _completed(highs: Highs, job: WholeInOrder, group: np.ndarray) -> Vector | None:
    """The start with all that it does not say; None if it breaks a row."""
    values = np.array([job.start.get(int(column), 0.0) for column in group])
    highs.bound_columns(group, values, values)
    highs.solve()
    x = highs.x if highs.has_solution else None
    highs.bound_columns(group, job.arrays.lower[group], job.arrays.upper[group])
    return x
