"""Rules on fleets: which tail makes which lift, one after the other, and for how long a day."""

from collections.abc import Iterator
from itertools import pairwise

from drawdown.model import Finding, Severity
from drawdown.rules.crowding import Stay, crowdings
from drawdown.rules.steps import DAY_MIN
from drawdown.rules.timeline import Run, Timeline


def tail_named(timeline: Timeline) -> Iterator[Finding]:
    """Every lift names the tail that makes it.

    From the first such departure; measured: lifts of the fleet without a tail; limit: 0;
    lifts: these.

    Facts: ``fleet``.
    """
    nameless: dict[str, list[Run]] = {}
    for run in timeline.runs:
        if run.lift.tail is None:
            nameless.setdefault(run.fleet.name, []).append(run)
    for fleet, runs in nameless.items():
        yield Finding(
            "tail_named", Severity.BREACH, from_utc=runs[0].lift.depart_utc,
            measured=len(runs), limit=0, unit="lifts",
            lifts=tuple(run.name for run in runs), facts=(("fleet", fleet),),
        )  # fmt: skip


def tail_exists(timeline: Timeline) -> Iterator[Finding]:
    """Tails are numbered from 1 to the number of the fleet.

    At the lift's origin, at departure; measured: the tail's number; limit: the fleet's count;
    lifts: the lift.

    Facts: ``fleet``.
    """
    for run in timeline.runs:
        if run.lift.tail is not None and not 1 <= run.lift.tail <= run.fleet.count:
            yield Finding(
                "tail_exists", Severity.BREACH, run.lift.origin, run.lift.depart_utc,
                measured=run.lift.tail, limit=run.fleet.count, unit="tails", lifts=(run.name,),
                facts=(("fleet", run.fleet.name),),
            )  # fmt: skip


def tail_chain(timeline: Timeline) -> Iterator[Finding]:
    """A tail starts each lift where it is, and when it is free again.

    At the lift's origin, from when the lift is under way; lifts: the one before (if any), the
    lift. Where it is somewhere else: no measure. Where it is not free yet: measured: minutes
    too early; limit: 0.

    Facts: ``fleet``, ``tail``; ``why``: ``place`` (with ``is_at``, where the tail is), ``time``
    (with ``free_utc``) or ``both`` (with ``before``, the lift that it is still on, and both).
    """
    for (fleet, tail), runs in timeline.tails.items():
        before: Run | None = None
        for run in runs:
            is_at = before.lift.destination if before else run.fleet.base
            free = before.finish if before else run.begin
            lost, early = run.lift.origin != is_at, run.begin < free
            if lost or early:
                yield Finding(
                    "tail_chain", Severity.BREACH, run.lift.origin, timeline.instant(run.begin),
                    measured=None if lost else free - run.begin,
                    limit=None if lost else 0,
                    unit="" if lost else "min",
                    lifts=(before.name, run.name) if before else (run.name,),
                    facts=(
                        ("fleet", fleet),
                        ("tail", tail),
                        ("why", "both" if lost and early else "place" if lost else "time"),
                        *((("is_at", is_at),) if lost else ()),
                        *((("free_utc", timeline.instant(free)),) if early else ()),
                        *((("before", before.name),) if lost and early and before else ()),
                    ),
                )  # fmt: skip
            before = run


def fleet_count(timeline: Timeline) -> Iterator[Finding]:
    """No more lifts of a fleet are under way at once than it has tails.

    In the first of the periods above the limit in which the most are under way; measured: the
    most at one instant; limit: the fleet's count; lifts: those under way in that period.

    Facts: ``fleet``.
    """
    stays: dict[str, list[Stay]] = {}
    for run in timeline.runs:
        stays.setdefault(run.fleet.name, []).append(Stay(run.begin, run.finish, 1, run.name))
    counts = {run.fleet.name: run.fleet.count for run in timeline.runs}
    for fleet, of_fleet in stays.items():
        found = list(crowdings(of_fleet, counts[fleet]))
        if found:
            worst = max(found, key=lambda crowding: (crowding.highest, -crowding.from_min))
            yield Finding(
                "fleet_count", Severity.BREACH,
                from_utc=timeline.instant(worst.from_min),
                until_utc=timeline.instant(worst.until_min),
                measured=worst.highest, limit=counts[fleet], unit="lifts", lifts=worst.lifts,
                facts=(("fleet", fleet),),
            )  # fmt: skip


