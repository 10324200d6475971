"""Changes to a plan, all at once where that does, and else the half of them, and so on."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from drawdown.model import Plan

Part = TypeVar("Part")
# After so many plans that may not stand the rest stays as it is: each takes seconds to judge.
MOST_IN_VAIN = 12


def changed_in_parts(
    plan: Plan,
    parts: Sequence[Part],
    change: Callable[[Plan, Sequence[Part]], Plan],
    does: Callable[[Plan], bool],
) -> Plan:
    """The plan with as many of the parts changed as can be.

    ``change`` makes the plan with some of them changed, ``does`` says whether it may stand
    instead. To judge a large plan takes seconds: of most plans it is asked once.
    """
    waiting, in_vain = [parts] if parts else [], 0
    while waiting and in_vain < MOST_IN_VAIN:
        among = waiting.pop()
        tried = change(plan, among)
        if tried == plan:
            continue
        if does(tried):
            plan = tried
            continue
        in_vain += 1
        half = len(among) // 2
        if half:
            waiting += [among[half:], among[:half]]
    return plan
