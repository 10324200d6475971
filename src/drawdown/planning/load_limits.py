"""Rows of the load model that limit amounts: units of a line, room on lifts, work and room at
places, and what may not be aboard together.
"""

from collections import defaultdict

from drawdown.model import Exclusion, Gate, Line
from drawdown.planning.linear_model import Terms
from drawdown.planning.load_model import LoadModel
from drawdown.planning.question import MINUTES_PER_DAY, matches
from drawdown.planning.unit_prices import left_eur, stay_eur
from drawdown.rules.steps import day_of

# --- units of a line ------------------------------------------------------------------------------


def limit_units(loading: LoadModel) -> None:
    """Every unit is taken, disposed of or left: at the origin in sum, elsewhere in time."""
    for line in loading.question.withdrawal.lines:
        if line.origin == line.destination:
            continue
        taken = loading.taken_at[line.name, line.origin]
        terms: Terms = [(loading.take[line.name, index], 1.0) for index in taken]
        terms += [(column, 1.0) for _, column in loading.gives_of(line)]
        price = left_eur(loading.question, line, line.origin)
        left = loading.model.column(price, upper=line.count)
        loading.model.equal([*terms, (left, 1.0)], line.count)
        for name, place in list(loading.taken_at):
            if name == line.name and place != line.origin:
                _limit_transit(loading, line, place)
        _price_ends(loading, line)


def _limit_transit(loading: LoadModel, line: Line, place: str) -> None:
    """No unit goes on from a place before it has come there."""
    events = []
    for timed, column in loading.takes_of_line[line.name]:
        if timed.run.destination == place:
            events.append((timed.end, 0, column, -1.0))
        if timed.run.origin == place:
            events.append((timed.begin, 1, column, 1.0))
    before: int | None = None
    for _, _, column, value in sorted(events):
        here = loading.model.column(upper=line.count)
        terms = [(here, 1.0), (column, value)]
        if before is not None:
            terms.append((before, -1.0))
        loading.model.equal(terms, 0)
        before = here


def _price_ends(loading: LoadModel, line: Line) -> None:
    """Units that come to a place that is not their destination and do not go on are left."""
    question = loading.question
    flows: dict[str, Terms] = defaultdict(list)
    for timed, column in loading.takes_of_line[line.name]:
        flows[timed.run.destination].append((column, 1.0))
        if timed.run.origin != line.origin:
            flows[timed.run.origin].append((column, -1.0))
    for place, terms in flows.items():
        if place != line.destination:
            price = left_eur(question, line, place)
        elif place in question.in_country:
            price = stay_eur(question, line, place, question.end_min + 1)
        else:
            continue
        left = loading.model.column(price)
        loading.model.equal([*terms, (left, -1.0)], 0)


# --- lifts ----------------------------------------------------------------------------------------


def limit_lifts(loading: LoadModel) -> None:
    """Payload, seats and positions of each lift."""
    for index, aboard in loading.aboard_at.items():
        run = loading.entries[index].run
        masses: Terms = [(column, float(line.unit_mass_kg)) for line, column in aboard]
        loading.limit_room(masses, index, run.payload_kg)
        seats = [(column, 1.0) for line, column in aboard if line.is_people]
        if seats:
            goes = loading.goes[index]
            loading.model.at_most([*seats, (goes, -float(run.carrier.seats))], 0)
        positions = [
            (column, line.positions(run.mode))
            for line, column in aboard
            if line.positions(run.mode) > 0
        ]
        if positions:
            loading.limit_room(positions, index, run.carrier.positions, tolerance=1e-7)


def keep_apart(loading: LoadModel) -> None:
    """What may not be aboard together."""
    for exclusion in loading.question.withdrawal.exclusions:
        for index, timed in loading.entries.items():
            if timed.run.mode in exclusion.modes:
                _exclude(loading, exclusion, index)


def _exclude(loading: LoadModel, exclusion: Exclusion, index: int) -> None:
    model, aboard = loading.model, loading.aboard_at[index]
    first = [(line, column) for line, column in aboard if matches(exclusion.first, line)]
    second = [(line, column) for line, column in aboard if matches(exclusion.second, line)]
    if not first or not second or (first == second and len(first) == 1):
        return
    if first == second:
        # One class that excludes itself: at most one of its lines is aboard.
        kinds = [_is_aboard(loading, line, column) for line, column in first]
        model.at_most([(kind, 1.0) for kind in kinds], 1)
        return
    which = model.column(upper=1, whole=True)
    for line, column in first:
        model.at_most([(column, 1.0), (which, -float(line.count))], 0)
    for line, column in second:
        model.at_most([(column, 1.0), (which, float(line.count))], line.count)


def _is_aboard(loading: LoadModel, line: Line, column: int) -> int:
    """A column that is 1 if any of a line is aboard."""
    kind = loading.model.column(upper=1, whole=True)
    loading.model.at_most([(column, 1.0), (kind, -float(line.count))], 0)
    return kind


# --- places ---------------------------------------------------------------------------------------


