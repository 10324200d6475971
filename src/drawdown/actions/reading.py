"""Reads a withdrawal or a plan from the user's files, whole or not at all."""

from pathlib import Path
from typing import NamedTuple

from drawdown import files
from drawdown.actions.refusal import Refused
from drawdown.model import Fault, Plan, Withdrawal


class WithdrawalRead(NamedTuple):
    """A withdrawal, and what its reader should know all the same."""

    withdrawal: Withdrawal
    warnings: tuple[Fault, ...]


class PlanRead(NamedTuple):
    """A plan, and what its reader should know all the same."""

    plan: Plan
    warnings: tuple[Fault, ...]


def read_withdrawal(path: Path) -> WithdrawalRead:
    """The withdrawal in a folder or workbook; ``Refused`` with every fault if it has any."""
    must_exist(path)
    reading = files.read(path)
    if reading.withdrawal is None:
        raise Refused("withdrawal", stopping(reading.faults), path=str(path))
    return WithdrawalRead(reading.withdrawal, reading.faults)


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
