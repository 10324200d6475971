"""Disposals at an hour at which somebody is at work, where nothing depends on their minute."""

from collections.abc import Sequence
from dataclasses import replace

from drawdown.model import Disposal, Plan
from drawdown.planning.halves import changed_in_parts
from drawdown.planning.last_disposals import cents_of
from drawdown.planning.mend import breaches_of
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.stock import disposal_option
from drawdown.rules.steps import day_of

# Where no opening hours are given, work begins at this minute of the day, UTC.
WORK_BEGINS_MIN = 8 * 60


def in_working_hours(question: Question, plan: Plan) -> Plan:
    """The plan with the disposals of each place when it opens, if it is as good so.

    The models place them in the first minute of a day, so that they come before its lifts. Which
    minute it is matters to what waits for them, and to the last hours of a place: the judge says.
    """
    cents = cents_of(question, plan)
    last: dict[str, int] = {}
    for lift in plan.lifts:
        if lift.loads:
            last[lift.origin] = max(last.get(lift.origin, 0), question.minute(lift.depart_utc))

    def change(made: Plan, places: Sequence[str]) -> Plan:
        moved = (
            _at_work(question, x, last.get(x.place, 0)) if x.place in places else x
            for x in made.disposals
        )
        return replace(made, disposals=tuple(moved))

    def does(made: Plan) -> bool:
        return cents_of(question, made) == cents and not breaches_of(question, made)

    places = sorted({disposal.place for disposal in plan.disposals})
    return changed_in_parts(plan, places, change, does)


def _at_work(question: Question, disposal: Disposal, last: int) -> Disposal:
    """The disposal later on its day, when work begins, if its option lasts so long.

    Before the ``last`` lift of the place has gone, it stays before it.
    """
    minute = question.minute(disposal.at_utc)
    day = day_of(minute)
    begins = _work_begins(question, disposal.place, day)
    option = disposal_option(question, disposal.disposition, disposal.place)
    until = question.end_min if option is None else question.minute_or(option.until_utc, 10**9)
    if minute < last < begins or not minute < begins < min(
        until, question.end_min, (day + 1) * MINUTES_PER_DAY
    ):
        return disposal
    return replace(disposal, at_utc=question.instant(begins))


def _work_begins(question: Question, place: str, day: int) -> int:
    """When the place first opens on a day."""
    first = day * MINUTES_PER_DAY
    openings = question.openings[place]
    if openings is None:
        return first + WORK_BEGINS_MIN
    inside = [opens for opens, _ in openings if first <= opens < first + MINUTES_PER_DAY]
    return min(inside, default=first + WORK_BEGINS_MIN)
