"""What goes on one lift: the best load that every limit allows at that moment."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from drawdown.model import Line
from drawdown.planning.question import Question, Run
from drawdown.planning.stock import NO_LIMIT, Stock
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
    hazardous: set[str] = field(default_factory=set)

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
        if line.hazard:
            self.hazardous.add(line.name)
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


def fill(
    stock: Stock,
    timed: Timed,
    sorts: Iterable[int],
    *,
    closing: bool,
    after: Iterable[int] = (),
) -> Filling:
    """Fill a lift with lines of these sorts, in order; a closing lift may take the floors' people.

    What room is then left is for the sorts of ``after``. It is left to the caller that the run
    leads each sort on.
    """
    filler = _Filler(stock, timed, closing)
    for some in (sorts, after):
        # Those who wait for another line may go with the last of it: they are tried once more.
        again: list[Line] = []
        for name in stock.waiting.in_order(timed.run.origin, some, filler.full):
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
        # Gates whose work others wait for, and roles of which nobody more may go.
        self._held: set[tuple[str, bool]] = set()
        self._kept: set[str] = set()

    def put(self, line: Line) -> None:
        """Put on as many units of a line as can go."""
        stock, run, filling = self.stock, self.timed.run, self.filling
        at_origin = run.origin == line.origin
        if at_origin and self._held and any((g, line.is_people) in self._held for g in line.gates):
            return
        # Who passes through is never kept for a floor of the place.
        may_be_kept = at_origin and line.is_people and bool(line.role) and not self.closing
        if may_be_kept and line.role in self._kept:
            return
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
        prepared = stock.gate_room(line, run.origin, self.timed.begin, filling.through_gate)
        if prepared < count:
            # What is less pressing must not eat up the work that a heavy piece waits for.
            self._held.update((gate, line.is_people) for gate in line.gates)
            count = prepared
        if may_be_kept:
            spare = stock.spare(line, run.origin, self.timed.depart) - self._floors_used[line.role]
            if spare <= 0:
                self._kept.add(line.role)
            count = max(0, min(count, spare))
            self._floors_used[line.role] += count
        if count > 0:
            filling.put(line, count)


def most_share(stock: Stock, run: Run, units: dict[int, int], begin: int) -> float:
    """How full a lift can be at the most with nothing but these units of each sort."""
    carrier = run.carrier
    kg, people, positions = 0.0, 0, 0.0
    for group in _by_gates(stock.question, run, units).values():
        line = group[0][0]
        each = [(count, one.unit_mass_kg, one.positions(run.mode)) for one, count in group]
        prepared = stock.prepared(line, begin) if line.origin == run.origin else NO_LIMIT
        if line.is_people:
            most = min(sum(count for count, _, _ in each), prepared)
            people += most
            kg += most * max(mass for _, mass, _ in each)
        else:
            kg += min(sum(count * mass for count, mass, _ in each), prepared)
            closest = max(places / mass for _, mass, places in each)
            positions += min(sum(count * places for count, _, places in each), closest * prepared)
    shares = [kg / run.payload_kg]
    if carrier.seats:
        shares.append(min(people, stock.beds_free(run.destination)) / carrier.seats)
    if carrier.positions:
        shares.append(positions / carrier.positions)
    return max(shares)


def _by_gates(
    question: Question, run: Run, units: dict[int, int]
) -> dict[tuple[bool, tuple[str, ...]], list[tuple[Line, int]]]:
    """Lines of each sort with their units: people and things apart, and by the gates to pass."""
    groups: dict[tuple[bool, tuple[str, ...]], list[tuple[Line, int]]] = {}
    for sort, count in units.items():
        line = question.of_each_sort[sort]
        gates = line.gates if line.origin == run.origin else ()
        groups.setdefault((line.is_people, gates), []).append((line, count))
    return groups


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
    leads_on = question.leads_on(timed.run, detour)
    return leads_on[question.sort_of[line.name]] and _may_go_now(stock, timed, line, aboard)


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
    mode = filling.run.mode
    # Without a hazard of its own it is kept apart only from what has one.
    others = filling.loads if line.hazard else filling.hazardous
    return any(
        name != line.name and question.are_apart(line, question.line[name], mode) for name in others
    )
