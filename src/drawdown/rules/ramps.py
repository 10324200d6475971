"""Rules on the ramp of an airfield and on opening hours."""

from collections.abc import Iterator

from drawdown.model import Finding, OpeningHours, Severity
from drawdown.rules.crowding import Stay, crowdings
from drawdown.rules.openings import Openings
from drawdown.rules.timeline import Run, Timeline


def working_mog(timeline: Timeline) -> Iterator[Finding]:
    """No more aircraft spots are worked on at once than the place can work.

    At the place, for each period above the limit; measured: the most spots loading or unloading
    at one instant of it; limit: its working MOG; lifts: those that load or unload in it.
    """
    stays: dict[str, list[Stay]] = {}
    for run in timeline.runs:
        if run.is_air and run.loads:
            _work(run, stays)
    yield from _too_many("working_mog", timeline, stays)


def _work(run: Run, stays: dict[str, list[Stay]]) -> None:
    spots = run.carrier.mog_spots
    loading = Stay(run.begin, run.depart, spots, run.name)
    unloading = Stay(run.arrive, run.finish, spots, run.name)
    stays.setdefault(run.lift.origin, []).append(loading)
    stays.setdefault(run.lift.destination, []).append(unloading)


def parking_mog(timeline: Timeline) -> Iterator[Finding]:
    """No more aircraft spots are taken at once than the place has room for.

    At the place, for each period above the limit; measured: the most spots taken at one instant
    of it; limit: its parking MOG; lifts: those that brought the aircraft that stand there in it
    (for an aircraft without a tail also the lift it leaves with).
    """
    stays: dict[str, list[Stay]] = {}
    for runs in timeline.tails.values():
        fleet, carrier = runs[0].fleet, runs[0].carrier
        if not runs[0].is_air:
            continue
        leaves = [run.depart for run in runs[1:]]
        leaves.append(timeline.minute_or(fleet.until_utc, timeline.end))
        for run, until in zip(runs, leaves, strict=True):
            place = run.lift.destination
            if place != fleet.base:
                stay = Stay(run.arrive, until, carrier.mog_spots, run.name)
                stays.setdefault(place, []).append(stay)
    for run in timeline.runs:
        if run.is_air and run.lift.tail is None and run.loads:
            nameless: dict[str, list[Stay]] = {}
            _work(run, nameless)
            for place, of_place in nameless.items():
                if place != run.fleet.base:
                    stays.setdefault(place, []).extend(of_place)
    yield from _too_many("parking_mog", timeline, stays)


def _too_many(rule: str, timeline: Timeline, stays: dict[str, list[Stay]]) -> Iterator[Finding]:
    for place in timeline.places.values():
        limit = place.working_mog if rule == "working_mog" else place.parking_mog
        if limit is None:
            continue
        for crowding in crowdings(stays.get(place.name, ()), limit):
            yield Finding(
                rule, Severity.BREACH, place.name,
                timeline.instant(crowding.from_min), timeline.instant(crowding.until_min),
                measured=crowding.highest, limit=limit, unit="spots", lifts=crowding.lifts,
            )  # fmt: skip


def open_hours(timeline: Timeline) -> Iterator[Finding]:
    """A place is open while a lift is loaded or unloaded there, or passes empty.

    At the place, from the beginning to the end of that work (one instant for an empty lift);
    lifts: the lift.

    Facts: ``doing`` (``load``, ``unload``, ``depart`` or ``arrive``, the last two empty);
    ``opens_min``, ``closes_min`` (minutes after local midnight), ``zone``.
    """
    openings = {
        place.name: (place.hours, Openings(place.hours, timeline.withdrawal.start_utc))
        for place in timeline.places.values()
        if place.hours is not None
    }
    if not openings:
        return
    for run in timeline.runs:
        loaded = bool(run.loads)
        works = (
            (run.lift.origin, run.begin, run.depart, "load" if loaded else "depart"),
            (run.lift.destination, run.arrive, run.finish, "unload" if loaded else "arrive"),
        )
        for place, begin, end, doing in works:
            if place in openings and not openings[place][1].hold(begin, end):
                hours = openings[place][0]
                yield _closed(timeline, run, place, begin, end, doing, hours)


def _closed(
    timeline: Timeline, run: Run, place: str, begin: int, end: int, doing: str, hours: OpeningHours
) -> Finding:
    return Finding(
        "open_hours", Severity.BREACH, place, timeline.instant(begin), timeline.instant(end),
        lifts=(run.name,),
        facts=(
            ("doing", doing),
            ("opens_min", hours.from_min),
            ("closes_min", hours.until_min),
            ("zone", hours.zone),
        ),
    )  # fmt: skip
