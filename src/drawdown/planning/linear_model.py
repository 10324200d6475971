"""A linear model under construction: columns and rows by number, assembled into arrays once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

INFINITY = float("inf")
Terms = list[tuple[int, float]]
# It is asked once for so many columns, or rows, whether to go on: in a few hundredths of a second.
ASKED_EACH = 512


class _StoppedBuilding(Exception):
    """A model under construction was given up."""


_stop: ContextVar[Callable[[], bool] | None] = ContextVar("stop", default=None)


@contextmanager
def built_until(stop: Callable[[], bool]) -> Iterator[None]:
    """A model under construction in here is given up once ``stop`` says so: all of this ends."""
    token = _stop.set(stop)
    try:
        yield
    except _StoppedBuilding:
        pass
    finally:
        _stop.reset(token)


@dataclass(slots=True)
class Arrays:
    """A model as engines take it: minimise cost·x, row_lower <= A x <= row_upper, A in CSR."""

    cost: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    whole: NDArray[np.bool_]
    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]
    starts: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: NDArray[np.float64]


@dataclass(slots=True)
class LinearModel:
    """Columns and rows; ``column`` and ``row`` return their numbers."""

    _cost: list[float] = field(default_factory=list)
    _lower: list[float] = field(default_factory=list)
    _upper: list[float] = field(default_factory=list)
    _whole: list[bool] = field(default_factory=list)
    _row_lower: list[float] = field(default_factory=list)
    _row_upper: list[float] = field(default_factory=list)
    _starts: list[int] = field(default_factory=lambda: [0])
    _columns: list[int] = field(default_factory=list)
    _values: list[float] = field(default_factory=list)
    _stop: Callable[[], bool] | None = field(default_factory=_stop.get)

    @property
    def column_count(self) -> int:
        """How many columns there are."""
        return len(self._cost)

    def column(
        self,
        cost: float = 0.0,
        lower: float = 0.0,
        upper: float = INFINITY,
        *,
        whole: bool = False,
    ) -> int:
        """A new column."""
        self._cost.append(cost)
        self._lower.append(lower)
        self._upper.append(upper)
        self._whole.append(whole)
        self._go_on(len(self._cost))
        return len(self._cost) - 1

    def add_cost(self, column: int, cost: float) -> None:
        """More cost on a column."""
        self._cost[column] += cost

    def row(self, terms: Terms, lower: float = -INFINITY, upper: float = INFINITY) -> int:
        """A new row: lower <= sum of coefficient × column <= upper. A column may stand twice."""
        merged: dict[int, float] = {}
        for column, value in terms:
            merged[column] = merged.get(column, 0.0) + value
        self._columns.extend(merged)
        self._values.extend(merged.values())
        self._starts.append(len(self._columns))
        self._row_lower.append(lower)
        self._row_upper.append(upper)
        self._go_on(len(self._row_lower))
        return len(self._row_lower) - 1

    def _go_on(self, so_far: int) -> None:
        if self._stop is not None and so_far % ASKED_EACH == 0 and self._stop():
            raise _StoppedBuilding

    def equal(self, terms: Terms, value: float) -> int:
        """A row that is an equation."""
        return self.row(terms, value, value)

    def at_most(self, terms: Terms, upper: float) -> int:
        """A row with an upper limit."""
        return self.row(terms, upper=upper)

    def at_least(self, terms: Terms, lower: float) -> int:
        """A row with a lower limit."""
        return self.row(terms, lower=lower)

    def arrays(self) -> Arrays:
        """The model for an engine."""
        return Arrays(
            cost=np.array(self._cost),
            lower=np.array(self._lower),
            upper=np.array(self._upper),
            whole=np.array(self._whole, dtype=bool),
            row_lower=np.array(self._row_lower),
            row_upper=np.array(self._row_upper),
            starts=np.array(self._starts, dtype=np.int32),
            columns=np.array(self._columns, dtype=np.int32),
            values=np.array(self._values),
        )
