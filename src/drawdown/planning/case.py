"""One plan to be explained: its timeline, its cost and where it arises, and how long there is."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from drawdown.model import Plan, Withdrawal
from drawdown.planning.question import Question
from drawdown.rules import Timeline, cost_terms, left
from drawdown.rules.cost_shares import Share, cost_shares

Facts = tuple[tuple[str, str | int | float | datetime], ...]
Stop = Callable[[], bool]

# To set up a model takes about so long for each of its columns.
SECONDS_PER_COLUMN = 1e-4


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
        """Whether the time is over, or would be before a model is set up."""
        return self._asked() or time.monotonic() + self._set_up_s > self._ends

    @cached_property
    def _set_up_s(self) -> float:
        people = sum(line.is_people for line in self.withdrawal.lines)
        things = len(self.withdrawal.lines) - people
        days = self.question.days
        # What a small model takes is not worth waiting for less.
        seconds = 3 * (people * days + things * min(days, 30)) * SECONDS_PER_COLUMN
        return seconds if seconds > 1 else 0.0

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


def amounts(people: int, kg: int, count: int = 0) -> Facts:
    """People, mass and other counts, as a sentence has them together."""
    return (("what_people", people), ("what_kg", kg), ("what_count", count))
