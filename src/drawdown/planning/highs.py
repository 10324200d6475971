"""The wall around HiGHS (Huangfu and Hall 2018, doi 10.1007/s12532-017-0130-5), MIT licence.

HiGHS runs in a process of its own, so that it can be stopped at any moment and cannot take the
program with it. Work is counted in calls of its interrupt callback, which come at the same points
of the search in every run: a limit in work gives the same answer every time, one in seconds
does not.
"""

import atexit
import contextlib
import heapq
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, BinaryIO, ClassVar

import numpy as np
from numpy.typing import NDArray

from drawdown.planning.linear_model import INFINITY, Arrays

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


@dataclass(frozen=True, slots=True)
class Job:
    """What the engine is to do: ``arrays`` as they are, or ``relaxed`` (no whole numbers).

    ``interior`` asks for the interior point method without a vertex: quickest for prices.

    With ``chains``, lists of columns that fall from 1 to 0 at one point each, it is relaxed but
    for them: they are searched by branching on where they fall. ``falls`` says where each is
    thought to fall: ranges are cut beside it first. With ``nearby`` only falls near those are
    tried, one chain after another, and the best is no bound. With ``blocks``, sets of columns,
    the start is improved block by block, the whole numbers of the other blocks being fixed. With
    ``drops``, columns that may be closed at 0 whatever their lower bound, it is relaxed and they
    are closed as long as that pays; the answer's ``x`` has 1 for each that stays.
    """

    arrays: Arrays
    effort: Effort
    start: Start | None = None
    relaxed: bool = False
    chains: tuple[tuple[int, ...], ...] = ()
    falls: tuple[int, ...] = ()
    nearby: bool = False
    interior: bool = False
    blocks: tuple[tuple[int, ...], ...] = ()
    drops: tuple[int, ...] = ()
    seed: int = 0


def solve(
    job: Job,
    *,
    stop: Callable[[], bool] | None = None,
    news: Callable[[Improved], None] | None = None,
) -> Solved:
    """Minimise in a process of its own.

    When ``stop`` returns true, the process is ended and the best solution so far comes back.
    """
    arrays = job.arrays
    child = _Child.for_a_job()
    best = Solved(Verdict.UNKNOWN, None, float("inf"), -float("inf"))
    done = False
    try:
        child.begin(job)
        while True:
            message = child.next_message()
            if isinstance(message, Solved):
                done = True
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
        if done:
            child.wait_for_another()
        else:
            child.end()


def end_engines() -> None:
    """End the processes that wait for a job."""
    _Child.end_all()


atexit.register(end_engines)


def _better(best: Solved, message: Improved, arrays: Arrays) -> Solved:
    bound = max(best.bound, message.bound)
    if message.x is None:
        return Solved(best.verdict, best.x, best.objective, bound)
    objective = float(arrays.cost @ message.x)
    return Solved(Verdict.FEASIBLE, message.x, objective, bound)


def _without(best: Solved, dead: bool) -> Solved:
    verdict = Verdict.FAILED if dead else Verdict.UNKNOWN
    return Solved(verdict, None, best.objective, best.bound)


class EngineDefect(Exception):
    """The process with the engine broke off by a fault of this program; with its traceback."""


