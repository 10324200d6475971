"""The least that one term of the cost can be: the relaxed day model with that term alone priced.

Left alone, most terms could be nothing: what is left needs no lift. So for all terms but what is
left the plans are looked at that leave no more than a given one, and are no later. No such plan has
less of the term; for what is left itself, no plan at all has.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from drawdown.model import Carrier, DisposalOption, Prices, Withdrawal
from drawdown.planning.day_limits import DayLimits
from drawdown.planning.day_model import DayModel
from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, Minimise, Solved, Vector, Verdict
from drawdown.planning.least import Binding, binding_in
from drawdown.planning.linear_model import INFINITY, Arrays
from drawdown.planning.question import Question

Stop = Callable[[], bool]

NO_PRICES = Prices(0, 0, 0, 0, 0, (0, 0, 0, 0, 0), 0, 0, 0, 0)
LEFT = ("left_people", "left_things")
# Terms that the day model prices; of the others the least is nothing.
PRICED = ("late", *LEFT, "exposure", "lift", "handling", "disposal")
# Off for the tolerance of an interior point, and for the rounding of each term.
PART_OFF, CENTS_OFF = 1e-6, 10
# From so many cents a tonne on, a kg that is late for a night is not rounded to nothing.
CENTS_OF_A_KG_SEEN = 500


@dataclass(frozen=True, slots=True)
class TermLeast:
    """Cents below which a term is in no plan, and the limits that keep it there.

    ``held``: in no plan that leaves no more and is no later than the given one. ``is_possible``:
    there may be such plans; of a plan that breaks rules there may be none without a breach.
    """

    cents: int
    held: bool
    binding: tuple[Binding, ...] = ()
    is_possible: bool = True


def term_least(
    withdrawal: Withdrawal, term: str, terms_cents: dict[str, int], stop: Stop
) -> TermLeast | None:
    """The least of a term beside the terms of a plan; None if it was not solved."""
    return TermModel(withdrawal).least(term, terms_cents, stop)


class TermModel:
    """The relaxed day model of a withdrawal, with the costs of one term or another.

    Columns and rows do not depend on prices. With ``period_days`` it counts in periods of so many
    days and in pools, as the bound does: for a merged withdrawal.
    """

    def __init__(self, withdrawal: Withdrawal, *, period_days: int | None = None) -> None:
        self._withdrawal = withdrawal
        self._period_days = period_days
        self._built: tuple[DayModel, DayLimits, Arrays] | None = None
        self._costs: dict[str, Vector] = {}

    def least(self, term: str, terms_cents: dict[str, int], stop: Stop) -> TermLeast | None:
        """The least of a term beside the terms of a plan; None if it was not solved.

        ``late`` itself is held by what is left alone: what is left is never late.
        """
        if term not in PRICED:
            return TermLeast(0, False)
        if stop():
            return None
        costs = self.costs(term)
        held = {} if term in LEFT else {name: terms_cents[name] for name in ("late", *LEFT)}
        held.pop(term, None)
        rows = []
        for name, cents in held.items():
            if stop():
                return None
            rows.append((self.costs(name), self._most_eur(name, cents)))
        solved = self.minimum(costs, stop, rows)
        if solved is None:
            return None
        if solved.verdict is Verdict.INFEASIBLE:
            return TermLeast(0, bool(held), is_possible=False)
        assert self._built is not None
        _, limits, arrays = self._built
        binding = tuple(binding_in(limits.names, arrays, solved))
        return TermLeast(cents_below(solved.objective), bool(held), binding)

    def _most_eur(self, term: str, cents: int) -> float:
        """What a term may come to; nothing is nothing, unless less than a cent was rounded."""
        each = self._withdrawal.prices.late_t_per_night
        is_rounded = term == "late" and 0 < each < CENTS_OF_A_KG_SEEN
        return (cents + CENTS_OFF) / 100 if cents or is_rounded else 0.0

    def minimum(
        self, costs: Vector, stop: Stop, held: Sequence[tuple[Vector, float]] = ()
    ) -> Solved | None:
        """The least of a cost, with some others held; None if it was not solved."""
        assert self._built is not None
        arrays = replace(self._built[2], cost=costs)
        for vector, upper in held:
            arrays = with_row(arrays, vector, upper) if upper else without(arrays, vector)
        solved = solve(Minimise(arrays, Effort(), relaxed=True, interior=True), stop=stop)
        if solved.row_price is None and not stop():
            solved = solve(Minimise(arrays, Effort(), relaxed=True), stop=stop)
        is_known = solved.row_price is not None or solved.verdict is Verdict.INFEASIBLE
        return solved if is_known else None

    def costs(self, term: str) -> Vector:
        """What each column costs of a term, in euros."""
        if term not in self._costs:
            if term in LEFT and self._built is not None and self._period_days is None:
                self._costs[term] = left_costs(self._built[0], self._withdrawal, term)
            else:
                self._costs[term] = self._build(term_alone(self._withdrawal, term))
        return self._costs[term]

    def costs_at(self, prices: Prices) -> Vector:
        """What each column costs where nothing but ``prices`` is paid, in euros."""
        return self._build(priced_alone(self._withdrawal, prices))

    def _build(self, withdrawal: Withdrawal) -> Vector:
        """The costs of the model at other prices; its columns and rows are kept the first time."""
        is_coarse = self._period_days is not None
        days, limits = whole_day_model(
            Question(withdrawal), pooled=is_coarse, period_days=self._period_days or 1
        )
        arrays = days.model.arrays()
        if self._built is None:
            self._built = days, limits, arrays
        return arrays.cost


def cents_below(euros: float) -> int:
    """Whole cents that are surely below a least sum of euros: off for tolerance and rounding."""
    return max(0, int(100 * euros * (1 - PART_OFF)) - CENTS_OFF)


def term_costs(withdrawal: Withdrawal, term: str) -> Vector:
    """What each column of the day model costs of a term, in euros."""
    return TermModel(withdrawal).costs(term)


def left_costs(days: DayModel, withdrawal: Withdrawal, term: str) -> Vector:
    """As ``term_costs`` for what is left, without another model: it has columns of its own."""
    prices = withdrawal.prices
    costs = np.zeros(len(days.model.arrays().cost))
    for (name, _), column in days.left.items():
        line = days.question.line[name]
        if line.is_people and term == "left_people":
            costs[column] = prices.left_person / 100
        elif not line.is_people and term == "left_things":
            costs[column] = prices.left_kg[line.priority - 1] * line.unit_mass_kg / 100
    return costs


def term_alone(withdrawal: Withdrawal, term: str) -> Withdrawal:
    """The withdrawal with everything free but one term."""
    prices = withdrawal.prices
    alone = {
        "late": replace(
            NO_PRICES,
            late_person_per_night=prices.late_person_per_night,
            late_t_per_night=prices.late_t_per_night,
            late_piece_per_night=prices.late_piece_per_night,
            late_site_per_night=prices.late_site_per_night,
        ),
        "left_people": replace(NO_PRICES, left_person=prices.left_person),
        "left_things": replace(NO_PRICES, left_kg=prices.left_kg),
        "exposure": replace(NO_PRICES, exposure_per_person_night=prices.exposure_per_person_night),
        "handling": replace(NO_PRICES, handling_per_t=prices.handling_per_t),
    }.get(term, NO_PRICES)
    free = priced_alone(withdrawal, alone)
    if term == "lift":
        return replace(free, carriers=withdrawal.carriers)
    return replace(free, disposals=withdrawal.disposals) if term == "disposal" else free


def priced_alone(withdrawal: Withdrawal, prices: Prices) -> Withdrawal:
    """The withdrawal with lifts and disposals free, and other prices."""
    return replace(
        withdrawal,
        prices=prices,
        carriers=tuple(_free(x) for x in withdrawal.carriers),
        disposals=tuple(_no_cost(x) for x in withdrawal.disposals),
    )


def _free(carrier: Carrier) -> Carrier:
    return replace(carrier, cost_cents_per_lift=0, cost_cents_per_h=0)


def _no_cost(option: DisposalOption) -> DisposalOption:
    return replace(option, cost_cents_per_t=0, value_lost_percent=0)


def without(arrays: Arrays, terms: Vector) -> Arrays:
    """The model with nothing in any column of the terms: to the engine far easier than a row."""
    return replace(arrays, upper=np.where(terms > 0, np.minimum(arrays.upper, 0.0), arrays.upper))


def with_row(arrays: Arrays, terms: Vector, upper: float) -> Arrays:
    """The model with one more row: the sum of the terms is at most ``upper``."""
    columns = np.flatnonzero(terms).astype(np.int32)
    return replace(
        arrays,
        row_lower=np.append(arrays.row_lower, -INFINITY),
        row_upper=np.append(arrays.row_upper, upper),
        starts=np.append(arrays.starts, arrays.starts[-1] + len(columns)).astype(np.int32),
        columns=np.append(arrays.columns, columns),
        values=np.append(arrays.values, terms[columns]),
    )
