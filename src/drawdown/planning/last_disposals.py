"""What a plan would leave although there is a cheaper way to dispose of it there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from drawdown.model import Disposal, DisposalOption, Left, Line, Plan
from drawdown.planning.mend import breaches_of
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.stock import NO_LIMIT, disposal_option
from drawdown.planning.unit_prices import disposal_eur
from drawdown.rules import cost_terms, left
from drawdown.rules.steps import day_of


def dispose_of_left(question: Question, plan: Plan) -> Plan:
    """The plan with disposals of what it leaves, line by line, where that costs less.

    Each as early as the option has room, on days on which the place is still at work.
    """
    for entry in left(question.withdrawal, plan):
        more = tuple(_disposals(question, plan, entry))
        if more:
            tried = replace(plan, disposals=(*plan.disposals, *more))
            if cents_of(question, tried) < cents_of(question, plan) and not breaches_of(
                question, tried
            ):
                plan = tried
    return plan


def cents_of(question: Question, plan: Plan) -> int:
    """What a plan costs, by the judge."""
    return sum(cost_terms(question.withdrawal, plan).values())


def _disposals(question: Question, plan: Plan, entry: Left) -> Iterator[Disposal]:
    """As much of what is left of a line as the cheapest way takes in time."""
    line = question.line[entry.line]
    if line.is_people:
        return
    options = [disposal_option(question, way, entry.place) for way in line.dispositions]
    known = [option for option in options if option is not None]
    option = min(known, key=lambda x: (disposal_eur(line, x), x.disposition), default=None)
    if option is None:
        return
    missing = entry.count
    for day, units in _room(question, plan, line, option, entry.place):
        count = min(missing, units)
        if count > 0:
            at = max(day * MINUTES_PER_DAY + 1, question.ready_from(line))
            at_utc = question.instant(at)
            yield Disposal(line.name, entry.place, option.disposition, count, at_utc)
            missing -= count


def _room(
    question: Question, plan: Plan, line: Line, option: DisposalOption, place: str
) -> Iterator[tuple[int, int]]:
    """Days on which the option has room, and for how many units; the last is the place's last."""
    used: Counter[int] = Counter()
    departs = [x.depart_utc for x in plan.lifts if x.loads and x.origin == place]
    for each in plan.disposals:
        if disposal_option(question, each.disposition, each.place) == option:
            day = day_of(question.minute(each.at_utc))
            used[day] += each.count * question.line[each.line].unit_mass_kg
        if each.place == place:
            departs.append(each.at_utc)
    last = day_of(question.minute(max(departs))) if departs else question.days - 1
    opens = max(question.minute_or(option.from_utc, 0), question.ready_from(line))
    closes = min(question.minute_or(option.until_utc, question.end_min), question.end_min)
    for day in range(opens // MINUTES_PER_DAY, last + 1):
        if day * MINUTES_PER_DAY + 1 < closes:
            room = NO_LIMIT if option.kg_per_day is None else option.kg_per_day - used[day]
            yield day, room // line.unit_mass_kg