class _Child:
    """A process with the engine, and a thread that reads what it says.

    One that has done its job waits for another: to begin a process takes longer than many jobs.
    """

    _waiting: ClassVar[list["_Child"]] = []
    _lock: ClassVar[threading.Lock] = threading.Lock()

    @classmethod
    def for_a_job(cls) -> "_Child":
        """A process that waits, or a new one."""
        with cls._lock:
            while cls._waiting:
                child = cls._waiting.pop()
                if not child.dead and child._process.poll() is None:
                    return child
                child.end()
        return cls()

    @classmethod
    def end_all(cls) -> None:
        """End the processes that wait."""
        with cls._lock:
            while cls._waiting:
                cls._waiting.pop().end()

    def __init__(self) -> None:
        environment = dict(os.environ)
        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        paths = [root, environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
        # Ctrl-C goes to the parent alone (a session of its own); the child ends with its pipe.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "drawdown.planning.highs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        self._seconds: float | None = None
        self._begun = time.monotonic()
        self._messages: queue.Queue[Solved | Improved | str | None] = queue.Queue()
        self.dead = False
        threading.Thread(target=self._read, daemon=True).start()

    def begin(self, job: Job) -> None:
        """Hand over a job."""
        self._seconds = job.effort.seconds
        self._begun = time.monotonic()
        with contextlib.suppress(BrokenPipeError):
            assert self._process.stdin is not None
            pickle.dump(job, self._process.stdin)
            self._process.stdin.flush()

    def wait_for_another(self) -> None:
        """Be there for the next job."""
        with self._lock:
            self._waiting.append(self)

    def _read(self) -> None:
        assert self._process.stdout is not None
        # Where the process is ended in the middle of a message, unpickling fails in many ways.
        try:
            with contextlib.suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
                while True:
                    self._messages.put(pickle.load(self._process.stdout))
        finally:
            self._messages.put(None)

    def next_message(self) -> Solved | Improved | None:
        """The next message, or None after a tenth of a second without one, or at the end."""
        try:
            message = self._messages.get(timeout=0.1)
        except queue.Empty:
            return None
        if message is None:
            self.dead = True
        if isinstance(message, str):
            raise EngineDefect(message)
        return message

    @property
    def overdue(self) -> bool:
        """Whether the engine overran its own time limit, with some grace for a busy machine."""
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
    """In the child: solve one job after another, say what is found."""

    def say(message: Solved | Improved | str) -> None:
        pickle.dump(message, write)
        write.flush()

    # The parent closes the pipe when there is nothing more to do.
    with contextlib.suppress(EOFError):
        while True:
            job = pickle.load(read)
            try:
                say(_done(job, say))
            except Exception:
                # A fault of this program, not of the engine: the parent must hear of it.
                say(traceback.format_exc())


def _done(job: Job, say: Callable[[Improved], None]) -> Solved:
    if job.drops:
        return _drop(job)
    if job.blocks:
        return _improve_blocks(job, say)
    if not job.chains:
        return _solve_here(job, say)
    return _descend(job) if job.nearby else _search_chains(job, say)


def _engine(job: Job, relaxed: bool) -> Any:
    """HiGHS with the model in it."""
    import highspy

    effort = job.effort
    make: Any = highspy.Highs  # it comes without types
    highs = make()
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": job.seed,
        "mip_rel_gap": effort.gap,
        # On these models it takes longer than all the rest and finds nothing.
        "mip_heuristic_run_feasibility_jump": False,
        # The cost is in euros; below a cent there is nothing to prove.
        "mip_abs_gap": 1e-3,
    }
    if effort.seconds is not None:
        options["time_limit"] = float(effort.seconds)
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(_highs_model(highspy, job.arrays, relaxed))
    return highs


def _solve_here(job: Job, say: Callable[[Improved], None]) -> Solved:
    highs = _engine(job, job.relaxed)
    if job.interior:
        highs.setOptionValue("run_crossover", "off")
    if job.relaxed:
        # Many of these models are so degenerate that the simplex method takes ten times as long.
        highs.setOptionValue("solver", "ipm")
    whole = bool(job.arrays.whole.any()) and not job.relaxed
    if whole:
        _listen(highs, job, say)
    highs.run()
    return _result(highs, whole)


def _listen(highs: Any, job: Job, say: Callable[[Improved], None]) -> None:
    effort = job.effort
    calls = 0
    told = -float("inf")

    def interrupt(event: Any) -> None:
        nonlocal calls, told
        calls += 1
        if effort.work is not None and calls > effort.work:
            event.data_in.user_interrupt = True
        bound = event.data_out.mip_dual_bound
        if bound > told + 1e-3 * abs(told):
            told = bound
            say(Improved(told))

    def improved(event: Any) -> None:
        say(Improved(told, np.array(event.data_out.mip_solution)))

    highs.cbMipInterrupt.subscribe(interrupt)
    highs.cbMipImprovingSolution.subscribe(improved)


