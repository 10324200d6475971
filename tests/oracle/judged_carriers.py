"""The rules of carriers, told a second time (rules.md section 2, second table)."""

from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from drawdown.model import (
    Carrier,
    Lift,
    Mode,
)
from oracle.story import DAY, MINUTE, Story, minutes
from oracle.verdict import Said, Verdict

TOLERANCE = 1e-6


def leg_exists(story: Story) -> Said:
    for lift in story.plan.lifts:
        if story.leg(lift) is None:
            yield Verdict((lift.name,))


def travel_time(story: Story) -> Said:
    for lift in story.plan.lifts:
        needed, taken = story.travel_min(lift), minutes(lift.arrive_utc - lift.depart_utc)
        if needed is not None and taken < needed:
            yield Verdict((lift.name,), None, taken, needed)


def within_payload(story: Story) -> Said:
    for lift in story.plan.lifts:
        leg = story.leg(lift)
        if leg is None:
            continue
        mass = sum(units * line.unit_mass_kg for line, units in story.on_board(lift))
        payload = payload_kg(story.carrier(lift), leg.distance_km)
        if mass > payload:
            yield Verdict((lift.name,), None, mass, payload)


def payload_kg(carrier: Carrier, km: int) -> int:
    """Payload over a distance: on the line between two points, rounded down."""
    points = carrier.payload_by_km
    if not points:
        return carrier.payload_kg
    if km <= points[0][0]:
        return points[0][1]
    for (near, near_kg), (far, far_kg) in pairwise(points):
        if near <= km <= far:
            return (near_kg + Fraction((far_kg - near_kg) * (km - near), far - near)).__floor__()
    return 0


def within_seats(story: Story) -> Said:
    for lift in story.plan.lifts:
        people, seats = story.people_on(lift), story.carrier(lift).seats
        if people > seats:
            yield Verdict((lift.name,), None, people, seats)


def within_positions(story: Story) -> Said:
    for lift in story.plan.lifts:
        air = story.mode(lift) is Mode.AIR
        taken = sum(
            units * (line.air_positions if air else line.surface_positions)
            for line, units in story.on_board(lift)
            if not line.is_people
        )
        positions = story.carrier(lift).positions
        if taken > positions + TOLERANCE:
            yield Verdict((lift.name,), None, taken, positions)


def pieces_fit(story: Story) -> Said:
    for lift in story.plan.lifts:
        carrier = story.carrier(lift)
        hold = (carrier.hold_length_m, carrier.hold_width_m, carrier.hold_height_m)
        too_big = {
            line.name
            for line, _ in story.on_board(lift)
            if not line.is_people
            and not all_within((line.length_m, line.width_m, line.height_m), hold)
            and not all_within((line.width_m, line.length_m, line.height_m), hold)
        }
        if too_big:
            yield Verdict((lift.name, *sorted(too_big)))


def all_within(sizes: tuple[float | None, ...], limits: tuple[float | None, ...]) -> bool:
    """Whether each size is within its limit; what is not given is not judged."""
    return all(
        size is None or limit is None or size <= limit + TOLERANCE
        for size, limit in zip(sizes, limits, strict=True)
    )


def runway_enough(story: Story) -> Said:
    for lift in story.plan.lifts:
        if story.mode(lift) is not Mode.AIR:
            continue
        carrier = story.carrier(lift)
        for place in {lift.origin, lift.destination}:
            runway = story.places[place]
            for has, needs in (
                (runway.runway_length_m, carrier.runway_length_m),
                (runway.runway_width_m, carrier.runway_width_m),
            ):
                if has is not None and needs is not None and has < needs:
                    yield Verdict((lift.name, place), None, has, needs)
                    break


def tail_named(story: Story) -> Said:
    for fleet in story.withdrawal.fleets:
        without = sorted(
            lift.name for lift in story.plan.lifts if lift.fleet == fleet.name and lift.tail is None
        )
        if without:
            yield Verdict((fleet.name, *without))


def tail_exists(story: Story) -> Said:
    for lift in story.plan.lifts:
        if lift.tail is not None and not 1 <= lift.tail <= story.fleet(lift).count:
            yield Verdict((lift.name,), None, lift.tail, story.fleet(lift).count)


def tail_chain(story: Story) -> Said:
    for (fleet, tail), lifts in story.tails().items():
        place, free = story.fleets[fleet].base, None
        for lift in lifts:
            if lift.origin != place or (free is not None and story.begin(lift) < free):
                yield Verdict((fleet, str(tail), lift.name))
            place, free = lift.destination, story.end(lift)


def fleet_count(story: Story) -> Said:
    for fleet in story.withdrawal.fleets:
        lifts = [lift for lift in story.plan.lifts if lift.fleet == fleet.name]

        def under_way(t: datetime, lifts: list[Lift] = lifts) -> int:
            return sum(story.begin(lift) <= t < story.end(lift) for lift in lifts)

        spans = story.spans_above(fleet.count, under_way, story.instants())
        if spans:
            most = max(span.highest for span in spans)
            worst = next(span for span in spans if span.highest == most)
            yield Verdict((fleet.name,), worst.from_utc, most, fleet.count)


def fleet_dates(story: Story) -> Said:
    for lift in story.plan.lifts:
        fleet = story.fleet(lift)
        too_early = fleet.from_utc is not None and story.begin(lift) < fleet.from_utc
        too_late = fleet.until_utc is not None and story.end(lift) > fleet.until_utc
        if too_early or too_late:
            yield Verdict((lift.name,))


def within_horizon(story: Story) -> Said:
    start, end = story.withdrawal.start_utc, story.withdrawal.end_utc
    for lift in story.plan.lifts:
        if story.begin(lift) < start or lift.depart_utc > end:
            yield Verdict((lift.name,))
    for disposal in story.disposed():
        if not start <= disposal.at_utc <= end:
            yield Verdict((disposal.line, disposal.place, disposal.at_utc))


def hours_per_day(story: Story) -> Said:
    for (fleet, tail), lifts in story.tails().items():
        limit = story.carrier(lifts[0]).travel_min_per_day
        if limit is None:
            continue
        for night in story.nights():
            day = night - DAY
            moved = sum(
                (
                    max(
                        timedelta(0),
                        min(lift.arrive_utc, day + DAY) - max(lift.depart_utc, day),
                    )
                    for lift in lifts
                ),
                timedelta(0),
            )
            if minutes(moved) > limit:
                yield Verdict((fleet, str(tail), day), day, minutes(moved), limit)


def crew_duty(story: Story) -> Said:
    for (fleet, tail), lifts in story.tails().items():
        carrier = story.carrier(lifts[0])
        if carrier.crew_duty_min is None:
            continue
        duties = [[lifts[0]]]
        for before, lift in pairwise(lifts):
            if story.begin(lift) - story.end(before) >= carrier.crew_rest_min * MINUTE:
                duties.append([])
            duties[-1].append(lift)
        for duty in duties:
            begin = min(story.begin(lift) for lift in duty)
            lasts = minutes(max(story.end(lift) for lift in duty) - begin)
            if lasts > carrier.crew_duty_min:
                yield Verdict((fleet, str(tail), begin), begin, lasts, carrier.crew_duty_min)
