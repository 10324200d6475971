"""Random plans: mostly chained and loaded as a planner would, with a slip now and then."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from drawdown.model import (
    Carrier,
    Disposal,
    Disposition,
    Fleet,
    Left,
    Lift,
    Line,
    Load,
    Plan,
    Withdrawal,
)
from oracle.chance import DAY, QUARTER, moment, often
from oracle.second_judge import second_left

MINUTE = timedelta(minutes=1)


class Draft:
    """A plan in the making: where tails and units are, as far as it goes right."""

    def __init__(self, random: Random, withdrawal: Withdrawal) -> None:
        self.random = random
        self.withdrawal = withdrawal
        self.careful = not often(random, 30)  # a careless plan takes what is not there
        self.tail_at: dict[tuple[str, int], tuple[str, datetime]] = {}
        self.units = {(x.name, x.origin): x.count for x in withdrawal.lines}
        self.free: dict[tuple[str, str], datetime] = {}
        for line in withdrawal.lines:
            times = (line.arrives_utc, line.ready_utc, withdrawal.start_utc)
            self.free[line.name, line.origin] = max(t for t in times if t is not None)

    def slips(self, percent: int = 8) -> bool:
        """Whether the author makes a mistake here."""
        return often(self.random, percent)

    def lift(self, number: int) -> Lift | None:
        """One more lift."""
        random, withdrawal = self.random, self.withdrawal
        fleet = random.choice(withdrawal.fleets)
        carrier = next(c for c in withdrawal.carriers if c.name == fleet.carrier)
        tail = random.randint(1, fleet.count) if not self.slips(3) else fleet.count + 1
        at, free = self.tail_at.get(
            (fleet.name, tail), (fleet.base, fleet.from_utc or withdrawal.start_utc)
        )
        origin = at if not self.slips() else random.choice(withdrawal.places).name
        destination = self.destination(origin, carrier)
        if destination is None:
            return None
        loads = self.loads(origin, destination, carrier)
        depart = self.depart(fleet, carrier, free, origin, loads)
        arrive = depart + self.travel_min(origin, destination, carrier) * MINUTE
        if self.slips():
            arrive += random.choice((-15, 15, 30, 240, -240, 7)) * MINUTE
        unload_min = carrier.unload_min if loads else 0
        for load in loads:
            self.move(load, origin, destination, arrive + unload_min * MINUTE)
        self.tail_at[fleet.name, tail] = destination, arrive + unload_min * MINUTE
        named = None if self.slips(4) else tail
        name = f"{random.choice('abc')}{number}"
        return Lift(name, fleet.name, named, origin, destination, depart, arrive, loads)

    def destination(self, origin: str, carrier: Carrier) -> str | None:
        """Where to: a leg's end, sometimes any other place."""
        legs = self.withdrawal.legs
        ends = [x.destination for x in legs if (x.origin, x.mode) == (origin, carrier.mode)]
        if not ends or self.slips(4):
            ends = [place.name for place in self.withdrawal.places if place.name != origin]
        return self.random.choice(ends) if ends else None

    def loads(self, origin: str, destination: str, carrier: Carrier) -> tuple[Load, ...]:
        """What goes on board: what is there, within seats and payload unless the author slips."""
        if often(self.random, 12):
            return ()
        loads: dict[str, int] = {}
        seats, payload_kg = carrier.seats, carrier.payload_kg
        for line in self.withdrawal.lines:
            there = self.units.get((line.name, origin), 0)
            if self.slips(4) or not self.careful:
                there = max(there, self.random.choice((0, 0, 1, line.count)))
            if not there or often(self.random, 30):
                continue
            most = min(there, payload_kg // line.unit_mass_kg)
            if line.is_people:
                most = min(most, seats)
            if self.slips(4):
                most = there
            if most:
                count = most if often(self.random, 60) else self.random.randint(1, most)
                loads[line.name] = count
                payload_kg = max(0, payload_kg - count * line.unit_mass_kg)
                seats = max(0, seats - count) if line.is_people else seats
        return self.written(loads)

    def written(self, loads: dict[str, int]) -> tuple[Load, ...]:
        """The rows of the table of loads: now and then a line has two, or one with nothing."""
        rows = [Load(line, count) for line, count in loads.items()]
        if rows and self.slips(3):
            rows += [replace(rows[0], count=1), replace(rows[-1], count=0)]
        return tuple(rows)

    def depart(
        self,
        fleet: Fleet,
        carrier: Carrier,
        free: datetime,
        origin: str,
        loads: tuple[Load, ...],
    ) -> datetime:
        """When: often as soon as the tail and the load are free, so that instants meet."""
        random, withdrawal = self.random, self.withdrawal
        if self.slips(6):
            return moment(random, withdrawal.start_utc, withdrawal.end_utc)
        if self.careful:
            ready = [self.free.get((load.line, origin), free) for load in loads]
            free = max([free, *ready])
        if often(random, 40):
            day = free.replace(hour=0, minute=0) + random.randint(0, 2) * DAY
            free = max(free, day + random.choice((0, 6, 8, 12)) * 4 * QUARTER)
        elif often(random, 30):
            free += random.choice((1, 2, 4, 40)) * QUARTER
        elif often(random, 5):
            free += 7 * MINUTE
        return free + (carrier.load_min if loads and not self.slips(4) else 0) * MINUTE

    def travel_min(self, origin: str, destination: str, carrier: Carrier) -> int:
        """Travel time of the leg, or any time where there is none."""
        for leg in self.withdrawal.legs:
            if (leg.origin, leg.destination, leg.mode) == (origin, destination, carrier.mode):
                return leg.minutes(carrier.speed_km_per_h)
        return 60

    def move(self, load: Load, origin: str, destination: str, free: datetime) -> None:
        """Remember where the units of a load are now."""
        left = self.units.get((load.line, origin), 0) - load.count
        self.units[load.line, origin] = max(0, left)
        self.units[load.line, destination] = (
            self.units.get((load.line, destination), 0) + load.count
        )
        before = self.free.get((load.line, destination), free)
        self.free[load.line, destination] = max(before, free)

    def disposal(self) -> Disposal | None:
        """One disposal, mostly of what is there in a way that is allowed."""
        random, withdrawal = self.random, self.withdrawal
        line = random.choice(withdrawal.lines)
        ways = [way for way in line.dispositions if way is not Disposition.REDEPLOY]
        if not ways or self.slips(4):
            if not self.slips(25):
                return None
            ways = list(Disposition)
        places = [place.name for place in withdrawal.places]
        with_units = [place for place in places if self.units.get((line.name, place))]
        place = random.choice(with_units or places)
        there = self.units.get((line.name, place), 0)
        if not there and not self.slips(30):
            return None
        count = 0 if self.slips(3) else random.randint(1, max(1, there))
        self.units[line.name, place] = max(0, there - count)
        return Disposal(line.name, place, random.choice(ways), count, self.disposed(line, place))

    def disposed(self, line: Line, place: str) -> datetime:
        """When: as soon as it is free, or some time later."""
        start, end = self.withdrawal.start_utc, self.withdrawal.end_utc
        free = self.free.get((line.name, place), start)
        if self.slips() or free > end:
            return moment(self.random, start, end)
        return free if often(self.random, 30) else moment(self.random, free, end)


def random_plan(random: Random, withdrawal: Withdrawal) -> Plan:
    """A plan of a withdrawal, more often plausible than not."""
    draft = Draft(random, withdrawal)
    lifts = [draft.lift(number) for number in range(random.choice((0, 1, 2, 3, 5, 8, 12)))]
    disposals = [draft.disposal() for _ in range(random.choice((0, 0, 1, 2, 3)))]
    plan = Plan(
        lifts=tuple(lift for lift in lifts if lift is not None),
        disposals=tuple(disposal for disposal in disposals if disposal is not None),
    )
    return replace(plan, left=declared(random, withdrawal, plan))


def declared(random: Random, withdrawal: Withdrawal, plan: Plan) -> tuple[Left, ...] | None:
    """What the author says is left: nothing said, the truth, or a slip."""
    if often(random, 40):
        return None
    left = [
        Left(line, place, count) for (line, place), count in second_left(withdrawal, plan).items()
    ]
    if left and often(random, 15):
        left.pop(random.randrange(len(left)))
    if left and often(random, 15):
        left[0] = replace(left[0], count=left[0].count + 1)
    if often(random, 5):
        line = random.choice(withdrawal.lines)
        left.append(Left(line.name, line.origin, 1))
    return tuple(left)


def changed(random: Random, plan: Plan) -> Plan:
    """A plan in force that another has changed: some lifts renamed, reordered, sent later."""
    lifts = []
    for lift in plan.lifts:
        if often(random, 15):
            lift = replace(lift, name=lift.name + "x")
        if often(random, 15):
            lift = replace(lift, depart_utc=lift.depart_utc + QUARTER)
        if often(random, 15):
            lift = replace(lift, loads=lift.loads[::-1])
        if often(random, 15):
            lift = replace(lift, loads=lift.loads[1:])
        lifts.append(lift)
    return replace(plan, lifts=tuple(lifts))
