"""How coarsely the day model counts: as finely as an engine can still solve it.

A plan's cost has to be compared with a bound at any size. What is too large day by day is counted
in periods of some days: that only makes the bound weaker.
"""

from dataclasses import dataclass

from drawdown.planning.day_model import DayModel
from drawdown.planning.question import Question

# Days of a period, the finest first.
PERIODS = (1, 2, 3, 5)
# With so many columns the closing days can be searched, and whole lifts be found.
MOST_SEARCHED = 30_000
# With so many whole lifts are found sooner than better loads for those that are there.
MOST_WHOLE = 20_000
# With so many the relaxed model can be solved once, in about a minute.
MOST_SOLVED = 100_000


@dataclass(frozen=True, slots=True)
class Scale:
    """Days of a period; whether the model is small enough for whole lifts, for many solves."""

    period_days: int
    is_searched: bool
    is_small: bool


def scale_of(question: Question) -> Scale | None:
    """The scale for a question that is merged; None where every one is too large."""
    if not question.withdrawal.lines:
        return None
    columns = 0
    for period_days in PERIODS:
        columns = DayModel(question, pooled=True, period_days=period_days).model.column_count
        if columns <= MOST_SEARCHED:
            return Scale(period_days, is_searched=True, is_small=columns <= MOST_WHOLE)
    return Scale(PERIODS[-1], is_searched=False, is_small=False) if columns <= MOST_SOLVED else None
