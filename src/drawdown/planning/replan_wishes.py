"""What of a plan in force may change: the lines, lifts and places that broken lifts touch."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise

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
        """Lifts that may be loaded anew: still to come, from places concerned or on the way."""
        whole = self.facts.whole
        ways = set(self.places)
        for name in self.stranded:
            ways |= set(self.question.onward[name])
        able = [
            index
            for index, lift in self.lift_at.items()
            if lift.name not in whole and lift.origin in ways
        ]
        days = [self.facts.begin(lift) for lift in self.standing.broken.values()] or [
            self.facts.now
        ]
        able.sort(key=lambda i: (min(abs(self.facts.begin(self.lift_at[i]) - d) for d in days), i))
        return frozenset(able[:MOST_FREE_LIFTS])

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

        With the trips of each search closing where they are last; then with the lifts that stand.
        """
        standing = self._closing_of(self.lift_at.values())
        known: list[tuple[dict[str, int], Cuts]] = []
        for search in [*self.offer.searches, []]:
            closing, must_go = dict(standing), {}
            for _, number in search:
                timed = self.offer.trips[number].wanted
                if timed.depart > closing.get(timed.run.origin, -1):
                    closing[timed.run.origin] = timed.depart
                    must_go[timed.run.origin] = number
            cuts = self._cuts(dict(search))
            if (closing, cuts) not in known:
                known.append((closing, cuts))
                yield self._wishes(closing, frozenset(must_go.values()), cuts)

    def _closing_of(self, lifts: Iterable[Lift]) -> dict[str, int]:
        closing: dict[str, int] = {}
        for lift in lifts:
            depart = self.question.minute(lift.depart_utc)
            closing[lift.origin] = max(closing.get(lift.origin, 0), depart)
        return closing

    def _cuts(self, stands_in: Mapping[str, int]) -> Cuts:
        """By when each line that others wait for has left: as in the plan in force, or later."""
        waited = {name for line in self.question.withdrawal.lines for name in line.predecessors}
        cuts: Cuts = {}
        for name in sorted(waited):
            origin = self.question.line[name].origin
            departs = [0]
            for lift in self.facts.base.values():
                if lift.origin != origin or name not in units_on_board(lift):
                    continue
                if lift.name in self.standing.lifts:
                    departs.append(self.question.minute(lift.depart_utc))
                elif lift.name in stands_in:
                    departs.append(self.offer.trips[stands_in[lift.name]].wanted.depart)
            for disposal in self.facts.in_force.plan.disposals:
                if disposal.line == name and disposal.place == origin:
                    departs.append(self.question.minute(disposal.at_utc))
            cuts[name] = max(departs)
        return cuts

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
