"""Who is at a place at the midnights of a period of the day model: handlers, and who holds a floor.

In a period of several days one who travels counts as there at both ends. For each midnight they are
at one of them only: else the same people would work, and stand guard, at two places by going to and
fro.
"""

from drawdown.model import Line
from drawdown.planning.day_model import DayModel
from drawdown.planning.linear_model import Terms
from drawdown.planning.pools import LegKey
from drawdown.rules.steps import day_of

# Terms and a number: how many people, or midnights of people.
People = tuple[Terms, float]


class Presence:
    """The most people there can be; adds the columns and rows that this needs."""

    def __init__(self, days: DayModel) -> None:
        self.of = days
        self._gone: dict[tuple[str, LegKey, int], int] = {}

    def of_role(self, role: str) -> list[Line]:
        """The lines and pools of people with a role."""
        return [line for line in self.of.lines if line.is_people and line.role == role]

    def handlers(self, place: str, role: str, period: int) -> People:
        """The most people of a role there at any midnight that begins a day of a period."""
        lines = self.of_role(role)
        if place not in self.of.question.in_country:
            # Who is at a destination abroad is not counted: all of them may be there.
            return [], float(sum(line.count for line in lines if line.origin))
        terms = self._before(lines, place, period)
        if len(self.of.periods.days(period)) > 1:
            terms += [(column, 1.0) for column in self.of.coming(lines, place, period)]
        return terms, self._known(lines, place, period)

    def handled_midnights(self, place: str, role: str, period: int) -> People:
        """In sum of these midnights: how many people of a role can be there at each."""
        people, nights = self.handlers(place, role, period), len(self.of.periods.days(period))
        if nights == 1 or place not in self.of.question.in_country:
            return [(column, value * nights) for column, value in people[0]], people[1] * nights
        lines = self.of_role(role)
        inner, known = self.inner_midnights(lines, place, period)
        return [*self._before(lines, place, period), *inner], known + self._known(
            lines, place, period
        )

    def inner_midnights(self, lines: list[Line], place: str, period: int) -> People:
        """In sum of the midnights between the days of a period: how many can be there at each."""
        of, nights = self.of, len(self.of.periods.days(period)) - 1
        terms = [(column, value * nights) for column, value in self._before(lines, place, period)]
        for line in lines:
            for key in of.legs_of[line.name]:
                if key[0] == place:
                    terms += self._gone_on(line, key, period, -1.0)
            for whose, key, _ in of.legs_into(line):
                # Of the midnights since they left, those on the way are not spent there.
                spent = 1.0 - of.shortest_lag(key) / nights
                if key[1] == place and spent > 0:
                    terms += self._gone_on(whose, key, period, spent)
                if key[1] == place:
                    terms += self._come_from_before(whose, key, period)
        return terms, self._known(lines, place, period) * nights

    def _come_from_before(self, line: Line, key: LegKey, period: int) -> Terms:
        """Who left in an earlier period and can come in this one: at each midnight since then."""
        of, coming = self.of, []
        for sent in range(period):
            flow = of.flow.get((line.name, key, sent))
            earliest = of.periods.first(sent) + of.shortest_lag(key)
            if flow is not None and earliest in of.periods.days(period)[:-1]:
                coming.append((flow, float(of.periods.last[period] - earliest)))
        return coming

    def _before(self, lines: list[Line], place: str, period: int) -> Terms:
        """Those who are there at the midnight that begins a period, but for the first of all."""
        columns = [self.of.stock.get((line.name, place, period - 1)) for line in lines]
        return [(column, 1.0) for column in columns if period and column is not None]

    def _known(self, lines: list[Line], place: str, period: int) -> float:
        """Those who begin there, and are there from the start or come in the period."""
        question, known = self.of.question, 0
        for line in lines:
            if line.origin == place:
                come = day_of(question.there_from(line))
                from_start = period == 0 and question.there_from(line) <= 0
                later = come in self.of.periods.days(period)[:-1]
                known += line.count if from_start or later else 0
        return float(known)

    def _gone_on(self, line: Line, key: LegKey, period: int, value: float) -> Terms:
        """At how many inner midnights of a period those of a flow have left, in sum."""
        flow = self.of.flow.get((line.name, key, period))
        if flow is None:
            return []
        if (line.name, key, period) not in self._gone:
            column = self.of.model.column()
            nights = len(self.of.periods.days(period)) - 1
            self.of.model.at_most([(column, 1.0), (flow, -float(nights))], 0)
            self._gone[line.name, key, period] = column
        return [(self._gone[line.name, key, period], value)]
