"""One planning to be done elsewhere: in a process of its own, or on another machine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from drawdown import planning
from drawdown.model import Outcome, Plan, Withdrawal
from drawdown.planning import Progress


@dataclass(frozen=True, slots=True)
class PlanningJob:
    """What is to be planned, and under which limit; ``name`` is a variant's, or blank: as it is.

    With ``better``, what was found and a plan that takes its place, that is all there is to do.
    """

    name: str
    withdrawal: Withdrawal
    seconds: float | None
    effort: int | None
    seed: int
    planner: Literal["greedy", "full"]
    better: tuple[Outcome, Plan] | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A planning that came to nothing: the traceback of a fault of this program.

    Blank where its process died, which is no fault of its own: ``code`` is how it ended.
    """

    trace: str = ""
    code: int | None = None


def outcome_of(
    job: PlanningJob,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Outcome:
    """Do the job here and now."""
    if job.better is not None:
        found, plan = job.better
        return planning.taken_over(
            job.withdrawal, found, plan, seconds=job.seconds, effort=job.effort
        )
    return planning.plan(
        job.withdrawal, seconds=job.seconds, effort=job.effort, seed=job.seed,
        planner=job.planner, progress=progress, stop=stop,
    )  # fmt: skip
