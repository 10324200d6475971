"""A plan that was made for another withdrawal takes the place of what planning found."""

from dataclasses import replace

from drawdown.model import Bounds, Outcome, Plan, Status, Withdrawal
from drawdown.planning.engine import end_engines
from drawdown.planning.planner import in_full
from drawdown.planning.state import Limits, Planning


def taken_over(
    withdrawal: Withdrawal,
    found: Outcome,
    plan: Plan,
    *,
    seconds: float | None = None,
    effort: int | None = None,
) -> Outcome:
    """What planning found, with a plan in its place that breaks no rule here, and its reasons.

    The bounds stay. Raises ``PlannerDefect`` if the plan breaks a rule, or costs less than that.
    """
    planning = Planning(withdrawal, Limits(seconds, effort), found.seed, None, None)
    planning.bound_cents = found.bound_cents
    planning.bounds = replace(found.bounds or Bounds(), terms_cents={})
    planning.interrupted = found.status is Status.INTERRUPTED
    try:
        planning.offer(replace(plan, left=None))
        outcome = in_full(planning, plan, found.planner)
    finally:
        end_engines()
    return replace(outcome, seconds=found.seconds)
