"""What each lift of a plan carries, how far and with which carrier, found by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from drawdown.model import Carrier, Fleet, Leg, Lift, Line, Mode, Place, Plan, Withdrawal


@dataclass(frozen=True, slots=True)
class Flow:
    """All loaded lifts of one mode between two places; ``kg`` is the mass of things."""

    origin: str
    destination: str
    mode: Mode
    lifts: int
    people: int
    kg: int


class Manifest:
    """A withdrawal and a plan of it, with what the pages ask of a lift."""

    def __init__(self, withdrawal: Withdrawal, plan: Plan) -> None:
        self.withdrawal = withdrawal
        self.plan = plan
        self.places: dict[str, Place] = {place.name: place for place in withdrawal.places}
        self.lines: dict[str, Line] = {line.name: line for line in withdrawal.lines}
        self.fleets: dict[str, Fleet] = {fleet.name: fleet for fleet in withdrawal.fleets}
        self._carriers = {carrier.name: carrier for carrier in withdrawal.carriers}
        self._legs = {(leg.origin, leg.destination, leg.mode): leg for leg in withdrawal.legs}

    def carrier(self, lift: Lift) -> Carrier:
        return self._carriers[self.fleets[lift.fleet].carrier]

    def carrier_of_fleet(self, fleet: str) -> Carrier:
        return self._carriers[self.fleets[fleet].carrier]

    def leg(self, lift: Lift) -> Leg | None:
        return self._legs.get((lift.origin, lift.destination, self.carrier(lift).mode))

    def is_loaded(self, lift: Lift) -> bool:
        return any(load.count > 0 for load in lift.loads)

    def people(self, lift: Lift) -> int:
        return sum(load.count for load in lift.loads if self.lines[load.line].is_people)

    def things_kg(self, lift: Lift) -> int:
        lines = ((self.lines[load.line], load.count) for load in lift.loads)
        return sum(line.unit_mass_kg * count for line, count in lines if not line.is_people)

    def mass_kg(self, lift: Lift) -> int:
        """Mass of people and things."""
        return sum(self.lines[load.line].unit_mass_kg * load.count for load in lift.loads)

    def use(self, lift: Lift) -> float | None:
        """Share of the payload at the leg's distance that is used; None without a leg."""
        leg = self.leg(lift)
        payload_kg = self.carrier(lift).payload_at_kg(leg.distance_km) if leg else 0
        return self.mass_kg(lift) / payload_kg if payload_kg else None

    def begins(self, lift: Lift) -> datetime:
        """When loading begins; an empty lift needs no loading."""
        ground = self.carrier(lift).load_min if self.is_loaded(lift) else 0
        return lift.depart_utc - timedelta(minutes=ground)

    def ends(self, lift: Lift) -> datetime:
        """When unloading ends."""
        ground = self.carrier(lift).unload_min if self.is_loaded(lift) else 0
        return lift.arrive_utc + timedelta(minutes=ground)

    @cached_property
    def lifts(self) -> tuple[Lift, ...]:
        """The lifts in the order of their departure."""
        return tuple(sorted(self.plan.lifts, key=lambda lift: (lift.depart_utc, lift.name)))

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """The loaded lifts summed up, the largest mass first."""
        runs: dict[tuple[str, str, Mode], list[Lift]] = {}
        for lift in self.plan.lifts:
            if self.is_loaded(lift):
                key = lift.origin, lift.destination, self.carrier(lift).mode
                runs.setdefault(key, []).append(lift)
        flows = (self.flow(key, lifts) for key, lifts in runs.items())
        return tuple(sorted(flows, key=lambda f: (-f.kg, -f.people, f.origin, f.destination)))

    @cached_property
    def moved_kg(self) -> int:
        """The mass of the things that move at all; what goes over several legs counts once."""
        loaded: dict[str, dict[str, int]] = {}
        for lift in self.plan.lifts:
            for load in lift.loads:
                by_place = loaded.setdefault(load.line, {})
                by_place[lift.origin] = by_place.get(lift.origin, 0) + load.count
        return sum(
            max(by_place.values()) * self.lines[name].unit_mass_kg
            for name, by_place in loaded.items()
            if not self.lines[name].is_people
        )

    def flow(self, key: tuple[str, str, Mode], lifts: Iterable[Lift]) -> Flow:
        lifts = list(lifts)
        people = sum(self.people(lift) for lift in lifts)
        return Flow(*key, len(lifts), people, sum(self.things_kg(lift) for lift in lifts))
