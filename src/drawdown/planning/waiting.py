"""Which units wait at which place: by line, by sort of line, and in the order of loading."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heapreplace

from drawdown.model import Line
from drawdown.planning.question import Question


class Waiting:
    """Units free at each place, as long as it is not their destination.

    ``position`` says for each line where it stands in the order in which lines are put on a lift.
    """

    def __init__(self, question: Question, position: Mapping[str, int]) -> None:
        self.question = question
        self._position = position
        self._free: dict[str, Counter[str]] = defaultdict(Counter)
        self._units: Counter[str] = Counter()
        self._people: Counter[str] = Counter()
        self._of_sort: dict[str, Counter[int]] = defaultdict(Counter)
        # Names in order, of each place and sort: of lines that begin there, and of those that pass.
        self._queue: dict[tuple[str, int, bool], list[tuple[int, str]]] = defaultdict(list)

    def change(self, place: str, line: Line, count: int) -> None:
        """Units come to a place, or leave it: what leaves may come only later."""
        if line.destination == place:
            return
        free = self._free[place]
        before = max(0, free[line.name])
        free[line.name] += count
        after = max(0, free[line.name])
        if not free[line.name]:
            del free[line.name]
        self._units[place] += after - before
        if line.is_people:
            self._people[place] += after - before
        sort = self.question.sort_of[line.name]
        self._of_sort[place][sort] += after - before
        queue = self._queue[place, sort, line.origin == place]
        entry = (self._position[line.name], line.name)
        if after and not before:
            insort(queue, entry)
        elif before and not after:
            del queue[bisect_left(queue, entry)]
            if not self._of_sort[place][sort]:
                del self._of_sort[place][sort]

    def at(self, place: str) -> dict[str, int]:
        """Units at a place, by line."""
        return {name: count for name, count in self._free[place].items() if count > 0}

    def count(self, place: str, line: str) -> int:
        """Units of a line at a place."""
        return max(0, self._free[place].get(line, 0))

    def units(self, place: str) -> int:
        """How many units are at a place."""
        return self._units[place]

    def people(self, place: str) -> int:
        """How many people are at a place."""
        return self._people[place]

    def of_sort(self, place: str) -> Mapping[int, int]:
        """Units at a place, by sort of line."""
        return self._of_sort[place]

    def in_order(
        self, place: str, sorts: Iterable[int], full: set[int], held: set[int]
    ) -> Iterator[str]:
        """The lines of these sorts at a place, in order, leaving out sorts that are ``full``.

        Of sorts that are ``held`` those are left out that begin there. Both may grow on the way.
        """
        queues = [
            (queue, sort, own)
            for sort in sorts
            for own in (True, False)
            if (queue := self._queue.get((place, sort, own)))
        ]
        heads = [(queue[0], number, 0) for number, (queue, _, _) in enumerate(queues)]
        heapify(heads)
        while heads:
            (_, name), number, index = heads[0]
            queue, sort, own = queues[number]
            if sort in full or (own and sort in held):
                heappop(heads)
                continue
            yield name
            if index + 1 == len(queue):
                heappop(heads)
            else:
                heapreplace(heads, (queue[index + 1], number, index + 1))
