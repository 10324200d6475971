"""How many aircraft may be at a place at once: a level over time against a limit."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from drawdown.planning.question import MINUTES_PER_DAY

# Before every instant that is asked about.
LONG_AGO = -(10**9)


class Stay(NamedTuple):
    """Spots taken at every instant of ``[start, end)``."""

    start: int
    end: int
    spots: int


class Capacity:
    """Stays at one place against its limit.

    ``_taken[i]`` spots are taken from ``_times[i]`` until the next of the times.
    """

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self._times = [LONG_AGO]
        self._taken = [0]

    def add(self, stay: Stay) -> None:
        """Take the spots of a stay."""
        self._change(stay.start, stay.end, stay.spots)

    def remove(self, stay: Stay) -> None:
        """Give back what a stay took."""
        self._change(stay.start, stay.end, -stay.spots)

    def _change(self, start: int, end: int, spots: int) -> None:
        if self.limit is None or end <= start:
            return
        for part in range(self._cut(start), self._cut(end)):
            self._taken[part] += spots

    def _cut(self, minute: int) -> int:
        """The position of an instant among the times, which it joins."""
        position = bisect_left(self._times, minute)
        if position == len(self._times) or self._times[position] != minute:
            self._times.insert(position, minute)
            self._taken.insert(position, self._taken[position - 1])
        return position

    def free_from(self, start: int, end: int, spots: int, own: Stay | None = None) -> int:
        """``start`` if ``spots`` are free until ``end``; else the next instant to try again.

        ``own`` is a stay that was added and does not count. Where ``spots`` never fit, an instant
        beyond every stay comes back again and again: the caller has a limit of his own.
        """
        if self.limit is None or end <= start:
            return start
        if spots > self.limit:
            return end + 1000 * MINUTES_PER_DAY
        part = bisect_right(self._times, start) - 1
        while part < len(self._times) and self._times[part] < end:
            if self._is_full(part, spots, own):
                # After the last of the times nothing is taken.
                while self._is_full(part, spots, own):
                    part += 1
                return self._times[part]
            part += 1
        return start

    def _is_full(self, part: int, spots: int, own: Stay | None) -> bool:
        taken = self._taken[part] + spots
        if own is not None and own.start <= self._times[part] < own.end:
            taken -= own.spots
        return self.limit is not None and taken > self.limit
