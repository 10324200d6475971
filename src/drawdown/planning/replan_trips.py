"""Which trips may stand in for lifts that cannot: by their route, about their day, in what room."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from drawdown.model import Lift
from drawdown.planning.question import MINUTES_PER_DAY, Question, Run
from drawdown.planning.replan_facts import Facts, Standing, chains_of, is_loaded
from drawdown.planning.replan_slots import Slots, Trip

# More trips than this make the model slow.
MOST_TRIPS = 160
# By how many days earlier trips are sought than the lift that they stand in for.
EARLIER_DAYS = (2, 7)
# At so many times lifts are sought for what would stay.
LEFT_TIMES = 6


@dataclass(frozen=True, slots=True)
class Want:
    """Somebody or something wants to go on one of ``runs``, loading at ``begin`` at best.

    ``lift`` is the one that cannot stand, if it is for one; ``goes_on`` if some of its load comes
    from elsewhere, and has to be there first.
    """

    lift: str
    runs: tuple[Run, ...]
    begin: int
    is_cargo: bool
    goes_on: bool = False


@dataclass(slots=True)
class Offer:
    """Trips to choose from, with the pairs that exclude each other.

    ``searches`` has, one way after another, the lifts that cannot stand and, by its number in
    ``trips``, the trip that was found for each; nothing for what is not for a lift. A trip for what
    bars passengers is there once more, for people and all else: ``for_people`` has its number.
    """

    trips: list[Trip] = field(default_factory=list)
    is_cargo: list[bool] = field(default_factory=list)
    conflicts: list[tuple[int, int]] = field(default_factory=list)
    searches: list[list[tuple[str, int]]] = field(default_factory=list)
    for_people: dict[int, int] = field(default_factory=dict)
    _known: dict[tuple[object, ...], int] = field(default_factory=dict)

    def note(self, trip: Trip, is_cargo: bool) -> int:
        """The number of a trip, new or known."""
        key = (trip.key, trip.wanted.run.key, trip.wanted.depart, is_cargo)
        if key not in self._known:
            self._known[key] = len(self.trips)
            self.trips.append(trip)
            self.is_cargo.append(is_cargo)
        return self._known[key]


def offer_trips(facts: Facts, standing: Standing, wants: list[Want]) -> Offer:
    """Trips for what is wanted, sought in several ways: each way has room for all of its own."""
    slots = Slots(
        facts.question,
        chains_of(facts, standing.lifts.values()),
        facts.now,
        chains_of(facts, standing.broken.values()),
    )
    offer = Offer()
    for way in _ways(facts.question, facts.now, wants):
        entered: list[Trip] = []
        numbers: list[tuple[str, int]] = []
        comes: dict[str, int] = {}
        for want, run, not_before in way:
            if len(offer.trips) >= MOST_TRIPS:
                break
            begin = max(not_before, comes.get(run.origin, 0)) if want.goes_on else not_before
            trip = slots.earliest_trip(run, begin, facts.question.end_min)
            if trip is None:
                continue
            slots.enter(trip)
            there = trip.wanted.run.destination
            comes[there] = max(comes.get(there, 0), trip.wanted.end)
            entered.append(trip)
            number = offer.note(trip, want.is_cargo)
            numbers.append((want.lift, number))
            if want.is_cargo:
                offer.for_people[number] = offer.note(trip, False)
        for trip, is_cargo in list(_waves(slots, entered, standing)):
            entered.append(trip)
            offer.note(trip, is_cargo)
        for trip in entered:
            slots.leave(trip)
        offer.searches.append(numbers)
    offer.conflicts = slots.conflicts(offer.trips)
    return offer


def _waves(slots: Slots, entered: list[Trip], standing: Standing) -> Iterator[tuple[Trip, bool]]:
    """More trips with those that would be the last from their place: its last wave."""
    question = slots.question
    closing: dict[str, int] = {}
    for lift in standing.lifts.values():
        if is_loaded(lift):
            depart = question.minute(lift.depart_utc)
            closing[lift.origin] = max(closing.get(lift.origin, 0), depart)
    later: dict[str, int] = {}
    for trip in entered:
        origin = trip.wanted.run.origin
        if trip.wanted.depart > max(closing.get(origin, 0), later.get(origin, 0)):
            later[origin] = trip.wanted.depart
    for place, depart in sorted(later.items()):
        wave = question.place[place].last_wave_min
        for run in question.loaded_runs:
            if run.origin == place and run.carrier.seats > 0 and wave > 0:
                begin = max(slots.now + 1, depart - wave - run.carrier.load_min)
                more = slots.earliest_trip(run, begin, depart)
                if more is not None:
                    slots.enter(more)
                    yield more, False


def _ways(question: Question, now: int, wants: list[Want]) -> Iterator[list[tuple[Want, Run, int]]]:
    """Each way: in which order, on which run, and from when on trips are sought."""
    in_time = sorted(wants, key=lambda want: want.begin)
    yield [(want, want.runs[0], want.begin) for want in in_time]
    for days in EARLIER_DAYS:
        earlier = days * MINUTES_PER_DAY
        yield [(want, want.runs[0], max(now + 1, want.begin - earlier)) for want in in_time]
    for other in range(1, max((len(want.runs) for want in wants), default=1)):
        yield [
            (want, want.runs[other], max(now + 1, want.begin - MINUTES_PER_DAY))
            for want in in_time
            if other < len(want.runs)
        ]
    yield [(want, want.runs[0], now + 1) for want in in_time]


def wants_of_broken(facts: Facts, broken: Iterable[Lift], cargo: frozenset[str]) -> list[Want]:
    """For each loaded lift that cannot stand: its own fleet first, then others on its route."""
    question = facts.question
    wants = []
    for lift in broken:
        if not is_loaded(lift):
            continue
        lines = [question.line[load.line] for load in lift.loads if load.count > 0]
        runs = [
            run
            for run in question.loaded_runs
            if (run.origin, run.destination) == (lift.origin, lift.destination)
            and any(question.takes(run, line) for line in lines)
        ]
        runs.sort(key=lambda run, own=lift.fleet: run.fleet.name != own)  # type: ignore[misc]
        begin = max(facts.begin(lift), facts.now + 1)
        if runs:
            goes_on = any(line.origin != lift.origin for line in lines)
            wants.append(Want(lift.name, tuple(runs), begin, lift.name in cargo, goes_on))
    return wants


def wants_of_left(facts: Facts, left: Iterable[tuple[str, str]], until: int) -> list[Want]:
    """For lines that would stay at a place, or be late there: lifts now, and some days apart.

    ``left`` has line and place; after ``until`` they are not wanted.
    """
    question = facts.question
    wants: dict[tuple[str, str, str], Run] = {}
    for name, place in left:
        line, onward = question.line[name], question.onward[name]
        for run in question.loaded_runs:
            nearer = onward.get(run.destination, 1e300) < onward.get(run.origin, 1e300)
            if run.origin == place and nearer and question.takes(run, line):
                wants.setdefault(run.key, run)
    first = facts.now + 1
    step = max(1, (until - first) // LEFT_TIMES)
    return [
        Want("", (run,), first + number * step, False)
        for run in wants.values()
        for number in range(LEFT_TIMES)
    ]
