"""Planning one withdrawal: its limits, its news, the best judged plan and the best bound so far."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Any

from drawdown.model import Bounds, Plan, Severity, Withdrawal
from drawdown.planning.day_model import DayModel
from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.dispatcher import Manner
from drawdown.planning.last_disposals import dispose_of_left
from drawdown.planning.merged import Merging
from drawdown.planning.pace import Soonest
from drawdown.planning.question import Question
from drawdown.planning.scale import MOST_LINES, Scale, scale_of
from drawdown.rules import cost_terms, judge

# The cost and the bound come from different sums of floating-point numbers.
CENTS_OF_DOUBT = 100
# Made in a manner, a plan may cost so many times the best one's to be tried with disposals.
NEAR_IN_MANNER = 2.0


class PlannerDefect(Exception):
    """The judge disagrees with the solver: a fault of this program, never of the input."""


@dataclass(frozen=True, slots=True)
class Progress:
    """News of planning under way; ``doing`` is a key of ``words``, money is in cents."""

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


class Planning:
    """The best judged plan and the best bound so far, and how long to go on."""

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
        self.manner: Manner | None = None
        self.bound_cents = 0
        self.bounds = Bounds()
        self.paced: Soonest | None = None
        self._proving = Lock()
        self.interrupted = False
        self._doing = "dispatch"

    @cached_property
    def merged(self) -> Question:
        """What the day model sees of the withdrawal."""
        return Merging(self.question).question

    @cached_property
    def scale(self) -> Scale | None:
        """How coarsely the day model counts; None where it would be too large at any scale."""
        # To merge very many lines takes far longer than a plan for them.
        is_far_too_large = len(self.withdrawal.lines) > MOST_LINES
        return None if is_far_too_large else scale_of(self.merged)

    def day_model(self, period_days: int, *, strict: bool = False) -> DayModel:
        """The day model in periods of so many days, whole."""
        return whole_day_model(self.merged, strict=strict, pooled=True, period_days=period_days)[0]

    # --- the clock, news and the best plan -----------------------------------------------------

    def seconds(self) -> float:
        """Since planning began."""
        return time.monotonic() - self._begun

    def left_s(self) -> float:
        """Seconds left; without a limit on the clock a very long time."""
        return 1e9 if self.limits.seconds is None else self.limits.seconds - self.seconds()

    def stopped(self) -> bool:
        """Whether the user asked to stop, or the time is over."""
        if self.asked_to_stop():
            self.interrupted = True
        return self.interrupted or self.left_s() <= 0

    def asked_to_stop(self) -> bool:
        """Whether the user asked to stop."""
        return self.interrupted or (self._stop is not None and self._stop())

    def tell(self, doing: str | None = None) -> None:
        """Say how far it is."""
        self._doing = doing or self._doing
        if self._progress is not None:
            cost = self.best.cost_cents if self.best else None
            bound = self.bound_cents or None
            gap = (cost - bound) / cost if cost and bound else None
            self._progress(Progress(self._doing, cost, bound, gap, self.seconds()))

    def is_past(self, share: float) -> bool:
        """Whether a share of the time is over; never with a limit in effort."""
        limit = self.limits.seconds
        return limit is not None and self.seconds() > share * limit

    def offer(self, candidate: Plan) -> int:
        """Judge a plan and keep it if it is the cheapest so far; returns its cost in cents."""
        findings = judge(self.withdrawal, candidate)
        breaches = [finding for finding in findings if finding.severity is Severity.BREACH]
        if breaches:
            raise PlannerDefect(f"the planner made a plan that breaks rules: {breaches[:3]}")
        terms = cost_terms(self.withdrawal, candidate)
        judged = Judged(candidate, sum(terms.values()), terms)
        if self.best is None or judged.cost_cents < self.best.cost_cents:
            self.best = judged
        self.compare_with_bound()
        self.tell()
        return judged.cost_cents

    def offer_disposed(self, made: Plan, within: float) -> None:
        """Offer a plan, and, if it costs no more than so many times the best, with disposals.

        What is left may be worth disposing of, unless the plan is far off in any case.
        """
        cents = self.offer(made)
        assert self.best is not None
        if cents <= within * self.best.cost_cents:
            self.offer(dispose_of_left(self.question, made))

    def offer_in_manner(self, manner: Manner, made: Plan, *, disposing: bool = False) -> None:
        """Offer what a dispatcher made in a manner, and remember the manner of the best.

        ``disposing``: also with what is left disposed of.
        """
        before = self.best
        if disposing:
            self.offer_disposed(made, NEAR_IN_MANNER)
        else:
            self.offer(made)
        if self.best is not before:
            self.manner = manner

    def compare_with_bound(self) -> None:
        """Raise ``PlannerDefect`` if the best plan costs less than the bound says any can."""
        if self.best and self.best.cost_cents < self.bound_cents - CENTS_OF_DOUBT:
            raise PlannerDefect(
                f"a plan costs {self.best.cost_cents} cents, the bound is {self.bound_cents}"
            )

    def raise_bound(self, euros: float) -> None:
        """Take a proven bound of the day model, in euros, if it is higher."""
        if euros > 1e300:
            raise PlannerDefect("the relaxed day model has no solution")
        if euros > -1e300:
            # Off for the engine's tolerance, and for the rounding of each term of the cost.
            cents = int(euros * 100 * (1 - 1e-7)) - 10
            self.bound_cents = max(self.bound_cents, cents)

    def prove(self, **found: Any) -> None:
        """Take what is proven beside the bound on the cost, by the names of ``Bounds``."""
        with self._proving:
            self.bounds = replace(self.bounds, **found)
