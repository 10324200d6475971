"""What the engine is asked, on models small enough to try every answer."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from random import Random

import pytest

from drawdown.planning import engine, highs
from drawdown.planning.engine import EngineDefect, end_engines, solve
from drawdown.planning.jobs import (
    CloseColumns,
    DescendFalls,
    Effort,
    ImproveBlocks,
    Minimise,
    SearchFalls,
    Verdict,
    WholeInOrder,
)
from drawdown.planning.linear_model import LinearModel
from drawdown.planning.minimum import minimise

NEARLY = 1e-6


@pytest.fixture(autouse=True, scope="module")
def _engines_end():
    yield
    end_engines()


def sack():
    """Two of three pieces find room, worth 5, 4 and 3; a fraction of the third is tempting."""
    model = LinearModel()
    pieces = [model.column(-worth, upper=1, whole=True) for worth in (5, 4, 3)]
    model.at_most(list(zip(pieces, (2.0, 3.0, 4.0), strict=True)), 6)
    return model.arrays()


def test_whole_pieces_are_worth_less_than_fractions():
    whole, relaxed = (solve(Minimise(sack(), Effort(), relaxed=it)) for it in (False, True))
    assert (whole.verdict, relaxed.verdict) == (Verdict.OPTIMAL, Verdict.OPTIMAL)
    assert whole.objective == pytest.approx(-9)
    assert relaxed.objective == pytest.approx(-9.75)
    assert whole.row_price is None
    assert list(relaxed.row_price) == pytest.approx([-0.75])


def test_what_cannot_be_is_said():
    model = LinearModel()
    model.at_least([(model.column(upper=1), 1.0)], 2)
    solved = solve(Minimise(model.arrays(), Effort(), relaxed=True))
    assert (solved.verdict, solved.x) == (Verdict.INFEASIBLE, None)


def test_where_the_interior_point_method_comes_to_no_end_the_simplex_method_does(monkeypatch):
    random = Random(5)
    model = LinearModel()
    columns = [model.column(-random.random(), upper=1) for _ in range(60)]
    for _ in range(40):
        model.at_most([(column, random.random()) for column in columns], 7)
    job = Minimise(model.arrays(), Effort(), relaxed=True, interior=True)
    expected = minimise(job, lambda _: None)
    monkeypatch.setattr(highs, "MOST_INTERIOR_ITERATIONS", 1)
    solved = minimise(job, lambda _: None)
    assert (expected.verdict, solved.verdict) == (Verdict.OPTIMAL, Verdict.OPTIMAL)
    assert solved.objective == pytest.approx(expected.objective, rel=1e-6)


KILLED_IN_A_JOB = """
from random import Random
from drawdown.planning import engine
from drawdown.planning.jobs import Effort, Minimise
from drawdown.planning.linear_model import LinearModel

