"""Whole numbers that change at instants, and what can be asked of them.

Instants are minutes since the start of the withdrawal. A change at an instant counts from that
instant on. A *night* is a midnight after the start, up to and including the end: the minutes
1440, 2880, ...
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

DAY_MIN = 1440


def day_of(minute: int) -> int:
    """The day, from 0, in which something happens; at midnight the day that ends then.

    What happens at the start belongs to the first day.

    >>> day_of(0), day_of(1), day_of(1440), day_of(1441)
    (0, 0, 0, 1)
    """
    return (minute - 1) // DAY_MIN if minute else 0


class Steps:
    """A level over time: ``initial`` at first, then ``levels[i]`` from ``times[i]`` on.

    >>> present = Steps([(60, 5), (90, -2), (90, -2)])
    >>> present.at(59), present.at(60), present.at(90), present.final
    (0, 5, 1, 1)
    """

    __slots__ = ("initial", "levels", "times")

    def __init__(self, changes: Iterable[tuple[int, int]], initial: int = 0) -> None:
        """``changes`` are (minute, difference), in any order."""
        self.initial = level = initial
        self.times: list[int] = []
        self.levels: list[int] = []
        last = None
        for time, difference in sorted(changes):
            level += difference
            if time == last:
                self.levels[-1] = level
            else:
                self.times.append(time)
                self.levels.append(level)
                last = time

    def at(self, minute: int) -> int:
        """The level at an instant, its own changes included."""
        index = bisect_right(self.times, minute)
        return self.levels[index - 1] if index else self.initial

    @property
    def final(self) -> int:
        """The level after every change."""
        return self.levels[-1] if self.levels else self.initial

    def changes(self, times: int = 1) -> Iterator[tuple[int, int]]:
        """The changes again, in order, each multiplied by ``times``."""
        before = self.initial
        for time, level in zip(self.times, self.levels, strict=True):
            yield time, (level - before) * times
            before = level

    def first_at_least(self, level: int, from_min: int = 0) -> int | None:
        """The first instant, from one on, at which the level is at least this; None if none is."""
        if self.at(from_min) >= level:
            return from_min
        for time, reached in zip(self.times, self.levels, strict=True):
            if reached >= level and time > from_min:
                return time
        return None

    def settles_within(self, limit: int) -> int | None:
        """The first instant from which the level is at most ``limit`` for good; None if never.

        The minute 0 if it always is.
        """
        if self.final > limit:
            return None
        settled = 0
        for time, level in zip(reversed(self.times), reversed(self.levels), strict=True):
            if level > limit:
                return settled
            settled = time
        return settled if self.initial > limit else 0

    def periods_above(self, limit: int) -> Iterator["Period"]:
        """Each longest period in which the level is above ``limit``, with the highest level."""
        begin: int | None = None
        highest = 0
        for time, level in zip(self.times, self.levels, strict=True):
            if level > limit:
                begin, highest = (time, level) if begin is None else (begin, max(highest, level))
            elif begin is not None:
                yield Period(begin, time, highest)
                begin = None
        if begin is not None:
            yield Period(begin, None, highest)


class Period(NamedTuple):
    """``from_min <= t < until_min`` (None: for good), with the highest level in it."""

    from_min: int
    until_min: int | None
    highest: int


def combined(parts: Iterable[tuple[Steps, int]]) -> Steps:
    """The sum of steps, each with its factor."""
    return Steps(chain.from_iterable(steps.changes(times) for steps, times in parts))


class Nights:
    """The nights of a withdrawal of ``count`` days."""

    __slots__ = ("count",)

    def __init__(self, count: int) -> None:
        self.count = max(0, count)

    def minutes(self) -> range:
        """The minutes of the nights, in order."""
        return range(DAY_MIN, (self.count + 1) * DAY_MIN, DAY_MIN)

    def from_on(self, minute: int) -> int:
        """How many nights there are at or after an instant."""
        before = max(0, -(-minute // DAY_MIN) - 1)
        return max(0, self.count - before)

    def between(self, from_min: int, until_min: int) -> int:
        """How many nights there are at or after ``from_min`` and before ``until_min``."""
        return max(0, self.from_on(from_min) - self.from_on(until_min))

    def total(self, steps: Steps, from_min: int = 0) -> int:
        """Sum of the level over the nights at or after ``from_min``."""
        total = steps.initial * self.from_on(from_min)
        for time, difference in steps.changes():
            total += difference * self.from_on(max(time, from_min))
        return total

    def total_beyond(self, steps: Steps, less: int, from_min: int = 0) -> int:
        """Sum over the nights at or after ``from_min`` of the level less ``less``, at least 0."""
        total = 0
        starts: Sequence[int] = [from_min, *(max(time, from_min) for time in steps.times)]
        counts = [self.from_on(start) for start in starts] + [0]
        for index, level in enumerate([steps.initial, *steps.levels]):
            if level > less:
                total += (level - less) * (counts[index] - counts[index + 1])
        return total
