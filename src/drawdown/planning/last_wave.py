"""The last wave: several lifts that empty a place of all its people, for whom one is too small."""

from collections import Counter
from collections.abc import Iterable
from math import inf

from drawdown.model import Line
from drawdown.planning.fill import may_go
from drawdown.planning.question import Run
from drawdown.planning.stock import Stock
from drawdown.planning.timetable import Booking, Timetable
from drawdown.planning.ways import Way
from drawdown.rules.steps import day_of

# Seeking a wave begins anew so often, each time as late as its last lift asks for.
MOST_TRIES = 3


def last_wave(
    stock: Stock, timetable: Timetable, ways: Iterable[Way], place: str, not_before: int
) -> list[Booking]:
    """Lifts with room for all people at a place, departing within its last wave.

    In the order in which they are to be entered; none where no such lifts are found. Nothing is
    entered.
    """
    span_min = stock.question.place[place].last_wave_min
    people = {stock.question.line[name]: count for name, count in stock.at(place).items()}
    people = {line: count for line, count in people.items() if line.is_people}
    if not people or not stock.are_prepared(people, place, not_before):
        return []
    wave = _Wave(stock, timetable, list(people), place)
    ways = [way for way in ways if way.run.carrier.seats > 0]
    for _ in range(MOST_TRIES):
        found = wave.found(ways, not_before)
        departs = [booking.wanted.depart for booking in found]
        if not found or max(departs) - min(departs) <= span_min:
            return found
        not_before = max(departs) - span_min
    return []


class _Wave:
    """The people of a place, and the room that is left for them."""

    def __init__(self, stock: Stock, timetable: Timetable, people: list[Line], place: str) -> None:
        self.stock = stock
        self.timetable = timetable
        self.people = people
        self.place = place
        self._heaviest_kg = max(line.unit_mass_kg for line in people)

    def found(self, ways: list[Way], not_before: int) -> list[Booking]:
        """The earliest lifts that hold all; none if there are not enough."""
        taken: Counter[tuple[str, int]] = Counter()
        entered: list[Booking] = []
        waiting = self.stock.waiting.people(self.place)
        while waiting > 0:
            best = self._earliest(ways, not_before, taken)
            if best is None:
                break
            booking, seats = best
            self.timetable.enter(booking)
            entered.append(booking)
            waiting -= seats
            timed = booking.wanted
            for key in _keys(timed.run, timed.depart, timed.arrive):
                taken[key] += seats
        for booking in reversed(entered):
            self.timetable.undo(booking)
        return entered if waiting <= 0 else []

    def _earliest(
        self, ways: list[Way], not_before: int, taken: Counter[tuple[str, int]]
    ) -> tuple[Booking, int] | None:
        """The lift that goes first, the one with more seats where two do, and its seats."""
        best: tuple[int, int, Booking] | None = None
        for way in ways:
            booking = way.book(self.timetable, not_before, self.stock.question.end_min)
            if booking is not None:
                seats = self._seats(booking, taken)
                rank = (booking.wanted.depart, -seats)
                if seats > 0 and (best is None or rank < best[:2]):
                    best = (*rank, booking)
        return None if best is None else (best[2], -best[1])

    def _seats(self, booking: Booking, taken: Counter[tuple[str, int]]) -> int:
        """How many people may go, by what carrier, docks and beds have room for."""
        stock, timed = self.stock, booking.wanted
        run = timed.run
        if not all(may_go(stock, timed, line, inf) for line in self.people):
            return 0
        at_origin, at_destination, there = _keys(run, timed.depart, timed.arrive)
        rooms = [
            run.carrier.seats,
            run.payload_kg // self._heaviest_kg,
            stock.dock_room(self.place, True, timed.depart) - taken[at_origin],
            stock.dock_room(run.destination, True, timed.arrive) - taken[at_destination],
        ]
        if any(line.destination != run.destination for line in self.people):
            rooms.append(stock.beds_free(run.destination) - taken[there])
        return max(0, min(rooms))


def _keys(run: Run, depart: int, arrive: int) -> tuple[tuple[str, int], ...]:
    """What a lift's people take of: both docks on their days, and the beds."""
    return (run.origin, day_of(depart)), (run.destination, day_of(arrive)), (run.destination, -1)