random, model = Random(1), LinearModel()
columns = [model.column(1.0, upper=1, whole=True) for _ in range(40)]
for _ in range(6):
    each = [(column, float(random.randrange(100))) for column in columns]
    model.equal(each, float(sum(value for _, value in each) // 2))
process = engine._EngineProcess.for_a_job()
process.begin(Minimise(model.arrays(), Effort()))
print(process._process.pid, flush=True)
process.next_message()
input()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's list of processes")
def test_the_engine_ends_with_the_program_in_the_middle_of_a_job():
    environment = {**os.environ, "PYTHONPATH": str(Path(engine.__file__).parents[2])}
    program = subprocess.Popen(
        [sys.executable, "-c", KILLED_IN_A_JOB],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    number = int(program.stdout.readline())
    time.sleep(1.5)
    assert is_running(number)
    program.kill()
    program.communicate()
    until = time.monotonic() + 20
    while is_running(number) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_running(number)


def is_running(number):
    """Whether there is a process of that number that has not ended."""
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] != "Z"


# --- where chains fall ----------------------------------------------------------------------------


def falling(random):
    """Two chains of five days; each day open and each day closed has its price, and one more row.

    Returns the model and its chains.
    """
    model = LinearModel()
    chains = [tuple(model.column(random.uniform(-1, 1), upper=1) for _ in range(5)) for _ in "ab"]
    for chain in chains:
        for day, after in pairwise(chain):
            model.at_least([(day, 1.0), (after, -1.0)], 0)
    days = [(column, random.uniform(0, 1)) for chain in chains for column in chain]
    model.row(days, random.uniform(0.5, 1.5), random.uniform(1.5, 3))
    return model.arrays(), tuple(chains)


def best_of_all_falls(arrays, chains):
    least = float("inf")
    for falls in product(range(6), repeat=2):
        x = [0.0] * 10
        for chain, fall in zip(chains, falls, strict=True):
            for column in chain[:fall]:
                x[column] = 1.0
        if arrays.row_lower[-1] <= arrays.values[-10:] @ x <= arrays.row_upper[-1]:
            least = min(least, float(arrays.cost @ x))
    return least


@pytest.mark.parametrize("seed", range(12))
def test_the_search_finds_the_best_of_all_falls_and_the_descent_nothing_better(seed):
    arrays, chains = falling(Random(seed))
    best = best_of_all_falls(arrays, chains)
    searched = solve(SearchFalls(arrays, Effort(), chains, (2, 2)))
    descended = solve(DescendFalls(arrays, Effort(), chains, (2, 2)))
    assert searched.verdict is Verdict.OPTIMAL
    assert searched.bound == pytest.approx(best, abs=1e-3)
    assert descended.objective >= best - NEARLY


# --- blocks and columns ---------------------------------------------------------------------------


def test_blocks_make_the_start_better():
    arrays, start = sack(), {0: 0.0, 1: 0.0, 2: 1.0}
    solved = solve(ImproveBlocks(arrays, Effort(), ((0,), (1,), (2,)), start))
    assert solved.verdict is Verdict.FEASIBLE
    # Piece by piece the dear one finds room beside the large one; no block swaps the two others.
    assert solved.objective == pytest.approx(-8)
    together = solve(ImproveBlocks(arrays, Effort(), ((0, 1, 2),), start))
    assert together.objective == pytest.approx(-9)


def crowded(random):
    """Pieces of some sizes for lifts with some room; what is left behind has its price."""
    model = LinearModel()
    lifts, sizes = range(4), [random.randint(1, 5) for _ in range(6)]
    take = {
        (piece, lift): model.column(upper=1, whole=True)
        for lift in lifts
        for piece in range(len(sizes))
    }
    for lift in lifts:
        model.at_most([(take[piece, lift], float(size)) for piece, size in enumerate(sizes)], 4)
    for piece, size in enumerate(sizes):
        left = model.column(10.0 * size)
        model.at_least([(left, 1.0), *((take[piece, lift], 1.0) for lift in lifts)], 1)
    groups = [tuple(take[piece, lift] for piece in range(len(sizes))) for lift in lifts]
    return model.arrays(), tuple(groups)


@pytest.mark.parametrize("seed", range(10))
def test_group_after_group_gives_whole_numbers_between_the_start_and_the_best(seed):
    arrays, groups = crowded(Random(seed))
    best = solve(Minimise(arrays, Effort()))
    found = solve(WholeInOrder(arrays, Effort(), groups, start=dict.fromkeys(groups[0], 0.0)))
    assert found.verdict is Verdict.FEASIBLE
    pieces = found.x[arrays.whole]
    assert abs(pieces - pieces.round()).max() < NEARLY
    assert best.objective - NEARLY <= found.objective
    assert found.objective < arrays.cost.sum()


def test_groups_for_which_there_is_no_time_stay_in_fractions():
    arrays, groups = crowded(Random(1))
    found = solve(WholeInOrder(arrays, Effort(work=1), groups))
    assert found.verdict is Verdict.UNKNOWN
    assert found.x is not None


def test_of_two_lifts_that_take_the_same_the_dear_one_is_closed():
    model = LinearModel()
    goes = [model.column(price, lower=1, upper=1) for price in (10.0, 7.0)]
    model.at_least([(column, 1.0) for column in goes], 1)
    solved = solve(CloseColumns(model.arrays(), Effort(), tuple(goes)))
    assert list(solved.x) == [0, 1]
    assert solved.objective == pytest.approx(7)


# --- the process ----------------------------------------------------------------------------------


def test_one_who_stops_gets_what_there_is():
    solved = solve(Minimise(sack(), Effort()), stop=lambda: True)
    assert solved.verdict in set(Verdict) - {Verdict.INFEASIBLE, Verdict.FAILED}


def test_a_fault_of_ours_in_the_process_is_heard_of():
    broken = replace(sack(), cost=None)
    with pytest.raises(EngineDefect, match="Traceback"):
        solve(Minimise(broken, Effort()))
