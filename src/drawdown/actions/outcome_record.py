"""Judgements and outcomes as plain data, for files and for programs."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from drawdown.actions.checking import Judgement
from drawdown.model import (
    Bounds,
    Finding,
    MilestoneReached,
    Outcome,
    Plan,
    Reason,
    Replanned,
    Withdrawal,
)
from drawdown.words import Language

CENTS_PER_EUR = 100


def outcome_record(
    withdrawal: Withdrawal, outcome: Outcome, languages: Sequence[Language]
) -> dict[str, Any]:
    """What ``outcome.json`` holds: how planning ended, cost and bound, dates, reasons, findings."""
    return {
        "withdrawal": withdrawal.name,
        "mode": withdrawal.mode.value,
        "status": outcome.status.value,
        **cost_record(outcome.cost_cents, outcome.terms_cents),
        "bound": outcome.bound_cents / CENTS_PER_EUR,
        "bound_cents": outcome.bound_cents,
        "gap": outcome.gap,
        "seconds": round(outcome.seconds, 3),
        "seed": outcome.seed,
        "limit": outcome.limit,
        "planner": outcome.planner,
        "lifts": len(outcome.plan.lifts),
        "loaded_lifts": loaded_lifts(outcome.plan),
        "milestones": [milestone_record(milestone) for milestone in outcome.milestones],
        "reasons": [reason_record(reason, withdrawal, languages) for reason in outcome.reasons],
        "findings": [finding_record(found, withdrawal, languages) for found in outcome.findings],
        **({} if outcome.replanned is None else {"replanned": replanned_record(outcome.replanned)}),
        **({} if outcome.bounds is None else {"bounds": bounds_record(outcome.bounds)}),
    }


def bounds_record(bounds: Bounds) -> dict[str, Any]:
    """What is proven of every plan beside the cost, and what is so in this one."""
    earliest, out = bounds.earliest, bounds.plan_out_utc
    return {
        "short": None if bounds.short is None else asdict(bounds.short),
        "plan_short": None if bounds.plan_short is None else asdict(bounds.plan_short),
        "earliest": None
        if earliest is None
        else {
            "day": stamp(earliest.day_utc),
            "is_exact": earliest.is_exact,
            "people_left": earliest.people_left,
            "kg_left": earliest.kg_left,
        },
        "plan_out": None if out is None else stamp(out),
        "terms_cents": dict(bounds.terms_cents),
    }


def replanned_record(replanned: Replanned) -> dict[str, Any]:
    """How a plan in force was changed: what each number of changes buys, and who is told."""
    return {
        "now": stamp(replanned.now_utc),
        "allowed": replanned.allowed,
        "changed": replanned.changed,
        "forced": replanned.forced,
        "broken": list(replanned.broken),
        "budget": [
            asdict(point) | {"cost": point.cost_cents / CENTS_PER_EUR} for point in replanned.budget
        ],
        "told": [asdict(told) for told in replanned.told],
    }


def judgement_record(judgement: Judgement, languages: Sequence[Language]) -> dict[str, Any]:
    """What ``drawdown check --json`` says of a plan."""
    return {
        "withdrawal": judgement.withdrawal.name,
        "mode": judgement.withdrawal.mode.value,
        "rules": judgement.rules,
        "rules_that_hold": judgement.rules_that_hold,
        **cost_record(judgement.cost_cents, judgement.terms),
        "seconds": round(judgement.seconds, 3),
        "lifts": len(judgement.plan.lifts),
        "loaded_lifts": loaded_lifts(judgement.plan),
        "milestones": [milestone_record(milestone) for milestone in judgement.milestones],
        "findings": [
            finding_record(found, judgement.withdrawal, languages) for found in judgement.findings
        ],
    }


def loaded_lifts(plan: Plan) -> int:
    """How many lifts carry anything; the others are empty runs."""
    return sum(any(load.count for load in lift.loads) for lift in plan.lifts)


def cost_record(cost_cents: int, terms: dict[str, int]) -> dict[str, Any]:
    """The cost and its terms, in euros for people and in cents for programs."""
    return {
        "cost": cost_cents / CENTS_PER_EUR,
        "terms": {name: cents / CENTS_PER_EUR for name, cents in terms.items()},
        "cost_cents": cost_cents,
        "terms_cents": dict(terms),
    }


def milestone_record(milestone: MilestoneReached) -> dict[str, Any]:
    """A milestone, when it is due and when the plan reaches it (null: never)."""
    reached = milestone.reached_utc
    return {
        "name": milestone.name,
        "title": milestone.title,
        "due": stamp(milestone.due_utc),
        "reached": None if reached is None else stamp(reached),
        "met": milestone.met,
    }


def reason_record(
    reason: Reason, withdrawal: Withdrawal, languages: Sequence[Language]
) -> dict[str, Any]:
    """A reason with its facts and its sentence in each language."""
    return {
        "kind": reason.kind,
        "place": reason.place,
        "facts": plain_facts(reason.facts),
        "sentences": {tongue.code: tongue.reason(reason, withdrawal) for tongue in languages},
    }


def finding_record(
    finding: Finding, withdrawal: Withdrawal, languages: Sequence[Language]
) -> dict[str, Any]:
    """A finding with all its values and its sentence in each language."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "place": finding.place,
        "from": None if finding.from_utc is None else stamp(finding.from_utc),
        "until": None if finding.until_utc is None else stamp(finding.until_utc),
        "measured": finding.measured,
        "limit": finding.limit,
        "unit": finding.unit,
        "lifts": list(finding.lifts),
        "lines": list(finding.lines),
        "facts": plain_facts(finding.facts),
        "sentences": {tongue.code: tongue.finding(finding, withdrawal) for tongue in languages},
    }


def plain_facts(
    facts: Sequence[tuple[str, str | int | float | datetime]],
) -> dict[str, str | int | float]:
    """Facts with their instants written out."""
    return {name: stamp(value) if isinstance(value, datetime) else value for name, value in facts}


def stamp(instant: datetime) -> str:
    """``2024-07-07T22:00Z``, as in the tables."""
    return instant.strftime("%Y-%m-%dT%H:%MZ")
