"""The folder of a plan: which may be written, what is in it, and how it is replaced safely.

A new plan is written whole into a folder beside its own and then put in its place file by file,
so that a full disk or a pulled plug leaves the plan before.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drawdown import files, reports
from drawdown.actions.outcome_record import outcome_record
from drawdown.actions.refusal import Refused
from drawdown.model import Outcome, Plan, Withdrawal
from drawdown.words import LANGUAGES, Language

OUTCOME, WORKBOOK, REPORT = "outcome.json", "plan.xlsx", "report.html"
SETTINGS = "withdrawal.toml"
TABLES = ("lifts.csv", "loads.csv", "dispositions.csv", "left.csv")
WHAT_IF_PAGE, WHAT_IF_FOLDER = "what-if.html", "what-if"
OURS = (*TABLES, OUTCOME, WORKBOOK, REPORT, WHAT_IF_PAGE)


def folder_for(path: Path, out: Path | None) -> Path:
    """Where the plan goes: as asked, else ``NAME-plan`` in the working folder."""
    if out is not None:
        return out
    whole = path.resolve()
    name = whole.parent.name if whole.name == "withdrawal.toml" else whole.name
    return Path(f"{name.removesuffix('.xlsx')}-plan")


def may_write(folder: Path) -> None:
    """``Refused`` where the folder holds something that is not a plan of this program.

    A withdrawal beside a plan is in danger too: both have a table ``dispositions``.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Refused("out_is_file", path=str(folder))
    if any(file.name.casefold() == SETTINGS for file in folder.iterdir()):
        raise Refused("out_is_input", path=str(folder))
    if any(folder.iterdir()) and not holds_plan(folder):
        raise Refused("out_is_taken", path=str(folder))


def holds_plan(folder: Path) -> bool:
    """Whether an earlier plan of this program lies there, as its ``outcome.json`` tells."""
    try:
        outcome = json.loads((folder / OUTCOME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(outcome, Mapping) and {"status", "bound_cents", "planner"} <= outcome.keys()


def plan_before(folder: Path, withdrawal: Withdrawal) -> Plan | None:
    """The earlier plan in the folder; None where there is none that fits this withdrawal."""
    if not folder.is_dir() or not holds_plan(folder):
        return None
    return files.read_plan(folder, withdrawal).plan


def write_plan_folder(
    folder: Path, withdrawal: Withdrawal, outcome: Outcome, language: str
) -> tuple[tuple[Path, ...], dict[str, Any]]:
    """Write tables, workbook, report and outcome; returns the files and the outcome as data.

    The report opens in ``language``, and has the others too.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    languages = [Language(code) for code in LANGUAGES]
    record = outcome_record(withdrawal, outcome, languages)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as made:
        fresh = Path(made) / folder.name
        files.write_plan(fresh, withdrawal, outcome.plan, record, language)
        files.write_plan(fresh / WORKBOOK, withdrawal, outcome.plan, in_cells(record), language)
        in_order = sorted(LANGUAGES, key=lambda code: code != language)
        report = reports.report_html(withdrawal, outcome, in_order)
        (fresh / REPORT).write_text(report, encoding="utf-8")
        put_in_place(fresh, folder, OURS)
    written = tuple(folder / name for name in OURS if (folder / name).exists())
    return written, record


def add_what_if(folder: Path, record: Mapping[str, Any], page: str) -> None:
    """Write the page that compares the variants, and the outcome anew with what they came to."""
    folder = folder.absolute()
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as made:
        fresh = Path(made)
        (fresh / WHAT_IF_PAGE).write_text(page, encoding="utf-8")
        (fresh / OUTCOME).write_text(text, encoding="utf-8")
        put_in_place(fresh, folder, ())


def put_in_place(fresh: Path, folder: Path, names: Sequence[str]) -> None:
    """Move the new files over the old; an old one that has no successor goes."""
    folder.mkdir(exist_ok=True)
    for file in fresh.iterdir():
        os.replace(file, folder / file.name)
        names = [name for name in names if name != file.name]
    for name in names:
        (folder / name).unlink(missing_ok=True)


def in_cells(record: Mapping[str, Any]) -> dict[str, Any]:
    """The outcome for a workbook: without what would not go into a cell."""
    return {
        name: value
        for name, value in record.items()
        if name not in ("findings", "reasons", "replanned", "bounds")
    }
