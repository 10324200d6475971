"""The greedy planner: lift after lift in the order of time, without a solver.

A plan that breaks no rule, in well under a second: the baseline of every benchmark, the first
answer, and the fallback. At each step the run that can be loaded first is filled with what is
most pressing; it goes if it is full enough. The last lift of a site takes the floors' people.
"""

import random
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from drawdown.model import Line, Load, Plan
from drawdown.planning.beforehand import disposed_beforehand
from drawdown.planning.clock import next_midnight
from drawdown.planning.fill import Filling, fill, most_share
from drawdown.planning.last_lifts import LastLifts
from drawdown.planning.last_wave import last_wave
from drawdown.planning.program import plan_of
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.stock import Stock
from drawdown.planning.timetable import Booking, Timed, Timetable
from drawdown.planning.ways import Way, all_ways
from drawdown.rules.carriers import TOLERANCE

# So long before a due, or when a manner presses later, a lift goes with whatever there is.
LAST_MIN = 2 * MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class Manner:
    """How the dispatcher decides.

    ``least_share`` is the fill asked of a lift until ``pressing_days`` before a due, and from then
    on ever less; places close ``last_day_early`` days before their due; a way over another place
    may cost up to ``detour`` times the cheapest.
    """

    least_share: float
    pressing_days: int
    people_first: bool = True
    last_day_early: int = 0
    detour: float = 1.2


MANNERS = (
    Manner(0.90, 10),
    Manner(0.75, 20),
    Manner(0.01, 400, last_day_early=1, detour=3.0),
    Manner(0.50, 30),
    Manner(0.90, 10, last_day_early=3),
    Manner(0.60, 20, people_first=False),
    Manner(0.20, 60),
    Manner(0.75, 20, detour=3.0),
    Manner(0.01, 400),
    Manner(0.95, 1),
)


def varied(manner: Manner, chance: random.Random) -> Manner:
    """A manner near another one."""
    return Manner(
        least_share=min(0.98, max(0.01, manner.least_share + chance.uniform(-0.15, 0.15))),
        pressing_days=max(0, round(manner.pressing_days * chance.uniform(0.6, 1.5))),
        people_first=manner.people_first if chance.random() < 0.85 else not manner.people_first,
        last_day_early=chance.choice((0, 0, manner.last_day_early, 1, 2, 3)),
        detour=manner.detour if chance.random() < 0.7 else chance.uniform(1.0, 3.0),
    )


