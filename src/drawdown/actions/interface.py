"""The library's own face, for those who write Python: ``drawdown.read``, ``check``, ``plan``."""

from collections.abc import Callable, Sequence
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from drawdown.actions import reading
from drawdown.model import Finding, InForce, Outcome, Pin, Plan, Withdrawal

if TYPE_CHECKING:
    from drawdown.planning import Progress

AnyPath = str | PathLike[str]


def read(path: AnyPath) -> Withdrawal:
    """The withdrawal in a folder or workbook; ``drawdown.Refused`` with every fault of it."""
    return reading.read_withdrawal(Path(path)).withdrawal


def read_plan(path: AnyPath, withdrawal: Withdrawal) -> Plan:
    """The plan in a folder or workbook; ``drawdown.Refused`` with every fault of it."""
    return reading.read_plan(Path(path), withdrawal).plan


def write(withdrawal: Withdrawal, path: AnyPath) -> None:
    """Write a withdrawal as a folder, or as a workbook if the path ends in ``.xlsx``."""
    from drawdown import files

    files.write(withdrawal, Path(path))


def write_plan(withdrawal: Withdrawal, plan: Plan, path: AnyPath) -> None:
    """Write the tables of a plan as a folder, or as a workbook if the path ends in ``.xlsx``."""
    from drawdown import files

    files.write_plan(Path(path), withdrawal, plan, None)


def check(withdrawal: Withdrawal, plan: Plan) -> tuple[Finding, ...]:
    """What the rules say about a plan; nothing if every rule holds."""
    from drawdown import rules

    return rules.judge(withdrawal, plan)


def cost(withdrawal: Withdrawal, plan: Plan, base: Plan | None = None) -> dict[str, int]:
    """The terms of the price list in euro cents; changes count against the plan in force."""
    from drawdown import rules

    return rules.cost_terms(withdrawal, plan, base)


def plan(
    withdrawal: Withdrawal,
    *,
    seconds: float | None = None,
    effort: int | None = None,
    seed: int = 1,
    planner: Literal["greedy", "full"] = "full",
    progress: "Callable[[Progress], None] | None" = None,
    stop: Callable[[], bool] | None = None,
    base: Plan | None = None,
    changes: int | None = None,
    now_utc: datetime | None = None,
    pins: Sequence[Pin] = (),
) -> Outcome:
    """Plan a withdrawal: a judged plan with its cost, a proven bound, and reasons.

    ``seconds`` limits the time (30 without either limit); the same ``effort`` and ``seed`` give
    the same plan. ``progress`` is told how it goes; once ``stop`` says True, the best plan so far
    comes back.

    With ``base``, the plan in force, that one is changed: what has begun by ``now_utc`` and the
    ``pins`` stay, and at most ``changes`` lifts are added, dropped or changed. Without ``now_utc``
    the present counts, if the withdrawal is under way; else its start.
    """
    from drawdown import planning
    from drawdown.actions.in_force import now_of

    in_force = None
    if base is not None:
        in_force = InForce(base, now_utc or now_of(withdrawal), changes, tuple(pins))
    elif seconds is None and effort is None:
        seconds = 30.0
    return planning.plan(
        withdrawal, seconds=seconds, effort=effort, seed=seed, planner=planner,
        progress=progress, stop=stop, in_force=in_force,
    )  # fmt: skip
