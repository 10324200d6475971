"""What a plan costs, told a second time (rules.md section 3): exact fractions, rounded once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from drawdown.model import Basis, Lift, Line, Plan, Withdrawal
from oracle.second_milestones import gone_from, requirement
from oracle.story import Story, minutes, rounded


def second_terms(withdrawal: Withdrawal, plan: Plan, base: Plan | None = None) -> dict[str, int]:
    """Every term of the price list, in cents."""
    story = Story(withdrawal, plan)
    return {
        "late": rounded(late(story)),
        "left_people": rounded(left_people(story)),
        "left_things": rounded(left_things(story)),
        "exposure": rounded(exposure(story)),
        "lift": lift_cost(story),
        "handling": rounded(handling_cost(story)),
        "disposal": rounded(disposal_cost(story)),
        "fragments": fragments(story),
        "changes": changes(story, base),
    }


def late(story: Story) -> Fraction:
    """What is missing at each night at or after each due, times its price."""
    late_nights = (late_milestones(story, n) + late_units(story, n) for n in story.nights())
    return sum(late_nights, Fraction(0))


def late_milestones(story: Story, night: datetime) -> Fraction:
    """The price of what the milestones miss at one night."""
    price = Fraction(0)
    for milestone in story.withdrawal.milestones:
        if night >= milestone.due_utc:
            gone = gone_from(story, milestone, night)
            missing = max(0, requirement(story, milestone) - gone)
            price += missing * price_of(story, milestone.basis)
    return price


def late_units(
    story: Story, night: datetime, among: Callable[[Line], bool] = lambda line: True
) -> Fraction:
    """The price of the units that are at one night where they should no longer be."""
    withdrawal = story.withdrawal
    price = Fraction(0)
    for line in filter(among, withdrawal.lines):
        for place in withdrawal.places:
            if place.handover_utc is not None and night >= place.handover_utc:
                price += late_price(story, line) * missing_at(story, line, place.name, night)
        if night >= withdrawal.deadline_utc:
            price += late_price(story, line) * missing_in_country(story, line, night)
        if line.latest_utc is not None and night >= line.latest_utc:
            price += late_price(story, line) * missing_at(story, line, line.origin, night)
    return price


def price_of(story: Story, basis: Basis) -> Fraction:
    """What one person, kg, piece or site late for a night costs."""
    prices = story.withdrawal.prices
    return {
        Basis.PEOPLE: Fraction(prices.late_person_per_night),
        Basis.TONNES: Fraction(prices.late_t_per_night, 1000),
        Basis.PIECES: Fraction(prices.late_piece_per_night),
        Basis.SITES: Fraction(prices.late_site_per_night),
    }[basis]


def late_price(story: Story, line: Line) -> Fraction:
    """What one unit of a line late for a night costs: people by head, things by mass."""
    if line.is_people:
        return price_of(story, Basis.PEOPLE)
    return line.unit_mass_kg * price_of(story, Basis.TONNES)


def missing_at(story: Story, line: Line, place: str, night: datetime) -> int:
    """Units at a place that should have gone; of things, not those that are left there."""
    here = story.present(line, place, night)
    return here if line.is_people else max(0, here - story.left(line, place))


def missing_in_country(story: Story, line: Line, night: datetime) -> int:
    """Units in the country that should be out; of things, not those that are left in it."""
    here = story.in_country(line, night)
    left = sum(story.left(line, place) for place in story.present_in_country(line, night))
    return here if line.is_people else max(0, here - left)


def left_people(story: Story) -> int:
    """The price of the people left, wherever they are."""
    people = sum(story.people_left(place) for place in story.places)
    return people * story.withdrawal.prices.left_person


def left_things(story: Story) -> int:
    """The price of the things left, by mass and priority."""
    return sum(
        story.left(line, place) * line.unit_mass_kg
        * story.withdrawal.prices.left_kg[line.priority - 1]
        for line in story.withdrawal.lines
        for place in story.places
        if not line.is_people
    )  # fmt: skip


def exposure(story: Story) -> Fraction:
    """The price of every night of every person in the country."""
    return sum((exposure_at(story, night) for night in story.nights()), Fraction(0))


def exposure_at(story: Story, night: datetime) -> Fraction:
    """The price of one night of the people in the country, by the threat where they are."""
    people = Fraction(0)
    for line in story.withdrawal.lines:
        if line.is_people:
            for where in (story.present_in_country(line, night), story.on_the_way(line, night)):
                for place, units in where.items():
                    people += units * Fraction(story.places[place].threat_percent, 100)
    return people * story.withdrawal.prices.exposure_per_person_night


def lift_cost(story: Story) -> int:
    """What the lifts cost, each rounded."""
    cost = 0
    for lift in story.plan.lifts:
        carrier, travel_min = story.carrier(lift), story.travel_min(lift)
        if travel_min is None:
            travel_min = max(0, minutes(lift.arrive_utc - lift.depart_utc))
        cost += carrier.cost_cents_per_lift
        cost += rounded(Fraction(carrier.cost_cents_per_h * travel_min, 60))
    return cost


def handling_cost(story: Story) -> Fraction:
    """What loading and unloading of things costs."""
    kg = sum(story.things_kg_on(lift) for lift in story.plan.lifts)
    return Fraction(kg * story.withdrawal.prices.handling_per_t, 1000)


def disposal_cost(story: Story) -> Fraction:
    """The value lost and the cost of disposing."""
    cost = Fraction(0)
    for disposal in story.disposed():
        line, option = story.lines[disposal.line], story.option(disposal)
        value = disposal.count * line.value_cents
        mass_kg = disposal.count * line.unit_mass_kg
        if option is None:
            cost += value
        else:
            cost += Fraction(value * option.value_lost_percent, 100)
            cost += Fraction(mass_kg * option.cost_cents_per_t, 1000)
    return cost


def fragments(story: Story) -> int:
    """The price of carrying a line from its origin in more than one lift."""
    cost = 0
    for line in story.withdrawal.lines:
        lifts = [x for x, y, _ in story.carried() if y is line and x.origin == line.origin]
        cost += max(0, len(lifts) - 1) * story.withdrawal.prices.fragment
    return cost


def changes(story: Story, base: Plan | None) -> int:
    """The price of what differs from a plan in force."""
    if base is None:
        return 0
    now = what_lifts_do(story.plan)
    before = what_lifts_do(base)
    changed = sum(now.get(name) != before.get(name) for name in {*now, *before})
    return changed * story.withdrawal.prices.change


def what_lifts_do(plan: Plan) -> dict[str, tuple[Lift, dict[str, int]]]:
    """Each lift by its name: all but its loads, and the units of each line on board."""
    lifts = {}
    for lift in plan.lifts:
        units: dict[str, int] = {}
        for load in lift.loads:
            if load.count > 0:
                units[load.line] = units.get(load.line, 0) + load.count
        lifts[lift.name] = (replace(lift, loads=()), units)
    return lifts
