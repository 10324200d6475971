"""What is where while a plan is made in the order of time, and what may still be taken."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from heapq import heappop, heappush

from drawdown.model import DisposalOption, Disposition, Floor, Line
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.timetable import Timed
from drawdown.planning.waiting import Waiting
from drawdown.rules.steps import day_of

# Nothing binds where no limit is given.
NO_LIMIT = 10**15


class Stock:
    """Units free at each place, work left at gates and docks; moved forward by ``advance``.

    Takes are entered in the order in which loading begins, so that what an earlier lift took is
    never asked for again and gates work in the order of their dues.
    """

    def __init__(self, question: Question, position: Mapping[str, int] | None = None) -> None:
        self.question = question
        self.now = 0
        self.waiting = Waiting(question, question.rank if position is None else position)
        self.gone_from_origin: Counter[str] = Counter()
        self.done_at_origin: dict[str, int] = {}
        self._coming: list[tuple[int, int, str, str, int]] = []
        self._entries = 0
        self._coming_at: dict[str, list[int]] = defaultdict(list)
        self._people_coming: Counter[str] = Counter()
        # By gate, and whether people or things: what is left of the work of each day so far.
        self._gate_left: dict[tuple[str, bool], list[int]] = defaultdict(list)
        self._docked: Counter[tuple[str, bool, int]] = Counter()
        self._disposed: Counter[tuple[str, str, int]] = Counter()
        self.guests: Counter[tuple[str, bool]] = Counter()
        # Guests who are loading: when they go, from where, people or not, how many or kg.
        self._guests_going: list[tuple[int, str, bool, int]] = []
        for line in question.withdrawal.lines:
            self._expect(question.there_from(line), line.origin, line.name, line.count)
        self.advance(0)

    def _expect(self, minute: int, place: str, line: str, count: int) -> None:
        self._entries += 1
        heappush(self._coming, (minute, self._entries, place, line, count))
        heappush(self._coming_at[place], minute)
        if self.question.line[line].is_people:
            self._people_coming[place] += count

    def advance(self, minute: int) -> None:
        """Let what has come by ``minute`` become free."""
        self.now = max(self.now, minute)
        while self._guests_going and self._guests_going[0][0] <= self.now:
            _, place, people, amount = heappop(self._guests_going)
            self.guests[(place, people)] -= amount
        while self._coming and self._coming[0][0] <= self.now:
            _, _, place, line, count = heappop(self._coming)
            heappop(self._coming_at[place])
            self.waiting.change(place, self.question.line[line], count)
            if self.question.line[line].is_people:
                self._people_coming[place] -= count

    def next_coming_to(self, place: str) -> int | None:
        """When more becomes free at a place, None if nothing is on the way."""
        coming = self._coming_at[place]
        return coming[0] if coming else None

    def people_coming_to(self, place: str) -> bool:
        """Whether more people become free at a place."""
        return self._people_coming[place] > 0

    def at(self, place: str) -> dict[str, int]:
        """Units free at a place whose destination it is not."""
        return self.waiting.at(place)

    def ready(
        self, line: Line, place: str, minute: int, aboard: dict[str, int] | None = None
    ) -> bool:
        """Whether units of the line may be loaded at ``place`` at ``minute``.

        ``aboard`` is what goes with them: with the last of a line may go those that wait for it.
        """
        if place != line.origin:
            return True
        if minute < self.question.ready_from(line):
            return False
        return all(
            self._leaves_with(name, place, minute, aboard or {}) for name in line.predecessors
        )

    def _leaves_with(self, name: str, place: str, minute: int, aboard: dict[str, int]) -> bool:
        if self.left_origin_by(name, minute):
            return True
        line, with_it = self.question.line[name], aboard.get(name, 0)
        together = place == line.origin and with_it > 0
        together = together and self.done_at_origin.get(name, 0) <= minute
        return together and self.gone_from_origin[name] + with_it >= line.count

    def left_origin_by(self, name: str, minute: int) -> bool:
        """Whether every unit of a line has departed from its origin by ``minute``."""
        line = self.question.line[name]
        return self.gone_from_origin[name] >= line.count and self.done_at_origin[name] <= minute

    def gate_room(self, line: Line, place: str, begin: int, used: Counter[tuple[str, bool]]) -> int:
        """Units that the gates of the line can have prepared before loading begins.

        ``used`` is what other loads of the same lift have had of each gate.
        """
        if place != line.origin or not line.gates:
            return NO_LIMIT
        each = 1 if line.is_people else line.unit_mass_kg
        release, due = self._release_day(line), begin // MINUTES_PER_DAY
        rooms = [NO_LIMIT]
        for name in line.gates:
            if self._gate_limit(name, line.is_people) is not None:
                room = sum(self._gate_days(name, line.is_people, due)[release:due])
                rooms.append((room - used[name, line.is_people]) // each)
        return max(0, min(rooms))

    def prepared(self, gate: str, people: bool, begin: int) -> int:
        """Kg of things, or people, that a gate can have prepared before loading begins."""
        if self._gate_limit(gate, people) is None:
            return NO_LIMIT
        due = begin // MINUTES_PER_DAY
        return sum(self._gate_days(gate, people, due)[:due])

    def are_prepared(self, units: Mapping[Line, int], place: str, begin: int) -> bool:
        """Whether all these units may be loaded at a place at once, ready and through all gates."""
        waiting: dict[tuple[str, bool], Counter[int]] = defaultdict(Counter)
        for line, count in units.items():
            if not self.ready(line, place, begin):
                return False
            if line.origin == place:
                amount = count if line.is_people else count * line.unit_mass_kg
                for gate in line.gates:
                    waiting[gate, line.is_people][self._release_day(line)] += amount
        return all(
            self._done_by(gate, people, released, begin)
            for (gate, people), released in waiting.items()
            if self._gate_limit(gate, people) is not None
        )

    def _done_by(self, gate: str, people: bool, released: Counter[int], begin: int) -> bool:
        """Whether a gate can do amounts that are released on days: no day's later ones exceed it.

        All have the same due, so that this is enough (P. Hall 1935, 10.1112/jlms/s1-10.37.26).
        """
        due = begin // MINUTES_PER_DAY
        left = self._gate_days(gate, people, due)
        later = 0
        for day in sorted(released, reverse=True):
            later += released[day]
            if later > sum(left[day:due]):
                return False
        return True

    def _gate_limit(self, name: str, people: bool) -> int | None:
        gate = self.question.gate[name]
        return gate.people_per_day if people else gate.kg_per_day

    def _release_day(self, line: Line) -> int:
        return -(-self.question.ready_from(line) // MINUTES_PER_DAY)

    def _gate_days(self, name: str, people: bool, until: int) -> list[int]:
        """What is left of a gate's work on each day, at the least up to a day."""
        left = self._gate_left[name, people]
        while len(left) < until:
            left.append(self._gate_work(name, people, len(left)))
        return left

    def _gate_work(self, name: str, people: bool, day: int) -> int:
        gate, minute = self.question.gate[name], day * MINUTES_PER_DAY
        opens = self.question.minute_or(gate.from_utc, 0)
        closes = self.question.minute_or(gate.until_utc, NO_LIMIT)
        if not opens <= minute < closes:
            return 0
        if people:
            return gate.people_per_day or 0
        handlers = self.handlers(gate.place, gate.handler_role, minute)
        return (gate.kg_per_day or 0) + gate.kg_per_day_per_handler * handlers

    def handlers(self, place: str, role: str, minute: int) -> int:
        """Handlers who are there at ``minute`` and have not been told to leave."""
        if not role:
            return 0
        return sum(
            line.count - self.gone_from_origin[line.name]
            for line in self.question.of_role.get((place, role), ())
            if self.question.there_from(line) <= minute
        )

    def dock_limit(self, place: str, people: bool, minute: int) -> int:
        """Kg of things, or people, that may depart from and arrive at a place on a day."""
        at = self.question.place[place]
        limit = at.handling_people_per_day if people else at.handling_kg_per_day
        if limit is None:
            return NO_LIMIT
        if not people and at.handling_kg_per_day_per_handler:
            handlers = self.handlers(place, at.handler_role, day_of(minute) * MINUTES_PER_DAY)
            limit += at.handling_kg_per_day_per_handler * handlers
        return limit

    def dock_room(self, place: str, people: bool, minute: int) -> int:
        """What of that limit others have left."""
        limit = self.dock_limit(place, people, minute)
        return max(0, limit - self._docked[(place, people, day_of(minute))])

    def beds_free(self, place: str) -> int:
        """How many more guests a place has beds for."""
        beds = self.question.place[place].beds
        return NO_LIMIT if beds is None else max(0, beds - self.guests[(place, True)])

    def guest_room(self, line: Line, place: str, used: int) -> int:
        """Units that a place has beds or storage for, ``used`` being taken by the same lift."""
        at = self.question.place[place]
        if place == line.origin:
            return NO_LIMIT
        limit = at.beds if line.is_people else at.storage_kg
        if limit is None:
            return NO_LIMIT
        each = 1 if line.is_people else line.unit_mass_kg
        return max(0, (limit - used - self.guests[(place, line.is_people)]) // each)

    def spare(self, line: Line, place: str, minute: int) -> int:
        """People of the line who may go without the floors of the place being broken.

        Floors are held by those whose place it is: who passes through is never kept for them.
        """
        if not line.is_people or not line.role or place != line.origin:
            return NO_LIMIT
        rooms = [NO_LIMIT]
        for floor in self.question.floors_at.get(place, ()):
            if floor.role == line.role:
                rooms.append(self._above(floor, minute))
        return max(0, min(rooms))

    def _above(self, floor: Floor, minute: int) -> int:
        question = self.question
        if minute >= question.minute_or(floor.until_utc, NO_LIMIT):
            return NO_LIMIT
        asked_from = max(minute, question.minute_or(floor.from_utc, 0))
        now, later, gone = 0, 0, 0
        for line in question.of_role.get((floor.place, floor.role), ()):
            now += line.count if question.there_from(line) <= minute else 0
            later += line.count if question.there_from(line) <= asked_from else 0
            gone += self.gone_from_origin[line.name]
        # Those who are still to come by then need not be kept back now.
        need = min(floor.people, later) - (later - now)
        return now - gone - need

    def take(self, timed: Timed, loads: dict[str, int]) -> None:
        """Put units on a lift: they leave its origin and become free at its destination."""
        origin, destination = timed.run.origin, timed.run.destination
        for name, count in loads.items():
            line = self.question.line[name]
            amount = count if line.is_people else count * line.unit_mass_kg
            self.waiting.change(origin, line, -count)
            self._expect(timed.end, destination, name, count)
            self._docked[(origin, line.is_people, day_of(timed.depart))] += amount
            self._docked[(destination, line.is_people, day_of(timed.arrive))] += amount
            if origin == line.origin:
                self._use_gates(line, count, timed.begin)
                self._leave_origin(line, count, timed.depart)
            else:
                heappush(self._guests_going, (timed.depart, origin, line.is_people, amount))
            if destination != line.origin:
                self.guests[(destination, line.is_people)] += amount

    def _leave_origin(self, line: Line, count: int, minute: int) -> None:
        self.gone_from_origin[line.name] += count
        last = max(minute, self.done_at_origin.get(line.name, 0))
        self.done_at_origin[line.name] = last

    def _use_gates(self, line: Line, count: int, begin: int) -> None:
        amount = count if line.is_people else count * line.unit_mass_kg
        for name in line.gates:
            if self._gate_limit(name, line.is_people) is None:
                continue
            missing, due = amount, begin // MINUTES_PER_DAY
            left = self._gate_days(name, line.is_people, due)
            for day in range(self._release_day(line), due):
                work = min(missing, left[day])
                left[day] -= work
                missing -= work
                if not missing:
                    break

    def disposal_room(self, line: Line, place: str, disposition: Disposition, minute: int) -> int:
        """Units of the line that may still be disposed of so at a place on a day."""
        option = disposal_option(self.question, disposition, place)
        if option is None or minute < self.question.ready_from(line):
            return 0
        opens = self.question.minute_or(option.from_utc, 0)
        if not opens <= minute < self.question.minute_or(option.until_utc, NO_LIMIT):
            return 0
        if option.kg_per_day is None:
            return NO_LIMIT
        used = self._disposed[(disposition, option.place, day_of(minute))]
        return max(0, option.kg_per_day - used) // line.unit_mass_kg

    def dispose(
        self, line: Line, place: str, disposition: Disposition, count: int, minute: int
    ) -> None:
        """Take units out for good."""
        option = disposal_option(self.question, disposition, place)
        assert option is not None
        self.waiting.change(place, line, -count)
        self._disposed[(disposition, option.place, day_of(minute))] += count * line.unit_mass_kg
        if place == line.origin:
            self._leave_origin(line, count, minute)


def takes_a_piece(option: DisposalOption, line: Line) -> bool:
    """Whether a day of the option is enough for one piece of a line."""
    return option.kg_per_day is None or line.unit_mass_kg <= option.kg_per_day


def disposal_option(
    question: Question, disposition: Disposition, place: str
) -> DisposalOption | None:
    """The option that holds for a disposition at a place, None if there is none."""
    options = question.disposal_options
    return options.get((disposition, place)) or options.get((disposition, ""))
