"""One plan to be explained: its timeline, its cost and where it arises, and how long there is."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from drawdown.model import Plan, Withdrawal
from drawdown.model.outcome import Facts
from drawdown.planning.least import Aim, is_coarse_enough
from drawdown.planning.merged import Merging
from drawdown.planning.question import Question
from drawdown.planning.scale import PERIODS
from drawdown.rules import Timeline, cost_terms, left
from drawdown.rules.cost_shares import Share, cost_shares

Stop = Callable[[], bool]

# Lines counted in days or steps: with more a model counts in longer periods.
MOST_COUNTED = 4_000
MOST_STEPS = 30
# One that cannot do that takes so long to be made and solved.
SECONDS_FOR_A_LARGE_ONE = 150.0


class Case:
    """A withdrawal and a plan of it, with what each explanation looks up."""

    def __init__(self, withdrawal: Withdrawal, plan: Plan, seconds: float, stop: Stop) -> None:
        self.withdrawal = withdrawal
        self.plan = replace(plan, left=left(withdrawal, plan))
        self.question = Question(withdrawal)
        self._asked = stop
        self._ends = time.monotonic() + seconds

    def within(self, share: float) -> "Case":
        """The same with a share of the time that is left."""
        part = Case.__new__(Case)
        part.__dict__.update(self.__dict__)
        now = time.monotonic()
        part._ends = now + share * max(0.0, self._ends - now)
        return part

    def stop(self) -> bool:
        """Whether the time is over."""
        return self._asked() or time.monotonic() > self._ends

    @cached_property
    def _coarse_days(self) -> int | None:
        """Days of a period where a model that counts each day is too large to be asked often."""
        if _counted(self.question, 1) <= MOST_COUNTED:
            return None
        merged = Merging(self.question).question
        return next(
            (days for days in PERIODS if _counted(merged, days) <= MOST_COUNTED), PERIODS[-1]
        )

    def model_question(self, aim: Aim, question: Question) -> tuple[Question, int | None] | None:
        """What the model of an aim is made of, and the days of its periods; None for each day.

        None where it would take longer than there is time.
        """
        if self._coarse_days is None:
            return question, None
        if is_coarse_enough(question, aim):
            return Merging(question).question, self._coarse_days
        is_time = self._ends - time.monotonic() > SECONDS_FOR_A_LARGE_ONE
        return (question, None) if is_time else None

    @cached_property
    def timeline(self) -> Timeline:
        """Who is where when."""
        return Timeline(self.withdrawal, self.plan)

    @cached_property
    def terms(self) -> dict[str, int]:
        """The terms of the cost, in cents."""
        return cost_terms(self.withdrawal, self.plan)

    @cached_property
    def shares(self) -> list[Share]:
        """Where the cost arises."""
        return cost_shares(self.withdrawal, self.plan)


def _counted(question: Question, period_days: int) -> int:
    """People line by line and period by period, and things in steps."""
    lines, days = question.withdrawal.lines, question.days
    people = sum(line.is_people for line in lines)
    return people * days // period_days + (len(lines) - people) * min(days, MOST_STEPS)


def amounts(people: int, kg: int, count: int = 0) -> Facts:
    """People, mass and other counts, as a sentence has them together."""
    return (("what_people", people), ("what_kg", kg), ("what_count", count))
