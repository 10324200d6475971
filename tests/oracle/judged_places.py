"""The rules of places, told a second time (rules.md section 2, third table)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from drawdown.model import (
    Lift,
    Mode,
    OpeningHours,
    Place,
)
from oracle.story import DAY, MINUTE, Story, minutes
from oracle.verdict import Said, Verdict


def working_mog(story: Story) -> Said:
    def working(lift: Lift, place: str, t: datetime) -> bool:
        loading = lift.origin == place and story.begin(lift) <= t < lift.depart_utc
        unloading = lift.destination == place and lift.arrive_utc <= t < story.end(lift)
        return loading or unloading

    for place in story.withdrawal.places:
        if place.working_mog is None:
            continue
        lifts = [lift for lift in story.plan.lifts if story.mode(lift) is Mode.AIR]

        def spots(t: datetime, place: Place = place, lifts: list[Lift] = lifts) -> int:
            at_work = [lift for lift in lifts if working(lift, place.name, t)]
            return sum(story.carrier(lift).mog_spots for lift in at_work)

        yield from spans(story, place, place.working_mog, spots)


def spans(story: Story, place: Place, limit: int, measure: Callable[[datetime], int]) -> Said:
    """A verdict for each time during which ``measure`` is above the limit at a place."""
    for span in story.spans_above(limit, measure, story.instants()):
        subject = (place.name, span.from_utc)
        yield Verdict(subject, span.from_utc, span.highest, limit, span.until_utc)


class Stand(NamedTuple):
    """Spots taken at a place for a time."""

    place: str
    from_utc: datetime
    until_utc: datetime
    spots: int


def parking_mog(story: Story) -> Said:
    stands = [*stands_of_tails(story), *stands_without_tail(story)]
    for place in story.withdrawal.places:
        if place.parking_mog is None:
            continue

        def spots(t: datetime, place: Place = place) -> int:
            here = [stand for stand in stands if stand.place == place.name]
            return sum(stand.spots for stand in here if stand.from_utc <= t < stand.until_utc)

        yield from spans(story, place, place.parking_mog, spots)


def stands_of_tails(story: Story) -> Iterator[Stand]:
    """Where each aircraft stands between its lifts and after them, other than at its base."""
    for (name, _), lifts in story.tails().items():
        fleet, carrier = story.fleets[name], story.carrier(lifts[0])
        if carrier.mode is not Mode.AIR:
            continue
        leaves = [lift.depart_utc for lift in lifts[1:]]
        leaves.append(fleet.until_utc or story.withdrawal.end_utc)
        for lift, until in zip(lifts, leaves, strict=True):
            if lift.destination != fleet.base:
                yield Stand(lift.destination, lift.arrive_utc, until, carrier.mog_spots)


def stands_without_tail(story: Story) -> Iterator[Stand]:
    """Where aircraft without a tail stand while they load and unload."""
    for lift in story.plan.lifts:
        if lift.tail is None and story.mode(lift) is Mode.AIR:
            spots = story.carrier(lift).mog_spots
            base = story.fleet(lift).base
            if lift.origin != base:
                yield Stand(lift.origin, story.begin(lift), lift.depart_utc, spots)
            if lift.destination != base:
                yield Stand(lift.destination, lift.arrive_utc, story.end(lift), spots)


def open_hours(story: Story) -> Said:
    for lift in story.plan.lifts:
        for name, begin, end in (
            (lift.origin, story.begin(lift), lift.depart_utc),
            (lift.destination, lift.arrive_utc, story.end(lift)),
        ):
            hours = story.places[name].hours
            if hours and not is_open(hours, begin, end):
                yield Verdict((lift.name, name), begin, until_utc=end)


def is_open(hours: OpeningHours, begin: datetime, end: datetime) -> bool:
    """Whether a place is open from a first to a last instant, both included."""
    open_until = None
    for opens, closes in openings(hours, begin - 2 * DAY, end + 2 * DAY):
        if open_until is None or opens > open_until:
            opened = opens
        open_until = closes if open_until is None else max(closes, open_until)
        if opened <= begin and end <= open_until:
            return True
    return False


def openings(
    hours: OpeningHours, first: datetime, last: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The openings of the local dates between two instants, as instants in UTC."""
    zone = ZoneInfo(hours.zone)
    midnight = first.astimezone(zone).replace(hour=0, minute=0, fold=0)
    closes_min = hours.until_min
    if closes_min <= hours.from_min:
        closes_min += 24 * 60
    while midnight <= last:
        # On the clock of the zone: hours are added as the hands turn.
        opens, closes = midnight + hours.from_min * MINUTE, midnight + closes_min * MINUTE
        yield opens.astimezone(UTC), closes.astimezone(UTC)
        midnight += DAY


