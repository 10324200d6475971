"""What happens in a plan, as docs/rules.md section 1 tells it: where every unit is, and when.

Plain on purpose: each question is answered by going through all moves again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from drawdown.model import (
    Carrier,
    Disposal,
    DisposalOption,
    Fleet,
    Leg,
    Lift,
    Line,
    Mode,
    Plan,
    Withdrawal,
)

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A time from the first instant at which something holds to the first at which it does not."""

    from_utc: datetime
    until_utc: datetime | None
    highest: int


def midnight_before(t: datetime) -> datetime:
    """The last midnight at or before ``t``."""
    return t.replace(hour=0, minute=0, second=0, microsecond=0)


def midnight_after(t: datetime) -> datetime:
    """The first midnight at or after ``t``."""
    before = midnight_before(t)
    return before if before == t else before + DAY


def minutes(time: timedelta) -> int:
    """A duration in whole minutes."""
    return time // MINUTE


def rounded(amount: Fraction) -> int:
    """The nearest whole number, halves up."""
    return (amount + Fraction(1, 2)).__floor__()


class Story:
    """One plan of one withdrawal, and the plain questions one can ask of it."""

    def __init__(self, withdrawal: Withdrawal, plan: Plan) -> None:
        self.withdrawal = withdrawal
        self.plan = plan
        self.places = {place.name: place for place in withdrawal.places}
        self.lines = {line.name: line for line in withdrawal.lines}
        self.fleets = {fleet.name: fleet for fleet in withdrawal.fleets}
        self.carriers = {carrier.name: carrier for carrier in withdrawal.carriers}
        self.legs = {(leg.origin, leg.destination, leg.mode): leg for leg in withdrawal.legs}
        self.moves: dict[tuple[str, str], list[tuple[datetime, int]]] = {}
        for line in withdrawal.lines:
            self._moves(line.name, line.origin).append((self.comes(line), line.count))
        for lift, line, units in self.carried():
            self._moves(line.name, lift.origin).append((lift.depart_utc, -units))
            self._moves(line.name, lift.destination).append((lift.arrive_utc, units))
        for disposal in self.disposed():
            move = (disposal.at_utc, -disposal.count)
            self._moves(disposal.line, disposal.place).append(move)

    def _moves(self, line: str, place: str) -> list[tuple[datetime, int]]:
        return self.moves.setdefault((line, place), [])

    # --- lifts -----------------------------------------------------------------------------

    def fleet(self, lift: Lift) -> Fleet:
        """The fleet of a lift."""
        return self.fleets[lift.fleet]

    def carrier(self, lift: Lift) -> Carrier:
        """The carrier of a lift."""
        return self.carriers[self.fleet(lift).carrier]

    def mode(self, lift: Lift) -> Mode:
        """How a lift moves."""
        return self.carrier(lift).mode

    def leg(self, lift: Lift) -> Leg | None:
        """The leg of a lift, if there is one."""
        return self.legs.get((lift.origin, lift.destination, self.mode(lift)))

    def travel_min(self, lift: Lift) -> int | None:
        """Travel time over the lift's leg, in minutes."""
        leg = self.leg(lift)
        if leg is None:
            return None
        if leg.travel_min is not None:
            return leg.travel_min
        return -((-60 * leg.distance_km) // self.carrier(lift).speed_km_per_h)

    def on_board(self, lift: Lift) -> list[tuple[Line, int]]:
        """The lines on a lift, each with its units; not those of which it has none."""
        units: dict[str, int] = {}
        for load in lift.loads:
            if load.count > 0:
                units[load.line] = units.get(load.line, 0) + load.count
        return [(self.lines[line], count) for line, count in units.items()]

    def carried(self) -> Iterator[tuple[Lift, Line, int]]:
        """Every lift with every line it carries and how many units of it."""
        for lift in self.plan.lifts:
            for line, units in self.on_board(lift):
                yield lift, line, units

    def disposed(self) -> list[Disposal]:
        """The disposals of at least one unit."""
        return [disposal for disposal in self.plan.disposals if disposal.count > 0]

    def people_on(self, lift: Lift) -> int:
        """Heads on board."""
        return sum(units for line, units in self.on_board(lift) if line.is_people)

    def things_kg_on(self, lift: Lift) -> int:
        """Mass of the things on board."""
        return sum(
            units * line.unit_mass_kg for line, units in self.on_board(lift) if not line.is_people
        )

    def begin(self, lift: Lift) -> datetime:
        """When a lift begins to be under way."""
        load_min = self.carrier(lift).load_min if self.on_board(lift) else 0
        return lift.depart_utc - load_min * MINUTE

    def end(self, lift: Lift) -> datetime:
        """When a lift ends to be under way."""
        unload_min = self.carrier(lift).unload_min if self.on_board(lift) else 0
        return lift.arrive_utc + unload_min * MINUTE

    def tails(self) -> dict[tuple[str, int], list[Lift]]:
        """The lifts of each tail that is named, in order."""
        lifts: dict[tuple[str, int], list[Lift]] = {}
        for lift in sorted(self.plan.lifts, key=lambda lift: (lift.depart_utc, lift.name)):
            if lift.tail is not None:
                lifts.setdefault((lift.fleet, lift.tail), []).append(lift)
        return lifts

    # --- where units are -------------------------------------------------------------------

    def comes(self, line: Line) -> datetime:
        """When a line comes to its origin."""
        return line.arrives_utc or self.withdrawal.start_utc

    def present(self, line: Line, place: str, t: datetime) -> int:
        """Units of a line present at a place at ``t``."""
        return sum(units for at, units in self.moves.get((line.name, place), ()) if at <= t)

    def people_present(self, place: str, t: datetime) -> int:
        """People present at a place at ``t``."""
        lines = self.withdrawal.lines
        return sum(self.present(line, place, t) for line in lines if line.is_people)

    def role_present(self, place: str, role: str, t: datetime) -> int:
        """People of a role present at a place at ``t``, of any line."""
        return sum(
            self.present(line, place, t)
            for line in self.withdrawal.lines
            if line.is_people and line.role == role
        )

    def handlers(self, place: str, role: str, midnight: datetime) -> int:
        """People who handle at a place on the day that begins at ``midnight``."""
        return max(0, self.role_present(place, role, midnight)) if role else 0

    def things_kg_present(self, place: str, t: datetime) -> int:
        """Mass of things present at a place at ``t``."""
        return sum(
            self.present(line, place, t) * line.unit_mass_kg
            for line in self.withdrawal.lines
            if not line.is_people
        )

    def come_after(self, line: Line, place: str, t: datetime) -> int:
        """Units of a line that come to a place later than ``t``."""
        moves = self.moves.get((line.name, place), ())
        return sum(units for at, units in moves if at > t and units > 0)

    def on_the_way(self, line: Line, t: datetime) -> dict[str, int]:
        """Units on the way in the country at ``t``, by the place in it that they left."""
        left: dict[str, int] = {}
        for lift, carried, units in self.carried():
            if carried is not line or not lift.depart_utc <= t < lift.arrive_utc:
                continue
            by_road = self.mode(lift) is Mode.ROAD
            stays = by_road or self.places[lift.destination].in_country
            if self.places[lift.origin].in_country and stays:
                left[lift.origin] = left.get(lift.origin, 0) + units
        return left

    def present_in_country(self, line: Line, t: datetime) -> dict[str, int]:
        """Units present at each place in the country at ``t``."""
        inside = [place.name for place in self.withdrawal.places if place.in_country]
        return {place: self.present(line, place, t) for place in inside}

    def in_country(self, line: Line, t: datetime) -> int:
        """Units in the country at ``t``: at a place in it, or on the way in it."""
        here = sum(self.present_in_country(line, t).values())
        return here + sum(self.on_the_way(line, t).values())

    def gone(self, line: Line, t: datetime) -> int:
        """Units taken out by ``t``, less those taken in, plus those disposed of in it."""
        gone = 0
        for lift, carried, units in self.carried():
            if carried is not line:
                continue
            inside = self.places[lift.origin].in_country
            to_inside = self.places[lift.destination].in_country
            road = self.mode(lift) is Mode.ROAD
            if inside and not to_inside and (lift.arrive_utc if road else lift.depart_utc) <= t:
                gone += units
            if to_inside and not inside and lift.arrive_utc <= t:
                gone -= units
        for disposal in self.disposed():
            inside = self.places[disposal.place].in_country
            if inside and disposal.line == line.name and disposal.at_utc <= t:
                gone += disposal.count
        return gone

    # --- the end ---------------------------------------------------------------------------

    def at_the_end(self, line: Line, place: str) -> int:
        """Units of a line at a place after every lift and disposal, however late."""
        return max(0, sum(units for _, units in self.moves.get((line.name, place), ())))

    def left(self, line: Line, place: str) -> int:
        """Units of a line left at a place."""
        return 0 if place == line.destination else self.at_the_end(line, place)

    def people_left(self, place: str) -> int:
        """People left at a place."""
        return sum(self.left(line, place) for line in self.withdrawal.lines if line.is_people)

    def last_departure(self, place: str) -> datetime | None:
        """When the last loaded lift or disposal leaves a place; None if there is none."""
        times = [lift.depart_utc for lift, _, _ in self.carried() if lift.origin == place]
        times += [disposal.at_utc for disposal in self.disposed() if disposal.place == place]
        return max(times, default=None)

    def closing(self, place: str) -> datetime | None:
        """When a place closes; None if it never opens its gate to leave."""
        return self.withdrawal.end_utc if self.people_left(place) else self.last_departure(place)

    # --- disposals -------------------------------------------------------------------------

    def option(self, disposal: Disposal) -> DisposalOption | None:
        """The way of disposal that holds: that of the place before that of every place."""
        for place in (disposal.place, ""):
            for option in self.withdrawal.disposals:
                if option.disposition is disposal.disposition and option.place == place:
                    return option
        return None

    # --- time ------------------------------------------------------------------------------

    def instants(self) -> list[datetime]:
        """Every instant at which anything may change, in order."""
        times = {self.withdrawal.start_utc, self.withdrawal.end_utc, self.withdrawal.deadline_utc}
        times.update(self.comes(line) for line in self.withdrawal.lines)
        for lift in self.plan.lifts:
            times |= {self.begin(lift), lift.depart_utc, lift.arrive_utc, self.end(lift)}
        times.update(disposal.at_utc for disposal in self.disposed())
        for fleet in self.withdrawal.fleets:
            times |= {t for t in (fleet.from_utc, fleet.until_utc) if t is not None}
        return sorted(times)

    def day_of(self, t: datetime) -> datetime:
        """The midnight that begins the day to which what happens at ``t`` belongs."""
        if t == midnight_before(t) and t != self.withdrawal.start_utc:
            return t - DAY
        return midnight_before(t)

    def nights(self) -> list[datetime]:
        """The midnights after the start up to and including the end."""
        days = (self.withdrawal.end_utc - self.withdrawal.start_utc) // DAY
        return [self.withdrawal.start_utc + day * DAY for day in range(1, days + 1)]

    def spans_above(
        self, limit: int, measure: Callable[[datetime], int], at: Iterable[datetime]
    ) -> list[Span]:
        """The times during which ``measure``, which changes only ``at`` those, is above a limit."""
        spans: list[Span] = []
        open_span: Span | None = None
        for t in at:
            now = measure(t)
            if now > limit:
                since = open_span.from_utc if open_span else t
                highest = max(now, open_span.highest if open_span else now)
                open_span = Span(since, None, highest)
            elif open_span:
                spans.append(Span(open_span.from_utc, t, open_span.highest))
                open_span = None
        return [*spans, open_span] if open_span else spans
