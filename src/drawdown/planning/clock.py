"""Minutes since the start of the withdrawal: days, spans of time, and what fits into them."""

from bisect import bisect_left
from collections.abc import Iterator
from operator import itemgetter

from drawdown.planning.question import MINUTES_PER_DAY, Span

_end_of = itemgetter(1)


def next_midnight(minute: int) -> int:
    """The first midnight after an instant."""
    return (minute // MINUTES_PER_DAY + 1) * MINUTES_PER_DAY


def minutes_by_day(start: int, end: int) -> Iterator[Span]:
    """``(day, minutes)`` of an interval, calendar days from the start of the withdrawal."""
    while start < end:
        stop = min(end, next_midnight(start))
        yield start // MINUTES_PER_DAY, stop - start
        start = stop


def within_one(spans: tuple[Span, ...], begin: int, end: int, depart: int) -> int | None:
    """``depart`` if [begin, end] lies in one span; else the one that moves it into the next.

    Spans are in order, both by their beginnings and their ends. None where it fits into none.
    """
    for number in range(bisect_left(spans, begin, key=_end_of), len(spans)):
        opens, closes = spans[number]
        if begin <= opens:
            if opens + end - begin <= closes:
                return depart + opens - begin
        elif end <= closes:
            return depart
    return None
