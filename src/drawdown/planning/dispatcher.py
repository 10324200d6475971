"""The greedy planner: lift after lift in the order of time, without a solver.

A plan that breaks no rule, in well under a second: the baseline of every benchmark, the first
answer, and the fallback. At each step the run that can be loaded first is filled with what is
most pressing; it goes if it is full enough. The last lift of a site takes the floors' people.
"""

from collections import defaultdict
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import inf

from drawdown.model import Disposal, Disposition, Line, Load, Plan
from drawdown.planning.fill import Filling, fill, most_share
from drawdown.planning.program import plan_of
from drawdown.planning.question import MINUTES_PER_DAY, Question, Run
from drawdown.planning.stock import NO_LIMIT, Stock, disposal_option
from drawdown.planning.timetable import Booking, Timed, Timetable
from drawdown.rules.carriers import TOLERANCE


@dataclass(frozen=True, slots=True)
class Manner:
    """How the dispatcher decides.

    ``least_share`` is the fill asked of a lift until ``pressing_days`` before a due; places close
    ``last_day_early`` days before their due; a way over another place may cost up to ``detour``
    times the cheapest.
    """

    least_share: float
    pressing_days: int
    people_first: bool = True
    last_day_early: int = 0
    detour: float = 1.2


MANNERS = (
    Manner(0.90, 10),
    Manner(0.75, 20),
    Manner(0.50, 30),
    Manner(0.90, 10, last_day_early=3),
    Manner(0.60, 20, people_first=False),
    Manner(0.20, 60),
    Manner(0.75, 20, detour=3.0),
    Manner(0.01, 400, last_day_early=1),
    Manner(0.01, 400),
    Manner(0.95, 1),
)


