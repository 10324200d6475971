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
# Strides back from the plan's day grow by this factor until one is too long.
LONGER = 4


@dataclass(frozen=True, slots=True)
class Soonest:
    """The first day by which the relaxed model can reach an aim, and what it misses a day before.

    No plan reaches it before that day. ``before`` is None where that is the first day of all.
    ``is_exact``: the model does reach it then; without it the time was too short to find the day,
    which may be a later one.
    """

    day: int
    best_utc: datetime
    before: Least | None
    is_exact: bool = True


def soonest(
    question: Question,
    aim: Aim,
    reached_utc: datetime,
    stop: Stop,
    *,
    held: float = 0.0,
    period_days: int | None = None,
) -> Soonest | None:
    """How soon an aim can be reached that a plan reaches at an instant; None if nothing is proven.

    From the plan's day it goes back by ever longer strides, then halves what is between. Nothing is
    gone before the last of it is ready: those days are not tried. With ``held`` an aim counts as
    reached if no more is missing, by weight. With ``period_days``, for a merged withdrawal, the
    model counts as coarsely, and what is between is halved from the first.
    """
    # After the end nothing is counted.
    possible = min(day_of(max(0, question.minute(reached_utc))), question.days)
    impossible = -1 if held else min(_ready_day(question, aim), possible) - 1
    before = Least(1.0, 0, 0, 1, ()) if impossible >= 0 else None
    back, was_tried = 1, period_days is not None
    while possible - impossible > 1:
        middle = (possible + impossible) // 2
        tried = middle if was_tried else max(middle, possible - back)
        found = _by_day(question, aim, tried, stop, held, period_days)
        if found is None:
            return None if before is None else _soonest(question, impossible + 1, before, False)
        least, is_reached = found
        if is_reached:
            possible, back = tried, LONGER * back
        else:
            impossible, before, was_tried = tried, least, True
    return _soonest(question, possible, before, True)


def _soonest(question: Question, day: int, before: Least | None, is_exact: bool) -> Soonest:
    return Soonest(day, question.withdrawal.start_utc + timedelta(days=day), before, is_exact)


def _ready_day(question: Question, aim: Aim) -> int:
    """The first day on which all that an aim asks for can have left; 0 where some may stay."""
    lines = [x for x in question.withdrawal.lines if x.origin in question.in_country]
    if aim.kind == "handover":
        lines = [x for x in lines if x.origin == aim.name]
    elif aim.kind == "line":
        lines = [x for x in lines if x.name == aim.name]
    elif aim.kind != "deadline":
        return 0
    return max((day_of(question.ready_from(line)) for line in lines), default=0)


def _by_day(
    question: Question, aim: Aim, day: int, stop: Stop, held: float, period_days: int | None
) -> tuple[Least, bool] | None:
    """What must be missed at the least when the aim is due at the end of a day; if it is reached.

    None without the time.
    """
    due_utc = question.withdrawal.start_utc + timedelta(days=day + 1)
    sooner = Question(due_on(question.withdrawal, aim, due_utc))
    model = LeastMissing.within(sooner, (aim,), stop, period_days=period_days)
    least = None if model is None else model.solve({aim: 1.0}, stop)
    return None if model is None or least is None else (least, model.is_within(least, held))
