"""One indexed view of a withdrawal and a plan, made once and handed to every rule.

Instants are whole minutes since ``start_utc``, which is a midnight: the day of an instant is
``minute // 1440``. What the words mean (present, free, gone, left) is in ``docs/rules.md``.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from drawdown.model import (
    Carrier,
    Disposal,
    DisposalOption,
    Disposition,
    Fleet,
    Leg,
    Lift,
    Line,
    Mode,
    Place,
    Plan,
    Withdrawal,
)
from drawdown.rules.steps import DAY_MIN, Nights, Steps, combined

_MINUTE = timedelta(minutes=1)
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(second=0, microsecond=0, tzinfo=UTC)


@dataclass(slots=True)
class Run:
    """A lift in time: under way from ``begin`` (of loading) to ``finish`` (of unloading).

    ``loads`` has one entry per line, in the order of the lift's loads; what is not at least one
    unit is left out. ``leg`` is None where no leg joins its places in its mode.
    """

    lift: Lift
    fleet: Fleet
    carrier: Carrier
    leg: Leg | None
    begin: int
    depart: int
    arrive: int
    finish: int
    loads: tuple[tuple[Line, int], ...]
    people: int
    people_kg: int
    things_kg: int

    @property
    def name(self) -> str:
        return self.lift.name

    @property
    def is_air(self) -> bool:
        return self.carrier.mode is Mode.AIR


@dataclass(slots=True)
class Disposed:
    """A disposal in time, with the option under which it happens, if there is one."""

    disposal: Disposal
    line: Line
    at: int
    count: int
    option: DisposalOption | None

    @property
    def kg(self) -> int:
        return self.count * self.line.unit_mass_kg


@dataclass(slots=True)
class Account:
    """The units of one line that pass through one place, as (minute, units).

    They come and later become free; they are taken (to be loaded or disposed of) and later go.
    """

    came: list[tuple[int, int]]
    freed: list[tuple[int, int]]
    taken: list[tuple[int, int]]
    went: list[tuple[int, int]]


class Timeline:
    """A withdrawal and a plan, indexed. Names are as in the tables; dicts keep their order."""

    def __init__(self, withdrawal: Withdrawal, plan: Plan) -> None:
        self.withdrawal = withdrawal
        self.plan = plan
        self.end = self.minute(withdrawal.end_utc)
        self.deadline = self.minute(withdrawal.deadline_utc)
        self.nights = Nights(self.end // DAY_MIN)
        self.places: dict[str, Place] = {place.name: place for place in withdrawal.places}
        self.lines: dict[str, Line] = {line.name: line for line in withdrawal.lines}
        self.runs: list[Run] = sorted(
            self._runs(), key=lambda run: (run.depart, run.lift.name, run.arrive)
        )
        self.disposed: list[Disposed] = sorted(
            self._disposed(), key=lambda disposed: (disposed.at, disposed.disposal.line)
        )

    def minute(self, instant: datetime) -> int:
        """Whole minutes since the start, rounded down."""
        return (instant - self.withdrawal.start_utc) // _MINUTE

    def instant(self, minute: int) -> datetime:
        """The instant of a minute since the start, as far as the calendar reaches."""
        try:
            return self.withdrawal.start_utc + timedelta(minutes=minute)
        except OverflowError:
            return _LAST if minute > 0 else _FIRST

    def minute_or(self, instant: datetime | None, otherwise: int) -> int:
        """The minute of an instant that may be missing."""
        return otherwise if instant is None else self.minute(instant)

    def _runs(self) -> list[Run]:
        fleets = {fleet.name: fleet for fleet in self.withdrawal.fleets}
        carriers = {carrier.name: carrier for carrier in self.withdrawal.carriers}
        legs = {(leg.origin, leg.destination, leg.mode): leg for leg in self.withdrawal.legs}
        runs = []
        for lift in self.plan.lifts:
            fleet = fleets[lift.fleet]
            carrier = carriers[fleet.carrier]
            leg = legs.get((lift.origin, lift.destination, carrier.mode))
            runs.append(self._run(lift, fleet, carrier, leg))
        return runs

    def _run(self, lift: Lift, fleet: Fleet, carrier: Carrier, leg: Leg | None) -> Run:
        units: dict[str, int] = {}
        for load in lift.loads:
            if load.count > 0:
                units[load.line] = units.get(load.line, 0) + load.count
        loads = tuple((self.lines[name], count) for name, count in units.items())
        people = people_kg = things_kg = 0
        for line, count in loads:
            if line.is_people:
                people += count
                people_kg += count * line.unit_mass_kg
            else:
                things_kg += count * line.unit_mass_kg
        depart, arrive = self.minute(lift.depart_utc), self.minute(lift.arrive_utc)
        begin, finish = depart, arrive
        if loads:
            begin, finish = depart - carrier.load_min, arrive + carrier.unload_min
        return Run(
            lift, fleet, carrier, leg, begin, depart, arrive, finish,
            loads, people, people_kg, things_kg,
        )  # fmt: skip

    def _disposed(self) -> list[Disposed]:
        options: dict[tuple[Disposition, str], DisposalOption] = {}
        for option in self.withdrawal.disposals:
            options.setdefault((option.disposition, option.place), option)
        return [
            Disposed(
                disposal,
                self.lines[disposal.line],
                self.minute(disposal.at_utc),
                disposal.count,
                options.get((disposal.disposition, disposal.place))
                or options.get((disposal.disposition, "")),
            )
            for disposal in self.plan.disposals
            if disposal.count > 0
        ]

    def arrival(self, line: Line) -> int:
        """The minute from which a line's units are at its origin."""
        return self.minute_or(line.arrives_utc, 0)

    @cached_property
    def leaving(self) -> dict[str, list[tuple[Run, int]]]:
        """For each line the lifts that take it from its origin, by departure, with its units."""
        leaving: dict[str, list[tuple[Run, int]]] = {name: [] for name in self.lines}
        for run in self.runs:
            for line, count in run.loads:
                if line.origin == run.lift.origin:
                    leaving[line.name].append((run, count))
        return leaving

    @cached_property
    def accounts(self) -> dict[tuple[str, str], Account]:
        """What passes of each line through each place, where anything does."""
        accounts: dict[tuple[str, str], Account] = defaultdict(lambda: Account([], [], [], []))
        for line in self.lines.values():
            account = accounts[line.name, line.origin]
            account.came.append((self.arrival(line), line.count))
            if line.origin != line.destination:
                account.freed.append((self.arrival(line), line.count))
        for run in self.runs:
            origin, destination = run.lift.origin, run.lift.destination
            for line, count in run.loads:
                account = accounts[line.name, origin]
                account.taken.append((run.begin, count))
                account.went.append((run.depart, count))
                account = accounts[line.name, destination]
                account.came.append((run.arrive, count))
                # What has come to its destination stays there.
                if destination != line.destination:
                    account.freed.append((run.finish, count))
        for disposed in self.disposed:
            account = accounts[disposed.line.name, disposed.disposal.place]
            account.taken.append((disposed.at, disposed.count))
            account.went.append((disposed.at, disposed.count))
        return dict(accounts)

    @cached_property
    def present(self) -> dict[str, dict[str, Steps]]:
        """For each place, and each line that is ever there, the units present."""
        present: dict[str, dict[str, Steps]] = {place: {} for place in self.places}
        for (name, place), account in self.accounts.items():
            went = ((time, -count) for time, count in account.went)
            present[place][name] = Steps([*account.came, *went])
        return present

    @cached_property
    def gone(self) -> dict[str, Steps]:
        """For each line its units that are gone from the country."""
        changes: dict[str, list[tuple[int, int]]] = {name: [] for name in self.lines}
        inside = {place.name for place in self.places.values() if place.in_country}
        for run in self.runs:
            leaves, enters = run.lift.origin in inside, run.lift.destination in inside
            if leaves == enters:
                continue
            by_road_out = leaves and run.carrier.mode is Mode.ROAD
            crosses = run.arrive if enters or by_road_out else run.depart
            for line, count in run.loads:
                changes[line.name].append((crosses, count if leaves else -count))
        for disposed in self.disposed:
            if disposed.disposal.place in inside:
                changes[disposed.line.name].append((disposed.at, disposed.count))
        return {name: Steps(of_line) for name, of_line in changes.items()}

    def in_country_on_the_way(self, run: Run) -> bool:
        """Whether those on board are in the country: out of it by road, or within it."""
        if not self.places[run.lift.origin].in_country:
            return False
        return run.carrier.mode is Mode.ROAD or self.places[run.lift.destination].in_country

    @cached_property
    def in_country(self) -> dict[str, Steps]:
        """For each line its units in the country: at places in it, or on the way."""
        parts: dict[str, list[tuple[int, int]]] = {name: [] for name in self.lines}
        for place in self.places.values():
            if place.in_country:
                for name, steps in self.present[place.name].items():
                    parts[name] += steps.changes()
        for run in self.runs:
            if run.loads and run.depart < run.arrive and self.in_country_on_the_way(run):
                for line, count in run.loads:
                    parts[line.name] += ((run.depart, count), (run.arrive, -count))
        return {name: Steps(changes) for name, changes in parts.items()}

    @cached_property
    def left(self) -> dict[tuple[str, str], int]:
        """Units left, by line and place, in the order of the tables."""
        return {
            (line.name, place): self.present[place][line.name].final
            for line in self.lines.values()
            for place in self.places
            if place != line.destination
            and line.name in self.present[place]
            and self.present[place][line.name].final > 0
        }

    @cached_property
    def people_left(self) -> dict[str, int]:
        """People left at each place where there are any."""
        people: dict[str, int] = {}
        for (line, place), count in self.left.items():
            if self.lines[line].is_people:
                people[place] = people.get(place, 0) + count
        return people

    @cached_property
    def last_departure(self) -> dict[str, int]:
        """The last departure of each place that has one."""
        last: dict[str, int] = {}
        for run in self.runs:
            if run.loads:
                last[run.lift.origin] = run.depart
        for disposed in self.disposed:
            place = disposed.disposal.place
            last[place] = max(last.get(place, disposed.at), disposed.at)
        return last

    @cached_property
    def closing(self) -> dict[str, int]:
        """The closing of each place that has one."""
        return self.last_departure | {place: self.end for place in self.people_left}

    @cached_property
    def tails(self) -> dict[tuple[str, int], list[Run]]:
        """The lifts of each tail that is named, by departure."""
        tails: dict[tuple[str, int], list[Run]] = defaultdict(list)
        for run in self.runs:
            if run.lift.tail is not None:
                tails[run.fleet.name, run.lift.tail].append(run)
        return dict(sorted(tails.items()))

    @cached_property
    def lines_of_role(self) -> dict[tuple[str, str], list[Line]]:
        """The lines of people by their origin and role."""
        lines: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in self.lines.values():
            if line.is_people:
                lines[line.origin, line.role].append(line)
        return lines

    @cached_property
    def _of_role(self) -> dict[tuple[str, str], Steps]:
        return {}

    def role_present(self, place: str, role: str) -> Steps:
        """People of a role who are present at a place, whatever their line."""
        key = place, role
        if key not in self._of_role:
            self._of_role[key] = combined(
                (steps, 1)
                for name, steps in self.present[place].items()
                if self.lines[name].is_people and self.lines[name].role == role
            )
        return self._of_role[key]

    def handlers(self, place: str, role: str, day: int) -> int:
        """People of a role present at a place at the first instant of a day, at least 0."""
        return max(0, self.role_present(place, role).at(day * DAY_MIN)) if role else 0

    def people_at(self, place: str) -> Steps:
        """People who are present at a place."""
        return combined(
            (steps, 1) for name, steps in self.present[place].items() if self.lines[name].is_people
        )

    def things_kg_at(self, place: str) -> Steps:
        """Mass of the things that are present at a place."""
        return combined(
            (steps, self.lines[name].unit_mass_kg)
            for name, steps in self.present[place].items()
            if not self.lines[name].is_people
        )
