"""The planner: a withdrawal goes in, the best judged plan comes out, with a bound and reasons.

First the dispatcher gives a plan that breaks no rule. Then two engines work side by side: one
raises the bound on the relaxed day model, the other makes a programme of lifts on the strict one,
which becomes a timetable, whole loads, and a plan. Every plan is judged before it counts.
"""

import random
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from drawdown.model import InForce, Outcome, Withdrawal
from drawdown.planning.better import Improver
from drawdown.planning.closing import raise_bound
from drawdown.planning.dispatcher import MANNERS, varied
from drawdown.planning.ending import outcome_of
from drawdown.planning.engine import end_engines
from drawdown.planning.last_disposals import dispose_of_left
from drawdown.planning.pools import reachable_legs
from drawdown.planning.reasons import explain
from drawdown.planning.replan_outcome import replanned
from drawdown.planning.state import Limits, PlannerDefect, Planning, Progress
from drawdown.planning.steps import MOST_STEPS
from drawdown.planning.working_hours import in_working_hours
from drawdown.rules import judge, left

__all__ = ["PlannerDefect", "Progress", "plan"]

# A day model with more columns than this is beyond what this planner solves in time.
MOST_COLUMNS = 120_000
# Looking for what binds and what would help may take this long after the limit.
MOST_SECONDS_TO_EXPLAIN = 20.0
# Share of the time that the dispatcher may take with its manners.
DISPATCHER_SHARE = 0.08
MOST_DISPATCHER_SHARE = 0.3
# Manners tried for a unit of effort where there is no model.
VARIED_MANNERS = 20


def plan(
    withdrawal: Withdrawal,
    *,
    seconds: float | None = None,
    effort: int | None = None,
    seed: int = 0,
    planner: str = "full",
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    in_force: InForce | None = None,
) -> Outcome:
    """Plan a withdrawal; without a limit for 30 seconds.

    With a plan ``in_force`` that one is changed, no more than it allows; without a limit that
    ends as soon as nothing is gained.

    The same withdrawal, seed and ``effort`` give the same plan; a limit in ``seconds`` does not
    promise that. Raises ``PlannerDefect`` if a plan breaks a rule, or costs less than the bound.
    """
    until_limit = seconds is not None or effort is not None
    if not until_limit:
        seconds = 30.0
    planning = Planning(withdrawal, Limits(seconds, effort), seed, progress, stop)
    try:
        if in_force is not None:
            return replanned(planning, in_force, planner, until_limit=until_limit)
        _dispatch(planning)
        if planner == "full":
            _improve(planning)
        return _outcome(planning, planner)
    finally:
        end_engines()


def _dispatch(planning: Planning) -> None:
    """The first plans: without a solver, each in a manner of its own.

    Where people stay behind or are late in all so far, more of the time is taken for the others.
    """
    planning.tell("dispatch")
    for number, manner in enumerate(MANNERS):
        best = planning.best
        share = DISPATCHER_SHARE
        if best is not None and (best.terms["left_people"] or best.terms["late"]):
            share = MOST_DISPATCHER_SHARE
        if number and (planning.stopped() or planning.is_past(share)):
            break
        planning.offer_in_manner(manner)


def _vary_manners(planning: Planning) -> None:
    """For what is too large for the models: manners near the best one, until the limit."""
    assert planning.best is not None
    planning.offer(dispose_of_left(planning.question, planning.best.plan))
    chance = random.Random(planning.seed)
    _, tries = planning.limits.share(1.0, VARIED_MANNERS)
    while not planning.stopped() and tries != 0:
        tries = None if tries is None else tries - 1
        assert planning.manner is not None
        planning.offer_in_manner(varied(planning.manner, chance), disposing=True)


def _improve(planning: Planning) -> None:
    """Bound and better plans, side by side, until the limit."""
    if planning.stopped():
        return
    if _too_large(planning):
        _vary_manners(planning)
        return
    assert planning.best is not None
    first, ended = planning.best.plan, False
    with ThreadPoolExecutor(max_workers=1) as pool:
        bounding = pool.submit(raise_bound, planning, first, lambda: ended)
        try:
            Improver(planning).improve()
            _wait_for(planning, bounding)
        finally:
            ended = True
    bounding.result()
    planning.compare_with_bound()


def _too_large(planning: Planning) -> bool:
    """Whether the day model would have too many columns to be solved."""
    question = planning.merged
    if not question.withdrawal.lines:
        return True
    columns = 0
    for line in question.withdrawal.lines:
        legs = reachable_legs(question, line)
        places = 1 + len({destination for _, destination, _ in legs})
        steps = question.days if line.is_people else min(question.days, MOST_STEPS)
        columns += (len(legs) + 2 * places) * steps
    return columns > MOST_COLUMNS


def _wait_for(planning: Planning, bounding: "Future[None]") -> None:
    while not bounding.done() and not planning.stopped():
        planning.tell("bound")
        time.sleep(0.1)


def _outcome(planning: Planning, planner: str) -> Outcome:
    """The best plan, judged, with the reasons for what is late or left."""
    assert planning.best is not None
    planning.tell("explain")
    planning.offer(dispose_of_left(planning.question, planning.best.plan))
    best = planning.best
    plan = in_working_hours(planning.question, best.plan)
    plan = replace(plan, left=left(planning.withdrawal, plan))
    findings = judge(planning.withdrawal, plan)
    reasons, left_why = explain(
        planning.question,
        plan,
        seconds=_seconds_to_explain(planning),
        stop=planning.asked_to_stop,
    )
    plan = replace(plan, left=left_why)
    return outcome_of(planning, best, plan, findings, reasons, planner)


def _seconds_to_explain(planning: Planning) -> float:
    """Reasons come after the limit: a short plan is of no use without them.

    There is no time for a withdrawal whose models would take too long.
    """
    if _too_large(planning):
        return 0.0
    if planning.limits.seconds is None:
        return float("inf")
    return min(MOST_SECONDS_TO_EXPLAIN, max(2.0, planning.limits.seconds / 2))
