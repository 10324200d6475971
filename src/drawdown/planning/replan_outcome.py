"""The outcome of planning a plan in force anew: the best plan within the budget, and its price."""

from dataclasses import replace
from datetime import timedelta

from drawdown.model import BudgetPoint, InForce, Outcome, Replanned, Severity
from drawdown.planning.closing import first_bound, raise_bound
from drawdown.planning.ending import outcome_of
from drawdown.planning.reasons import explain
from drawdown.planning.replan import Found, Replanner
from drawdown.planning.state import Planning
from drawdown.rules import (
    changed_lifts,
    fates,
    judge,
    left,
    milestones_reached,
    who_is_told,
)

DAY = timedelta(days=1)
# The bound is raised until this share of the time; the rest is for reasons.
BOUND_UNTIL = 0.7


def replanned(planning: Planning, in_force: InForce, planner: str, *, until_limit: bool) -> Outcome:
    """The outcome; with ``until_limit`` the time that is left goes to the bound and to reasons."""
    planning.tell("replan")
    replanner = Replanner(planning, in_force)
    if planner == "full":
        replanner.search(in_force.changes, thorough=until_limit)
    forced = replanner.forced()
    allowed = in_force.changes
    chosen = replanner.best(None if allowed is None else max(allowed, forced))
    assert chosen is not None
    planning.best = chosen.judged
    plan = replace(chosen.judged.plan, left=left(planning.withdrawal, chosen.judged.plan))
    findings = judge(planning.withdrawal, plan)
    # What has happened may break rules by now; a bound is for plans that do not.
    is_valid = not any(finding.severity is Severity.BREACH for finding in findings)
    if is_valid and until_limit and planner == "full" and not planning.stopped():
        for search in (first_bound, raise_bound):
            search(planning, plan, lambda: planning.is_past(BOUND_UNTIL))
        planning.compare_with_bound()
    seconds = max(0.0, planning.left_s()) if until_limit else 0.0
    reasons, left_why = explain(
        planning.question, plan, seconds=seconds, stop=planning.asked_to_stop
    )
    plan = replace(plan, left=left_why)
    return replace(
        outcome_of(planning, chosen.judged, plan, findings, reasons, planner),
        replanned=Replanned(
            now_utc=in_force.now_utc,
            allowed=allowed,
            changed=chosen.changes,
            forced=forced,
            broken=tuple(replanner.standing.broken),
            budget=_points(planning, replanner, allowed),
            told=who_is_told(changed_lifts(in_force.plan, plan)),
        ),
    )


def _points(
    planning: Planning, replanner: Replanner, allowed: int | None
) -> tuple[BudgetPoint, ...]:
    """What each budget buys, from the fewest changes on; budgets that buy nothing more are out."""
    forced = replanner.forced()
    numbers = {
        budget for budget in (*replanner.budgets, allowed) if budget is not None and budget > forced
    }
    points: list[BudgetPoint] = []
    for budget in (forced, *sorted(numbers), None):
        found = replanner.best(budget)
        if found is None:
            continue
        is_asked = budget in (forced, allowed, None)
        if is_asked or found.judged.cost_cents < points[-1].cost_cents:
            points.append(_point(planning, budget, found))
    return tuple(points)


def _point(planning: Planning, budget: int | None, found: Found) -> BudgetPoint:
    withdrawal, plan = planning.withdrawal, found.judged.plan
    late = timedelta(0)
    never = False
    for milestone in milestones_reached(withdrawal, plan):
        if milestone.reached_utc is None:
            never = True
        else:
            late = max(late, milestone.reached_utc - milestone.due_utc)
    fate = fates(withdrawal, plan)
    return BudgetPoint(
        changes=budget,
        changed=found.changes,
        cost_cents=found.judged.cost_cents,
        late_days=None if never else -(-late // DAY),
        people_left=fate.people_left,
        kg_left=fate.kg_left,
    )
