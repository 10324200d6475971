"""Which lift may be the last of a place: the dispatcher's rules of closing."""

from collections.abc import Iterable

from drawdown.model import Disposal, Place
from drawdown.planning.fill import Filling, latest_through
from drawdown.planning.question import MINUTES_PER_DAY, Question, Run
from drawdown.planning.stock import NO_LIMIT, Stock
from drawdown.planning.timetable import Timed

# So long before it is due to close, a place is left without the things that could still go.
PRESSED_MIN = 2 * MINUTES_PER_DAY


class LastLifts:
    """Which places are closed, and when each saw its last departure so far."""

    def __init__(self, stock: Stock, disposals: Iterable[Disposal], days_early: int) -> None:
        self.question: Question = stock.question
        self.stock = stock
        self._early_min = days_early * MINUTES_PER_DAY
        self.closed: set[str] = set()
        self._last_from: dict[str, int] = {}
        self._disposed_until: dict[str, int] = {}
        for disposal in disposals:
            minute = self.question.minute(disposal.at_utc)
            until = max(minute, self._disposed_until.get(disposal.place, 0))
            self._disposed_until[disposal.place] = until
        places = self.question.withdrawal.places
        # Where nothing may come or go after the last lift; through other places more may pass.
        self._closing = {name for place in places for name in place.closes_after}
        self._closing |= set(self.question.floors_at)
        self._due = {place.name: self._due_of(place) for place in places}

    def due(self, name: str) -> int:
        """By when a place should be empty: in time to go on, whatever takes them."""
        return self._due[name]

    def _due_of(self, place: Place) -> int:
        due = self.question.minute_or(place.handover_utc, self.question.end_min)
        if place.in_country:
            due = min(due, self.question.deadline_min)
        runs = [run for run in self.question.loaded_runs if run.origin == place.name]
        through = [
            latest_through(self.question, run.destination) - run.travel_min - run.carrier.unload_min
            for run in runs
            if run.carrier.seats > 0
        ]
        return min([due, *through]) - self._early_min

    def last_wave_begins(self, place: str) -> int:
        """Until when the floors of a place hold, by the lifts that have gone so far."""
        return self._last_from.get(place, 0) - self.question.place[place].last_wave_min

    def enter(self, timed: Timed, closing: bool) -> None:
        """A lift goes; with ``closing`` as the last of its place."""
        origin = timed.run.origin
        self._last_from[origin] = max(timed.depart, self._last_from.get(origin, 0))
        if closing and origin in self._closing:
            self.closed.add(origin)

    def fits_on_one(self, place: str, run: Run) -> bool:
        """Whether nobody is to come to a place any more, and all who are there fit on one lift."""
        if self.stock.people_coming_to(place):
            return False
        coming = self.stock.next_coming_to(place)
        if (NO_LIMIT if coming is None else coming) <= self.due(place):
            return False
        return self.stock.waiting.people(place) <= run.carrier.seats

    def may_close(self, timed: Timed) -> bool:
        """Whether the site may be closed by this lift, as far as floors, order and seats decide."""
        place = timed.run.origin
        if not self.fits_on_one(place, timed.run):
            return False
        # A lift that began to load before this one may depart after it, and needs the floors.
        if timed.depart < max(self._disposed_until.get(place, 0), self.last_wave_begins(place)):
            return False
        return self._is_next(place, timed.depart)

    def may_go_in_a_wave(self, place: str, minute: int) -> bool:
        """Whether nothing but people, or hardly anything, holds a place that has a last wave."""
        if not self.question.place[place].last_wave_min or place not in self.question.floors_at:
            return False
        if self.stock.people_coming_to(place) or not self._is_next(place, minute):
            return False
        if minute < max(self._disposed_until.get(place, 0), self._last_from.get(place, 0)):
            return False
        if minute >= self.due(place) - PRESSED_MIN:
            return True
        lines = self.question.of_each_sort
        return not any(
            self._has_way(sort, place) and not lines[sort].is_people
            for sort in self.stock.waiting.of_sort(place)
        )

    def close(self, place: str) -> None:
        """Nothing more goes from a place."""
        self.closed.add(place)

    def would_empty(self, timed: Timed, filling: Filling) -> bool:
        """Whether the lift would close a place before those that close first."""
        units = self.stock.waiting.units(timed.run.origin)
        if sum(filling.loads.values()) < units:
            return False
        return not self._is_next(timed.run.origin, timed.depart)

    def _is_next(self, place: str, minute: int) -> bool:
        earlier = self.question.place[place].closes_after
        return all(self._is_over(name, minute) for name in earlier)

    def _is_over(self, name: str, minute: int) -> bool:
        """Whether nothing leaves a place after an instant."""
        if max(self._last_from.get(name, 0), self._disposed_until.get(name, 0)) > minute:
            return False
        if name in self.closed:
            return True
        if self.stock.next_coming_to(name) is not None:
            return False
        return not any(self._has_way(sort, name) for sort in self.stock.waiting.of_sort(name))

    def _has_way(self, sort: int, place: str) -> bool:
        return place in self.question.onward[self.question.of_each_sort[sort].name]

    def takes_all(self, timed: Timed, last: Filling) -> bool:
        """Whether nobody stays behind, and no thing that could still go, if it may close."""
        place = timed.run.origin
        due = self.due(place)
        # With people left, even those who have no way out, a place never closes.
        if last.people < self.stock.waiting.people(place):
            return False
        if place in self.question.floors_at and timed.depart >= due - PRESSED_MIN:
            return True
        stays = dict(self.stock.waiting.of_sort(place))
        for name, count in last.loads.items():
            stays[self.question.sort_of[name]] -= count
        return not any(count and self._has_way(sort, place) for sort, count in stays.items())
