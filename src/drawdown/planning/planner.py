"""The planner: a withdrawal goes in, the best judged plan comes out, with a bound and reasons.

First the dispatcher gives a plan that breaks no rule. Then two engines work side by side: one
raises the bound on the relaxed day model, the other makes a programme of lifts on the strict one,
which becomes a timetable, whole loads, and a plan. Every plan is judged before it counts.
"""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from drawdown.model import Outcome, Plan, Severity, Status, Withdrawal
from drawdown.planning.day_limits import DayLimits
from drawdown.planning.day_model import DayModel
from drawdown.planning.day_prices import price_dues
from drawdown.planning.dispatcher import MANNERS, Dispatcher
from drawdown.planning.guided import follow
from drawdown.planning.highs import Effort, Improved, Job, Solved, solve
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
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.shortfall import explain
from drawdown.rules import cost_terms, judge, left, milestones_reached
from drawdown.rules.steps import day_of

# A day model with more columns than this is beyond what this planner solves in time.
MOST_COLUMNS = 300_000
# Lifts of a place whose loads are chosen anew together, in one pass after another.
LIFTS_IN_A_BLOCK = (10, 20)
# Looking for what binds and what would help may take this long after the limit.
MOST_SECONDS_TO_EXPLAIN = 20.0
# How often lifts are added to a programme whose loads do not all find room.
MOST_REPAIRS = 3
# By how many days lifts are offered a second time, one round after another.
SHIFTS = (2, 1)
# Share of payload and positions in the relaxed loads that whole loads follow.
FOLLOWED_USE = 0.95
# How near to its bound a programme of lifts has to come.
PROGRAMME_GAP = 0.005
# One that is farther off when its time is over is worse than the lifts of a relaxed solution.
MOST_PROGRAMME_GAP = 0.02
# The cost and the bound come from different sums of floating-point numbers.
CENTS_OF_DOUBT = 100


class PlannerDefect(Exception):
    """The judge disagrees with the solver: a fault of this program, never of the input."""


@dataclass(frozen=True, slots=True)
class Progress:
    """News of a running plan; ``doing`` is a key of ``words``, money is in cents."""

    doing: str
    cost_cents: int | None
    bound_cents: int | None
    gap: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan with its price."""

    plan: Plan
    cost_cents: int
    terms: dict[str, int]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to plan: ``seconds`` on the clock, or ``effort`` in units of work."""

    seconds: float | None
    effort: int | None

    def share(self, of: float, work: int) -> tuple[float | None, int | None]:
        """A part of the time, or of the work."""
        if self.effort is not None:
            return None, self.effort * work
        assert self.seconds is not None
        return max(0.2, self.seconds * of), None

    @property
    def words(self) -> str:
        """Which limit was in force, as ``outcome.json`` says it."""
        return f"effort {self.effort}" if self.effort is not None else f"seconds {self.seconds:g}"


