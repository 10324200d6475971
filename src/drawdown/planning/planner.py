"""The planner: a withdrawal goes in, the best judged plan comes out, with a bound and reasons.

First the dispatcher gives a plan that breaks no rule. Then two engines work side by side: one
raises the bound on the relaxed day model, the other makes a programme of lifts on the strict one,
which becomes a timetable, whole loads, and a plan. Every plan is judged before it counts.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from drawdown.model import Outcome, Severity, Status, Withdrawal
from drawdown.planning.better import Improver
from drawdown.planning.closing import raise_bound
from drawdown.planning.dispatcher import MANNERS, Dispatcher
from drawdown.planning.engine import end_engines
from drawdown.planning.reasons import explain
from drawdown.planning.state import Limits, PlannerDefect, Planning, Progress
from drawdown.rules import judge, left, milestones_reached

__all__ = ["PlannerDefect", "Progress", "plan"]

# A day model with more columns than this is beyond what this planner solves in time.
MOST_COLUMNS = 300_000
# Looking for what binds and what would help may take this long after the limit.
MOST_SECONDS_TO_EXPLAIN = 20.0
# Share of the time that the dispatcher may take with its manners.
DISPATCHER_SHARE = 0.08


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
    run = Planning(withdrawal, Limits(seconds, effort), seed, progress, stop)
    try:
        _dispatch(run)
        if planner == "full":
            _improve(run)
        return _outcome(run, planner)
    finally:
        end_engines()


def _dispatch(run: Planning) -> None:
    """The first plans: without a solver, each in a manner of its own."""
    run.tell("dispatch")
    for number, manner in enumerate(MANNERS):
        limit = run.limits.seconds
        enough = limit is not None and run.seconds() > DISPATCHER_SHARE * limit
        if number and (run.stopped() or enough):
            break
        run.offer(Dispatcher(run.question, manner).plan())


def _improve(run: Planning) -> None:
    """Bound and better plans, side by side, until the limit."""
    if _too_large(run) or run.stopped():
        return
    assert run.best is not None
    first, ended = run.best.plan, False
    with ThreadPoolExecutor(max_workers=1) as pool:
        bounding = pool.submit(raise_bound, run, first, lambda: ended)
        try:
            Improver(run).improve()
            _wait_for(run, bounding)
        finally:
            ended = True
    bounding.result()
    run.compare_with_bound()


def _too_large(run: Planning) -> bool:
    days, lines = run.question.days, run.withdrawal.lines
    people = sum(1 for line in lines if line.is_people)
    columns = (people * days + (len(lines) - people) * min(days, 30)) * 3
    return columns > MOST_COLUMNS or not run.question.runs or not lines


def _wait_for(run: Planning, bounding: "Future[None]") -> None:
    while not bounding.done() and not run.stopped():
        run.tell("bound")
        time.sleep(0.1)


def _outcome(run: Planning, planner: str) -> Outcome:
    """The best plan, judged, with the reasons for what is late or left."""
    assert run.best is not None
    run.tell("explain")
    best = run.best
    plan = replace(best.plan, left=left(run.withdrawal, best.plan))
    findings = judge(run.withdrawal, plan)
    short = any(finding.severity is Severity.SHORTFALL for finding in findings)
    status = Status.SHORTFALL if short else Status.COMPLETE
    if run.interrupted:
        status = Status.INTERRUPTED
    reasons, left_why = explain(
        run.question,
        plan,
        seconds=_seconds_to_explain(run),
        stop=run.asked_to_stop,
    )
    plan = replace(plan, left=left_why)
    bound = min(run.bound_cents, best.cost_cents)
    return Outcome(
        status=status,
        plan=plan,
        cost_cents=best.cost_cents,
        terms_cents=best.terms,
        bound_cents=bound,
        gap=(best.cost_cents - bound) / best.cost_cents if best.cost_cents else 0.0,
        seconds=round(run.seconds(), 1),
        seed=run.seed,
        limit=run.limits.words,
        planner=planner,
        milestones=milestones_reached(run.withdrawal, plan),
        reasons=reasons,
        findings=findings,
    )


def _seconds_to_explain(run: Planning) -> float:
    """Reasons come after the limit: a short plan is of no use without them."""
    if run.limits.seconds is None:
        return float("inf")
    return min(MOST_SECONDS_TO_EXPLAIN, max(2.0, run.limits.seconds))
