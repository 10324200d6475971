"""The rows of the Gantt: one for each tail that makes lifts, and one lane for each airfield."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from drawdown.model import Lift, Mode, OpeningHours, Place
from drawdown.reports.manifest import Manifest
from drawdown.reports.scales import DAY, midnight_after, midnight_before

Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class TailRow:
    """The lifts of one tail in order; ``tail`` is None where nobody has named one."""

    fleet: str
    tail: int | None
    lifts: tuple[Lift, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """So many spots of an airfield are used between two instants."""

    begin: datetime
    end: datetime
    spots: int


@dataclass(frozen=True, slots=True)
class AirfieldLane:
    """What is loaded and unloaded at an airfield at each instant, and when it is closed."""

    place: Place
    uses: tuple[Use, ...]
    closed: tuple[Period, ...]


def tail_rows(manifest: Manifest) -> list[TailRow]:
    """The tails that make lifts, fleet by fleet. Lifts without tail share rows where they can."""
    rows: dict[tuple[str, int | None, int], list[Lift]] = {}
    for lift in sorted(manifest.lifts, key=lambda each: (manifest.begins(each), each.name)):
        rows.setdefault((lift.fleet, lift.tail, free_row(rows, lift, manifest)), []).append(lift)
    order = {fleet.name: i for i, fleet in enumerate(manifest.withdrawal.fleets)}
    keys = sorted(rows, key=lambda k: (order[k[0]], k[1] is None, k[1] or 0, k[2]))
    return [TailRow(fleet, tail, tuple(rows[fleet, tail, n])) for fleet, tail, n in keys]


def free_row(
    rows: dict[tuple[str, int | None, int], list[Lift]], lift: Lift, manifest: Manifest
) -> int:
    """The first row of a tail whose last lift is over; tails that overlap break a rule."""
    n = 0
    while True:
        lifts = rows.get((lift.fleet, lift.tail, n))
        if not lifts or manifest.ends(lifts[-1]) <= manifest.begins(lift):
            return n
        n += 1


def time_range(manifest: Manifest) -> Period | None:
    """The days from the first loading to the last unloading; None without lifts."""
    if not manifest.lifts:
        return None
    begin = min(manifest.begins(lift) for lift in manifest.lifts)
    end = max(manifest.ends(lift) for lift in manifest.lifts)
    first, last = midnight_before(begin), midnight_after(end)
    return first, last if last > first else first + DAY


def airfield_lanes(manifest: Manifest, shown: Period) -> list[AirfieldLane]:
    """The places that aircraft load or unload at and whose working MOG is limited."""
    lanes = []
    for place in manifest.withdrawal.places:
        uses = tuple(ground_use(manifest, place.name))
        if uses and place.working_mog is not None:
            closed = tuple(closings(place.hours, shown)) if place.hours else ()
            lanes.append(AirfieldLane(place, uses, closed))
    return lanes


def ground_use(manifest: Manifest, place: str) -> Iterator[Use]:
    """How many spots are worked at a place, period by period; zero is left out."""
    changes: dict[datetime, int] = {}
    for begin, end, spots in worked(manifest, place):
        changes[begin] = changes.get(begin, 0) + spots
        changes[end] = changes.get(end, 0) - spots
    instants = sorted(at for at, change in changes.items() if change)
    spots = 0
    for begin, end in pairwise(instants):
        spots += changes[begin]
        if spots:
            yield Use(begin, end, spots)


def worked(manifest: Manifest, place: str) -> Iterator[tuple[datetime, datetime, int]]:
    """When aircraft load and unload at a place, and the spots each takes."""
    for lift in manifest.lifts:
        carrier = manifest.carrier(lift)
        if carrier.mode is not Mode.AIR or not manifest.is_loaded(lift):
            continue
        if lift.origin == place:
            yield manifest.begins(lift), lift.depart_utc, carrier.mog_spots
        if lift.destination == place:
            yield lift.arrive_utc, manifest.ends(lift), carrier.mog_spots


def closings(hours: OpeningHours, shown: Period) -> Iterator[Period]:
    """When a place is closed within the time shown."""
    begin, end = shown
    shut_from = begin
    for opens, closes in openings(hours, shown):
        if opens > shut_from:
            yield shut_from, min(opens, end)
        shut_from = max(shut_from, closes)
        if shut_from >= end:
            return
    yield shut_from, end


def openings(hours: OpeningHours, shown: Period) -> Iterable[Period]:
    """The daily hours as instants: local to their zone on each local date."""
    zone = ZoneInfo(hours.zone)
    date = (shown[0] - 2 * DAY).date()
    while date <= (shown[1] + DAY).date():
        midnight = datetime.combine(date, time(), zone)
        until_min = hours.until_min + (1440 if hours.until_min <= hours.from_min else 0)
        opens = wall_clock(midnight, hours.from_min)
        closes = wall_clock(midnight, until_min)
        if closes > shown[0] and opens < shown[1]:
            yield opens, closes
        date += timedelta(days=1)


def wall_clock(midnight: datetime, minutes: int) -> datetime:
    """So many minutes by the local clock after a local midnight, in UTC."""
    return (midnight + timedelta(minutes=minutes)).astimezone(UTC)
