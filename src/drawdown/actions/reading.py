"""Reads a withdrawal or a plan from the user's files, whole or not at all."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from drawdown import files
from drawdown.actions.refusal import Refused
from drawdown.model import Fault, Plan, Variant, Withdrawal


class WithdrawalRead(NamedTuple):
    """A withdrawal, and what its reader should know all the same."""

    withdrawal: Withdrawal
    warnings: tuple[Fault, ...]


class PlanRead(NamedTuple):
    """A plan, and what its reader should know all the same."""

    plan: Plan
    warnings: tuple[Fault, ...]


def read_withdrawal(path: Path, what_if: str = "") -> WithdrawalRead:
    """The withdrawal in a folder or workbook; ``Refused`` with every fault if it has any.

    With ``what_if``, the name of a variant, the withdrawal that this one makes.
    """
    must_exist(path)
    reading = files.read(path)
    if reading.withdrawal is None:
        raise Refused("withdrawal", stopping(reading.faults), path=str(path))
    withdrawal = reading.withdrawal
    if what_if:
        (variant,) = variants_named(withdrawal, [what_if])
        withdrawal = with_variant(withdrawal, variant)
    return WithdrawalRead(withdrawal, reading.faults)


def variants_named(withdrawal: Withdrawal, names: Sequence[str]) -> list[Variant]:
    """The variants of these names, each once, in the order asked."""
    if not withdrawal.variants:
        raise Refused("no_variants")
    found: dict[str, Variant] = {}
    for name in names:
        variant = next((v for v in withdrawal.variants if files.same_name(v.name, name)), None)
        if variant is None:
            known = ", ".join(v.name for v in withdrawal.variants)
            raise Refused("variant_unknown", variant=name, known=known)
        found[variant.name] = variant
    return list(found.values())


def with_variant(withdrawal: Withdrawal, variant: Variant) -> Withdrawal:
    """The withdrawal that a variant makes; ``Refused`` with every fault."""
    reading = files.with_variant(withdrawal, variant)
    if reading.withdrawal is None:
        raise Refused("withdrawal", stopping(reading.faults), path=variant.name)
    return reading.withdrawal


def read_plan(path: Path, withdrawal: Withdrawal) -> PlanRead:
    """The plan in a folder or workbook, of any author; ``Refused`` with every fault."""
    must_exist(path, "missing_plan")
    reading = files.read_plan(path, withdrawal)
    if reading.plan is None:
        raise Refused("plan", stopping(reading.faults), path=str(path))
    return PlanRead(reading.plan, reading.faults)


def must_exist(path: Path, key: str = "missing") -> None:
    """``Refused`` where there is nothing at the path."""
    if not path.exists():
        raise Refused(key, path=str(path))


def stopping(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The faults that stop the import first, then the warnings."""
    return tuple(sorted(faults, key=lambda fault: fault.warning))
