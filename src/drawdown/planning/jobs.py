"""What the engine can be asked, a class for each kind of job, and what it answers."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from drawdown.planning.linear_model import Arrays

Vector = NDArray[np.float64]
# Values of some columns to begin with; the engine finds the others.
Start = dict[int, float]
# Columns that fall from 1 to 0 at one point: the first are 1, all after them 0.
Chain = tuple[int, ...]


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
    """When to stop: at a gap, after seconds, or after work.

    Each kind of job counts its own work: calls of the interrupt callback, linear programs or
    blocks.
    """

    gap: float = 1e-4
    seconds: float | None = None
    work: int | None = None

    def part(self, of: int) -> "Effort":
        """One of so many equal parts."""
        seconds = None if self.seconds is None else self.seconds / of
        work = None if self.work is None else max(1, self.work // of)
        return Effort(self.gap, seconds, work)

    def is_spent(self, seconds: float, work: int) -> bool:
        """Whether so much is at least as much as there was."""
        too_long = self.seconds is not None and seconds > self.seconds
        return too_long or (self.work is not None and work >= self.work)


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
    """News of a solve under way: a bound, and a solution if there is a better one."""

    bound: float
    x: Vector | None = None


@dataclass(frozen=True, slots=True)
class Minimise:
    """The optimum of the model as it is, or ``relaxed``: with no whole numbers.

    ``interior`` leaves a relaxed solve at the interior point, without a vertex: quickest for
    prices. Work counts calls of the interrupt callback; a relaxed solve has none.
    """

    arrays: Arrays
    effort: Effort
    relaxed: bool = False
    interior: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class SearchFalls:
    """The bound of the relaxed model with its chains whole, by branching on where they fall.

    ``falls`` says after how many ones each chain is thought to fall: ranges are cut beside it
    first. Work counts linear programs.
    """

    arrays: Arrays
    effort: Effort
    chains: tuple[Chain, ...]
    falls: tuple[int, ...]
    seed: int = 0


@dataclass(frozen=True, slots=True)
class DescendFalls:
    """A solution of the relaxed model with its chains whole, from ``falls`` on.

    One chain after another is tried at other falls nearby; what is best of them is no bound.
    Work counts linear programs.
    """

    arrays: Arrays
    effort: Effort
    chains: tuple[Chain, ...]
    falls: tuple[int, ...]
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ImproveBlocks:
    """A better solution than ``start``, block by block.

    Each block is a set of columns; those of the other blocks stay fixed meanwhile. Work counts
    blocks.
    """

    arrays: Arrays
    effort: Effort
    blocks: tuple[tuple[int, ...], ...]
    start: Start = field(default_factory=dict)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class WholeInOrder:
    """A first solution in whole numbers, one group of columns after another.

    Columns of later groups are fractions meanwhile, those of earlier ones stay fixed. ``start``
    says where the first group begins. Work counts groups.
    """

    arrays: Arrays
    effort: Effort
    groups: tuple[tuple[int, ...], ...]
    start: Start = field(default_factory=dict)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class CloseColumns:
    """Which of the ``columns`` of the relaxed model are worth having.

    They are closed at 0, whatever their lower bound, one after another as long as that pays; the
    answer's ``x`` has 1 for each that stays. Work counts linear programs.
    """

    arrays: Arrays
    effort: Effort
    columns: tuple[int, ...]
    seed: int = 0


Job = Minimise | SearchFalls | DescendFalls | ImproveBlocks | WholeInOrder | CloseColumns
