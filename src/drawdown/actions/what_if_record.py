"""What-if as plain data, for ``outcome.json`` and ``--json``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drawdown.actions.outcome_record import CENTS_PER_EUR, cost_record, milestone_record
from drawdown.model import NotPlanned, WhatIf, WhatIfPlan


def what_if_record(what_if: WhatIf, folders: Mapping[str, Path]) -> dict[str, Any]:
    """Every variant with its plan, and those that have none; folders are by name of variant."""
    base = folders[""]
    return {
        "variants": [
            variant_record(what_if, plan, folders[plan.variant.name].relative_to(base).as_posix())
            for plan in what_if.plans
            if plan.variant is not None
        ],
        "not_planned": [not_planned_record(each) for each in what_if.not_planned],
    }


def variant_record(what_if: WhatIf, plan: WhatIfPlan, folder: str) -> dict[str, Any]:
    """What a variant came to, and how it differs from the plan as it is."""
    outcome, variant, there = plan.outcome, plan.variant, plan.as_is
    assert variant is not None
    base = what_if.as_is.outcome
    least, most = what_if.between_cents(plan)
    loaded, empty = plan.lifts
    return {
        "name": variant.name,
        "title": variant.title,
        "folder": folder,
        "status": outcome.status.value,
        **cost_record(outcome.cost_cents, outcome.terms_cents),
        "bound": outcome.bound_cents / CENTS_PER_EUR,
        "bound_cents": outcome.bound_cents,
        "gap": outcome.gap,
        "difference_cents": outcome.cost_cents - base.cost_cents,
        "difference_proven_cents": [least, most],
        "seconds": round(outcome.seconds, 3),
        "seed": outcome.seed,
        "limit": outcome.limit,
        "lifts": loaded + empty,
        "loaded_lifts": loaded,
        "people_left": plan.people_left,
        "kg_left": plan.kg_left,
        "kg_disposed": plan.kg_disposed,
        "milestones": [milestone_record(stone) for stone in outcome.milestones],
        "as_is": None
        if there is None
        else {
            "breaches": there.breaches,
            "shortfalls": there.shortfalls,
            "cost_cents": there.cost_cents,
        },
    }  # fmt: skip


def not_planned_record(each: NotPlanned) -> dict[str, Any]:
    """A variant without a plan, and why."""
    return {
        "name": each.variant.name,
        "title": each.variant.title,
        "why": "defect" if each.defect else "died" if each.died else "interrupted",
    }
