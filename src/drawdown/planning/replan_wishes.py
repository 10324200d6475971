"""What of a plan in force may change: the lines, lifts and places that broken lifts touch."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise, zip_longest
from math import inf

from drawdown.model import Lift, Plan, Severity
from drawdown.planning.load_model import Cuts
from drawdown.planning.replan_facts import Facts, Standing, chains_of, is_loaded
from drawdown.planning.replan_model import Removal, Route, Wishes
from drawdown.planning.replan_slots import Trip
from drawdown.planning.replan_trips import Offer, offer_trips, wants_of_broken, wants_of_left
from drawdown.planning.timetable import Timed
from drawdown.rules import judge, left
from drawdown.rules.changes import units_on_board

# Lifts that may be loaded anew, those nearest in time to what cannot stand first.
MOST_FREE_LIFTS = 40
# Columns of lines on lifts that may be loaded anew.
MOST_FREE_LOADS = 6000


class Neighbourhood:
    """What may change about a plan in force, given the ``rest`` of it that can stand."""

    def __init__(self, facts: Facts, standing: Standing, rest: Plan) -> None:
        self.facts = facts
        self.question = facts.question
        self.standing = standing
        self.rest = rest
        loaded = [lift for lift in standing.lifts.values() if is_loaded(lift)]
        self.lift_at = dict(enumerate(loaded))
        self.entry_of = {lift.name: index for index, lift in self.lift_at.items()}

    def aboard_of_rest(self) -> dict[int, dict[str, int]]:
        """What each loaded lift carries in the plan without what cannot stand."""
        return {
            self.entry_of[lift.name]: units_on_board(lift)
            for lift in self.rest.lifts
            if lift.name in self.entry_of
        }

    def lifts_of_removal(self, index: int) -> tuple[str, str]:
        """The names of a loaded lift that is dropped and of the empty run before it."""
        return self._round_trips[index][0].name, self._round_trips[index][1].name

    @property
    def is_empty(self) -> bool:
        """Whether nothing is touched: the plan in force stands, and nothing is late or left."""
        return not self.standing.broken and not self.stranded

    # --- what is touched -----------------------------------------------------------------------

    @cached_property
    def stranded(self) -> frozenset[str]:
        """Lines aboard lifts that cannot stand or are unloaded, or that are late or left."""
        names = {line for lift in self.standing.broken.values() for line in units_on_board(lift)}
        for lift in self.rest.lifts:
            before = units_on_board(self.facts.base[lift.name])
            now = units_on_board(lift)
            names |= {line for line in before if now.get(line, 0) != before[line]}
        names |= {entry.line for entry in left(self.question.withdrawal, self.rest)}
        for finding in judge(self.question.withdrawal, self.rest):
            if finding.severity is Severity.SHORTFALL:
                names |= set(finding.lines)
        return frozenset(names)

    @cached_property
    def places(self) -> frozenset[str]:
        """Places where stranded lines begin, and where lifts that cannot stand begin."""
        lines = {self.question.line[name].origin for name in self.stranded}
        return frozenset(lines | {x.origin for x in self.standing.broken.values() if is_loaded(x)})

    @cached_property
    def free(self) -> frozenset[int]:
        """Lifts that may be loaded anew: those that lack something, and those that may bring it.

        The latter are the lifts still to come that can take a stranded line from where it is, or
        further on its way; of each leg as many, the nearest in time to what cannot stand first.
        """
        lacking = [index for index, lift in self.lift_at.items() if lift.name in self.lacking]
        by_leg: dict[Route, list[int]] = defaultdict(list)
        for index, lift in self.lift_at.items():
            if lift.name not in self.facts.whole and self._may_bring(lift):
                by_leg[lift.origin, lift.destination].append(index)
        for of_leg in by_leg.values():
            of_leg.sort(key=lambda index: (self._minutes_off(self.lift_at[index]), index))
        in_turn = [index for turn in zip_longest(*by_leg.values()) for index in turn]
        ranked = dict.fromkeys(index for index in (*lacking, *in_turn) if index is not None)
        return frozenset(list(ranked)[: max(MOST_FREE_LIFTS, len(lacking))])

    @cached_property
    def lacking(self) -> frozenset[str]:
        """Lifts that stand, but can no longer carry all that they did."""
        return frozenset(
            lift.name
            for lift in self.rest.lifts
            if lift.name not in self.facts.whole
            and units_on_board(lift) != units_on_board(self.facts.base[lift.name])
        )

    def _may_bring(self, lift: Lift) -> bool:
        """Whether a lift can take a stranded line nearer to its destination."""
        run = self.facts.run_of(lift)
        for name in self.stranded:
            onward = self.question.onward[name]
            nearer = onward.get(run.destination, inf) < onward.get(run.origin, inf)
            if (nearer or lift.origin in self.places) and self.question.takes(
                run, self.question.line[name]
            ):
                return True
        return False

    def _minutes_off(self, lift: Lift) -> int:
        """How far in time a lift is from what cannot stand, or from now."""
        begins = self._broken_begins or [self.facts.now]
        return min(abs(self.facts.begin(lift) - begin) for begin in begins)

    @cached_property
    def _broken_begins(self) -> list[int]:
        return [self.facts.begin(lift) for lift in self.standing.broken.values()]

    @cached_property
    def lines(self) -> frozenset[str]:
        """Lines that may be loaded otherwise: the stranded ones, and others of their places."""
        names = set(self.stranded)
        room = MOST_FREE_LOADS // max(1, len(self.free) + 10)
        for line in self.question.withdrawal.lines:
            waits = any(name in names for name in line.predecessors)
            if len(names) < room and (line.origin in self.places or waits):
                names.add(line.name)
        return frozenset(names)

    @cached_property
    def cargo(self) -> frozenset[str]:
        """Lifts that carry what bars passengers."""
        barring = set()
        for lift in self.facts.base.values():
            mode = self.facts.run_of(lift).mode
            lines = [self.question.line[name] for name in units_on_board(lift)]
            if any(self.question.bars_passengers(line, mode) for line in lines):
                barring.add(lift.name)
        return frozenset(barring)

    # --- what may stand in ---------------------------------------------------------------------

    @cached_property
    def offer(self) -> Offer:
        """Trips for the lifts that cannot stand, and for what is left or late."""
        wants = wants_of_broken(self.facts, self.standing.broken.values(), self.cargo)
        stays = {(entry.line, entry.place) for entry in left(self.question.withdrawal, self.rest)}
        if not wants:
            late = {(name, self.question.line[name].origin) for name in self.stranded}
            wants = wants_of_left(self.facts, sorted(stays | late), self.question.deadline_min)
        return offer_trips(self.facts, self.standing, wants)

    @cached_property
    def _round_trips(self) -> dict[int, tuple[Lift, Lift]]:
        """Loaded lifts from the places concerned, with the empty run before, that may go."""
        chains: dict[tuple[str, int | None], list[Lift]] = defaultdict(list)
        for lift in sorted(self.standing.lifts.values(), key=lambda x: (x.depart_utc, x.name)):
            chains[lift.fleet, lift.tail].append(lift)
        trips: dict[int, tuple[Lift, Lift]] = {}
        for chain in chains.values():
            for before, lift in pairwise(chain):
                index = self.entry_of.get(lift.name)
                if index is not None and index in self.free and self._may_go(before, lift):
                    trips[index] = (before, lift)
        return trips

    def _may_go(self, before: Lift, lift: Lift) -> bool:
        held = {before.name, lift.name} & self.facts.in_time
        back = before.origin == lift.destination and before.destination == lift.origin
        return back and not held and not is_loaded(before)

    # --- alternatives --------------------------------------------------------------------------

    def alternatives(self) -> Iterator[Wishes]:
        """Models to solve: they differ in which lift closes each place, and who waits for whom.

        With the lifts that stand; then with the trips of each search closing where they are last.
        """
        standing = self._closing_of(self.lift_at.values())
        known: list[tuple[dict[str, int], Cuts]] = []
        for search in [[], *self.offer.searches]:
            closing, must_go = self._closing_with(standing, search)
            for cuts in (self._cuts(dict(search)), self._cuts({})):
                if (closing, cuts) not in known:
                    known.append((closing, cuts))
                    yield self._wishes(closing, frozenset(must_go.values()), cuts)

    def _closing_with(
        self, standing: Mapping[str, int], search: list[tuple[str, int]]
    ) -> tuple[dict[str, int], dict[str, int]]:
        """When each place closes with the trips of a search, and with which of them.

        A trip that leaves after a place that closes later would have closed takes nothing.
        """
        closing, must_go = dict(standing), {}
        wanted = {number: self.offer.trips[number].wanted for _, number in search}
        while True:
            for number, timed in wanted.items():
                if timed.depart > closing.get(timed.run.origin, -1):
                    closing[timed.run.origin] = timed.depart
                    must_go[timed.run.origin] = number
            late = {
                number
                for number in must_go.values()
                if self._closes_too_late(wanted[number].run.origin, closing)
            }
            if not late:
                return closing, must_go
            wanted = {number: timed for number, timed in wanted.items() if number not in late}
            closing, must_go = dict(standing), {}

    def _closes_too_late(self, origin: str, closing: Mapping[str, int]) -> bool:
        return any(
            origin in place.closes_after and closing.get(place.name, inf) < closing[origin]
            for place in self.question.withdrawal.places
        )

    def _closing_of(self, lifts: Iterable[Lift]) -> dict[str, int]:
        closing: dict[str, int] = {}
        for lift in lifts:
            depart = self.question.minute(lift.depart_utc)
            closing[lift.origin] = max(closing.get(lift.origin, 0), depart)
        return closing

    def _cuts(self, stands_in: Mapping[str, int]) -> Cuts:
        """By when each line that others wait for has left: as in the plan in force, or later.

        Where a lift that carried it cannot stand and nothing stands in: by when the first of those
        that wait for it goes, or, if none of them stands, by the last lift that could take it.
        """
        waited: dict[str, list[str]] = defaultdict(list)
        for line in self.question.withdrawal.lines:
            for name in line.predecessors:
                waited[name].append(line.name)
        cuts: Cuts = {}
        for name in sorted(waited):
            departs, cannot = self._departs(name, stands_in)
            cuts[name] = max(departs)
            if cannot:
                waiting = [m for x in waited[name] for m in self._departs(x, {})[0] if m > 0]
                until = min(waiting, default=None)
                cuts[name] = max(cuts[name], self._last_for(name) if until is None else until)
        return cuts

    def _last_for(self, name: str) -> int:
        """The last departure still to come that could take a line from its origin; else now."""
        line = self.question.line[name]
        departs = [
            self.question.minute(lift.depart_utc)
            for lift in self.lift_at.values()
            if lift.origin == line.origin
            and lift.name not in self.facts.whole
            and self.question.takes(self.facts.run_of(lift), line)
        ]
        return max(departs, default=self.facts.now)

    def _departs(self, name: str, stands_in: Mapping[str, int]) -> tuple[list[int], bool]:
        """When a line leaves its origin, as far as that stands; whether some of it does not."""
        origin = self.question.line[name].origin
        departs, cannot = [0], False
        for lift in self.facts.base.values():
            if lift.origin != origin or name not in units_on_board(lift):
                continue
            if lift.name in self.standing.lifts:
                departs.append(self.question.minute(lift.depart_utc))
            elif lift.name in stands_in:
                departs.append(self.offer.trips[stands_in[lift.name]].wanted.depart)
            else:
                cannot = True
        for disposal in self.facts.in_force.plan.disposals:
            if disposal.line == name and disposal.place == origin:
                departs.append(self.question.minute(disposal.at_utc))
        return departs, cannot

    def _wishes(self, closing: dict[str, int], must_go: frozenset[int], cuts: Cuts) -> Wishes:
        first = len(self.lift_at)
        trips: dict[int, Trip] = {
            first + number: trip
            for number, trip in enumerate(self.offer.trips)
            if trip.wanted.depart <= closing.get(trip.wanted.run.origin, -1)
        }
        entries: dict[int, Timed] = {i: self.facts.timed(x) for i, x in self.lift_at.items()}
        entries |= {index: trip.wanted for index, trip in trips.items()}
        cargo = {i for i, lift in self.lift_at.items() if lift.name in self.cargo}
        cargo |= {index for index in trips if self.offer.is_cargo[index - first]}
        dropped: Counter[Route] = Counter(
            (lift.origin, lift.destination) for lift in self.standing.broken.values()
        )
        closers = {
            index for index, lift in self.lift_at.items()
            if self.question.minute(lift.depart_utc) == closing[lift.origin]
        }  # fmt: skip
        removals = {
            index: Removal(
                index,
                tuple((x.origin, x.destination) for x in of),
                sum(self.facts.run_of(x).cost_cents for x in of),
            )
            for index, of in self._round_trips.items()
            if index not in closers
        }
        given = sum(self.facts.run_of(lift).cost_cents for lift in self.standing.lifts.values())
        return Wishes(
            entries=entries,
            aboard={i: units_on_board(lift) for i, lift in self.lift_at.items()},
            cargo=frozenset(cargo),
            free=self.free,
            lines=self.lines,
            trips=trips,
            conflicts=[
                (first + one, first + other)
                for one, other in self.offer.conflicts
                if first + one in trips and first + other in trips
            ],
            removals=removals,
            given_cents=given - sum(removal.cost_cents for removal in removals.values()),
            dropped=dropped,
            disposals=self.facts.later_disposals,
            settled_disposals=self.facts.disposals,
            now=self.facts.now,
            closing=closing,
            must_go=frozenset(first + number for number in must_go),
            cuts=cuts,
            empty_before=frozenset(
                (key, timed.depart, timed.arrive)
                for key, chain in chains_of(self.facts, self.standing.broken.values()).items()
                for timed in chain
                if not timed.loaded
            ),
            ways=frozenset(
                (line, lift.origin, lift.destination)
                for lift in self.facts.base.values()
                for line in units_on_board(lift)
            ),
        )
