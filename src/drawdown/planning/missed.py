"""Which dues a plan misses, and by how much: what the reasons speak of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from drawdown.model import Basis, Plan, Reason, Withdrawal
from drawdown.planning.least import Aim, Least
from drawdown.rules.milestones import requirement
from drawdown.rules.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Missed:
    """A due, and what a plan misses there: people, kg of things, pieces or sites."""

    aim: Aim
    people: int
    kg: int
    count: int
    facts: tuple[tuple[str, str | int | float | datetime], ...]


def missed_by(withdrawal: Withdrawal, plan: Plan) -> tuple[Missed, ...]:
    """The dues that a plan misses: the deadline, what is left, milestones, handovers, dates.

    A due after the end of the withdrawal is none of the plan's.
    """
    timeline = Timeline(withdrawal, plan)
    return tuple(
        each for each in _all(timeline) if each.people > 0 or each.kg > 0 or each.count > 0
    )


def _all(timeline: Timeline) -> Iterator[Missed]:
    withdrawal = timeline.withdrawal
    here = ((name, steps.at(timeline.deadline)) for name, steps in timeline.in_country.items())
    facts = (("deadline_utc", withdrawal.deadline_utc),)
    yield Missed(Aim("deadline"), *_sums(timeline, here), 0, facts)
    left = ((name, count) for (name, _), count in timeline.left.items())
    yield Missed(Aim("end"), *_sums(timeline, left), 0, ())
    for milestone in withdrawal.milestones:
        if milestone.due_utc > withdrawal.end_utc:
            continue
        required = requirement(timeline, milestone)
        missing = required.amount - required.gone.at(timeline.minute(milestone.due_utc))
        parts = (
            missing if milestone.basis is Basis.PEOPLE else 0,
            missing if milestone.basis is Basis.TONNES else 0,
            missing if milestone.basis in (Basis.PIECES, Basis.SITES) else 0,
        )
        dated = (
            ("milestone", milestone.name), ("due_utc", milestone.due_utc),
            ("basis", milestone.basis.value),
        )  # fmt: skip
        yield Missed(Aim("milestone", milestone.name), *parts, dated)
    for place in withdrawal.places:
        if place.handover_utc is not None and place.handover_utc <= withdrawal.end_utc:
            due = timeline.minute(place.handover_utc)
            there = ((name, steps.at(due)) for name, steps in timeline.present[place.name].items())
            facts = (("handover_utc", place.handover_utc),)
            yield Missed(Aim("handover", place.name), *_sums(timeline, there), 0, facts)
    late = (
        (line.name, timeline.present[line.origin][line.name].at(timeline.minute(line.latest_utc)))
        for line in withdrawal.lines
        if line.latest_utc is not None and line.latest_utc <= withdrawal.end_utc
    )
    yield Missed(Aim("latest"), *_sums(timeline, late), 0, ())


def _sums(timeline: Timeline, units: Iterable[tuple[str, int]]) -> tuple[int, int]:
    """People, and kg of things, of so many units of lines."""
    people = kg = 0
    for name, count in units:
        line = timeline.lines[name]
        people += count if line.is_people else 0
        kg += 0 if line.is_people else count * line.unit_mass_kg
    return people, kg


def at_best_reason(missed: Missed, least: Least) -> Reason:
    """What every plan misses at a due, beside what this one does."""
    aim = missed.aim
    facts = (
        *missed.facts,
        ("n", least.people + least.count + (2 if least.kg else 0)),
        ("what_people", least.people), ("what_kg", least.kg), ("what_count", least.count),
        ("plan_people", missed.people), ("plan_kg", missed.kg), ("plan_count", missed.count),
    )  # fmt: skip
    return Reason(f"best.{aim.kind}", aim.name if aim.kind == "handover" else "", facts)
