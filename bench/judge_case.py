"""A withdrawal with a valid plan of as many lifts as wanted, to time the judge on.

Ten sites of twenty lines each. Every tail makes one loaded lift a day with six lines on board and
comes back empty, so that a lift has three loads on average. Every kind of limit is set.
"""

import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from time import perf_counter

from drawdown.model import (
    Basis,
    Carrier,
    Disposal,
    DisposalOption,
    Disposition,
    Exclusion,
    Fleet,
    Floor,
    Gate,
    Kind,
    Leg,
    Lift,
    Line,
    Load,
    Milestone,
    Mode,
    OpeningHours,
    Place,
    PlaceKind,
    Plan,
    Withdrawal,
)
from drawdown.rules import RULES, Timeline, closure, cost_terms, judge, milestones_reached

START = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SITES = [f"SITE{number:02}" for number in range(10)]
HOME = Place("HOME", PlaceKind.HOME, in_country=False)
LINES_PER_SITE, TAILS_PER_SITE, LOADS_PER_LIFT = 20, 3, 6


def judge_case(lifts: int) -> tuple[Withdrawal, Plan]:
    """A withdrawal and a plan without breach, of at least ``lifts`` lifts."""
    days = -(-lifts // (2 * TAILS_PER_SITE * len(SITES)))
    flown = [lift for site in SITES for lift in _lifts(site, days)]
    moved: Counter[str] = Counter()
    for lift in flown:
        for load in lift.loads:
            moved[load.line] += load.count
    end = START + (days + 3) * DAY
    withdrawal = Withdrawal(
        name="judge case", start_utc=START, deadline_utc=end, end_utc=end,
        places=(*(_site(name, end) for name in SITES), HOME),
        lines=tuple(line for site in SITES for line in _lines(site, moved, end)),
        carriers=(_carrier(),),
        fleets=tuple(Fleet(f"FLEET-{site}", "plane", TAILS_PER_SITE, "HOME") for site in SITES),
        legs=tuple(
            leg
            for site in SITES
            for leg in (_leg(site, "HOME", end), _leg("HOME", site, end))
        ),
        floors=tuple(Floor(site, "guard", 10) for site in SITES),
        gates=tuple(
            Gate(f"{step}-{site}", site, 900_000, 900, 1_000, "handler")
            for site in SITES
            for step in ("wash", "customs", "packing")
        ),
        milestones=tuple(
            Milestone(f"M-{basis}-{share}", START + (days + 2) * DAY, basis, share=share)
            for basis in (Basis.PEOPLE, Basis.TONNES, Basis.PIECES)
            for share in (Fraction(1, 3), Fraction(2, 3))
        ),
        disposals=(DisposalOption(Disposition.SELL, kg_per_day=100_000, value_lost_percent=60),),
        exclusions=tuple(Exclusion("1", second) for second in ("2", "3", "4", "passengers")),
    )  # fmt: skip
    sold = tuple(
        Disposal(f"{site}-L19", site, Disposition.SELL, 1, START + timedelta(hours=10))
        for site in SITES
    )
    return withdrawal, Plan(tuple(flown), sold, ())


def _carrier() -> Carrier:
    return Carrier(
        "plane", Mode.AIR, 70_000, 800, payload_by_km=((2000, 70_000), (6000, 40_000)), seats=100,
        positions=40, hold_length_m=20, hold_width_m=4, hold_height_m=3.5, load_min=120,
        unload_min=120, runway_length_m=1500, runway_width_m=30, travel_min_per_day=720,
        crew_duty_min=960, crew_rest_min=300, cost_cents_per_lift=500_000, cost_cents_per_h=900_000,
    )  # fmt: skip


def _site(name: str, end: datetime) -> Place:
    return Place(
        name, PlaceKind.SITE, runway_length_m=2500, runway_width_m=45, working_mog=4, parking_mog=6,
        hours=OpeningHours(5 * 60, 23 * 60, "Europe/Paris"), handling_kg_per_day=500_000,
        handling_people_per_day=500, handling_kg_per_day_per_handler=1_000,
        handler_role="handler", beds=100, storage_kg=100_000, handover_utc=end, last_wave_min=14400,
    )  # fmt: skip


def _leg(origin: str, destination: str, end: datetime) -> Leg:
    return Leg(origin, destination, Mode.AIR, 2400, None, ((START - DAY, end + DAY),), 9)


def _lines(site: str, moved: Counter[str], end: datetime) -> list[Line]:
    lines = []
    for number in range(LINES_PER_SITE):
        name = f"{site}-L{number:02}"
        people = number % 4 == 0
        role = {0: "guard", 4: "handler"}.get(number, "")
        last = number == LINES_PER_SITE - 1
        lines.append(
            Line(
                name, Kind.PEOPLE if people else Kind.THINGS, site, "HOME",
                count=moved[name] + last, unit_mass_kg=120 if people else 900 + number, role=role,
                ready_utc=START, latest_utc=end, length_m=6, width_m=2.4, height_m=2.5,
                air_positions=1, hazard=("", "3", "", "8")[number % 4],
                dispositions=(Disposition.REDEPLOY, Disposition.SELL), value_cents=1_000_000,
                gates=(f"wash-{site}", f"customs-{site}", f"packing-{site}"),
            )
        )  # fmt: skip
    return lines


def _lifts(site: str, days: int) -> list[Lift]:
    lifts, turn = [], 0
    for day in range(days):
        for tail in range(1, TAILS_PER_SITE + 1):
            there = START + (day + 1) * DAY + timedelta(hours=6, minutes=20 * tail)
            out = there + timedelta(hours=7)
            loads = []
            for _ in range(LOADS_PER_LIFT):
                loads.append(Load(f"{site}-L{turn % LINES_PER_SITE:02}", 1 + turn % 3))
                turn += 1
            name, fleet = f"{site}-{day:03}-{tail}", f"FLEET-{site}"
            flight = timedelta(hours=3)
            lifts.append(Lift(name + "-in", fleet, tail, "HOME", site, there, there + flight))
            lifts.append(
                Lift(name + "-out", fleet, tail, site, "HOME", out, out + flight, tuple(loads))
            )
    return lifts


def main(lifts: int) -> None:
    """Print how long the judge takes, the best of three, and the rules that take longest."""
    withdrawal, plan = judge_case(lifts)
    print(f"{len(plan.lifts)} lifts, {sum(len(lift.loads) for lift in plan.lifts)} loads,")
    print(f"{len(withdrawal.lines)} lines; findings:")
    print(Counter((str(f.severity), f.rule) for f in judge(withdrawal, plan)))
    for action in (judge, cost_terms, milestones_reached, closure):
        seconds = min(_seconds(action, withdrawal, plan) for _ in range(3))
        print(f"{action.__name__:20} {seconds:.3f} s")
    timeline = Timeline(withdrawal, plan)
    times = {name: _seconds(lambda t, r=rule: list(r(t)), timeline) for name, rule in RULES.items()}
    for name, seconds in sorted(times.items(), key=lambda item: -item[1])[:12]:
        print(f"  {name:20} {seconds:.3f} s")


def _seconds(action, *arguments) -> float:
    began = perf_counter()
    action(*arguments)
    return perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
