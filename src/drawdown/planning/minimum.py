"""In the engine's process: the optimum of a model, and which of its columns are worth having."""

import time
from collections.abc import Callable

import numpy as np

from drawdown.planning.highs import Ended, Highs
from drawdown.planning.jobs import CloseColumns, Improved, Minimise, Solved, Vector, Verdict
from drawdown.planning.linear_model import INFINITY

# Of a model with which the interior point method comes to no end.
MOST_PIVOTS = 1_000_000


def minimise(job: Minimise, say: Callable[[Improved], None]) -> Solved:
    """Solve the model as it is, or relaxed."""
    highs = Highs(job.arrays, job.effort, job.seed, relaxed=job.relaxed)
    if job.relaxed:
        # Many of these models are so degenerate that the simplex method takes ten times as long.
        highs.use_interior_point(crossover=not job.interior)
    if highs.whole:
        _listen(highs, job, say)
    ended = highs.solve()
    if job.relaxed and highs.ran_in_vain:
        highs.forget()
        ended = highs.solve_by_simplex(MOST_PIVOTS)
    return highs.answer(ended)


def _listen(highs: Highs, job: Minimise, say: Callable[[Improved], None]) -> None:
    """Say what is new, and stop when the work is done."""
    calls = 0
    told = -INFINITY

    def is_enough(bound: float) -> bool:
        nonlocal calls, told
        calls += 1
        if bound > told + 1e-3 * abs(told):
            told = bound
            say(Improved(told))
        return job.effort.work is not None and calls > job.effort.work

    highs.on_call(is_enough)
    highs.on_better_solution(lambda x: say(Improved(told, x)))


def close_columns(job: CloseColumns) -> Solved:
    """Close one column after another for good, where that pays, until none is worth trying.

    The value of a linear model is convex in a bound: a column whose reduced cost says that less of
    it would not pay need not be tried.
    """
    begun = time.monotonic()
    highs = Highs(job.arrays, job.effort, job.seed, relaxed=True)
    best, worth = _value_and_worth(highs, job)
    if best == INFINITY:
        return Solved(Verdict.UNKNOWN, None, INFINITY, -INFINITY)
    stays = np.ones(len(job.columns))
    untried = set(range(len(job.columns)))
    solved = 1
    while untried and not job.effort.is_spent(time.monotonic() - begun, solved):
        number = max(sorted(untried), key=lambda n: float(worth[n]))
        untried.discard(number)
        if worth[number] <= 0:
            break
        column = np.array([job.columns[number]], dtype=np.int32)
        highs.bound_columns(column, np.zeros(1), np.zeros(1))
        value, others = _value_and_worth(highs, job)
        solved += 1
        if value < best:
            best, worth = value, others
            stays[number] = 0.0
        else:
            highs.bound_columns(column, job.arrays.lower[column], job.arrays.upper[column])
    return Solved(Verdict.FEASIBLE, stays, best, -INFINITY)


def _value_and_worth(highs: Highs, job: CloseColumns) -> tuple[float, Vector]:
    """The optimum, and what each column to close would save at most, by its reduced cost."""
    if highs.solve() is not Ended.OPTIMAL:
        return INFINITY, np.zeros(len(job.columns))
    return highs.objective, highs.reduced_cost[list(job.columns)]
