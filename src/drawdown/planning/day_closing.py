"""Rows of the day model on when places close: floors, the order of places, who has yet to go."""

from collections import defaultdict
from collections.abc import Callable

from drawdown.model import Floor, Line
from drawdown.planning.day_model import DayModel
from drawdown.planning.day_presence import Presence
from drawdown.planning.linear_model import Terms
from drawdown.planning.question import MINUTES_PER_DAY, Span

# Says of a row what it limits: the kind of limit, the place, and the first and last day.
NameRow = Callable[[int, str, str, int, int], None]


class ClosingRows:
    """Adds the rows; each is named as it is added."""

    def __init__(self, days: DayModel, presence: Presence, name: NameRow) -> None:
        self.of = days
        self.presence = presence
        self.question = days.question
        self.model = days.model
        self._name = name
        # What of a line's nights at a place in a period is paid for a floor beside those certain.
        self._paid: dict[tuple[str, str, int], Terms] = {}
        self._hold_floors()
        self._keep_order()
        if not days.strict:
            self._keep_open()

    def _hold_floors(self) -> None:
        """People of the role there in a night, if the place still closes after it and its wave."""
        for floor in self.question.withdrawal.floors:
            lines = self.presence.of_role(floor.role)
            wave_days = 0 if self.of.strict else self._wave_days(floor.place)
            held = self._held(floor, lines)
            for period in range(self.of.periods.count):
                nights: dict[int, tuple[int, float]] = {}
                for day in self.of.periods.days(period):
                    ahead = self._open_on(floor.place, day + 1 + wave_days)
                    if ahead is not None and day in held:
                        nights[day] = (ahead, -held[day])
                last = nights.get(self.of.periods.last[period])
                if last is not None:
                    here = [self.of.stock.get((line.name, floor.place, period)) for line in lines]
                    terms = [(column, 1.0) for column in here if column is not None]
                    row = self.model.at_least([*terms, last], 0)
                    self._name(row, "floor", floor.place, *self.of.periods.ends(period))
                inner = [of for day, of in nights.items() if day < self.of.periods.last[period]]
                if inner:
                    self._hold_between(lines, floor.place, period, inner)
                if nights and not self.of.strict:
                    self._pay_for_floor(lines, floor.place, period, [*nights.values()])

    def _hold_between(self, lines: list[Line], place: str, period: int, held_ahead: Terms) -> None:
        """In the nights within a period, too; who comes to a place stood nowhere else before."""
        if any(key[1] == place for line in lines for _, key, _ in self.of.legs_into(line)):
            here, known = self.presence.inner_midnights(lines, place, period)
            row = self.model.at_least([*here, *held_ahead], -known)
            self._name(row, "floor", place, *self.of.periods.ends(period))

    def _held(self, floor: Floor, lines: list[Line]) -> dict[int, float]:
        """How many people a floor asks for in the night of each day on which it holds."""
        opens, closes = self._span(floor)
        held = {}
        for day in range(self.of.days):
            night = (day + 1) * MINUTES_PER_DAY
            begins = day * MINUTES_PER_DAY if self.of.strict else night
            if opens <= night and begins < closes:
                held[day] = float(min(floor.people, self._come(lines, floor.place, night)))
        return held

    def _span(self, floor: Floor) -> Span:
        """From when to when a floor holds, if its place does not close before."""
        opens = self.question.minute_or(floor.from_utc, 0)
        return opens, self.question.minute_or(floor.until_utc, self.question.end_min + 1)

    def _come(self, lines: list[Line], place: str, minute: int) -> int:
        """How many people of some lines have come to a place by a minute, to begin there."""
        there = (x for x in lines if x.origin == place and self.question.there_from(x) <= minute)
        return sum(line.count for line in there)

    def _pay_for_floor(self, lines: list[Line], place: str, period: int, held_ahead: Terms) -> None:
        """Who holds a floor pays for its nights there, and not as one who may be on the way.

        The nights are those of people who are there at the end of the period, or who left in it.
        """
        days = len(self.of.periods.days(period))
        certain: Terms = []
        more: Terms = []
        for line in lines:
            if (line.name, place, period) in self.of.stock:
                certain.append((self.of.charged[line.name, place, period], float(days)))
            # Those of several floors at once pay for one.
            if (line.name, place, period) not in self._paid:
                self._paid[line.name, place, period] = self._nights_paid(line, place, period, days)
            more += self._paid[line.name, place, period]
        # In a single night in which all are there for certain the floor says as much.
        if days > 1 or more:
            self.model.at_least([*certain, *more, *held_ahead], 0)

    def _nights_paid(self, line: Line, place: str, period: int, days: int) -> Terms:
        """Nights of those who may be on the way, and of those who leave, at the place's price."""
        paid: Terms = []
        stock = self.of.stock.get((line.name, place, period))
        if stock is not None:
            certain = self.of.charged[line.name, place, period]
            if certain != stock:
                nightly = self.of.nightly_eur(place) - self.of.sure_eur[line.name, place]
                held = self.model.column(nightly)
                terms = [(held, 1.0), (certain, float(days)), (stock, -float(days))]
                self.model.at_most(terms, 0)
                paid.append((held, 1.0))
        if days > 1:
            paid += self._nights_before_leaving(line, place, period)
        return paid

    def _nights_before_leaving(self, line: Line, place: str, period: int) -> Terms:
        """Nights at a place in a period in which one leaves it: all but the last at the most.

        Of those who go on within the country a part is paid already.
        """
        nights, nightly = len(self.of.periods.days(period)) - 1, self.of.nightly_eur(place)
        least = self.of.least_nightly_eur[line.name]
        inside: Terms = []
        outside: Terms = []
        for key in self.of.legs_of[line.name]:
            column = self.of.flow.get((line.name, key, period))
            if key[0] == place and column is not None:
                (inside if key[1] in self.question.in_country else outside).append(
                    (column, -float(nights))
                )
        given_up = self.of.given_up.get((line.name, place, period))
        if given_up is not None:
            outside.append((given_up, -float(nights)))
        held: Terms = []
        for leaving, price in ((inside, nightly - least), (outside, nightly)):
            if leaving:
                column = self.model.column(price)
                self.model.at_most([(column, 1.0), *leaving], 0)
                held.append((column, 1.0))
        return held

    def _open_on(self, place: str, day: int) -> int | None:
        """A column that is 1 only if the place sees a departure on that day or later."""
        if day >= self.of.days:
            return None
        period = self.of.periods.of(day)
        late = self.of.periods.first(period) < day
        return self.of.open.get((place, period + 1 if late else period))

    def _wave_days(self, place: str) -> int:
        """Days after a night on which a last departure may still be of a wave begun before it."""
        wave_min = self.question.place[place].last_wave_min
        first = self._first_departure(place)
        # Nobody leaves before ``first`` on any day: a wave that short lies within the day.
        return 0 if wave_min < first else -(-wave_min // MINUTES_PER_DAY)

    def _first_departure(self, place: str) -> int:
        """The least minute of a UTC day at which a loaded lift can leave a place."""
        openings = self.question.openings[place]
        loads = [run.carrier.load_min for run in self.question.runs if run.origin == place]
        if openings is None or not loads:
            return 0
        firsts = []
        for opens, closes in openings:
            if opens // MINUTES_PER_DAY != (closes - 1) // MINUTES_PER_DAY:
                return 0
            firsts.append(opens % MINUTES_PER_DAY + min(loads))
        return min(firsts)

    def _disposes_at(self, place: str) -> bool:
        return any(at == place for _, at, _, _ in self.of.disposed)

    def _keep_order(self) -> None:
        """Places close in order; of a place that never sees a departure nothing is asked."""
        is_open = self.of.open
        for place in self.question.withdrawal.places:
            for earlier in place.closes_after:
                if (place.name, 0) not in is_open or (earlier, 0) not in is_open:
                    continue
                days_before = 0
                stays: Terms = []
                if not self.of.closes_by_disposal(place.name) and self._disposes_at(place.name):
                    # Its last departure may be a disposal, of which ``open`` knows nothing.
                    by_lift = self._who_leaves_last(place.name)
                    if by_lift is None:
                        continue
                    days_before, stays = -(-place.last_wave_min // MINUTES_PER_DAY), by_lift
                idle = self._idle(place.name)
                for period in range(self.of.periods.count):
                    day = max(0, self.of.periods.first(period) - days_before)
                    own = is_open[place.name, self.of.periods.of(day)]
                    terms = [(is_open[earlier, period], 1.0), (idle, -1.0), (own, -1.0), *stays]
                    row = self.model.at_most(terms, 0)
                    self._name(row, "order", place.name, *self.of.periods.ends(period))

    def _idle(self, place: str) -> int:
        """A column that may be 1 if a place never sees a departure: then all people there stay."""
        idle = self.model.column(upper=1)
        self.model.at_most([(self.of.open[place, 0], 1.0), (idle, 1.0)], 1)
        for line in self.question.withdrawal.lines:
            left = self.of.left.get((line.name, place))
            if line.is_people and line.origin == place and left is not None:
                self.model.at_most([(idle, float(line.count)), (left, -1.0)], 0)
        return idle

    def _keep_open(self) -> None:
        """A place is open in the share that has yet to leave it of each line of its own."""
        steps = self.of.steps
        for line in self.question.withdrawal.lines:
            place = line.origin
            returns = any(key[1] == place for key in self.of.legs_of[line.name])
            if returns or (place, 0) not in self.of.open:
                continue
            total, later = line.count * self.of.amount(line), self.model.column(upper=0)
            for step in reversed(range(steps.count)):
                counted = self.of.periods_in(step) if line.is_people else range(step, step + 1)
                going = [
                    (column, -value)
                    for each in counted
                    for column, value in self.of.departing([line], place, each)
                ]
                leaves = self.model.column()
                self.model.equal([(leaves, 1.0), (later, -1.0), *going], 0)
                later = leaves
                is_open = self.of.open[place, self.of.periods.of(steps.first(step))]
                self.model.at_most([(leaves, 1.0), (is_open, -total)], 0)

    def _who_leaves_last(self, place: str) -> Terms | None:
        """Of a role that is to be there all the time, the share that is left; None without one.

        Who holds its floors leaves by a lift that goes no more than the last wave before the last
        departure, or stays for good.
        """
        of_role: dict[str, list[Floor]] = defaultdict(list)
        for floor in self.question.withdrawal.floors:
            if floor.place == place:
                of_role[floor.role].append(floor)
        for role, floors in of_role.items():
            lines = self.presence.of_role(role)
            come = self._come(lines, place, 0)
            fewest = min(come, *(floor.people for floor in floors))
            stays_there = any(line.destination == place for line in lines)
            if fewest and not stays_there and self._hold_throughout(floors):
                left = [self.of.left.get((line.name, place)) for line in lines]
                return [(column, -1.0 / fewest) for column in left if column is not None]
        return None

    def _hold_throughout(self, floors: list[Floor]) -> bool:
        """Whether at each instant up to the end one of the floors holds."""
        until = 0
        for opens, closes in sorted(map(self._span, floors)):
            if opens <= until:
                until = max(until, closes)
        return until > self.question.end_min
