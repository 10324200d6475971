"""The same lifts on other days: offered a second time, or moved."""

from collections.abc import Iterator

from drawdown.planning.program import Wanted
from drawdown.planning.question import Question

# Lifts are offered a second time a third of them at once: more would crowd one another out of the
# timetable.
PARTS = 3


def offered_again(question: Question, wanted: list[Wanted], days: int, part: int) -> list[Wanted]:
    """Every lift, and every third a second time some days later or earlier.

    Not on the last day of a place, nor after it.
    """
    last = last_days(question, wanted)
    offered = [
        _shifted(lift, days)
        for lift in wanted[part::PARTS]
        if 0 <= lift.day + days < last[_origin(question, lift)]
    ]
    return sorted([*wanted, *offered])


def moved(question: Question, wanted: list[Wanted], days: int) -> Iterator[list[Wanted]]:
    """The lifts of one place some days later or earlier: all of them, or those of its last day."""
    for place, last_day in sorted(last_days(question, wanted).items()):
        for first in (0, last_day):
            yield sorted(
                _shifted(lift, days)
                if _origin(question, lift) == place and lift.day >= first
                else lift
                for lift in wanted
            )


def last_days(question: Question, wanted: list[Wanted]) -> dict[str, int]:
    """The last day on which a lift is wanted from each place."""
    last: dict[str, int] = {}
    for lift in wanted:
        origin = _origin(question, lift)
        last[origin] = max(last.get(origin, 0), lift.day)
    return last


def _shifted(lift: Wanted, days: int) -> Wanted:
    return lift._replace(day=max(0, lift.day + days))


def _origin(question: Question, lift: Wanted) -> str:
    return question.runs[lift.run_index].origin
