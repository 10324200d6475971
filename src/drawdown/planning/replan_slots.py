"""Room in time beside lifts that stand: round trips of a tail between two of its lifts.

The timetable of a new plan is made from the beginning on; here most of it is given. A *trip* is a
loaded run with the empty runs that bring the tail to it and back to where its next lift begins.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from drawdown.planning.capacity import Capacity, Stay
from drawdown.planning.clock import minutes_by_day, next_midnight, within_one
from drawdown.planning.empty_ways import EmptyWays
from drawdown.planning.pools import LegKey, leg_key
from drawdown.planning.question import MINUTES_PER_DAY, Question, Run, Span
from drawdown.planning.timetable import TailKey, Timed
from drawdown.rules.steps import day_of

# A run that finds no time after so many jumps from one limit to the next is given up.
MOST_JUMPS = 200


@dataclass(frozen=True, slots=True)
class Trip:
    """Runs of a tail, in order: ``wanted`` carries something, the others are empty."""

    key: TailKey
    runs: tuple[Timed, ...]
    wanted: Timed

    @property
    def cost_cents(self) -> int:
        """What its runs cost."""
        return sum(timed.run.cost_cents for timed in self.runs)


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a tail is after ``before``, from when, and the lift that it has to make next."""

    before: tuple[Timed, ...]
    place: str
    free_from: int
    after: Timed | None


