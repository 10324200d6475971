"""The floor of people that stays at a place until its last lift (docs/rules.md 2.4)."""

from collections.abc import Iterator

from drawdown.model import Finding, Floor, Severity
from drawdown.rules.steps import Steps
from drawdown.rules.timeline import Timeline


def floors_hold(timeline: Timeline) -> Iterator[Finding]:
    """Until its last wave a place keeps the people without whom nobody stays there.

    At the place, at the first instant at which too few are present; measured: people of the role
    present; limit: those asked for; lifts: those that take people of the role away at that
    instant.

    Facts: ``role``, ``closing_utc`` (of the place), ``until_utc`` (until when the floor holds).
    """
    for floor in timeline.withdrawal.floors:
        window = floor_window(timeline, floor)
        if window is None:
            continue
        begin, until = window
        asked = asked_for(timeline, floor)
        present = timeline.role_present(floor.place, floor.role)
        times = (time for time in (*present.times, *asked.times) if begin < time < until)
        for time in sorted({begin, *times}):
            if present.at(time) < asked.at(time):
                yield Finding(
                    "floors_hold", Severity.BREACH, floor.place, timeline.instant(time),
                    measured=present.at(time), limit=asked.at(time), unit="people",
                    lifts=_takers(timeline, floor, time),
                    facts=(
                        ("role", floor.role),
                        ("closing_utc", timeline.instant(timeline.closing[floor.place])),
                        ("until_utc", timeline.instant(until)),
                    ),
                )  # fmt: skip
                break


def floor_window(timeline: Timeline, floor: Floor) -> tuple[int, int] | None:
    """From when until before when a floor holds; None if it never does."""
    if floor.place not in timeline.closing:
        return None
    begin = max(0, timeline.minute_or(floor.from_utc, 0))
    last_wave = timeline.closing[floor.place] - timeline.places[floor.place].last_wave_min
    until = min(timeline.minute_or(floor.until_utc, last_wave), last_wave)
    return (begin, until) if begin < until else None


def asked_for(timeline: Timeline, floor: Floor) -> Steps:
    """How many people a floor asks for: no more than have come by then."""
    come = Steps(
        (timeline.arrival(line), line.count)
        for line in timeline.lines_of_role.get((floor.place, floor.role), ())
    )
    capped = [min(level, floor.people) for level in come.levels]
    before = [0, *capped]
    return Steps(
        (time, level - earlier)
        for time, level, earlier in zip(come.times, capped, before, strict=False)
    )


def _takers(timeline: Timeline, floor: Floor, minute: int) -> tuple[str, ...]:
    return tuple(
        run.name
        for run in timeline.runs
        if run.depart == minute
        and run.lift.origin == floor.place
        and any(line.is_people and line.role == floor.role for line, _ in run.loads)
    )
