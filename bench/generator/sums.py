"""How much more there is than is needed, told from a finished withdrawal: capacity over need.

Only sums, of one kind of means at a time, up to each date by which a site is to be empty. A ratio
well above 1 does not prove that all can be out in time, but one below 1 says that it is hard.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bench.generator.carrying import (
    BY_ROAD,
    FULL_SHARE,
    counted,
    heads,
    only_by_air,
    road_min,
    round_days,
    slots,
)
from drawdown.model import Carrier, Fleet, Gate, Line, Mode, Place, PlaceKind, Withdrawal

DAY = timedelta(days=1)


def margins(withdrawal: Withdrawal) -> dict[str, float]:
    """The least ratio of capacity to need by gate, by fleet of convoys, of ships, and of seats."""
    ratios: dict[str, float] = {}
    for gate in withdrawal.gates:
        for ratio in gate_ratios(withdrawal, gate):
            ratios[gate.name] = min(ratio, ratios.get(gate.name, ratio))
    carriers = {carrier.name: carrier for carrier in withdrawal.carriers}
    for fleet in withdrawal.fleets:
        carrier = carriers[fleet.carrier]
        if carrier.mode is Mode.ROAD:
            ratios[fleet.name] = min(convoy_ratios(withdrawal, fleet, carrier), default=9.0)
        if carrier.mode is Mode.SEA:
            ratios[fleet.name] = ship_ratio(withdrawal, fleet, carrier)
    ratios["seats home"] = seat_ratio(withdrawal, carriers)
    return ratios


def due_of(withdrawal: Withdrawal, place: Place) -> datetime:
    """By when a place is to be empty."""
    return place.handover_utc or withdrawal.deadline_utc


def gate_ratios(withdrawal: Withdrawal, gate: Gate) -> Iterator[float]:
    """Work of the days that end a day before the site closes, with the fewest handlers."""
    place = next(place for place in withdrawal.places if place.name == gate.place)
    begin = max(withdrawal.start_utc, gate.from_utc or withdrawal.start_utc)
    days = (due_of(withdrawal, place) - begin) / DAY - 1
    lines = [line for line in withdrawal.lines if gate.name in line.gates]
    staying = min(
        (floor.people for floor in withdrawal.floors
         if (floor.place, floor.role) == (gate.place, gate.handler_role)), default=0,
    )  # fmt: skip
    mass_kg = sum(counted(line) * line.unit_mass_kg for line in lines if not line.is_people)
    if gate.kg_per_day is not None and mass_kg:
        yield days * (gate.kg_per_day + gate.kg_per_day_per_handler * staying) / mass_kg
    if gate.people_per_day is not None and heads(lines):
        yield days * gate.people_per_day / heads(lines)


def convoy_ratios(withdrawal: Withdrawal, fleet: Fleet, carrier: Carrier) -> Iterator[float]:
    """Days of a hub's convoys until each of its sites closes, against the rounds due by then."""
    places = {place.name: place for place in withdrawal.places}
    km = {(leg.origin, leg.destination): leg.distance_km for leg in withdrawal.legs
          if leg.mode is Mode.ROAD}  # fmt: skip
    sites = [place for place in withdrawal.places
             if place.kind is PlaceKind.SITE and (place.name, fleet.base) in km]  # fmt: skip
    need = 0.0
    for site in sorted(sites, key=lambda site: due_of(withdrawal, site)):
        lines = [line for line in withdrawal.lines if line.origin == site.name]
        runs = convoys(lines, carrier)
        need += runs * round_days(carrier, road_min(carrier, km[site.name, fleet.base]))
        if need:
            yield tail_days(withdrawal, fleet, due_of(withdrawal, site)) / need
    ports = [there for here, there in km if here == fleet.base
             and places[there].kind is PlaceKind.HUB]  # fmt: skip
    if ports and sites:
        lines = [line for line in withdrawal.lines if line.origin in {s.name for s in sites}]
        onward = round_days(carrier, road_min(carrier, km[fleet.base, ports[0]]))
        need += convoys([line for line in lines if not line.is_people], carrier) * onward
        yield tail_days(withdrawal, fleet, withdrawal.end_utc) / need


def convoys(lines: list[Line], carrier: Carrier) -> float:
    """How many convoys lines fill."""
    by_road = [line for line in lines if not only_by_air(line)]
    things = slots(by_road) / carrier.positions
    return max(things, heads(by_road) * BY_ROAD / carrier.seats) / FULL_SHARE


def ship_ratio(withdrawal: Withdrawal, fleet: Fleet, carrier: Carrier) -> float:
    """Days of the ships against the voyages that all things by sea would need."""
    travel_min = max(leg.minutes(carrier.speed_km_per_h) for leg in withdrawal.legs
                     if leg.mode is Mode.SEA)  # fmt: skip
    lines = [line for line in withdrawal.lines if Mode.SEA in line.modes]
    voyages = slots(lines) / carrier.positions / FULL_SHARE
    days = tail_days(withdrawal, fleet, withdrawal.end_utc)
    return days / (voyages * round_days(carrier, travel_min))


def seat_ratio(withdrawal: Withdrawal, carriers: dict[str, Carrier]) -> float:
    """Seats of the aircraft based at home, each flying every second day, against the people."""
    homes = {place.name for place in withdrawal.places if place.kind is PlaceKind.HOME}
    seats = sum(
        tail_days(withdrawal, fleet, withdrawal.deadline_utc) / 2 * carriers[fleet.carrier].seats
        for fleet in withdrawal.fleets
        if fleet.base in homes and carriers[fleet.carrier].mode is Mode.AIR
    )
    return seats / heads(withdrawal.lines)


def tail_days(withdrawal: Withdrawal, fleet: Fleet, until_utc: datetime) -> float:
    """Days that all tails of a fleet are there."""
    begin = max(withdrawal.start_utc, fleet.from_utc or withdrawal.start_utc)
    end = min(until_utc, fleet.until_utc or withdrawal.end_utc)
    return fleet.count * max(0.0, (end - begin) / DAY)