def handling(story: Story) -> Said:
    for place in story.withdrawal.places:
        kg: dict[datetime, int] = {}
        people: dict[datetime, int] = {}
        for lift in story.plan.lifts:
            for name, t in (
                (lift.origin, lift.depart_utc),
                (lift.destination, lift.arrive_utc),
            ):
                if name == place.name:
                    day = story.day_of(t)
                    kg[day] = kg.get(day, 0) + story.things_kg_on(lift)
                    people[day] = people.get(day, 0) + story.people_on(lift)
        for day in kg:
            if place.handling_kg_per_day is not None:
                handlers = story.handlers(place.name, place.handler_role, day)
                limit = place.handling_kg_per_day
                limit += place.handling_kg_per_day_per_handler * handlers
                if kg[day] > limit:
                    yield Verdict((place.name, day, "kg"), day, kg[day], limit, day + DAY)
            if place.handling_people_per_day is not None:
                limit = place.handling_people_per_day
                if people[day] > limit:
                    subject = (place.name, day, "people")
                    yield Verdict(subject, day, people[day], limit, day + DAY)


def beds(story: Story) -> Said:
    for place in story.withdrawal.places:
        if place.beds is None:
            continue

        def people(t: datetime, place: Place = place) -> int:
            return sum(
                story.present(line, place.name, t)
                for line in story.withdrawal.lines
                if line.is_people and line.origin != place.name
            )

        for run in story.spans_above(place.beds, people, story.nights()):
            first, after = run.from_utc, run.until_utc
            last = after - DAY if after else story.withdrawal.end_utc
            yield Verdict((place.name, first), first, run.highest, place.beds, last)


def storage(story: Story) -> Said:
    for place in story.withdrawal.places:
        if place.storage_kg is not None:

            def kg(t: datetime, place: Place = place) -> int:
                return sum(
                    story.present(line, place.name, t) * line.unit_mass_kg
                    for line in story.withdrawal.lines
                    if not line.is_people and line.origin != place.name
                )

            yield from spans(story, place, place.storage_kg, kg)


def floors_hold(story: Story) -> Said:
    for floor in story.withdrawal.floors:
        closing = story.closing(floor.place)
        if closing is None:
            continue
        begin = max(story.withdrawal.start_utc, floor.from_utc or story.withdrawal.start_utc)
        end = closing - story.places[floor.place].last_wave_min * MINUTE
        end = min(end, floor.until_utc or end)
        for t in sorted({begin, *story.instants()}):
            if begin <= t < end:
                come = sum(
                    line.count
                    for line in story.withdrawal.lines
                    if line.is_people
                    and (line.origin, line.role) == (floor.place, floor.role)
                    and (line.arrives_utc is None or line.arrives_utc <= t)
                )
                limit = min(floor.people, come)
                here = story.role_present(floor.place, floor.role, t)
                if here < limit:
                    yield Verdict((floor.place, floor.role), t, here, limit)
                    break


def sites_in_order(story: Story) -> Said:
    for place in story.withdrawal.places:
        own = story.last_departure(place.name)
        for earlier in place.closes_after:
            other = story.last_departure(earlier)
            if own is not None and other is not None and other > own:
                yield Verdict((place.name, earlier), own, minutes(other - own), 0, other)


def empty_by_handover(story: Story) -> Said:
    for place in story.withdrawal.places:
        if place.handover_utc is None:
            continue
        units = sum(
            story.present(line, place.name, place.handover_utc)
            + story.come_after(line, place.name, place.handover_utc)
            for line in story.withdrawal.lines
        )
        if units > 0:
            yield Verdict((place.name,), place.handover_utc, units, 0)
