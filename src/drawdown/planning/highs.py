"""The wall around HiGHS (Huangfu and Hall 2018, doi 10.1007/s12532-017-0130-5), MIT licence.

HiGHS runs in a process of its own, so that it can be stopped at any moment and cannot take the
program with it. Work is counted in calls of its interrupt callback, which come at the same points
of the search in every run: a limit in work gives the same answer every time, one in seconds
does not.
"""

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from drawdown.planning.linear_model import Arrays

Vector = NDArray[np.float64]
# Values of some columns to begin with; the engine finds the others.
Start = dict[int, float]


class Verdict(StrEnum):
    """How a solve ended.

    ``OPTIMAL``: proven within the gap asked for. ``FEASIBLE``: stopped with a solution.
    ``UNKNOWN``: stopped without one. ``INFEASIBLE``: proven that there is none. ``FAILED``: the
    engine died or gave up; its bound is then minus infinity.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    UNKNOWN = "unknown"
    INFEASIBLE = "infeasible"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Effort:
    """When to stop: at a gap, after seconds, or after work (calls of the interrupt callback)."""

    gap: float = 1e-4
    seconds: float | None = None
    work: int | None = None


@dataclass(slots=True)
class Solved:
    """A verdict with the best solution, its objective, a proven bound, and row prices of an LP."""

    verdict: Verdict
    x: Vector | None
    objective: float
    bound: float
    row_price: Vector | None = None


@dataclass(frozen=True, slots=True)
class Improved:
    """News of a running solve: a bound, and a solution if there is a better one."""

    bound: float
    x: Vector | None = None


def solve(
    arrays: Arrays,
    effort: Effort,
    *,
    start: Start | None = None,
    relaxed: bool = False,
    stop: Callable[[], bool] | None = None,
    news: Callable[[Improved], None] | None = None,
) -> Solved:
    """Minimise in a process of its own.

    ``relaxed`` drops the whole numbers. When ``stop`` returns true, the process is ended and the
    best solution so far comes back.
    """
    child = _Child(arrays, effort, start, relaxed)
    best = Solved(Verdict.UNKNOWN, None, float("inf"), -float("inf"))
    try:
        while True:
            message = child.next_message()
            if isinstance(message, Solved):
                return message
            if isinstance(message, Improved):
                best = _better(best, message, arrays)
                if news is not None:
                    news(message)
            if child.dead or child.overdue:
                return best if best.x is not None else _without(best, child.dead)
            if stop is not None and stop():
                return best
    finally:
        child.end()


def _better(best: Solved, message: Improved, arrays: Arrays) -> Solved:
    bound = max(best.bound, message.bound)
    if message.x is None:
        return Solved(best.verdict, best.x, best.objective, bound)
    objective = float(arrays.cost @ message.x) + arrays.constant
    return Solved(Verdict.FEASIBLE, message.x, objective, bound)


def _without(best: Solved, dead: bool) -> Solved:
    verdict = Verdict.FAILED if dead else Verdict.UNKNOWN
    return Solved(verdict, None, best.objective, best.bound)


class _Child:
    """The process with the engine, and a thread that reads what it says."""

    def __init__(
        self, arrays: Arrays, effort: Effort, start: Start | None, relaxed: bool
    ) -> None:
        environment = dict(os.environ)
        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        paths = [root, environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "drawdown.planning.highs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        self._seconds = effort.seconds
        self._begun = time.monotonic()
        self._messages: queue.Queue[Solved | Improved | None] = queue.Queue()
        self.dead = False
        threading.Thread(target=self._read, daemon=True).start()
        # Ctrl-C goes to the parent alone (a session of its own); the child ends with its pipe.
        with contextlib.suppress(BrokenPipeError):
            assert self._process.stdin is not None
            pickle.dump((arrays, effort, start, relaxed), self._process.stdin)
            self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                self._messages.put(pickle.load(self._process.stdout))
        self._messages.put(None)

    def next_message(self) -> Solved | Improved | None:
        """The next message, or None after a tenth of a second without one, or at the end."""
        try:
            message = self._messages.get(timeout=0.1)
        except queue.Empty:
            return None
        if message is None:
            self.dead = True
        return message

    @property
    def overdue(self) -> bool:
        """Whether the engine did not keep its own time limit, with some grace for a busy machine."""
        if self._seconds is None:
            return False
        return time.monotonic() - self._begun > 1.25 * self._seconds + 3

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _run_child(read: BinaryIO, write: BinaryIO) -> None:
    """In the child: solve what comes in, say what is found."""
    arrays, effort, start, relaxed = pickle.load(read)

    def say(message: Solved | Improved) -> None:
        pickle.dump(message, write)
        write.flush()

    say(_solve_here(arrays, effort, start, relaxed, say))


def _solve_here(
    arrays: Arrays,
    effort: Effort,
    start: Start | None,
    relaxed: bool,
    say: Callable[[Improved], None],
) -> Solved:
    import highspy

    highs = highspy.Highs()
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": effort.gap,
        # The cost is in euros; below a cent there is nothing to prove.
        "mip_abs_gap": 1e-3,
    }
    if effort.seconds is not None:
        options["time_limit"] = float(effort.seconds)
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(_highs_model(highspy, arrays, relaxed))
    whole = bool(arrays.whole.any()) and not relaxed
    if whole:
        _listen(highs, effort, say)
    if start and whole:
        columns = np.array(list(start), dtype=np.int32)
        highs.setSolution(len(columns), columns, np.array(list(start.values())))
    highs.run()
    return _result(highspy, highs, whole)


def _listen(highs: Any, effort: Effort, say: Callable[[Improved], None]) -> None:
    calls = 0
    told = -float("inf")

    def interrupt(event: Any) -> None:
        nonlocal calls, told
        calls += 1
        if effort.work is not None and calls > effort.work:
            event.data_in.user_interrupt = True
        if event.data_out.mip_dual_bound > told + 1e-3 * abs(told):
            told = event.data_out.mip_dual_bound
            say(Improved(told))

    def improved(event: Any) -> None:
        say(Improved(event.data_out.mip_dual_bound, np.array(event.data_out.mip_solution)))

    highs.cbMipInterrupt.subscribe(interrupt)
    highs.cbMipImprovingSolution.subscribe(improved)


def _highs_model(highspy: Any, arrays: Arrays, relaxed: bool) -> Any:
    model = highspy.HighsLp()
    model.num_col_ = len(arrays.cost)
    model.num_row_ = len(arrays.row_lower)
    model.col_cost_ = arrays.cost
    model.col_lower_ = arrays.lower
    model.col_upper_ = arrays.upper
    model.row_lower_ = arrays.row_lower
    model.row_upper_ = arrays.row_upper
    model.offset_ = arrays.constant
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = arrays.starts
    model.a_matrix_.index_ = arrays.columns
    model.a_matrix_.value_ = arrays.values
    if arrays.whole.any() and not relaxed:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(whole)] for whole in arrays.whole]
    return model


def _result(highspy: Any, highs: Any, whole: bool) -> Solved:
    status, info = highs.getModelStatus(), highs.getInfo()
    has_solution = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    solution = highs.getSolution()
    x = np.array(solution.col_value) if has_solution else None
    infeasible = highspy.HighsModelStatus.kInfeasible
    optimal = status == highspy.HighsModelStatus.kOptimal
    if optimal:
        verdict = Verdict.OPTIMAL
    elif status == infeasible:
        verdict = Verdict.INFEASIBLE
    else:
        verdict = Verdict.FEASIBLE if x is not None else Verdict.UNKNOWN
    objective = float(info.objective_function_value) if x is not None else float("inf")
    if whole:
        bound = float(info.mip_dual_bound)
    else:
        bound = objective if optimal else -float("inf")
    price = np.array(solution.row_dual) if optimal and not whole else None
    return Solved(verdict, x, objective, bound, price)


if __name__ == "__main__":
    # The class must carry the package's name, not __main__'s, for the parent to read it.
    from drawdown.planning import highs as this

    this._run_child(sys.stdin.buffer, sys.stdout.buffer)
