"""What goes on one lift: the best load that every limit allows at that moment."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from drawdown.model import Line, Mode
from drawdown.planning.question import MINUTES_PER_DAY, Question, Run
from drawdown.planning.stock import Stock
from drawdown.planning.timetable import Timed

NEVER_TOO_LATE = 10**12


@dataclass(slots=True)
class Filling:
    """A load in the making, and the room that is left."""

    run: Run
    kg: int
    seats: int
    positions: float
    dock_kg: int
    dock_people: int
    # What both ends can handle on the day, whatever else goes.
    day_kg: int
    day_people: int
    loads: dict[str, int] = field(default_factory=dict)
    through_gate: Counter[tuple[str, bool]] = field(default_factory=Counter)
    guests: Counter[bool] = field(default_factory=Counter)
    # Names of lines on board, by hazard class and whether they are people.
    aboard: dict[tuple[str, bool], set[str]] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """How full the lift is by what fills it most; by what both ends can handle in a day, too.

        A lift that takes all that a dock can handle will not be any fuller tomorrow.
        """
        carrier = self.run.carrier
        shares = [1 - self.kg / self.run.payload_kg]
        if carrier.seats:
            shares.append(1 - self.seats / carrier.seats)
        if carrier.positions:
            shares.append(1 - self.positions / carrier.positions)
        shares.append(self.guests[False] / max(1, self.day_kg))
        shares.append(self.people / max(1, self.day_people))
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
        self.aboard.setdefault((line.hazard, line.is_people), set()).add(line.name)
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
        for name in stock.waiting.in_order(timed.run.origin, some, filler.full, filler.held):
            line = stock.question.line[name]
            filler.put(line)
            if line.predecessors and name not in filler.filling.loads:
                again.append(line)
        for line in again:
            filler.put(line)
    return filler.filling


class _Filler:
    """A lift that is being filled.

    ``full`` are the sorts of lines of which no unit goes on, ``held`` those of which none goes on
    that has yet to pass a gate.
    """

    def __init__(self, stock: Stock, timed: Timed, closing: bool) -> None:
        self.stock = stock
        self.timed = timed
        self.closing = closing
        self.filling = empty_filling(stock, timed)
        self.full: set[int] = set()
        self.held: set[int] = set()
        self._floors_used: Counter[str] = Counter()
        # Roles of which nobody more may go.
        self._kept: set[str] = set()

    def put(self, line: Line) -> None:
        """Put on as many units of a line as can go."""
        stock, run, filling = self.stock, self.timed.run, self.filling
        at_origin = run.origin == line.origin
        sort = stock.question.sort_of[line.name]
        if at_origin and sort in self.held:
            return
        # Who passes through is never kept for a floor of the place.
        may_be_kept = at_origin and line.is_people and bool(line.role) and not self.closing
        if may_be_kept and line.role in self._kept:
            return
        room = filling.room(line)
        if room == 0:
            self.full.add(sort)
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
            for gate in line.gates:
                self.held |= stock.question.sorts_through[gate, line.is_people]
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
    carrier, by_air, of_each_sort = run.carrier, run.mode is Mode.AIR, stock.question.of_each_sort
    # By the gates they have yet to pass: people; kg and positions of things, and those of a kg.
    people: dict[tuple[str, ...], int] = {}
    things: dict[tuple[str, ...], tuple[int, float, float]] = {}
    heaviest = 0
    for sort, count in units.items():
        line = of_each_sort[sort]
        gates = line.gates if line.origin == run.origin else ()
        mass = line.unit_mass_kg
        if line.is_people:
            people[gates] = people.get(gates, 0) + count
            heaviest = max(heaviest, mass)
        else:
            each = line.air_positions if by_air else line.surface_positions
            kg, positions, per_kg = things.get(gates, (0, 0.0, 0.0))
            per_kg = max(per_kg, each / mass)
            things[gates] = (kg + count * mass, positions + count * each, per_kg)
    most = _most(stock, begin, True, [(*item, 1.0) for item in people.items()])
    kg_things = _most(stock, begin, False, [(g, kg, 1.0) for g, (kg, _, _) in things.items()])
    shares = [(most * heaviest + kg_things) / run.payload_kg]
    if carrier.seats:
        shares.append(min(most, stock.beds_free(run.destination)) / carrier.seats)
    if carrier.positions:
        of_things = [(g, positions, per_kg) for g, (_, positions, per_kg) in things.items()]
        shares.append(_most(stock, begin, False, of_things) / carrier.positions)
    shares.append(kg_things / max(1, _handled_in_a_day(stock, run, False, begin)))
    shares.append(most / max(1, _handled_in_a_day(stock, run, True, begin)))
    return max(shares)


def _most(
    stock: Stock, begin: int, people: bool, parts: list[tuple[tuple[str, ...], float, float]]
) -> float:
    """The sum of amounts, but no more than gates can have prepared; each alone is a limit.

    A part is the gates it passes, its amount, and what of it there is for a unit of the gates'.
    """
    through: dict[str, tuple[float, float]] = {}
    for gates, amount, per_unit in parts:
        for gate in gates:
            before, highest = through.get(gate, (0.0, 0.0))
            through[gate] = (before + amount, max(per_unit, highest))
    total = least = sum(amount for _, amount, _ in parts)
    for gate, (amount, per_unit) in through.items():
        prepared = stock.prepared(gate, people, begin) * per_unit
        least = min(least, total - amount + min(amount, prepared))
    return least


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
    return Filling(
        run, run.payload_kg, carrier.seats, carrier.positions, rooms[False], rooms[True],
        day_kg=_handled_in_a_day(stock, run, False, timed.depart),
        day_people=_handled_in_a_day(stock, run, True, timed.depart),
    )  # fmt: skip


def _handled_in_a_day(stock: Stock, run: Run, people: bool, minute: int) -> int:
    """Kg of things, or people, that both ends of a run can handle in a day."""
    return min(stock.dock_limit(place, people, minute) for place in (run.origin, run.destination))


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
    there = timed.run.destination
    return there == line.destination or timed.end < latest_through(question, there)


def latest_through(question: Question, place: str) -> int:
    """Before which minute a lift has to be unloaded at a place for its load to go on from there."""
    handover_utc = question.place[place].handover_utc
    return (
        NEVER_TOO_LATE if handover_utc is None else question.minute(handover_utc) - MINUTES_PER_DAY
    )


def clashes(question: Question, filling: Filling, line: Line) -> bool:
    """Whether a hazard class keeps the line apart from what is on board."""
    mode = filling.run.mode
    for (hazard, _), names in filling.aboard.items():
        # Without a hazard of its own it is kept apart only from what has one.
        if line.hazard or hazard:
            other = next((name for name in names if name != line.name), None)
            if other is not None and question.are_apart(line, question.line[other], mode):
                return True
    return False
