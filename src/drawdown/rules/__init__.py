"""Judges plans: rules, costs, milestones, closure. Pure functions of a withdrawal and a plan."""

from drawdown.rules.changes import ChangedLift, Changes, changed_lifts
from drawdown.rules.closure import Closure, Flow, closure
from drawdown.rules.fates import Fates, fates
from drawdown.rules.judge import RULES, Rule, judge, left
from drawdown.rules.measures import cost_terms
from drawdown.rules.milestones import milestones_reached
from drawdown.rules.pairing import named_alike
from drawdown.rules.timeline import Timeline
from drawdown.rules.told import who_is_told

__all__ = [
    "RULES", "ChangedLift", "Changes", "Closure", "Fates", "Flow", "Rule", "Timeline",
    "changed_lifts", "closure", "cost_terms", "fates", "judge", "left", "milestones_reached",
    "named_alike", "who_is_told",
]  # fmt: skip
