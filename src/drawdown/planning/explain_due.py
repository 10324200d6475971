"""Why a date is kept or missed: what is missing there, what every plan misses, what would help."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from drawdown.model import Basis, Explanation, MilestoneReached, Reason, Subject
from drawdown.model.outcome import Facts
from drawdown.planning.case import Case, amounts
from drawdown.planning.dates import due_of
from drawdown.planning.forced import forced_by, least_of
from drawdown.planning.least import Aim
from drawdown.planning.missed import Missed, at_best_reason, missed_by
from drawdown.planning.pace import Soonest, soonest
from drawdown.planning.reasons import pace_setters
from drawdown.rules import milestones_reached
from drawdown.rules.milestones import lines_counted, sites_counted
from drawdown.rules.steps import day_of

MOST_LINES = 5


def explain_due(case: Case, subject: Subject) -> Explanation:
    """All of one milestone, handover or the deadline."""
    aim = Aim(subject.kind, subject.name)
    missed = next((x for x in missed_by(case.withdrawal, case.plan) if x.aim == aim), None)
    stone = stone_of(case, aim)
    in_plan = (*_reached(stone), *_missing(case, aim, stone, missed))
    if missed is None:
        return _kept(case, subject, stone, in_plan)
    least = least_of(case, aim)
    if least is None:
        return Explanation(subject, in_plan, untold=(Reason("untold.best"),))
    if least.is_nothing:
        kept = _kept(case, subject, stone, in_plan)
        not_forced = (Reason("due.not_forced"), *kept.proven)
        return replace(kept, proven=not_forced)
    why = forced_by(case, aim, least)
    proven = (at_best_reason(missed, least), *_soonest(case, aim, stone))
    return Explanation(subject, in_plan, proven, why.limits, why.remedies, why.untold)


def stone_of(case: Case, aim: Aim) -> MilestoneReached:
    """When the plan reaches the date of an aim."""
    stones = milestones_reached(case.withdrawal, case.plan)
    milestones = len(case.withdrawal.milestones)
    if aim.kind == "deadline":
        return stones[-1]
    # A place may have the name of a milestone.
    among = stones[:milestones] if aim.kind == "milestone" else stones[milestones:-1]
    return next(stone for stone in among if stone.name == aim.name)


def _kept(
    case: Case, subject: Subject, stone: MilestoneReached, in_plan: tuple[Reason, ...]
) -> Explanation:
    """How soon a date that need not be missed could be reached, and what sets the pace."""
    if stone.reached_utc is None:
        return Explanation(subject, in_plan)
    aim = Aim(subject.kind, subject.name)
    found = _soonest_of(case, aim, stone.reached_utc)
    untold = (Reason("untold.pace"),) if found is None or not found.is_exact else ()
    if found is None or found.before is None:
        return Explanation(subject, in_plan, untold=untold)
    proven = (_no_sooner(case, stone, found),)
    limits = tuple(pace_setters(case.question, found)) if found.is_exact else ()
    return Explanation(subject, in_plan, proven, limits, untold=untold)


def _no_sooner(case: Case, stone: MilestoneReached, found: Soonest) -> Reason:
    """Before which day no plan reaches a date that this one reaches."""
    assert stone.reached_utc is not None
    day = day_of(max(0, case.question.minute(stone.reached_utc)))
    facts: Facts = (("best_day_utc", found.best_utc), ("n", day - found.day))
    return Reason("due.soonest" if found.day < day else "due.best", "", facts)


def _soonest(case: Case, aim: Aim, stone: MilestoneReached) -> Iterator[Reason]:
    """How soon a missed date could be reached at all, if there is time to see."""
    if stone.reached_utc is None:
        return
    found = _soonest_of(case, aim, stone.reached_utc)
    if found is not None and found.before is not None:
        yield _no_sooner(case, stone, found)


def _soonest_of(case: Case, aim: Aim, reached_utc: datetime) -> Soonest | None:
    """How soon an aim can be reached, by a model that is small enough; None if there is none."""
    of_model = case.model_question(aim, case.question)
    if of_model is None:
        return None
    question, days = of_model
    return soonest(question, aim, reached_utc, case.stop, period_days=days)


def _reached(stone: MilestoneReached) -> Iterator[Reason]:
    due: Facts = (("due_utc", stone.due_utc),)
    if stone.reached_utc is None:
        yield Reason("due.never", "", due)
        return
    reached: Facts = (*due, ("reached_utc", stone.reached_utc))
    minutes = (stone.due_utc - stone.reached_utc).total_seconds() / 60
    kind = "due.met" if stone.met else "due.late"
    yield Reason(kind, "", (*reached, ("by_min", abs(minutes))))


def _missing(
    case: Case, aim: Aim, stone: MilestoneReached, missed: Missed | None
) -> Iterator[Reason]:
    """What is missing at the due, and the lines that are not yet gone then, the most first."""
    if missed is None:
        return
    due: Facts = (("due_utc", stone.due_utc), ("basis", _basis(case, aim)))
    yield Reason("due.missing", "", (*amounts(missed.people, missed.kg, missed.count), *due))
    late = []
    for name, count in _not_gone(case, aim).items():
        line = case.question.line[name]
        kg = count * line.unit_mass_kg
        late.append((not line.is_people, -kg, name, count))
    for is_thing, _, name, count in sorted(late)[:MOST_LINES]:
        line = case.question.line[name]
        facts: Facts = (
            ("line", name),
            *amounts(0 if is_thing else count, count * line.unit_mass_kg if is_thing else 0),
        )
        last = _last_out(case, name)
        if last is None:
            yield Reason("due.line.stays", line.origin, facts)
        else:
            at_utc = case.timeline.instant(last)
            yield Reason("due.line.later", line.origin, (*facts, ("last_utc", at_utc)))
    if len(late) > MOST_LINES:
        yield Reason("due.line.more", "", (("n", len(late) - MOST_LINES),))


def _basis(case: Case, aim: Aim) -> str:
    for milestone in case.withdrawal.milestones:
        if aim.kind == "milestone" and milestone.name == aim.name:
            return milestone.basis.value
    return ""


def _not_gone(case: Case, aim: Aim) -> dict[str, int]:
    """Units of each line that are not where they should be at the due."""
    timeline = case.timeline
    due = timeline.minute(due_of(case.withdrawal, aim))
    if aim.kind == "handover":
        there = timeline.present[aim.name]
    elif aim.kind == "deadline":
        there = timeline.in_country
    else:
        return {name: n for name, n in _of_milestone(case, aim.name, due).items() if n > 0}
    return {name: steps.at(due) for name, steps in there.items() if steps.at(due) > 0}


def _of_milestone(case: Case, name: str, due: int) -> dict[str, int]:
    milestone = next(x for x in case.withdrawal.milestones if x.name == name)
    timeline = case.timeline
    if milestone.basis is Basis.SITES:
        sites = sites_counted(case.withdrawal, milestone)
        return {
            line: steps.at(due)
            for site in sites
            for line, steps in timeline.present[site].items()
            if timeline.closing.get(site, 0) > due
        }
    return {
        line.name: line.count - timeline.gone[line.name].at(due)
        for line, _ in lines_counted(case.withdrawal, milestone)
    }


def _last_out(case: Case, name: str) -> int | None:
    """The minute from which nothing of a line is in the country; None if something stays."""
    return case.timeline.in_country[name].settles_within(0)
