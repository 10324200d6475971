"""What is measured: cases by name, each in a process of its own, so that none warms the next."""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

import drawdown
from bench import planning_case, replan_case
from bench.figures import Figure
from bench.judge_case import judge_case
from bench.reader_case import write_reader_case
from bench.timetable_case import late_quarters, timetable_case
from drawdown.planning.program import timetable_of

LINES, LIFTS, TIMED_LIFTS, HELPS, TRIES = 30_000, 10_000, 2_000, 5, 3
QUICK, USUAL, LONG = range(3)


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to measure; ``memory_mb`` is a limit on what its processes take together."""

    name: str
    length: int
    measure: Callable[[], Iterable[Figure]]
    memory: bool = False
    memory_mb: float | None = None


def all_cases() -> Iterator[Case]:
    """In the order in which they are measured."""
    yield Case("help", QUICK, help_figures)
    yield Case("reader", QUICK, reader_figures)
    yield Case("judge", QUICK, judge_figures)
    yield Case("timetable", QUICK, timetable_figures)
    yield Case("huge read", QUICK, planning_case.huge_figures, memory=True)
    for name, goal in planning_case.GOALS.items():
        if not planning_case.has_withdrawal(goal.withdrawal):
            continue
        yield Case(f"{name} greedy", QUICK, partial(planning_case.greedy_figures, name))
        for seconds in goal.gap_percent:
            length = USUAL if (name, seconds) in (("niger", 30), ("mid", 60)) else LONG
            measure = partial(planning_case.full_figures, name, seconds)
            yield Case(f"{name} {seconds} s", length, measure, True, goal.memory_mb)
    if replan_case.NIGER.is_dir():
        yield Case("niger replan", USUAL, replan_case.niger_figures)
    if replan_case.MINUSMA.is_dir():
        yield Case("minusma replan", USUAL, replan_case.minusma_figures, memory=True)
    yield Case("huge greedy", USUAL, planning_case.huge_plan_figures, memory=True)


def measured(case: Case) -> list[Figure]:
    """The figures of a case, from a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured_here, case).result()


def _measured_here(case: Case) -> list[Figure]:
    figures = list(case.measure())
    peak_mb = memory_peak_mb() if case.memory else None
    if peak_mb is not None:
        figures.append(Figure(figures[0].case, "memory, peak", peak_mb, "MB", case.memory_mb))
    return figures


def memory_peak_mb() -> float | None:
    """The most memory of this process and, beside it, of the largest that it started."""
    try:
        import resource
    except ImportError:  # Windows has no such count
        return None
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = sum(resource.getrusage(kind).ru_maxrss for kind in kinds)
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def help_figures() -> Iterator[Figure]:
    """Starting the program for its help: the median of five."""
    command = [sys.executable, "-P", "-m", "drawdown", "--help"]
    times = [
        seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
        for _ in range(HELPS)
    ]
    yield Figure("help", f"median of {HELPS}", statistics.median(times), "s", 0.3)


def reader_figures() -> Iterator[Figure]:
    """A long list from CSV: without a fault, and with one in every third line."""
    from drawdown.files import read

    with tempfile.TemporaryDirectory() as place:
        for name, every in (("no fault", 0), ("10,000 faults", 3)):
            folder = Path(place) / name
            write_reader_case(folder, LINES, faults_every=every)
            begin = perf_counter()
            reading = read(folder)
            took = perf_counter() - begin
            assert (reading.withdrawal is None) == bool(every)
            assert len(reading.faults) >= (LINES // every if every else 0)
            yield Figure("reader", f"{LINES:,} lines, {name}", took, "s", 5)


def judge_figures() -> Iterator[Figure]:
    """A valid plan of many lifts, judged by every rule."""
    withdrawal, plan = judge_case(LIFTS)
    assert drawdown.check(withdrawal, plan) == ()
    took = min(seconds(lambda: drawdown.check(withdrawal, plan)) for _ in range(TRIES))
    yield Figure("judge", f"{len(plan.lifts):,} lifts, best of {TRIES}", took, "s", 1)


def timetable_figures() -> Iterator[Figure]:
    """Tails and hours for a programme of many lifts, and how late they are on their days."""
    question, wanted = timetable_case(TIMED_LIFTS, planning_case.SEED)
    begin = perf_counter()
    timetable, _, number_of = timetable_of(question, wanted)
    took = perf_counter() - begin
    case = f"{TIMED_LIFTS:,} lifts"
    yield Figure("timetable", case, took, "s", 2)
    late = late_quarters(timetable, wanted, number_of)
    yield Figure("timetable", f"{case}: quarter-hours late", late, "")


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    begin = perf_counter()
    action()
    return perf_counter() - begin
