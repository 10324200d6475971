"""The ways: one carrier on one leg, whichever fleet makes the lift."""

from dataclasses import dataclass

from drawdown.planning.question import Question, Run
from drawdown.planning.timetable import Booking, Timetable

# Of the fleets that could make a run, so many are asked, the nearest first.
MOST_FLEETS = 4


@dataclass(frozen=True, slots=True)
class Way:
    """What several fleets of one carrier can do on one leg; their lifts hold the same."""

    runs: tuple[Run, ...]

    @property
    def run(self) -> Run:
        """Any of the runs: they differ in the fleet alone."""
        return self.runs[0]

    @property
    def origin(self) -> str:
        return self.run.origin

    def book(self, timetable: Timetable, not_before: int, not_after: int) -> Booking | None:
        """The earliest lift of any of the fleets, of the nearest where there are several."""
        best: Booking | None = None
        for run in self.runs:
            booking = timetable.book(run, not_before, not_after)
            if booking is not None:
                best, not_after = booking, booking.wanted.depart - 1
        return best


def all_ways(question: Question, timetable: Timetable) -> list[Way]:
    """Every carrier on every leg that one of its fleets can come to, in the order of the tables."""
    runs: dict[tuple[str, str, str], list[tuple[int, Run]]] = {}
    for run in question.loaded_runs:
        far = timetable.way_min(run.fleet.name, run.fleet.base, run.origin)
        assert far is not None, "a run begins where its fleet can come to"
        key = (run.carrier.name, run.origin, run.destination)
        runs.setdefault(key, []).append((far, run))
    ways = []
    for of_way in runs.values():
        of_way.sort(key=lambda item: item[0])
        ways.append(Way(tuple(run for _, run in of_way[:MOST_FLEETS])))
    return ways