class Dispatcher:
    """One pass over time in one manner."""

    def __init__(self, question: Question, manner: Manner) -> None:
        self.question = question
        self.manner = manner
        order = self._line_order()
        self.stock = Stock(question, {name: position for position, name in enumerate(order)})
        self.disposals = disposed_beforehand(self.stock)
        self.last_lifts = LastLifts(self.stock, self.disposals, manner.last_day_early)
        self.timetable = Timetable(question)
        self.loads: dict[int, tuple[Load, ...]] = {}
        self.ways = all_ways(question, self.timetable)
        self._from: dict[str, list[int]] = defaultdict(list)
        self._to: dict[str, list[int]] = defaultdict(list)
        for number, way in enumerate(self.ways):
            self._from[way.origin].append(number)
            self._to[way.run.destination].append(number)
        # The places that close only after each place.
        self._waiting_for: dict[str, list[str]] = defaultdict(list)
        for place in question.withdrawal.places:
            for name in place.closes_after:
                self._waiting_for[name].append(place.name)
        # When each way is tried next, if at all, and in which order: entries may be out of date.
        self._next: list[int | None] = [None] * len(self.ways)
        self._agenda: list[tuple[int, int]] = []
        self._no_tail_until = [0] * len(self.ways)
        self._wave_tried: dict[str, int] = {}
        # The last lift found for each way, and how many runs had been entered then.
        self._bookings: dict[int, tuple[Booking, int]] = {}
        self._ready: dict[str, list[int]] = defaultdict(list)
        self._dated: dict[str, set[str]] = defaultdict(set)
        for line in question.withdrawal.lines:
            insort(self._ready[line.origin], question.ready_from(line))
            if line.latest_utc is not None:
                self._dated[line.origin].add(line.name)

    def plan(self) -> Plan:
        """Dispatch everything that can go, and say what is left."""
        for number, way in enumerate(self.ways):
            self._try_at(min(self.question.fleet_span(run.fleet)[0] for run in way.runs), number)
        while self._agenda:
            minute, number = heappop(self._agenda)
            if self._next[number] != minute:
                continue
            self._next[number] = None
            again = self._step(number, minute)
            if again is not None:
                self._try_at(again, number)
        return plan_of(self.timetable, self.loads, tuple(self.disposals))

    def _try_at(self, minute: int, number: int) -> None:
        """Try a way at an instant, unless it is to be tried before, or has no tail until later."""
        minute = max(minute, self._no_tail_until[number])
        known = self._next[number]
        if known is None or minute < known:
            self._next[number] = minute
            heappush(self._agenda, (minute, number))

    def _step(self, number: int, not_before: int) -> int | None:
        """Try one lift; returns when to try the way again, None: when something comes or goes."""
        way = self.ways[number]
        not_before = max(not_before, self.stock.now)
        self.stock.advance(not_before)
        if way.origin in self.last_lifts.closed or not_before > self._last_departure(way):
            return None
        coming = self.stock.next_coming_to(way.origin)
        sorts = self._led_on(way)
        if not sorts:
            return coming
        if not self._could_go(way, sorts, not_before):
            midnight = next_midnight(not_before)
            return midnight if coming is None else min(coming, midnight)
        if self._no_tail_until[number] == not_before:
            booking = self._book(number, not_before)
            if booking is None or booking.wanted.begin > not_before:
                return self._when_booked(number, booking)
        if self._sends_last_wave(way.origin, not_before):
            return None
        # The load comes before the time: most tries end there.
        depart = not_before + way.run.carrier.load_min
        closing, filling = self._filled(_lift(way, depart), sorts)
        if not filling.loads or not (closing or self._goes(way, filling, depart)):
            return self._next_chance(way, not_before)
        booking = self._book(number, not_before)
        if booking is not None and booking.wanted.begin == not_before:
            if not closing:
                filling = self._with_more(way, booking.wanted, sorts, filling)
            self._enter(booking, filling, closing)
        return self._when_booked(number, booking)

    def _sends_last_wave(self, place: str, minute: int) -> bool:
        """Whether the people of a place all leave now, by several lifts.

        Tried once a day, from the day after one lift could have taken all if it were large enough.
        """
        if not self.last_lifts.may_go_in_a_wave(place, minute):
            return False
        day = minute // MINUTES_PER_DAY
        if self._wave_tried.setdefault(place, day) == day:
            return False
        self._wave_tried[place] = day
        ways = [self.ways[number] for number in self._from[place]]
        bookings = last_wave(self.stock, self.timetable, ways, place, minute)
        for booking in bookings:
            # Others may still load before these do: the clock of the stock does not move on.
            sorts = self._led_on(Way((booking.wanted.run,)), inf)
            self._enter(booking, fill(self.stock, booking.wanted, sorts, closing=True), False)
        if bookings:
            self.last_lifts.close(place)
        return bool(bookings)

    def _when_booked(self, number: int, booking: Booking | None) -> int | None:
        """When a way is tried again for which a time was sought: not before it has a tail."""
        if booking is None:
            return None
        self._no_tail_until[number] = booking.wanted.begin
        return booking.wanted.begin

    def _could_go(self, way: Way, sorts: list[int], minute: int) -> bool:
        """Whether a lift with what is there now could go, so far as is seen at once.

        It spares the search for a load.
        """
        here = self.stock.waiting.of_sort(way.origin)
        share = most_share(self.stock, way.run, {sort: here[sort] for sort in sorts}, minute)
        depart = minute + way.run.carrier.load_min
        if share >= self._share_asked(way.origin, self._dated_at(way.origin), depart) - TOLERANCE:
            return True
        return self.last_lifts.fits_on_one(way.origin, way.run)

    def _led_on(self, way: Way, detour: float | None = None) -> list[int]:
        """The sorts of lines at the origin that the way brings nearer to their destination."""
        run, most = way.run, self.manner.detour if detour is None else detour
        leads_on = self.question.leads_on(run, most)
        sorts = [sort for sort in self.stock.waiting.of_sort(way.origin) if leads_on[sort]]
        if run.destination not in self.last_lifts.closed:
            return sorts
        first = self.question.of_each_sort
        return [sort for sort in sorts if first[sort].destination == run.destination]

    def _dated_at(self, place: str) -> list[str]:
        """The lines at a place that have a latest date."""
        count = self.stock.waiting.count
        return [name for name in self._dated[place] if count(place, name)]

    def _book(self, number: int, not_before: int) -> Booking | None:
        """The first lift of a way, asked for anew only if others have gone in between."""
        entered = len(self.timetable.entered)
        if number in self._bookings:
            known, then = self._bookings[number]
            if then == entered and known.wanted.begin >= not_before:
                return known
        way = self.ways[number]
        booking = way.book(self.timetable, not_before, self._last_departure(way))
        if booking is not None:
            self._bookings[number] = (booking, entered)
        return booking

    def _next_chance(self, way: Way, minute: int) -> int:
        """When more may go: units come or are ready; a floor or a day ends, a last wave begins."""
        load_min = way.run.carrier.load_min
        chances = [next_midnight(minute)]
        coming = self.stock.next_coming_to(way.origin)
        if coming is not None:
            chances.append(coming)
        chances.append(self.last_lifts.last_wave_begins(way.origin) - load_min)
        ready = self._ready[way.origin]
        chances += ready[bisect_right(ready, minute) :][:1]
        for floor in self.question.floors_at.get(way.origin, ()):
            if floor.until_utc is not None:
                chances.append(self.question.minute(floor.until_utc) - load_min)
        return min(chance for chance in chances if chance > minute)

    def _last_departure(self, way: Way) -> int:
        early = self.manner.last_day_early * MINUTES_PER_DAY
        return self.question.end_min - (early if way.origin in self.question.in_country else 0)

    def _filled(self, timed: Timed, sorts: list[int]) -> tuple[bool, Filling]:
        """Whether the lift is the last of its place, and what of these sorts is on it."""
        if self.last_lifts.may_close(timed):
            last = fill(self.stock, timed, sorts, closing=True)
            if self.last_lifts.takes_all(timed, last):
                return True, last
        filling = fill(self.stock, timed, sorts, closing=False)
        if self.last_lifts.would_empty(timed, filling):
            filling.loads.clear()
        return False, filling

    def _with_more(self, way: Way, timed: Timed, sorts: list[int], filling: Filling) -> Filling:
        """The load with what it alone would not have paid for: room on a lift that goes is free."""
        paid_for = set(sorts)
        others = [sort for sort in self._led_on(way, inf) if sort not in paid_for]
        if not others:
            return filling
        more = fill(self.stock, timed, sorts, closing=False, after=others)
        return filling if self.last_lifts.would_empty(timed, more) else more

    def _goes(self, way: Way, filling: Filling, depart: int) -> bool:
        """Whether the lift is full enough, as far as what is on it can wait."""
        return filling.share >= self._share_asked(way.origin, filling.loads, depart)

    def _share_asked(self, place: str, lines: Iterable[str], depart: int) -> float:
        """How full a lift has to be: the less, the sooner the place or one of the lines is due.

        It falls with the square of the time that is left: while there is time to wait, a lift with
        next to nothing takes a tail that others need.
        """
        dues = [self.last_lifts.due(place)]
        for name in lines:
            latest_utc = self.question.line[name].latest_utc
            if latest_utc is not None:
                dues.append(self.question.minute(latest_utc))
        pressing_min = self.manner.pressing_days * MINUTES_PER_DAY
        last_min = min(LAST_MIN, pressing_min)
        left = (min(dues) - depart - last_min) / max(1, pressing_min - last_min)
        return self.manner.least_share * min(1.0, max(0.0, left)) ** 2

    def _enter(self, booking: Booking, filling: Filling, closing: bool) -> None:
        # The run asked for is not the last of the chain where the tail goes home afterwards.
        first = len(self.timetable.entered)
        wanted = self.timetable.enter(booking)
        index = first + booking.chain.index(wanted)
        self.stock.take(wanted, filling.loads)
        self.loads[index] = tuple(Load(name, count) for name, count in filling.loads.items())
        self.last_lifts.enter(wanted, closing)
        origin, destination = wanted.run.origin, wanted.run.destination
        dated = [name for name in filling.loads if self.question.line[name].latest_utc]
        self._dated[destination].update(dated)
        for number in self._from[destination]:
            self._try_at(wanted.end, number)
        # With fewer people there, another may be the last lift.
        for number in self._from[origin]:
            self._try_at(next_midnight(wanted.begin), number)
        if closing:
            for place in self._waiting_for[origin]:
                for number in self._from[place]:
                    self._try_at(wanted.depart, number)
        # Its guests make room for others.
        if self.question.place[origin].beds is not None and filling.people:
            for number in self._to[origin]:
                self._try_at(wanted.depart, number)

    def _line_order(self) -> list[str]:
        """The order in which lines are put on a lift."""

        def key(line: Line) -> tuple[object, ...]:
            first = not line.is_people if self.manner.people_first else line.is_people
            due = self.question.minute_or(line.latest_utc, self.question.end_min)
            return (first, due, line.priority, -line.unit_mass_kg, line.name)

        return [line.name for line in sorted(self.question.withdrawal.lines, key=key)]


def _lift(way: Way, depart: int) -> Timed:
    return Timed(way.run, True, depart, depart + way.run.travel_min)