def limit_handling(loading: LoadModel) -> None:
    """Handling of a day at each place: who and what departs and arrives."""
    handled: dict[tuple[str, bool, int], Terms] = defaultdict(list)
    for (name, index), column in loading.take.items():
        line, timed = loading.question.line[name], loading.entries[index]
        amount = loading.amount(line)
        ends = (
            (timed.run.origin, day_of(timed.depart)),
            (timed.run.destination, day_of(timed.arrive)),
        )
        for place, day in ends:
            handled[place, line.is_people, day].append((column, amount))
    for (name, people, day), terms in handled.items():
        at = loading.question.place[name]
        limit = at.handling_people_per_day if people else at.handling_kg_per_day
        if limit is None:
            continue
        helped: Terms = []
        most = float(limit)
        per = at.handling_kg_per_day_per_handler
        if not people and per:
            helped, known = _handlers(loading, name, at.handler_role, day)
            most += per * known
        loading.model.at_most([*terms, *((c, -v * per) for c, v in helped)], most)


def _handlers(loading: LoadModel, place: str, role: str, day: int) -> tuple[Terms, int]:
    """People of a role at a place at the midnight before a day: a number, less who left."""
    minute, known = day * MINUTES_PER_DAY, 0
    terms: Terms = []
    for line in loading.question.withdrawal.lines:
        if not line.is_people or not role or line.role != role:
            continue
        if line.origin == place and loading.question.there_from(line) <= minute:
            known += line.count
        terms += loading.moved(line, place, minute)
    return terms, known


def limit_gates(loading: LoadModel) -> None:
    """No more leaves through a gate by a day than it has made ready on the days before."""
    for gate in loading.question.withdrawal.gates:
        for people in (False, True):
            limit = gate.people_per_day if people else gate.kg_per_day
            lines = [
                line
                for line in loading.question.withdrawal.lines
                if line.is_people is people
                and gate.name in line.gates
                and line.origin == gate.place
            ]
            if limit is not None and lines:
                _limit_gate(loading, gate, people, limit, lines)


def _limit_gate(
    loading: LoadModel, gate: Gate, people: bool, limit: int, lines: list[Line]
) -> None:
    """Once for each day on which lines come: those that come on it or later."""
    due: dict[tuple[str, int], Terms] = defaultdict(list)
    for line in lines:
        for index in loading.taken_at[line.name, gate.place]:
            day = loading.entries[index].begin // MINUTES_PER_DAY
            due[line.name, day].append((loading.take[line.name, index], loading.amount(line)))
    last = max((day for _, day in due), default=0)
    work = [_gate_work(loading, gate, people, limit, day) for day in range(last)]
    released = {line.name: _release_day(loading, line) for line in lines}
    for first in sorted(set(released.values())):
        late = [line for line in lines if released[line.name] >= first]
        ready: int | None = None
        for day in range(last + 1):
            here = loading.model.column()
            terms: Terms = [(here, 1.0)]
            if ready is not None:
                terms.append((ready, -1.0))
            if day - 1 >= first:
                terms.append((work[day - 1], -1.0))
            for line in late:
                terms += due.get((line.name, day), [])
            loading.model.equal(terms, 0)
            ready = here


def _release_day(loading: LoadModel, line: Line) -> int:
    """The first whole day on which the line may be worked on."""
    return -(-loading.question.ready_from(line) // MINUTES_PER_DAY)


def _gate_work(loading: LoadModel, gate: Gate, people: bool, limit: int, day: int) -> int:
    """A column for what a gate makes ready on a day."""
    midnight = day * MINUTES_PER_DAY
    opens = loading.question.minute_or(gate.from_utc, 0)
    closes = loading.question.minute_or(gate.until_utc, loading.question.end_min + 1)
    if not opens <= midnight < closes:
        return loading.model.column(upper=0)
    per = gate.kg_per_day_per_handler
    if people or not per:
        return loading.model.column(upper=limit)
    column = loading.model.column()
    helped, known = _handlers(loading, gate.place, gate.handler_role, day)
    terms: Terms = [(column, 1.0), *((c, -v * per) for c, v in helped)]
    loading.model.at_most(terms, float(limit + per * known))
    return column


def limit_guests(loading: LoadModel) -> None:
    """Beds in each night, and storage at each arrival, for those who come from elsewhere."""
    for place in loading.question.withdrawal.places:
        if place.beds is not None:
            nights = range(MINUTES_PER_DAY, loading.question.end_min + 1, MINUTES_PER_DAY)
            _limit_presence(loading, place.name, True, place.beds, list(nights))
        if place.storage_kg is not None:
            arrivals = {
                timed.arrive
                for timed in loading.entries.values()
                if timed.run.destination == place.name
            }
            _limit_presence(loading, place.name, False, place.storage_kg, sorted(arrivals))


def _limit_presence(
    loading: LoadModel, place: str, people: bool, limit: int, instants: list[int]
) -> None:
    lines = [
        line
        for line in loading.question.withdrawal.lines
        if line.is_people is people and line.origin != place
    ]
    for instant in instants:
        terms = [
            (column, value * loading.amount(line))
            for line in lines
            for column, value in loading.moved(line, place, instant)
        ]
        if terms:
            loading.model.at_most(terms, float(limit))
