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
            yield Verdict((lift.name,), lift.depart_utc, until_utc=lift.arrive_utc)


def loads_allowed(story: Story) -> Said:
    for lift in story.plan.lifts:
        leg = story.leg(lift)
        lines = {line.name for line, _ in story.on_board(lift)}
        if leg is not None and leg.empty_only and lines:
            yield Verdict((lift.name, *sorted(lines)), lift.depart_utc)


def travel_time(story: Story) -> Said:
    for lift in story.plan.lifts:
        needed, taken = story.travel_min(lift), minutes(lift.arrive_utc - lift.depart_utc)
        if needed is None:
            continue
        if taken < needed:
            yield Verdict((lift.name,), lift.depart_utc, taken, needed, lift.arrive_utc)
        elif taken > needed + 720:
            yield Verdict((lift.name,), lift.depart_utc, taken, needed + 720, lift.arrive_utc)


def within_payload(story: Story) -> Said:
    for lift in story.plan.lifts:
        leg = story.leg(lift)
        if leg is None:
            continue
        mass = sum(units * line.unit_mass_kg for line, units in story.on_board(lift))
        payload = payload_kg(story.carrier(lift), leg.distance_km)
        if mass > payload:
            yield Verdict((lift.name,), lift.depart_utc, mass, payload)


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
            yield Verdict((lift.name,), lift.depart_utc, people, seats)


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
            yield Verdict((lift.name,), lift.depart_utc, taken, positions)


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
            yield Verdict((lift.name, *sorted(too_big)), lift.depart_utc)


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
        for place, t in ((lift.origin, lift.depart_utc), (lift.destination, lift.arrive_utc)):
            runway = story.places[place]
            for has, needs in (
                (runway.runway_length_m, carrier.runway_length_m),
                (runway.runway_width_m, carrier.runway_width_m),
            ):
                if has is not None and needs is not None and has < needs:
                    yield Verdict((lift.name, place), t, has, needs)
                    break


def tail_named(story: Story) -> Said:
    for fleet in story.withdrawal.fleets:
        lifts = [lift for lift in story.plan.lifts if lift.fleet == fleet.name]
        without = [lift for lift in lifts if lift.tail is None]
        if without:
            first = min(lift.depart_utc for lift in without)
            names = sorted(lift.name for lift in without)
            yield Verdict((fleet.name, *names), first, len(without), 0)


def tail_exists(story: Story) -> Said:
    for lift in story.plan.lifts:
        if lift.tail is not None and not 1 <= lift.tail <= story.fleet(lift).count:
            yield Verdict((lift.name,), lift.depart_utc, lift.tail, story.fleet(lift).count)


def tail_chain(story: Story) -> Said:
    for (fleet, tail), lifts in story.tails().items():
        place, free = story.fleets[fleet].base, None
        for lift in lifts:
            subject, begin = (fleet, str(tail), lift.name), story.begin(lift)
            if lift.origin != place:
                yield Verdict(subject, begin)
            elif free is not None and begin < free:
                yield Verdict(subject, begin, minutes(free - begin), 0)
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
            yield Verdict((fleet.name,), worst.from_utc, most, fleet.count, worst.until_utc)


def fleet_dates(story: Story) -> Said:
    for lift in story.plan.lifts:
        fleet = story.fleet(lift)
        begin, end = story.begin(lift), story.end(lift)
        early = fleet.from_utc - begin if fleet.from_utc else timedelta(0)
        late = end - fleet.until_utc if fleet.until_utc else timedelta(0)
        if max(early, late) > timedelta(0):
            yield Verdict((lift.name,), begin, minutes(max(early, late)), 0, end)


def within_horizon(story: Story) -> Said:
    start, end = story.withdrawal.start_utc, story.withdrawal.end_utc
    for lift in story.plan.lifts:
        outside = max(start - story.begin(lift), lift.depart_utc - end)
        if outside > timedelta(0):
            yield Verdict((lift.name,), story.begin(lift), minutes(outside), 0)
    for disposal in story.disposed():
        t = disposal.at_utc
        outside = max(start - t, t - end)
        if outside > timedelta(0):
            yield Verdict((disposal.line, disposal.place, t), t, minutes(outside), 0)


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
                yield Verdict((fleet, str(tail), day), day, minutes(moved), limit, night)


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
            end = max(story.end(lift) for lift in duty)
            lasts = minutes(end - begin)
            if lasts > carrier.crew_duty_min:
                subject = (fleet, str(tail), begin)
                yield Verdict(subject, begin, lasts, carrier.crew_duty_min, end)
