"""Rules on what a place can take: handling, beds, storage, its order and its handover."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from drawdown.model import Finding, Place, Severity
from drawdown.rules.steps import DAY_MIN, Steps, combined, day_of
from drawdown.rules.timeline import Run, Timeline


def handling(timeline: Timeline) -> Iterator[Finding]:
    """No more is loaded and unloaded at a place in a day than it can handle.

    At the place, for the day; measured: kg of things, or people, on the lifts that depart or
    arrive there; limit: what the place and its handlers can do; lifts: these lifts.

    Facts: ``handlers``, people of the handlers' role at the first instant of the day.
    """
    handled = _handled(timeline)
    for place in timeline.places.values():
        if place.handling_kg_per_day is None and place.handling_people_per_day is None:
            continue
        days = handled.get(place.name, {})
        for day, runs in sorted(days.items()):
            handlers = timeline.handlers(place.name, place.handler_role, day)
            kg_limit = place.handling_kg_per_day
            if kg_limit is not None:
                kg_limit += place.handling_kg_per_day_per_handler * handlers
            kg = [(run, run.things_kg) for run in runs]
            people = [(run, run.people) for run in runs]
            yield from _overworked(timeline, place, day, kg, kg_limit, "kg", handlers)
            limit = place.handling_people_per_day
            yield from _overworked(timeline, place, day, people, limit, "people", handlers)


def _handled(timeline: Timeline) -> dict[str, dict[int, list[Run]]]:
    """For each place and day the loaded lifts that depart or arrive there."""
    days: dict[str, dict[int, list[Run]]] = defaultdict(lambda: defaultdict(list))
    for run in timeline.runs:
        if run.loads:
            days[run.lift.origin][day_of(run.depart)].append(run)
            days[run.lift.destination][day_of(run.arrive)].append(run)
    return days


def _overworked(
    timeline: Timeline,
    place: Place,
    day: int,
    amounts: list[tuple[Run, int]],
    limit: int | None,
    unit: str,
    handlers: int,
) -> Iterator[Finding]:
    measured = sum(amount for _, amount in amounts)
    if limit is not None and measured > limit:
        yield Finding(
            "handling", Severity.BREACH, place.name,
            timeline.instant(day * DAY_MIN), timeline.instant((day + 1) * DAY_MIN),
            measured=measured, limit=limit, unit=unit,
            lifts=tuple(dict.fromkeys(run.name for run, amount in amounts if amount)),
            facts=(("handlers", handlers),),
        )  # fmt: skip


def beds(timeline: Timeline) -> Iterator[Finding]:
    """At no night has a place more guests than beds.

    At the place, from the first to the last of a run of such nights; measured: the most people,
    in one of them, whose line begins elsewhere; limit: the beds.

    Facts: ``nights``, how many.
    """
    for place in timeline.places.values():
        if place.beds is None:
            continue
        guests = _guests(timeline, place.name, people=True)
        by_night = ((minute, guests.at(minute)) for minute in timeline.nights.minutes())
        levels = [(0, 0), *by_night, (timeline.end + DAY_MIN, 0)]
        changes = [(time, level - before) for (_, before), (time, level) in pairwise(levels)]
        for period in Steps(changes).periods_above(place.beds):
            after = timeline.end + DAY_MIN if period.until_min is None else period.until_min
            yield Finding(
                "beds", Severity.BREACH, place.name,
                timeline.instant(period.from_min), timeline.instant(after - DAY_MIN),
                measured=period.highest, limit=place.beds, unit="people",
                facts=(("nights", (after - period.from_min) // DAY_MIN),),
            )  # fmt: skip


def storage(timeline: Timeline) -> Iterator[Finding]:
    """At no instant are more things from elsewhere at a place than it can store.

    At the place, for each period above the limit (without an end if it stays so); measured: the
    highest mass in kg, at one instant of it, of things whose line begins elsewhere; limit: its
    storage.
    """
    for place in timeline.places.values():
        if place.storage_kg is None:
            continue
        for period in _guests(timeline, place.name, people=False).periods_above(place.storage_kg):
            until = period.until_min
            yield Finding(
                "storage", Severity.BREACH, place.name, timeline.instant(period.from_min),
                None if until is None else timeline.instant(until),
                measured=period.highest, limit=place.storage_kg, unit="kg",
            )  # fmt: skip


def _guests(timeline: Timeline, place: str, people: bool) -> Steps:
    """People, or kg of things, present at a place whose line begins elsewhere."""
    return combined(
        (steps, 1 if people else timeline.lines[name].unit_mass_kg)
        for name, steps in timeline.present[place].items()
        if timeline.lines[name].is_people == people and timeline.lines[name].origin != place
    )


def sites_in_order(timeline: Timeline) -> Iterator[Finding]:
    """A place empties only after those that are to empty before it.

    At the place, from its own last departure to that of the earlier place; measured: minutes by
    which the earlier one is later; limit: 0.

    Facts: ``earlier``, the place that should have been earlier.
    """
    last = timeline.last_departure
    for place in timeline.places.values():
        for earlier in place.closes_after:
            if place.name not in last or earlier not in last:
                continue
            late = last[earlier] - last[place.name]
            if late > 0:
                yield Finding(
                    "sites_in_order", Severity.BREACH, place.name,
                    timeline.instant(last[place.name]), timeline.instant(last[earlier]),
                    measured=late, limit=0, unit="min", facts=(("earlier", earlier),),
                )  # fmt: skip


def empty_by_handover(timeline: Timeline) -> Iterator[Finding]:
    """At its handover a place is empty, and stays so.

    At the place, at the handover; measured: units that are there then or come later; limit: 0;
    lines: theirs.

    Facts: ``people``, ``kg`` (of things), ``pieces``.
    """
    for place in timeline.places.values():
        if place.handover_utc is None:
            continue
        handover = timeline.minute(place.handover_utc)
        units = {}
        for name, steps in timeline.present[place.name].items():
            came = timeline.accounts[name, place.name].came
            units[name] = steps.at(handover) + sum(n for time, n in came if time > handover)
        people = sum(n for name, n in units.items() if timeline.lines[name].is_people)
        pieces = sum(n for name, n in units.items() if not timeline.lines[name].is_people)
        kg = sum(
            n * timeline.lines[name].unit_mass_kg
            for name, n in units.items()
            if not timeline.lines[name].is_people
        )
        if people + pieces > 0:
            yield Finding(
                "empty_by_handover", Severity.SHORTFALL, place.name, place.handover_utc,
                measured=people + pieces, limit=0, unit="units",
                lines=tuple(name for name, n in units.items() if n > 0),
                facts=(("people", people), ("kg", kg), ("pieces", pieces)),
            )  # fmt: skip
