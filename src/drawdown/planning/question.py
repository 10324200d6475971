"""The withdrawal as the planner sees it: minutes since the start, runs, and who fits on which.

Names stay names; instants become whole minutes after ``start_utc``, so that comparisons are exact
and cheap.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from heapq import heappop, heappush
from math import inf

from drawdown.model import (
    Carrier,
    DisposalOption,
    Disposition,
    Fleet,
    Floor,
    Leg,
    Line,
    Mode,
    Place,
    Withdrawal,
)
from drawdown.rules.carriers import MOST_DELAY_MIN, TOLERANCE, misfit, short_runway
from drawdown.rules.openings import Openings
from drawdown.rules.people_and_things import matches as hazard_matches

MINUTES_PER_DAY = 1440
Span = tuple[int, int]
TRIFLE_CENTS = 1e-6
# Openings are known so long after the last of a lift that departs by the end.
WAIT_MIN = 7 * MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class Run:
    """What one tail of a fleet can do on one leg. Times in minutes, cost in cents per lift.

    Its payload is nothing where it can never bring a load, or may not.
    """

    fleet: Fleet
    carrier: Carrier
    leg: Leg
    travel_min: int
    payload_kg: int
    cost_cents: int
    windows: tuple[Span, ...]

    @property
    def origin(self) -> str:
        return self.leg.origin

    @property
    def destination(self) -> str:
        return self.leg.destination

    @property
    def mode(self) -> Mode:
        return self.leg.mode

    @property
    def key(self) -> tuple[str, str, str]:
        """Fleet, origin and destination: no two runs share them."""
        return (self.fleet.name, self.leg.origin, self.leg.destination)

    @property
    def night_lag(self) -> int:
        """The fewest midnights that a run crosses, wherever in the day it begins.

        One that departs at the very start, and counts to the first day, may cross one less.
        """
        return (self.travel_min - 1) // MINUTES_PER_DAY


class Question:
    """A withdrawal with what every step of planning looks up again and again."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        self.withdrawal = withdrawal
        self.start_utc = withdrawal.start_utc
        self.end_min = self.minute(withdrawal.end_utc)
        self.days = self.end_min // MINUTES_PER_DAY
        self.deadline_min = self.minute(withdrawal.deadline_utc)
        self.place = {place.name: place for place in withdrawal.places}
        self.line = {line.name: line for line in withdrawal.lines}
        self.rank = {line.name: index for index, line in enumerate(withdrawal.lines)}
        self.carrier = {carrier.name: carrier for carrier in withdrawal.carriers}
        self.fleet = {fleet.name: fleet for fleet in withdrawal.fleets}
        self.gate = {gate.name: gate for gate in withdrawal.gates}

    def minute(self, instant: datetime) -> int:
        """Whole minutes from the start of the withdrawal to an instant."""
        known = self._minute.get(instant)
        if known is None:
            known = int((instant - self.start_utc) / timedelta(minutes=1))
            self._minute[instant] = known
        return known

    @cached_property
    def _minute(self) -> dict[datetime, int]:
        return {}

    def minute_or(self, instant: datetime | None, default: int) -> int:
        """As ``minute``, with a default for an instant that is not given."""
        return default if instant is None else self.minute(instant)

    def instant(self, minute: int) -> datetime:
        """The instant that lies so many minutes after the start."""
        return self.start_utc + timedelta(minutes=minute)

    def there_from(self, line: Line) -> int:
        """Minute from which the units of a line are at its origin."""
        return max(0, self.minute_or(line.arrives_utc, 0))

    def ready_from(self, line: Line) -> int:
        """Minute from which the units of a line may be loaded or disposed of at its origin."""
        return max(self.there_from(line), self.minute_or(line.ready_utc, 0))

    def fleet_span(self, fleet: Fleet) -> Span:
        """When the fleet may be under way; open-ended after the end of the withdrawal."""
        return self._fleet_spans[fleet.name]

    @cached_property
    def _fleet_spans(self) -> dict[str, Span]:
        never = self.end_min + 1000 * MINUTES_PER_DAY
        return {
            fleet.name: (
                max(0, self.minute_or(fleet.from_utc, 0)),
                self.minute_or(fleet.until_utc, never),
            )
            for fleet in self.withdrawal.fleets
        }

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every fleet on every leg of its mode that it can fly, drive or sail.

        Only from where its tails can get from its base.
        """
        runs = []
        for fleet in self.withdrawal.fleets:
            carrier = self.carrier[fleet.carrier]
            legs = [
                leg
                for leg in self.withdrawal.legs
                if leg.mode is carrier.mode and self._can_run(carrier, leg)
            ]
            reached = _reached_from(fleet.base, legs)
            runs += [self._run(fleet, carrier, leg) for leg in legs if leg.origin in reached]
        return tuple(runs)

    def _can_run(self, carrier: Carrier, leg: Leg) -> bool:
        ends = (self.place[leg.origin], self.place[leg.destination])
        if carrier.mode is Mode.AIR and not all(runway_enough(carrier, end) for end in ends):
            return False
        travel_min = leg.minutes(carrier.speed_km_per_h)
        return travel_min > 0 and _within_a_duty(carrier, travel_min)

    def hindrance(self, carrier: Carrier, leg: Leg) -> tuple[str, str] | None:
        """Why a carrier can never bring a load over a leg, and at which place; None if it can.

        ``runway``, ``duty`` (too short for the way), ``mog`` (too small to load or unload it),
        ``hours`` (no opening long enough).
        """
        ends = (self.place[leg.origin], self.place[leg.destination])
        work = (carrier.load_min, carrier.unload_min)
        if carrier.mode is Mode.AIR:
            for place in ends:
                if not runway_enough(carrier, place):
                    return "runway", place.name
        if not _within_a_duty(carrier, leg.minutes(carrier.speed_km_per_h), sum(work)):
            return "duty", leg.origin
        for place, minutes in zip(ends, work, strict=True):
            mog = place.working_mog if carrier.mode is Mode.AIR else None
            if minutes and mog is not None and carrier.mog_spots > mog:
                return "mog", place.name
            if not self._has_opening(place, minutes):
                return "hours", place.name
        return None

    def _has_opening(self, place: Place, minutes: int) -> bool:
        openings = self.openings[place.name]
        return openings is None or any(until - start >= minutes for start, until in openings)

    def _run(self, fleet: Fleet, carrier: Carrier, leg: Leg) -> Run:
        travel_min = leg.minutes(carrier.speed_km_per_h)
        loads = not leg.empty_only and self.hindrance(carrier, leg) is None
        hourly = (2 * carrier.cost_cents_per_h * travel_min + 60) // 120
        return Run(
            fleet=fleet,
            carrier=carrier,
            leg=leg,
            travel_min=travel_min,
            payload_kg=carrier.payload_at_kg(leg.distance_km) if loads else 0,
            cost_cents=carrier.cost_cents_per_lift + hourly,
            windows=_not_within_others((self.minute(a), self.minute(b)) for a, b in leg.windows),
        )

    @cached_property
    def number_of_run(self) -> dict[tuple[str, str, str], int]:
        """Where in ``runs`` the run of a fleet from an origin to a destination is."""
        return {run.key: number for number, run in enumerate(self.runs)}

    def run_as_it_was(self, fleet: str, origin: str, destination: str) -> Run:
        """A run of a lift that no leg, runway or duty allows any more, as far as it is known."""
        of = self.fleet[fleet]
        carrier = self.carrier[of.carrier]
        ends = (origin, destination, carrier.mode)
        leg = next(
            (
                leg
                for leg in self.withdrawal.legs
                if (leg.origin, leg.destination, leg.mode) == ends
            ),
            Leg(origin, destination, carrier.mode, distance_km=0, travel_min=1),
        )
        return replace(self._run(of, carrier, leg), payload_kg=carrier.payload_kg)

    @cached_property
    def loaded_runs(self) -> tuple[Run, ...]:
        """The runs on which something may be carried: from a place where something begins."""
        return tuple(run for run in self.runs if run.payload_kg > 0)

    def takes(self, run: Run, line: Line) -> bool:
        """Whether one unit of the line may go on the run."""
        carrier = run.carrier
        if run.mode not in line.modes or line.unit_mass_kg > run.payload_kg:
            return False
        if run.destination == line.destination and not line.may_be_redeployed:
            return False
        if line.is_people:
            return carrier.seats > 0
        has_positions = line.positions(run.mode) <= carrier.positions + TOLERANCE
        return has_positions and misfit(line, carrier) is None

    def bars_passengers(self, line: Line, mode: Mode) -> bool:
        """Whether the line's hazard class may not be on a lift with passengers."""
        return (line.name, mode) in self._barring

    @cached_property
    def _barring(self) -> frozenset[tuple[str, Mode]]:
        return frozenset(
            (line.name, mode)
            for exclusion in self.withdrawal.exclusions
            if "passengers" in (exclusion.first, exclusion.second)
            for line in self.withdrawal.lines
            if not line.is_people
            for mode in exclusion.modes
            if matches(exclusion.first, line) or matches(exclusion.second, line)
        )

    def are_apart(self, one: Line, other: Line, mode: Mode) -> bool:
        """Whether the hazard classes of two lines, or that one is passengers, keep them apart."""
        if not one.hazard and not other.hazard:
            return False
        key = (one.hazard, one.is_people, other.hazard, other.is_people, mode)
        if key not in self._apart:
            self._apart[key] = any(
                mode in exclusion.modes
                and (
                    (matches(exclusion.first, one) and matches(exclusion.second, other))
                    or (matches(exclusion.first, other) and matches(exclusion.second, one))
                )
                for exclusion in self.withdrawal.exclusions
            )
        return self._apart[key]

    @cached_property
    def _apart(self) -> dict[tuple[str, bool, str, bool, Mode], bool]:
        return {}

    @cached_property
    def openings(self) -> dict[str, tuple[Span, ...] | None]:
        """Opening hours of each place as spans of minutes; None where always open."""
        return {place.name: self._openings(place) for place in self.withdrawal.places}

    def _openings(self, place: Place) -> tuple[Span, ...] | None:
        if place.hours is None:
            return None
        return Openings(place.hours, self.start_utc).spans(self.end_min + self._longest_min)

    @cached_property
    def _longest_min(self) -> int:
        """How long after the end a lift that departs by it may still wait, travel and be worked."""
        ways = [
            carrier.load_min + leg.minutes(carrier.speed_km_per_h) + carrier.unload_min
            for carrier in self.withdrawal.carriers
            for leg in self.withdrawal.legs
            if leg.mode is carrier.mode
        ]
        return max(ways, default=0) + MOST_DELAY_MIN + WAIT_MIN

    @cached_property
    def in_country(self) -> frozenset[str]:
        """Names of the places in the country."""
        return frozenset(place.name for place in self.withdrawal.places if place.in_country)

    @cached_property
    def onward(self) -> dict[str, dict[str, float]]:
        """For each line, the least cost per kg from a place to its destination, in cents.

        Every run adds a trifle, so that a place nearer by a run is nearer where runs cost nothing.

        Places from which the line cannot reach its destination are missing. A run is taken to cost
        out and back at full payload: a guide for the dispatcher, not a price of the judge.
        """
        ways: dict[tuple[object, ...], dict[str, float]] = {}
        for line in self.withdrawal.lines:
            likeness = _likeness(line)
            if likeness not in ways:
                ways[likeness] = self._onward(line)
        return {line.name: ways[_likeness(line)] for line in self.withdrawal.lines}

    @cached_property
    def sort_of(self) -> dict[str, int]:
        """The sort of each line: lines of one sort can go the same ways in the same carriers.

        They pass the same gates too. Sorts are numbered as they first occur.
        """
        sorts: dict[tuple[object, ...], int] = {}
        return {
            line.name: sorts.setdefault((line.gates, *_likeness(line)), len(sorts))
            for line in self.withdrawal.lines
        }

    @cached_property
    def sorts_through(self) -> dict[tuple[str, bool], frozenset[int]]:
        """The sorts of lines that pass a gate, of people and of things."""
        sorts: dict[tuple[str, bool], set[int]] = {}
        for line in self.withdrawal.lines:
            for gate in line.gates:
                sorts.setdefault((gate, line.is_people), set()).add(self.sort_of[line.name])
        return {key: frozenset(through) for key, through in sorts.items()}

    def leads_on(self, run: Run, detour: float) -> "LeadsOn":
        """Of which sorts the run brings lines nearer, for at most ``detour`` times the least."""
        key = (run.carrier.name, run.origin, run.destination, detour)
        if key not in self._leads_on:
            self._leads_on[key] = LeadsOn(self, run, detour)
        return self._leads_on[key]

    @cached_property
    def _leads_on(self) -> dict[tuple[str, str, str, float], "LeadsOn"]:
        return {}

    @cached_property
    def of_each_sort(self) -> tuple[Line, ...]:
        """The first line of each sort."""
        first: dict[int, Line] = {}
        for line in self.withdrawal.lines:
            first.setdefault(self.sort_of[line.name], line)
        return tuple(first.values())

    def of_any_fleet(self, run: Run) -> tuple[Run, ...]:
        """A run, and after it those of other fleets of its carrier on its leg."""
        others = self._of_any_fleet[run.carrier.name, *run.key[1:]]
        return (run, *(other for other in others if other is not run))

    @cached_property
    def _of_any_fleet(self) -> dict[tuple[str, str, str], tuple[Run, ...]]:
        runs: dict[tuple[str, str, str], tuple[Run, ...]] = {}
        for run in self.runs:
            key = (run.carrier.name, *run.key[1:])
            runs[key] = (*runs.get(key, ()), run)
        return runs

    @cached_property
    def runs_from(self) -> dict[tuple[str, str], list[Run]]:
        """The runs of each fleet from each place."""
        runs: dict[tuple[str, str], list[Run]] = {}
        for run in self.runs:
            runs.setdefault((run.fleet.name, run.origin), []).append(run)
        return runs

    @cached_property
    def disposal_options(self) -> dict[tuple[Disposition, str], DisposalOption]:
        """The first option of each disposition and place."""
        options: dict[tuple[Disposition, str], DisposalOption] = {}
        for option in self.withdrawal.disposals:
            options.setdefault((option.disposition, option.place), option)
        return options

    @cached_property
    def floors_at(self) -> dict[str, tuple[Floor, ...]]:
        """The floors of each place that has any."""
        floors: dict[str, tuple[Floor, ...]] = {}
        for floor in self.withdrawal.floors:
            floors[floor.place] = (*floors.get(floor.place, ()), floor)
        return floors

    @cached_property
    def of_role(self) -> dict[tuple[str, str], tuple[Line, ...]]:
        """The lines of people of each role that begin at a place, by place and role."""
        lines: dict[tuple[str, str], tuple[Line, ...]] = {}
        for line in self.withdrawal.lines:
            if line.is_people:
                key = (line.origin, line.role)
                lines[key] = (*lines.get(key, ()), line)
        return lines

    @cached_property
    def waiting_for_ever(self) -> frozenset[str]:
        """Lines that wait for one that cannot be gone from its origin by the end."""
        waiting: set[str] = set()
        for _ in self.withdrawal.lines:
            for line in self.withdrawal.lines:
                if any(
                    name in waiting or self.ready_from(self.line[name]) > self.end_min
                    for name in line.predecessors
                ):
                    waiting.add(line.name)
        return frozenset(waiting)

    @cached_property
    def _runs_of_any_fleet(self) -> tuple[Run, ...]:
        """The loaded runs, of fleets of the same carrier on the same leg only the first."""
        first = (runs[0] for runs in self._of_any_fleet.values())
        return tuple(run for run in first if run.payload_kg > 0)

    def _onward(self, line: Line) -> dict[str, float]:
        """From the destination back, nearest first (E. W. Dijkstra 1959, 10.1007/BF01386390)."""
        cost: dict[str, float] = {}
        heap = [(0.0, line.destination)]
        while heap:
            through, place = heappop(heap)
            if place in cost:
                continue
            cost[place] = through
            for run in self._runs_to.get(place, ()):
                if run.origin not in cost and self.takes(run, line):
                    heappush(heap, (through + (cents_per_kg(run, line) + TRIFLE_CENTS), run.origin))
        return cost

    @cached_property
    def _runs_to(self) -> dict[str, list[Run]]:
        """The loaded runs to each place, of fleets of the same carrier only the first."""
        runs: dict[str, list[Run]] = {}
        for run in self._runs_of_any_fleet:
            runs.setdefault(run.destination, []).append(run)
        return runs


