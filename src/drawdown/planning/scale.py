"""How coarsely the day model counts: as finely as an engine can still solve it.

A plan's cost has to be compared with a bound at any size. What is too large day by day is counted
in periods of some days: that only makes the bound weaker.
"""

from dataclasses import dataclass

from drawdown.planning.day_model import DayModel
from drawdown.planning.question import Question

# Days of a period, the finest first.
PERIODS = (1, 2, 4, 7)
# A line makes some hundred columns: of more lines than these none has to be counted.
MOST_LINES = 2_000
# With so many columns the closing days can be searched, and whole lifts be found.
MOST_SEARCHED = 30_000
# With so many whole lifts are found sooner than better loads for those that are there.
MOST_WHOLE = 20_000
# With so many the relaxed model can be solved once, in a minute or two.
MOST_SOLVED = 100_000
# So many columns for a second of the limit leave it half of its time (MINUSMA 2023, 2 cores).
COLUMNS_A_SECOND = 400


@dataclass(frozen=True, slots=True)
class Scale:
    """Days of a period, and of the finer ones in which the bound is sought after that.

    ``columns`` are those of the model in each of them. Whether the model is small enough to be
    solved many times, and for whole lifts.
    """

    period_days: int
    finer_days: tuple[int, ...]
    is_searched: bool
    is_small: bool
    columns: tuple[int, ...] = ()

    def bound_days(self, seconds: float | None) -> tuple[int, ...]:
        """The periods in which the bound is sought within a limit, one after another.

        The coarsest are left out where there is time for finer ones at once.
        """
        every = (self.period_days, *self.finer_days)
        most = 0.0 if seconds is None else COLUMNS_A_SECOND * seconds
        fits = [number for number, columns in enumerate(self.columns) if columns <= most]
        return every[max(fits, default=0) :]


def scale_of(question: Question) -> Scale | None:
    """The scale for a question that is merged; None where every one is too large."""
    if not question.withdrawal.lines:
        return None
    columns = {}
    for period_days in reversed(PERIODS):
        columns[period_days] = DayModel(
            question, pooled=True, period_days=period_days
        ).model.column_count
        if columns[period_days] > MOST_SOLVED:
            break
    solved = [days for days in PERIODS if columns.get(days, MOST_SOLVED + 1) <= MOST_SOLVED]
    if not solved:
        return None
    searched = [days for days in solved if columns[days] <= MOST_SEARCHED]
    period_days = searched[0] if searched else PERIODS[-1]
    finer_days = tuple(days for days in reversed(solved) if days < period_days)
    return Scale(
        period_days,
        finer_days,
        is_searched=bool(searched),
        is_small=columns[period_days] <= MOST_WHOLE,
        columns=tuple(columns[days] for days in (period_days, *finer_days)),
    )
