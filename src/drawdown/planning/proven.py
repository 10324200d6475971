"""A bound that needs no trust in the engine: from its row prices alone, whatever they are.

With any prices of the rows, of the right sign, the least that columns within their bounds can cost
beside what the rows are worth is below every point of the model (weak duality; Neumaier and
Shcherbina 2004, doi 10.1007/s10107-003-0433-3). Good prices only make it high.
"""

import numpy as np
from numpy.typing import NDArray

from drawdown.planning.linear_model import Arrays

Vector = NDArray[np.float64]
# Bounds are carried from row to row no more often than this, and prices are lowered no more often.
MOST_PASSES = 200
MOST_LOWERED = 10
# By this share prices go below what would be enough, and bounds that rows imply above it.
LOWERED = LOOSENED = 1e-11
# A sum is off by less than this for each of its numbers, as a share of the sum of their sizes.
ROUNDING = 2.0**-52


def proven_bound(arrays: Arrays, row_price: Vector) -> float:
    """No point of the relaxed model costs less; minus infinity where the prices prove nothing."""
    low, high = np.isfinite(arrays.row_lower), np.isfinite(arrays.row_upper)
    price = np.where(((row_price > 0) & low) | ((row_price < 0) & high), row_price, 0.0)
    upper = arrays.upper
    for _ in range(MOST_LOWERED):
        least = _least_reduced(arrays, price)
        upper = _implied_upper(arrays, upper, least < 0)
        boundless = (least < 0) & np.isinf(upper)
        if not boundless.any():
            return _sum(
                arrays, price, np.minimum(_times(least, arrays.lower), _times(least, upper))
            )
        _lower(arrays, price, boundless)
    return -np.inf


def _least_reduced(arrays: Arrays, price: Vector) -> Vector:
    """Reduced costs at their least: off by no more than rounding."""
    parts, count = arrays.values * price[_row_of_each(arrays)], len(arrays.cost)
    reduced = arrays.cost - np.bincount(arrays.columns, weights=parts, minlength=count)
    sizes = np.bincount(arrays.columns, weights=np.abs(parts), minlength=count)
    numbers = np.bincount(arrays.columns, minlength=count) + 2
    # A column that no row with a price has costs what it costs.
    return reduced - ROUNDING * numbers * np.where(sizes > 0, np.abs(arrays.cost) + sizes, 0.0)


def _sum(arrays: Arrays, price: Vector, columns: Vector) -> float:
    rows = _times(price, np.where(price > 0, arrays.row_lower, arrays.row_upper))
    total = float(np.sum(rows) + np.sum(columns))
    if not np.isfinite(total):
        return -np.inf
    numbers = len(rows) + len(columns)
    return total - ROUNDING * numbers * float(np.sum(np.abs(rows)) + np.sum(np.abs(columns)))


def _lower(arrays: Arrays, price: Vector, boundless: NDArray[np.bool_]) -> None:
    """Bring rows' prices nearer to nothing, until columns without a bound cost nothing less."""
    row = _row_of_each(arrays)
    parts = arrays.values * price[row]
    count = len(arrays.cost)
    gains = np.bincount(arrays.columns, weights=np.maximum(parts, 0.0), minlength=count) + 0.0
    losses = gains - np.bincount(arrays.columns, weights=parts, minlength=count)
    allowed = np.maximum(0.0, (arrays.cost + losses) * (1 - LOWERED))
    share = np.ones_like(gains)
    np.divide(allowed, gains, out=share, where=boundless & (gains > 0))
    which = boundless[arrays.columns] & (parts > 0)
    factor = np.ones_like(price)
    np.minimum.at(factor, row[which], np.minimum(1.0, share[arrays.columns[which]]))
    price *= factor


def _times(worth: Vector, bound: Vector) -> Vector:
    """What a column is worth at a bound; nothing where it is worth nothing, however far that is."""
    return np.multiply(worth, bound, out=np.zeros_like(worth), where=worth != 0)


def _row_of_each(arrays: Arrays) -> NDArray[np.int64]:
    """The row of each value."""
    return np.repeat(np.arange(len(arrays.row_lower)), np.diff(arrays.starts))


def _implied_upper(arrays: Arrays, known: Vector, wanted: NDArray[np.bool_]) -> Vector:
    """Upper bounds of columns: where there is none, but it is wanted, what the rows leave to it.

    ``x <= (side - least of all others) / value`` for each row in which the others have a least;
    what is found goes into the next rows.
    """
    upper, lower = known.copy(), arrays.lower
    row, column, value = _row_of_each(arrays), arrays.columns, arrays.values
    rows = len(arrays.row_lower)
    for _ in range(MOST_PASSES):
        before = np.isinf(upper)
        if not np.any(wanted & before):
            break
        for sign, side in ((1.0, arrays.row_upper), (-1.0, -arrays.row_lower)):
            a = sign * value
            least = np.minimum(_times(a, lower[column]), _times(a, upper[column]))
            boundless = np.isinf(least)
            without = np.bincount(row, weights=boundless, minlength=rows)
            sums = np.bincount(row, weights=np.where(boundless, 0.0, least), minlength=rows)
            bounded = (without == 0) & np.isfinite(side)
            says = (a > 0) & before[column] & bounded[row]
            at = row[says]
            room = (side[at] - sums[at] + least[says]) / a[says]
            np.minimum.at(upper, column[says], room * (1 + LOOSENED) + LOOSENED)
        if np.array_equal(before, np.isinf(upper)):
            break
    return upper
