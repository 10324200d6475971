"""The planner: a withdrawal goes in, the best judged plan comes out, with a bound and reasons.

First the dispatcher gives a plan that breaks no rule. Then two engines work side by side: one
raises the bound on the relaxed day model, the other makes a programme of lifts on the strict one,
which becomes a timetable, whole loads, and a plan. Every plan is judged before it counts.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from drawdown.model import InForce, Outcome, Plan, Withdrawal
from drawdown.planning.better import Improver
from drawdown.planning.closing import first_bound, raise_bound
from drawdown.planning.ending import outcome_of
from drawdown.planning.engine import end_engines
from drawdown.planning.last_disposals import dispose_of_left
from drawdown.planning.manners import dispatch_first, dispatch_others, vary
from drawdown.planning.polish import polish
from drawdown.planning.reasons import explain
from drawdown.planning.replan_outcome import replanned
from drawdown.planning.state import Limits, PlannerDefect, Planning, Progress
from drawdown.planning.three_bounds import beside, find_earliest, find_rest, find_short
from drawdown.planning.working_hours import in_working_hours
from drawdown.rules import judge, left

__all__ = ["PlannerDefect", "Progress", "plan"]

# Where whole lifts are not searched for: share of the time for more manners before better loads.
VARIED_SHARE = 0.4
# To look for what binds and what would help may take this share of the limit more, within these.
EXPLAINED_SHARE = 1 / 3
LEAST_SECONDS_TO_EXPLAIN, MOST_SECONDS_TO_EXPLAIN = 2.0, 10.0


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
        dispatch_first(planning)
        if planner == "full":
            _improve(planning)
        else:
            dispatch_others(planning)
        return _outcome(planning, planner)
    finally:
        end_engines()


def _improve(planning: Planning) -> None:
    """Bound and better plans, side by side, until the limit.

    The search for closing days begins from the best of the dispatcher's plans; where there is none
    the bound takes longest, and does not wait for them.
    """
    if planning.stopped():
        return
    waits = planning.scale is None or planning.scale.is_searched
    if waits:
        dispatch_others(planning)
    if planning.scale is None:
        vary(planning)
        return
    assert planning.best is not None
    first, ended = planning.best.plan, False
    with ThreadPoolExecutor(max_workers=1) as pool:
        bounding = pool.submit(_bound, planning, first, lambda: ended)
        try:
            if not waits:
                dispatch_others(planning)
            _make_better(planning)
            _wait_for(planning, bounding)
        finally:
            ended = True
    bounding.result()
    planning.compare_with_bound()


def _bound(planning: Planning, first: Plan, ended: Callable[[], bool]) -> None:
    """The bound on the cost, and the others, while there is time.

    Those come when the cost's is proven, where its closing days are searched, and else between
    its two bounds. With a limit in effort they come at the end, when the best plan is known.
    """
    assert planning.scale is not None

    def over() -> bool:
        return ended() or planning.stopped()

    def others() -> None:
        if planning.limits.effort is None:
            find_short(planning, over)
            find_earliest(planning, over)

    first_bound(planning, first, ended)
    if not planning.scale.is_searched:
        others()
    raise_bound(planning, first, ended)
    if planning.scale.is_searched:
        others()


def _make_better(planning: Planning) -> None:
    """What a relaxed solution leads to; then whole lifts and better loads."""
    assert planning.scale is not None
    if planning.scale.is_searched:
        days = planning.day_model(planning.scale.period_days, strict=True)
        Improver(planning, days).improve()
    else:
        vary(planning, VARIED_SHARE)
        polish(planning)


def _wait_for(planning: Planning, bounding: "Future[None]") -> None:
    while not bounding.done() and not planning.stopped():
        planning.tell("bound")
        time.sleep(0.1)


def _outcome(planning: Planning, planner: str) -> Outcome:
    """The best plan, judged, with the reasons for what is late or left."""
    assert planning.best is not None
    planning.tell("explain")
    planning.offer(dispose_of_left(planning.question, planning.best.plan))
    return in_full(planning, in_working_hours(planning.question, planning.best.plan), planner)


def in_full(planning: Planning, plan: Plan, planner: str) -> Outcome:
    """The outcome with ``plan``, which is the best one: judged, with what it leaves and why."""
    assert planning.best is not None
    plan = replace(plan, left=left(planning.withdrawal, plan))
    findings = judge(planning.withdrawal, plan)
    seconds, is_full = _seconds_to_explain(planning), planner == "full"
    ends = time.monotonic() + seconds

    def over() -> bool:
        return planning.asked_to_stop() or time.monotonic() > ends

    with ThreadPoolExecutor(max_workers=1) as pool:
        # Work is not counted in them: with a limit in effort they take as long as they take.
        enough = over if planning.limits.effort is None else planning.asked_to_stop
        bounding = pool.submit(find_rest, planning, enough) if is_full else None
        if is_full:
            find_earliest(planning, enough)
        reasons, left_why = explain(
            planning.question, plan, seconds=ends - time.monotonic() if seconds else 0.0,
            stop=planning.asked_to_stop, paced=planning.paced,
        )  # fmt: skip
    if bounding is not None:
        bounding.result()
    plan = replace(plan, left=left_why)
    bounds = beside(planning, plan) if is_full else None
    return outcome_of(planning, planning.best, plan, findings, reasons, planner, bounds)


def _seconds_to_explain(planning: Planning) -> float:
    """Reasons come after the limit: a short plan is of no use without them.

    There is no time for a withdrawal whose models would take too long.
    """
    if planning.scale is None or not planning.scale.is_searched:
        return 0.0
    if planning.limits.seconds is None:
        return float("inf")
    seconds = min(MOST_SECONDS_TO_EXPLAIN, planning.limits.seconds * EXPLAINED_SHARE)
    # What was begun before the limit and ended after it has had its part of them.
    return max(LEAST_SECONDS_TO_EXPLAIN, seconds + min(0.0, planning.left_s()))
