"""The quickest ways of an empty tail from place to place."""

from heapq import heappop, heappush

from drawdown.planning.question import Question, Run


class EmptyWays:
    """Ways of each fleet, found when they are first asked for."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._ways: dict[tuple[str, str], dict[str, tuple[Run, ...]]] = {}
        self._minutes: dict[tuple[str, str, str], int | None] = {}

    def way(self, fleet: str, origin: str, destination: str) -> tuple[Run, ...] | None:
        """The runs of the quickest way, None if there is none."""
        key = (fleet, origin)
        if key not in self._ways:
            self._ways[key] = self._quickest(fleet, origin)
        return self._ways[key].get(destination)

    def minutes(self, fleet: str, origin: str, destination: str) -> int | None:
        """How long the quickest way takes, None if there is none."""
        key = (fleet, origin, destination)
        if key not in self._minutes:
            way = self.way(fleet, origin, destination)
            self._minutes[key] = None if way is None else sum(run.travel_min for run in way)
        return self._minutes[key]

    def _quickest(self, fleet: str, origin: str) -> dict[str, tuple[Run, ...]]:
        """The quickest ways to wherever a tail can go (E. W. Dijkstra 1959, 10.1007/BF01386390)."""
        heap: list[tuple[int, int, str, tuple[Run, ...]]] = [(0, 0, origin, ())]
        ways: dict[str, tuple[Run, ...]] = {}
        pushed = 0
        while heap:
            minutes, _, place, way = heappop(heap)
            if place in ways:
                continue
            ways[place] = way
            for run in self.question.runs_from.get((fleet, place), ()):
                pushed += 1
                onward = (minutes + run.travel_min, pushed, run.destination, (*way, run))
                heappush(heap, onward)
        return ways
