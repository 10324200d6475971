"""Better plans: a programme of lifts, then times, loads and the judge, again and again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from drawdown.model import Plan
from drawdown.planning.closing import closing_chains
from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.engine import solve
from drawdown.planning.guided import follow
from drawdown.planning.jobs import (
    CloseColumns,
    DescendFalls,
    Effort,
    ImproveBlocks,
    Job,
    Minimise,
    Solved,
)
from drawdown.planning.linear_model import Arrays
from drawdown.planning.load_model import Chosen, Cuts, LoadModel
from drawdown.planning.program import (
    Wanted,
    lifts_in_time,
    loaded_entries,
    plan_of,
    timetable_of,
    wanted_lifts,
)
from drawdown.planning.question import Question
from drawdown.planning.state import Planning
from drawdown.rules import left
from drawdown.rules.steps import day_of

# Lifts of a place whose loads are chosen anew together, in one pass after another.
LIFTS_IN_A_BLOCK = (10, 20)
# How often lifts are added to a programme whose loads do not all find room.
MOST_REPAIRS = 3
# By how many days lifts of the programme are offered a second time, a third of them at once: more
# would crowd one another out of the timetable.
SHIFT_DAYS = 2
PARTS = 3
# By how many days lifts of the best plan are moved to see whether that helps.
OTHER_DAYS = (-1, 1)
# Share of payload and positions in the relaxed loads that whole loads follow.
FOLLOWED_USE = 0.95
# How near to its bound a programme of lifts has to come.
PROGRAMME_GAP = 0.005
# One that is farther off when its time is over is worse than the lifts of a relaxed solution.
MOST_PROGRAMME_GAP = 0.02


class Improver:
    """Makes plans that are better than the best of a run, until nothing helps or time is over."""

    def __init__(self, run: Planning) -> None:
        self.run = run

    def improve(self) -> None:
        """A programme first; then the lifts of the best plan on other days, while that helps."""
        wanted = self._programme()
        if not wanted or self.run.stopped():
            return
        self._carry_out(self._better_days(wanted))
        while not self.run.stopped():
            assert self.run.best is not None
            before = self.run.best.cost_cents
            self._try_other_days()
            if self.run.best.cost_cents >= before:
                return

    def _carry_out(self, wanted: list[Wanted]) -> None:
        """Times and loads for the lifts wanted, and for more where something is left."""
        for repairs in range(MOST_REPAIRS + 1):
            if self.run.stopped():
                return
            missing = self._load(wanted, may_add=repairs < MOST_REPAIRS)
            if not missing:
                return
            wanted = sorted([*wanted, *missing])

    def _try_other_days(self) -> None:
        """The lifts of the best plan on other days, the most promising of them first.

        Only where loads in fractions say that it pays; whole ones take far longer to find.
        """
        wanted = self._lifts_of_best()
        euros = self._euros_of(wanted)
        ways: list[tuple[float, list[Wanted]]] = []
        for days in OTHER_DAYS:
            offered = [again(self.run.question, wanted, days, part) for part in range(PARTS)]
            tried = [self._without_idle_lifts(way) for way in offered]
            for way in (*tried, *moved(self.run.question, wanted, days)):
                if self.run.stopped():
                    return
                ways.append((self._euros_of(way), way))
        for value, way in sorted(ways):
            if value < euros:
                self._carry_out(way)

    # --- which lifts on which days -----------------------------------------------------------

    def _programme(self) -> list[Wanted]:
        """Lifts by day: closing days by descent, then whole lifts with those days fixed.

        Where whole lifts are not found in time, those of the best plan so far and of the relaxed
        solution together: the loads will show which of them are worth it.
        """
        self.run.tell("solve")
        days, _ = whole_day_model(self.run.question, strict=True)
        arrays = days.model.arrays()
        assert self.run.best is not None
        chains, falls = closing_chains(self.run, days, self.run.best.plan)
        seconds, work = self.run.limits.share(0.15, 20)
        effort = Effort(seconds=seconds, work=work)
        job: Job = Minimise(arrays, effort, relaxed=True, seed=self.run.seed)
        if chains:
            job = DescendFalls(arrays, effort, chains, falls, self.run.seed)
        found = solve(job, stop=self.run.stopped)
        if found.x is None or self.run.stopped():
            return self._lifts_of_best()
        for chain in chains:
            for column in chain:
                arrays.lower[column] = arrays.upper[column] = round(found.x[column])
        seconds, work = self.run.limits.share(0.15, 1500)
        effort = Effort(gap=PROGRAMME_GAP, seconds=seconds, work=work)
        near = _near(arrays, found.x) if chains else arrays
        solved = solve(Minimise(near, effort, seed=self.run.seed), stop=self.run.stopped)
        if solved.x is not None and solved.objective <= solved.bound * (1 + MOST_PROGRAMME_GAP):
            return wanted_lifts(days, solved.x)
        # Each lift counts once, however many of the two want it.
        both = Counter(lifts_in_time(days, found.x)) | Counter(self._lifts_of_best())
        return self._without_idle_lifts(sorted(both.elements()))

    def _lifts_of_best(self) -> list[Wanted]:
        """The loaded lifts of the best plan so far."""
        assert self.run.best is not None
        number = {run.key: index for index, run in enumerate(self.run.question.runs)}
        lifts: list[Wanted] = []
        for lift in self.run.best.plan.lifts:
            if lift.loads:
                index = number[lift.fleet, lift.origin, lift.destination]
                mode = self.run.question.runs[index].mode
                lines = [self.run.question.line[load.line] for load in lift.loads]
                is_cargo = any(self.run.question.bars_passengers(line, mode) for line in lines)
                day = day_of(self.run.question.minute(lift.depart_utc))
                lifts.append((day, index, is_cargo))
        return sorted(lifts)

    def _better_days(self, wanted: list[Wanted]) -> list[Wanted]:
        """Offer every lift a second time some days later, and leave out those that do not pay."""
        self.run.tell("improve")
        best, euros = wanted, self._euros_of(wanted)
        for part in range(PARTS):
            if self.run.stopped():
                break
            tried = self._without_idle_lifts(again(self.run.question, best, SHIFT_DAYS, part))
            value = self._euros_of(tried)
            if value < euros:
                best, euros = tried, value
        return best

    def _euros_of(self, wanted: list[Wanted]) -> float:
        """What lifts and loads cost, both in fractions."""
        timetable, cargo, _ = timetable_of(self.run.question, wanted)
        entries = loaded_entries(timetable)
        if not entries:
            return float("inf")
        loading = LoadModel(self.run.question, entries, cargo, use=FOLLOWED_USE)
        return self._relaxed(loading.model.arrays()).objective

    def _without_idle_lifts(self, wanted: list[Wanted]) -> list[Wanted]:
        """Leave out lifts whose loads the others can take for less than the lift costs."""
        self.run.tell("improve")
        timetable, cargo, of = timetable_of(self.run.question, wanted)
        entries = loaded_entries(timetable)
        if not entries:
            return wanted
        loading = LoadModel(self.run.question, entries, cargo, use=FOLLOWED_USE)
        last = set(loading.last_entries())
        columns = {column: of[i] for i, column in loading.goes.items() if i not in last}
        if not columns:
            return wanted
        seconds, work = self.run.limits.share(0.1, 200)
        effort = Effort(seconds=seconds, work=work)
        job = CloseColumns(loading.all_lifts(), effort, tuple(columns))
        solved = solve(job, stop=self.run.stopped)
        if solved.x is None:
            return wanted
        stays = zip(columns.values(), solved.x, strict=True)
        dropped = {number for number, stay in stays if not stay}
        return [lift for number, lift in enumerate(wanted) if number not in dropped]

    def _missing_lifts(self, wanted: list[Wanted], made: Plan) -> list[Wanted]:
        """A lift more from each place where what is left is worth more than a lift.

        On the day before the place's last, on the run that most of its lifts make.
        """
        prices, worth = self.run.withdrawal.prices, Counter[str]()
        for entry in left(self.run.withdrawal, made):
            line = self.run.question.line[entry.line]
            if not line.is_people:
                each = prices.left_kg[line.priority - 1] * line.unit_mass_kg
                worth[entry.place] += each * entry.count
        late: list[Wanted] = []
        last = _last_days(self.run.question, wanted)
        for place, cents in sorted(worth.items()):
            runs = Counter(i for _, i, _ in wanted if self.run.question.runs[i].origin == place)
            if runs:
                index = runs.most_common(1)[0][0]
                if cents > 2 * self.run.question.runs[index].cost_cents:
                    late.append((max(0, last[place] - 1), index, False))
        return late

    # --- their loads ---

    def _load(self, wanted: list[Wanted], *, may_add: bool) -> list[Wanted]:
        """Times and loads for the lifts wanted; offers what it finds.

        Returns lifts that should be added before it is worth going on with this timetable, where
        they ``may_add`` to it.
        """
        self.run.tell("timetable")
        timetable, cargo, _ = timetable_of(self.run.question, wanted)
        entries = loaded_entries(timetable)
        if not entries:
            return []
        self.run.tell("stow")
        cuts: Cuts = {}
        if any(line.predecessors for line in self.run.withdrawal.lines):
            shares = LoadModel(self.run.question, entries, cargo, use=FOLLOWED_USE)
            solved = self._relaxed(shares.all_lifts())
            if solved.x is None:
                return []
            cuts = shares.cuts_near(solved.x)
        loading = LoadModel(self.run.question, entries, cargo, cuts=cuts)
        followed = LoadModel(self.run.question, entries, cargo, use=FOLLOWED_USE, cuts=cuts)
        solved = self._relaxed(followed.all_lifts())
        if solved.x is None:
            return []
        chosen = follow(loading, solved.x)
        self.run.offer(plan_of(timetable, chosen.loads, chosen.disposals))
        arrays = loading.model.arrays()
        for lifts in LIFTS_IN_A_BLOCK:
            if self.run.stopped():
                return []
            solved = self._by_blocks(loading, arrays, chosen, lifts)
            if solved.x is None:
                continue
            chosen = loading.chosen(solved.x)
            made = plan_of(timetable, chosen.loads, chosen.disposals)
            self.run.offer(made)
            missing = self._missing_lifts(wanted, made) if may_add else []
            if missing:
                return missing
        return []

    def _by_blocks(self, loading: LoadModel, arrays: Arrays, chosen: Chosen, lifts: int) -> Solved:
        """Better loads from those given, block by block."""
        seconds, work = self.run.limits.share(1.0, 40)
        if seconds is not None:
            seconds = max(0.2, min(seconds, self.run.left_s() - 1))
        job = ImproveBlocks(
            arrays,
            Effort(seconds=seconds, work=work),
            blocks=loading.chains() + loading.windows(lifts),
            start=loading.start_from(chosen),
            seed=self.run.seed,
        )
        return solve(job, stop=self.run.stopped)

    def _relaxed(self, arrays: Arrays) -> Solved:
        """A load model in fractions."""
        seconds, _ = self.run.limits.share(0.2, 1)
        job = Minimise(arrays, Effort(seconds=seconds), relaxed=True, seed=self.run.seed)
        return solve(job, stop=self.run.stopped)


def again(question: Question, wanted: list[Wanted], days: int, part: int) -> list[Wanted]:
    """Every lift, and every third a second time some days later or earlier.

    Not on the last day of a place, nor after it.
    """
    last = _last_days(question, wanted)
    offered = [
        (day + days, index, is_cargo)
        for number, (day, index, is_cargo) in enumerate(wanted)
        if number % PARTS == part and 0 <= day + days < last[question.runs[index].origin]
    ]
    return sorted([*wanted, *offered])


def moved(question: Question, wanted: list[Wanted], days: int) -> Iterator[list[Wanted]]:
    """The lifts of one place some days later or earlier: all of them, or those of its last day."""
    last = _last_days(question, wanted)
    for place, last_day in sorted(last.items()):
        for first in (0, last_day):
            yield sorted(
                (max(0, day + days), index, is_cargo)
                if question.runs[index].origin == place and day >= first
                else (day, index, is_cargo)
                for day, index, is_cargo in wanted
            )


def _last_days(question: Question, wanted: list[Wanted]) -> dict[str, int]:
    """The last day on which a lift is wanted from each place."""
    last: dict[str, int] = {}
    for day, index, _ in wanted:
        origin = question.runs[index].origin
        last[origin] = max(last.get(origin, 0), day)
    return last


def _near(arrays: Arrays, x: NDArray[np.float64]) -> Arrays:
    """The model with whole numbers only next to their values in a relaxed solution ``x``."""
    whole = np.flatnonzero(arrays.whole)
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    lower[whole] = np.maximum(lower[whole], np.floor(x[whole] + 1e-6))
    upper[whole] = np.minimum(upper[whole], np.ceil(x[whole] - 1e-6))
    return replace(arrays, lower=lower, upper=upper)
