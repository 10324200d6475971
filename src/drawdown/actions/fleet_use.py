"""How well a plan uses its carriers: lifts, empty runs, people, tonnes, seats and payload."""

from collections.abc import Sequence
from dataclasses import dataclass

from drawdown.model import Carrier, Leg, Lift, Line, Mode, Plan, Withdrawal


@dataclass(frozen=True, slots=True)
class CarrierUse:
    """What the lifts of one carrier (or of all: ``carrier`` empty) do.

    ``people`` and ``things_kg`` are carried: what one carrier takes over two legs counts twice
    for it, and once for all together. ``seated`` and ``on_board_kg`` (people and things) are sums
    over all lifts; ``seats`` and ``payload_kg`` are what the loaded ones could have taken over
    their distances. A lift without leg offers nothing.
    """

    carrier: str
    loaded: int
    empty: int
    people: int
    things_kg: int
    seated: int
    on_board_kg: int
    payload_kg: int
    seats: int

    @property
    def payload_share(self) -> float | None:
        """Part of the payload that is used; None without any."""
        return self.on_board_kg / self.payload_kg if self.payload_kg else None

    @property
    def seat_share(self) -> float | None:
        """Part of the seats that is used; None without any."""
        return self.seated / self.seats if self.seats else None


def fleet_use(withdrawal: Withdrawal, plan: Plan) -> tuple[CarrierUse, ...]:
    """The use of each carrier that makes a lift, in the order of the withdrawal."""
    carrier_of = {fleet.name: fleet.carrier for fleet in withdrawal.fleets}
    by_carrier: dict[str, list[Lift]] = {}
    for lift in plan.lifts:
        by_carrier.setdefault(carrier_of[lift.fleet], []).append(lift)
    legs = {(leg.origin, leg.destination, leg.mode): leg for leg in withdrawal.legs}
    return tuple(
        carrier_use(withdrawal, carrier, by_carrier[carrier.name], legs)
        for carrier in withdrawal.carriers
        if carrier.name in by_carrier
    )


def carrier_use(
    withdrawal: Withdrawal,
    carrier: Carrier,
    lifts: list[Lift],
    legs: dict[tuple[str, str, Mode], Leg],
) -> CarrierUse:
    """The use of one carrier over its lifts."""
    lines = {line.name: line for line in withdrawal.lines}
    people = people_kg = things_kg = payload_kg = loaded = 0
    for lift in lifts:
        if not any(load.count for load in lift.loads):
            continue
        loaded += 1
        leg = legs.get((lift.origin, lift.destination, carrier.mode))
        payload_kg += carrier.payload_at_kg(leg.distance_km) if leg else 0
        for load in lift.loads:
            line = lines[load.line]
            people += load.count if line.is_people else 0
            people_kg += load.count * line.unit_mass_kg if line.is_people else 0
            things_kg += 0 if line.is_people else load.count * line.unit_mass_kg
    return CarrierUse(
        carrier.name, loaded, len(lifts) - loaded, people, things_kg, people,
        people_kg + things_kg, payload_kg, loaded * carrier.seats,
    )  # fmt: skip


def together(withdrawal: Withdrawal, plan: Plan, uses: Sequence[CarrierUse]) -> CarrierUse:
    """All carriers in one row; who and what goes over several legs counts once."""
    moved = [(line, moved_units(plan, line)) for line in withdrawal.lines]
    people = sum(units for line, units in moved if line.is_people)
    things_kg = sum(units * line.unit_mass_kg for line, units in moved if not line.is_people)
    loaded, empty, *sums = (
        sum(getattr(use, name) for use in uses)
        for name in ("loaded", "empty", "seated", "on_board_kg", "payload_kg", "seats")
    )
    return CarrierUse("", loaded, empty, people, things_kg, *sums)


def moved_units(plan: Plan, line: Line) -> int:
    """How many units of a line are carried at all: the most that are loaded at any one place."""
    loaded_at: dict[str, int] = {}
    for lift in plan.lifts:
        for load in lift.loads:
            if load.line == line.name:
                loaded_at[lift.origin] = loaded_at.get(lift.origin, 0) + load.count
    return max(loaded_at.values(), default=0)
