"""What planning returns: a judged plan with its price, its bound and its reasons."""

from drawdown.model import Bounds, Finding, Outcome, Plan, Reason, Severity, Status
from drawdown.planning.state import Judged, Planning
from drawdown.rules import milestones_reached


def outcome_of(
    planning: Planning,
    judged: Judged,
    plan: Plan,
    findings: tuple[Finding, ...],
    reasons: tuple[Reason, ...],
    planner: str,
    bounds: Bounds | None = None,
) -> Outcome:
    """The outcome with ``plan``, which is the one ``judged``, said in full: with what it leaves."""
    cost = judged.cost_cents
    bound = min(planning.bound_cents, cost)
    return Outcome(
        status=_status(planning, findings),
        plan=plan,
        cost_cents=cost,
        terms_cents=judged.terms,
        bound_cents=bound,
        gap=(cost - bound) / cost if cost else 0.0,
        seconds=round(planning.seconds(), 1),
        seed=planning.seed,
        limit=planning.limits.words,
        planner=planner,
        milestones=milestones_reached(planning.withdrawal, plan),
        reasons=reasons,
        findings=findings,
        bounds=bounds,
    )


def _status(planning: Planning, findings: tuple[Finding, ...]) -> Status:
    if planning.interrupted:
        return Status.INTERRUPTED
    short = any(finding.severity is Severity.SHORTFALL for finding in findings)
    return Status.SHORTFALL if short else Status.COMPLETE
