"""Lifts entered one after another; one that comes out late is tried before some of the others."""

from typing import NamedTuple

from drawdown.planning.question import MINUTES_PER_DAY, Run
from drawdown.planning.timetable import Booking, Timetable

# A late lift is tried before lifts of its own day and of the day before, in so many places.
MOST_DAYS_BACK, MOST_PLACES = 1, 8
# So many bookings may be made anew for each lift wanted, over all.
MOST_WORK_PER_LIFT = 4
# A lift that is later than this has too few tails: no order mends it.
MOST_MENDED_MIN = MINUTES_PER_DAY


class Asked(NamedTuple):
    """A lift to be entered: by the end of ``day``, loading not before an instant."""

    number: int
    runs: tuple[Run, ...]
    day: int
    not_before: int

    @property
    def run(self) -> Run:
        """The run that is wanted; the others are those of other fleets of its carrier."""
        return self.runs[0]

    def late_min(self, booking: Booking) -> int:
        """Minutes after the end of its day at which it departs."""
        return max(0, booking.wanted.depart - (self.day + 1) * MINUTES_PER_DAY)


Entered = tuple[Asked, Booking]


class Sequence:
    """Lifts in the order in which they were entered in a timetable; the last can be undone.

    Where it is not ``mending``, each lift comes after all before it, by the fleet it asks for.
    """

    def __init__(self, timetable: Timetable, lifts: int, *, mending: bool = True) -> None:
        self.timetable = timetable
        self.entered: list[Entered] = []
        self.lifts = lifts
        self._mending = mending
        self._work = lifts * MOST_WORK_PER_LIFT

    def enter(self, asked: Asked) -> None:
        """Enter a lift at its earliest; where it is late, mend the lifts before it.

        Does nothing where there is no time for it at all.
        """
        booking = self._book(asked)
        if self._mending and booking and 0 < asked.late_min(booking) <= MOST_MENDED_MIN:
            self._mend(len(self.entered) - 1)

    def lateness(self) -> tuple[int, int]:
        """How many lifts found no time, and minutes by which the others are late, summed."""
        return self.lifts - len(self.entered), _late_min(self.entered)

    def positions(self) -> dict[int, int]:
        """For each position of a loaded run in the timetable the number of its lift."""
        positions: dict[int, int] = {}
        first = 0
        for asked, booking in self.entered:
            positions[first + booking.chain.index(booking.wanted)] = asked.number
            first += len(booking.chain)
        return positions

    def _book(self, asked: Asked) -> Booking | None:
        booking = self.timetable.book(asked.run, asked.not_before)
        if self._mending and (booking is None or asked.late_min(booking)):
            booking = self._of_other_fleet(asked, booking)
        if booking is not None:
            self.timetable.enter(booking)
            self.entered.append((asked, booking))
        return booking

    def _of_other_fleet(self, asked: Asked, booking: Booking | None) -> Booking | None:
        """The earliest lift of any fleet of the carrier."""
        for run in asked.runs[1:]:
            before = None if booking is None else booking.wanted.depart - 1
            other = self.timetable.book(run, asked.not_before, before)
            booking = other or booking
        return booking

    def _mend(self, last: int) -> None:
        """Try the last lift before others: the order with the least lateness stays."""
        late, _ = self.entered[last]
        for place in self._places(last):
            if self._work <= 0:
                return
            before = self.entered[place:]
            least = _late_min(before)
            self._work -= len(before)
            self._undo_from(place)
            # It stands where it was tried last, if that was better but not enough.
            order = [late, *(asked for asked, _ in before if asked.number != late.number)]
            if self._enter_all(order, least):
                if not late.late_min(self.entered[place][1]):
                    return
                continue
            self._undo_from(place)
            for entry in before:
                self.timetable.enter(entry[1])
                self.entered.append(entry)

    def _enter_all(self, order: list[Asked], least: int) -> bool:
        """Whether lifts entered in an order are less late than so many minutes."""
        late_min = 0
        for asked in order:
            booking = self._book(asked)
            if booking is None:
                return False
            late_min += asked.late_min(booking)
            if late_min >= least:
                return False
        return True

    def _undo_from(self, place: int) -> None:
        while len(self.entered) > place:
            self.timetable.undo(self.entered.pop()[1])

    def _places(self, last: int) -> list[int]:
        """Where to try the last lift: before those that use what it needs, the latest first."""
        late, _ = self.entered[last]
        places = []
        for place in range(last - 1, -1, -1):
            asked = self.entered[place][0]
            if asked.day < late.day - MOST_DAYS_BACK:
                break
            if _contend(asked.run, late.run):
                places.append(place)
        step = -(-len(places) // MOST_PLACES) if places else 1
        return places[step - 1 :: step]


def _late_min(entered: list[Entered]) -> int:
    return sum(asked.late_min(booking) for asked, booking in entered)


def _contend(one: Run, other: Run) -> bool:
    ends = {other.origin, other.destination}
    return one.carrier.name == other.carrier.name or one.origin in ends or one.destination in ends
