"""Explains a plan of any author: what is left, late or dear in it, and what it would take."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drawdown import planning
from drawdown.actions.checking import Judgement, judged
from drawdown.actions.outcome_record import CENTS_PER_EUR, judgement_record, reason_record, stamp
from drawdown.actions.reading import read_plan, read_withdrawal
from drawdown.actions.subject import subject_of, typed
from drawdown.model import Explanation, Fault, Move, Part, Reason, Severity, Withdrawal
from drawdown.words import Language, subject_title

__all__ = ["Explained", "explain", "explained_record", "typed"]


@dataclass(frozen=True, slots=True)
class Explained:
    """A judged plan and what is said of it; one explanation where there was a subject."""

    withdrawal: Withdrawal
    judgement: Judgement
    explanations: tuple[Explanation, ...]
    warnings: tuple[Fault, ...]

    @property
    def has_breaches(self) -> bool:
        """Whether the plan is none of those of which something is proven."""
        return self.judgement.how_many(Severity.BREACH) > 0


def explain(
    path: Path,
    plan_path: Path,
    word: str = "",
    *,
    seconds: float,
    stop: Callable[[], bool] = lambda: False,
) -> Explained:
    """Read a withdrawal and a plan, and explain what the word stands for; else the worst of it."""
    withdrawal, warnings = read_withdrawal(path)
    plan, faults = read_plan(plan_path, withdrawal)
    subject = subject_of(withdrawal, word) if word else None
    explanations = planning.explain_plan(withdrawal, plan, subject, seconds=seconds, stop=stop)
    return Explained(withdrawal, judged(withdrawal, plan), explanations, warnings + faults)


# --- for programs ---------------------------------------------------------------------------------


def explained_record(explained: Explained, languages: Sequence[Language]) -> dict[str, Any]:
    """What ``drawdown explain --json`` says."""
    withdrawal = explained.withdrawal
    judgement = judgement_record(explained.judgement, languages)
    return {
        "withdrawal": withdrawal.name,
        "mode": withdrawal.mode.value,
        "marking": withdrawal.marking,
        "cost": judgement["cost"],
        "terms": judgement["terms"],
        "explanations": [
            explanation_record(each, withdrawal, languages) for each in explained.explanations
        ],
    }


def explanation_record(
    each: Explanation, withdrawal: Withdrawal, languages: Sequence[Language]
) -> dict[str, Any]:
    """One subject: its reasons with their sentences, the parts of its cost, its lifts."""

    def said(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
        return [reason_record(reason, withdrawal, languages) for reason in reasons]

    return {
        "kind": each.subject.kind,
        "name": each.subject.name,
        "titles": {x.code: subject_title(x, withdrawal, each.subject) for x in languages},
        "in_plan": said(each.in_plan),
        "proven": said(each.proven),
        "limits": said(each.limits),
        "remedies": said(each.remedies),
        "not_computed": said(each.untold),
        "parts": [part_record(part) for part in each.parts],
        "lifts": [move_record(move) for move in each.moves],
    }


def part_record(part: Part) -> dict[str, Any]:
    """A part of the cost, in euros for people and in cents for programs."""
    return {
        "by": part.by,
        "name": part.name,
        "cost": part.cents / CENTS_PER_EUR,
        "cost_cents": part.cents,
        "share": part.share,
    }


def move_record(move: Move) -> dict[str, Any]:
    """Units of the line on a lift."""
    return {
        "lift": move.lift,
        "carrier": move.carrier,
        "origin": move.origin,
        "destination": move.destination,
        "depart": stamp(move.depart_utc),
        "arrive": stamp(move.arrive_utc),
        "count": move.count,
    }
