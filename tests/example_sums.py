"""What a planner adds up on paper before he begins, for the tests of the shipped examples."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from drawdown.files import read
from drawdown.model import (
    Carrier,
    Disposition,
    Finding,
    Gate,
    Leg,
    Lift,
    Line,
    Load,
    Place,
    Plan,
    Withdrawal,
)
from drawdown.rules import judge

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
DAY = timedelta(days=1)


@cache
def example(name: str) -> Withdrawal:
    reading = read(EXAMPLES / name)
    assert reading.withdrawal is not None, reading.faults
    return reading.withdrawal


def people(withdrawal: Withdrawal, place: str, role: str | None = None) -> int:
    return sum(
        line.count
        for line in withdrawal.lines
        if line.is_people and line.origin == place and role in (None, line.role)
    )


def tonnes(lines: list[Line]) -> float:
    return sum(line.mass_kg for line in lines) / 1000


def things(withdrawal: Withdrawal, place: str | None = None) -> list[Line]:
    return [
        line
        for line in withdrawal.lines
        if not line.is_people and place in (None, line.origin)
    ]  # fmt: skip


def only_by_lift(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.dispositions == (Disposition.REDEPLOY,)]


def last_floors(withdrawal: Withdrawal, place: str) -> dict[str, int]:
    """People by role who stay to the last lift; floors that end earlier do not count."""
    return {
        floor.role: floor.people
        for floor in withdrawal.floors
        if floor.place == place and floor.until_utc is None
    }


def carrier_named(withdrawal: Withdrawal, name: str) -> Carrier:
    return next(carrier for carrier in withdrawal.carriers if carrier.name == name)


def place_named(withdrawal: Withdrawal, name: str) -> Place:
    return next(place for place in withdrawal.places if place.name == name)


def handover(withdrawal: Withdrawal, place: str) -> datetime:
    return place_named(withdrawal, place).handover_utc or withdrawal.deadline_utc


def runs(withdrawal: Withdrawal) -> Iterator[tuple[Carrier, Leg]]:
    """Each carrier of a fleet on each leg of its mode whose runways are enough for it."""
    used = {fleet.carrier for fleet in withdrawal.fleets}
    for carrier in (carrier for carrier in withdrawal.carriers if carrier.name in used):
        for leg in withdrawal.legs:
            ends = (place_named(withdrawal, name) for name in (leg.origin, leg.destination))
            if leg.mode is carrier.mode and all(lands(carrier, end) for end in ends):
                yield carrier, leg


def lands(carrier: Carrier, place: Place) -> bool:
    return (place.runway_length_m or 10_000) >= (carrier.runway_length_m or 0) and (
        place.runway_width_m or 10_000
    ) >= (carrier.runway_width_m or 0)


def takes(carrier: Carrier, leg: Leg, line: Line) -> bool:
    if leg.mode not in line.modes or line.unit_mass_kg > carrier.payload_at_kg(leg.distance_km):
        return False
    if line.is_people:
        return carrier.seats > 0
    return line.positions(leg.mode) <= carrier.positions and stands_in(carrier, line)


def stands_in(carrier: Carrier, line: Line) -> bool:
    if None in (line.length_m, line.width_m, line.height_m, carrier.hold_length_m):
        return True
    floor = sorted((line.length_m, line.width_m))
    hold = sorted((carrier.hold_length_m, carrier.hold_width_m))
    return all(a <= b for a, b in zip(floor, hold, strict=True)) and (
        line.height_m <= carrier.hold_height_m
    )


def days_at(withdrawal: Withdrawal, place: str, until: datetime) -> Iterator[datetime]:
    day = withdrawal.start_utc
    while day < until:
        yield day
        day += DAY


def gate_tonnes(withdrawal: Withdrawal, gate: Gate, until: datetime, handlers: str) -> float:
    """What the gate can do with ``all`` handlers until the end, or with those of the ``floor``."""
    staying = last_floors(withdrawal, gate.place).get(gate.handler_role, 0)
    total_kg = 0
    for day in days_at(withdrawal, gate.place, until):
        present = sum(
            line.count
            for line in withdrawal.lines
            if line.is_people and line.role == gate.handler_role and line.origin == gate.place
            if line.arrives_utc is None or line.arrives_utc <= day
        )
        working = present if handlers == "all" else min(present, staying)
        total_kg += (gate.kg_per_day or 0) + gate.kg_per_day_per_handler * working
    return total_kg / 1000


def apart_findings(withdrawal: Withdrawal, *loads: Load) -> tuple[Finding, ...]:
    """What the judge says of hazard classes on the first carrier out that takes all the loads."""
    line_named = {line.name: line for line in withdrawal.lines}
    lines = [line_named[load.line] for load in loads]
    carrier, leg = next(
        (carrier, leg)
        for carrier, leg in runs(withdrawal)
        if leg.origin == lines[0].origin and all(takes(carrier, leg, line) for line in lines)
    )
    fleet = next(fleet for fleet in withdrawal.fleets if fleet.carrier == carrier.name)
    depart = withdrawal.start_utc + 30 * DAY
    lift = Lift("1", fleet.name, 1, leg.origin, leg.destination, depart, depart + DAY, loads)
    return tuple(f for f in judge(withdrawal, Plan((lift,))) if f.rule == "classes_apart")
