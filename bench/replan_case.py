"""A plan in force changed: Niger after a lost C-17, MINUSMA with a road closed."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import drawdown
from bench.figures import Figure
from bench.planning_case import EXAMPLES

NIGER, MINUSMA = EXAMPLES / "niger-2024", EXAMPLES / "minusma-2023"
SECONDS_FOR_THE_BASE = 30
FLEET, NIGER_CHANGES, NIGER_S = "c17", 3, 3.0
CLOSED_UTC, OPEN_UTC = datetime(2023, 9, 24, tzinfo=UTC), datetime(2023, 10, 22, tzinfo=UTC)
ROAD, MINUSMA_CHANGES = {"Tessalit", "Gao"}, 10


def niger_figures() -> Iterator[Figure]:
    """The last tail is lost before its last way out: the command, start-up and files included."""
    withdrawal = drawdown.read(NIGER)
    base = drawdown.plan(withdrawal, seconds=SECONDS_FOR_THE_BASE).plan
    lost, now_utc = without_a_tail(withdrawal, base)
    case = f"niger, replan, {NIGER_CHANGES} changes"
    with tempfile.TemporaryDirectory() as place:
        folder, of_base = Path(place) / "niger", Path(place) / "base"
        drawdown.write(lost, folder)
        drawdown.write_plan(lost, base, of_base)
        command = [
            *(sys.executable, "-m", "drawdown", "plan", str(folder), "--base", str(of_base)),
            *("--changes", str(NIGER_CHANGES), "--now", f"{now_utc:%Y-%m-%dT%H:%MZ}"),
            *("--out", str(Path(place) / "plan")),
        ]
        begin = perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield Figure(case, "answer, start-up included", perf_counter() - begin, "s", NIGER_S)
    # 1: the plan has findings, such as those of lifts that went with the tail that is lost.
    assert done.returncode in (0, 1)
    outcome = drawdown.plan(lost, base=base, changes=NIGER_CHANGES, now_utc=now_utc)
    yield from _figures(case, withdrawal, base, outcome, NIGER_CHANGES)


def without_a_tail(
    withdrawal: drawdown.Withdrawal, base: drawdown.Plan
) -> tuple[drawdown.Withdrawal, datetime]:
    """The withdrawal with a C-17 fewer, and the instant at which its last way in is to begin."""
    fleet = next(fleet for fleet in withdrawal.fleets if fleet.name == FLEET)
    own = [lift for lift in base.lifts if (lift.fleet, lift.tail) == (FLEET, fleet.count)]
    last_in = max(lift.depart_utc for lift in own if not lift.loads)
    fewer = tuple(
        replace(each, count=each.count - 1) if each is fleet else each for each in withdrawal.fleets
    )
    # A variant with as few would be none.
    return replace(withdrawal, fleets=fewer, variants=()), last_in - timedelta(hours=1)


def minusma_figures() -> Iterator[Figure]:
    """The road from Tessalit is closed for four weeks."""
    withdrawal = drawdown.read(MINUSMA)
    base = drawdown.plan(withdrawal, seconds=SECONDS_FOR_THE_BASE).plan
    now_utc = CLOSED_UTC - timedelta(days=1)
    case = f"minusma, replan, {MINUSMA_CHANGES} changes"
    begin = perf_counter()
    outcome = drawdown.plan(
        with_the_road_closed(withdrawal), base=base, changes=MINUSMA_CHANGES, now_utc=now_utc
    )
    yield Figure(case, "answer", perf_counter() - begin, "s", 40)
    yield from _figures(case, withdrawal, base, outcome, MINUSMA_CHANGES)


def with_the_road_closed(withdrawal: drawdown.Withdrawal) -> drawdown.Withdrawal:
    """Nothing is on the road, in either direction, while it is closed."""
    open_before_and_after = (
        (withdrawal.start_utc, CLOSED_UTC),
        (OPEN_UTC, withdrawal.end_utc),
    )
    legs = tuple(
        replace(leg, windows=open_before_and_after)
        if {leg.origin, leg.destination} == ROAD and leg.mode.value == "road"
        else leg
        for leg in withdrawal.legs
    )
    return replace(withdrawal, legs=legs)


def _figures(
    case: str,
    withdrawal: drawdown.Withdrawal,
    base: drawdown.Plan,
    outcome: drawdown.Outcome,
    allowed: int,
) -> Iterator[Figure]:
    assert outcome.replanned is not None
    yield Figure(case, "lifts that cannot go", len(outcome.replanned.broken), "")
    yield Figure(case, "changes", outcome.replanned.changed, "", allowed)
    short = [f for f in outcome.findings if f.severity is drawdown.Severity.SHORTFALL]
    yield Figure(case, "findings: late or left", len(short), "", 0)
    dearer = 100 * (outcome.cost_cents / sum(drawdown.cost(withdrawal, base).values()) - 1)
    yield Figure(case, "dearer than the plan in force", dearer, "%")
