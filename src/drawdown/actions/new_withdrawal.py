"""Begins a withdrawal: a small one that can be planned, to be overwritten."""

from pathlib import Path

from drawdown import files
from drawdown.actions.conversion import must_be_free
from drawdown.actions.writing import nothing_in_the_way


def new_withdrawal(path: Path, workbook: bool = False, language: str = "en") -> Path:
    """Write the template; returns the folder, or the workbook if asked or so named."""
    workbook = workbook or path.suffix == ".xlsx"
    target = path if not workbook or path.suffix == ".xlsx" else path.with_name(path.name + ".xlsx")
    must_be_free(target)
    target.absolute().parent.mkdir(parents=True, exist_ok=True)
    with nothing_in_the_way():
        files.template(target, workbook, language)
    return target
