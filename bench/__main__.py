"""`./run bench`: what is promised about speed and gaps, measured on this machine.

./run bench              the promises that take no longer than a minute each; some minutes in all
./run bench --quick      without the full planner's runs and the largest plan; about a minute
./run bench --long       the runs of three and seven minutes too; about an hour
./run bench --only mid   the cases whose name has this word
./run bench --compare    beside the recorded figures
./run bench --record     and put the new figures into bench/figures.csv
"""

import argparse
import os
import platform
from datetime import UTC, datetime

import drawdown
from bench.cases import LONG, QUICK, USUAL, Case, all_cases, measured
from bench.figures import Figure, kept, record, side_by_side


def chosen(words: argparse.Namespace) -> list[Case]:
    """The cases that the words on the command line ask for."""
    longest = QUICK if words.quick else LONG if words.long else USUAL
    if words.only:
        return [case for case in all_cases() if words.only in case.name]
    return [case for case in all_cases() if case.length <= longest]


def warning_of_other_work() -> str:
    """Says so where the machine has other work; a blank line where it has not."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    if load < 0.5:
        return ""
    return f"The machine has other work (load {load:.1f}): seconds and gaps come out worse.\n"


def main() -> None:
    """Measure and print, case by case."""
    parser = argparse.ArgumentParser(prog="./run bench", description="Measure Drawdown.")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--quick", action="store_true", help="leave out the full planner's runs")
    length.add_argument("--long", action="store_true", help="the runs of several minutes too")
    length.add_argument("--only", metavar="WORD", help="the cases whose name has this word")
    parser.add_argument("--compare", action="store_true", help="set beside recorded figures")
    parser.add_argument("--record", action="store_true", help="record the figures")
    words = parser.parse_args()
    machine = f"{platform.system()}, {os.cpu_count()} cores"
    print(f"Drawdown {drawdown.__version__}, Python {platform.python_version()}, {machine}")
    print(warning_of_other_work())
    figures = list[Figure]()
    for case in chosen(words):
        for figure in measured(case):
            figures.append(figure)
            print(figure.text, flush=True)
    if words.compare:
        print("", *side_by_side(figures, kept()), sep="\n")
    if words.record:
        record(figures, datetime.now(UTC).date())


if __name__ == "__main__":
    main()
