"""The rules of the agreement, told a second time (rules.md section 2, last table)."""

from oracle.second_milestones import gone_from, requirement
from oracle.story import DAY, Story
from oracle.verdict import Said, Verdict


def clearance(story: Story) -> Said:
    for lift in story.plan.lifts:
        leg = story.leg(lift)
        if leg is None or not leg.windows:
            continue
        if not any(opens <= lift.depart_utc and lift.arrive_utc <= ends
                   for opens, ends in leg.windows):  # fmt: skip
            yield Verdict((lift.name,), lift.depart_utc, until_utc=lift.arrive_utc)


def runs_per_day(story: Story) -> Said:
    for leg in story.withdrawal.legs:
        if leg.runs_per_day is None:
            continue
        days = [story.day_of(x.depart_utc) for x in story.plan.lifts if story.leg(x) is leg]
        for day in set(days):
            if days.count(day) > leg.runs_per_day:
                subject = (leg.origin, leg.destination, leg.mode.value, day)
                yield Verdict(subject, day, days.count(day), leg.runs_per_day, day + DAY)


def milestones_met(story: Story) -> Said:
    for milestone in story.withdrawal.milestones:
        gone = gone_from(story, milestone, milestone.due_utc)
        needed = requirement(story, milestone)
        if gone < needed:
            yield Verdict((milestone.name,), milestone.due_utc, gone, needed)


def out_by_deadline(story: Story) -> Said:
    for name, people in (("people", True), ("things", False)):
        units = sum(
            story.in_country(line, story.withdrawal.deadline_utc)
            for line in story.withdrawal.lines
            if line.is_people is people
        )
        if units > 0:
            yield Verdict((name,), story.withdrawal.deadline_utc, units, 0)


def helpers_go_out(story: Story) -> Said:
    for line in story.withdrawal.lines:
        units = story.in_country(line, story.withdrawal.deadline_utc)
        if line.helper and units > 0:
            yield Verdict((line.name,), story.withdrawal.deadline_utc, units, 0)


def nothing_left(story: Story) -> Said:
    for (line, place), units in all_left(story).items():
        yield Verdict((line, place), story.withdrawal.end_utc, units, 0)


def left_declared(story: Story) -> Said:
    if story.plan.left is None:
        return
    computed, end = all_left(story), story.withdrawal.end_utc
    declared: dict[tuple[str, str], int] = {}
    for left in story.plan.left:
        key = (left.line, left.place)
        declared[key] = declared.get(key, 0) + left.count
    for key in sorted({*computed, *declared}):
        if declared.get(key, 0) != computed.get(key, 0):
            yield Verdict(key, end, declared.get(key, 0), computed.get(key, 0))


def all_left(story: Story) -> dict[tuple[str, str], int]:
    """Units left, by line and place."""
    return {
        (line.name, place): story.left(line, place)
        for line in story.withdrawal.lines
        for place in story.places
        if story.left(line, place)
    }
