"""A bound from row prices is never above the optimum, and near it where the prices are good."""

from pathlib import Path

import numpy as np
import pytest
from oracle.tiny_cases import tiny_cases

from bench.generator import generate
from drawdown import read
from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, Minimise
from drawdown.planning.linear_model import LinearModel
from drawdown.planning.merged import Merging
from drawdown.planning.proven import proven_bound
from drawdown.planning.question import Question

EXAMPLES = Path(__file__).parent.parent / "examples"


def relaxed(arrays, *, interior=True):
    return solve(Minimise(arrays, Effort(), relaxed=True, interior=interior))


def model_of(withdrawal):
    return whole_day_model(Merging(Question(withdrawal)).question, pooled=True)[0].model.arrays()


def test_a_worked_case():
    """At least 3 of x + y, x <= 1; x costs 1, y costs 2: 1 + 2 * 2 = 5."""
    model = LinearModel()
    x, y = model.column(1.0, upper=1.0), model.column(2.0)
    model.at_least([(x, 1.0), (y, 1.0)], 3.0)
    arrays = model.arrays()
    assert proven_bound(arrays, np.array([2.0])) == pytest.approx(5.0)
    # With no price nothing is proven but that nothing costs less than nothing.
    assert proven_bound(arrays, np.array([0.0])) == 0.0
    # A price of the wrong sign counts for nothing, one that is too high is brought down.
    assert proven_bound(arrays, np.array([-7.0])) == 0.0
    assert proven_bound(arrays, np.array([9.0])) == pytest.approx(5.0)


def test_what_no_row_bounds_may_be_had_without_end():
    model = LinearModel()
    model.column(-1.0)
    assert proven_bound(model.arrays(), np.zeros(0)) == -np.inf


def test_a_bound_is_carried_from_row_to_row():
    """z <= 2 y, y <= 3 x, x <= 1: z is no more than 6, and gains 1 each."""
    model = LinearModel()
    x, y, z = model.column(upper=1.0), model.column(), model.column(-1.0)
    model.at_most([(z, 1.0), (y, -2.0)], 0.0)
    model.equal([(y, 1.0), (x, -3.0)], 0.0)
    assert proven_bound(model.arrays(), np.zeros(2)) == pytest.approx(-6.0)


def test_any_prices_prove_no_more_than_the_optimum():
    chance = np.random.default_rng(7)
    for number in range(200):
        model = LinearModel()
        highest = 3.0 if number % 2 else np.inf
        columns = [model.column(float(chance.integers(0, 9)), upper=highest) for _ in range(6)]
        for _ in range(5):
            picked = chance.choice(columns, 3, replace=False)
            terms = [(int(c), float(chance.integers(-3, 6))) for c in picked]
            kind, side = chance.integers(3), float(chance.integers(0, 9))
            (model.at_least, model.at_most, model.equal)[kind](terms, side)
        arrays = model.arrays()
        best = relaxed(arrays, interior=False)
        if best.x is None or best.row_price is None:
            continue
        for price in (best.row_price, chance.normal(size=5), 3 * best.row_price):
            assert proven_bound(arrays, price) <= best.objective + 1e-7
        if number % 2:
            assert proven_bound(arrays, best.row_price) == pytest.approx(best.objective, abs=1e-5)


@pytest.mark.parametrize("name", list(tiny_cases()))
def test_the_engines_prices_prove_its_optimum_of_a_tiny_case(name):
    arrays = model_of(tiny_cases()[name])
    best = relaxed(arrays, interior=False)
    proven = proven_bound(arrays, best.row_price)
    assert proven <= best.objective * (1 + 1e-6) + 1e-3
    assert proven >= best.objective * (1 - 1e-3) - 1.0


@pytest.mark.parametrize("name", ["tiny", "ngo-clinic"])
def test_and_of_larger_ones(name):
    withdrawal = read(EXAMPLES / name) if "-" in name else generate(name, 1)
    arrays = model_of(withdrawal)
    best = relaxed(arrays)
    proven = proven_bound(arrays, best.row_price)
    assert best.objective * (1 - 1e-4) <= proven <= best.objective * (1 + 1e-6)
