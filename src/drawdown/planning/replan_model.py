"""The load model of a plan in force: what of it changes, within a budget of changes.

The columns are those of ``LoadModel``, but most are fixed at what the plan in force has: free are
the lines concerned on the lifts concerned, on trips that may be added, and on lifts whose round
trip may be dropped. Rows that the plan in force itself breaks are widened by as much: what has
happened is no reason to find nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from drawdown.model import Disposal, DisposalOption, Disposition, Line, Load
from drawdown.planning.linear_model import Arrays, Terms
from drawdown.planning.load_limits import (
    keep_apart,
    limit_gates,
    limit_guests,
    limit_handling,
    limit_lifts,
    limit_units,
)
from drawdown.planning.load_model import Chosen, Cuts, DisposalKey, LoadModel
from drawdown.planning.load_order import hold_floors, send_first
from drawdown.planning.load_prices import price_milestones
from drawdown.planning.question import Question
from drawdown.planning.replan_slots import Trip
from drawdown.planning.stock import disposal_option
from drawdown.planning.timetable import TailKey, Timed
from drawdown.planning.unit_prices import give_eur, take_eur
from drawdown.rules.steps import day_of

Route = tuple[str, str]
NO_LIMIT = 10**9


@dataclass(frozen=True, slots=True)
class Removal:
    """A loaded lift that may be dropped with the empty run before it: the tail stays where it was.

    ``entry`` is its position in the model; ``routes`` are those of the lifts dropped.
    """

    entry: int
    routes: tuple[Route, ...]
    cost_cents: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """What may be otherwise than in the plan in force.

    ``entries`` are the loaded runs by their position; ``aboard`` what they carry in the plan in
    force. Positions of lifts that stand and may be loaded anew are in ``free``; ``trips`` and
    ``removals`` may be chosen; those in ``must_go`` are, since their place closes with them.
    ``dropped`` counts the lifts that cannot stand, by route. ``ways`` are line, origin and
    destination of all loads of the plan in force; ``empty_before`` tail, departure and arrival of
    the empty lifts dropped: a trip that runs them again changes nothing about them.
    ``given_cents`` is what the lifts cost that go in any case.
    """

    entries: Mapping[int, Timed]
    aboard: Mapping[int, Mapping[str, int]]
    cargo: frozenset[int]
    free: frozenset[int]
    lines: frozenset[str]
    trips: Mapping[int, Trip]
    conflicts: Sequence[tuple[int, int]]
    removals: Mapping[int, Removal]
    dropped: Counter[Route]
    disposals: tuple[Disposal, ...]
    settled_disposals: tuple[Disposal, ...]
    now: int
    closing: Mapping[str, int]
    must_go: frozenset[int] = frozenset()
    cuts: Cuts = field(default_factory=dict)
    ways: frozenset[tuple[str, str, str]] = frozenset()
    empty_before: frozenset[tuple[TailKey, int, int]] = frozenset()
    given_cents: int = 0


class ReplanModel(LoadModel):
    """The load model with what may change of a plan in force."""

    def __init__(self, question: Question, wishes: Wishes) -> None:
        self.wishes = wishes
        # Columns that count changes: of loads by position, of lifts by route.
        self.reloaded: dict[int, int] = {}
        self.of_route: dict[Route, int] = {}
        self.forced: set[int] = set()
        # Rows that are never widened: without them the model would be of another plan.
        self.closing_rows: list[int] = []
        super().__init__(question, dict(wishes.entries), wishes.cargo, dict(wishes.cuts))
        self._add_rows()

    # --- columns -------------------------------------------------------------------------------

    def _closings(self) -> dict[str, int]:
        return dict(self.wishes.closing)

    def _add_takes(self) -> None:
        wishes = self.wishes
        for line in self.question.withdrawal.lines:
            concerned = line.name in wishes.lines
            reached = {line.origin}
            for index, timed in self.entries.items():
                before = wishes.aboard.get(index, {}).get(line.name, 0)
                anew = concerned and (index in wishes.free or index in wishes.trips)
                may = anew and timed.run.origin in reached and self._may(line, index, timed)
                if not before and not may:
                    continue
                reached.add(timed.run.destination)
                if anew and not may:
                    self.forced.add(index)
                    continue
                lower, upper = (0, self._most(line, timed)) if may else (before, before)
                self._take(line, index, timed, lower, max(upper, before))

    def _may(self, line: Line, index: int, timed: Timed) -> bool:
        if self._too_late_for_order(timed) or timed.begin <= self.wishes.now:
            return False
        return self._may_go(line, timed) and not self._wrong_kind(line, index, timed)

    def _may_go(self, line: Line, timed: Timed) -> bool:
        """As in the load model; ways that the plan in force sends a line are no detours."""
        run = timed.run
        if (line.name, run.origin, run.destination) not in self.wishes.ways:
            return self._may_take(line, timed)
        if run.payload_kg <= 0 or not self.question.takes(run, line):
            return False
        if run.origin != line.origin:
            return True
        ready = timed.begin >= self.question.ready_from(line)
        return ready and not self._out_of_turn(line, timed.depart)

    def _most(self, line: Line, timed: Timed) -> int:
        """The most units of a line that a lift has room for."""
        run = timed.run
        most = min(line.count, run.payload_kg // line.unit_mass_kg)
        if line.is_people:
            return min(most, run.carrier.seats)
        positions = line.positions(run.mode)
        return min(most, int((run.carrier.positions + 1e-6) / positions)) if positions else most

    def _take(self, line: Line, index: int, timed: Timed, lower: int, upper: int) -> None:
        price = take_eur(self.question, line, timed)
        column = self.model.column(price, lower, upper, whole=True)
        self.take[line.name, index] = column
        self.taken_at[line.name, timed.run.origin].append(index)
        self.takes_of_line[line.name].append((timed, column))
        self.aboard_at[index].append((line, column))

    def _add_goes(self) -> None:
        for index in self.entries:
            if index in self.wishes.trips:
                lower, cents = (
                    float(index in self.wishes.must_go),
                    self.wishes.trips[index].cost_cents,
                )
            elif index in self.wishes.removals:
                lower, cents = 0.0, self.wishes.removals[index].cost_cents
            else:
                lower, cents = 1.0, 0
            self.goes[index] = self.model.column(cents / 100, lower, 1, whole=True)

    def _add_gives(self) -> None:
        """Disposals: as they are; those of the lines concerned on some more days."""
        before = self._given()
        for line in self.question.withdrawal.lines:
            for way in line.dispositions:
                option = disposal_option(self.question, way, line.origin)
                if option is None or line.is_people or line.origin == line.destination:
                    continue
                key_days = {k[3] for k in before if k[:3] == (line.name, line.origin, way)}
                free = self._days_free(line, option) if line.name in self.wishes.lines else set()
                for day in sorted(key_days | free):
                    key = (line.name, line.origin, way, day)
                    settled = self.give_minute(line, day) <= self.wishes.now
                    lower, upper = (0, line.count) if day in free else (before[key],) * 2
                    if settled and day not in free:
                        lower, upper = before[key], before[key]
                    price = give_eur(self.question, line, option, self.give_minute(line, day))
                    self.give[key] = self.model.column(price, lower, upper, whole=True)
        self._limit_gives()

    def _given(self) -> Counter[DisposalKey]:
        given: Counter[DisposalKey] = Counter()
        for disposal in (*self.wishes.settled_disposals, *self.wishes.disposals):
            day = day_of(self.question.minute(disposal.at_utc))
            given[disposal.line, disposal.place, disposal.disposition, day] += disposal.count
        return given

    def _days_free(self, line: Line, option: DisposalOption) -> set[int]:
        settled = {
            day_of(self.question.minute(d.at_utc))
            for d in self.wishes.settled_disposals
            if d.line == line.name
        }
        days = self._give_days(line, option)
        days += [
            day_of(self.question.minute(d.at_utc))
            for d in self.wishes.disposals
            if d.line == line.name and d.place == line.origin
        ]
        return {d for d in days if self.give_minute(line, d) > self.wishes.now} - settled

    def _limit_gives(self) -> None:
        by_option: dict[tuple[Disposition, str, int], Terms] = defaultdict(list)
        limit: dict[tuple[Disposition, str, int], float] = {}
        for (name, place, way, day), column in self.give.items():
            option = disposal_option(self.question, way, place)
            if option is not None and option.kg_per_day is not None:
                of_day = (way, option.place, day)
                by_option[of_day].append((column, float(self.question.line[name].unit_mass_kg)))
                limit[of_day] = float(option.kg_per_day)
        for of_day, terms in by_option.items():
            self.model.at_most(terms, limit[of_day])

    # --- rows ----------------------------------------------------------------------------------

    def _add_rows(self) -> None:
        limit_units(self)
        limit_lifts(self)
        limit_handling(self)
        limit_gates(self)
        hold_floors(self)
        keep_apart(self)
        send_first(self)
        limit_guests(self)
        price_milestones(self)
        self._choose_trips()
        self._count_changes()
        self._close_loaded()

    def _close_loaded(self) -> None:
        """The lift that closes a place carries something: floors and orders hang on it."""
        ordered = {name for place in self.question.withdrawal.places for name in place.closes_after}
        ordered |= {place.name for place in self.question.withdrawal.places if place.closes_after}
        held = {floor.place for floor in self.question.withdrawal.floors} | ordered
        for place in sorted(held & set(self.closing)):
            last = [
                (column, 1.0)
                for (_, index), column in self.take.items()
                if self.entries[index].run.origin == place
                and self.entries[index].depart == self.closing[place]
            ]
            if last:
                self.closing_rows.append(self.model.at_least(last, 1))

    def _choose_trips(self) -> None:
        for one, other in self.wishes.conflicts:
            self.model.at_most([(self.goes[one], 1.0), (self.goes[other], 1.0)], 1)

    def _count_changes(self) -> None:
        """What a lift carries is changed, lifts of a route are added or dropped.

        A lift that is dropped lends its name to one that is added on its route: one change.
        """
        wishes, model = self.wishes, self.model
        price = self.question.withdrawal.prices.change / 100
        for index in sorted(wishes.free):
            self.reloaded[index] = changed = model.column(price, upper=1, whole=True)
            if index in self.forced:
                model.at_least([(changed, 1.0), (self.goes[index], -1.0)], 0)
            for line, column in self.aboard_at[index]:
                if line.name in wishes.lines:
                    self._tie(index, line, column, changed)
        added: dict[Route, Terms] = defaultdict(list)
        dropped: dict[Route, Terms] = defaultdict(list)
        restored: dict[Route, Terms] = defaultdict(list)
        for index, trip in wishes.trips.items():
            for timed in trip.runs:
                is_as_before = (trip.key, timed.depart, timed.arrive) in wishes.empty_before
                runs = restored if is_as_before and not timed.loaded else added
                runs[timed.run.origin, timed.run.destination].append((self.goes[index], 1.0))
        for index, removal in wishes.removals.items():
            for route in removal.routes:
                dropped[route].append((self.goes[index], 1.0))
        for route in sorted({*added, *dropped, *restored, *wishes.dropped}):
            self.of_route[route] = most = model.column(price)
            model.at_least([(most, 1.0), *restored[route]], wishes.dropped[route])
            if added[route]:
                model.at_least([(most, 1.0), *((c, -v) for c, v in added[route])], 0)
            if dropped[route]:
                gone = wishes.dropped[route] + len(dropped[route])
                model.at_least([(most, 1.0), *dropped[route], *restored[route]], gone)
        counted = self._counted()
        self.budget_row = model.at_most([(column, 1.0) for column in counted], NO_LIMIT)

    def _counted(self) -> list[int]:
        """Columns whose sum is the number of changes."""
        return [*self.reloaded.values(), *self.of_route.values()]

    def _tie(self, index: int, line: Line, column: int, changed: int) -> None:
        """A load differs from what it was only if the lift counts as changed, or is dropped."""
        before = self.wishes.aboard.get(index, {}).get(line.name, 0)
        most = self._most(line, self.entries[index])
        if most > before:
            self.model.at_most([(column, 1.0), (changed, -float(most - before))], before)
        if before > 0:
            terms = [(column, 1.0), (changed, float(before)), (self.goes[index], -float(before))]
            self.model.at_least(terms, 0)

    # --- for the engine, and back --------------------------------------------------------------

    def within(self, arrays: Arrays, budget: int | None) -> Arrays:
        """The model with at most so many changes."""
        upper = arrays.row_upper.copy()
        upper[self.budget_row] = NO_LIMIT if budget is None else budget
        return replace(arrays, row_upper=upper)

    def fewest(self, arrays: Arrays) -> Arrays:
        """The model with the number of changes for its cost."""
        cost = np.zeros(len(arrays.cost))
        cost[self._counted()] = 1.0
        return replace(arrays, cost=cost)

    def rounded_down(self, x: np.ndarray) -> np.ndarray:
        """A solution in fractions without the parts of units."""
        whole = x.copy()
        columns = [*self.take.values(), *self.give.values()]
        whole[columns] = np.floor(x[columns] + 1e-6)
        return whole

    @property
    def given_cents(self) -> int:
        """What the lifts cost of which the model does not decide whether they go."""
        return self.wishes.given_cents

    def free_loads(self, arrays: Arrays) -> int:
        """How many columns of loads are free."""
        columns = list(self.take.values())
        return int(np.count_nonzero(arrays.lower[columns] < arrays.upper[columns]))

    def forbidding(self, arrays: Arrays, x: np.ndarray) -> Arrays:
        """The model without this choice of trips, lifts dropped and lifts loaded anew."""
        columns = [self.goes[i] for i in (*self.wishes.trips, *self.wishes.removals)]
        columns += self.reloaded.values()
        ones = [x[column] > 0.5 for column in columns]
        values = [-1.0 if one else 1.0 for one in ones]
        return replace(
            arrays,
            row_lower=np.append(arrays.row_lower, 1.0 - sum(ones)),
            row_upper=np.append(arrays.row_upper, np.inf),
            starts=np.append(arrays.starts, arrays.starts[-1] + len(columns)).astype(np.int32),
            columns=np.append(arrays.columns, columns).astype(np.int32),
            values=np.append(arrays.values, values),
        )

    def chosen_trips(self, x: np.ndarray) -> list[int]:
        """The positions of the trips that are made."""
        return [index for index in self.wishes.trips if x[self.goes[index]] > 0.5]

    def chosen_removals(self, x: np.ndarray) -> list[int]:
        """The positions of the lifts that are dropped though they could stand."""
        return [index for index in self.wishes.removals if x[self.goes[index]] < 0.5]


def fixed_at(loading: ReplanModel, aboard: Mapping[int, Mapping[str, int]]) -> dict[int, float]:
    """Values of take, goes, give and reload columns for the loads of a plan without trips."""
    loads = {
        index: tuple(Load(name, count) for name, count in of.items() if count > 0)
        for index, of in aboard.items()
    }
    chosen = Chosen(loads, (*loading.wishes.settled_disposals, *loading.wishes.disposals))
    values = loading.start_from(chosen)
    for index, column in loading.goes.items():
        values[column] = 0.0 if index in loading.wishes.trips else 1.0
    for index, column in loading.reloaded.items():
        before = {n: c for n, c in loading.wishes.aboard.get(index, {}).items() if c}
        now = {n: c for n, c in aboard.get(index, {}).items() if c}
        values[column] = float(before != now or index in loading.forced)
    return values


def elastic(arrays: Arrays, values: Mapping[int, float]) -> tuple[Arrays, int]:
    """The model with some columns fixed and every row soft: how much it breaks them at the least.

    With the number of its first slack column; there are two for each row, below and above.
    """
    rows, columns = len(arrays.row_lower), len(arrays.cost)
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    for column, value in values.items():
        lower[column] = upper[column] = value
    scale = _largest(arrays)
    number = np.arange(rows)
    ends = np.repeat(arrays.starts[1:], 2)
    slacks = np.column_stack([columns + 2 * number, columns + 2 * number + 1]).ravel()
    cols = np.insert(arrays.columns, ends, slacks)
    vals = np.insert(arrays.values, ends, np.column_stack([scale, -scale]).ravel())
    starts = arrays.starts + 2 * np.arange(rows + 1)
    slack = np.zeros(2 * rows)
    return (
        Arrays(
            cost=np.concatenate([np.zeros(columns), np.ones(2 * rows)]),
            lower=np.concatenate([lower, slack]),
            upper=np.concatenate([upper, slack + np.inf]),
            whole=np.zeros(columns + 2 * rows, dtype=bool),
            row_lower=arrays.row_lower,
            row_upper=arrays.row_upper,
            starts=starts.astype(np.int32),
            columns=cols.astype(np.int32),
            values=vals,
        ),
        columns,
    )


def _largest(arrays: Arrays) -> np.ndarray:
    """The largest number of each row, without its sign; 1 where it has none."""
    largest = np.ones(len(arrays.row_lower))
    has_terms = np.flatnonzero(np.diff(arrays.starts))
    if len(has_terms):
        begins = arrays.starts[:-1][has_terms]
        largest[has_terms] = np.maximum.reduceat(np.abs(arrays.values), begins)
    return largest


def widened(
    arrays: Arrays, soft: Arrays, x: np.ndarray, first: int, firm: Sequence[int] = ()
) -> Arrays:
    """The model with each row, but for the ``firm`` ones, as wide as the soft one needed it."""
    scale = soft.values[soft.starts[1:] - 2]
    below, above = x[first::2] * scale, x[first + 1 :: 2] * scale
    off = 1e-6 * scale
    lower = np.where(below > off, arrays.row_lower - below - off, arrays.row_lower)
    upper = np.where(above > off, arrays.row_upper + above + off, arrays.row_upper)
    firm = list(firm)
    lower[firm], upper[firm] = arrays.row_lower[firm], arrays.row_upper[firm]
    return replace(arrays, row_lower=lower, row_upper=upper)


def routes_of(runs: Sequence[Timed]) -> Iterator[Route]:
    """Origin and destination of each run."""
    for timed in runs:
        yield timed.run.origin, timed.run.destination
