"""What becomes of people and things: taken out of the country, disposed of in it, left."""

from dataclasses import dataclass

from drawdown.model import Plan, Withdrawal
from drawdown.rules.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Fates:
    """Sums over all lines; things in kg.

    What is out left the country on lifts, whenever that is. What is left is at a place in the
    country or out of it that is not its destination.
    """

    people_out: int
    kg_out: int
    kg_disposed: int
    people_left: int
    kg_left: int


def fates(withdrawal: Withdrawal, plan: Plan) -> Fates:
    """What becomes of all people and things by a plan."""
    timeline = Timeline(withdrawal, plan)
    gone = {line.name: timeline.gone[line.name].final for line in withdrawal.lines}
    disposed: dict[str, int] = {}
    for each in timeline.disposed:
        # Only what is disposed of in the country is gone by it.
        if timeline.places[each.disposal.place].in_country:
            gone[each.line.name] -= each.count
        disposed[each.line.name] = disposed.get(each.line.name, 0) + each.count
    left: dict[str, int] = {}
    for (name, _), count in timeline.left.items():
        left[name] = left.get(name, 0) + count
    return Fates(
        people_out=_people(timeline, gone),
        kg_out=_kg(timeline, gone),
        kg_disposed=_kg(timeline, disposed),
        people_left=_people(timeline, left),
        kg_left=_kg(timeline, left),
    )


def _people(timeline: Timeline, units: dict[str, int]) -> int:
    return sum(count for name, count in units.items() if timeline.lines[name].is_people)


def _kg(timeline: Timeline, units: dict[str, int]) -> int:
    return sum(
        count * timeline.lines[name].unit_mass_kg
        for name, count in units.items()
        if not timeline.lines[name].is_people
    )
