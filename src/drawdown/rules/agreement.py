"""Rules on what was agreed: clearances, milestones, the deadline, and that nothing stays behind."""

from collections.abc import Iterator

from drawdown.model import Basis, Finding, Line, Mode, Severity
from drawdown.rules.milestones import reached_at, requirement
from drawdown.rules.people_and_things import unit_of
from drawdown.rules.steps import DAY_MIN, day_of
from drawdown.rules.timeline import Run, Timeline


def clearance(timeline: Timeline) -> Iterator[Finding]:
    """Every run lies in a clearance window of its leg.

    At the lift's origin, from departure to arrival; lifts: the lift.

    Facts: ``destination``, ``mode``; ``window_from_utc``, ``window_until_utc``: the last window
    that begins by departure, else the first of all.
    """
    for run in timeline.runs:
        if run.leg is None or not run.leg.windows:
            continue
        depart, arrive = run.lift.depart_utc, run.lift.arrive_utc
        if any(begin <= depart and arrive <= end for begin, end in run.leg.windows):
            continue
        begun = [window for window in run.leg.windows if window[0] <= depart]
        begin, end = max(begun) if begun else min(run.leg.windows)
        yield Finding(
            "clearance", Severity.BREACH, run.lift.origin, depart, arrive, lifts=(run.name,),
            facts=(
                ("destination", run.lift.destination),
                ("mode", run.carrier.mode.value),
                ("window_from_utc", begin),
                ("window_until_utc", end),
            ),
        )  # fmt: skip


def runs_per_day(timeline: Timeline) -> Iterator[Finding]:
    """No more lifts depart on a leg in a day than it may have, empty ones included.

    At the leg's origin, for the day; measured: departures; limit: the leg's runs per day;
    lifts: these.

    Facts: ``destination``, ``mode``.
    """
    departures: dict[tuple[str, str, Mode, int], list[Run]] = {}
    for run in timeline.runs:
        if run.leg is not None and run.leg.runs_per_day is not None:
            leg = run.leg
            key = leg.origin, leg.destination, leg.mode, day_of(run.depart)
            departures.setdefault(key, []).append(run)
    for (origin, destination, mode, day), runs in departures.items():
        limit = runs[0].leg.runs_per_day if runs[0].leg else None
        if limit is not None and len(runs) > limit:
            yield Finding(
                "runs_per_day", Severity.BREACH, origin,
                timeline.instant(day * DAY_MIN), timeline.instant((day + 1) * DAY_MIN),
                measured=len(runs), limit=limit, unit="lifts",
                lifts=tuple(run.name for run in runs),
                facts=(("destination", destination), ("mode", mode.value)),
            )  # fmt: skip


def milestones_met(timeline: Timeline) -> Iterator[Finding]:
    """What a milestone requires is gone when it is due.

    At the due time; measured: what is gone by then; limit: what is required (people, kg, pieces
    or sites).

    Facts: ``milestone``, ``title``, ``basis``; ``reached_utc``, if it is reached at all.
    """
    units = {Basis.TONNES: "kg"}
    for milestone in timeline.withdrawal.milestones:
        required = requirement(timeline, milestone)
        gone = required.gone.at(timeline.minute(milestone.due_utc))
        if gone >= required.amount:
            continue
        reached = reached_at(required)
        yield Finding(
            "milestones_met", Severity.SHORTFALL, from_utc=milestone.due_utc,
            measured=gone, limit=required.amount,
            unit=units.get(milestone.basis, milestone.basis.value),
            facts=(
                ("milestone", milestone.name),
                ("title", milestone.title),
                ("basis", milestone.basis.value),
                *(() if reached is None else (("reached_utc", timeline.instant(reached)),)),
            ),
        )  # fmt: skip


def out_by_deadline(timeline: Timeline) -> Iterator[Finding]:
    """At the deadline nobody and nothing is in the country.

    At the deadline; measured: people, or pieces, still in the country; limit: 0; lines: theirs.
    One finding for people and one for things.

    Facts: ``kg``, their mass.
    """
    for people in (True, False):
        inside = {
            line.name: timeline.in_country[line.name].at(timeline.deadline)
            for line in timeline.lines.values()
            if line.is_people == people
        }
        units = sum(inside.values())
        kg = sum(count * timeline.lines[name].unit_mass_kg for name, count in inside.items())
        if units > 0:
            yield Finding(
                "out_by_deadline", Severity.SHORTFALL, "", timeline.withdrawal.deadline_utc,
                measured=units, limit=0, unit="people" if people else "pieces",
                lines=tuple(name for name, count in inside.items() if count > 0),
                facts=(("kg", kg),),
            )  # fmt: skip


def helpers_go_out(timeline: Timeline) -> Iterator[Finding]:
    """Those who came in to help, and what they brought, are out by the deadline.

    At the deadline; measured: the line's units still in the country; limit: 0 (people or
    pieces); lines: the line.

    Facts: ``origin``, where the line helps.
    """
    for line in timeline.lines.values():
        if not line.helper:
            continue
        units = timeline.in_country[line.name].at(timeline.deadline)
        if units > 0:
            yield Finding(
                "helpers_go_out", Severity.SHORTFALL, "", timeline.withdrawal.deadline_utc,
                measured=units, limit=0, unit=unit_of(line), lines=(line.name,),
                facts=(("origin", line.origin),),
            )  # fmt: skip


def nothing_left(timeline: Timeline) -> Iterator[Finding]:
    """Nobody and nothing is left behind.

    At the place, at the end; measured: units left (people or pieces); limit: 0; lines: the line.

    Facts: ``kg``, their mass; ``priority`` of the line.
    """
    for (name, place), units in timeline.left.items():
        line = timeline.lines[name]
        yield Finding(
            "nothing_left", Severity.SHORTFALL, place, timeline.withdrawal.end_utc,
            measured=units, limit=0, unit=unit_of(line), lines=(name,),
            facts=(("kg", units * line.unit_mass_kg), ("priority", line.priority)),
        )  # fmt: skip


def left_declared(timeline: Timeline) -> Iterator[Finding]:
    """What a plan says is left is what its lifts and disposals leave.

    At the place, at the end; measured: units declared; limit: units computed (people or
    pieces); lines: the line.
    """
    if timeline.plan.left is None:
        return
    declared: dict[tuple[str, str], int] = {}
    for left in timeline.plan.left:
        declared[left.line, left.place] = declared.get((left.line, left.place), 0) + left.count
    for key in dict.fromkeys([*timeline.left, *declared]):
        said, computed = declared.get(key, 0), timeline.left.get(key, 0)
        if said != computed:
            name, place = key
            line: Line = timeline.lines[name]
            yield Finding(
                "left_declared", Severity.BREACH, place, timeline.withdrawal.end_utc,
                measured=said, limit=computed, unit=unit_of(line), lines=(name,),
            )  # fmt: skip