def _reached_from(base: str, legs: list[Leg]) -> set[str]:
    """The places to which legs lead from a base."""
    reached, waiting = {base}, [base]
    while waiting:
        place = waiting.pop()
        onward = {leg.destination for leg in legs if leg.origin == place} - reached
        reached |= onward
        waiting += sorted(onward)
    return reached


class LeadsOn(dict[int, bool]):
    """Whether a run brings the lines of a sort nearer; found when it is first asked for."""

    def __init__(self, question: Question, run: Run, detour: float) -> None:
        self._question = question
        self._run = run
        self._detour = detour

    def __missing__(self, sort: int) -> bool:
        run, line = self._run, self._question.of_each_sort[sort]
        onward = self._question.onward[line.name]
        best, then = onward.get(run.origin, inf), onward.get(run.destination, inf)
        leads = then < best and self._question.takes(run, line)
        if leads and run.destination != line.destination:
            leads = cents_per_kg(run, line) + then <= self._detour * best + 1e-3
        self[sort] = leads
        return leads


def _not_within_others(windows: Iterable[Span]) -> tuple[Span, ...]:
    """Windows in order, both by their beginnings and their ends, without those within others."""
    kept: list[Span] = []
    for opens, closes in sorted(windows, key=lambda window: (window[0], -window[1])):
        if not kept or closes > kept[-1][1]:
            kept.append((opens, closes))
    return tuple(kept)


