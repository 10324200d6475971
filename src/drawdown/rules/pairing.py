"""Which lifts of two plans are the same lift, where each plan has numbered its own.

A plan made from another keeps the names of its lifts, and there a name says which lift is meant.
Plans made apart use the same names for different lifts: there the lift itself says it.
"""

from collections import defaultdict
from dataclasses import replace

from drawdown.model import Lift, Plan
from drawdown.rules.changes import units_on_board

What = tuple[object, ...]


def named_alike(base: Plan, plan: Plan) -> Plan:
    """The plan with its lifts named as those of ``base`` that they are.

    A lift is that of ``base`` that is equal to it but for its name, first of all the one of its own
    name; else the one of its name, if that runs between the same places. All others are new and get
    names that ``base`` does not have.
    """
    of_name = {lift.name: lift for lift in base.lifts}
    equal: dict[What, list[str]] = defaultdict(list)
    for lift in base.lifts:
        equal[_what(lift)].append(lift.name)
    named: dict[str, str] = {}
    for lift in plan.lifts:
        if lift.name in equal[_what(lift)]:
            equal[_what(lift)].remove(lift.name)
            named[lift.name] = lift.name
    for lift in plan.lifts:
        same = equal[_what(lift)]
        if lift.name not in named and same:
            named[lift.name] = same.pop(0)
    taken = set(named.values())
    for lift in plan.lifts:
        before = of_name.get(lift.name)
        if lift.name in named or lift.name in taken or before is None:
            continue
        if (before.origin, before.destination) == (lift.origin, lift.destination):
            named[lift.name] = lift.name
            taken.add(lift.name)
    taken |= set(of_name)
    return replace(plan, lifts=tuple(_renamed(lift, named, taken) for lift in plan.lifts))


def _renamed(lift: Lift, named: dict[str, str], taken: set[str]) -> Lift:
    """The lift by its name in both plans, or a name that no other has."""
    if lift.name in named:
        return replace(lift, name=named[lift.name])
    name = lift.name
    while name in taken:
        name += "'"
    taken.add(name)
    return replace(lift, name=name)


def _what(lift: Lift) -> What:
    """All of a lift but its name; how loads are ordered and split does not count."""
    return (
        lift.fleet, lift.tail, lift.origin, lift.destination, lift.depart_utc, lift.arrive_utc,
        frozenset(units_on_board(lift).items()),
    )  # fmt: skip
