"""Who and what goes on which lift, when the lifts and their times are given: exact, in whole units.

Every limit of the judge that loads can break is a row, at the instants of the timetable; the cost
is the judge's, but for the lifts themselves, rounding and fragments. Nights are priced by when a
unit leaves, so that no column for presence is needed.

This file has the columns and how they are read; ``load_limits``, ``load_order`` and
``load_prices`` add the rows. ``load_prices.whole_load_model`` makes all of it.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drawdown.model import Disposal, DisposalOption, Disposition, Line, Load
from drawdown.planning.linear_model import Arrays, LinearModel, Terms
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.stock import disposal_option
from drawdown.planning.timetable import Timed
from drawdown.planning.unit_prices import give_eur, take_eur
from drawdown.rules.steps import day_of

# A line is offered at least so many days to be disposed of.
FEWEST_GIVE_DAYS = 6
Take = tuple[str, int]
# For a line that others wait for, the departure by which it has left its origin.
Cuts = dict[str, int]
DisposalKey = tuple[str, str, Disposition, int]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Loads by position in the timetable, and disposals."""

    loads: dict[int, tuple[Load, ...]]
    disposals: tuple[Disposal, ...]


class LoadModel:
    """Columns ``take[line, entry]``, ``goes[entry]`` (1 if the lift carries anything) and
    ``give[line, place, way, day]``.

    ``entries`` are the loaded runs by their position in the timetable; those in ``cargo`` take
    what bars passengers and nobody, the others everything else. ``closing`` is the last departure,
    in minutes, that the timetable offers from each place. ``cuts`` hold precedence: a line that
    others wait for leaves up to its cut, they from it on; without them it holds in shares only.
    ``disposals`` may be made on their days, beside others.

    The columns once more, by what rows ask for: ``taken_at`` [line, place] are the entries on
    which a line may leave a place; ``takes_of_line`` and ``aboard_at`` [entry] the take columns.
    """

    def __init__(
        self,
        question: Question,
        entries: dict[int, Timed],
        cargo: frozenset[int],
        cuts: Cuts | None = None,
        disposals: tuple[Disposal, ...] = (),
    ) -> None:
        self.question = question
        self.cuts = cuts or {}
        self._disposed_on: dict[tuple[str, Disposition], set[int]] = defaultdict(set)
        for disposal in disposals:
            day = day_of(question.minute(disposal.at_utc))
            self._disposed_on[disposal.line, disposal.disposition].add(day)
        self.cargo = cargo
        self.entries = dict(sorted(entries.items(), key=lambda item: (item[1].begin, item[0])))
        self.model = LinearModel()
        self.take: dict[Take, int] = {}
        self.give: dict[DisposalKey, int] = {}
        self.goes: dict[int, int] = {}
        self.closing = self._closings()
        self.taken_at: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.takes_of_line: dict[str, list[tuple[Timed, int]]] = defaultdict(list)
        self.aboard_at: dict[int, list[tuple[Line, int]]] = defaultdict(list)
        self._room_in_row: dict[int, tuple[float, float]] = {}
        self._add_takes()
        self._add_goes()
        self._add_gives()

    # --- what rows ask for -------------------------------------------------------------------

    def amount(self, line: Line) -> float:
        """What a unit counts against a limit: a head, or its mass."""
        return 1.0 if line.is_people else float(line.unit_mass_kg)

    def moved(self, line: Line, place: str, minute: int) -> Terms:
        """Change of presence of a line at a place by ``minute``: arrivals less departures."""
        terms: Terms = []
        for timed, column in self.takes_of_line[line.name]:
            if timed.run.origin == place and timed.depart <= minute:
                terms.append((column, -1.0))
            if timed.run.destination == place and timed.arrive <= minute:
                terms.append((column, 1.0))
        return terms

    def gives_of(self, line: Line) -> list[tuple[int, int]]:
        """The minute and the column of each way and day on which a line may be disposed of."""
        return [
            (self.give_minute(line, key[3]), column)
            for key, column in self.give.items()
            if key[0] == line.name
        ]

    def give_minute(self, line: Line, day: int) -> int:
        """The minute of a day at which a line is disposed of: the first at which it may be."""
        return max(day * MINUTES_PER_DAY + 1, self.question.ready_from(line), 1)

    def limit_room(self, terms: Terms, index: int, room: float, tolerance: float = 0.0) -> None:
        """A row: what goes on a lift finds room on it, if the lift goes at all.

        ``arrays`` may be asked to use a share of the room only.
        """
        row = self.model.at_most([*terms, (self.goes[index], -(room + tolerance))], 0)
        self._room_in_row[row] = (room, tolerance)

    def last_entries(self) -> list[int]:
        """The lifts with which places close."""
        return [
            index
            for index, timed in self.entries.items()
            if timed.depart
            >= self.closing[timed.run.origin] - self.question.place[timed.run.origin].last_wave_min
        ]

    # --- for the engine, and back ------------------------------------------------------------

    def arrays(self, *, use: float = 1.0, all_go: bool = False) -> Arrays:
        """The model for the engine.

        ``use`` is the share of payload and positions that may be used: below 1 for a relaxed
        solution that whole pieces can follow. With ``all_go`` every lift goes, however little it
        carries.
        """
        arrays = self.model.arrays()
        for row, (room, tolerance) in self._room_in_row.items():
            # Whether the lift goes is the last column of the row.
            arrays.values[arrays.starts[row + 1] - 1] = -(use * room + tolerance)
        if all_go:
            arrays.lower[list(self.goes.values())] = 1.0
        return arrays

    def chosen(self, x: NDArray[np.float64]) -> Chosen:
        """The loads and disposals of a solution."""
        loads: dict[int, list[Load]] = defaultdict(list)
        for (name, index), column in self.take.items():
            count = round(x[column])
            if count > 0:
                loads[index].append(Load(name, count))
        disposals = []
        for (name, place, way, day), column in self.give.items():
            count = round(x[column])
            if count > 0:
                at_utc = self.question.instant(self.give_minute(self.question.line[name], day))
                disposals.append(Disposal(name, place, way, count, at_utc))
        return Chosen({index: tuple(of) for index, of in loads.items()}, tuple(disposals))

    def start_from(self, chosen: Chosen) -> dict[int, float]:
        """Values of the take, goes and give columns for given loads and disposals."""
        values = dict.fromkeys([*self.take.values(), *self.give.values()], 0.0)
        values |= {goes: float(bool(chosen.loads.get(i))) for i, goes in self.goes.items()}
        for index, of in chosen.loads.items():
            for load in of:
                column = self.take.get((load.line, index))
                if column is not None:
                    values[column] += load.count
        for disposal in chosen.disposals:
            day = day_of(self.question.minute(disposal.at_utc))
            key = (disposal.line, disposal.place, disposal.disposition, day)
            if key in self.give:
                values[self.give[key]] += disposal.count
        return values

    def vector_from(self, chosen: Chosen) -> NDArray[np.float64]:
        """The same as a vector of all columns; what others are is left at 0."""
        x = np.zeros(self.model.column_count)
        for column, value in self.start_from(chosen).items():
            x[column] = value
        return x

    # --- columns -----------------------------------------------------------------------------

    def _closings(self) -> dict[str, int]:
        closing: dict[str, int] = {}
        for timed in self.entries.values():
            origin = timed.run.origin
            closing[origin] = max(closing.get(origin, 0), timed.depart)
        return closing

    def _add_takes(self) -> None:
        for line in self.question.withdrawal.lines:
            reached = {line.origin}
            for index, timed in self.entries.items():
                run = timed.run
                if run.origin not in reached or not self._may_take(line, timed):
                    continue
                if self._too_late_for_order(timed) or self._wrong_kind(line, index, timed):
                    continue
                reached.add(run.destination)
                price = take_eur(self.question, line, timed)
                column = self.model.column(price, upper=line.count, whole=True)
                self.take[line.name, index] = column
                self.taken_at[line.name, run.origin].append(index)
                self.takes_of_line[line.name].append((timed, column))
                self.aboard_at[index].append((line, column))

    def _may_take(self, line: Line, timed: Timed) -> bool:
        run, question = timed.run, self.question
        if run.payload_kg <= 0 or not question.takes(run, line):
            return False
        onward = question.onward[line.name]
        if onward.get(run.destination, np.inf) >= onward.get(run.origin, np.inf):
            return False
        if run.origin == line.origin:
            ready = timed.begin >= question.ready_from(line)
            return ready and not self._out_of_turn(line, timed.depart)
        return True

    def _out_of_turn(self, line: Line, minute: int) -> bool:
        """Whether a unit may not leave its origin then, for the sake of precedence."""
        if minute > self.cuts.get(line.name, minute):
            return True
        return any(minute < self.cuts.get(name, minute) for name in line.predecessors)

    def _wrong_kind(self, line: Line, index: int, timed: Timed) -> bool:
        """Whether the lift is for what bars passengers and the line is people, or the reverse."""
        if index in self.cargo:
            return line.is_people
        return self.question.bars_passengers(line, timed.run.mode)

    def _too_late_for_order(self, timed: Timed) -> bool:
        """Whether a later place would have closed already."""
        return any(
            timed.run.origin in place.closes_after
            and place.name in self.closing
            and timed.depart > self.closing[place.name]
            for place in self.question.withdrawal.places
        )

    def _add_goes(self) -> None:
        for index, timed in self.entries.items():
            # Most lifts need an empty run of about the same cost to bring the tail.
            saved = 2 * timed.run.cost_cents / 100
            self.goes[index] = self.model.column(saved, upper=1, whole=True)

    def _add_gives(self) -> None:
        """Columns for disposals, and the rows of what an option takes in a day."""
        by_option: dict[tuple[Disposition, str, int], Terms] = defaultdict(list)
        limit: dict[tuple[Disposition, str, int], float] = {}
        for line in self.question.withdrawal.lines:
            for way in line.dispositions:
                option = disposal_option(self.question, way, line.origin)
                if option is None or line.is_people or line.origin == line.destination:
                    continue
                days = {*self._give_days(line, option), *self._disposed_on[line.name, way]}
                for day in sorted(days):
                    price = give_eur(self.question, line, option, self.give_minute(line, day))
                    column = self.model.column(price, upper=line.count, whole=True)
                    self.give[line.name, line.origin, way, day] = column
                    if option.kg_per_day is not None:
                        key = (way, option.place, day)
                        by_option[key].append((column, float(line.unit_mass_kg)))
                        limit[key] = float(option.kg_per_day)
        for key, terms in by_option.items():
            self.model.at_most(terms, limit[key])

    def _give_days(self, line: Line, option: DisposalOption) -> list[int]:
        """Days on which a line may be disposed of: a few spread over all that are possible.

        Twice as many as all that can be disposed of so would need; of equal days more would only
        make the model slow.
        """
        question = self.question
        opens = max(question.minute_or(option.from_utc, 0), question.ready_from(line))
        closes = question.minute_or(option.until_utc, question.end_min + 1)
        last = self.closing.get(line.origin, question.end_min)
        days = []
        for day in range(day_of(opens), question.days):
            minute = self.give_minute(line, day)
            if not opens <= minute <= last or minute >= closes or day_of(minute) != day:
                continue
            if not self._out_of_turn(line, minute):
                days.append(day)
        needed = FEWEST_GIVE_DAYS
        if option.kg_per_day:
            mass = sum(
                other.count * other.unit_mass_kg
                for other in question.withdrawal.lines
                if option.disposition in other.dispositions
            )
            needed = max(needed, 2 * -(-mass // option.kg_per_day))
        if len(days) <= needed:
            return days
        return [days[round(n * (len(days) - 1) / (needed - 1))] for n in range(needed)]
