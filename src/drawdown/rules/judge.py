"""The judge: every rule of docs/rules.md, in its order, on one plan."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from drawdown.model import Finding, Left, Plan, Severity, Withdrawal
from drawdown.rules.agreement import (
    clearance,
    helpers_go_out,
    left_declared,
    milestones_met,
    nothing_left,
    out_by_deadline,
    runs_per_day,
)
from drawdown.rules.carriers import (
    leg_exists,
    loads_allowed,
    pieces_fit,
    runway_enough,
    travel_time,
    within_payload,
    within_positions,
    within_seats,
)
from drawdown.rules.disposals import disposal_allowed, disposal_capacity
from drawdown.rules.floors import floors_hold
from drawdown.rules.gates import gates_passed
from drawdown.rules.people_and_things import (
    classes_apart,
    leave_by_latest,
    leave_when_ready,
    loads_exist,
    modes_allowed,
    predecessors_first,
    redeploy_allowed,
)
from drawdown.rules.places import (
    beds,
    empty_by_handover,
    handling,
    sites_in_order,
    storage,
)
from drawdown.rules.ramps import open_hours, parking_mog, working_mog
from drawdown.rules.tails import (
    crew_duty,
    fleet_count,
    fleet_dates,
    hours_per_day,
    tail_chain,
    tail_exists,
    tail_named,
    within_horizon,
)
from drawdown.rules.timeline import Timeline

Rule = Callable[[Timeline], Iterator[Finding]]

_PEOPLE_AND_THINGS: tuple[Rule, ...] = (
    loads_exist,
    leave_when_ready,
    gates_passed,
    leave_by_latest,
    predecessors_first,
    classes_apart,
    modes_allowed,
    redeploy_allowed,
    disposal_allowed,
    disposal_capacity,
)
_CARRIERS: tuple[Rule, ...] = (
    leg_exists,
    loads_allowed,
    travel_time,
    within_payload,
    within_seats,
    within_positions,
    pieces_fit,
    runway_enough,
    tail_named,
    tail_exists,
    tail_chain,
    fleet_count,
    fleet_dates,
    within_horizon,
    hours_per_day,
    crew_duty,
)
_PLACES: tuple[Rule, ...] = (
    working_mog,
    parking_mog,
    open_hours,
    handling,
    beds,
    storage,
    floors_hold,
    sites_in_order,
    empty_by_handover,
)
_AGREEMENT: tuple[Rule, ...] = (
    clearance,
    runs_per_day,
    milestones_met,
    out_by_deadline,
    helpers_go_out,
    nothing_left,
    left_declared,
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.__name__: rule for rule in (*_PEOPLE_AND_THINGS, *_CARRIERS, *_PLACES, *_AGREEMENT)}
)
"""Each rule by its name. The first line of its docstring is true of a good plan; the rest says
what the finding holds where it is not."""

_GRAVITY = {severity: gravity for gravity, severity in enumerate(Severity)}
_NUMBER = {name: number for number, name in enumerate(RULES)}


def judge(withdrawal: Withdrawal, plan: Plan) -> tuple[Finding, ...]:
    """All that the rules find in a plan: by severity, then time, then rule; valid if no breach.

    Never raises on a plan whose names exist in the withdrawal, however odd it is.
    """
    timeline = Timeline(withdrawal, plan)
    found = [finding for rule in RULES.values() for finding in rule(timeline)]
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    return (
        _GRAVITY[finding.severity],
        finding.from_utc,
        _NUMBER[finding.rule],
        finding.place,
        finding.lines,
        finding.lifts,
    )


def left(withdrawal: Withdrawal, plan: Plan) -> tuple[Left, ...]:
    """What the plan's lifts and disposals leave, by line and place in the order of the tables."""
    units = Timeline(withdrawal, plan).left
    return tuple(Left(line, place, count) for (line, place), count in units.items())
