"""The least that one term of the cost can be: the relaxed day model with that term alone priced.

Left alone, most terms could be nothing: what is left needs no lift. So for all terms but what is
left the plans are looked at that leave no more than a given one, and are no later. No such plan has
less of the term; for what is left itself, no plan at all has.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from drawdown.model import Carrier, DisposalOption, Prices, Withdrawal
from drawdown.planning.day_model import DayModel
from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, Minimise, Vector
from drawdown.planning.least import Binding, binding_in
from drawdown.planning.linear_model import INFINITY, Arrays
from drawdown.planning.question import Question

Stop = Callable[[], bool]

NO_PRICES = Prices(0, 0, 0, 0, 0, (0, 0, 0, 0, 0), 0, 0, 0, 0)
LEFT = ("left_people", "left_things")
# Terms that the day model prices; of the others the least is nothing.
PRICED = ("late", *LEFT, "exposure", "lift", "handling", "disposal")
# Off for the engine's tolerance, and for the rounding of each term.
PART_OFF, CENTS_OFF = 1e-7, 10


@dataclass(frozen=True, slots=True)
class TermLeast:
    """Cents below which a term is in no plan, and the limits that keep it there.

    ``held``: in no plan that leaves no more and is no later than the given one.
    """

    cents: int
    held: bool
    binding: tuple[Binding, ...] = ()


def term_least(
    withdrawal: Withdrawal, term: str, terms_cents: dict[str, int], stop: Stop
) -> TermLeast | None:
    """The least of a term beside the terms of a plan; None if it was not solved.

    ``late`` itself is held by what is left alone: what is left is never late.
    """
    if term not in PRICED:
        return TermLeast(0, False)
    if stop():
        return None
    days, limits = whole_day_model(Question(term_alone(withdrawal, term)))
    arrays = days.model.arrays()
    held = {} if term in LEFT else {name: terms_cents[name] for name in ("late", *LEFT)}
    held.pop(term, None)
    for name, cents in held.items():
        if stop():
            return None
        costs = left_costs(days, withdrawal, name) if name in LEFT else term_costs(withdrawal, name)
        arrays = with_row(arrays, costs, (cents + CENTS_OFF) / 100)
    solved = solve(Minimise(arrays, Effort(), relaxed=True, interior=True), stop=stop)
    if solved.row_price is None and not stop():
        solved = solve(Minimise(arrays, Effort(), relaxed=True), stop=stop)
    if solved.row_price is None:
        return None
    cents = int(100 * solved.objective * (1 - PART_OFF)) - CENTS_OFF
    return TermLeast(max(0, cents), bool(held), tuple(binding_in(limits.names, arrays, solved)))


def term_costs(withdrawal: Withdrawal, term: str) -> Vector:
    """What each column of the day model costs of a term, in euros.

    Columns and rows do not depend on prices: the model of a withdrawal that has only some of them
    has the same columns.
    """
    days, _ = whole_day_model(Question(term_alone(withdrawal, term)))
    return days.model.arrays().cost


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
    return replace(
        withdrawal,
        prices=alone,
        carriers=tuple(x if term == "lift" else _free(x) for x in withdrawal.carriers),
        disposals=tuple(x if term == "disposal" else _no_cost(x) for x in withdrawal.disposals),
    )


def _free(carrier: Carrier) -> Carrier:
    return replace(carrier, cost_cents_per_lift=0, cost_cents_per_h=0)


def _no_cost(option: DisposalOption) -> DisposalOption:
    return replace(option, cost_cents_per_t=0, value_lost_percent=0)


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
