"""The withdrawal day by day: a relaxation whose optimum no plan can beat.

Day ``d`` holds the departures in ``(midnight d, midnight d + 1]``, as the judge counts them, so
that who is there in the night after day ``d`` is exactly who has not departed on a day up to
``d``. People and lifts are counted day by day; things, whose time costs nothing before a due, in
*steps* of some days that end where a due ends. Lifts are whole numbers, loads are not; clock
times and the mixture of single pieces are left out, crews' days counted over
spans. ``docs/planning.md`` has the model in mathematics and the argument that it is a relaxation.

Amounts are units (people, pieces), kg and euros. This file has the columns and what ties them
together; ``day_limits`` and ``day_prices`` add the rows of the rules and of the price list.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from drawdown.model import Disposition, Line, Mode
from drawdown.planning.linear_model import LinearModel, Terms
from drawdown.planning.question import MINUTES_PER_DAY, Question, Run
from drawdown.planning.steps import MOST_STEPS, MOST_STRICT_STEPS, Steps, daily, stepped
from drawdown.planning.stock import disposal_option, takes_a_piece
from drawdown.planning.unit_prices import disposal_eur
from drawdown.rules.carriers import MOST_DELAY_MIN
from drawdown.rules.steps import day_of

LegKey = tuple[str, str, Mode]


class DayModel:
    """Columns by what they mean; ``step`` counts in the clock of the line.

    ``lift``, ``empty`` and ``cargo`` [run, day]: departures that are loaded, that are empty, and
    loaded ones that carry what bars passengers; ``flow`` [line, leg, step]: units that depart;
    ``stock`` [line, place, step]: units there in the night after it; ``charged``: those of them
    that are there for certain; ``disposed`` [line, place, way, step]; ``left`` [line, place];
    ``open`` [place, day]: 1 while the last departure lies on that day or later.

    A ``strict`` model is no relaxation: it leaves room for what the other one leaves out, so that
    a plan can follow its lifts.
    """

    def __init__(self, question: Question, *, strict: bool = False) -> None:
        self.question = question
        self.strict = strict
        self.days = question.days
        self.model = LinearModel()
        self.steps = stepped(question, MOST_STRICT_STEPS if strict else MOST_STEPS)
        self._daily = daily(question.days)
        self.lift: dict[tuple[int, int], int] = {}
        self.empty: dict[tuple[int, int], int] = {}
        self.cargo: dict[tuple[int, int], int] = {}
        self.flow: dict[tuple[str, LegKey, int], int] = {}
        self.stock: dict[tuple[str, str, int], int] = {}
        self.charged: dict[tuple[str, str, int], int] = {}
        self.disposed: dict[tuple[str, str, Disposition, int], int] = {}
        self.left: dict[tuple[str, str], int] = {}
        self.open: dict[tuple[str, int], int] = {}
        self.runs_of_leg: dict[LegKey, list[int]] = defaultdict(list)
        for index, run in enumerate(question.runs):
            self.runs_of_leg[leg_key(run)].append(index)
        self.legs_of = {x.name: reachable_legs(question, x) for x in question.withdrawal.lines}
        self._add_lifts()
        self._add_cargo_lifts()
        self._add_open()
        for line in question.withdrawal.lines:
            self._add_flows(line)
            self._add_disposals(line)
            for place in self.places_of(line):
                self._add_stock(line, place)

    def clock(self, line: Line) -> Steps:
        """The steps in which the line is counted."""
        return self._daily if line.is_people else self.steps

    def amount(self, line: Line) -> float:
        """What a unit counts against a limit: a head, or its mass."""
        return 1.0 if line.is_people else float(line.unit_mass_kg)

    def places_of(self, line: Line) -> list[str]:
        """Where units of the line can be, its destination last if outside the country."""
        return list(dict.fromkeys([line.origin, *(key[1] for key in self.legs_of[line.name])]))

    def nightly_eur(self, place: str) -> float:
        """The price of a person's night at a place."""
        at = self.question.place[place]
        if not at.in_country:
            return 0.0
        prices = self.question.withdrawal.prices
        return prices.exposure_per_person_night * at.threat_percent / 10_000

    def shortest_lag(self, key: LegKey) -> int:
        """The fewest midnights crossed on a leg."""
        return self._lags[key][0]

    def longest_lag(self, key: LegKey) -> int:
        """The most midnights that can be crossed on a leg, by a lift as slow as is allowed."""
        return self._lags[key][1]

    @cached_property
    def _lags(self) -> dict[LegKey, tuple[int, int]]:
        lags = {}
        for key, indices in self.runs_of_leg.items():
            runs = [self.question.runs[index] for index in indices]
            longest = max(run.travel_min for run in runs) + MOST_DELAY_MIN
            lags[key] = (min(run.night_lag for run in runs), longest // MINUTES_PER_DAY + 1)
        return lags

    def runs_on(self, index: int, day: int, value: float) -> Terms:
        """Terms of all departures of a run on a day, loaded and empty."""
        columns = (self.lift.get((index, day)), self.empty.get((index, day)))
        return [(column, value) for column in columns if column is not None]

    @cached_property
    def carrying(self) -> frozenset[int]:
        """The runs on which some line may be."""
        legs = self.legs_of.values()
        return frozenset(index for of in legs for runs in of.values() for index in runs)

    def _add_lifts(self) -> None:
        for index, run in enumerate(self.question.runs):
            cost = run.cost_cents / 100
            for day in self._run_days(run):
                most = self._most_lifts(run)
                if index in self.carrying:
                    self.lift[index, day] = self.model.column(cost, upper=most, whole=True)
                self.empty[index, day] = self.model.column(cost, upper=most)

    def _add_cargo_lifts(self) -> None:
        """Of the loaded lifts, those that take what bars passengers."""
        barring = {
            index
            for name, legs in self.legs_of.items()
            for key, runs in legs.items()
            for index in runs
            if self.question.bars_passengers(self.question.line[name], key[2])
        }
        for (index, day), lifts in self.lift.items():
            if index in barring:
                column = self.model.column(whole=self.strict)
                self.cargo[index, day] = column
                self.model.at_most([(column, 1.0), (lifts, -1.0)], 0)

    def _run_days(self, run: Run) -> Iterator[int]:
        """Days on which the run can depart at all, by fleet and clearance."""
        first, last = self.question.fleet_span(run.fleet)
        for day in range(self.days):
            begins, ends = day * MINUTES_PER_DAY, (day + 1) * MINUTES_PER_DAY
            if ends < first or begins + run.travel_min > last:
                continue
            if not run.windows or any(
                max(begins, opens) + run.travel_min <= closes and opens <= ends
                for opens, closes in run.windows
            ):
                yield day

    def _most_lifts(self, run: Run) -> int:
        """Departures of a whole fleet on one day: none can be back sooner than it travels."""
        back = [
            other.travel_min
            for other in self.question.runs
            if other.fleet == run.fleet and other.destination == run.origin
        ]
        if not back:
            return run.fleet.count
        return run.fleet.count * (1 + MINUTES_PER_DAY // (run.travel_min + min(back)))

    def _add_open(self) -> None:
        for place in self.question.withdrawal.places:
            if place.in_country:
                for day in range(self.days):
                    self.open[place.name, day] = self.model.column(upper=1, whole=True)
                    if day:
                        terms = [(self.open[place.name, day], 1.0)]
                        self.model.at_most([*terms, (self.open[place.name, day - 1], -1.0)], 0)
        for (index, day), column in self.lift.items():
            run = self.question.runs[index]
            if (run.origin, day) in self.open:
                terms = [(column, 1.0), (self.open[run.origin, day], -self._most_lifts(run))]
                self.model.at_most(terms, 0)

    def _add_flows(self, line: Line) -> None:
        prices, clock = self.question.withdrawal.prices, self.clock(line)
        for key, runs in self.legs_of[line.name].items():
            cost = nightly = 0.0
            if not line.is_people:
                cost = prices.handling_per_t * line.unit_mass_kg / 100_000
            elif key[2] is Mode.ROAD:
                nightly = self.nightly_eur(key[0])
            days = {day for index in runs for day in self._flow_days(line, key, index)}
            for step in sorted({clock.of(day) for day in days}):
                nights = min(self.shortest_lag(key), self.days - clock.last[step])
                self.flow[line.name, key, step] = self.model.column(cost + nights * nightly)

    def _flow_days(self, line: Line, key: LegKey, index: int) -> list[int]:
        first = 0
        if key[0] == line.origin:
            load_min = self.question.runs[index].carrier.load_min
            first = day_of(self.question.ready_from(line) + load_min)
        if key[0] == line.origin and line.name in self.question.waiting_for_ever:
            return []
        return [day for day in range(first, self.days) if (index, day) in self.lift]

    def _add_disposals(self, line: Line) -> None:
        question, clock = self.question, self.clock(line)
        for place in self.places_of(line):
            for way in line.dispositions:
                option = disposal_option(question, way, place)
                if option is None or line.is_people or place == line.destination:
                    continue
                if place == line.origin and line.name in question.waiting_for_ever:
                    continue
                if not takes_a_piece(option, line):
                    continue
                cost = disposal_eur(line, option)
                opens = max(question.minute_or(option.from_utc, 0), question.ready_from(line))
                closes = question.minute_or(option.until_utc, question.end_min + 1)
                for step in range(clock.of(day_of(opens)), clock.count):
                    first = clock.first(step)
                    if first * MINUTES_PER_DAY < closes:
                        column = self.model.column(cost)
                        self.disposed[line.name, place, way, step] = column
                        if (place, first) in self.open and self.closes_by_disposal(place):
                            terms = [(column, 1.0), (self.open[place, first], -float(line.count))]
                            self.model.at_most(terms, 0)

    def closes_by_disposal(self, place: str) -> bool:
        """Whether a place stays open for a disposal: not where a wave may go before it.

        There the floors may be gone when the last things are disposed of, and ``open`` stands for
        departures alone.
        """
        return self.strict or self.question.place[place].last_wave_min == 0

    def _add_stock(self, line: Line, place: str) -> None:
        """Units there in the night after each step; what remains at the end is left."""
        inside = self.question.place[place].in_country
        if place == line.destination and not inside:
            return
        model, clock = self.model, self.clock(line)
        at_origin = place == line.origin
        comes = day_of(self.question.there_from(line)) if at_origin else None
        come_step = clock.of(comes) if comes is not None and comes < self.days else None
        nightly = self.nightly_eur(place) if line.is_people else 0.0
        arriving = self._arrivals(line, place)
        sure = min([nightly, *self._nightly_on_the_way(line, place)]) if line.is_people else 0.0
        for step in range(clock.count):
            column = model.column(sure if arriving else nightly, upper=line.count)
            self.stock[line.name, place, step] = column
            terms: Terms = [(column, 1.0)]
            if step:
                terms.append((self.stock[line.name, place, step - 1], -1.0))
            terms += [(flow, 1.0) for flow in self.leaving(line, place, step)]
            terms += [(flow, -1.0) for _, of, flow in arriving if of == step]
            model.equal(terms, line.count if step == come_step else 0)
            if not arriving:
                self.charged[line.name, place, step] = column
            elif inside and line.is_people:
                self._add_charged(line, place, step, nightly - sure, arriving)
        if place != line.destination:
            self._add_left(line, place)

    def _nightly_on_the_way(self, line: Line, place: str) -> list[float]:
        """The price of a night on each leg to a place in the country: that of where it begins."""
        return [self.nightly_eur(key[0]) for key in self.legs_of[line.name] if key[1] == place]

    def leaving(self, line: Line, place: str, step: int) -> list[int]:
        """Columns of units that leave a place in a step, by lift or disposal."""
        keys = [key for key in self.legs_of[line.name] if key[0] == place]
        flows = [self.flow.get((line.name, key, step)) for key in keys]
        gone = [self.disposed.get((line.name, place, way, step)) for way in line.dispositions]
        return [column for column in (*flows, *gone) if column is not None]

    def _arrivals(self, line: Line, place: str) -> list[tuple[int, int, int]]:
        """Flows into a place: last day on which one may still be under way, step, column.

        They are there from the step in which the first of them can have arrived.
        """
        clock, arriving = self.clock(line), []
        for key in self.legs_of[line.name]:
            if key[1] != place:
                continue
            for step in range(clock.count):
                column = self.flow.get((line.name, key, step))
                earliest = clock.first(step) + self.shortest_lag(key)
                if column is not None and earliest < self.days:
                    latest = clock.last[step] + self.longest_lag(key) - 1
                    arriving.append((latest, clock.of(earliest), column))
        return arriving

    def _add_charged(
        self,
        line: Line,
        place: str,
        step: int,
        nightly: float,
        arriving: list[tuple[int, int, int]],
    ) -> None:
        """People who are there for certain: those who may still be on the way are not counted."""
        column = self.model.column(nightly)
        self.charged[line.name, place, step] = column
        terms: Terms = [(column, 1.0), (self.stock[line.name, place, step], -1.0)]
        terms += [(flow, 1.0) for latest, of, flow in arriving if of <= step <= latest]
        self.model.at_least(terms, 0)

    def _add_left(self, line: Line, place: str) -> None:
        """Left is the last night's stock, and what comes after it."""
        prices = self.question.withdrawal.prices
        if line.is_people:
            cost = prices.left_person / 100
        else:
            cost = prices.left_kg[line.priority - 1] * line.unit_mass_kg / 100
        column = self.model.column(cost)
        self.left[line.name, place] = column
        clock = self.clock(line)
        terms: Terms = [(column, 1.0), (self.stock[line.name, place, clock.count - 1], -1.0)]
        for key in self.legs_of[line.name]:
            for step in range(clock.count):
                flow = self.flow.get((line.name, key, step))
                comes_after = clock.first(step) + self.shortest_lag(key) >= self.days
                if key[1] == place and flow is not None and comes_after:
                    terms.append((flow, -1.0))
        too_late = place == line.origin and day_of(self.question.there_from(line)) >= self.days
        self.model.at_least(terms, line.count if too_late else 0)


def leg_key(run: Run) -> LegKey:
    """Origin, destination and mode of a run's leg."""
    return (run.leg.origin, run.leg.destination, run.leg.mode)


def reachable_legs(question: Question, line: Line) -> dict[LegKey, list[int]]:
    """The legs on which the line may be, from its origin on, with the runs that take it."""
    takers: dict[str, dict[LegKey, list[int]]] = defaultdict(dict)
    for index, run in enumerate(question.runs):
        if run.payload_kg > 0 and question.takes(run, line):
            takers[run.origin].setdefault(leg_key(run), []).append(index)
    legs: dict[LegKey, list[int]] = {}
    reached, waiting = {line.origin}, [line.origin]
    while waiting:
        place = waiting.pop()
        if place == line.destination:
            continue
        for key, indices in takers[place].items():
            legs[key] = indices
            if key[1] not in reached:
                reached.add(key[1])
                waiting.append(key[1])
    return legs