# A linear model that needs more pivots than this after a change of bounds is solved anew by the
# interior point method.
MOST_PIVOTS = 8_000
# How far from where a chain is thought to fall its ranges are cut first.
CUT_BESIDE = 3
# By so much more than the best known falls cost a range has to cost to be broken off.
CUTOFF_SHARE = 1e-4
Ranges = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Habit:
    """Whether the simplex method is worth trying after a change of bounds."""

    failures: int = 0
    cutoff: float = INFINITY

    @property
    def simplex_pays(self) -> bool:
        return self.failures < 3


@dataclass(frozen=True, slots=True)
class _Node:
    """Ranges that are still open, the solution within them, and the basis to go on from."""

    ranges: Ranges
    x: Vector | None
    basis: Any


def _search_chains(job: Job, say: Callable[[Improved], None]) -> Solved:
    """Best first: the least bound of all open ranges is the bound of the whole.

    A range (low, high) of a chain says that it falls after ``low`` to ``high`` ones. A range is
    split where the solution puts its fall, until the best one's solution has no chain in between.
    """
    highs = _engine(job, relaxed=True)
    begun = time.monotonic()
    habit = _Habit()
    falls = job.falls
    if falls:
        falls, thought, _ = _descent(highs, replace(job, effort=_part(job.effort, 6)), habit)
        # No range matters whose bound is above what the best falls that are known come to.
        habit.cutoff = thought + CUTOFF_SHARE * abs(thought)
        highs.setOptionValue("objective_bound", INFINITY)
    whole: Ranges = tuple((0, len(chain)) for chain in job.chains)
    bound, x = _bound_of(highs, job, whole, -INFINITY, habit)
    highs.setOptionValue("objective_bound", habit.cutoff)
    heap = [(bound, 0, _Node(whole, x, highs.getBasis()))]
    solved = 1
    while heap:
        bound, _, node = heapq.heappop(heap)
        say(Improved(bound))
        split = _beside(node.ranges, falls) or _split(job, node)
        if split is None:
            return Solved(Verdict.OPTIMAL, node.x, bound, bound)
        if _spent(job.effort, time.monotonic() - begun, solved):
            return Solved(Verdict.UNKNOWN, None, INFINITY, bound)
        for child in split:
            highs.setBasis(node.basis)
            value, x = _bound_of(highs, job, child, bound, habit)
            solved += 1
            if value < INFINITY:
                basis = node.basis if x is None else highs.getBasis()
                heapq.heappush(heap, (max(value, bound), solved, _Node(child, x, basis)))
    return Solved(Verdict.INFEASIBLE, None, INFINITY, INFINITY)


def _drop(job: Job) -> Solved:
    """Close one column after another for good, where that pays, until none is worth trying.

    The value of a linear model is convex in a bound: a column whose reduced cost says that less of
    it would not pay need not be tried.
    """
    begun = time.monotonic()
    highs = _engine(job, relaxed=True)
    best, worth = _value_and_worth(highs, job)
    if best == INFINITY:
        return Solved(Verdict.UNKNOWN, None, INFINITY, -INFINITY)
    stays = np.ones(len(job.drops))
    untried = set(range(len(job.drops)))
    solved = 1
    while untried and not _spent(job.effort, time.monotonic() - begun, solved):
        number = max(sorted(untried), key=lambda n: float(worth[n]))
        untried.discard(number)
        if worth[number] <= 0:
            break
        column = np.array([job.drops[number]], dtype=np.int32)
        highs.changeColsBounds(1, column, np.zeros(1), np.zeros(1))
        value, others = _value_and_worth(highs, job)
        solved += 1
        if value < best:
            best, worth = value, others
            stays[number] = 0.0
        else:
            highs.changeColsBounds(1, column, job.arrays.lower[column], job.arrays.upper[column])
    return Solved(Verdict.FEASIBLE, stays, best, -INFINITY)


