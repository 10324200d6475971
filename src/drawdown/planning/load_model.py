"""Who and what goes on which lift, when the lifts and their times are given: exact, in whole units.

Every limit of the judge that loads can break is a row, at the instants of the timetable; the cost
is the judge's, but for the lifts themselves, rounding and fragments. Nights are priced by when a
unit leaves, so that no column for presence is needed.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drawdown.model import (
    Basis,
    Disposal,
    DisposalOption,
    Disposition,
    Exclusion,
    Gate,
    Line,
    Load,
    Milestone,
    Mode,
)
from drawdown.planning.linear_model import Arrays, LinearModel, Terms
from drawdown.planning.question import MINUTES_PER_DAY, Question, matches
from drawdown.planning.stock import disposal_option
from drawdown.planning.timetable import Timed
from drawdown.rules.milestones import amount_required, lines_counted
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
    ``give[line, place, way, day]``, and the rows of the judge.

    ``entries`` are the loaded runs by their position in the timetable; those in ``cargo`` take
    what bars passengers and nobody, the others everything else. ``use`` is the share of payload
    and positions that may be used: below 1 for a relaxed solution that whole pieces can follow.
    ``cuts`` hold precedence: a line that others wait for leaves up to its cut, they from it on;
    without them it holds in shares only.
    """

    def __init__(
        self,
        question: Question,
        entries: dict[int, Timed],
        cargo: frozenset[int],
        *,
        use: float = 1.0,
        cuts: Cuts | None = None,
    ) -> None:
        self.question = question
        self._cuts = cuts or {}
        self._use = use
        self.cargo = cargo
        self.entries = dict(sorted(entries.items(), key=lambda item: (item[1].begin, item[0])))
        self.model = LinearModel()
        self.take: dict[Take, int] = {}
        self.give: dict[DisposalKey, int] = {}
        self.goes: dict[int, int] = {}
        self.closing = self._closings()
        self._prices = question.withdrawal.prices
        self._taken_at: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._takes_of_line: dict[str, list[tuple[Timed, int]]] = defaultdict(list)
        self._aboard_at: dict[int, list[tuple[Line, int]]] = defaultdict(list)
        self._add_takes()
        self._add_goes()
        self._add_gives()
        self._limit_units()
        self._limit_lifts()
        self._limit_handling()
        self._limit_gates()
        self._hold_floors()
        self._keep_apart()
        self._send_first()
        self._keep_order()
        self._limit_guests()
        self._price_milestones()

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
        """Values of the take and give columns for given loads and disposals."""
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

    def windows(self, lifts: int) -> tuple[tuple[int, ...], ...]:
        """Columns to be chosen anew together: so many lifts in a row from one place.

        Where lines go on from place to place, so many in a row from any place. They overlap by
        half. The last come first, since what finds no room there has none.
        """
        windows: list[tuple[int, ...]] = []
        for places in self._neighbours():
            of_places = [i for i, timed in self.entries.items() if timed.run.origin in places]
            gives = [column for key, column in self.give.items() if key[1] in places]
            for first in range(0, max(1, len(of_places) - lifts // 2), max(1, lifts // 2)):
                window = set(of_places[first : first + lifts])
                takes = [column for (_, index), column in self.take.items() if index in window]
                goes = [self.goes[index] for index in window]
                windows.append((*takes, *goes, *gives))
        return tuple(reversed(windows))

    def _neighbours(self) -> list[set[str]]:
        origins = sorted({timed.run.origin for timed in self.entries.values()})
        goes_on = any(
            self.entries[index].run.origin != self.question.line[name].origin
            for name, index in self.take
        )
        return [set(origins)] if goes_on else [{place} for place in origins]

    def chains(self) -> tuple[tuple[int, ...], ...]:
        """Columns to be chosen anew together: lines that wait for one another, on all lifts."""
        chains: list[tuple[int, ...]] = []
        for place in sorted({timed.run.origin for timed in self.entries.values()}):
            names = self.chained_lines(place)
            if names:
                chains.append(
                    tuple(
                        column
                        for (name, index), column in self.take.items()
                        if name in names and self.entries[index].run.origin == place
                    )
                )
        return tuple(chains)

    def chained_lines(self, place: str) -> set[str]:
        """Lines of a place that wait for another or are waited for."""
        lines = [line for line in self.question.withdrawal.lines if line.origin == place]
        waiting = [line for line in lines if line.predecessors]
        return {name for line in waiting for name in (*line.predecessors, line.name)}

    def last_entries(self) -> list[int]:
        """The lifts with which places close."""
        return [
            index
            for index, timed in self.entries.items()
            if timed.depart >= self.closing[timed.run.origin] - self._wave(timed)
        ]

    def _wave(self, timed: Timed) -> int:
        return self.question.place[timed.run.origin].last_wave_min

    # --- columns -----------------------------------------------------------------------------

    def _closings(self) -> dict[str, int]:
        """The last departure that the timetable offers from each place."""
        closing: dict[str, int] = {}
        for timed in self.entries.values():
            origin = timed.run.origin
            closing[origin] = max(closing.get(origin, 0), timed.depart)
        return closing

    def cuts_near(self, x: NDArray[np.float64]) -> Cuts:
        """For each line that others wait for, the departure that parts it from them.

        The one after which least of it, and before which least of them, goes in the solution ``x``
        of a model without cuts.
        """
        cuts: Cuts = {}
        for first, then in self._pairs():
            lifts = [t for t in self.entries.values() if t.run.origin == first.origin]
            best = float("inf")
            for cut in sorted({timed.depart for timed in lifts}):
                wrong = self._share_beyond(first, x, cut, after=True)
                wrong += self._share_beyond(then, x, cut, after=False)
                if wrong < best - 1e-9:
                    best = wrong
                    cuts[first.name] = cut
        return cuts

    def _pairs(self) -> list[tuple[Line, Line]]:
        lines = self.question.withdrawal.lines
        return [(self.question.line[name], x) for x in lines for name in x.predecessors]

    def _share_beyond(self, line: Line, x: NDArray[np.float64], cut: int, *, after: bool) -> float:
        wrong = 0.0
        for index in self._taken_at[line.name, line.origin]:
            depart = self.entries[index].depart
            if depart > cut if after else depart < cut:
                wrong += float(x[self.take[line.name, index]])
        return wrong / line.count

    def _out_of_turn(self, line: Line, minute: int) -> bool:
        """Whether a unit may not leave its origin then, for the sake of precedence."""
        if minute > self._cuts.get(line.name, minute):
            return True
        return any(minute < self._cuts.get(name, minute) for name in line.predecessors)

    def _send_first(self) -> None:
        """Without cuts: the share of a line gone is at most that of the one it waits for."""
        for first, then in self._pairs():
            if first.name in self._cuts:
                continue
            before: int | None = None
            instants: dict[int, Terms] = defaultdict(list)
            for line, sign in ((first, -1.0), (then, 1.0)):
                for index in self._taken_at[line.name, line.origin]:
                    column = self.take[line.name, index]
                    instants[self.entries[index].depart].append((column, sign / line.count))
                for key, column in self._gives_of(line.name):
                    minute = self.give_minute(line, key[3])
                    instants[minute].append((column, sign / line.count))
            for instant in sorted(instants):
                ahead = self.model.column()
                terms: Terms = [(ahead, 1.0), *instants[instant]]
                if before is not None:
                    terms.append((before, -1.0))
                self.model.equal(terms, 0)
                before = ahead

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
                self.take[line.name, index] = self.model.column(
                    self._take_price(line, timed), upper=line.count, whole=True
                )
                self._taken_at[line.name, run.origin].append(index)
                column = self.take[line.name, index]
                self._takes_of_line[line.name].append((timed, column))
                self._aboard_at[index].append((line, column))

    def all_lifts(self) -> Arrays:
        """The model with every lift going, however little it carries."""
        arrays = self.model.arrays()
        arrays.lower[list(self.goes.values())] = 1.0
        return arrays

    def _add_goes(self) -> None:
        for index, timed in self.entries.items():
            # Most lifts need an empty run of about the same cost to bring the tail.
            saved = 2 * timed.run.cost_cents / 100
            self.goes[index] = self.model.column(saved, upper=1, whole=True)

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

    def _take_price(self, line: Line, timed: Timed) -> float:
        """Euros for one unit on the lift: its time where it was, less that counted before it came.

        What a unit costs at a place is counted from the start of the withdrawal to its departure;
        for one that comes there by lift the time before its arrival is taken off.
        """
        run = timed.run
        cost = self._stay_price(line, run.origin, timed.depart)
        if run.destination != line.destination or run.destination in self.question.in_country:
            cost -= self._stay_price(line, run.destination, timed.arrive)
        if line.is_people:
            if run.origin in self.question.in_country and (
                run.mode is Mode.ROAD or run.destination in self.question.in_country
            ):
                nights = self._nights(timed.depart) - self._nights(timed.arrive)
                cost += nights * self._nightly(run.origin)
        else:
            cost += self._prices.handling_per_t * line.unit_mass_kg / 100_000
        return cost

    def _stay_price(self, line: Line, place: str, until: int) -> float:
        """Euros that a unit at a place costs from when it can be there ``until`` it leaves."""
        dues = self._dues(line, place)
        come = self.question.there_from(line) if place == line.origin else 0
        if line.is_people:
            nights = self._nights(come) - self._nights(max(come, until))
            late = sum(self._nights(max(due, come)) - self._nights(max(due, until)) for due in dues)
            each = self._prices.late_person_per_night / 100
            return nights * self._nightly(place) + late * each
        late = sum(self._nights(due) - self._nights(max(due, until)) for due in dues)
        return late * self._prices.late_t_per_night * line.unit_mass_kg / 100_000

    def _left_price(self, line: Line, place: str) -> float:
        """Euros for one unit that is left at a place."""
        if line.is_people:
            # To the night that ends with the end, that one included.
            stay = self._stay_price(line, place, self.question.end_min + 1)
            return stay + self._prices.left_person / 100
        return self._prices.left_kg[line.priority - 1] * line.unit_mass_kg / 100

    def _dues(self, line: Line, place: str) -> list[int]:
        question, at = self.question, self.question.place[place]
        dues = []
        if at.handover_utc is not None:
            dues.append(question.minute(at.handover_utc))
        if at.in_country:
            dues.append(question.deadline_min)
        if place == line.origin and line.latest_utc is not None:
            dues.append(question.minute(line.latest_utc))
        return dues

    def _nights(self, since: int) -> int:
        """Nights at or after an instant, up to the end."""
        first = max(1, -(-since // MINUTES_PER_DAY))
        return max(0, self.question.days - first + 1)

    def _nightly(self, place: str) -> float:
        at = self.question.place[place]
        if not at.in_country:
            return 0.0
        return self._prices.exposure_per_person_night * at.threat_percent / 10_000

    def give_minute(self, line: Line, day: int) -> int:
        """The instant of a day at which a line is disposed of: the first at which it may be."""
        return max(day * MINUTES_PER_DAY + 1, self.question.ready_from(line), 1)

    def _add_gives(self) -> None:
        by_option: dict[tuple[Disposition, str, int], Terms] = defaultdict(list)
        limit: dict[tuple[Disposition, str, int], float] = {}
        for line in self.question.withdrawal.lines:
            for way in line.dispositions:
                option = disposal_option(self.question, way, line.origin)
                if option is None or line.is_people or line.origin == line.destination:
                    continue
                lost = line.value_cents * option.value_lost_percent / 100
                cost = (lost + line.unit_mass_kg * option.cost_cents_per_t / 1000) / 100
                for day in self._give_days(line, option):
                    minute = self.give_minute(line, day)
                    price = cost + self._stay_price(line, line.origin, minute)
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

    # --- rows --------------------------------------------------------------------------------

    def _gives_of(self, name: str) -> list[tuple[DisposalKey, int]]:
        return [(key, column) for key, column in self.give.items() if key[0] == name]

    def _limit_units(self) -> None:
        """Every unit is taken, disposed of or left: at the origin in sum, elsewhere in time."""
        for line in self.question.withdrawal.lines:
            if line.origin == line.destination:
                continue
            taken = self._taken_at[line.name, line.origin]
            terms: Terms = [(self.take[line.name, index], 1.0) for index in taken]
            terms += [(column, 1.0) for _, column in self._gives_of(line.name)]
            left = self.model.column(self._left_price(line, line.origin), upper=line.count)
            self.model.equal([*terms, (left, 1.0)], line.count)
            for name, place in list(self._taken_at):
                if name == line.name and place != line.origin:
                    self._limit_transit(line, place)
            self._price_ends(line)

    def _limit_transit(self, line: Line, place: str) -> None:
        events = []
        for (of, index), column in self.take.items():
            timed = self.entries[index]
            if of == line.name and timed.run.destination == place:
                events.append((timed.end, 0, column, -1.0))
            if of == line.name and timed.run.origin == place:
                events.append((timed.begin, 1, column, 1.0))
        before: int | None = None
        for _, _, column, value in sorted(events):
            here = self.model.column(upper=line.count)
            terms = [(here, 1.0), (column, value)]
            if before is not None:
                terms.append((before, -1.0))
            self.model.equal(terms, 0)
            before = here

    def _price_ends(self, line: Line) -> None:
        """Units that come to a place that is not their destination and do not go on are left."""
        flows: dict[str, Terms] = defaultdict(list)
        for (name, index), column in self.take.items():
            if name == line.name:
                run = self.entries[index].run
                flows[run.destination].append((column, 1.0))
                if run.origin != line.origin:
                    flows[run.origin].append((column, -1.0))
        for place, terms in flows.items():
            if place != line.destination or place in self.question.in_country:
                price = self._left_price(line, place)
                if place == line.destination:
                    price = self._stay_price(line, place, self.question.end_min + 1)
                left = self.model.column(price)
                self.model.equal([*terms, (left, -1.0)], 0)

    def _limit_lifts(self) -> None:
        aboard: dict[int, list[tuple[Line, int]]] = defaultdict(list)
        for (name, index), column in self.take.items():
            aboard[index].append((self.question.line[name], column))
        for index, of in aboard.items():
            run = self.entries[index].run
            goes = self.goes[index]
            masses = [(c, float(line.unit_mass_kg)) for line, c in of]
            self.model.at_most([*masses, (goes, -self._use * run.payload_kg)], 0)
            seats = [(c, 1.0) for line, c in of if line.is_people]
            if seats:
                self.model.at_most([*seats, (goes, -float(run.carrier.seats))], 0)
            positions = [
                (c, line.positions(run.mode)) for line, c in of if line.positions(run.mode) > 0
            ]
            if positions:
                room = self._use * run.carrier.positions + 1e-7
                self.model.at_most([*positions, (goes, -room)], 0)

    def _amount(self, line: Line) -> float:
        return 1.0 if line.is_people else float(line.unit_mass_kg)

    def _limit_handling(self) -> None:
        docked: dict[tuple[str, bool, int], Terms] = defaultdict(list)
        for (name, index), column in self.take.items():
            line, timed = self.question.line[name], self.entries[index]
            amount = self._amount(line)
            ends = (
                (timed.run.origin, day_of(timed.depart)),
                (timed.run.destination, day_of(timed.arrive)),
            )
            for place, day in ends:
                docked[place, line.is_people, day].append((column, amount))
        for (name, people, day), terms in docked.items():
            at = self.question.place[name]
            limit = at.handling_people_per_day if people else at.handling_kg_per_day
            if limit is None:
                continue
            helped: Terms = []
            most = float(limit)
            per = at.handling_kg_per_day_per_handler
            if not people and per:
                helped, known = self._handlers(name, at.handler_role, day)
                most += per * known
            self.model.at_most([*terms, *((c, -v * per) for c, v in helped)], most)

    def _handlers(self, place: str, role: str, day: int) -> tuple[Terms, int]:
        """People of a role at a place at the midnight before a day: a number, less who left."""
        minute, known = day * MINUTES_PER_DAY, 0
        terms: Terms = []
        for line in self.question.withdrawal.lines:
            if not line.is_people or not role or line.role != role:
                continue
            if line.origin == place and self.question.there_from(line) <= minute:
                known += line.count
            terms += self._moved(line, place, minute)
        return terms, known

    def _moved(self, line: Line, place: str, minute: int) -> Terms:
        """Change of presence of a line at a place by ``minute``: arrivals less departures."""
        terms: Terms = []
        for timed, column in self._takes_of_line[line.name]:
            if timed.run.origin == place and timed.depart <= minute:
                terms.append((column, -1.0))
            if timed.run.destination == place and timed.arrive <= minute:
                terms.append((column, 1.0))
        return terms

    def _limit_gates(self) -> None:
        for gate in self.question.withdrawal.gates:
            for people in (False, True):
                limit = gate.people_per_day if people else gate.kg_per_day
                lines = [
                    line
                    for line in self.question.withdrawal.lines
                    if line.is_people is people
                    and gate.name in line.gates
                    and line.origin == gate.place
                ]
                if limit is not None and lines:
                    self._limit_gate(gate, people, limit, lines)

    def _limit_gate(self, gate: Gate, people: bool, limit: int, lines: list[Line]) -> None:
        due: dict[tuple[str, int], Terms] = defaultdict(list)
        for line in lines:
            for index in self._taken_at[line.name, gate.place]:
                day = self.entries[index].begin // MINUTES_PER_DAY
                due[line.name, day].append((self.take[line.name, index], self._amount(line)))
        last = max((day for _, day in due), default=0)
        work = [self._gate_work(gate, people, limit, day) for day in range(last)]
        for first in sorted({self._release_day(line) for line in lines}):
            late = [line for line in lines if self._release_day(line) >= first]
            ready: int | None = None
            for day in range(last + 1):
                here = self.model.column()
                terms: Terms = [(here, 1.0)]
                if ready is not None:
                    terms.append((ready, -1.0))
                if day - 1 >= first:
                    terms.append((work[day - 1], -1.0))
                for line in late:
                    terms += due.get((line.name, day), [])
                self.model.equal(terms, 0)
                ready = here

    def _release_day(self, line: Line) -> int:
        return -(-self.question.ready_from(line) // MINUTES_PER_DAY)

    def _gate_work(self, gate: Gate, people: bool, limit: int, day: int) -> int:
        midnight = day * MINUTES_PER_DAY
        opens = self.question.minute_or(gate.from_utc, 0)
        closes = self.question.minute_or(gate.until_utc, self.question.end_min + 1)
        if not opens <= midnight < closes:
            return self.model.column(upper=0)
        per = gate.kg_per_day_per_handler
        if people or not per:
            return self.model.column(upper=limit)
        column = self.model.column()
        helped, known = self._handlers(gate.place, gate.handler_role, day)
        terms: Terms = [(column, 1.0), *((c, -v * per) for c, v in helped)]
        self.model.at_most(terms, float(limit + per * known))
        return column

    def _hold_floors(self) -> None:
        """Presence after each departure; who must stay to the end if anybody is left there."""
        question = self.question
        for floor in question.withdrawal.floors:
            if floor.place not in self.closing:
                continue
            lines = [x for x in question.withdrawal.lines if x.is_people and x.role == floor.role]
            remain = self._somebody_left(floor.place)
            wave = question.place[floor.place].last_wave_min
            opens = question.minute_or(floor.from_utc, 0)
            closes = question.minute_or(floor.until_utc, question.end_min + 1)
            instants = {
                timed.depart for timed in self.entries.values() if timed.run.origin == floor.place
            }
            for instant in sorted({max(instant, opens) for instant in instants}):
                if instant >= closes:
                    continue
                come = sum(
                    line.count
                    for line in lines
                    if line.origin == floor.place and question.there_from(line) <= instant
                )
                terms = [t for line in lines for t in self._moved(line, floor.place, instant)]
                need = float(min(floor.people, come))
                if instant < self.closing[floor.place] - wave:
                    self.model.at_least(terms, need - come)
                else:
                    self.model.at_least([*terms, (remain, -need)], -float(come))

    def _somebody_left(self, place: str) -> int:
        """A column that is 1 if people are left at a place."""
        column = self.model.column(upper=1, whole=True)
        for line in self.question.withdrawal.lines:
            if line.is_people and line.origin == place and line.destination != place:
                taken = [(self.take[line.name, i], 1.0) for i in self._taken_at[line.name, place]]
                self.model.at_least([*taken, (column, float(line.count))], line.count)
        return column

    def _keep_apart(self) -> None:
        for exclusion in self.question.withdrawal.exclusions:
            for index, timed in self.entries.items():
                if timed.run.mode in exclusion.modes:
                    self._exclude(exclusion, index)

    def _exclude(self, exclusion: Exclusion, index: int) -> None:
        aboard = self._aboard_at[index]
        first = [(line, column) for line, column in aboard if matches(exclusion.first, line)]
        second = [(line, column) for line, column in aboard if matches(exclusion.second, line)]
        if not first or not second or (first == second and len(first) == 1):
            return
        if first == second:
            # One class that excludes itself: at most one of its lines is aboard.
            kinds = [self._aboard(line, column) for line, column in first]
            self.model.at_most([(kind, 1.0) for kind in kinds], 1)
            return
        which = self.model.column(upper=1, whole=True)
        for line, column in first:
            self.model.at_most([(column, 1.0), (which, -float(line.count))], 0)
        for line, column in second:
            self.model.at_most([(column, 1.0), (which, float(line.count))], line.count)

    def _aboard(self, line: Line, column: int) -> int:
        kind = self.model.column(upper=1, whole=True)
        self.model.at_most([(column, 1.0), (kind, -float(line.count))], 0)
        return kind

    def _keep_order(self) -> None:
        """The last lift of a place that closes after others carries something."""
        for place in self.question.withdrawal.places:
            earlier = [name for name in place.closes_after if name in self.closing]
            if not earlier or place.name not in self.closing:
                continue
            last = [
                (column, 1.0)
                for (_, index), column in self.take.items()
                if self.entries[index].run.origin == place.name
                and self.entries[index].depart == self.closing[place.name]
            ]
            if last:
                self.model.at_least(last, 1)

    def _limit_guests(self) -> None:
        for place in self.question.withdrawal.places:
            if place.beds is not None:
                nights = range(MINUTES_PER_DAY, self.question.end_min + 1, MINUTES_PER_DAY)
                self._limit_presence(place.name, True, place.beds, list(nights))
            if place.storage_kg is not None:
                arrivals = {
                    timed.arrive
                    for timed in self.entries.values()
                    if timed.run.destination == place.name
                }
                self._limit_presence(place.name, False, place.storage_kg, sorted(arrivals))

    def _limit_presence(self, place: str, people: bool, limit: int, instants: list[int]) -> None:
        lines = [
            line
            for line in self.question.withdrawal.lines
            if line.is_people is people and line.origin != place
        ]
        for instant in instants:
            terms = [
                (column, value * self._amount(line))
                for line in lines
                for column, value in self._moved(line, place, instant)
            ]
            if terms:
                self.model.at_most(terms, float(limit))

    def _price_milestones(self) -> None:
        prices = self._prices
        price = {
            Basis.PEOPLE: prices.late_person_per_night / 100,
            Basis.TONNES: prices.late_t_per_night / 100_000,
            Basis.PIECES: prices.late_piece_per_night / 100,
        }
        for milestone in self.question.withdrawal.milestones:
            if milestone.basis in price:
                self._price_milestone(milestone, price[milestone.basis])

    def _price_milestone(self, milestone: Milestone, price: float) -> None:
        question = self.question
        counted = lines_counted(question.withdrawal, milestone)
        each = {line.name: weight for line, weight in counted}
        needed = amount_required(milestone, sum(x.count * weight for x, weight in counted))
        due = question.minute(milestone.due_utc)
        by_night: dict[int, Terms] = defaultdict(list)
        for (name, index), column in self.take.items():
            timed = self.entries[index]
            inside = question.in_country
            leaves = timed.run.origin in inside and timed.run.destination not in inside
            if leaves and each.get(name):
                out = timed.arrive if timed.run.mode == "road" else timed.depart
                by_night[self._night(out, due)].append((column, float(each[name])))
        for (name, _, _, day), column in self.give.items():
            if each.get(name):
                minute = self.give_minute(question.line[name], day)
                by_night[self._night(minute, due)].append((column, float(each[name])))
        gone: int | None = None
        for night in range(self._night(due, due), question.days + 1):
            now = self.model.column()
            terms: Terms = [(now, 1.0), *((c, -v) for c, v in by_night[night])]
            if gone is not None:
                terms.append((gone, -1.0))
            self.model.equal(terms, 0)
            late = self.model.column(price)
            self.model.at_least([(late, 1.0), (now, 1.0)], float(needed))
            gone = now

    def _night(self, minute: int, due: int) -> int:
        """The first night at or after an instant, and not before the due's own first night."""
        return -(-max(minute, due) // MINUTES_PER_DAY)