class Dispatcher:
    """One pass over time in one manner."""

    def __init__(self, question: Question, manner: Manner) -> None:
        self.question = question
        self.manner = manner
        self.stock = Stock(question)
        self.timetable = Timetable(question)
        self.loads: dict[int, tuple[Load, ...]] = {}
        self.disposals: list[Disposal] = []
        self.closed: dict[str, int] = {}
        self.last_from: dict[str, int] = {}
        self._position = {name: i for i, name in enumerate(self._line_order())}
        self._disposed_until: dict[str, int] = {}
        places, floors = question.withdrawal.places, question.withdrawal.floors
        # Where nothing may come or go after the last lift; through other places more may pass.
        self._closing = {name for place in places for name in place.closes_after}
        self._closing |= {floor.place for floor in floors}
        # Runs from where there is nothing to come, until something is sent there.
        self._resting: dict[str, set[int]] = defaultdict(set)
        self._awake: set[str] = set()

    def plan(self) -> Plan:
        """Dispatch everything that can go, and say what is left."""
        self._dispose_all()
        runs = [run for run in self.question.loaded_runs if self._of_use(run)]
        heap = [(self.question.fleet_span(run.fleet)[0], index) for index, run in enumerate(runs)]
        heapify(heap)
        while heap:
            begin, index = heappop(heap)
            again = self._step(runs[index], begin)
            if again is not None:
                heappush(heap, (again, index))
            else:
                self._resting[runs[index].origin].add(index)
            for origin in sorted(self._awake):
                minute = _or(self.stock.next_coming_to(origin), begin)
                for other in sorted(self._resting.pop(origin, ())):
                    heappush(heap, (minute, other))
            self._awake.clear()
        return plan_of(self.timetable, self.loads, tuple(self.disposals))

    def _of_use(self, run: Run) -> bool:
        """Whether some line gets nearer to its destination by the run."""
        question = self.question
        return any(question.leads_on(run, line, inf) for line in question.withdrawal.lines)

    def _step(self, run: Run, not_before: int) -> int | None:
        """Try one lift; returns when to try the run again, None when never."""
        not_before = max(not_before, self.stock.now)
        self.stock.advance(not_before)
        if not self._anything(run):
            return self._next_arrival(run)
        if not_before > self._last_departure(run):
            return None
        if not self._could_go(run, not_before):
            return self._next_chance(run, not_before)
        booking = self.timetable.book(run, not_before, self._last_departure(run))
        if booking is None:
            return None
        begin = booking.wanted.begin
        if begin > not_before:
            return begin
        self.stock.advance(begin)
        closing, filling = self._filled(booking)
        if not filling.loads or not (closing or self._goes(booking, filling)):
            return self._next_chance(run, begin)
        self._enter(booking, filling)
        if closing and run.origin in self._closing:
            self.closed[run.origin] = booking.wanted.depart
        return begin

    def _anything(self, run: Run) -> bool:
        return run.origin not in self.closed and bool(self.stock.at(run.origin))

    def _could_go(self, run: Run, minute: int) -> bool:
        """Whether a lift with what is there now could go within a day, so far as is seen at once.

        It spares the search for a time, and changes no decision.
        """
        question = self.question
        here = self.stock.at(run.origin)
        units = {
            name: count
            for name, count in here.items()
            if question.leads_on(run, question.line[name], self.manner.detour)
        }
        if not units:
            return False
        if most_share(question, run, units) >= self.manner.least_share - TOLERANCE:
            return True
        tomorrow, due = minute + MINUTES_PER_DAY, self._closing_due(run)
        if tomorrow >= due - self.manner.pressing_days * MINUTES_PER_DAY:
            return True
        if any(self._waits_for(name, tomorrow) for name in units):
            return True
        return self._could_close(run, here)

    def _could_close(self, run: Run, here: dict[str, int]) -> bool:
        if self.stock.people_coming_to(run.origin):
            return False
        people = sum(n for name, n in here.items() if self.question.line[name].is_people)
        return people <= run.carrier.seats

    def _next_chance(self, run: Run, minute: int) -> int:
        """When more may go: units come or are ready; a floor or a day ends, a last wave begins."""
        question = self.question
        chances = [_next_midnight(minute), _or(self.stock.next_coming_to(run.origin), 0)]
        chances.append(self._last_wave_begins(run.origin) - run.carrier.load_min)
        for name in self.stock.at(run.origin):
            chances.append(question.ready_from(question.line[name]))
        for floor in question.floors_at.get(run.origin, ()):
            if floor.until_utc is not None:
                chances.append(question.minute(floor.until_utc) - run.carrier.load_min)
        return min(chance for chance in chances if chance > minute)

    def _next_arrival(self, run: Run) -> int | None:
        if run.origin in self.closed:
            return None
        return self.stock.next_coming_to(run.origin)

    def _last_departure(self, run: Run) -> int:
        early = self.manner.last_day_early * MINUTES_PER_DAY
        return self.question.end_min - (early if run.origin in self.question.in_country else 0)

    def _filled(self, booking: Booking) -> tuple[bool, Filling]:
        timed = booking.wanted
        if self._may_close(timed):
            last = self._fill(timed, closing=True)
            if self._takes_all(timed, last):
                return True, last
        filling = self._fill(timed, closing=False)
        if self._would_empty(timed, filling):
            filling.loads.clear()
        return False, filling

    def _fill(self, timed: Timed, closing: bool) -> Filling:
        question, run, detour = self.question, timed.run, self.manner.detour
        names = [
            name
            for name in self.stock.at(run.origin)
            if question.leads_on(run, question.line[name], detour)
            and (
                run.destination not in self.closed
                or question.line[name].destination == run.destination
            )
        ]
        names.sort(key=self._position.__getitem__)
        return fill(self.stock, timed, names, closing=closing, detour=detour)

    def _would_empty(self, timed: Timed, filling: Filling) -> bool:
        """Whether the lift would close a place before those that close first."""
        place = self.question.place[timed.run.origin]
        if all(self._is_over(name, timed.depart) for name in place.closes_after):
            return False
        here = self.stock.at(place.name)
        return all(filling.loads.get(name, 0) == count for name, count in here.items())

    def _may_close(self, timed: Timed) -> bool:
        """Whether the site may be closed by this lift: nobody to come, earlier sites closed."""
        place = self.question.place[timed.run.origin]
        if timed.depart < self._disposed_until.get(place.name, 0):
            return False
        # A lift that began to load before this one may depart after it, and needs the floors.
        if timed.depart < self._last_wave_begins(place.name):
            return False
        return all(self._is_over(name, timed.depart) for name in place.closes_after)

    def _last_wave_begins(self, place: str) -> int:
        """Until when the floors of a place hold, by the lifts that have gone so far."""
        return self.last_from.get(place, 0) - self.question.place[place].last_wave_min

    def _is_over(self, name: str, minute: int) -> bool:
        """Whether nothing leaves a place after an instant."""
        if max(self.last_from.get(name, 0), self._disposed_until.get(name, 0)) > minute:
            return False
        if name in self.closed:
            return True
        going = (self.question.onward[line] for line in self.stock.at(name))
        coming = self.stock.next_coming_to(name)
        return coming is None and not any(name in onward for onward in going)

    def _takes_all(self, timed: Timed, last: Filling) -> bool:
        """Whether nobody stays behind, and no thing that could still go."""
        place = timed.run.origin
        if self.stock.people_coming_to(place):
            return False
        if _or(self.stock.next_coming_to(place), NO_LIMIT) <= self._closing_due(timed.run):
            return False
        pressed = self._kept_back(timed.run.origin) and (
            timed.depart >= self._closing_due(timed.run) - 2 * MINUTES_PER_DAY
        )
        for name, count in self.stock.at(timed.run.origin).items():
            line = self.question.line[name]
            stays = count - last.loads.get(name, 0)
            # With people left, even those who have no way out, a place never closes.
            if stays and (line.is_people or (not pressed and self._has_way(line, timed))):
                return False
        return True

    def _kept_back(self, place: str) -> bool:
        """Whether people have to stay at a place until it closes."""
        return place in self.question.floors_at

    def _has_way(self, line: Line, timed: Timed) -> bool:
        return timed.run.origin in self.question.onward[line.name]

    def _closing_due(self, run: Run) -> int:
        place = self.question.place[run.origin]
        due = self.question.minute_or(place.handover_utc, self.question.end_min)
        if place.in_country:
            due = min(due, self.question.deadline_min)
        return due - self.manner.last_day_early * MINUTES_PER_DAY

    def _goes(self, booking: Booking, filling: Filling) -> bool:
        """Whether the lift is full enough, or what is on it cannot wait."""
        if filling.share >= self.manner.least_share:
            return True
        timed = booking.wanted
        due = self._closing_due(timed.run)
        if timed.depart >= due - self.manner.pressing_days * MINUTES_PER_DAY:
            return True
        return any(self._waits_for(name, timed.depart) for name in filling.loads)

    def _waits_for(self, name: str, minute: int) -> bool:
        """Whether the latest date of a line is near."""
        latest_utc = self.question.line[name].latest_utc
        if latest_utc is None:
            return False
        pressing = self.manner.pressing_days * MINUTES_PER_DAY
        return minute >= self.question.minute(latest_utc) - pressing

    def _enter(self, booking: Booking, filling: Filling) -> None:
        # The run asked for is not the last of the chain where the tail goes home afterwards.
        first = len(self.timetable.entered)
        wanted = self.timetable.enter(booking)
        index = first + booking.chain.index(wanted)
        self.stock.take(wanted, filling.loads)
        origin = wanted.run.origin
        self.last_from[origin] = max(wanted.depart, self.last_from.get(origin, 0))
        if wanted.run.destination not in self.closed:
            self._awake.add(wanted.run.destination)
        self.loads[index] = tuple(Load(name, count) for name, count in filling.loads.items())

    def _dispose_all(self) -> None:
        """Dispose of what has no way out, or costs less to give up than to carry, while it can."""
        for line in self.question.withdrawal.lines:
            way = self._disposition(line)
            if way is not None:
                self._dispose(line, way)

    def _disposition(self, line: Line) -> Disposition | None:
        if line.is_people:
            return None
        choices: list[tuple[float, Disposition]] = []
        for way in line.dispositions:
            if way is Disposition.REDEPLOY:
                choices.append((self._carry_cents_per_kg(line), way))
            elif (cents := disposal_cents(self.question, line, line.origin, way)) is not None:
                choices.append((cents / line.unit_mass_kg, way))
        if Disposition.REDEPLOY not in line.dispositions and line.origin == line.destination:
            return None
        best = min(choices, default=(0.0, Disposition.REDEPLOY), key=lambda item: item[0])[1]
        return None if best is Disposition.REDEPLOY else best

    def _carry_cents_per_kg(self, line: Line) -> float:
        handling = self.question.withdrawal.prices.handling_per_t / 1000
        return self.question.onward[line.name].get(line.origin, float("inf")) + handling

    def _dispose(self, line: Line, way: Disposition) -> None:
        """Day by day, at the first instant at which it is ready that day, up to the daily limit."""
        stock = self.stock
        ready = self.question.ready_from(line)
        last = self._last_disposal(line)
        waiting, minute = line.count, max(ready, 1)
        while waiting and minute <= last:
            count = min(waiting, stock.disposal_room(line, line.origin, way, minute))
            if count > 0 and self._disposal_in_order(line, minute):
                self._enter_disposal(line, way, count, minute)
                waiting -= count
            minute = _next_midnight(minute) + 1

    def _disposal_in_order(self, line: Line, minute: int) -> bool:
        return all(self.stock.left_origin_by(name, minute) for name in line.predecessors)

    def _last_disposal(self, line: Line) -> int:
        place = self.question.place[line.origin]
        return min(
            self.question.minute_or(place.handover_utc, self.question.end_min),
            self.question.deadline_min,
        )

    def _enter_disposal(self, line: Line, way: Disposition, count: int, minute: int) -> None:
        self.stock.dispose(line, line.origin, way, count, minute)
        until = max(minute, self._disposed_until.get(line.origin, 0))
        self._disposed_until[line.origin] = until
        at_utc = self.question.instant(minute)
        self.disposals.append(Disposal(line.name, line.origin, way, count, at_utc))

    def _line_order(self) -> list[str]:
        """The order in which lines are put on a lift."""

        def key(line: Line) -> tuple[object, ...]:
            first = not line.is_people if self.manner.people_first else line.is_people
            due = self.question.minute_or(line.latest_utc, self.question.end_min)
            return (first, due, line.priority, -line.unit_mass_kg, line.name)

        return [line.name for line in sorted(self.question.withdrawal.lines, key=key)]


def disposal_cents(
    question: Question, line: Line, place: str, disposition: Disposition
) -> float | None:
    """What it costs to dispose of one unit so, None where it may not be."""
    option = disposal_option(question, disposition, place)
    if option is None or disposition not in line.dispositions:
        return None
    lost = line.value_cents * option.value_lost_percent / 100
    return lost + line.unit_mass_kg * option.cost_cents_per_t / 1000


def _or(minute: int | None, otherwise: int) -> int:
    return otherwise if minute is None else minute


def _next_midnight(minute: int) -> int:
    return (minute // MINUTES_PER_DAY + 1) * MINUTES_PER_DAY