def fleet_dates(timeline: Timeline) -> Iterator[Finding]:
    """A fleet works only between its dates.

    At the lift's origin, while the lift is under way; measured: minutes outside, on the worse
    side; limit: 0; lifts: the lift.

    Facts: ``fleet``; ``fleet_from_utc``, ``fleet_until_utc``, where given.
    """
    for run in timeline.runs:
        early = timeline.minute_or(run.fleet.from_utc, run.begin) - run.begin
        late = run.finish - timeline.minute_or(run.fleet.until_utc, run.finish)
        if early > 0 or late > 0:
            dates = (
                ("fleet_from_utc", run.fleet.from_utc),
                ("fleet_until_utc", run.fleet.until_utc),
            )
            yield Finding(
                "fleet_dates", Severity.BREACH, run.lift.origin,
                timeline.instant(run.begin), timeline.instant(run.finish),
                measured=max(early, late), limit=0, unit="min", lifts=(run.name,),
                facts=(
                    ("fleet", run.fleet.name),
                    *((name, date) for name, date in dates if date is not None),
                ),
            )  # fmt: skip


def within_horizon(timeline: Timeline) -> Iterator[Finding]:
    """Everything happens between the start and the end of the withdrawal.

    At the lift's origin or the disposal's place, from when loading begins or the disposal
    happens; measured: minutes outside, on the worse side; limit: 0; lifts: the lift; lines: the
    disposal's line.

    Facts: ``what`` (``lift`` or ``disposal``), ``start_utc``, ``end_utc``.
    """
    horizon = (
        ("start_utc", timeline.withdrawal.start_utc),
        ("end_utc", timeline.withdrawal.end_utc),
    )
    for run in timeline.runs:
        outside = max(-run.begin, run.depart - timeline.end)
        if outside > 0:
            yield Finding(
                "within_horizon", Severity.BREACH, run.lift.origin, timeline.instant(run.begin),
                measured=outside, limit=0, unit="min", lifts=(run.name,),
                facts=(("what", "lift"), *horizon),
            )  # fmt: skip
    for disposed in timeline.disposed:
        outside = max(-disposed.at, disposed.at - timeline.end)
        if outside > 0:
            yield Finding(
                "within_horizon", Severity.BREACH, disposed.disposal.place,
                disposed.disposal.at_utc,
                measured=outside, limit=0, unit="min", lines=(disposed.line.name,),
                facts=(("what", "disposal"), *horizon),
            )  # fmt: skip


def hours_per_day(timeline: Timeline) -> Iterator[Finding]:
    """No tail travels longer in a day than its carrier may.

    For the day; measured: minutes travelled in it; limit: the carrier's minutes per day;
    lifts: those that travel in it.

    Facts: ``fleet``, ``tail``.
    """
    for (fleet, tail), runs in timeline.tails.items():
        limit = runs[0].carrier.travel_min_per_day
        if limit is None:
            continue
        for day, (minutes, lifts) in sorted(_travel_by_day(runs, timeline.end).items()):
            if minutes > limit:
                yield Finding(
                    "hours_per_day", Severity.BREACH,
                    from_utc=timeline.instant(day * DAY_MIN),
                    until_utc=timeline.instant((day + 1) * DAY_MIN),
                    measured=minutes, limit=limit, unit="min", lifts=tuple(lifts),
                    facts=(("fleet", fleet), ("tail", tail)),
                )  # fmt: skip


def _travel_by_day(runs: list[Run], end: int) -> dict[int, tuple[int, list[str]]]:
    """Minutes and lifts of each day of the withdrawal in which the tail travels."""
    days: dict[int, tuple[int, list[str]]] = {}
    for run in runs:
        time, arrive = max(run.depart, 0), min(run.arrive, end)
        while time < arrive:
            day = time // DAY_MIN
            until = min(arrive, (day + 1) * DAY_MIN)
            minutes, lifts = days.get(day, (0, []))
            days[day] = minutes + until - time, [*lifts, run.name]
            time = until
    return days


def crew_duty(timeline: Timeline) -> Iterator[Finding]:
    """No crew is on duty longer than it may be before it rests.

    For the duty, from its first beginning of loading to its last end of unloading; measured: its
    minutes; limit: the carrier's duty; lifts: those of the duty.

    Facts: ``fleet``, ``tail``, ``rest_min`` (the gap that ends a duty).
    """
    for (fleet, tail), runs in timeline.tails.items():
        carrier = runs[0].carrier
        if carrier.crew_duty_min is None:
            continue
        for duty in _duties(runs, carrier.crew_rest_min):
            begin = min(run.begin for run in duty)
            finish = max(run.finish for run in duty)
            if finish - begin > carrier.crew_duty_min:
                yield Finding(
                    "crew_duty", Severity.BREACH, duty[0].lift.origin,
                    timeline.instant(begin), timeline.instant(finish),
                    measured=finish - begin, limit=carrier.crew_duty_min, unit="min",
                    lifts=tuple(run.name for run in duty),
                    facts=(("fleet", fleet), ("tail", tail), ("rest_min", carrier.crew_rest_min)),
                )  # fmt: skip


def _duties(runs: list[Run], rest_min: int) -> Iterator[list[Run]]:
    duty = [runs[0]]
    for before, run in pairwise(runs):
        if run.begin - before.finish >= rest_min:
            yield duty
            duty = []
        duty.append(run)
    yield duty