def _likeness(line: Line) -> tuple[object, ...]:
    """What lines have in common that can go the same ways in the same carriers."""
    return (
        line.kind, line.destination, line.unit_mass_kg, line.modes, line.may_be_redeployed,
        line.air_positions, line.surface_positions, line.length_m, line.width_m, line.height_m,
    )  # fmt: skip


def _within_a_duty(carrier: Carrier, travel_min: int, ground_min: int = 0) -> bool:
    """Whether one crew can make a run, loading included, within its duty."""
    return carrier.crew_duty_min is None or travel_min + ground_min <= carrier.crew_duty_min


def runway_enough(carrier: Carrier, place: Place) -> bool:
    """Whether the runway is long and wide enough."""
    return short_runway(place, carrier) is None


def matches(wanted: str, line: Line) -> bool:
    """Whether a line is of a hazard class (docs/rules.md, 2.2), or is passengers."""
    if wanted == "passengers":
        return line.is_people
    return hazard_matches(wanted, line.hazard)


def cents_per_kg(run: Run, line: Line) -> float:
    """What a kg of the line costs on the run, out and back, the lift being full of it."""
    if line.is_people:
        most = min(run.carrier.seats, run.payload_kg // line.unit_mass_kg)
        return 2 * run.cost_cents / (most * line.unit_mass_kg)
    most = run.payload_kg // line.unit_mass_kg
    positions = line.positions(run.mode)
    if positions > 0:
        most = min(most, int((run.carrier.positions + TOLERANCE) / positions))
    return 2 * run.cost_cents / (most * line.unit_mass_kg)
