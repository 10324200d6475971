"""The price list: what a plan costs, term by term, in euro cents (docs/rules.md 3).

Every term is summed exactly and rounded once, halves up, unless said otherwise.
"""

from fractions import Fraction

from drawdown.model import Plan, Withdrawal
from drawdown.rules.changes import changed_lifts
from drawdown.rules.late import late_cents
from drawdown.rules.timeline import Run, Timeline


def cost_terms(withdrawal: Withdrawal, plan: Plan, base: Plan | None = None) -> dict[str, int]:
    """Each term of the price list in cents; ``base`` is the plan in force, if there is one."""
    timeline = Timeline(withdrawal, plan)
    prices = withdrawal.prices
    changes = changed_lifts(base, plan).count if base is not None else 0
    return {
        "late": rounded(late_cents(timeline)),
        "left_people": sum(timeline.people_left.values()) * prices.left_person,
        "left_things": left_things_cents(timeline),
        "exposure": rounded(exposure_cents(timeline)),
        "lift": sum(lift_cents(run) for run in timeline.runs),
        "handling": rounded(
            Fraction(sum(run.things_kg for run in timeline.runs) * prices.handling_per_t, 1000)
        ),
        "disposal": rounded(disposal_cents(timeline)),
        "fragments": fragments(timeline) * prices.fragment,
        "changes": changes * prices.change,
    }


def rounded(cents: Fraction) -> int:
    """To the nearest whole number, halves up.

    >>> rounded(Fraction(5, 2)), rounded(Fraction(-5, 2)), rounded(Fraction(7, 3))
    (3, -2, 2)
    """
    return (2 * cents.numerator + cents.denominator) // (2 * cents.denominator)


def left_things_cents(timeline: Timeline) -> int:
    """Mass of the things left, at the price of their priority."""
    price = timeline.withdrawal.prices.left_kg
    left = ((timeline.lines[name], count) for (name, _), count in timeline.left.items())
    return sum(
        count * line.unit_mass_kg * price[line.priority - 1]
        for line, count in left
        if not line.is_people
    )


def exposure_cents(timeline: Timeline) -> Fraction:
    """Nights of people in the country, each by the threat where they are or come from."""
    nights = timeline.nights
    threatened = 0
    for place in timeline.places.values():
        if place.in_country:
            people = nights.total(timeline.people_at(place.name))
            threatened += people * place.threat_percent
    for run in timeline.runs:
        if run.people and run.depart < run.arrive and timeline.in_country_on_the_way(run):
            people = run.people * nights.between(run.depart, run.arrive)
            threatened += people * timeline.places[run.lift.origin].threat_percent
    return Fraction(threatened * timeline.withdrawal.prices.exposure_per_person_night, 100)


def lift_cents(run: Run) -> int:
    """What one lift costs: its price, and its hours, rounded."""
    if run.leg is None:
        travel_min = max(0, run.arrive - run.depart)
    else:
        travel_min = run.leg.minutes(run.carrier.speed_km_per_h)
    hours_cents = rounded(Fraction(run.carrier.cost_cents_per_h * travel_min, 60))
    return run.carrier.cost_cents_per_lift + hours_cents


def disposal_cents(timeline: Timeline) -> Fraction:
    """Value lost and cost of all disposals; without an option the whole value."""
    cents = Fraction(0)
    for disposed in timeline.disposed:
        value = disposed.count * disposed.line.value_cents
        if disposed.option is None:
            cents += value
            continue
        cents += Fraction(value * disposed.option.value_lost_percent, 100)
        cents += Fraction(disposed.kg * disposed.option.cost_cents_per_t, 1000)
    return cents


def fragments(timeline: Timeline) -> int:
    """For each line the lifts that carry it from its origin, less one, at least 0."""
    return sum(max(0, len(runs) - 1) for runs in timeline.leaving.values())
