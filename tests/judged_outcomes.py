"""Outcomes made from plans typed by hand: judged and priced as planning would do it."""

from drawdown.model import Outcome, Status
from drawdown.rules import cost_terms, judge, milestones_reached


def outcome_of(withdrawal, plan, **changes):
    """The outcome of a plan, with a bound a tenth below its cost."""
    terms = cost_terms(withdrawal, plan)
    cost = sum(terms.values())
    findings = judge(withdrawal, plan)
    values = {
        "status": Status.SHORTFALL if findings else Status.COMPLETE,
        "plan": plan,
        "cost_cents": cost,
        "terms_cents": terms,
        "bound_cents": cost - cost // 10,
        "gap": 0.1,
        "seconds": 1.5,
        "seed": 1,
        "limit": "seconds 2",
        "planner": "full",
        "milestones": milestones_reached(withdrawal, plan),
        "reasons": (),
        "findings": findings,
    }
    return Outcome(**values | changes)