def _value_and_worth(highs: Any, job: Job) -> tuple[float, Vector]:
    """The optimum, and what each column to drop would save at most, by its reduced cost."""
    import highspy

    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return INFINITY, np.zeros(len(job.drops))
    worth = np.array(highs.getSolution().col_dual)[list(job.drops)]
    return float(highs.getInfo().objective_function_value), worth


# Work for one block, in calls of the interrupt callback; most end far earlier by the gap.
BLOCK_WORK = 50
BLOCK_GAP = 5e-4


def _improve_blocks(job: Job, say: Callable[[Improved], None]) -> Solved:
    """Free one block of whole numbers after another until a round of all of them gains nothing."""
    import highspy

    begun = time.monotonic()
    arrays = job.arrays
    highs = _engine(job, relaxed=False)
    highs.setOptionValue("mip_rel_gap", BLOCK_GAP)
    budget = _count_calls(highs)
    in_blocks = np.array(sorted({c for block in job.blocks for c in block}), dtype=np.int32)
    values = np.array([(job.start or {}).get(int(c), 0.0) for c in in_blocks])
    best = INFINITY
    x: Vector | None = None
    idle = solved = 0
    while idle <= len(job.blocks):
        seconds = time.monotonic() - begun
        if _spent(job.effort, seconds, solved):
            break
        block = set(job.blocks[(solved - 1) % len(job.blocks)]) if solved else set()
        free = np.array([int(c) in block for c in in_blocks])
        lower = np.where(free, arrays.lower[in_blocks], values)
        upper = np.where(free, arrays.upper[in_blocks], values)
        highs.changeColsBounds(len(in_blocks), in_blocks, lower, upper)
        if x is not None:
            solution = highspy.HighsSolution()
            solution.col_value = list(x)
            highs.setSolution(solution)
        if job.effort.seconds is not None:
            left = max(0.1, job.effort.seconds - seconds)
            highs.setOptionValue("time_limit", highs.getRunTime() + left)
        budget[0] = 0
        highs.run()
        solved += 1
        info = highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            # A start that breaks a row: some block, freed, may mend it.
            if x is None and solved > len(job.blocks):
                return Solved(Verdict.UNKNOWN, None, INFINITY, -INFINITY)
            idle += x is not None
            continue
        gained = info.objective_function_value < best - 1e-4 * abs(best) * 0.01 - 1e-2
        idle = 0 if gained else idle + 1
        if gained or x is None:
            best = info.objective_function_value
            x = np.array(highs.getSolution().col_value)
            values = np.round(x[in_blocks])
            say(Improved(-INFINITY, x))
    verdict = Verdict.FEASIBLE if x is not None else Verdict.UNKNOWN
    return Solved(verdict, x, best, -INFINITY)


def _count_calls(highs: Any) -> list[int]:
    """Break a solve off after ``BLOCK_WORK`` calls; returns the counter, to be set to 0 before."""
    calls = [0]

    def interrupt(event: Any) -> None:
        calls[0] += 1
        # The engine keeps what was said in the solve before: say it each time.
        event.data_in.user_interrupt = calls[0] > BLOCK_WORK

    highs.cbMipInterrupt.subscribe(interrupt)
    return calls


def _descend(job: Job) -> Solved:
    highs = _engine(job, relaxed=True)
    _, objective, x = _descent(highs, job, _Habit())
    verdict = Verdict.FEASIBLE if x is not None else Verdict.UNKNOWN
    return Solved(verdict, x, objective, -INFINITY)


def _descent(highs: Any, job: Job, habit: _Habit) -> tuple[tuple[int, ...], float, Vector | None]:
    """From the falls given, one chain at a time by steps that halve, while the optimum falls.

    Returns the best falls with their optimum and its solution.
    """
    begun = time.monotonic()
    tried = {job.falls}
    best = job.falls
    least, x = _bound_of(highs, job, _fixed(best), -INFINITY, habit)
    if x is None:
        least = INFINITY
    for step in (8, 4, 2, 1):
        for which, chain in enumerate(job.chains):
            for way in (-step, step):
                while not _spent(job.effort, time.monotonic() - begun, len(tried)):
                    moved = min(max(best[which] + way, 0), len(chain))
                    other = (*best[:which], moved, *best[which + 1 :])
                    if other in tried:
                        break
                    tried.add(other)
                    # What is no better than the best so far may be broken off.
                    highs.setOptionValue("objective_bound", least)
                    value, found = _bound_of(highs, job, _fixed(other), INFINITY, habit)
                    if found is None or value >= least - 1e-6:
                        break
                    best, least, x = other, value, found
    return best, least, x