def plan(
    withdrawal: Withdrawal,
    *,
    seconds: float | None = None,
    effort: int | None = None,
    seed: int = 0,
    planner: str = "full",
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Outcome:
    """Plan a withdrawal; without a limit for 30 seconds.

    The same withdrawal, seed and ``effort`` give the same plan; a limit in ``seconds`` does not
    promise that. Raises ``PlannerDefect`` if a plan breaks a rule, or costs less than the bound.
    """
    if seconds is None and effort is None:
        seconds = 30.0
    planning = _Planning(withdrawal, Limits(seconds, effort), seed, progress, stop)
    planning.dispatch()
    if planner == "full":
        planning.improve()
    return planning.outcome(planner)


class _Planning:
    """One run of the planner: the best judged plan and the best bound so far."""

    def __init__(
        self,
        withdrawal: Withdrawal,
        limits: Limits,
        seed: int,
        progress: Callable[[Progress], None] | None,
        stop: Callable[[], bool] | None,
    ) -> None:
        self.question = Question(withdrawal)
        self.withdrawal = withdrawal
        self.limits = limits
        self.seed = seed
        self._progress = progress
        self._stop = stop
        self._begun = time.monotonic()
        self.best: Judged | None = None
        self.bound_cents = 0
        self.interrupted = False
        self._doing = "dispatch"

    # --- the clock, news and the best plan -----------------------------------------------------

    def seconds(self) -> float:
        """Since planning began."""
        return time.monotonic() - self._begun

    def left_s(self) -> float:
        """Seconds left; without a limit on the clock a very long time."""
        return 1e9 if self.limits.seconds is None else self.limits.seconds - self.seconds()

    def stopped(self) -> bool:
        """Whether the user asked to stop, or the time is over."""
        if self._stop is not None and self._stop():
            self.interrupted = True
        return self.interrupted or self.left_s() <= 0

    def tell(self, doing: str | None = None) -> None:
        """Say how far it is."""
        self._doing = doing or self._doing
        if self._progress is not None:
            cost = self.best.cost_cents if self.best else None
            bound = self.bound_cents or None
            gap = (cost - bound) / cost if cost and bound else None
            self._progress(Progress(self._doing, cost, bound, gap, self.seconds()))

    def offer(self, candidate: Plan) -> None:
        """Judge a plan and keep it if it is the cheapest so far."""
        findings = judge(self.withdrawal, candidate)
        breaches = [finding for finding in findings if finding.severity is Severity.BREACH]
        if breaches:
            raise PlannerDefect(f"the planner made a plan that breaks rules: {breaches[:3]}")
        terms = cost_terms(self.withdrawal, candidate)
        judged = Judged(candidate, sum(terms.values()), terms)
        if judged.cost_cents < self.bound_cents - CENTS_OF_DOUBT:
            raise PlannerDefect(
                f"a plan costs {judged.cost_cents} cents, the bound is {self.bound_cents}"
            )
        if self.best is None or judged.cost_cents < self.best.cost_cents:
            self.best = judged
        self.tell()

    def raise_bound(self, euros: float) -> None:
        """Take a proven bound of the day model, in euros, if it is higher."""
        if euros > -1e300:
            # Off for the engine's tolerance, and for the rounding of each term of the cost.
            cents = int(euros * 100 * (1 - 1e-7)) - 10
            self.bound_cents = max(self.bound_cents, cents)

    # --- dispatcher ----------------------------------------------------------------------------

    def dispatch(self) -> None:
        """The first plans: without a solver, each in a manner of its own."""
        self.tell("dispatch")
        for number, manner in enumerate(MANNERS):
            if number and (self.stopped() or self._dispatched_enough()):
                break
            self.offer(Dispatcher(self.question, manner).plan())

    def _dispatched_enough(self) -> bool:
        return self.limits.seconds is not None and self.seconds() > 0.08 * self.limits.seconds

    # --- the full planner ----------------------------------------------------------------------

    def improve(self) -> None:
        """Bound and better plans, side by side, until the limit."""
        if self._too_large() or self.stopped():
            return
        with ThreadPoolExecutor(max_workers=1) as pool:
            bounding = pool.submit(self._bound)
            try:
                self._make_better_plans()
            finally:
                self._wait_for(bounding)

    def _too_large(self) -> bool:
        days = self.question.days
        lines = self.withdrawal.lines
        people = sum(1 for line in lines if line.is_people)
        columns = (people * days + (len(lines) - people) * min(days, 30)) * 3
        return columns > MOST_COLUMNS or not self.question.runs or not lines

    def _wait_for(self, bounding: "Future[None]") -> None:
        while not bounding.done() and not self.stopped():
            self.tell("bound")
            time.sleep(0.1)
        self.interrupted = self.interrupted or (not bounding.done() and self.left_s() > 0)
        self._ended = True
        bounding.result()

    _ended = False

    def _bound(self) -> None:
        """Raise the bound: the relaxed day model, searched by the closing days of the places."""
        days = DayModel(self.question)
        DayLimits(days)
        price_dues(days)
        seconds, work = self.limits.share(1.0, 60)

        def news(message: Improved) -> None:
            self.raise_bound(message.bound)

        chains, falls = self._chains(days)
        job = Job(
            days.model.arrays(),
            Effort(seconds=seconds, work=work),
            relaxed=not chains,
            chains=chains,
            falls=falls,
            seed=self.seed,
        )
        solved = solve(job, stop=lambda: self._ended or self.stopped(), news=news)
        self.raise_bound(solved.bound)

    def _chains(self, days: DayModel) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
        """The columns of each place that falls shut, and the day it does so in the best plan."""
        assert self.best is not None
        floors = {floor.place for floor in self.withdrawal.floors}
        gates = {gate.place for gate in self.withdrawal.gates}
        chains, falls = [], []
        for name in sorted({place for place, _ in days.open} & (floors | gates)):
            chains.append(tuple(days.open[name, day] for day in range(days.days)))
            falls.append(self._closing_day(name, days.days))
        return tuple(chains), tuple(falls)

    def _closing_day(self, place: str, days: int) -> int:
        assert self.best is not None
        departures = [
            day_of(self.question.minute(lift.depart_utc)) + 1
            for lift in self.best.plan.lifts
            if lift.origin == place and lift.loads
        ]
        # Where people are left, the place never closes.
        stays = any(
            entry.place == place and self.question.line[entry.line].is_people
            for entry in left(self.withdrawal, self.best.plan)
        )
        return days if stays else max(departures, default=0)

    def _make_better_plans(self) -> None:
        """A programme of lifts on the strict day model, then times, loads and the judge."""
        wanted = self._programme()
        if not wanted or self.stopped():
            return
        wanted = self._better_days(wanted)
        for _ in range(MOST_REPAIRS + 1):
            if self.stopped():
                return
            missing = self._load(wanted)
            if not missing:
                return
            wanted = sorted([*wanted, *missing])

    def _lifts_of_best(self) -> list[Wanted]:
        """The loaded lifts of the best plan so far."""
        assert self.best is not None
        number = {run.key: index for index, run in enumerate(self.question.runs)}
        lifts: list[Wanted] = []
        for lift in self.best.plan.lifts:
            if lift.loads:
                index = number[lift.fleet, lift.origin, lift.destination]
                mode = self.question.runs[index].mode
                lines = [self.question.line[load.line] for load in lift.loads]
                is_cargo = any(self.question.bars_passengers(line, mode) for line in lines)
                day = self.question.minute(lift.depart_utc) // MINUTES_PER_DAY
                lifts.append((day, index, is_cargo))
        return sorted(lifts)

    def _missing_lifts(self, wanted: list[Wanted], made: Plan) -> list[Wanted]:
        """A lift more from each place where what is left is worth more than a lift."""
        prices, worth = self.withdrawal.prices, Counter[str]()
        for entry in left(self.withdrawal, made):
            line = self.question.line[entry.line]
            if not line.is_people:
                each = prices.left_kg[line.priority - 1] * line.unit_mass_kg
                worth[entry.place] += each * entry.count
        return self._late_lifts(wanted, worth)

    def _late_lifts(self, wanted: list[Wanted], worth: Counter[str]) -> list[Wanted]:
        """On the day before a place's last, on the run that most of its lifts make."""
        late: list[Wanted] = []
        last = _last_days(self.question, wanted)
        for place, cents in sorted(worth.items()):
            runs = Counter(i for _, i, _ in wanted if self.question.runs[i].origin == place)
            if runs:
                index = runs.most_common(1)[0][0]
                if cents > 2 * self.question.runs[index].cost_cents:
                    late.append((max(0, last[place] - 1), index, False))
        return late

    def _better_days(self, wanted: list[Wanted]) -> list[Wanted]:
        """Offer every lift a second time some days later, and leave out those that do not pay."""
        self.tell("improve")
        best, euros = wanted, self._euros_of(wanted)
        for days in SHIFTS:
            if self.stopped():
                break
            last = _last_days(self.question, best)
            later = [
                (day + days, index, is_cargo)
                for day, index, is_cargo in best
                if 0 <= day + days < last[self.question.runs[index].origin]
            ]
            tried = self._without_idle_lifts(sorted([*best, *later]))
            value = self._euros_of(tried)
            if value < euros:
                best, euros = tried, value
        return best

    def _euros_of(self, wanted: list[Wanted]) -> float:
        """What lifts and loads cost, both in fractions."""
        timetable, cargo, _ = timetable_of(self.question, wanted)
        entries = loaded_entries(timetable)
        if not entries:
            return float("inf")
        loading = LoadModel(self.question, entries, cargo, use=FOLLOWED_USE)
        return self._relaxed(loading.model.arrays()).objective

    def _programme(self) -> list[Wanted]:
        """Lifts by day: closing days by descent, then whole lifts with those days fixed.

        Where whole lifts are not found in time, those of the best plan so far and of the relaxed
        solution together: the loads will show which of them are worth it.
        """
        self.tell("solve")
        days = DayModel(self.question, strict=True)
        DayLimits(days)
        price_dues(days)
        arrays = days.model.arrays()
        chains, falls = self._chains(days)
        seconds, work = self.limits.share(0.15, 20)
        job = Job(
            arrays,
            Effort(seconds=seconds, work=work),
            relaxed=not chains,
            chains=chains,
            falls=falls,
            nearby=True,
            seed=self.seed,
        )
        found = solve(job, stop=self.stopped)
        if found.x is None or self.stopped():
            return self._lifts_of_best()
        for chain in chains:
            for column in chain:
                arrays.lower[column] = arrays.upper[column] = round(found.x[column])
        seconds, work = self.limits.share(0.15, 1500)
        effort = Effort(gap=PROGRAMME_GAP, seconds=seconds, work=work)
        near = _near(arrays, found.x) if chains else arrays
        solved = solve(Job(near, effort, seed=self.seed), stop=self.stopped)
        if solved.x is not None and solved.objective <= solved.bound * (1 + MOST_PROGRAMME_GAP):
            return wanted_lifts(days, solved.x)
        # Each lift counts once, however many of the two want it.
        both = Counter(lifts_in_time(days, found.x)) | Counter(self._lifts_of_best())
        return self._without_idle_lifts(sorted(both.elements()))

    def _without_idle_lifts(self, wanted: list[Wanted]) -> list[Wanted]:
        """Leave out lifts whose loads the others can take for less than the lift costs."""
        self.tell("improve")
        timetable, cargo, of = timetable_of(self.question, wanted)
        entries = loaded_entries(timetable)
        if not entries:
            return wanted
        loading = LoadModel(self.question, entries, cargo, use=FOLLOWED_USE)
        last = set(loading.last_entries())
        columns = {column: of[i] for i, column in loading.goes.items() if i not in last}
        if not columns:
            return wanted
        seconds, work = self.limits.share(0.1, 200)
        job = Job(loading.all_lifts(), Effort(seconds=seconds, work=work), drops=tuple(columns))
        solved = solve(job, stop=self.stopped)
        if solved.x is None:
            return wanted
        stays = zip(columns.values(), solved.x, strict=True)
        dropped = {number for number, stay in stays if not stay}
        return [lift for number, lift in enumerate(wanted) if number not in dropped]

    def _load(self, wanted: list[Wanted]) -> list[Wanted]:
        """Times and loads for the lifts wanted; offers what it finds.

        Returns lifts that should be added before it is worth going on with this timetable.
        """
        self.tell("timetable")
        timetable, cargo, _ = timetable_of(self.question, wanted)
        entries = loaded_entries(timetable)
        if not entries:
            return []
        self.tell("stow")
        cuts: Cuts = {}
        if any(line.predecessors for line in self.withdrawal.lines):
            shares = LoadModel(self.question, entries, cargo, use=FOLLOWED_USE)
            solved = self._relaxed(shares.all_lifts())
            if solved.x is None:
                return []
            cuts = shares.cuts_near(solved.x)
        loading = LoadModel(self.question, entries, cargo, cuts=cuts)
        followed = LoadModel(self.question, entries, cargo, use=FOLLOWED_USE, cuts=cuts)
        solved = self._relaxed(followed.all_lifts())
        if solved.x is None:
            return []
        chosen = follow(loading, solved.x)
        self.offer(plan_of(timetable, chosen.loads, chosen.disposals))
        arrays = loading.model.arrays()
        for lifts in LIFTS_IN_A_BLOCK:
            if self.stopped():
                return []
            solved = self._by_blocks(loading, arrays, chosen, lifts)
            if solved.x is None:
                continue
            chosen = loading.chosen(solved.x)
            made = plan_of(timetable, chosen.loads, chosen.disposals)
            self.offer(made)
            missing = self._missing_lifts(wanted, made)
            if missing:
                return missing
        return []

    def _by_blocks(self, loading: LoadModel, arrays: Arrays, chosen: Chosen, lifts: int) -> Solved:
        """Better loads from those given, block by block."""
        seconds, work = self.limits.share(1.0, 40)
        if seconds is not None:
            seconds = max(0.2, min(seconds, self.left_s() - 1))
        job = Job(
            arrays,
            Effort(seconds=seconds, work=work),
            start=loading.start_from(chosen),
            blocks=loading.chains() + loading.windows(lifts),
            seed=self.seed,
        )
        return solve(job, stop=self.stopped)

    def _relaxed(self, arrays: Arrays) -> Solved:
        """A load model in fractions."""
        seconds, _ = self.limits.share(0.2, 1)
        job = Job(arrays, Effort(seconds=seconds), relaxed=True, seed=self.seed)
        return solve(job, stop=self.stopped)

    def _seconds_to_explain(self) -> float:
        """Reasons come after the limit: a short plan is of no use without them."""
        if self.limits.seconds is None:
            return float("inf")
        return min(MOST_SECONDS_TO_EXPLAIN, max(2.0, self.limits.seconds))

    # --- the outcome ---------------------------------------------------------------------------

    def outcome(self, planner: str) -> Outcome:
        """The best plan, judged, with the reasons for what is late or left."""
        assert self.best is not None
        self.tell("explain")
        best = self.best
        plan = replace(best.plan, left=left(self.withdrawal, best.plan))
        findings = judge(self.withdrawal, plan)
        short = any(finding.severity is Severity.SHORTFALL for finding in findings)
        status = Status.SHORTFALL if short else Status.COMPLETE
        if self.interrupted:
            status = Status.INTERRUPTED
        reasons, left_why = explain(
            self.question,
            plan,
            short=short,
            seconds=self._seconds_to_explain(),
            stop=lambda: self.interrupted or (self._stop is not None and self._stop()),
        )
        plan = replace(plan, left=left_why)
        bound = min(self.bound_cents, best.cost_cents)
        return Outcome(
            status=status,
            plan=plan,
            cost_cents=best.cost_cents,
            terms_cents=best.terms,
            bound_cents=bound,
            gap=(best.cost_cents - bound) / best.cost_cents if best.cost_cents else 0.0,
            seconds=round(self.seconds(), 1),
            seed=self.seed,
            limit=self.limits.words,
            planner=planner,
            milestones=milestones_reached(self.withdrawal, plan),
            reasons=reasons,
            findings=findings,
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
