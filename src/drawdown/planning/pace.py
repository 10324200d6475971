"""How soon something can be reached at all: the first day by which the relaxed model misses none.

No plan is sooner. That a plan is as soon is not proven.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from drawdown.planning.dates import due_on
from drawdown.planning.least import Aim, Least, LeastMissing
from drawdown.planning.question import Question
from drawdown.rules.steps import day_of

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Soonest:
    """The first day by which an aim can be reached, and what must be missed a day before.

    ``before`` is None where it can be reached on the first day.
    """

    day: int
    best_utc: datetime
    before: Least | None


def soonest(question: Question, aim: Aim, reached_utc: datetime, stop: Stop) -> Soonest | None:
    """How soon an aim can be reached that a plan reaches at an instant; None without the time.

    From the plan's day it goes back by ever longer strides, then halves what is between.
    """
    possible, impossible, back = day_of(max(0, question.minute(reached_utc))), -1, 1
    before: Least | None = None
    while possible - impossible > 1:
        strides = max(impossible + 1, possible - back)
        tried = strides if before is None else (possible + impossible) // 2
        least = _by_day(question, aim, tried, stop)
        if least is None:
            return None
        if least.is_nothing:
            possible, back = tried, 2 * back
        else:
            impossible, before = tried, least
    return Soonest(possible, question.withdrawal.start_utc + timedelta(days=possible), before)


def _by_day(question: Question, aim: Aim, day: int, stop: Stop) -> Least | None:
    """What must be missed at the least when the aim is due at the end of a day."""
    if stop():
        return None
    due_utc = question.withdrawal.start_utc + timedelta(days=day + 1)
    sooner = Question(due_on(question.withdrawal, aim, due_utc))
    return LeastMissing(sooner, (aim,)).solve({aim: 1.0}, stop)
