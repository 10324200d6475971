"""What reading returns: the thing that was read, or nothing, and every fault."""

from dataclasses import dataclass

from drawdown.model import Fault, Plan, Withdrawal


@dataclass(frozen=True, slots=True)
class Reading:
    """A withdrawal, or None where a fault is more than a warning."""

    withdrawal: Withdrawal | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan, or None where a fault is more than a warning."""

    plan: Plan | None
    faults: tuple[Fault, ...]
