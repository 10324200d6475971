"""Clock times and tails: every run gets the earliest times that all its limits allow.

An event dispatcher: a lift asks for a run not before an instant, each tail of the fleet is tried
with the empty runs that bring it there, and each limit that is broken says when to try again.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from drawdown.model import Carrier, Fleet
from drawdown.planning.capacity import Capacity, Stay
from drawdown.planning.clock import minutes_by_day, within_one
from drawdown.planning.empty_ways import EmptyWays
from drawdown.planning.question import MINUTES_PER_DAY, Question, Run, Span
from drawdown.rules.steps import day_of

# A lift that finds no time after so many jumps from one limit to the next is given up.
MOST_JUMPS = 400

TailKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Timed:
    """A run with its times, in minutes: under way from ``begin`` to ``end``."""

    run: Run
    loaded: bool
    depart: int
    arrive: int

    @property
    def begin(self) -> int:
        return self.depart - (self.run.carrier.load_min if self.loaded else 0)

    @property
    def end(self) -> int:
        return self.arrive + (self.run.carrier.unload_min if self.loaded else 0)


@dataclass(frozen=True, slots=True)
class Tail:
    """Where a tail is and what it has done: enough to say what it can do next."""

    key: TailKey
    place: str
    stands_from: int
    free_from: int
    duty_from: int | None = None
    travelled: tuple[tuple[int, int], ...] = ()

    def after(self, timed: Timed) -> "Tail":
        """The tail when it has made the run."""
        duty_from = self.duty_from
        if duty_from is None or timed.begin - self.free_from >= timed.run.carrier.crew_rest_min:
            duty_from = timed.begin
        minutes = dict(self.travelled)
        for day, part in minutes_by_day(timed.depart, timed.arrive):
            minutes[day] = minutes.get(day, 0) + part
        recent = tuple(sorted(minutes.items())[-4:])
        place = timed.run.destination
        return Tail(self.key, place, timed.arrive, timed.end, duty_from, recent)


@dataclass(slots=True)
class Booking:
    """A chain of runs of one tail that ends with the run asked for, not yet entered."""

    tail: Tail
    chain: tuple[Timed, ...]
    wanted: Timed = field(init=False)

    def __post_init__(self) -> None:
        self.wanted = next(timed for timed in self.chain if timed.loaded)


# Whether a limit lets a run of a tail depart when it wants to: that time, a later one to try, or
# None if there is none.
Check = Callable[[Tail, Timed], int | None]


class Timetable:
    """Runs entered so far, and the search for the next one."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.entered: list[tuple[TailKey, Timed]] = []
        self.tails: dict[TailKey, Tail] = {}
        for fleet in question.withdrawal.fleets:
            free_from = question.fleet_span(fleet)[0]
            for number in range(1, fleet.count + 1):
                key = (fleet.name, number)
                self.tails[key] = Tail(key, fleet.base, free_from, free_from)
        places = question.withdrawal.places
        self._working = {place.name: Capacity(place.working_mog) for place in places}
        self._parking = {place.name: Capacity(place.parking_mog) for place in places}
        self._departures: dict[tuple[str, str, str], Counter[int]] = defaultdict(Counter)
        self._ways = EmptyWays(question)
        self._checks: dict[tuple[str, str, str], list[Check]] = {}

    def book(self, run: Run, not_before: int, not_after: int | None = None) -> Booking | None:
        """The earliest loaded run of any tail, loading not before an instant; None without one.

        ``not_after`` is the latest departure. Nothing is entered.
        """
        latest = self.question.end_min if not_after is None else not_after
        best: Booking | None = None
        tried: set[tuple[object, ...]] = set()
        for soonest, on_the_way, tail in self._by_soonest(run, not_before):
            if soonest > latest or (best and soonest >= best.wanted.depart):
                break
            path = self._ways.way(run.fleet.name, tail.place, run.origin)
            assert path is not None
            # An empty run need not begin earlier than with a day to spare for each of them.
            called = not_before - on_the_way - len(path) * MINUTES_PER_DAY
            twin = _from_when(tail, run.carrier, called)
            if twin in tried:
                continue
            tried.add(twin)
            chain = self._time_chain(tail, path, run, called, not_before, latest)
            if chain and (best is None or chain[len(path)].depart < best.wanted.depart):
                best = Booking(tail, tuple(chain))
                latest = best.wanted.depart
        return best

    def _by_soonest(self, run: Run, not_before: int) -> list[tuple[int, int, Tail]]:
        """The tails that can come: when each could depart at the soonest, and how far it is away.

        Of those that could depart alike the first by number comes first.
        """
        load_min, fleet, tails = run.carrier.load_min, run.fleet, []
        for number in range(1, fleet.count + 1):
            tail = self.tails[(fleet.name, number)]
            on_the_way = self._ways.minutes(fleet.name, tail.place, run.origin)
            if on_the_way is not None:
                soonest = max(tail.free_from + on_the_way, not_before) + load_min
                tails.append((soonest, on_the_way, tail))
        return sorted(tails, key=lambda item: item[0])

    def enter(self, booking: Booking) -> Timed:
        """Enter the runs of a booking made since the last entry; returns the one asked for."""
        tail = self.tails[booking.tail.key]
        for timed in booking.chain:
            self._enter_run(tail, timed)
            tail = tail.after(timed)
        self.tails[tail.key] = tail
        return booking.wanted

    def undo(self, booking: Booking) -> None:
        """Take out a booking again, the last that was entered."""
        tail = booking.tail
        for timed in reversed(booking.chain):
            self._leave_out(timed)
        self.tails[tail.key] = tail

    def _time_chain(
        self,
        tail: Tail,
        path: tuple[Run, ...],
        run: Run,
        called: int,
        not_before: int,
        latest: int,
    ) -> list[Timed] | None:
        """Empty runs along ``path``, then the loaded one; then home if there is no room to stay."""
        begin = tail.free_from
        # Where clearances bind, it may have to come long before.
        if not any(empty.windows for empty in path):
            begin = max(begin, called)
        chain: list[Timed] | None = None
        for _ in range(4):
            later = self._chain_from(tail, path, run, begin, not_before, latest)
            if later is None:
                return chain
            if chain is not None and later[len(path)].depart > chain[len(path)].depart:
                return chain
            chain = later
            # An empty run that would wait for its load leaves later instead.
            wait = chain[len(path)].begin - chain[len(path) - 1].arrive if path else 0
            if wait <= 0:
                return chain
            begin = chain[0].depart + wait
        return chain

    def _chain_from(
        self, tail: Tail, path: tuple[Run, ...], run: Run, begin: int, not_before: int, latest: int
    ) -> list[Timed] | None:
        state, chain = tail, []
        for empty in path:
            timed = self._earliest(state, empty, False, begin, latest)
            if timed is None:
                return None
            chain.append(timed)
            state = state.after(timed)
            begin = timed.end
        timed = self._earliest(state, run, True, max(begin, not_before), latest)
        if timed is None:
            return None
        chain.append(timed)
        if not self._room_between(tail.key, chain):
            return None
        if self._may_stay(tail.key, timed):
            return chain
        return self._and_home(state.after(timed), chain)

    def _room_between(self, key: TailKey, chain: list[Timed]) -> bool:
        """Whether the tail may stand at each stop of the chain until it goes on."""
        stops = pairwise(chain)
        return all(
            timed.run.mode != "air"
            or timed.run.destination == timed.run.fleet.base
            or self._room_until(timed, after.depart, key)
            for timed, after in stops
        )

    def _may_stay(self, key: TailKey, timed: Timed) -> bool:
        run = timed.run
        if run.mode != "air" or run.destination == run.fleet.base:
            return True
        return self._room_until(timed, self._forever(run.fleet), key)

    def _and_home(self, state: Tail, chain: list[Timed]) -> list[Timed] | None:
        fleet = chain[-1].run.fleet
        home = self._ways.way(fleet.name, state.place, fleet.base)
        if not home:
            return None
        for run in home:
            timed = self._earliest(state, run, False, state.free_from, self.question.end_min)
            if timed is None or not self._room_until(chain[-1], timed.depart, state.key):
                return None
            chain.append(timed)
            state = state.after(timed)
        return chain

    def _room_until(self, timed: Timed, depart: int, key: TailKey) -> bool:
        place, spots = timed.run.destination, timed.run.carrier.mog_spots
        own = self._stay(key, place)
        return self._parking[place].free_from(timed.arrive, depart, spots, own) == timed.arrive

    def _stay(self, key: TailKey, place: str) -> Stay | None:
        """What a tail takes of the parking of a place by what is entered; None if nothing."""
        tail, fleet = self.tails[key], self.question.fleet[key[0]]
        if tail.place != place or place == fleet.base:
            return None
        spots = self.question.carrier[fleet.carrier].mog_spots
        return Stay(tail.stands_from, self._forever(fleet), spots)

    def _earliest(
        self, tail: Tail, run: Run, loaded: bool, not_before: int, latest: int
    ) -> Timed | None:
        """The first time at which the run keeps every limit of clock and tail."""
        load = run.carrier.load_min if loaded else 0
        depart = max(not_before, tail.free_from) + load
        for _ in range(MOST_JUMPS):
            if depart > latest:
                return None
            timed = Timed(run, loaded, depart, depart + run.travel_min)
            later = self._next_try(tail, timed)
            if later is None:
                return None
            if later <= depart:
                return timed
            depart = later
        return None

    def _next_try(self, tail: Tail, timed: Timed) -> int | None:
        """The departure itself if all limits hold, else a later one to try; None if hopeless."""
        run, depart = timed.run, timed.depart
        first, last = self.question.fleet_span(run.fleet)
        if timed.begin < first:
            return depart + first - timed.begin
        if timed.end > last:
            return None
        for check in self._checks_of(run):
            later = check(tail, timed)
            if later is None or later > depart:
                return later
        return depart

    def _checks_of(self, run: Run) -> list[Check]:
        """The limits that a run has to heed."""
        if run.key not in self._checks:
            carrier, openings = run.carrier, self.question.openings
            hours = (openings[run.origin], openings[run.destination])
            heeded = (
                (self._after_rest, carrier.crew_duty_min is not None),
                (self._within_hours, carrier.travel_min_per_day is not None),
                (self._cleared, bool(run.windows)),
                (self._open, hours != (None, None)),
                (self._day_free, run.leg.runs_per_day is not None),
                (self._spots_free, run.mode == "air"),
            )
            self._checks[run.key] = [check for check, heeds in heeded if heeds]
        return self._checks[run.key]

    def _after_rest(self, tail: Tail, timed: Timed) -> int | None:
        carrier = timed.run.carrier
        assert carrier.crew_duty_min is not None
        if timed.end - timed.begin > carrier.crew_duty_min:
            return None
        rested = tail.free_from + carrier.crew_rest_min
        if tail.duty_from is None or timed.begin >= rested:
            return timed.depart
        if timed.end - tail.duty_from <= carrier.crew_duty_min:
            return timed.depart
        return timed.depart + rested - timed.begin

    def _within_hours(self, tail: Tail, timed: Timed) -> int | None:
        limit = timed.run.carrier.travel_min_per_day
        assert limit is not None
        travelled = dict(tail.travelled)
        for day, part in minutes_by_day(timed.depart, timed.arrive):
            excess = travelled.get(day, 0) + part - limit
            if excess > 0:
                if part == MINUTES_PER_DAY:
                    return None
                # Before midnight each minute later takes one off this day; after it, wait for it.
                starts_here = timed.depart // MINUTES_PER_DAY == day
                return timed.depart + (min(excess, part) if starts_here else part)
        return timed.depart

    def _cleared(self, _tail: Tail, timed: Timed) -> int | None:
        windows = timed.run.windows
        if not windows:
            return timed.depart
        return within_one(windows, timed.depart, timed.arrive, timed.depart)

    def _open(self, _tail: Tail, timed: Timed) -> int | None:
        openings = self.question.openings
        at_origin = openings[timed.run.origin]
        if at_origin is not None:
            later = within_one(at_origin, timed.begin, timed.depart, timed.depart)
            if later is None or later > timed.depart:
                return later
        at_destination = openings[timed.run.destination]
        if at_destination is not None:
            return within_one(at_destination, timed.arrive, timed.end, timed.depart)
        return timed.depart

    def _day_free(self, _tail: Tail, timed: Timed) -> int | None:
        leg = timed.run.leg
        day = day_of(timed.depart)
        taken = self._departures[(leg.origin, leg.destination, leg.mode)]
        assert leg.runs_per_day is not None
        if taken[day] < leg.runs_per_day:
            return timed.depart
        return (day + 1) * MINUTES_PER_DAY + 1 if leg.runs_per_day > 0 else None

    def _spots_free(self, tail: Tail, timed: Timed) -> int | None:
        run, spots = timed.run, timed.run.carrier.mog_spots
        at_origin = self._working[run.origin]
        begin = at_origin.free_from(timed.begin, timed.depart, spots)
        if begin > timed.begin:
            return timed.depart + begin - timed.begin
        at_destination = self._working[run.destination]
        arrive = at_destination.free_from(timed.arrive, timed.end, spots)
        if arrive > timed.arrive:
            return timed.depart + arrive - timed.arrive
        if run.destination == run.fleet.base:
            return timed.depart
        parking = self._parking[run.destination]
        # While it unloads, at the least, it stands there; how long after is decided later.
        stand = max(timed.end, timed.arrive + 1)
        own = self._stay(tail.key, run.destination)
        arrive = parking.free_from(timed.arrive, stand, spots, own)
        return timed.depart + arrive - timed.arrive

    def _enter_run(self, tail: Tail, timed: Timed) -> None:
        run = timed.run
        for place, stay, gain in self._stays(timed):
            (place.add if gain else place.remove)(stay)
        leg = run.leg
        self._departures[(leg.origin, leg.destination, leg.mode)][day_of(timed.depart)] += 1
        self.entered.append((tail.key, timed))

    def _leave_out(self, timed: Timed) -> None:
        for place, stay, gain in self._stays(timed):
            (place.remove if gain else place.add)(stay)
        leg = timed.run.leg
        self._departures[(leg.origin, leg.destination, leg.mode)][day_of(timed.depart)] -= 1
        self.entered.pop()

    def _stays(self, timed: Timed) -> Iterator[tuple[Capacity, Stay, bool]]:
        """What a run takes of each ramp, or gives back of it."""
        run, spots = timed.run, timed.run.carrier.mog_spots
        if run.mode != "air":
            return
        yield self._working[run.origin], Stay(timed.begin, timed.depart, spots), True
        yield self._working[run.destination], Stay(timed.arrive, timed.end, spots), True
        forever = self._forever(run.fleet)
        if run.origin != run.fleet.base:
            yield self._parking[run.origin], Stay(timed.depart, forever, spots), False
        if run.destination != run.fleet.base:
            yield self._parking[run.destination], Stay(timed.arrive, forever, spots), True

    def _forever(self, fleet: Fleet) -> int:
        """When a tail that makes no further run stops standing where it is."""
        return self.question.minute_or(fleet.until_utc, self.question.end_min)

    def way_min(self, fleet: str, origin: str, destination: str) -> int | None:
        """Minutes that the quickest way of an empty tail takes, None if there is none."""
        return self._ways.minutes(fleet, origin, destination)


def _from_when(tail: Tail, carrier: Carrier, called: int) -> tuple[object, ...]:
    """What decides when a tail can do next what it is called to: tails that share it are alike."""
    recent: tuple[Span, ...] = ()
    if carrier.travel_min_per_day is not None:
        today = called // MINUTES_PER_DAY
        recent = tuple(part for part in tail.travelled if part[0] >= today)
    rested = tail.free_from + (carrier.crew_rest_min if carrier.crew_duty_min else 0)
    if rested <= called:
        return tail.place, recent
    return tail.place, recent, tail.free_from, tail.duty_from
