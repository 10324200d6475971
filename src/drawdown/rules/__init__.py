"""Judges plans: rules, costs, milestones, closure. Pure functions of a withdrawal and a plan."""

from drawdown.rules.changes import ChangedLift, Changes, changed_lifts
from drawdown.rules.closure import Closure, Flow, closure
from drawdown.rules.judge import RULES, Rule, judge, left
from drawdown.rules.measures import cost_terms
from drawdown.rules.milestones import milestones_reached
from drawdown.rules.timeline import Timeline
from drawdown.rules.told import who_is_told

__all__ = [
    "RULES", "ChangedLift", "Changes", "Closure", "Flow", "Rule", "Timeline", "changed_lifts",
    "closure", "cost_terms", "judge", "left", "milestones_reached", "who_is_told",
]  # fmt: skip
