"""What a plan would leave although there is a cheaper way to dispose of it there."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from drawdown.model import Disposal, DisposalOption, Left, Line, Plan
from drawdown.planning.halves import changed_in_parts
from drawdown.planning.mend import breaches_of
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.stock import NO_LIMIT, disposal_option
from drawdown.planning.unit_prices import disposal_eur, left_eur
from drawdown.rules import cost_terms, left
from drawdown.rules.steps import day_of


def dispose_of_left(question: Question, plan: Plan) -> Plan:
    """The plan with disposals of what it leaves, where that costs less and breaks no rule.

    Each as early as the option has room, on days on which the place is still at work.
    """
    chosen = [(entry, _option(question, entry)) for entry in left(question.withdrawal, plan)]
    gone = [_Gone(entry, option) for entry, option in chosen if option is not None]
    if not gone:
        return plan
    cents = cents_of(question, plan)

    def change(made: Plan, among: Sequence[_Gone]) -> Plan:
        room = _Room(question, made)
        more = [disposal for each in among for disposal in room.disposals(each)]
        return replace(made, disposals=(*made.disposals, *more))

    def does(made: Plan) -> bool:
        nonlocal cents
        now = cents_of(question, made)
        if now >= cents or breaches_of(question, made):
            return False
        cents = now
        return True

    return changed_in_parts(plan, gone, change, does)


def cents_of(question: Question, plan: Plan) -> int:
    """What a plan costs, by the judge."""
    return sum(cost_terms(question.withdrawal, plan).values())


def _option(question: Question, entry: Left) -> DisposalOption | None:
    """The cheapest way to dispose of what is left of a line; None where to leave it is cheaper."""
    line = question.line[entry.line]
    if line.is_people:
        return None
    options = [disposal_option(question, way, entry.place) for way in line.dispositions]
    known = [option for option in options if option is not None]
    option = min(known, key=lambda x: (disposal_eur(line, x), x.disposition), default=None)
    if option is None or disposal_eur(line, option) >= left_eur(question, line, entry.place):
        return None
    return option


class _Gone(NamedTuple):
    """What is left of a line, and how it is to be disposed of."""

    entry: Left
    option: DisposalOption


class _Room:
    """What the ways of disposal have left beside a plan, and when its places are at work."""

    def __init__(self, question: Question, plan: Plan) -> None:
        self.question = question
        self._used: Counter[tuple[DisposalOption, int]] = Counter()
        self._last: dict[str, datetime] = {}
        for lift in plan.lifts:
            if lift.loads:
                self._note_departure(lift.origin, lift.depart_utc)
        for disposal in plan.disposals:
            self._note(disposal)

    def disposals(self, gone: _Gone) -> Iterator[Disposal]:
        """As much of what is left of a line as there is room for in time."""
        (entry, option), question = gone, self.question
        line = question.line[entry.line]
        missing = entry.count
        for day in self._days(line, option, entry.place):
            room = NO_LIMIT if option.kg_per_day is None else option.kg_per_day
            room -= self._used[option, day]
            count = min(missing, room // line.unit_mass_kg)
            if count > 0:
                at = max(day * MINUTES_PER_DAY + 1, question.ready_from(line))
                at_utc = question.instant(at)
                disposal = Disposal(line.name, entry.place, option.disposition, count, at_utc)
                self._note(disposal)
                yield disposal
                missing -= count

    def _days(self, line: Line, option: DisposalOption, place: str) -> Iterator[int]:
        """Days on which the option is there and the place at work; the last is the place's last."""
        question = self.question
        last = question.days - 1
        if place in self._last:
            last = day_of(question.minute(self._last[place]))
        opens = max(question.minute_or(option.from_utc, 0), question.ready_from(line))
        closes = min(question.minute_or(option.until_utc, question.end_min), question.end_min)
        for day in range(opens // MINUTES_PER_DAY, last + 1):
            if day * MINUTES_PER_DAY + 1 < closes:
                yield day

    def _note(self, disposal: Disposal) -> None:
        option = disposal_option(self.question, disposal.disposition, disposal.place)
        if option is not None:
            day = day_of(self.question.minute(disposal.at_utc))
            kg = disposal.count * self.question.line[disposal.line].unit_mass_kg
            self._used[option, day] += kg
        self._note_departure(disposal.place, disposal.at_utc)

    def _note_departure(self, place: str, at_utc: datetime) -> None:
        self._last[place] = max(at_utc, self._last.get(place, at_utc))
