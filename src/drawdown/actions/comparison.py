"""Judges several plans of one withdrawal by today's figures, and says how they differ."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drawdown import rules
from drawdown.actions.checking import Judgement, judged
from drawdown.actions.fleet_use import CarrierUse, fleet_use
from drawdown.actions.outcome_record import CENTS_PER_EUR, judgement_record, stamp
from drawdown.actions.reading import read_plan, read_withdrawal
from drawdown.actions.what_changed import WhatChanged, what_changed
from drawdown.model import Fault, Lift, Plan, Severity, Withdrawal
from drawdown.rules import Fates
from drawdown.rules.changes import units_on_board
from drawdown.words import Language


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the plans: judged, what it carries and leaves, and what it changes in the first.

    ``changed`` is None for the first plan. Lifts are paired by what they do (``rules.pairing``):
    plans made apart use the same names for different lifts. A new one has the name of its own plan,
    with an apostrophe where the first plan has it too.
    """

    path: Path
    judgement: Judgement
    use: tuple[CarrierUse, ...]
    fates: Fates
    changed: WhatChanged | None

    @property
    def status(self) -> str:
        """``breach``, ``shortfall`` or ``complete``: the gravest that the judge finds."""
        for severity in (Severity.BREACH, Severity.SHORTFALL):
            if self.judgement.how_many(severity):
                return severity.value
        return "complete"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Plans of a withdrawal side by side, in the order in which they were named."""

    withdrawal: Withdrawal
    plans: tuple[Compared, ...]
    warnings: tuple[Fault, ...]


def compare(path: Path, plan_paths: list[Path]) -> Comparison:
    """Read a withdrawal and plans of any author, and judge each of them."""
    withdrawal, warnings = read_withdrawal(path)
    plans: list[Compared] = []
    for plan_path in plan_paths:
        plan, faults = read_plan(plan_path, withdrawal)
        first = plans[0].judgement.plan if plans else None
        plans.append(
            Compared(
                plan_path,
                judged(withdrawal, plan),
                fleet_use(withdrawal, plan),
                rules.fates(withdrawal, plan),
                None if first is None else against(withdrawal, first, plan),
            )
        )
        warnings += faults
    return Comparison(withdrawal, tuple(plans), warnings)


def against(withdrawal: Withdrawal, first: Plan, plan: Plan) -> WhatChanged:
    """What a plan changes in the first, whatever its lifts are called."""
    return what_changed(withdrawal, first, rules.named_alike(first, plan))


# --- for programs ---------------------------------------------------------------------------------


def comparison_record(comparison: Comparison, language: Language) -> dict[str, Any]:
    """What ``drawdown compare --json`` says."""
    return {
        "withdrawal": comparison.withdrawal.name,
        "title": comparison.withdrawal.title,
        "mode": comparison.withdrawal.mode.value,
        "marking": comparison.withdrawal.marking,
        "plans": [compared_record(each, language) for each in comparison.plans],
    }


def compared_record(each: Compared, language: Language) -> dict[str, Any]:
    """One plan: the judge's record, its use of carriers, what leaves, and its changes."""
    return {
        "plan": str(each.path),
        "status": each.status,
        **judgement_record(each.judgement, [language]),
        "breaches": each.judgement.how_many(Severity.BREACH),
        "shortfalls": each.judgement.how_many(Severity.SHORTFALL),
        "carriers": [
            {"carrier": use.carrier, "loaded": use.loaded, "empty": use.empty}
            for use in each.use
        ],
        "people_out": each.fates.people_out,
        "kg_out": each.fates.kg_out,
        "kg_disposed": each.fates.kg_disposed,
        "people_left": each.fates.people_left,
        "kg_left": each.fates.kg_left,
        "changed": None if each.changed is None else changed_record(each.changed),
    }  # fmt: skip


def changed_record(changed: WhatChanged) -> dict[str, Any]:
    """What a plan changes in the first, lift by lift."""
    lifts = changed.lifts
    return {
        "cost": (changed.cost_after_cents - changed.cost_before_cents) / CENTS_PER_EUR,
        "added": [lift.name for lift in lifts.added],
        "dropped": [lift.name for lift in lifts.removed],
        "other_day": [each.after.name for each in lifts.other_day],
        "other_load": [each.after.name for each in lifts.other_load],
        "otherwise": [each.after.name for each in lifts.otherwise],
        "lifts": [
            {
                "lift": each.after.name,
                "what": list(each.what),
                "before": lift_record(each.before),
                "after": lift_record(each.after),
            }
            for each in lifts.changed
        ],
    }


def lift_record(lift: Lift) -> dict[str, Any]:
    """A lift as in the tables of a plan."""
    return {
        "fleet": lift.fleet,
        "tail": lift.tail,
        "origin": lift.origin,
        "destination": lift.destination,
        "depart": stamp(lift.depart_utc),
        "arrive": stamp(lift.arrive_utc),
        "loads": units_on_board(lift),
    }
