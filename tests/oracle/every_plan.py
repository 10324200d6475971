"""The cheapest of all plans of a very tiny withdrawal, found by trying every one.

Every lift departs, and every disposal happens, on a grid of instants. On it all sensible plans
are tried: units move only towards their destination and never back to their origin, an empty
run never just undoes an empty run, and tails of a fleet that have not moved yet are used in their
order. The second judge says what is valid and what it costs. What is cut off is only what breaks
a rule for good, and what costs at least as much as the best plan so far, even if time did not
count from there on (``oracle.timeless``). Off the grid there may be a cheaper plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import product

from drawdown.model import (
    Carrier,
    Disposal,
    Disposition,
    Fleet,
    Leg,
    Lift,
    Line,
    Plan,
    Withdrawal,
)
from oracle.early_rules import BY_THEN, FOR_GOOD, asked_of
from oracle.judged_places import floors_hold
from oracle.second_judge import SECOND_RULES, is_valid, second_verdicts
from oracle.second_terms import exposure_at, late_milestones, late_units, second_terms
from oracle.story import MINUTE, Story
from oracle.timeless import Loads, Timeless

# How much dearer than the bound the first search looks.
STEP_CENTS = 100_000
# What a lift alone can break by its times, whatever else flies.
OF_ITS_TIME = {"leave_when_ready", "fleet_dates", "within_horizon", "open_hours", "clearance"}


def best_cost(
    withdrawal: Withdrawal, every_min: int = 360, search_by: type["Search"] | None = None
) -> tuple[int, Plan]:
    """The least cost in cents of all valid plans on a grid, and a plan that has it.

    The grid begins at ``start_utc`` and has an instant every ``every_min`` minutes.
    """
    search = (search_by or Search)(withdrawal, every_min)
    nothing_cents, least_cents = search.best_cents, search.timeless_cents()
    within_cents = STEP_CENTS
    # A narrow search is quick: it is widened until there is a plan within it.
    while True:
        search.best_cents = min(nothing_cents, least_cents + within_cents)
        search.go_on(0, 0)
        if search.best != Plan() or search.best_cents == nothing_cents:
            return search.best_cents, search.best
        within_cents *= 4


@dataclass(slots=True)
class Tail:
    """One carrier, where it is and from when it is free again."""

    fleet: Fleet
    carrier: Carrier
    number: int
    place: str
    free_utc: datetime
    lifts: int = 0
    last_was_empty: bool = False


class Search:
    """A walk through the grid: at each instant disposals, then each tail goes or waits."""

    def __init__(self, withdrawal: Withdrawal, every_min: int) -> None:
        self.withdrawal = withdrawal
        self.story = Story(withdrawal, Plan())
        self.lifts: list[Lift] = []
        self.disposals: list[Disposal] = []
        self.spent_cents = 0
        self.best = Plan()
        self.best_cents = sum(second_terms(withdrawal, self.best).values())
        assert is_valid(withdrawal, self.best)
        steps = (withdrawal.end_utc - withdrawal.start_utc) // timedelta(minutes=every_min)
        self.grid = [
            withdrawal.start_utc + n * timedelta(minutes=every_min) for n in range(steps + 1)
        ]
        self.tails = [
            Tail(
                fleet, self.story.carriers[fleet.carrier], number + 1, fleet.base,
                max(withdrawal.start_utc, fleet.from_utc or withdrawal.start_utc),
            )
            for fleet in withdrawal.fleets
            for number in range(fleet.count)
        ]  # fmt: skip
        # What is free where: (when, units) that become free, and (when, units) that are taken.
        self.free: dict[tuple[str, str], list[tuple[datetime, int]]] = {}
        self.taken: dict[tuple[str, str], list[tuple[datetime, int]]] = {}
        for line in withdrawal.lines:
            self.free[line.name, line.origin] = [(self.story.comes(line), line.count)]
        self.on_time: dict[tuple[str, str, str, datetime, frozenset[str]], bool] = {}
        self.timeless = Timeless(withdrawal)
        self.for_good = [SECOND_RULES[rule] for rule in sorted(FOR_GOOD & asked_of(withdrawal))]
        self.by_then = [SECOND_RULES[rule] for rule in sorted(BY_THEN & asked_of(withdrawal))]

    # --- the walk --------------------------------------------------------------------------

    def go_on(self, step: int, tail_number: int) -> None:
        """Try everything from a tail's turn at an instant of the grid on."""
        if self.spent_cents + self.timeless_cents() >= self.best_cents:
            return
        if step == len(self.grid):
            self.judge()
        elif tail_number == 0:
            if self.is_broken_by(self.grid[step]):
                return
            before = self.spent_cents
            self.spent_cents += self.settled_cents(step)
            for disposals in self.disposals_at(self.grid[step]):
                self.dispose(step, disposals)
            self.spent_cents = before
        elif tail_number > len(self.tails):
            self.go_on(step + 1, 0)
        else:
            self.turn(step, tail_number)

    def turn(self, step: int, tail_number: int) -> None:
        """Let one tail go with every load to every place, or wait."""
        tail = self.tails[tail_number - 1]
        if self.may_go(tail_number):
            for leg in self.withdrawal.legs:
                if leg.origin == tail.place and leg.mode is tail.carrier.mode:
                    for loads in self.loads(tail, leg):
                        self.depart(step, tail_number, leg, loads)
        self.go_on(step, tail_number + 1)

    def may_go(self, tail_number: int) -> bool:
        """Whether a tail is not one of several that have not moved, with one before it."""
        tail = self.tails[tail_number - 1]
        before = self.tails[tail_number - 2] if tail_number > 1 else None
        first_of_fleet = before is None or before.fleet is not tail.fleet
        return first_of_fleet or tail.lifts > 0 or before.lifts > 0

    def depart(self, step: int, tail_number: int, leg: Leg, loads: Loads) -> None:
        """Let one tail go with a load, and go on from there."""
        tail, t = self.tails[tail_number - 1], self.grid[step]
        begin = t - (tail.carrier.load_min if loads else 0) * MINUTE
        if begin < tail.free_utc or (not loads and self.is_idle(tail, leg)):
            return
        arrive = t + leg.minutes(tail.carrier.speed_km_per_h) * MINUTE
        lift = Lift(
            str(len(self.lifts) + 1), tail.fleet.name, tail.number, leg.origin, leg.destination,
            t, arrive, loads,
        )  # fmt: skip
        if not self.is_on_time(lift):
            return
        end = arrive + (tail.carrier.unload_min if loads else 0) * MINUTE
        for load in loads:
            self.taken.setdefault((load.line, leg.origin), []).append((begin, load.count))
            self.free.setdefault((load.line, leg.destination), []).append((end, load.count))
        if all(self.exists(load.line, leg.origin) for load in loads):
            self.with_lift(step, tail_number, lift, end)
        for load in loads:
            self.taken[load.line, leg.origin].pop()
            self.free[load.line, leg.destination].pop()

    def with_lift(self, step: int, tail_number: int, lift: Lift, end: datetime) -> None:
        """Go on with one more lift, and take it back."""
        tail, price = self.tails[tail_number - 1], self.price_cents(lift)
        self.tails[tail_number - 1] = replace(
            tail,
            place=lift.destination,
            free_utc=end,
            lifts=tail.lifts + 1,
            last_was_empty=not lift.loads,
        )
        self.lifts.append(lift)
        self.spent_cents += price
        if not self.is_broken():
            self.go_on(step, tail_number + 1)
        self.spent_cents -= price
        self.lifts.pop()
        self.tails[tail_number - 1] = tail

    def is_idle(self, tail: Tail, leg: Leg) -> bool:
        """Whether an empty run only undoes the empty run before it."""
        if not tail.last_was_empty:
            return False
        own = [x for x in self.lifts if (x.fleet, x.tail) == (tail.fleet.name, tail.number)]
        return own[-1].origin == leg.destination

    # --- what there is to carry ------------------------------------------------------------

    def loads(self, tail: Tail, leg: Leg) -> list[Loads]:
        """Every load that may go over a leg now, the largest first, and none."""
        loads = self.timeless.loads(tail.fleet.name, leg)
        return [each for each in loads if self.is_there(leg.origin, each)]

    def is_there(self, place: str, loads: Loads) -> bool:
        """Whether as many units have come to a place and not been taken (whenever)."""
        return all(
            load.count
            <= sum(n for _, n in self.free.get((load.line, place), ()))
            - sum(n for _, n in self.taken.get((load.line, place), ()))
            for load in loads
        )

    def exists(self, line: str, place: str) -> bool:
        """Whether at no instant more of a line is taken at a place than is free."""
        free, taken = self.free.get((line, place), []), self.taken[line, place]
        return all(
            sum(n for at, n in taken if at <= t) <= sum(n for at, n in free if at <= t)
            for t, _ in taken
        )

    def is_on_time(self, lift: Lift) -> bool:
        """Whether the judge lets a lift go at its time."""
        lines = frozenset(load.line for load in lift.loads)
        key = (lift.fleet, lift.origin, lift.destination, lift.depart_utc, lines)
        if key not in self.on_time:
            verdicts = second_verdicts(self.withdrawal, Plan((lift,)))
            self.on_time[key] = not any(verdict.rule in OF_ITS_TIME for verdict in verdicts)
        return self.on_time[key]

    # --- disposals -------------------------------------------------------------------------

    def disposals_at(self, t: datetime) -> Iterator[tuple[Disposal, ...]]:
        """Every set of disposals at an instant, none included."""
        ways = [
            (line, place.name, way)
            for line in self.withdrawal.lines
            for place in self.withdrawal.places
            for way in line.dispositions
            if way is not Disposition.REDEPLOY and place.name != line.destination
            if (line.name, place.name) in self.free and self.is_open(line, place.name, way, t)
        ]
        for counts in product(*(range(line.count, -1, -1) for line, _, _ in ways)):
            yield tuple(
                Disposal(line.name, place, way, count, t)
                for (line, place, way), count in zip(ways, counts, strict=True)
                if count
            )

    def is_open(self, line: Line, place: str, way: Disposition, t: datetime) -> bool:
        """Whether the judge allows one unit to be disposed of so."""
        plan = Plan(disposals=(Disposal(line.name, place, way, 1, t),))
        rules = {verdict.rule for verdict in second_verdicts(self.withdrawal, plan)}
        return not rules & {"disposal_allowed", "leave_when_ready", "within_horizon"}

    def dispose(self, step: int, disposals: tuple[Disposal, ...]) -> None:
        """Go on with some disposals, and take them back."""
        t = self.grid[step]
        plan = Plan(disposals=disposals)
        price = second_terms(self.withdrawal, plan)["disposal"] if disposals else 0
        for disposal in disposals:
            self.taken.setdefault((disposal.line, disposal.place), []).append((t, disposal.count))
        if all(self.exists(disposal.line, disposal.place) for disposal in disposals):
            self.disposals += disposals
            self.spent_cents += price
            if not disposals or not self.is_broken():
                self.go_on(step, 1)
            self.spent_cents -= price
            del self.disposals[len(self.disposals) - len(disposals) :]
        for disposal in disposals:
            self.taken[disposal.line, disposal.place].pop()

    # --- cost and validity -----------------------------------------------------------------

    def price_cents(self, lift: Lift) -> int:
        """What a lift costs in itself, with its handling and the fragments it makes."""
        carried_before = {
            load.line
            for other in self.lifts
            for load in other.loads
            if other.origin == self.story.lines[load.line].origin == lift.origin
        }
        fragments = sum(load.line in carried_before for load in lift.loads)
        price = self.timeless.lift_cents(lift.fleet, lift.origin, lift.destination, lift.loads)
        return price + fragments * self.withdrawal.prices.fragment

    def timeless_cents(self) -> int:
        """What must still be paid at the least, if time did not count from here on."""
        units = {
            (line, place): sum(n for _, n in come) - sum(n for _, n in self.taken.get(key, ()))
            for key, come in self.free.items()
            for line, place in [key]
        }
        tails = tuple(sorted((tail.fleet.name, tail.place) for tail in self.tails))
        return self.timeless.cents(units, tails)

    def settled_cents(self, step: int) -> int:
        """What the nights that have just passed cost for certain, whatever follows.

        Later lifts change nothing of where people were. Things that are late may turn out to
        be left, so they are not counted here.
        """
        since = self.grid[step - 1] if step else None
        nights = [
            night
            for night in self.story.nights()
            if night < self.grid[step] and (since is None or since <= night)
        ]
        price = Fraction(0)
        if nights:
            story = Story(self.withdrawal, self.plan())
            for night in nights:
                price += exposure_at(story, night) + late_milestones(story, night)
                price += late_units(story, night, among=lambda line: line.is_people)
        assert price.denominator == 1
        return int(price)

    def plan(self) -> Plan:
        """What has been decided so far."""
        return Plan(tuple(self.lifts), tuple(self.disposals))

    def is_broken(self) -> bool:
        """Whether what has been decided so far breaks what nothing later can mend."""
        if not self.for_good:
            return False
        story = Story(self.withdrawal, self.plan())
        return any(True for rule in self.for_good for _ in rule(story))

    def is_broken_by(self, now: datetime) -> bool:
        """Whether what was decided before ``now`` breaks what no lift from now on can mend."""
        if not self.by_then and not self.withdrawal.floors:
            return False
        story = Story(self.withdrawal, self.plan())
        broken = any(verdict.from_utc < now for rule in self.by_then for verdict in rule(story))
        return broken or self.is_floor_broken_by(now, story)

    def is_floor_broken_by(self, now: datetime, story: Story) -> bool:
        """Whether a floor was broken before a wave that has already left."""
        for verdict in floors_hold(story):
            place = str(verdict.subject[0])
            last_wave = timedelta(minutes=story.places[place].last_wave_min)
            left = story.last_departure(place)
            if left is not None and verdict.from_utc < min(now, left - last_wave):
                return True
        return False

    def judge(self) -> None:
        """Keep the plan if it is valid and cheaper than the best so far."""
        plan = self.plan()
        cost_cents = sum(second_terms(self.withdrawal, plan).values())
        if cost_cents < self.best_cents and is_valid(self.withdrawal, plan):
            self.best, self.best_cents = plan, cost_cents