class Slots:
    """The lifts that stand, by tail, and the search for trips beside them.

    Nothing new is under way at or before the minute ``now``. ``broken`` are the lifts that cannot
    stand: empty ones among them may still bring a tail to a trip, or back.
    """

    def __init__(
        self,
        question: Question,
        chains: Mapping[TailKey, list[Timed]],
        now: int,
        broken: Mapping[TailKey, list[Timed]] | None = None,
    ) -> None:
        self.question = question
        self.now = now
        self._broken = broken or {}
        places = question.withdrawal.places
        self._working = {place.name: Capacity(place.working_mog) for place in places}
        self._parking = {place.name: Capacity(place.parking_mog) for place in places}
        self._departures: dict[LegKey, Counter[int]] = defaultdict(Counter)
        self._ways = EmptyWays(question)
        self.chains: dict[TailKey, list[Timed]] = {}
        for key in [*self._tails(), *chains]:
            if key not in self.chains:
                self.chains[key] = sorted(chains.get(key, []), key=lambda timed: timed.depart)
                self._occupy(key)

    def _tails(self) -> Iterator[TailKey]:
        for fleet in self.question.withdrawal.fleets:
            for number in range(1, fleet.count + 1):
                yield fleet.name, number

    # --- trips ---------------------------------------------------------------------------------

    def earliest_trip(self, run: Run, not_before: int, not_after: int) -> Trip | None:
        """The trip of any tail whose load leaves first, loading not before a minute."""
        best: Trip | None = None
        for number in range(1, run.fleet.count + 1):
            latest = not_after if best is None else best.wanted.depart - 1
            best = self._trip_of((run.fleet.name, number), run, not_before, latest) or best
        return best

    def _trip_of(self, key: TailKey, run: Run, not_before: int, latest: int) -> Trip | None:
        for gap in self._gaps(key):
            if gap.after is not None and gap.after.begin <= not_before:
                continue
            if gap.free_from + run.carrier.load_min > latest:
                return None
            trip = self._trip_in(key, gap, run, max(not_before, self.now + 1), latest)
            if trip is not None:
                return trip
        return None

    def _gaps(self, key: TailKey) -> Iterator[Gap]:
        chain = self.chains[key]
        fleet = self.question.fleet[key[0]]
        first = max(self.now + 1, self.question.fleet_span(fleet)[0])
        for number in range(len(chain) + 1):
            after = chain[number] if number < len(chain) else None
            if after is not None and after.begin <= first:
                continue
            before = tuple(chain[max(0, number - 6) : number])
            place = before[-1].run.destination if before else fleet.base
            free_from = max(first, before[-1].end if before else 0)
            yield Gap(before, place, free_from, after)

    def _trip_in(
        self, key: TailKey, gap: Gap, run: Run, not_before: int, latest: int
    ) -> Trip | None:
        there = self._ways.way(key[0], gap.place, run.origin)
        back = (
            ()
            if gap.after is None
            else self._ways.way(key[0], run.destination, gap.after.run.origin)
        )
        if there is None or back is None:
            return None
        begin = gap.free_from
        best: Trip | None = None
        for _ in range(4):
            runs = self._timed(key, gap, there, run, back, begin, not_before, latest)
            if runs is None:
                return best
            wanted = runs[len(there)]
            if best is not None and wanted.depart > best.wanted.depart:
                return best
            trip = self._as_before(Trip(key, tuple(runs), wanted))
            if self.fits(trip):
                best = trip
            # An empty run that would wait for its load leaves later instead.
            wait = wanted.begin - runs[len(there) - 1].arrive if there else 0
            if wait <= 0:
                return best
            begin = runs[0].depart + wait
        return best

    def _timed(
        self, key: TailKey, gap: Gap, there: tuple[Run, ...], run: Run, back: tuple[Run, ...],
        begin: int, not_before: int, latest: int,
    ) -> list[Timed] | None:  # fmt: skip
        last = self.question.end_min if gap.after is None else gap.after.begin
        runs: list[Timed] = []
        for number, each in enumerate((*there, run, *back)):
            loaded = number == len(there)
            start = max(begin, not_before) if loaded else begin
            until = min(last, latest) if loaded else last
            timed = self._earliest(key, [*gap.before, *runs], each, loaded, start, until)
            if timed is None or (gap.after is not None and timed.end > last):
                return None
            runs.append(timed)
            begin = timed.end
        return runs

    def _as_before(self, trip: Trip) -> Trip:
        """The trip with empty runs of the plan in force in the place of its own, where they fit."""
        for number, timed in enumerate(trip.runs):
            if timed.loaded:
                continue
            first = trip.runs[number - 1].end if number else 0
            last = trip.runs[number + 1].begin if number + 1 < len(trip.runs) else None
            for old in self._broken.get(trip.key, ()):
                same = old.run.key == timed.run.key and not old.loaded and old.begin > self.now
                if same and old.begin >= first and (last is None or old.end <= last):
                    runs = (*trip.runs[:number], old, *trip.runs[number + 1 :])
                    tried = Trip(trip.key, runs, trip.wanted)
                    if self.fits(tried):
                        trip = tried
                        break
        return trip

    # --- do trips fit --------------------------------------------------------------------------

    def fits(self, trip: Trip) -> bool:
        """Whether a trip keeps every limit of clock and tail beside all that stands."""
        chain = self._with(trip)
        if not self._is_chain(trip.key, chain):
            return False
        if not all(self._has_room(timed) for timed in trip.runs):
            return False
        departs = {timed.depart for timed in trip.runs}
        return all(
            self._may_stand(trip.key, at, then)
            for at, then in _stands(chain)
            if at.depart in departs or (then is not None and then.depart in departs)
        )

    def enter(self, trip: Trip) -> None:
        """A trip stands from now on."""
        self._occupy(trip.key, leave=True)
        self.chains[trip.key] = self._with(trip)
        self._occupy(trip.key)

    def leave(self, trip: Trip) -> None:
        """A trip that was entered stands no longer."""
        self._occupy(trip.key, leave=True)
        gone = {timed.depart for timed in trip.runs}
        self.chains[trip.key] = [t for t in self.chains[trip.key] if t.depart not in gone]
        self._occupy(trip.key)

    def conflicts(self, trips: list[Trip]) -> list[tuple[int, int]]:
        """Pairs of trips, by their numbers, of which at most one can be made."""
        pairs: list[tuple[int, int]] = []
        for first, trip in enumerate(trips):
            others = [n for n in range(first + 1, len(trips)) if _may_meet(trip, trips[n])]
            if not others:
                continue
            self.enter(trip)
            pairs += [(first, number) for number in others if not self.fits(trips[number])]
            self.leave(trip)
        return pairs

    def _with(self, trip: Trip) -> list[Timed]:
        return sorted((*self.chains[trip.key], *trip.runs), key=lambda timed: timed.depart)

    def _is_chain(self, key: TailKey, chain: list[Timed]) -> bool:
        """Whether a tail can make these runs: one after another, with rest and hours.

        Only after now: what has happened stays as it is.
        """
        place, free = self.question.fleet[key[0]].base, 0
        for timed in chain:
            if timed.begin > self.now and (timed.run.origin != place or timed.begin < free):
                return False
            place, free = timed.run.destination, timed.end
        return self._is_rested(chain) and self._is_within_hours(chain)

    def _is_rested(self, chain: list[Timed]) -> bool:
        carrier = chain[0].run.carrier if chain else None
        if carrier is None or carrier.crew_duty_min is None:
            return True
        duty_from = chain[0].begin
        for before, timed in pairwise(chain):
            if timed.begin - before.end >= carrier.crew_rest_min:
                duty_from = timed.begin
            if timed.end - duty_from > carrier.crew_duty_min and timed.end > self.now:
                return False
        return True

    def _is_within_hours(self, chain: list[Timed]) -> bool:
        limit = chain[0].run.carrier.travel_min_per_day if chain else None
        if limit is None:
            return True
        travelled: Counter[int] = Counter()
        for timed in chain:
            for day, part in minutes_by_day(timed.depart, timed.arrive):
                travelled[day] += part
        today = self.now // MINUTES_PER_DAY
        return all(part <= limit for day, part in travelled.items() if day > today)

    def _has_room(self, timed: Timed) -> bool:
        run = timed.run
        if not self._day_has_room(run, timed.depart):
            return False
        if run.mode != "air":
            return True
        spots = run.carrier.mog_spots
        loading = self._working[run.origin].free_from(timed.begin, timed.depart, spots)
        unloading = self._working[run.destination].free_from(timed.arrive, timed.end, spots)
        return loading == timed.begin and unloading == timed.arrive

    def _day_has_room(self, run: Run, depart: int) -> bool:
        most = run.leg.runs_per_day
        return most is None or self._departures[leg_key(run)][day_of(depart)] < most

    def _may_stand(self, key: TailKey, at: Timed, then: Timed | None) -> bool:
        run = at.run
        if run.mode != "air" or run.destination == run.fleet.base:
            return True
        until = self._stands_until(at, then)
        parking, own = self._parking[run.destination], self._own_stay(key, run, at.arrive, until)
        return parking.free_from(at.arrive, until, run.carrier.mog_spots, own) == at.arrive

    def _own_stay(self, key: TailKey, run: Run, start: int, end: int) -> Stay | None:
        """How the tail itself, by the runs that it makes so far, stands there in a span of time."""
        for timed, then in _stands(self.chains[key]):
            until = self._stands_until(timed, then)
            there = timed.run.destination == run.destination
            if there and timed.arrive < end and until > start:
                return Stay(timed.arrive, until, run.carrier.mog_spots)
        return None

    def _stands_until(self, at: Timed, then: Timed | None) -> int:
        if then is not None:
            return then.depart
        return self.question.minute_or(at.run.fleet.until_utc, self.question.end_min)

    # --- what is taken -------------------------------------------------------------------------

    def _occupy(self, key: TailKey, *, leave: bool = False) -> None:
        chain = self.chains[key]
        for timed in chain:
            run = timed.run
            self._departures[leg_key(run)][day_of(timed.depart)] += -1 if leave else 1
            if run.mode == "air":
                spots = run.carrier.mog_spots
                at, to = self._working[run.origin], self._working[run.destination]
                (at.remove if leave else at.add)(Stay(timed.begin, timed.depart, spots))
                (to.remove if leave else to.add)(Stay(timed.arrive, timed.end, spots))
        for timed, then in _stands(chain):
            run = timed.run
            if run.mode == "air" and run.destination != run.fleet.base:
                parking = self._parking[run.destination]
                until = self._stands_until(timed, then)
                take = parking.remove if leave else parking.add
                take(Stay(timed.arrive, until, run.carrier.mog_spots))

    # --- the earliest time of a run ------------------------------------------------------------

    def _earliest(
        self, key: TailKey, before: list[Timed], run: Run, loaded: bool, begin: int, latest: int
    ) -> Timed | None:
        """The first time at which the run keeps every limit, after the runs ``before`` it."""
        depart = begin + (run.carrier.load_min if loaded else 0)
        for _ in range(MOST_JUMPS):
            if depart > latest:
                return None
            timed = Timed(run, loaded, depart, depart + run.travel_min)
            later = self._next_try(key, before, timed)
            if later is None:
                return None
            if later <= depart:
                return timed
            depart = later
        return None

    def _next_try(self, key: TailKey, before: list[Timed], timed: Timed) -> int | None:
        """The departure itself if all limits hold, else a later one to try; None if hopeless."""
        run, depart = timed.run, timed.depart
        first, last = self.question.fleet_span(run.fleet)
        if timed.begin < first:
            return depart + first - timed.begin
        if timed.end > last:
            return None
        openings = self.question.openings
        spans: tuple[tuple[tuple[Span, ...] | None, int, int], ...] = (
            (run.windows or None, depart, timed.arrive),
            (openings[run.origin], timed.begin, depart),
            (openings[run.destination], timed.arrive, timed.end),
        )
        for within, start, end in spans:
            later = depart if within is None else within_one(within, start, end, depart)
            if later is None or later > depart:
                return later
        if not self._day_has_room(run, depart):
            return (day_of(depart) + 1) * MINUTES_PER_DAY + 1 if run.leg.runs_per_day else None
        later = self._after_rest(before, timed)
        if later is None or later > depart:
            return later
        if not self._is_within_hours([*before, timed]):
            return next_midnight(depart)
        return self._spots_free(key, timed)

    def _after_rest(self, before: list[Timed], timed: Timed) -> int | None:
        carrier = timed.run.carrier
        if carrier.crew_duty_min is None:
            return timed.depart
        if timed.end - timed.begin > carrier.crew_duty_min:
            return None
        if self._is_rested([*before, timed]):
            return timed.depart
        return max(
            timed.depart, before[-1].end + carrier.crew_rest_min + timed.depart - timed.begin
        )

    def _spots_free(self, key: TailKey, timed: Timed) -> int:
        run, spots = timed.run, timed.run.carrier.mog_spots
        if run.mode != "air":
            return timed.depart
        begin = self._working[run.origin].free_from(timed.begin, timed.depart, spots)
        if begin > timed.begin:
            return timed.depart + begin - timed.begin
        arrive = self._working[run.destination].free_from(timed.arrive, timed.end, spots)
        if arrive > timed.arrive or run.destination == run.fleet.base:
            return timed.depart + arrive - timed.arrive
        stand = max(timed.end, timed.arrive + 1)
        own = self._own_stay(key, run, timed.arrive, stand)
        arrive = self._parking[run.destination].free_from(timed.arrive, stand, spots, own)
        return timed.depart + arrive - timed.arrive


def _stands(chain: list[Timed]) -> Iterator[tuple[Timed, Timed | None]]:
    """Each run with the one after it: between them the tail stands."""
    yield from pairwise([*chain])
    if chain:
        yield chain[-1], None


def _may_meet(one: Trip, other: Trip) -> bool:
    """Whether two trips may want the same tail, spot or run of a day."""
    if one.key == other.key:
        return True
    begin, end = one.runs[0].begin - MINUTES_PER_DAY, one.runs[-1].end + MINUTES_PER_DAY
    return other.runs[0].begin <= end and begin <= other.runs[-1].end