def _fixed(falls: tuple[int, ...]) -> Ranges:
    return tuple((fall, fall) for fall in falls)


def _part(effort: Effort, of: int) -> Effort:
    """One of so many equal parts of an effort."""
    seconds = None if effort.seconds is None else effort.seconds / of
    work = None if effort.work is None else max(1, effort.work // of)
    return replace(effort, seconds=seconds, work=work)


def _spent(effort: Effort, seconds: float, work: int) -> bool:
    too_long = effort.seconds is not None and seconds > effort.seconds
    return too_long or (effort.work is not None and work >= effort.work)


def _bound_of(
    highs: Any, job: Job, ranges: Ranges, known: float, habit: _Habit
) -> tuple[float, Vector | None]:
    """The optimum within the ranges; ``known`` and no solution where the engine gives up."""
    import highspy

    columns = np.array([column for chain in job.chains for column in chain], dtype=np.int32)
    lower = np.zeros(len(columns))
    upper = np.ones(len(columns))
    at = 0
    for chain, (low, high) in zip(job.chains, ranges, strict=True):
        lower[at : at + low] = 1.0
        upper[at + high : at + len(chain)] = 0.0
        at += len(chain)
    highs.changeColsBounds(len(columns), columns, lower, upper)
    status = highspy.HighsModelStatus.kNotset
    decided = (
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kObjectiveBound,
    )
    if known > -INFINITY and habit.simplex_pays:
        highs.setOptionValue("simplex_iteration_limit", MOST_PIVOTS)
        highs.run()
        status = highs.getModelStatus()
        habit.failures = 0 if status in decided else habit.failures + 1
    if status not in decided:
        highs.clearSolver()
        highs.setOptionValue("simplex_iteration_limit", 10 * MOST_PIVOTS)
        highs.setOptionValue("solver", "ipm")
        highs.run()
        highs.setOptionValue("solver", "simplex")
        status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return INFINITY, None
    if status == highspy.HighsModelStatus.kObjectiveBound:
        return habit.cutoff, None
    if status != highspy.HighsModelStatus.kOptimal:
        highs.clearSolver()
        return known, None
    return float(highs.getInfo().objective_function_value), np.array(highs.getSolution().col_value)


def _beside(ranges: Ranges, falls: tuple[int, ...]) -> tuple[Ranges, Ranges] | None:
    """Two parts of the ranges, cut some days beside where a chain is thought to fall."""
    for which, fall in enumerate(falls):
        low, high = ranges[which]
        for cut in (fall - CUT_BESIDE - 1, fall + CUT_BESIDE):
            if low + CUT_BESIDE < cut < high - CUT_BESIDE:
                return _cut(ranges, which, cut)
    return None


def _split(job: Job, node: _Node) -> tuple[Ranges, Ranges] | None:
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


def _highs_model(highspy: Any, arrays: Arrays, relaxed: bool) -> Any:
    model = highspy.HighsLp()
    model.num_col_ = len(arrays.cost)
    model.num_row_ = len(arrays.row_lower)
    model.col_cost_ = arrays.cost
    model.col_lower_ = arrays.lower
    model.col_upper_ = arrays.upper
    model.row_lower_ = arrays.row_lower
    model.row_upper_ = arrays.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = arrays.starts
    model.a_matrix_.index_ = arrays.columns
    model.a_matrix_.value_ = arrays.values
    if arrays.whole.any() and not relaxed:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(whole)] for whole in arrays.whole]
    return model


def _result(highs: Any, whole: bool) -> Solved:
    import highspy

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
