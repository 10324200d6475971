"""Plans a withdrawal and writes the plan with its report."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from drawdown import planning
from drawdown.actions.fleet_use import CarrierUse, fleet_use
from drawdown.actions.in_force import read_in_force
from drawdown.actions.plan_folder import folder_for, may_write, plan_before, write_plan_folder
from drawdown.actions.reading import read_withdrawal
from drawdown.actions.refusal import Refused
from drawdown.actions.what_changed import WhatChanged, what_changed
from drawdown.model import Fault, Outcome, Withdrawal
from drawdown.planning import Progress

DEFAULT_SECONDS = 30.0
Planner = Literal["greedy", "full"]
PLANNERS = get_args(Planner)


@dataclass(frozen=True, slots=True)
class PlanMade:
    """A plan that was written: what it comes to, where it lies, and what it changes.

    ``changed`` is None where there was no earlier plan to compare; ``record`` is what
    ``outcome.json`` holds.
    """

    withdrawal: Withdrawal
    outcome: Outcome
    folder: Path
    files: tuple[Path, ...]
    use: tuple[CarrierUse, ...]
    changed: WhatChanged | None
    warnings: tuple[Fault, ...]
    record: dict[str, Any]


def make_plan(
    path: Path,
    out: Path | None = None,
    *,
    seconds: float | None = None,
    effort: int | None = None,
    seed: int = 1,
    planner: str = "full",
    language: str = "en",
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    base: Path | None = None,
    changes: int | None = None,
    now: str = "",
    pins: Path | None = None,
) -> PlanMade:
    """Read a withdrawal, plan it, and write the plan's folder.

    Without ``seconds`` and ``effort`` it takes ``DEFAULT_SECONDS``. What does not fit is refused
    before any time is spent. The report opens in ``language``. With ``base``, a plan in force,
    that one is changed as of ``now``, by at most ``changes`` lifts, without touching the ``pins``.
    """
    if seconds is not None and effort is not None:
        raise Refused("seconds_and_effort")
    if planner not in PLANNERS:
        raise Refused("planner", planner=planner)
    withdrawal, warnings = read_withdrawal(path)
    folder = folder_for(path, out)
    if folder.resolve() == path.resolve():
        raise Refused("out_is_input", path=str(folder))
    may_write(folder)
    in_force = read_in_force(withdrawal, base, changes, now, pins)
    if seconds is None and effort is None and in_force is None:
        seconds = DEFAULT_SECONDS
    before = plan_before(folder, withdrawal) if in_force is None else in_force.plan
    outcome = planning.plan(
        withdrawal, seconds=seconds, effort=effort, seed=seed, planner=cast(Planner, planner),
        progress=progress, stop=stop, in_force=in_force,
    )  # fmt: skip
    written, record = write_plan_folder(folder, withdrawal, outcome, language)
    return PlanMade(
        withdrawal, outcome, folder, written, fleet_use(withdrawal, outcome.plan),
        None
        if before is None
        else what_changed(withdrawal, before, outcome.plan, in_force=in_force is not None),
        warnings, record,
    )  # fmt: skip
