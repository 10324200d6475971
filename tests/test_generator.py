"""Generated withdrawals: the same for a seed, whole, and with data for every rule."""

import pytest

from bench.generator import SIZES, generate
from drawdown.files import read, write

FIXED = ("small", "mid", "big")


@pytest.mark.parametrize("size", ("tiny", *FIXED))
@pytest.mark.parametrize("tight", (False, True))
def test_what_is_written_is_read_without_a_fault(size, tight, tmp_path):
    withdrawal = generate(size, 5, tight)
    write(withdrawal, tmp_path / "withdrawal")
    reading = read(tmp_path / "withdrawal")
    assert reading.faults == ()
    assert reading.withdrawal == withdrawal


@pytest.mark.parametrize("size", FIXED)
@pytest.mark.parametrize("seed", range(3))
def test_people_and_pieces_sum_to_the_size(size, seed):
    lines = [line for line in generate(size, seed).lines if not line.helper]
    there = {
        category: sum(line.count for line in lines if line.category == category)
        for category in ("people", "container", "vehicle")
    }
    wanted = SIZES[size]
    assert there["people"] == wanted.people[0] == wanted.people[1]
    assert there["container"] == wanted.containers[0] == wanted.containers[1]
    assert there["vehicle"] == wanted.vehicles[0] == wanted.vehicles[1]


def test_the_same_seed_gives_the_same_and_another_seed_another():
    assert generate("small", 3) == generate("small", 3)
    assert generate("small", 3) != generate("small", 4)
