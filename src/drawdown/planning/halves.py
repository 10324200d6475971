"""Changes to a plan, all at once where that does, and else the half of them, and so on."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from drawdown.model import Plan

Part = TypeVar("Part")


def changed_in_parts(
    plan: Plan,
    parts: Sequence[Part],
    change: Callable[[Plan, Sequence[Part]], Plan],
    does: Callable[[Plan, Plan], bool],
) -> Plan:
    """The plan with as many of the parts changed as can be.

    ``change`` makes the plan with some of them changed, ``does`` says whether it may stand instead
    of the one before. To judge a large plan takes seconds: of most plans it is asked once.
    """
    tried = change(plan, parts) if parts else plan
    if tried == plan or does(plan, tried):
        return tried
    half = len(parts) // 2
    if half:
        plan = changed_in_parts(plan, parts[:half], change, does)
        return changed_in_parts(plan, parts[half:], change, does)
    return plan
