"""Turns a withdrawal from a folder into a workbook and back."""

from dataclasses import dataclass
from pathlib import Path

from drawdown import files
from drawdown.actions.reading import read_withdrawal
from drawdown.actions.refusal import Refused
from drawdown.actions.writing import nothing_in_the_way
from drawdown.model import Fault, Withdrawal


@dataclass(frozen=True, slots=True)
class Converted:
    """A withdrawal that was written anew, and where."""

    withdrawal: Withdrawal
    target: Path
    warnings: tuple[Fault, ...]


def convert(source: Path, target: Path) -> Converted:
    """Write the withdrawal of ``source`` to ``target``: a workbook if it ends in ``.xlsx``.

    ``Refused`` where something lies at ``target``.
    """
    withdrawal, warnings = read_withdrawal(source)
    must_be_free(target)
    with nothing_in_the_way():
        files.write(withdrawal, target)
    return Converted(withdrawal, target, warnings)


def must_be_free(target: Path) -> None:
    """``Refused`` unless the target is not there, or is an empty folder."""
    if target.is_dir() and target.suffix != ".xlsx" and not any(target.iterdir()):
        return
    if target.exists():
        raise Refused("target_is_taken", path=str(target))
