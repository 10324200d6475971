"""Planning: a withdrawal goes in, an outcome comes out (docs/planning.md)."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drawdown.planning.explaining import explain_plan
    from drawdown.planning.planner import PlannerDefect, Progress, plan

__all__ = ["PlannerDefect", "Progress", "explain_plan", "plan"]


def __getattr__(name: str) -> Any:
    """The planner is imported when it is first used: its engine's process does not need it."""
    if name == "explain_plan":
        from drawdown.planning.explaining import explain_plan

        return explain_plan
    if name in __all__:
        from drawdown.planning import planner

        return getattr(planner, name)
    raise AttributeError(name)
