"""`drawdown plan`: plans, shows how it goes, and says on one screen what came of it."""

from dataclasses import dataclass
from pathlib import Path

from drawdown.cli.conclusion import FINDINGS, FINE
from drawdown.cli.interrupt import Interrupt
from drawdown.cli.plan_view import plan_page
from drawdown.cli.progress_line import ProgressLine
from drawdown.cli.screen import Screen
from drawdown.model import Severity


@dataclass(frozen=True, slots=True)
class PlanWishes:
    """The options of the command, as typed."""

    out: Path | None
    seconds: float | None
    effort: int | None
    seed: int
    planner: str
    base: Path | None = None
    changes: int | None = None
    now: str = ""
    pin: Path | None = None


def plan_screen(screen: Screen, path: Path, wishes: PlanWishes, as_json: bool) -> int:
    """Plan a withdrawal; the first Ctrl-C ends planning and keeps the best plan so far."""
    from drawdown.actions.new_plan import make_plan

    with Interrupt() as interrupt, ProgressLine(screen.language) as line:
        made = make_plan(
            path,
            wishes.out,
            seconds=wishes.seconds,
            effort=wishes.effort,
            seed=wishes.seed,
            planner=wishes.planner,
            language=screen.language.code,
            progress=line.show,
            stop=interrupt.asked,
            base=wishes.base,
            changes=wishes.changes,
            now=wishes.now,
            pins=wishes.pin,
        )
    if as_json:
        screen.json(made.record | {"files": [str(file) for file in made.files]})
    else:
        plan_page(screen, made, path)
    found = any(f.severity is not Severity.NOTICE for f in made.outcome.findings)
    return FINDINGS if found else FINE
