"""Planning a withdrawal greedily and in full: how soon, how dear, how near to the best."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import drawdown
from bench.figures import Figure
from bench.generator import generate

EXAMPLES = Path(__file__).parent.parent / "examples"
CHEAPER = 10.0  # hundredths by which the full planner's plan is to be below the greedy one's
SEED = 1


@dataclass(frozen=True, slots=True)
class Goal:
    """What is promised of a withdrawal: seconds to the first plan, and gaps after some seconds."""

    withdrawal: str
    first_s: float
    gap_percent: dict[int, float]
    memory_mb: float | None = None


GOALS = {
    "niger": Goal("niger-2024", 2, {30: 3, 180: 1}),
    "mid": Goal("mid", 3, {60: 5, 180: 3}),
    "minusma": Goal("minusma-2023", 10, {180: 5, 400: 3}, 4000),
    "small": Goal("small", 3, {60: 9}),
    "big": Goal("big", 10, {180: 5}, 4000),
}


def withdrawal_of(name: str) -> drawdown.Withdrawal | None:
    """An example by its folder, None if there is none; or one of the generator's sizes."""
    if "-" not in name:
        return generate(name, SEED)
    folder = EXAMPLES / name
    return drawdown.read(folder) if folder.is_dir() else None


def has_withdrawal(name: str) -> bool:
    """Whether there is something to plan."""
    return "-" not in name or (EXAMPLES / name).is_dir()


@dataclass(frozen=True, slots=True)
class Planned:
    """How planning went: seconds to the first judged plan, and what came of it."""

    first_s: float
    outcome: drawdown.Outcome


def planned(withdrawal: drawdown.Withdrawal, planner: str, seconds: float) -> Planned:
    """Plan within a limit, and hold the outcome against the judge."""
    begin = perf_counter()
    firsts: list[float] = []

    def heard(news: object) -> None:
        if getattr(news, "cost_cents", None) is not None:
            firsts.append(perf_counter() - begin)

    outcome = drawdown.plan(withdrawal, seconds=seconds, planner=planner, progress=heard)
    assert outcome.status is not drawdown.Status.INTERRUPTED
    assert drawdown.check(withdrawal, outcome.plan) == outcome.findings
    return Planned(firsts[0], outcome)


def greedy_figures(name: str) -> Iterator[Figure]:
    """How soon there is a judged plan, and how dear it is."""
    goal, case = GOALS[name], f"{name}, greedy"
    withdrawal = withdrawal_of(goal.withdrawal)
    assert withdrawal is not None
    # So short a limit leaves time for the first manner alone.
    run = planned(withdrawal, "greedy", 0.1)
    yield Figure(case, "first judged plan", run.first_s, "s", goal.first_s)
    yield Figure(case, "cost of it", run.outcome.cost_cents / 1e8, "M€")


def full_figures(name: str, seconds: int) -> Iterator[Figure]:
    """Cost, bound and gap within a limit, and the greedy planner's plan of the same limit."""
    goal, case = GOALS[name], f"{name}, {seconds} s"
    withdrawal = withdrawal_of(goal.withdrawal)
    assert withdrawal is not None
    greedy = planned(withdrawal, "greedy", seconds).outcome
    full = planned(withdrawal, "full", seconds).outcome
    yield Figure(case, "cost", full.cost_cents / 1e8, "M€")
    yield Figure(case, "bound", full.bound_cents / 1e8, "M€")
    yield Figure(case, "proven gap", 100 * full.gap, "%", goal.gap_percent.get(seconds))
    cheaper = 100 * (1 - full.cost_cents / greedy.cost_cents)
    yield Figure(case, "cheaper than greedy", cheaper, "%", CHEAPER, at_least=True)
    short = [f for f in full.findings if f.severity is drawdown.Severity.SHORTFALL]
    yield Figure(case, "findings: late or left", len(short), "")


def huge_figures() -> Iterator[Figure]:
    """Ten times the big one: written, read and checked."""
    withdrawal = generate("huge", SEED)
    case = f"huge, {len(withdrawal.lines):,} lines"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "huge"
        drawdown.write(withdrawal, folder)
        begin = perf_counter()
        read = drawdown.read(folder)
        yield Figure(case, "read and checked", perf_counter() - begin, "s", 60)
    assert read == withdrawal


def huge_plan_figures() -> Iterator[Figure]:
    """Ten times the big one: a greedy plan, and the judge on it."""
    withdrawal = generate("huge", SEED)
    case = f"huge, {len(withdrawal.lines):,} lines"
    run = planned(withdrawal, "greedy", 0.1)
    yield Figure(case, "first judged plan, greedy", run.first_s, "s", 120)
    begin = perf_counter()
    drawdown.check(withdrawal, run.outcome.plan)
    yield Figure(case, f"judge, {len(run.outcome.plan.lifts):,} lifts", perf_counter() - begin, "s")
