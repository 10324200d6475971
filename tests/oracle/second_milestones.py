"""When milestones, handovers and the deadline are reached, told a second time (rules.md 2.5)."""

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from math import ceil

from drawdown.model import Basis, Line, Milestone, Place, PlaceKind, Plan, Withdrawal
from oracle.story import Story


def second_milestones(
    withdrawal: Withdrawal, plan: Plan
) -> list[tuple[str, datetime, datetime | None, bool]]:
    """Name, due, first instant at which it is reached (None: never), and whether it is met.

    The milestones in the order of their table, then the handovers, then the deadline.
    """
    story = Story(withdrawal, plan)
    reached = []
    for milestone in withdrawal.milestones:
        due, needed = milestone.due_utc, requirement(story, milestone)
        first = first_instant(
            story, lambda t, of=milestone, need=needed: gone_from(story, of, t) >= need
        )
        reached.append((milestone.name, due, first, gone_from(story, milestone, due) >= needed))
    for place in withdrawal.places:
        if place.handover_utc is not None:
            since = emptied(story, lambda t, at=place.name: units_at(story, at, t))
            met = since is not None and since <= place.handover_utc
            reached.append((place.name, place.handover_utc, since, met))
    out = emptied(story, lambda t: units_in_country(story, t))
    met = units_in_country(story, withdrawal.deadline_utc) <= 0
    return [*reached, ("", withdrawal.deadline_utc, out, met)]


def units_at(story: Story, place: str, t: datetime) -> int:
    """Units of all lines present at a place."""
    return sum(story.present(line, place, t) for line in story.withdrawal.lines)


def units_in_country(story: Story, t: datetime) -> int:
    """Units of all lines in the country."""
    return sum(story.in_country(line, t) for line in story.withdrawal.lines)


def first_instant(story: Story, holds: Callable[[datetime], bool]) -> datetime | None:
    """The first instant, from the start on, at which something holds."""
    start = story.withdrawal.start_utc
    return next((t for t in story.instants() if t >= start and holds(t)), None)


def emptied(story: Story, units: Callable[[datetime], int]) -> datetime | None:
    """The first instant from which on there are no units any more."""
    since = None
    for t in story.instants():
        if t < story.withdrawal.start_utc or units(t) > 0:
            since = None
        elif since is None:
            since = t
    return since


def requirement(story: Story, milestone: Milestone) -> int:
    """What must be gone: people, kg, pieces or sites."""
    if milestone.amount is not None:
        return milestone.amount
    assert milestone.share is not None
    if milestone.basis is Basis.SITES:
        whole = len(sites_of(story, milestone))
    else:
        whole = sum(
            line.count * weight(line, milestone.basis) for line in lines_of(story, milestone)
        )
    return ceil(Fraction(milestone.share) * whole)


def gone_from(story: Story, milestone: Milestone, t: datetime) -> int:
    """What is gone at ``t``, in the basis of a milestone."""
    if milestone.basis is Basis.SITES:
        return sum(is_gone(story, place, t) for place in sites_of(story, milestone))
    return sum(
        story.gone(line, t) * weight(line, milestone.basis) for line in lines_of(story, milestone)
    )


def weight(line: Line, basis: Basis) -> int:
    """What one unit of a line counts on a basis."""
    if line.is_people:
        return 1 if basis is Basis.PEOPLE else 0
    return {Basis.PEOPLE: 0, Basis.TONNES: line.unit_mass_kg, Basis.PIECES: 1}[basis]


def lines_of(story: Story, milestone: Milestone) -> list[Line]:
    """The lines a milestone speaks of."""
    return [
        line
        for line in story.withdrawal.lines
        if (milestone.helpers or not line.helper)
        and (
            line.origin in milestone.places
            if milestone.places
            else story.places[line.origin].in_country
        )
    ]


def sites_of(story: Story, milestone: Milestone) -> list[Place]:
    """The sites a milestone speaks of."""
    return [
        place
        for place in story.withdrawal.places
        if place.kind is PlaceKind.SITE
        and (place.name in milestone.places if milestone.places else place.in_country)
    ]


def is_gone(story: Story, place: Place, t: datetime) -> bool:
    """Whether a place is closed at ``t`` with nobody left there."""
    if story.people_left(place.name):
        return False
    return (story.closing(place.name) or story.withdrawal.start_utc) <= t
