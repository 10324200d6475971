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
from drawdown.planning.pools import (
    LegKey,
    Pool,
    dead_ends,
    leg_key,
    own_legs,
    pools_of,
    reachable_legs,
)
from drawdown.planning.question import MINUTES_PER_DAY, Question, Run, Span
from drawdown.planning.steps import MOST_STEPS, MOST_STRICT_STEPS, Steps, in_days, stepped
from drawdown.planning.stock import disposal_option, takes_a_piece
from drawdown.planning.unit_prices import disposal_eur
from drawdown.rules.carriers import MOST_DELAY_MIN
from drawdown.rules.steps import day_of


class DayModel:
    """Columns by what they mean; ``step`` counts in the clock of the line.

    ``lift``, ``empty`` and ``cargo`` [run, day]: departures that are loaded, that are empty, and
    loaded ones that carry what bars passengers; ``flow`` [line, leg, step]: units that depart;
    ``stock`` [line, place, step]: units there in the night after it; ``charged``: those of them
    that are there for certain; ``disposed`` [line, place, way, step]; ``left`` [line, place];
    ``open`` [place, day]: 1 while the last departure lies on that day or later.
    ``sure_eur`` [line, place] is no column: what a night costs at the least of one who is counted
    there, on the way or not.

    A ``strict`` model is no relaxation: it leaves room for what the other one leaves out, so that
    a plan can follow its lifts. In a ``pooled`` one ``lines`` has, beside the lines of the
    withdrawal, their pools (``pools``): whoever has left the origin is of the line's pool, if it
    has one.
    """

    def __init__(
        self,
        question: Question,
        *,
        strict: bool = False,
        pooled: bool = False,
        period_days: int = 1,
    ) -> None:
        self.question = question
        self.strict = strict
        self.days = question.days
        self.model = LinearModel()
        self.steps = stepped(question, MOST_STRICT_STEPS if strict else MOST_STEPS)
        self.periods = in_days(period_days, self.steps)
        self.lift: dict[tuple[int, int], int] = {}
        self.empty: dict[tuple[int, int], int] = {}
        self.cargo: dict[tuple[int, int], int] = {}
        self.flow: dict[tuple[str, LegKey, int], int] = {}
        self.stock: dict[tuple[str, str, int], int] = {}
        self.charged: dict[tuple[str, str, int], int] = {}
        self.sure_eur: dict[tuple[str, str], float] = {}
        self.disposed: dict[tuple[str, str, Disposition, int], int] = {}
        self.left: dict[tuple[str, str], int] = {}
        self.open: dict[tuple[str, int], int] = {}
        self.runs_of_leg: dict[LegKey, list[int]] = defaultdict(list)
        for index, run in enumerate(question.runs):
            self.runs_of_leg[leg_key(run)].append(index)
        self.legs_of = {x.name: reachable_legs(question, x) for x in question.withdrawal.lines}
        self.given_up: dict[tuple[str, str, int], int] = {}
        self.given_up_from: dict[str, frozenset[str]] = {}
        if pooled:
            self._close_dead_ends()
        self.pools = {x.line.name: x for x in pools_of(question, self.legs_of)} if pooled else {}
        self.pool_of = {x.name: pool for pool in self.pools.values() for x in pool.members}
        for pool in self.pools.values():
            self.legs_of[pool.line.name] = pool.legs
            for line in pool.members:
                self.legs_of[line.name] = own_legs(line, self.legs_of[line.name])
        self.lines = (*question.withdrawal.lines, *(pool.line for pool in self.pools.values()))
        self.line = {line.name: line for line in self.lines}
        self._add_lifts()
        self._add_cargo_lifts()
        self._add_open()
        for line in self.lines:
            self._add_flows(line)
            self._add_disposals(line)
            self._add_given_up(line)
        for line in self.lines:
            for place in self.places_of(line):
                self._add_stock(line, place)
        for pool in self.pools.values():
            if not pool.line.is_people:
                self._charge_members(pool)

    def clock(self, line: Line) -> Steps:
        """The steps in which the line is counted."""
        return self.periods if line.is_people else self.steps

    def amount(self, line: Line) -> float:
        """What a unit counts against a limit: a head, or its mass."""
        return 1.0 if line.is_people else float(line.unit_mass_kg)

    def _close_dead_ends(self) -> None:
        """Lines lose their legs to places abroad that lead nowhere; they are given up instead.

        That takes no lift: it can only cost less.
        """
        for line in self.question.withdrawal.lines:
            legs = self.legs_of[line.name]
            ends = dead_ends(self.question, line, legs)
            self.given_up_from[line.name] = frozenset(key[0] for key in legs if key[1] in ends)
            self.legs_of[line.name] = {
                key: runs for key, runs in legs.items() if key[1] not in ends and key[0] not in ends
            }

    def places_of(self, line: Line) -> list[str]:
        """Where units of the line can be that are not of its pool."""
        if line.name in self.pool_of:
            return [line.origin]
        ends = [key[1] for _, key, _ in self.legs_into(line)]
        return list(dict.fromkeys([*([line.origin] if line.origin else []), *ends]))

    def bars_passengers(self, line: Line, mode: Mode) -> bool:
        """Whether what is of the line, or of the pool, may not be on a lift with passengers."""
        pool = self.pools.get(line.name)
        return self.question.bars_passengers(pool.members[0] if pool else line, mode)

    def legs_into(self, line: Line) -> list[tuple[Line, LegKey, float]]:
        """Legs on which units come to be of the line or pool: whose, leg, how many of each unit."""
        legs = [(line, key, 1.0) for key in self.legs_of[line.name]]
        if line.name in self.pools:
            pool = self.pools[line.name]
            for member in pool.members:
                units = pool.units(member)
                legs += [(member, key, units) for key in self.legs_of[member.name]]
        return legs if line.name not in self.pool_of else []

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

    def periods_in(self, step: int) -> range:
        """The periods of a step of things."""
        first, last = self.steps.first(step), self.steps.last[step]
        return range(self.periods.of(first), self.periods.of(last) + 1)

    def runs_on(self, index: int, period: int, value: float) -> Terms:
        """Terms of all departures of a run in a period, loaded and empty."""
        columns = (self.lift.get((index, period)), self.empty.get((index, period)))
        return [(column, value) for column in columns if column is not None]

    @cached_property
    def carrying(self) -> frozenset[int]:
        """The runs on which some line may be."""
        legs = self.legs_of.values()
        return frozenset(index for of in legs for runs in of.values() for index in runs)

    def _add_lifts(self) -> None:
        for index, run in enumerate(self.question.runs):
            cost = run.cost_cents / 100
            for period in self._run_periods(run):
                most = self._most_lifts(run, period)
                if index in self.carrying:
                    self.lift[index, period] = self.model.column(cost, upper=most, whole=True)
                self.empty[index, period] = self.model.column(cost, upper=most)

    def _add_cargo_lifts(self) -> None:
        """Of the loaded lifts, those that take what bars passengers."""
        barring = {
            index
            for name, legs in self.legs_of.items()
            for key, runs in legs.items()
            for index in runs
            if self.bars_passengers(self.line[name], key[2])
        }
        for (index, period), lifts in self.lift.items():
            if index in barring:
                column = self.model.column(whole=self.strict)
                self.cargo[index, period] = column
                self.model.at_most([(column, 1.0), (lifts, -1.0)], 0)

    def _run_periods(self, run: Run) -> Iterator[int]:
        """Periods in which the run can depart at all, by fleet and clearance."""
        first, last = self.question.fleet_span(run.fleet)
        for period in range(self.periods.count):
            begins, ends = self.minutes(period)
            if ends < first or begins + run.travel_min > last:
                continue
            if not run.windows or any(
                max(begins, opens) + run.travel_min <= closes and opens <= ends
                for opens, closes in run.windows
            ):
                yield period

    def minutes(self, period: int) -> Span:
        """The midnights that begin and end a period."""
        begins = self.periods.first(period) * MINUTES_PER_DAY
        return begins, (self.periods.last[period] + 1) * MINUTES_PER_DAY

    def _most_lifts(self, run: Run, period: int) -> int:
        """Departures of a whole fleet in a period: none can be back sooner than it travels."""
        each = 1
        begins, ends = self.minutes(period)
        back = self._shortest_back.get((run.fleet.name, run.origin))
        if back is not None:
            each += (ends - begins) // (run.travel_min + back)
        most = run.fleet.count * each
        allowed = run.leg.runs_per_day
        return most if allowed is None else min(most, allowed * (ends - begins) // MINUTES_PER_DAY)

    @cached_property
    def _shortest_back(self) -> dict[tuple[str, str], int]:
        """The least minutes in which a tail of a fleet comes to a place from another one."""
        shortest: dict[tuple[str, str], int] = {}
        for run in self.question.runs:
            key = (run.fleet.name, run.destination)
            shortest[key] = min(run.travel_min, shortest.get(key, run.travel_min))
        return shortest

    def _add_open(self) -> None:
        for place in self.question.withdrawal.places:
            if place.in_country:
                for period in range(self.periods.count):
                    self.open[place.name, period] = self.model.column(upper=1, whole=True)
                    if period:
                        terms = [(self.open[place.name, period], 1.0)]
                        self.model.at_most([*terms, (self.open[place.name, period - 1], -1.0)], 0)
        for (index, period), column in self.lift.items():
            run = self.question.runs[index]
            if (run.origin, period) in self.open:
                most = -float(self._most_lifts(run, period))
                self.model.at_most([(column, 1.0), (self.open[run.origin, period], most)], 0)

    def _add_flows(self, line: Line) -> None:
        prices = self.question.withdrawal.prices
        for key, runs in self.legs_of[line.name].items():
            steps = {step for index in runs for step in self._flow_steps(line, key, index)}
            for step in sorted(steps):
                cost = prices.handling_per_t * line.unit_mass_kg / 100_000
                if line.is_people:
                    cost = self._eur_on_the_way(line, key, step)
                self.flow[line.name, key, step] = self.model.column(cost)

    def _eur_on_the_way(self, line: Line, key: LegKey, period: int) -> float:
        """The nights of one of the line who departs in a period, until it counts where it comes.

        From the last day of the period on it is on the way; before that it was here, there or where
        it came from.
        """
        first, last = self.periods.ends(period)
        if key[1] not in self.question.in_country:
            if key[2] is not Mode.ROAD:
                return 0.0
            return self.nightly_eur(key[0]) * min(self.shortest_lag(key), self.days - last)
        arrives = first + self.shortest_lag(key)
        comes = self.days
        if arrives < self.days:
            comes = self.periods.first(self.periods.of(arrives))
        if comes <= last:
            return 0.0
        before = (last - first) * self.least_nightly_eur[line.name]
        return before + (comes - last) * self.nightly_eur(key[0])

    def _flow_steps(self, line: Line, key: LegKey, index: int) -> Iterator[int]:
        """The steps in which units of the line may depart on a run."""
        clock, first = self.clock(line), 0
        if key[0] == line.origin:
            if line.name in self.question.waiting_for_ever:
                return
            load_min = self.question.runs[index].carrier.load_min
            first = day_of(self.question.ready_from(line) + load_min)
        for period in range(self.periods.count):
            if (index, period) in self.lift and self.periods.last[period] >= first:
                yield clock.of(self.periods.last[period])

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
                cost = 0.0 if line.name in self.pools else disposal_eur(line, option)
                opens = max(question.minute_or(option.from_utc, 0), question.ready_from(line))
                closes = question.minute_or(option.until_utc, question.end_min + 1)
                for step in range(clock.of(day_of(opens)), clock.count):
                    first = clock.first(step)
                    if first * MINUTES_PER_DAY < closes:
                        column = self.model.column(cost)
                        self.disposed[line.name, place, way, step] = column
                        at = (place, self.periods.of(first))
                        if at in self.open and self.closes_by_disposal(place):
                            terms = [(column, 1.0), (self.open[at], -float(line.count))]
                            self.model.at_most(terms, 0)

    def _add_given_up(self, line: Line) -> None:
        """Units that go from a place to where nothing leads them on: at the price of being left."""
        pool = self.pools.get(line.name)
        for place in self.places_of(line):
            whose = [x.name for x in pool.members] if pool else [line.name]
            if any(place in self.given_up_from.get(name, ()) for name in whose):
                for step in range(self.clock(line).count):
                    column = self.model.column(self._left_eur(line))
                    self.given_up[line.name, place, step] = column

    def _left_eur(self, line: Line) -> float:
        """What a unit that is left costs; of a pool of things what it is has to be seen."""
        prices = self.question.withdrawal.prices
        if line.is_people:
            return prices.left_person / 100
        if line.name in self.pools:
            return 0.0
        return prices.left_kg[line.priority - 1] * line.unit_mass_kg / 100

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
        self.sure_eur[line.name, place] = sure
        for step in range(clock.count):
            nights = len(clock.days(step))
            each = sure if arriving else nightly
            column = model.column(each * nights if each else 0.0, upper=line.count)
            self.stock[line.name, place, step] = column
            terms: Terms = [(column, 1.0)]
            if step:
                terms.append((self.stock[line.name, place, step - 1], -1.0))
            terms += [(flow, 1.0) for flow in self.leaving(line, place, step)]
            terms += [(flow, -units) for _, of, flow, units in arriving if of == step]
            model.equal(terms, line.count if step == come_step else 0)
            if not arriving:
                self.charged[line.name, place, step] = column
            elif inside and line.is_people:
                self._add_charged(line, place, step, (nightly - sure) * nights, arriving)
        if place != line.destination:
            self._add_left(line, place)

    @cached_property
    def least_nightly_eur(self) -> dict[str, float]:
        """The least price of a night wherever one of a line, or of its pool, can have been."""
        least = {}
        for line in self.lines:
            pool = self.pool_of.get(line.name)
            legs = [key for _, key, _ in self.legs_into(pool.line if pool else line)]
            legs += self.legs_of[line.name]
            least[line.name] = min((self.nightly_eur(key[0]) for key in legs), default=0.0)
        return least

    def _nightly_on_the_way(self, line: Line, place: str) -> list[float]:
        """The price of a night on each leg to a place in the country: that of where it begins.

        In a period of some days units may have been anywhere before.
        """
        legs = self.legs_into(line)
        daily = self.periods.count == self.days
        return [self.nightly_eur(key[0]) for _, key, _ in legs if key[1] == place or not daily]

    def leaving(self, line: Line, place: str, step: int) -> list[int]:
        """Columns of units that leave a place in a step, by lift or disposal."""
        keys = [key for key in self.legs_of[line.name] if key[0] == place]
        flows = [self.flow.get((line.name, key, step)) for key in keys]
        gone = [self.disposed.get((line.name, place, way, step)) for way in line.dispositions]
        gone.append(self.given_up.get((line.name, place, step)))
        return [column for column in (*flows, *gone) if column is not None]

    def departing(self, lines: list[Line], place: str, step: int) -> Terms:
        """What of some lines departs from a place in a step, in heads or kg."""
        return [
            (self.flow[line.name, key, step], self.amount(line))
            for line in lines
            for key in self.legs_of[line.name]
            if key[0] == place and (line.name, key, step) in self.flow
        ]

    def _arrivals(self, line: Line, place: str) -> list[tuple[int, int, int, float]]:
        """Flows into a place: last day on which one may still be under way, step, column, units.

        They are there from the step in which the first of them can have arrived.
        """
        clock, arriving = self.clock(line), []
        for whose, key, units in self.legs_into(line):
            if key[1] != place:
                continue
            for step in range(clock.count):
                column = self.flow.get((whose.name, key, step))
                earliest = clock.first(step) + self.shortest_lag(key)
                if column is not None and earliest < self.days:
                    latest = clock.last[step] + self.longest_lag(key) - 1
                    arriving.append((latest, clock.of(earliest), column, units))
        return arriving

    def coming(self, lines: list[Line], place: str, step: int) -> list[int]:
        """Columns of people of some lines who may come to a place in a step."""
        return [
            column
            for line in lines
            for _, of, column, _ in self._arrivals(line, place)
            if of == step
        ]

    def _add_charged(
        self,
        line: Line,
        place: str,
        step: int,
        nightly: float,
        arriving: list[tuple[int, int, int, float]],
    ) -> None:
        """People who are there for certain in every night of a step.

        Those who may still be on the way in its first one are not counted.
        """
        first = self.periods.first(step)
        column = self.model.column(nightly)
        self.charged[line.name, place, step] = column
        terms: Terms = [(column, 1.0), (self.stock[line.name, place, step], -1.0)]
        terms += [
            (flow, units) for latest, of, flow, units in arriving if of <= step and first <= latest
        ]
        self.model.at_least(terms, 0)

    def _add_left(self, line: Line, place: str) -> None:
        """Left is the last night's stock, and what comes after it."""
        column = self.model.column(self._left_eur(line))
        self.left[line.name, place] = column
        clock = self.clock(line)
        terms: Terms = [(column, 1.0), (self.stock[line.name, place, clock.count - 1], -1.0)]
        for whose, key, units in self.legs_into(line):
            for step in range(clock.count):
                flow = self.flow.get((whose.name, key, step))
                comes_after = clock.first(step) + self.shortest_lag(key) >= self.days
                if key[1] == place and flow is not None and comes_after:
                    terms.append((flow, -units))
        too_late = place == line.origin and day_of(self.question.there_from(line)) >= self.days
        self.model.at_least(terms, line.count if too_late else 0)

    def _charge_members(self, pool: Pool) -> None:
        """Of what is disposed of or left on the way it is open where, but not what it is."""
        prices, name = self.question.withdrawal.prices, pool.line.name
        gone: dict[Disposition | None, Terms] = defaultdict(list)
        for (of, _, way, _), column in self.disposed.items():
            if of == name:
                gone[way].append((column, 1.0))
        gone[None] = [(column, 1.0) for (of, _), column in self.left.items() if of == name]
        gone[None] += [(column, 1.0) for (of, *_), column in self.given_up.items() if of == name]
        eur = self._least_disposal_eur(pool)
        for line in pool.members:
            eur[line.name, None] = prices.left_kg[line.priority - 1] * line.unit_mass_kg / 100
            shares: Terms = []
            for each in gone:
                if (line.name, each) in eur:
                    column = self.model.column(eur[line.name, each], upper=line.count)
                    gone[each].append((column, -pool.units(line)))
                    shares.append((column, 1.0))
            sent = [(column, -1.0) for (of, _, _), column in self.flow.items() if of == line.name]
            self.model.at_most([*shares, *sent], 0)
        for terms in gone.values():
            self.model.equal(terms, 0)

    def _least_disposal_eur(self, pool: Pool) -> dict[tuple[str, Disposition | None], float]:
        """What a unit of each member costs in each way of disposal, where it costs least."""
        least: dict[tuple[str, Disposition | None], float] = {}
        for place in self.places_of(pool.line):
            for line in pool.members:
                for way in line.dispositions:
                    option = disposal_option(self.question, way, place)
                    if option is not None and takes_a_piece(option, line):
                        cost = disposal_eur(line, option)
                        least[line.name, way] = min(cost, least.get((line.name, way), cost))
        return least
