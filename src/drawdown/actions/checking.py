"""Checks a withdrawal for faults, and judges a plan: findings, cost and milestones."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from drawdown import rules
from drawdown.actions.reading import read_plan, read_withdrawal
from drawdown.model import (
    Fault,
    Finding,
    MilestoneReached,
    Plan,
    Severity,
    Withdrawal,
)


@dataclass(frozen=True, slots=True)
class WithdrawalChecked:
    """A withdrawal without fault, its warnings, and how long reading took."""

    withdrawal: Withdrawal
    warnings: tuple[Fault, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say about a plan, what it costs, and which dates it keeps.

    ``terms`` are the terms of the price list, in cents; ``seconds`` is the time of judging alone;
    ``rules`` is how many rules there are.
    """

    withdrawal: Withdrawal
    plan: Plan
    findings: tuple[Finding, ...]
    terms: dict[str, int]
    cost_cents: int
    milestones: tuple[MilestoneReached, ...]
    seconds: float
    rules: int
    warnings: tuple[Fault, ...] = ()

    def how_many(self, severity: Severity) -> int:
        """How many findings there are of a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def rules_that_hold(self) -> int:
        """Rules without any breach or shortfall."""
        broken = {f.rule for f in self.findings if f.severity is not Severity.NOTICE}
        return self.rules - len(broken)

    @property
    def is_fine(self) -> bool:
        """Whether every rule holds."""
        return self.rules_that_hold == self.rules


def check_withdrawal(path: Path, what_if: str = "") -> WithdrawalChecked:
    """Read a withdrawal and every fault of it; ``Refused`` if one of them stops the import.

    ``what_if`` is the name of a variant that is meant instead of the withdrawal as it is.
    """
    begin = perf_counter()
    withdrawal, warnings = read_withdrawal(path, what_if)
    return WithdrawalChecked(withdrawal, warnings, perf_counter() - begin)


def check_plan(
    path: Path, plan_path: Path, base_path: Path | None = None, what_if: str = ""
) -> Judgement:
    """Read and judge a plan; changes are priced against the plan in force, if one is named."""
    withdrawal, warnings = read_withdrawal(path, what_if)
    plan, plan_warnings = read_plan(plan_path, withdrawal)
    base = read_plan(base_path, withdrawal).plan if base_path is not None else None
    return judged(withdrawal, plan, base, warnings + plan_warnings)


def judged(
    withdrawal: Withdrawal, plan: Plan, base: Plan | None = None, warnings: tuple[Fault, ...] = ()
) -> Judgement:
    """The judgement on a plan."""
    begin = perf_counter()
    findings = rules.judge(withdrawal, plan)
    terms = rules.cost_terms(withdrawal, plan, base)
    milestones = rules.milestones_reached(withdrawal, plan)
    seconds = perf_counter() - begin
    return Judgement(
        withdrawal, plan, findings, terms, sum(terms.values()), milestones, seconds,
        number_of_rules(), warnings,
    )  # fmt: skip


def number_of_rules() -> int:
    """How many rules the judge knows."""
    return len(rules.RULES)
