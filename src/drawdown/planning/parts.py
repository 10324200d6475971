"""Parts of a model: some columns are free, all others stay at their values.

What blocks of whole numbers leave open are columns whose values follow from them: work of gates,
nights, lateness. Those that rows tie to one another form a *tangle*; a part has a block and the
tangles that its rows touch, and is as good as the whole model with everything else fixed.
"""

import numpy as np
from numpy.typing import NDArray

from drawdown.planning.jobs import Vector
from drawdown.planning.linear_model import Arrays

Numbers = NDArray[np.int64]


class Parts:
    """The parts of a model; columns in ``fixable`` are free only in parts that name them."""

    def __init__(self, arrays: Arrays, fixable: NDArray[np.int32]) -> None:
        self.arrays = arrays
        self._row_of = np.repeat(np.arange(len(arrays.row_lower)), np.diff(arrays.starts))
        self._follows = np.ones(len(arrays.cost), dtype=bool)
        self._follows[fixable] = False
        self._tangle = self._tangles()

    def part(self, block: NDArray[np.int32], x: Vector) -> tuple[Arrays, Numbers]:
        """The model of a block, around the solution ``x``, and the numbers of its columns."""
        arrays = self.arrays
        free = np.zeros(len(arrays.cost), dtype=bool)
        free[block] = True
        touched = np.zeros(len(arrays.row_lower), dtype=bool)
        touched[self._row_of[free[arrays.columns]]] = True
        near = arrays.columns[touched[self._row_of]]
        tangled = np.zeros(len(arrays.cost), dtype=bool)
        tangled[self._tangle[near[self._follows[near]]]] = True
        free |= self._follows & tangled[self._tangle]
        kept = free[arrays.columns]
        fixed = np.bincount(
            self._row_of[~kept],
            weights=arrays.values[~kept] * x[arrays.columns[~kept]],
            minlength=len(arrays.row_lower),
        )
        counts = np.bincount(self._row_of[kept], minlength=len(arrays.row_lower))
        rows = np.flatnonzero(counts)
        columns = np.flatnonzero(free)
        number = np.cumsum(free) - 1
        return (
            Arrays(
                cost=arrays.cost[columns],
                lower=arrays.lower[columns],
                upper=arrays.upper[columns],
                whole=arrays.whole[columns],
                row_lower=arrays.row_lower[rows] - fixed[rows],
                row_upper=arrays.row_upper[rows] - fixed[rows],
                starts=np.concatenate(([0], np.cumsum(counts[rows]))).astype(np.int32),
                columns=number[arrays.columns[kept]].astype(np.int32),
                values=arrays.values[kept],
            ),
            columns,
        )

    def _tangles(self) -> Numbers:
        """The tangle of each column that follows from others, by the number of one in it."""
        follows = self._follows[self.arrays.columns]
        rows, columns = self._row_of[follows], self.arrays.columns[follows]
        tangle = np.arange(len(self.arrays.cost))
        while True:
            least = np.full(len(self.arrays.row_lower), len(tangle))
            np.minimum.at(least, rows, tangle[columns])
            lower = tangle.copy()
            np.minimum.at(lower, columns, least[rows])
            # Whoever leads a tangle may itself have come into another one.
            lower = lower[lower]
            if np.array_equal(lower, tangle):
                return tangle
            tangle = lower
