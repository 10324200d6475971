"""`./run bench`: what is promised about speed, measured side by side on this machine.

./run bench            all of it, about a minute
./run bench --quick    without the 30 seconds of the full planner
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import drawdown
from bench.judge_case import judge_case
from bench.reader_case import write_reader_case

NIGER = Path(__file__).parent.parent / "examples" / "niger-2024"
FULL_SECONDS = 30.0
LINES, LIFTS, HELPS, TRIES = 30_000, 10_000, 5, 3


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement; ``target`` and ``measured`` are in ``unit``, lower is better."""

    what: str
    measured: float
    target: float
    unit: str

    @property
    def text(self) -> str:
        """A line of the table."""
        met = "met" if self.measured <= self.target else "MISSED"
        decimals = 1 if self.unit == "%" else 2
        measured = f"{self.measured:.{decimals}f} {self.unit}"
        return f"{self.what:56} {measured:>9}  {'<= ' + f'{self.target:g} {self.unit}':>9}  {met}"


@dataclass(frozen=True, slots=True)
class Planned:
    """How planning went: seconds to the first judged plan, and what came of it."""

    planner: str
    first_s: float
    seconds: float
    cost_cents: int
    bound_cents: int

    @property
    def gap(self) -> float:
        """How much cheaper a plan could be, as a share of the cost."""
        return (self.cost_cents - self.bound_cents) / self.cost_cents

    @property
    def text(self) -> str:
        """A line of the table."""
        bound = f"{self.bound_cents / 1e8:.3f} M€" if self.bound_cents else "none"
        gap = f"{self.gap:.1%}" if self.bound_cents else "-"
        cost = f"{self.cost_cents / 1e8:.3f} M€"
        return (
            f"  {self.planner:8} {self.first_s:9.2f} s {self.seconds:9.2f} s "
            f"{cost:>12} {bound:>12} {gap:>8}"
        )


def planned(planner: str) -> Planned:
    """Plan Niger 2024."""
    withdrawal = drawdown.read(NIGER)
    begin = perf_counter()
    firsts: list[float] = []

    def heard(news: object) -> None:
        if getattr(news, "cost_cents", None) is not None:
            firsts.append(perf_counter() - begin)

    outcome = drawdown.plan(withdrawal, seconds=FULL_SECONDS, planner=planner, progress=heard)
    seconds = perf_counter() - begin
    assert outcome.status is not drawdown.Status.INTERRUPTED
    assert drawdown.check(withdrawal, outcome.plan) == outcome.findings
    return Planned(planner, firsts[0], seconds, outcome.cost_cents, outcome.bound_cents)


def niger_rows(quick: bool) -> Iterator[Row]:
    """The planners side by side, then the targets."""
    runs = [planned(name) for name in (("greedy",) if quick else ("greedy", "full"))]
    heads = f"{'first plan':>11} {'in all':>11} {'cost':>12} {'bound':>12} {'gap':>8}"
    print(f"  {'planner':8} {heads}")
    for run in runs:
        print(run.text)
    print()
    for run in runs:
        yield Row(f"Niger 2024, first judged plan ({run.planner})", run.first_s, 2, "s")
    if not quick:
        yield Row("Niger 2024, proven gap at 30 s; the goal is 3%", 100 * runs[1].gap, 5, "%")


def help_row() -> Row:
    """Starting the program for its help: the median of five."""
    command = [sys.executable, "-P", "-m", "drawdown", "--help"]
    times = [
        seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
        for _ in range(HELPS)
    ]
    return Row(f"drawdown --help, median of {HELPS}", statistics.median(times), 0.3, "s")


def reading_rows() -> Iterator[Row]:
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
            yield Row(f"{LINES:,} lines read and checked, {name}", took, 5, "s")


def judge_row() -> Row:
    """A valid plan of many lifts, judged by every rule."""
    withdrawal, plan = judge_case(LIFTS)
    assert drawdown.check(withdrawal, plan) == ()
    took = min(seconds(lambda: drawdown.check(withdrawal, plan)) for _ in range(TRIES))
    return Row(f"judge, {len(plan.lifts):,} lifts, best of {TRIES}", took, 1, "s")


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    begin = perf_counter()
    action()
    return perf_counter() - begin


def main() -> None:
    """Measure and print, row by row."""
    parser = argparse.ArgumentParser(prog="./run bench", description="Measure Drawdown.")
    parser.add_argument("--quick", action="store_true", help="leave out the full planner's run")
    quick = parser.parse_args().quick
    machine = f"{platform.system()}, {os.cpu_count()} cores"
    print(f"Drawdown {drawdown.__version__}, Python {platform.python_version()}, {machine}\n")
    for row in niger_rows(quick):
        print(row.text)
    print(help_row().text)
    for row in reading_rows():
        print(row.text)
    print(judge_row().text)


if __name__ == "__main__":
    main()
