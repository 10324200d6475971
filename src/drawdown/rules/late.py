"""What is late: for each due and each night at or after it, what is missing (docs/rules.md 3.1)."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from drawdown.model import Basis
from drawdown.rules.milestones import requirement
from drawdown.rules.steps import Steps
from drawdown.rules.timeline import Timeline


def late_cents(timeline: Timeline) -> Fraction:
    """The term ``late``, not yet rounded."""
    prices = timeline.withdrawal.prices
    cents = _milestones(timeline)
    for due, units in (*_handovers(timeline), *_latest(timeline), *_deadline(timeline)):
        person_nights, kg_nights = _nights(timeline, due, units)
        cents += person_nights * prices.late_person_per_night
        cents += Fraction(kg_nights * prices.late_t_per_night, 1000)
    return cents


def _milestones(timeline: Timeline) -> Fraction:
    prices = timeline.withdrawal.prices
    price = {
        Basis.PEOPLE: Fraction(prices.late_person_per_night),
        Basis.TONNES: Fraction(prices.late_t_per_night, 1000),
        Basis.PIECES: Fraction(prices.late_piece_per_night),
        Basis.SITES: Fraction(prices.late_site_per_night),
    }
    cents = Fraction(0)
    for milestone in timeline.withdrawal.milestones:
        required = requirement(timeline, milestone)
        missing = Steps(required.gone.changes(-1), initial=required.amount)
        due = timeline.minute(milestone.due_utc)
        cents += price[milestone.basis] * timeline.nights.total_beyond(missing, 0, due)
    return cents


_Units = tuple[str, Steps, int]
"""A line, its units that are where they should no longer be, and how many of them are left."""


def _handovers(timeline: Timeline) -> Iterator[tuple[int, list[_Units]]]:
    for place in timeline.places.values():
        if place.handover_utc is not None:
            yield (
                timeline.minute(place.handover_utc),
                [
                    (name, steps, timeline.left.get((name, place.name), 0))
                    for name, steps in timeline.present[place.name].items()
                ],
            )


def _latest(timeline: Timeline) -> Iterator[tuple[int, list[_Units]]]:
    for line in timeline.lines.values():
        if line.latest_utc is not None:
            steps = timeline.present[line.origin][line.name]
            left = timeline.left.get((line.name, line.origin), 0)
            yield timeline.minute(line.latest_utc), [(line.name, steps, left)]


def _deadline(timeline: Timeline) -> Iterator[tuple[int, list[_Units]]]:
    left: dict[str, int] = {}
    for (name, place), count in timeline.left.items():
        if timeline.places[place].in_country:
            left[name] = left.get(name, 0) + count
    yield (
        timeline.deadline,
        [(name, steps, left.get(name, 0)) for name, steps in timeline.in_country.items()],
    )


def _nights(timeline: Timeline, due: int, units: Iterable[_Units]) -> tuple[int, int]:
    """Nights of people, and of kg of things that are not left, at or after a due."""
    person_nights = kg_nights = 0
    for name, steps, left in units:
        line = timeline.lines[name]
        if line.is_people:
            person_nights += timeline.nights.total(steps, due)
        else:
            missing = timeline.nights.total_beyond(steps, left, due)
            kg_nights += missing * line.unit_mass_kg
    return person_nights, kg_nights
