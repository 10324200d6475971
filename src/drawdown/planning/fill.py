"""What goes on one lift: the best load that every limit allows at that moment."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from drawdown.model import Exclusion, Line
from drawdown.planning.question import Question, Run, matches
from drawdown.planning.stock import Stock
from drawdown.planning.timetable import Timed


@dataclass(slots=True)
class Filling:
    """A load in the making, and the room that is left."""

    run: Run
    kg: int
    seats: int
    positions: float
    dock_kg: int
    dock_people: int
    loads: dict[str, int] = field(default_factory=dict)
    through_gate: Counter[tuple[str, bool]] = field(default_factory=Counter)
    guests: Counter[bool] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """How full the lift is by what fills it most."""
        carrier = self.run.carrier
        shares = [1 - self.kg / self.run.payload_kg]
        if carrier.seats:
            shares.append(1 - self.seats / carrier.seats)
        if carrier.positions:
            shares.append(1 - self.positions / carrier.positions)
        return max(shares)

    @property
    def people(self) -> int:
        """People who are on board."""
        return self.guests[True]

    def room(self, line: Line) -> int:
        """Units of the line that still go on."""
        most = self.kg // line.unit_mass_kg
        if line.is_people:
            return min(most, self.seats, self.dock_people)
        positions = line.positions(self.run.mode)
        if positions > 0:
            most = min(most, int((self.positions + 1e-6) / positions))
        return min(most, self.dock_kg // line.unit_mass_kg)

    def put(self, line: Line, count: int) -> None:
        """Put units on."""
        self.loads[line.name] = self.loads.get(line.name, 0) + count
        self.kg -= count * line.unit_mass_kg
        if line.is_people:
            self.seats -= count
            self.dock_people -= count
        else:
            self.positions -= count * line.positions(self.run.mode)
            self.dock_kg -= count * line.unit_mass_kg
        amount = count if line.is_people else count * line.unit_mass_kg
        self.guests[line.is_people] += amount
        for gate in line.gates:
            self.through_gate[gate, line.is_people] += amount


def fill(stock: Stock, timed: Timed, sorts: Iterable[int], *, closing: bool) -> Filling:
    """Fill a lift with lines of these sorts, in order; a closing lift may take the floors' people.

    It is left to the caller that the run leads each sort on.
    """
    filler = _Filler(stock, timed, closing)
    # Those who wait for another line may go with the last of it: they are tried once more.
    again: list[Line] = []
    for name in stock.waiting.in_order(timed.run.origin, sorts, filler.full):
        line = stock.question.line[name]
        filler.put(line)
        if line.predecessors and name not in filler.filling.loads:
            again.append(line)
    for line in again:
        filler.put(line)
    return filler.filling


class _Filler:
    """A lift that is being filled; ``full`` are the sorts of lines of which no unit goes on."""

    def __init__(self, stock: Stock, timed: Timed, closing: bool) -> None:
        self.stock = stock
        self.timed = timed
        self.closing = closing
        self.filling = empty_filling(stock, timed)
        self.full: set[int] = set()
        self._floors_used: Counter[str] = Counter()
        self._held: set[tuple[str, bool]] = set()

    def put(self, line: Line) -> None:
        """Put on as many units of a line as can go."""
        stock, run, filling = self.stock, self.timed.run, self.filling
        room = filling.room(line)
        if room == 0:
            self.full.add(stock.question.sort_of[line.name])
            return
        guests = stock.guest_room(line, run.destination, filling.guests[line.is_people])
        count = min(stock.waiting.count(run.origin, line.name), room, guests)
        if count == 0 or clashes(stock.question, filling, line):
            return
        if not _may_go_now(stock, self.timed, line, filling.loads):
            return
        gates = {(gate, line.is_people) for gate in line.gates}
        if run.origin == line.origin and gates & self._held:
            return
        prepared = stock.gate_room(line, run.origin, self.timed.begin, filling.through_gate)
        if prepared < count:
            # What is less pressing must not eat up the work that a heavy piece waits for.
            self._held |= gates
            count = prepared
        if line.is_people and not self.closing:
            spare = stock.spare(line, run.origin, self.timed.depart)
            count = max(0, min(count, spare - self._floors_used[line.role]))
            self._floors_used[line.role] += count
        if count > 0:
            filling.put(line, count)


def most_share(question: Question, run: Run, units: dict[int, int]) -> float:
    """How full a lift can be at the most with nothing but these units of each sort."""
    carrier, kg, people, positions = run.carrier, 0, 0, 0.0
    for sort, count in units.items():
        line = question.of_each_sort[sort]
        kg += count * line.unit_mass_kg
        if line.is_people:
            people += count
        else:
            positions += count * line.positions(run.mode)
    shares = [kg / run.payload_kg]
    if carrier.seats:
        shares.append(people / carrier.seats)
    if carrier.positions:
        shares.append(positions / carrier.positions)
    return max(shares)


def empty_filling(stock: Stock, timed: Timed) -> Filling:
    """A lift with all its room, as far as both ends can handle it on the day."""
    run = timed.run
    rooms = {
        people: min(
            stock.dock_room(run.origin, people, timed.depart),
            stock.dock_room(run.destination, people, timed.arrive),
        )
        for people in (False, True)
    }
    carrier = run.carrier
    return Filling(run, run.payload_kg, carrier.seats, carrier.positions, rooms[False], rooms[True])


def may_go(
    stock: Stock, timed: Timed, line: Line, detour: float, aboard: dict[str, int] | None = None
) -> bool:
    """Whether a unit of the line may be on this lift, as far as time, mode and way decide."""
    question = stock.question
    leads_on = question.leads_on(timed.run, question.sort_of[line.name], detour)
    return leads_on and _may_go_now(stock, timed, line, aboard)


def _may_go_now(stock: Stock, timed: Timed, line: Line, aboard: dict[str, int] | None) -> bool:
    ready = stock.ready(line, timed.run.origin, timed.begin, aboard)
    return ready and _in_time_beyond(stock.question, timed, line)


def _in_time_beyond(question: Question, timed: Timed, line: Line) -> bool:
    """A place that is handed over is no way through, unless there is time to go on from it."""
    if timed.run.destination == line.destination:
        return True
    handover_utc = question.place[timed.run.destination].handover_utc
    return handover_utc is None or timed.end < question.minute(handover_utc) - 1440


def clashes(question: Question, filling: Filling, line: Line) -> bool:
    """Whether a hazard class keeps the line apart from what is on board."""
    if not line.hazard and not any(question.line[name].hazard for name in filling.loads):
        return False
    for exclusion in question.withdrawal.exclusions:
        if filling.run.mode in exclusion.modes:
            for name in filling.loads:
                other = question.line[name]
                if name != line.name and _apart(exclusion, line, other):
                    return True
    return False


def _apart(exclusion: Exclusion, one: Line, other: Line) -> bool:
    pairs = ((one, other), (other, one))
    return any(matches(exclusion.first, a) and matches(exclusion.second, b) for a, b in pairs)
