"""How many aircraft may be at a place at once: intervals against a limit."""

from collections import defaultdict

from drawdown.planning.question import MINUTES_PER_DAY


class Capacity:
    """Intervals ``[from, until)`` that each take some of a limit at every instant of theirs."""

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self._by_day: dict[int, list[tuple[int, int, int, object]]] = defaultdict(list)

    def add(self, start: int, end: int, spots: int, owner: object) -> None:
        """Take ``spots`` from ``start`` to ``end``."""
        if self.limit is not None and end > start:
            for day in _days(start, end):
                self._by_day[day].append((start, end, spots, owner))

    def remove(self, start: int, end: int, spots: int, owner: object) -> None:
        """Give back what ``add`` took with the same arguments."""
        if self.limit is not None and end > start:
            for day in _days(start, end):
                self._by_day[day].remove((start, end, spots, owner))

    def free_from(self, start: int, end: int, spots: int, owner: object = None) -> int:
        """``start`` if the interval is free; else the next instant at which to try again.

        What ``owner`` itself has taken does not count. Where ``spots`` never fit, an instant
        beyond every interval comes back again and again: the caller has a limit of his own.
        """
        if self.limit is None or end <= start:
            return start
        if spots > self.limit:
            return end + 1000 * MINUTES_PER_DAY
        taken = {
            item
            for day in _days(start, end)
            for item in self._by_day.get(day, ())
            if item[0] < end and item[1] > start and (owner is None or item[3] != owner)
        }
        peaks = [start, *(item[0] for item in taken if item[0] > start)]
        for instant in sorted(peaks):
            here = [item for item in taken if item[0] <= instant < item[1]]
            if sum(item[2] for item in here) + spots > self.limit:
                return min(item[1] for item in here)
        return start


def _days(start: int, end: int) -> range:
    return range(start // MINUTES_PER_DAY, (end - 1) // MINUTES_PER_DAY + 1)
