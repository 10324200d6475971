"""Rows of the day model that hold the rules: loads, tails, places, gates, floors, order."""

from collections import defaultdict
from collections.abc import Iterator

from drawdown.model import Fleet, Gate, Line, Mode
from drawdown.planning.day_closing import ClosingRows
from drawdown.planning.day_model import DayModel
from drawdown.planning.day_presence import Presence
from drawdown.planning.duties import duty_shares, minutes_of
from drawdown.planning.linear_model import Terms
from drawdown.planning.pools import LegKey
from drawdown.planning.question import MINUTES_PER_DAY, Run, Span
from drawdown.planning.tail_clock import MOST_COUNTED, TailClock
from drawdown.rules.carriers import TOLERANCE

# Share of payload and positions that the strict model counts on.
STRICT_USE = 0.93
# Over spans of so many days the time of a fleet's tails and crews is counted.
SPAN_DAYS = 7
FIRST_DAYS = 10
# Over so many first days, and over spans of so many days, loaded lifts are counted by the clock.
PACE_DAYS = 20
PACE_SPANS = (2,)
# What a row limits: the kind of limit, the place, fleet, leg or gate, and on which days.
RowName = tuple[str, str, range]


class DayLimits:
    """Adds the rows; ``names`` says what each of them limits."""

    def __init__(self, days: DayModel) -> None:
        self.of = days
        self.question = days.question
        self.model = days.model
        self.presence = Presence(days)
        self.names: dict[int, RowName] = {}
        self._limit_loads()
        self._limit_tails()
        self._limit_departures()
        self._limit_disposals()
        for place in self.question.withdrawal.places:
            if place.working_mog is not None:
                self._limit_spots(place.name, place.working_mog)
            if place.handling_kg_per_day is not None:
                self._limit_handling(place.name, False, place.handling_kg_per_day)
            if place.handling_people_per_day is not None:
                self._limit_handling(place.name, True, place.handling_people_per_day)
            if place.beds is not None:
                self._limit_beds(place.name, place.beds)
        for gate in self.question.withdrawal.gates:
            for people in (False, True):
                self._limit_gate(gate, people)
        ClosingRows(days, self.presence, self._name)

    def _name(self, row: int, limit: str, where: str, first: int, last: int | None = None) -> None:
        self.names[row] = (limit, where, range(first, (first if last is None else last) + 1))

    # --- what lifts carry --------------------------------------------------------------------

    def _limit_loads(self) -> None:
        """Mass and positions of all lifts of a leg and step together, seats of a leg and day.

        A lift counts for no more than all that there is to carry: in fractions, too, a large
        aircraft for few people then costs nearly as much as a whole one. Where some runs do not
        take every line, each set of runs that some line needs has its own.
        """
        by_leg: dict[LegKey, dict[str, frozenset[int]]] = defaultdict(dict)
        for name, legs in self.of.legs_of.items():
            for key, taking in legs.items():
                by_leg[key][name] = frozenset(taking)
        for key, takers in by_leg.items():
            sets = {frozenset(self.of.runs_of_leg[key]), *takers.values()}
            for runs in sorted(sets, key=sorted):
                lines = [self.of.line[name] for name, of in takers.items() if of <= runs]
                for step in range(self.of.steps.count):
                    self._limit_step(key, lines, runs, step)
                    self._limit_cargo(key, lines, runs, step)
                for period in range(self.of.periods.count):
                    self._limit_seats(key, lines, runs, period)

    def _limit_step(self, key: LegKey, lines: list[Line], runs: frozenset[int], step: int) -> None:
        mass: Terms = []
        positions: Terms = []
        for line in lines:
            each = float(line.unit_mass_kg)
            if line.is_people:
                for period in self.of.periods_in(step):
                    if (line.name, key, period) in self.of.flow:
                        mass.append((self.of.flow[line.name, key, period], each))
            elif (line.name, key, step) in self.of.flow:
                column = self.of.flow[line.name, key, step]
                mass.append((column, each))
                if line.positions(key[2]) > 0:
                    positions.append((column, line.positions(key[2])))
        first = self.of.steps.first(step)
        lifts = [
            (self.question.runs[index], self.of.lift[index, period])
            for period in self.of.periods_in(step)
            for index in sorted(runs)
            if (index, period) in self.of.lift
        ]
        # Whole pieces never fill a lift to the last kg and position.
        use = STRICT_USE if self.of.strict else 1.0
        if mass:
            most = float(sum(line.count * line.unit_mass_kg for line in lines))
            room = [(column, -min(use * run.payload_kg, most)) for run, column in lifts]
            self._name(self.model.at_most([*mass, *room], 0), "payload", key[0], first)
        if positions:
            most = sum(line.count * line.positions(key[2]) for line in lines if not line.is_people)
            room = [
                (column, -min(use * run.carrier.positions + TOLERANCE, most))
                for run, column in lifts
            ]
            self._name(self.model.at_most([*positions, *room], 0), "positions", key[0], first)

    def _limit_cargo(self, key: LegKey, lines: list[Line], runs: frozenset[int], step: int) -> None:
        """What bars passengers goes on lifts without any."""
        barring = [x for x in lines if self.of.bars_passengers(x, key[2])]
        columns = [(x, self.of.flow.get((x.name, key, step))) for x in barring]
        present = [(line, column) for line, column in columns if column is not None]
        if not present:
            return
        lifts = [
            (self.question.runs[index], self.of.cargo[index, period])
            for period in self.of.periods_in(step)
            for index in sorted(runs)
            if (index, period) in self.of.cargo
        ]
        mass = [(column, float(line.unit_mass_kg)) for line, column in present]
        room = [(column, -float(run.payload_kg)) for run, column in lifts]
        self.model.at_most([*mass, *room], 0)
        positions = [
            (column, line.positions(key[2])) for line, column in present if line.positions(key[2])
        ]
        if positions:
            room = [(column, -run.carrier.positions - TOLERANCE) for run, column in lifts]
            self.model.at_most([*positions, *room], 0)

    def _limit_seats(
        self, key: LegKey, lines: list[Line], runs: frozenset[int], period: int
    ) -> None:
        seats: Terms = [
            (self.of.flow[line.name, key, period], 1.0)
            for line in lines
            if line.is_people and (line.name, key, period) in self.of.flow
        ]
        if seats:
            people = sum(line.count for line in lines if line.is_people)
            most = {i: float(min(self.question.runs[i].carrier.seats, people)) for i in runs}
            room = [
                (self.of.lift[index, period], -most[index])
                for index in sorted(runs)
                if (index, period) in self.of.lift
            ]
            # A lift that carries what bars passengers has no seats.
            room += [
                (self.of.cargo[index, period], most[index])
                for index in sorted(runs)
                if (index, period) in self.of.cargo
            ]
            row = self.model.at_most([*seats, *room], 0)
            self._name(row, "seats", key[0], *self.of.periods.ends(period))

    # --- tails -------------------------------------------------------------------------------

    def _limit_tails(self) -> None:
        for fleet in self.question.withdrawal.fleets:
            runs = [(i, run) for i, run in enumerate(self.question.runs) if run.fleet == fleet]
            if runs:
                self._balance_tails(fleet, runs)
                self._limit_fleet_time(fleet, runs)
                self._limit_pace(fleet, runs)

    def _balance_tails(self, fleet: Fleet, runs: list[tuple[int, Run]]) -> None:
        """No more tails leave a place than have come; one that comes may leave the same day."""
        places = {fleet.base} | {end for _, run in runs for end in (run.origin, run.destination)}
        periods = self.of.periods
        for place in sorted(places):
            before: int | None = None
            coming: dict[int, Terms] = defaultdict(list)
            for index, run in runs:
                if run.destination == place:
                    for period in range(periods.count):
                        arrives = periods.first(period) + run.night_lag
                        if arrives < self.of.days:
                            coming[periods.of(arrives)] += self.of.runs_on(index, period, -1.0)
            for period in range(periods.count):
                here = self.model.column(upper=fleet.count)
                terms: Terms = [(here, 1.0)]
                if before is not None:
                    terms.append((before, -1.0))
                for index, run in runs:
                    if run.origin == place:
                        terms += self.of.runs_on(index, period, 1.0)
                terms += coming[period]
                stands = fleet.count if place == fleet.base and period == 0 else 0
                self.model.equal(terms, stands)
                before = here

    def _limit_fleet_time(self, fleet: Fleet, runs: list[tuple[int, Run]]) -> None:
        """Time under way and at rest, and time travelled, over spans of days.

        Runs of a span need at least as many duties as their shares sum to, and a rest between any
        two of them; the first and last run may stick out of the span.
        """
        carrier = runs[0][1].carrier
        shares = duty_shares(runs, self.question.in_country)
        longest = max(run.travel_min for _, run in runs) + carrier.unload_min
        begins, ends = self.question.fleet_span(fleet)
        for span in self._spans(begins // MINUTES_PER_DAY):
            first, last = self._days_of(span)
            under_way: Terms = []
            travel: Terms = []
            for period in span:
                for index, run in runs:
                    for loaded, columns in ((True, self.of.lift), (False, self.of.empty)):
                        if (index, period) in columns:
                            rest = shares[index, loaded] * carrier.crew_rest_min
                            column = columns[index, period]
                            under_way.append((column, minutes_of(run, loaded) + rest))
                            travel.append((column, float(run.travel_min)))
            since = max(begins, first * MINUTES_PER_DAY - carrier.load_min)
            until = min(ends, (last + 1) * MINUTES_PER_DAY + longest)
            most = fleet.count * max(0, until - since + carrier.crew_rest_min)
            self._name(self.model.at_most(under_way, float(most)), "fleet", fleet.name, last)
            if carrier.travel_min_per_day is not None:
                days = -(-until // MINUTES_PER_DAY) - since // MINUTES_PER_DAY
                limit = float(fleet.count * carrier.travel_min_per_day * max(0, days))
                if until > self.question.end_min:
                    # Of the days after the end nothing is asked.
                    limit += fleet.count * longest
                self._name(self.model.at_most(travel, limit), "fleet", fleet.name, last)

    def _limit_pace(self, fleet: Fleet, runs: list[tuple[int, Run]]) -> None:
        """Loaded lifts that the clock allows the tails, since they are there and over some days."""
        carrying = [run for index, run in runs if index in self.of.carrying]
        if not carrying:
            return
        pace = TailClock(self.question, fleet, [run for _, run in runs], carrying)
        periods = self.of.periods
        opens = self.question.fleet_span(fleet)[0] // MINUTES_PER_DAY
        if opens >= self.of.days:
            return
        closes = min(opens + PACE_DAYS, self.of.days)
        earliest = pace.since_there(closes * MINUTES_PER_DAY)
        for last in range(periods.of(opens), periods.of(closes - 1) + 1):
            if periods.last[last] < closes:
                self._limit_lifts(fleet, runs, range(last + 1), earliest)
        for length in PACE_SPANS:
            for first in range(periods.of(opens), periods.count):
                span = self._span(first, length)
                since, until = self.of.minutes(first)[0], self.of.minutes(span[-1])[1]
                self._limit_lifts(fleet, runs, span, pace.within(since, until))

    def _limit_lifts(
        self, fleet: Fleet, runs: list[tuple[int, Run]], span: range, earliest: list[int]
    ) -> None:
        """No more loaded lifts in a span than departures of each tail that are early enough."""
        until = self.of.minutes(span[-1])[1]
        most = sum(depart <= until for depart in earliest)
        if most >= MOST_COUNTED:
            return
        lifts = [
            (self.of.lift[index, period], 1.0)
            for period in span
            for index, _ in runs
            if (index, period) in self.of.lift
        ]
        if lifts:
            row = self.model.at_most(lifts, float(fleet.count * most))
            self._name(row, "fleet", fleet.name, self._days_of(span)[1])

    def _spans(self, opens: int) -> Iterator[range]:
        """The spans of periods over which a fleet's time is counted.

        The first days of a fleet are counted one by one: then most of the people wait.
        """
        yield from self._weeks()
        if opens < self.of.days:
            closes = min(opens + FIRST_DAYS, self.of.days) - 1
            for last in range(self.of.periods.of(opens), self.of.periods.of(closes) + 1):
                yield range(last + 1)

    def _weeks(self) -> Iterator[range]:
        first = 0
        while first < self.of.periods.count:
            span = self._span(first, SPAN_DAYS)
            yield span
            first = span.stop

    def _span(self, first: int, days: int) -> range:
        """Periods from one on, of so many days together, as far as there are; one at the least."""
        last = min(self.of.periods.first(first) + days, self.of.days) - 1
        return range(first, self.of.periods.of(last) + 1)

    def _days_of(self, span: range) -> tuple[int, int]:
        """The first and last day of a span of periods."""
        return self.of.periods.first(span[0]), self.of.periods.last[span[-1]]

    def _limit_departures(self) -> None:
        for key, runs in self.of.runs_of_leg.items():
            limit = self.question.runs[runs[0]].leg.runs_per_day
            if limit is None:
                continue
            for period in range(self.of.periods.count):
                terms = [term for index in runs for term in self.of.runs_on(index, period, 1.0)]
                if terms:
                    most = float(limit * len(self.of.periods.days(period)))
                    row = self.model.at_most(terms, most)
                    self._name(row, "runs", key[0], *self.of.periods.ends(period))

    def _limit_disposals(self) -> None:
        for option in self.question.withdrawal.disposals:
            if option.kg_per_day is None:
                continue
            own = {
                other.place
                for other in self.question.withdrawal.disposals
                if other.disposition is option.disposition and other.place
            }
            for step in range(self.of.steps.count):
                terms = [
                    (column, float(self.of.line[name].unit_mass_kg))
                    for (name, place, way, of), column in self.of.disposed.items()
                    if of == step
                    and way is option.disposition
                    and (place == option.place or (not option.place and place not in own))
                ]
                if terms:
                    days = len(self.of.steps.days(step))
                    self.model.at_most(terms, float(option.kg_per_day * days))

    # --- places ------------------------------------------------------------------------------

    def _limit_spots(self, place: str, limit: int) -> None:
        """Loading aircraft: spot-minutes, and whole loadings within each opening.

        Day by day, and over weeks, in which only the first loading may have begun before.
        """
        runs = [
            (i, run)
            for i, run in enumerate(self.question.runs)
            if run.mode is Mode.AIR and run.origin == place
        ]
        if not runs:
            return
        longest = max(run.carrier.load_min for _, run in runs)
        shortest = min(run.carrier.load_min for _, run in runs)
        singles = (range(period, period + 1) for period in range(self.of.periods.count))
        weeks = (span for span in self._weeks() if len(span) > 1)
        for span in (*singles, *weeks):
            first, last = self._days_of(span)
            minutes: Terms = []
            spots: Terms = []
            for period in span:
                for index, run in runs:
                    if (index, period) in self.of.lift:
                        column, weight = self.of.lift[index, period], float(run.carrier.mog_spots)
                        minutes.append((column, weight * run.carrier.load_min))
                        spots.append((column, weight))
            spans = self._open_spans(place, first, last, longest)
            room = float(limit * sum(b - a for a, b in spans))
            self._name(self.model.at_most(minutes, room), "spots", place, first, last)
            if shortest:
                most = float(limit * sum((b - a) // shortest for a, b in spans))
                self._name(self.model.at_most(spots, most), "spots", place, first, last)

    def _open_spans(self, place: str, first: int, last: int, before: int) -> list[Span]:
        """Opening times in which a loading that ends on one of the days can lie."""
        begins = max(0, first * MINUTES_PER_DAY - before)
        ends = (last + 1) * MINUTES_PER_DAY
        openings = self.question.openings[place]
        if openings is None:
            return [(begins, ends)]
        cut = [(max(a, begins), min(b, ends)) for a, b in openings]
        return [(a, b) for a, b in cut if a < b]

    def _limit_handling(self, place: str, people: bool, limit: int) -> None:
        """Departures step by step; arrivals, whose day is not certain, in sum since the start."""
        at = self.question.place[place]
        lines = [x for x in self.of.lines if x.is_people is people]
        if not lines:
            return
        clock = self.of.clock(lines[0])
        saved: int | None = None
        arrived = self._arrived(lines, place)
        for step in range(clock.count):
            going = self.of.departing(lines, place, step)
            coming = arrived[step]
            helped: Terms = []
            most = float(limit * len(clock.days(step)))
            per = at.handling_kg_per_day_per_handler
            if not people and per:
                for period in self.of.periods_in(step):
                    columns, known = self.presence.handled_midnights(place, at.handler_role, period)
                    helped += [(column, -value * per) for column, value in columns]
                    most += known * per
            if going:
                row = self.model.at_most([*going, *helped], most)
                limit_kind = "handling_people" if people else "handling"
                self._name(row, limit_kind, place, clock.first(step), clock.last[step])
            if any(arrived):
                # What was not handled before counts from the first day on.
                room = self.model.column()
                terms = [(room, 1.0), *going, *coming, *helped]
                if saved is not None:
                    terms.append((saved, -1.0))
                self.model.equal(terms, most)
                saved = room

    def _arrived(self, lines: list[Line], place: str) -> list[Terms]:
        """For each step, what has certainly arrived in it and not before."""
        clock = self.of.clock(lines[0])
        in_step: list[Terms] = [[] for _ in range(clock.count)]
        for line in lines:
            for key in self.of.legs_of[line.name]:
                if key[1] != place:
                    continue
                for sent in range(clock.count):
                    certain = clock.last[sent] + self.of.longest_lag(key)
                    column = self.of.flow.get((line.name, key, sent))
                    if column is not None and certain < self.of.days:
                        in_step[clock.of(certain)].append((column, self.of.amount(line)))
        return in_step

    def _limit_beds(self, place: str, limit: int) -> None:
        guests = [x for x in self.of.lines if x.is_people and x.origin != place]
        back: int | None = None
        for period in range(self.of.periods.count):
            back = self._may_be_back(place, period, back)
            columns = [self.of.charged.get((line.name, place, period)) for line in guests]
            terms = [(column, 1.0) for column in columns if column is not None]
            if terms:
                if back is not None:
                    terms.append((back, -1.0))
                row = self.model.at_most(terms, float(limit))
                self._name(row, "beds", place, *self.of.periods.ends(period))

    def _may_be_back(self, place: str, period: int, before: int | None) -> int | None:
        """A column of those who began at a place, have left it and may have come back since.

        They are of the pool, but no guests; whoever has gone where they are to go does not return.
        """
        left = [
            (self.of.flow[member.name, key, period], -1.0)
            for pool in self.of.pools.values()
            if pool.line.is_people
            for member in pool.returning_to(place)
            for key in self.of.legs_of[member.name]
            if key[1] != member.destination and (member.name, key, period) in self.of.flow
        ]
        if not left:
            return before
        back = self.model.column()
        terms = [(back, 1.0), *left]
        if before is not None:
            terms.append((before, -1.0))
        self.model.equal(terms, 0)
        return back

    # --- gates -------------------------------------------------------------------------------

    def _limit_gate(self, gate: Gate, people: bool) -> None:
        """What has left by a step is not more than what was prepared before its last day.

        Once for each day of release, for the lines released on it or later.
        """
        limit = gate.people_per_day if people else gate.kg_per_day
        lines = [
            line
            for line in self.question.withdrawal.lines
            if line.is_people is people and gate.name in line.gates and line.origin == gate.place
        ]
        if limit is None or not lines:
            return
        clock, periods = self.of.clock(lines[0]), self.of.periods
        work = [self._gate_work(gate, people, limit, period) for period in range(periods.count)]
        for release in sorted({self._release_day(line) for line in lines}):
            late = [line for line in lines if self._release_day(line) >= release]
            ready: int | None = None
            for step in range(clock.count):
                here = self.model.column()
                terms: Terms = [(here, 1.0), *self.of.departing(late, gate.place, step)]
                if ready is not None:
                    terms.append((ready, -1.0))
                for period in range(
                    periods.of(clock.first(step)), periods.of(clock.last[step]) + 1
                ):
                    terms += [(column, -1.0) for column in self._ready_in(work, period, release)]
                self.model.equal(terms, 0)
                ready = here

    def _ready_in(self, work: list[tuple[int, int]], period: int, release: int) -> list[int]:
        """Work whose results may be loaded in a period first.

        Loading begins before the departure: the work of the day itself is too late, but for
        carriers that load in no time at the midnight that ends it.
        """
        periods, ready = self.of.periods, []
        if periods.last[period] >= release:
            ready.append(work[period][0])
        if period and periods.last[period - 1] >= release:
            ready.append(work[period - 1][1])
        return ready

    def _release_day(self, line: Line) -> int:
        return -(-self.question.ready_from(line) // MINUTES_PER_DAY)

    def _instant_loading(self, place: str) -> bool:
        return any(run.carrier.load_min == 0 for run in self.question.runs if run.origin == place)

    def _gate_work(self, gate: Gate, people: bool, limit: int, period: int) -> tuple[int, int]:
        """Columns of work done in a period while the place will still see a departure.

        For departures in the same period, and for those after it.
        """
        opens = self.question.minute_or(gate.from_utc, 0)
        closes = self.question.minute_or(gate.until_utc, self.question.end_min + 1)
        days = self.of.periods.days(period)
        worked = [day for day in days if opens <= day * MINUTES_PER_DAY < closes]
        soon = len(worked) if self._instant_loading(gate.place) else len(set(worked) - {days[-1]})
        per = 0 if people else gate.kg_per_day_per_handler
        helped: Terms = []
        known = 0.0
        if per:
            helped, known = self.presence.handlers(gate.place, gate.handler_role, period)
        handlers = sum(
            line.count
            for line in self.presence.of_role(gate.handler_role)
            if gate.place in self.of.places_of(line)
        )
        columns = []
        for count, ahead in ((soon, period), (len(worked) - soon, period + 1)):
            most = count * (limit + per * known)
            column = self.model.column(upper=0 if not count else float("inf"))
            columns.append(column)
            if not count:
                continue
            kind, ends = "gate_people" if people else "gate", self.of.periods.ends(period)
            is_open = self.of.open.get((gate.place, ahead))
            base: Terms = [] if is_open is None else [(is_open, -most)]
            if helped or is_open is None:
                # Where nothing more departs there is nothing to do: not for the gate alone either.
                terms = [(column, 1.0), *((c, -v * per * count) for c, v in helped), *base]
                row = self.model.at_most(terms, most if is_open is None else 0)
                self._name(row, kind, gate.name, *ends)
                most += per * handlers * count
            if is_open is not None:
                row = self.model.at_most([(column, 1.0), (is_open, -most)], 0)
                self._name(row, kind, gate.name, *ends)
        if per and len(days) > 1:
            self._limit_gate_work(gate, len(worked) * limit, per, period, columns)
        return columns[0], columns[1]

    def _limit_gate_work(
        self, gate: Gate, limit: int, per: int, period: int, columns: list[int]
    ) -> None:
        """All work of a period: for each midnight its handlers are at one place only."""
        spent, known = self.presence.handled_midnights(gate.place, gate.handler_role, period)
        terms = [*((c, 1.0) for c in columns), *((c, -v * per) for c, v in spent)]
        most = limit + per * known
        is_open = self.of.open.get((gate.place, period))
        if is_open is not None:
            terms.append((is_open, -most))
            most = 0
        row = self.model.at_most(terms, most)
        self._name(row, "gate", gate.name, *self.of.periods.ends(period))
