"""The rules of people and things, told a second time (rules.md section 2, first table)."""

from datetime import datetime

from drawdown.model import (
    Disposition,
    Line,
)
from oracle.story import DAY, Story, minutes
from oracle.verdict import Said, Verdict


def loads_exist(story: Story) -> Said:
    for line in story.withdrawal.lines:
        for place in story.withdrawal.places:
            stays = place.name == line.destination
            here = place.name == line.origin and not stays
            becomes = [(story.comes(line), line.count)] if here else []
            taken = [
                (disposal.at_utc, disposal.count)
                for disposal in story.disposed()
                if (disposal.line, disposal.place) == (line.name, place.name)
            ]
            for lift, carried, units in story.carried():
                if carried is line and lift.destination == place.name and not stays:
                    becomes.append((story.end(lift), units))
                if carried is line and lift.origin == place.name:
                    taken.append((story.begin(lift), units))
            for t in sorted(at for at, _ in taken):
                out = sum(units for at, units in taken if at <= t)
                free = sum(units for at, units in becomes if at <= t)
                if out > free:
                    yield Verdict((line.name, place.name), t, out, free)
                    break


def leave_when_ready(story: Story) -> Said:
    for line in story.withdrawal.lines:
        if line.ready_utc is None:
            continue
        times = [
            story.begin(lift)
            for lift, carried, _ in story.carried()
            if carried is line and lift.origin == line.origin
        ]
        times += disposals_at_origin(story, line)
        if times and min(times) < line.ready_utc:
            yield Verdict((line.name,), min(times), minutes(line.ready_utc - min(times)), 0)


def disposals_at_origin(story: Story, line: Line) -> list[datetime]:
    """When units of a line are disposed of at its origin."""
    return [
        disposal.at_utc
        for disposal in story.disposed()
        if disposal.line == line.name and disposal.place == line.origin
    ]


def leave_by_latest(story: Story) -> Said:
    for line in story.withdrawal.lines:
        if line.latest_utc is None:
            continue
        late = story.present(line, line.origin, line.latest_utc)
        late += story.come_after(line, line.origin, line.latest_utc)
        if late > 0:
            yield Verdict((line.name,), line.latest_utc, late, 0)


def predecessors_first(story: Story) -> Said:
    for line in story.withdrawal.lines:
        departures = left_origin(story, line)
        for name in line.predecessors:
            before = story.lines[name]
            stays = story.at_the_end(before, before.origin) > 0
            finished = max(left_origin(story, before), default=story.withdrawal.start_utc)
            if departures and stays:
                yield Verdict((line.name, name), min(departures), None, 0)
            elif departures and min(departures) < finished:
                too_early = minutes(finished - min(departures))
                yield Verdict((line.name, name), min(departures), too_early, 0)


def left_origin(story: Story, line: Line) -> list[datetime]:
    """When units of a line depart from its origin or are disposed of there."""
    return disposals_at_origin(story, line) + [
        lift.depart_utc
        for lift, carried, _ in story.carried()
        if carried is line and lift.origin == line.origin
    ]


def classes_apart(story: Story) -> Said:
    for lift in story.plan.lifts:
        hazards = [line.hazard for line, _ in story.on_board(lift)]
        for exclusion in story.withdrawal.exclusions:
            if story.mode(lift) not in exclusion.modes:
                continue
            if "passengers" in (exclusion.first, exclusion.second):
                both = {exclusion.first, exclusion.second} - {"passengers"}
                matched = any(matches(one, hazard) for one in both for hazard in hazards)
                broken = matched and story.people_on(lift) > 0
            else:
                broken = any(
                    i != j and matches(exclusion.first, one) and matches(exclusion.second, other)
                    for i, one in enumerate(hazards)
                    for j, other in enumerate(hazards)
                )
            if broken:
                yield Verdict((lift.name, exclusion.first, exclusion.second), lift.depart_utc)


def matches(hazard_class: str, hazard: str) -> bool:
    """Whether a hazard is of a class: ``1.4S`` is of ``1.4`` and of ``1``, ``10`` is not of ``1``.

    >>> matches("1", "1.4S"), matches("1", "10"), matches("1.4", "1")
    (True, False, False)
    """
    rest = hazard.removeprefix(hazard_class)
    return hazard.startswith(hazard_class) and not rest[:1].isdigit()


def modes_allowed(story: Story) -> Said:
    for lift in story.plan.lifts:
        wrong = {
            line.name for line, _ in story.on_board(lift) if story.mode(lift) not in line.modes
        }
        if wrong:
            yield Verdict((lift.name, *sorted(wrong)), lift.depart_utc)


def redeploy_allowed(story: Story) -> Said:
    for lift in story.plan.lifts:
        wrong = {
            line.name
            for line, _ in story.on_board(lift)
            if lift.destination == line.destination
            and not line.is_people
            and Disposition.REDEPLOY not in line.dispositions
        }
        if wrong:
            yield Verdict((lift.name, *sorted(wrong)), lift.depart_utc)


def disposal_allowed(story: Story) -> Said:
    for disposal in story.disposed():
        line, option = story.lines[disposal.line], story.option(disposal)
        allowed = (
            not line.is_people
            and disposal.disposition in line.dispositions
            and disposal.disposition is not Disposition.REDEPLOY
            and option is not None
            and (option.from_utc is None or option.from_utc <= disposal.at_utc)
            and (option.until_utc is None or disposal.at_utc < option.until_utc)
        )
        if not allowed:
            subject = (disposal.line, disposal.place, disposal.disposition.value)
            yield Verdict((*subject, disposal.at_utc), disposal.at_utc, disposal.count)


def disposal_capacity(story: Story) -> Said:
    for option in story.withdrawal.disposals:
        if option.kg_per_day is None:
            continue
        kg: dict[datetime, int] = {}
        for disposal in story.disposed():
            if story.option(disposal) is option:
                day = story.day_of(disposal.at_utc)
                mass = disposal.count * story.lines[disposal.line].unit_mass_kg
                kg[day] = kg.get(day, 0) + mass
        for day, mass in kg.items():
            if mass > option.kg_per_day:
                subject = (option.disposition.value, option.place, day)
                yield Verdict(subject, day, mass, option.kg_per_day, day + DAY)
