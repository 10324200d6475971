"""How little can be missing at a due: the relaxed day model with nothing priced but that.

What the model still misses, every plan misses. Its row prices say which limits make it so.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from drawdown.model import Basis, Line, Milestone
from drawdown.planning.day_limits import DayLimits, RowName
from drawdown.planning.day_model import DayModel
from drawdown.planning.day_prices import first_night, going
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, Minimise, Solved
from drawdown.planning.linear_model import Arrays, Terms, built_until
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.rules.milestones import amount_required, lines_counted, sites_counted

Stop = Callable[[], bool]

# A person weighs as much as 100 t: few are ever left so that things may go.
PERSON = 1.0
KG = 1e-5
# What is a limit in the words of a reason; seats and payload bind through the fleet.
KINDS = ("spots", "fleet", "runs", "handling", "handling_people", "gate", "gate_people", "beds")
# A limit's worth against the largest one: below this it does not bind.
LEAST_WORTH = 0.02
# A limit's worth against what is forced: below this it is the engine's noise.
LEAST_SHARE = 1e-4
# Of all that there is, so much is the engine's noise where nothing should be missing.
NOISE_SHARE = 1e-6
# The engine's tolerance, in people or pieces, and in kg.
NOISE_UNITS = 1e-3
NOISE_KG = 0.5


@dataclass(frozen=True, slots=True)
class Aim:
    """A due by which something should be gone.

    ``kind``: ``deadline``; ``end`` (nothing is left); ``milestone`` and ``handover`` with the name
    of the milestone or place; ``latest`` (each line by its latest date); ``line`` with the name of
    a line: all of it out by its latest date, without one by the deadline; ``left`` with the name of
    a line: nothing of it is left.
    """

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """A limit that binds: its kind, the place, fleet or gate, on how many days."""

    kind: str
    where: str
    days: int


@dataclass(frozen=True, slots=True)
class Least:
    """What is missing at the least: people, kg of things, and other counts (pieces, sites).

    ``value`` is the weighted sum that was minimised.
    """

    value: float
    people: int
    kg: int
    count: int
    binding: tuple[Binding, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.people or self.kg or self.count)


@dataclass(slots=True)
class _Measure:
    """Columns whose sum is what an aim misses."""

    people: Terms
    kg: Terms
    count: Terms

    def weighted(self) -> Terms:
        return [
            *((column, PERSON * each) for column, each in self.people),
            *((column, KG * each) for column, each in self.kg),
            *((column, PERSON * each) for column, each in self.count),
        ]


class LeastMissing:
    """The day model of a withdrawal with a measure for each of some aims.

    With ``period_days`` it counts in periods of so many days and in pools, as the bound does: for
    a merged withdrawal, and what ``is_coarse_enough`` says.
    """

    def __init__(
        self, question: Question, aims: tuple[Aim, ...], *, period_days: int | None = None
    ) -> None:
        # What happens after the last of the dues matters to none of them.
        until = max(_due(question, aim) for aim in aims)
        cut = replace(question.withdrawal, end_utc=question.instant(until * MINUTES_PER_DAY))
        self.question = Question(cut)
        self._days = DayModel(
            self.question, pooled=period_days is not None, period_days=period_days or 1
        )
        lines = question.withdrawal.lines if period_days else ()
        # Of a large model the engine's noise is larger.
        self._noise_units = NOISE_UNITS + NOISE_SHARE * sum(x.count for x in lines)
        self._noise_kg = NOISE_KG + NOISE_SHARE * sum(x.mass_kg for x in lines if not x.is_people)
        self._limits = DayLimits(self._days)
        self._measure = {aim: self._measured(aim) for aim in aims}
        self._arrays = self._days.model.arrays()

    def is_within(self, least: Least, held: float) -> bool:
        """Whether no more is missing than a weighted sum, as far as the engine can tell."""
        lines = self.question.withdrawal.lines
        whole = sum(PERSON * x.count if x.is_people else KG * x.mass_kg for x in lines)
        return least.is_nothing or least.value <= held + NOISE_SHARE * (1.0 + whole)

    def solve(self, weights: Mapping[Aim, float], stop: Stop) -> Least | None:
        """The least of the weighted sum of what the aims miss; None if it was not solved."""
        if stop():
            return None
        cost = np.zeros(len(self._arrays.cost))
        for aim, weight in weights.items():
            for column, value in self._measure[aim].weighted():
                cost[column] += weight * value
        solved = self._solved(cost, stop)
        if solved is None or solved.x is None:
            return None
        people = kg = count = 0.0
        for aim in weights:
            measure = self._measure[aim]
            people += _sum(measure.people, solved.x)
            kg += _sum(measure.kg, solved.x)
            count += _sum(measure.count, solved.x)
        return Least(
            max(0.0, solved.objective),
            _at_least(people, self._noise_units),
            _at_least(kg, self._noise_kg),
            _at_least(count, self._noise_units),
            tuple(binding_in(self._limits.names, self._arrays, solved)),
        )

    def _solved(self, cost: np.ndarray, stop: Stop) -> Solved | None:
        """The model with a cost of each column; None if it was not solved."""
        arrays = replace(self._arrays, cost=cost)
        solved = solve(Minimise(arrays, Effort(), relaxed=True, interior=True), stop=stop)
        if solved.row_price is None and not stop():
            # Now and then the interior point alone does not get there.
            solved = solve(Minimise(arrays, Effort(), relaxed=True), stop=stop)
        return None if solved.row_price is None else solved

    def at_best(self, aim: Aim, stop: Stop) -> Least | None:
        """What an aim misses at the least, with the fewest people of any plan.

        Where very heavy things have to wait for a few people, the weighted sum alone would leave
        the people.
        """
        least = self.solve({aim: 1.0}, stop)
        measure = self._measure[aim]
        if least is None or not least.people or not measure.kg:
            return least
        people = self._fewest_people(measure, stop)
        if people is None:
            return None
        kg = _at_least((least.value - PERSON * people) / KG, self._noise_kg)
        return replace(least, people=people, kg=kg)

    def _fewest_people(self, measure: _Measure, stop: Stop) -> int | None:
        cost = np.zeros(len(self._arrays.cost))
        for column, value in measure.people:
            cost[column] += value
        solved = self._solved(cost, stop)
        return None if solved is None else _at_least(solved.objective, self._noise_units)

    @classmethod
    def within(
        cls,
        question: Question,
        aims: tuple[Aim, ...],
        stop: Stop,
        *,
        period_days: int | None = None,
    ) -> "LeastMissing | None":
        """The model of some aims; None if the time was over before it was set up."""
        if stop():
            return None
        model = None
        with built_until(stop):
            model = cls(question, aims, period_days=period_days)
        return model

    # --- what the aims miss -------------------------------------------------------------------

    def _measured(self, aim: Aim) -> _Measure:
        if aim.kind == "milestone":
            return self._milestone(aim.name)
        measure = _Measure([], [], [])
        for line in self._days.lines:
            terms = self._of_line(aim, line)
            if line.is_people:
                measure.people += terms
            else:
                measure.kg += [(c, value * line.unit_mass_kg) for c, value in terms]
        return measure

    def _of_line(self, aim: Aim, line: Line) -> Terms:
        """Columns whose sum is the units of a line that the aim misses."""
        question, days = self.question, self._days
        if aim.kind == "deadline":
            return self._still_in_country(line, question.deadline_min)
        if aim.kind == "handover":
            handover = question.place[aim.name].handover_utc
            return (
                [] if handover is None else self._present(line, aim.name, question.minute(handover))
            )
        if aim.kind == "latest":
            if line.latest_utc is None:
                return []
            return self._present(line, line.origin, question.minute(line.latest_utc))
        if aim.kind in ("line", "left") and line.name != aim.name:
            return []
        if aim.kind == "line":
            due = question.minute_or(line.latest_utc, question.deadline_min)
            return self._still_in_country(line, due)
        return [(column, 1.0) for (name, _), column in days.left.items() if name == line.name]

    def _still_in_country(self, line: Line, due: int) -> Terms:
        """What was there or came in by a due, and cannot be gone by then; what is given up too.

        Units of a pool, and those that will be, are counted as the pool's.
        """
        days = self._days
        if line.name in days.pool_of:
            return []
        pool = days.pools.get(line.name)
        own = [(x, pool.units(x)) for x in pool.members] if pool else [(line, 1.0)]
        column = days.model.column()
        terms: Terms = [(column, 1.0), *(self._gone(line, due) if pool else [])]
        here = 0.0
        for member, units in own:
            terms += [(gone, units * value) for gone, value in self._gone(member, due)]
            here += units * self._here(member, due)
        days.model.at_least(terms, here)
        return [(column, 1.0), *self._given_up(line, own)]

    def _here(self, line: Line, due: int) -> int:
        """How many units are in the country, or were, without having been carried there."""
        question = self.question
        inside = line.origin in question.in_country
        return line.count if inside and question.there_from(line) <= due else 0

    def _given_up(self, line: Line, own: list[tuple[Line, float]]) -> Terms:
        """Units that have left the country for where nothing leads them on: they are left there."""
        each = dict.fromkeys([line.name], 1.0) | {member.name: units for member, units in own}
        return [
            (column, each[name])
            for (name, place, _), column in self._days.given_up.items()
            if name in each and place in self.question.in_country
        ]

    def _gone(self, line: Line, due: int) -> Terms:
        """Units that may count as gone by the night of a due, less those that came in."""
        last = self._step(line, due)
        return [term for terms in going(self._days, line)[: last + 1] for term in terms]

    def _step(self, line: Line, due: int) -> int:
        night = min(first_night(due), self._days.days - 1)
        return self._days.clock(line).of(night)

    def _present(self, line: Line, place: str, due: int) -> Terms:
        """Units there at a due: those of its midnight, or of the step before who have not left.

        Who is there in the first night after a due may have come in between.
        """
        days = self._days
        if first_night(due) >= days.days:
            return []
        step = self._step(line, due)
        at_midnight = due % MINUTES_PER_DAY == 0
        column = days.charged.get((line.name, place, step if at_midnight else step - 1))
        if column is None:
            return []
        gone = [] if at_midnight else days.leaving(line, place, step)
        return [(column, 1.0), *((flow, -1.0) for flow in gone)]

    def _milestone(self, name: str) -> _Measure:
        withdrawal, model = self.question.withdrawal, self._days.model
        milestone = next(x for x in withdrawal.milestones if x.name == name)
        missing = model.column()
        if milestone.basis is Basis.SITES:
            self._sites(milestone, missing)
            return _Measure([], [], [(missing, 1.0)])
        counted = lines_counted(withdrawal, milestone)
        needed = amount_required(milestone, sum(line.count * each for line, each in counted))
        due = self.question.minute(milestone.due_utc)
        terms = [
            (column, value * each)
            for line, each in counted
            for column, value in self._gone(line, due)
        ]
        # A pool counts heads, or kg, as the milestone does: its members are counted alike.
        pools = [self._days.pool_of[x.name] for x, _ in counted if x.name in self._days.pool_of]
        for name in sorted({pool.line.name for pool in pools}):
            terms += self._gone(self._days.line[name], due)
        model.at_least([(missing, 1.0), *terms], float(needed))
        whole = [(missing, 1.0)]
        if milestone.basis is Basis.PEOPLE:
            return _Measure(whole, [], [])
        if milestone.basis is Basis.TONNES:
            return _Measure([], whole, [])
        return _Measure([], [], whole)

    def _sites(self, milestone: Milestone, missing: int) -> None:
        """Sites where people are at the due are not gone: they leave later, or stay.

        Of what share of a line is there, so much of the site is missing at the least.
        """
        sites = sites_counted(self.question.withdrawal, milestone)
        needed = amount_required(milestone, len(sites))
        due = self.question.minute(milestone.due_utc)
        inhabited = [self._inhabited(name, due) for name in sites]
        terms = [(column, -1.0) for column in inhabited]
        self._days.model.at_least([(missing, 1.0), *terms], float(needed - len(sites)))

    def _inhabited(self, site: str, due: int) -> int:
        """A column that is at least the share of any line of people that is at a site at a due."""
        column = self._days.model.column()
        for line in self.question.withdrawal.lines:
            if line.is_people and line.destination != site:
                for there, value in self._present(line, site, due):
                    self._days.model.at_least([(column, float(line.count)), (there, -value)], 0)
        return column


def is_coarse_enough(question: Question, aim: Aim) -> bool:
    """Whether what is missing of an aim can be counted in pools; pieces and lines cannot."""
    of = [x.basis for x in question.withdrawal.milestones if x.name == aim.name]
    return aim.kind in ("deadline", "handover") or (
        aim.kind == "milestone" and of[:1] != [Basis.PIECES]
    )


def least_of_one(
    question: Question, aim: Aim, stop: Stop, *, period_days: int | None = None
) -> Least | None:
    """What an aim misses at the least, with the fewest people; None without the time."""
    model = LeastMissing.within(question, (aim,), stop, period_days=period_days)
    return None if model is None else model.at_best(aim, stop)


def least_of_sum(question: Question, weights: Mapping[Aim, float], stop: Stop) -> Least | None:
    """The least of the weighted sum of what aims miss; None without the time."""
    model = LeastMissing.within(question, tuple(weights), stop)
    return None if model is None else model.solve(weights, stop)


def _due(question: Question, aim: Aim) -> int:
    """Days from the start to the midnight at or after an aim's due, within the withdrawal."""
    withdrawal = question.withdrawal
    dues = [question.end_min]
    if aim.kind == "deadline":
        dues = [question.deadline_min]
    elif aim.kind == "milestone":
        dues = [question.minute(x.due_utc) for x in withdrawal.milestones if x.name == aim.name]
    elif aim.kind == "handover":
        dues = [question.minute_or(question.place[aim.name].handover_utc, question.end_min)]
    elif aim.kind == "line":
        line = question.line[aim.name]
        dues = [question.minute_or(line.latest_utc, question.deadline_min)]
    elif aim.kind == "latest":
        dues = [question.minute(x.latest_utc) for x in withdrawal.lines if x.latest_utc]
    days = -(-max(dues, default=question.end_min) // MINUTES_PER_DAY)
    return max(1, min(days, question.days))


def _sum(terms: Terms, x: np.ndarray) -> float:
    return sum(value * float(x[column]) for column, value in terms)


def _at_least(amount: float, noise: float) -> int:
    """The least whole number, the engine's noise taken off."""
    return max(0, int(np.ceil(amount - noise)))


def binding_in(names: dict[int, RowName], arrays: Arrays, solved: Solved) -> list[Binding]:
    """The limits that bind, by how much a hundredth more of each would take off."""
    assert solved.x is not None and solved.row_price is not None
    used = _used(arrays, solved.x)
    worth: Counter[tuple[str, str]] = Counter()
    days: dict[tuple[str, str], set[int]] = {}
    for row, (kind, where, on) in names.items():
        value = abs(float(solved.row_price[row])) * float(used[row])
        if kind in KINDS and value > LEAST_SHARE * solved.objective:
            worth[kind, where] += value  # type: ignore[assignment]
            days.setdefault((kind, where), set()).update(on)
    most = max(worth.values(), default=0)
    return [
        Binding(kind, where, len(days[kind, where]))
        for (kind, where), value in worth.most_common()
        if value >= LEAST_WORTH * most
    ]


def _used(arrays: Arrays, x: np.ndarray) -> np.ndarray:
    """What uses up each row: the sum of its positive terms."""
    products = np.append(np.maximum(arrays.values * x[arrays.columns], 0.0), 0.0)
    return np.add.reduceat(products, arrays.starts[:-1])
