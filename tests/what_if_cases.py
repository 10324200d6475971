"""A small withdrawal with variants, and short ways to plan it."""

from dataclasses import replace

from rules_cases import TINY
from typer.testing import CliRunner

from drawdown import files
from drawdown.actions.planning_job import PlanningJob
from drawdown.cli.app import app
from drawdown.model import Change, ChangedTable, Translation, Variant

PLAN_TABLES = ("lifts.csv", "loads.csv", "dispositions.csv", "left.csv")
VARIANTS = (
    Variant("more", "Five times <the> crates", (
        Change(ChangedTable.LINES, "count", "crates", "25"),
    )),
    Variant("no-planes", "", (
        Change(ChangedTable.LEGS, "*", "BASE; *; air", "remove"),
    )),
    Variant("no sale", "Nothing is sold", (
        Change(ChangedTable.DISPOSITIONS, "*", "sell; *", "remove"),
    )),
)  # fmt: skip
ASKING = replace(
    TINY,
    exclusions=(),
    variants=VARIANTS,
    translations=(Translation("Nothing is sold", "fr", "Rien n'est vendu"),),
)


def plan_at(folder, withdrawal):
    """The plan in a folder."""
    reading = files.read_plan(folder, withdrawal)
    assert reading.plan is not None, reading.faults
    return reading.plan


def varied(name):
    """The withdrawal of a variant."""
    (variant,) = [each for each in VARIANTS if each.name == name]
    return files.with_variant(ASKING, variant).withdrawal


def job(name="", withdrawal=TINY, planner="greedy", effort=1):
    """A planning of the tiny withdrawal."""
    return PlanningJob(name, withdrawal, None, effort, 1, planner)


def run(command, *words):
    """A command of the program, and what it says."""
    return CliRunner().invoke(app, [command, *(str(word) for word in words)])
