"""A second judge of plans, written from docs/rules.md without a look at ``drawdown.rules``.

Every rule is told once more, as plainly and slowly as possible: at every instant at which
anything changes, everything is counted again.
"""

from collections.abc import Callable
from datetime import datetime

from drawdown.model import Plan, Withdrawal
from oracle.judged_agreement import (
    all_left,
    clearance,
    helpers_go_out,
    left_declared,
    milestones_met,
    nothing_left,
    out_by_deadline,
    runs_per_day,
)
from oracle.judged_carriers import (
    crew_duty,
    fleet_count,
    fleet_dates,
    hours_per_day,
    leg_exists,
    loads_allowed,
    pieces_fit,
    runway_enough,
    tail_chain,
    tail_exists,
    tail_named,
    travel_time,
    within_horizon,
    within_payload,
    within_positions,
    within_seats,
)
from oracle.judged_gates import gates_passed
from oracle.judged_people import (
    classes_apart,
    disposal_allowed,
    disposal_capacity,
    leave_by_latest,
    leave_when_ready,
    loads_exist,
    modes_allowed,
    predecessors_first,
    redeploy_allowed,
)
from oracle.judged_places import (
    beds,
    empty_by_handover,
    floors_hold,
    handling,
    open_hours,
    parking_mog,
    sites_in_order,
    storage,
    working_mog,
)
from oracle.second_milestones import second_milestones
from oracle.second_terms import second_terms
from oracle.story import Story
from oracle.verdict import Said, Verdict

__all__ = ["second_findings", "second_left", "second_milestones", "second_terms"]

SHORTFALLS = {
    "leave_by_latest", "empty_by_handover", "milestones_met", "out_by_deadline", "helpers_go_out",
    "nothing_left",
}  # fmt: skip


def second_verdicts(withdrawal: Withdrawal, plan: Plan) -> list[Verdict]:
    """All findings about a plan."""
    story = Story(withdrawal, plan)
    return [
        verdict._replace(rule=name)
        for name, rule in SECOND_RULES.items()
        for verdict in rule(story)
    ]


def second_findings(withdrawal: Withdrawal, plan: Plan) -> set[tuple[str | datetime, ...]]:
    """What is wrong with a plan: ``(rule, *subject)`` of each finding."""
    return {(verdict.rule, *verdict.subject) for verdict in second_verdicts(withdrawal, plan)}


def is_valid(withdrawal: Withdrawal, plan: Plan) -> bool:
    """Whether a plan breaks nothing; what is late or left is paid for instead."""
    return all(verdict.rule in SHORTFALLS for verdict in second_verdicts(withdrawal, plan))


def second_left(withdrawal: Withdrawal, plan: Plan) -> dict[tuple[str, str], int]:
    """Units left, by line and place."""
    return all_left(Story(withdrawal, plan))


SECOND_RULES: dict[str, Callable[[Story], Said]] = {
    rule.__name__: rule
    for rule in (
        loads_exist, leave_when_ready, gates_passed, leave_by_latest, predecessors_first,
        classes_apart, modes_allowed, redeploy_allowed, disposal_allowed, disposal_capacity,
        leg_exists, loads_allowed, travel_time, within_payload, within_seats, within_positions,
        pieces_fit, runway_enough, tail_named, tail_exists, tail_chain, fleet_count, fleet_dates,
        within_horizon, hours_per_day, crew_duty,
        working_mog, parking_mog, open_hours, handling, beds, storage, floors_hold,
        sites_in_order, empty_by_handover,
        clearance, runs_per_day, milestones_met, out_by_deadline, helpers_go_out, nothing_left,
        left_declared,
    )
}  # fmt: skip
