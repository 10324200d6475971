"""What milestones, handovers and the deadline require, and when a plan reaches it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from drawdown.model import Basis, Line, Milestone, MilestoneReached, PlaceKind, Plan, Withdrawal
from drawdown.rules.steps import Steps, combined
from drawdown.rules.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be gone, in people, kg, pieces or sites, and what is gone by when."""

    amount: int
    gone: Steps


def requirement(timeline: Timeline, milestone: Milestone) -> Requirement:
    """What a milestone requires of a plan (docs/rules.md 2.5)."""
    if milestone.basis is Basis.SITES:
        sites = sites_counted(timeline.withdrawal, milestone)
        return Requirement(amount_required(milestone, len(sites)), _sites_gone(timeline, sites))
    counted = lines_counted(timeline.withdrawal, milestone)
    whole = sum(line.count * weight for line, weight in counted)
    gone = combined((timeline.gone[line.name], weight) for line, weight in counted)
    return Requirement(amount_required(milestone, whole), gone)


def amount_required(milestone: Milestone, whole: int) -> int:
    """What must be gone of a whole, in people, kg, pieces or sites."""
    if milestone.share is None:
        return milestone.amount or 0
    return ceil(milestone.share * Fraction(whole))


def lines_counted(withdrawal: Withdrawal, milestone: Milestone) -> list[tuple[Line, int]]:
    """The lines that a milestone counts, and what a unit of each adds: a person, a piece, its kg.

    Empty where it counts sites.
    """
    if milestone.basis is Basis.SITES:
        return []
    inside = {place.name for place in withdrawal.places if place.in_country}
    places = set(milestone.places) or inside
    people = milestone.basis is Basis.PEOPLE
    by_mass = milestone.basis is Basis.TONNES
    return [
        (line, line.unit_mass_kg if by_mass else 1)
        for line in withdrawal.lines
        if line.is_people == people
        and line.origin in places
        and (milestone.helpers or not line.helper)
    ]


def sites_counted(withdrawal: Withdrawal, milestone: Milestone) -> list[str]:
    """The sites that a milestone counts."""
    return [
        place.name
        for place in withdrawal.places
        if place.kind is PlaceKind.SITE
        and (place.name in milestone.places if milestone.places else place.in_country)
    ]


def _sites_gone(timeline: Timeline, sites: list[str]) -> Steps:
    return Steps(
        (timeline.closing.get(site, 0), 1) for site in sites if site not in timeline.people_left
    )


def reached_at(required: Requirement) -> int | None:
    """The first minute of the withdrawal at which a requirement is gone."""
    return required.gone.first_at_least(required.amount)


def milestones_reached(withdrawal: Withdrawal, plan: Plan) -> tuple[MilestoneReached, ...]:
    """When the plan reaches each milestone, then each handover, then the deadline.

    A handover has the name and title of its place, the deadline the name ``deadline``; they are
    reached when the place, or the country, is empty for good.
    """
    timeline = Timeline(withdrawal, plan)
    return (*_milestones(timeline), *_handovers(timeline), _deadline(timeline))


def _milestones(timeline: Timeline) -> Iterator[MilestoneReached]:
    for milestone in timeline.withdrawal.milestones:
        required = requirement(timeline, milestone)
        met = required.gone.at(timeline.minute(milestone.due_utc)) >= required.amount
        reached = reached_at(required)
        yield MilestoneReached(
            milestone.name,
            milestone.title,
            milestone.due_utc,
            None if reached is None else timeline.instant(reached),
            met,
        )


def _handovers(timeline: Timeline) -> Iterator[MilestoneReached]:
    for place in timeline.places.values():
        if place.handover_utc is None:
            continue
        units = combined((steps, 1) for steps in timeline.present[place.name].values())
        empty = units.settles_within(0)
        yield MilestoneReached(
            place.name,
            place.title,
            place.handover_utc,
            None if empty is None else timeline.instant(max(0, empty)),
            empty is not None and empty <= timeline.minute(place.handover_utc),
        )


def _deadline(timeline: Timeline) -> MilestoneReached:
    units = combined((steps, 1) for steps in timeline.in_country.values())
    empty = units.settles_within(0)
    return MilestoneReached(
        "deadline",
        "",
        timeline.withdrawal.deadline_utc,
        None if empty is None else timeline.instant(max(0, empty)),
        units.at(timeline.deadline) <= 0,
    )
