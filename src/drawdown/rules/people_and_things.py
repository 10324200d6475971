"""Rules on people and things: what is moved exists, is ready, and may travel as it does."""

from collections.abc import Iterator

from drawdown.model import Exclusion, Finding, Line, Mode, Severity
from drawdown.rules.steps import Steps
from drawdown.rules.timeline import Account, Disposed, Run, Timeline


def unit_of(line: Line) -> str:
    """What a line is counted in."""
    return "people" if line.is_people else "pieces"


def loads_exist(timeline: Timeline) -> Iterator[Finding]:
    """Nothing is loaded or disposed of that is not there.

    At the place, from the first instant at which more is taken than had become free; measured:
    units taken by then; limit: units freed by then (people or pieces); lines: the line; lifts:
    those that take some at that instant.

    Facts: ``missing`` units at that instant.
    """
    for (name, place), account in timeline.accounts.items():
        short = _first_shortage(account)
        if short is None:
            continue
        taken = sum(count for time, count in account.taken if time <= short)
        freed = sum(count for time, count in account.freed if time <= short)
        line = timeline.lines[name]
        takers = (
            run.name
            for run in timeline.runs
            if run.begin == short
            and run.lift.origin == place
            and any(load is line for load, _ in run.loads)
        )
        yield Finding(
            "loads_exist", Severity.BREACH, place, timeline.instant(short),
            measured=taken, limit=freed, unit=unit_of(line),
            lifts=tuple(takers), lines=(name,), facts=(("missing", taken - freed),),
        )  # fmt: skip


def _first_shortage(account: Account) -> int | None:
    if not account.taken:
        return None
    free = Steps([*account.freed, *((time, -count) for time, count in account.taken)])
    for time, level in zip(free.times, free.levels, strict=True):
        if level < 0:
            return time
    return None


def leave_when_ready(timeline: Timeline) -> Iterator[Finding]:
    """Nothing is loaded at its origin, or disposed of there, before it is ready.

    At the origin, from when loading begins (or the disposal happens); measured: minutes too
    early; limit: 0; lines: the line; lifts: the lift, if it is one. Only the earliest is named,
    lifts before disposals, then by name.

    Facts: ``ready_utc``; ``doing``: ``load``, or the disposition.
    """
    at_origin = _disposed_at_origin(timeline)
    for line in timeline.lines.values():
        if line.ready_utc is None:
            continue
        began = [(run.begin, 0, run.name, "load") for run, _ in timeline.leaving[line.name]]
        began += [
            (disposed.at, 1, "", disposed.disposal.disposition.value)
            for disposed in at_origin.get(line.name, ())
        ]
        ready = timeline.minute(line.ready_utc)
        if not began or min(began)[0] >= ready:
            continue
        first, _, lift, doing = min(began)
        yield Finding(
            "leave_when_ready", Severity.BREACH, line.origin, timeline.instant(first),
            measured=ready - first, limit=0, unit="min",
            lifts=(lift,) if doing == "load" else (), lines=(line.name,),
            facts=(("ready_utc", line.ready_utc), ("doing", doing)),
        )  # fmt: skip


def _disposed_at_origin(timeline: Timeline) -> dict[str, list[Disposed]]:
    at_origin: dict[str, list[Disposed]] = {}
    for disposed in timeline.disposed:
        if disposed.disposal.place == disposed.line.origin:
            at_origin.setdefault(disposed.line.name, []).append(disposed)
    return at_origin


def leave_by_latest(timeline: Timeline) -> Iterator[Finding]:
    """Everything is gone from its origin by its latest date.

    At the origin, at the latest date; measured: units still there, or there again later; limit:
    0 (people or pieces); lines: the line.

    Facts: ``kg``, the mass of these units.
    """
    for line in timeline.lines.values():
        if line.latest_utc is None:
            continue
        latest = timeline.minute(line.latest_utc)
        units = timeline.present[line.origin][line.name].at(latest)
        units += sum(
            count for time, count in timeline.accounts[line.name, line.origin].came if time > latest
        )
        if units > 0:
            yield Finding(
                "leave_by_latest", Severity.SHORTFALL, line.origin, line.latest_utc,
                measured=units, limit=0, unit=unit_of(line), lines=(line.name,),
                facts=(("kg", units * line.unit_mass_kg),),
            )  # fmt: skip


def predecessors_first(timeline: Timeline) -> Iterator[Finding]:
    """A line leaves its origin only when its predecessors have left theirs.

    At the line's origin, at its first departure or disposal there; measured: minutes too early
    (none where the predecessor never finishes); limit: 0; lines: the line, the predecessor;
    lifts: the lift, if it is one.

    Facts: ``predecessor``; ``finished_utc``, its last departure, or ``still_there``, its units
    that never leave its origin.
    """
    leaving = {name: _departures(timeline, name) for name in _in_order(timeline)}
    for line in timeline.lines.values():
        left = leaving.get(line.name, ())
        if not line.predecessors or not left:
            continue
        first, _, lift = min(left)
        for name in line.predecessors:
            origin = timeline.lines[name].origin
            still_there = timeline.present[origin][name].final
            finished = max((time for time, _, _ in leaving[name]), default=first)
            if still_there <= 0 and finished <= first:
                continue
            never = still_there > 0
            yield Finding(
                "predecessors_first", Severity.BREACH, line.origin, timeline.instant(first),
                measured=None if never else finished - first, limit=0, unit="min",
                lifts=(lift,) if lift else (), lines=(line.name, name),
                facts=(
                    ("predecessor", name),
                    ("still_there", still_there)
                    if never
                    else ("finished_utc", timeline.instant(finished)),
                ),
            )  # fmt: skip


def _in_order(timeline: Timeline) -> set[str]:
    """The lines that have predecessors, and the predecessors."""
    after = [line for line in timeline.lines.values() if line.predecessors]
    return {line.name for line in after}.union(*(line.predecessors for line in after))


def _departures(timeline: Timeline, name: str) -> list[tuple[int, int, str]]:
    """When a line leaves its origin: (minute, 0, lift) or (minute, 1, "") for a disposal."""
    departures = [(run.depart, 0, run.name) for run, _ in timeline.leaving[name]]
    origin = timeline.lines[name].origin
    departures += [
        (disposed.at, 1, "")
        for disposed in timeline.disposed
        if disposed.line.name == name and disposed.disposal.place == origin
    ]
    return departures


def modes_allowed(timeline: Timeline) -> Iterator[Finding]:
    """Everything travels in a mode that its line allows.

    At the lift's origin, at departure; lifts: the lift; lines: those that do not allow it.

    Facts: ``mode``, ``destination``.
    """
    for run in timeline.runs:
        mode = run.carrier.mode
        if all(mode in line.modes for line, _ in run.loads):
            continue
        yield Finding(
            "modes_allowed", Severity.BREACH, run.lift.origin, run.lift.depart_utc,
            lifts=(run.name,),
            lines=tuple(line.name for line, _ in run.loads if mode not in line.modes),
            facts=(("mode", mode.value), ("destination", run.lift.destination)),
        )  # fmt: skip


def redeploy_allowed(timeline: Timeline) -> Iterator[Finding]:
    """Things are brought to their destination only if they may be redeployed.

    At the lift's origin, at departure; lifts: the lift; lines: those that may not.

    Facts: ``destination``.
    """
    for run in timeline.runs:
        barred = [
            line.name
            for line, _ in run.loads
            if line.destination == run.lift.destination and not line.may_be_redeployed
        ]
        if barred:
            yield Finding(
                "redeploy_allowed", Severity.BREACH, run.lift.origin, run.lift.depart_utc,
                lifts=(run.name,), lines=tuple(barred),
                facts=(("destination", run.lift.destination),),
            )  # fmt: skip


def classes_apart(timeline: Timeline) -> Iterator[Finding]:
    """Hazard classes that exclude each other, or passengers, do not share a lift.

    At the lift's origin, at departure; lifts: the lift; lines: those that may not be together.
    One finding for each exclusion that is broken.

    Facts: ``first``, ``second`` (the exclusion), ``mode``, ``destination``.
    """
    apart = _Apart(timeline.withdrawal.exclusions)
    for run in timeline.runs:
        if len(run.loads) > 1 and any(line.hazard for line, _ in run.loads):
            yield from _mixed(run, apart)


class _Apart:
    """The exclusions between two hazards in a mode, each pair looked up once."""

    def __init__(self, exclusions: tuple[Exclusion, ...]) -> None:
        self.exclusions = exclusions
        self._between: dict[tuple[Mode, str, str], tuple[Exclusion, ...]] = {}
        self._passengers: dict[tuple[Mode, str], tuple[Exclusion, ...]] = {}

    def between(self, mode: Mode, one: str, other: str) -> tuple[Exclusion, ...]:
        key = mode, one, other
        if key not in self._between:
            self._between[key] = tuple(
                exclusion
                for exclusion in self.exclusions
                if mode in exclusion.modes
                and (
                    (matches(exclusion.first, one) and matches(exclusion.second, other))
                    or (matches(exclusion.first, other) and matches(exclusion.second, one))
                )
            )
        return self._between[key]

    def passengers(self, mode: Mode, hazard: str) -> tuple[Exclusion, ...]:
        key = mode, hazard
        if key not in self._passengers:
            self._passengers[key] = tuple(
                exclusion
                for exclusion in self.exclusions
                if mode in exclusion.modes
                and (
                    (exclusion.second == "passengers" and matches(exclusion.first, hazard))
                    or (exclusion.first == "passengers" and matches(exclusion.second, hazard))
                )
            )
        return self._passengers[key]


def matches(hazard_class: str, hazard: str) -> bool:
    """Whether a hazard is of a class, or of one of its divisions.

    >>> matches("1", "1.4S"), matches("1.4", "1.4S"), matches("1", "10"), matches("3", "")
    (True, True, False, False)
    """
    if not hazard_class or not hazard.startswith(hazard_class):
        return False
    return not hazard[len(hazard_class) :][:1].isdigit()


def _mixed(run: Run, apart: _Apart) -> Iterator[Finding]:
    mode = run.carrier.mode
    dangerous = [line for line, _ in run.loads if line.hazard]
    involved: dict[Exclusion, dict[str, None]] = {}
    for index, one in enumerate(dangerous):
        for other in dangerous[index + 1 :]:
            for exclusion in apart.between(mode, one.hazard, other.hazard):
                involved.setdefault(exclusion, {}).update({one.name: None, other.name: None})
        if run.people:
            people = {line.name: None for line, _ in run.loads if line.is_people}
            for exclusion in apart.passengers(mode, one.hazard):
                involved.setdefault(exclusion, {}).update({one.name: None, **people})
    for exclusion, lines in involved.items():
        yield Finding(
            "classes_apart", Severity.BREACH, run.lift.origin, run.lift.depart_utc,
            lifts=(run.name,), lines=tuple(lines),
            facts=(
                ("first", exclusion.first),
                ("second", exclusion.second),
                ("mode", mode.value),
                ("destination", run.lift.destination),
            ),
        )  # fmt: skip
