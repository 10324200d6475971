"""The smallest withdrawal that can show every rule, and short ways to change it.

BASE (a site) and HUB are in the country, HOME is not. Ten guards and five crates of a tonne go
home from BASE. Two planes stand at BASE: 600 km/h, an hour to HOME, an hour to load, half an hour
to unload. Trucks (60 km/h) go from BASE to HUB in two hours. The withdrawal has four days.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from drawdown.model import (
    Carrier,
    Disposal,
    DisposalOption,
    Disposition,
    Fleet,
    Kind,
    Leg,
    Lift,
    Line,
    Load,
    Mode,
    Place,
    PlaceKind,
    Plan,
    Prices,
    Withdrawal,
)
from drawdown.rules import RULES, judge

START = datetime(2024, 6, 1, tzinfo=UTC)
DAYS = 4


def at(day, hour=0, minute=0):
    """An instant of the withdrawal; day 0 is its first."""
    return START + timedelta(days=day, hours=hour, minutes=minute)


GUARDS = Line("guards", Kind.PEOPLE, "BASE", "HOME", 10, 100, role="guard", priority=1)
CRATES = Line(
    "crates", Kind.THINGS, "BASE", "HOME", 5, 1000, air_positions=1.0, surface_positions=0.5,
    dispositions=(Disposition.REDEPLOY, Disposition.SELL), value_cents=80_000,
)  # fmt: skip

TINY = Withdrawal(
    name="tiny", start_utc=START, deadline_utc=at(DAYS), end_utc=at(DAYS),
    places=(
        Place("BASE", PlaceKind.SITE),
        Place("HUB", PlaceKind.HUB),
        Place("HOME", PlaceKind.HOME, in_country=False),
    ),
    lines=(GUARDS, CRATES),
    carriers=(
        Carrier(
            "plane", Mode.AIR, 10_000, 600, seats=50, positions=10, load_min=60, unload_min=30,
            cost_cents_per_lift=1_000, cost_cents_per_h=100,
        ),
        Carrier("truck", Mode.ROAD, 20_000, 60, seats=20, positions=10, load_min=60, unload_min=60),
    ),
    fleets=(Fleet("planes", "plane", 2, "BASE"), Fleet("trucks", "truck", 2, "BASE")),
    legs=(
        Leg("BASE", "HOME", Mode.AIR, 600),
        Leg("HOME", "BASE", Mode.AIR, 600),
        Leg("HUB", "HOME", Mode.AIR, 600),
        Leg("HOME", "HUB", Mode.AIR, 600),
        Leg("BASE", "HUB", Mode.AIR, 300),
        Leg("BASE", "HUB", Mode.ROAD, 120),
        Leg("HUB", "BASE", Mode.ROAD, 120),
        Leg("BASE", "HOME", Mode.ROAD, 1440),
    ),
    disposals=(
        DisposalOption(Disposition.SELL, "BASE", 3_000, 500, 60, at(1), at(3)),
        DisposalOption(Disposition.SELL, cost_cents_per_t=700, value_lost_percent=50),
    ),
    prices=Prices(),
)  # fmt: skip


NOON = at(1, 12)


def flight(name="F1", depart=NOON, guards=0, crates=0, **changes):
    """A plane from BASE to HOME; ``changes`` are fields of the lift, or ``hours`` of travel."""
    return _lift(name, "planes", "HOME", depart, 1, guards, crates, changes)


def convoy(name="C1", depart=NOON, guards=0, crates=0, **changes):
    """A truck from BASE to HUB."""
    return _lift(name, "trucks", "HUB", depart, 2, guards, crates, changes)


def _lift(name, fleet, destination, depart, hours, guards, crates, changes):
    loads = [Load("guards", guards)] * (guards > 0) + [Load("crates", crates)] * (crates > 0)
    fields = {
        "tail": 1,
        "origin": "BASE",
        "destination": destination,
        "arrive_utc": depart + timedelta(hours=changes.pop("hours", hours)),
        "loads": tuple(loads),
    }
    return Lift(name, fleet, depart_utc=depart, **(fields | changes))


def sale(count=1, at_utc=NOON, line="crates", place="BASE", disposition=Disposition.SELL):
    return Disposal(line, place, disposition, count, at_utc)


def plan_of(*lifts, sales=(), left=None):
    return Plan(tuple(lifts), tuple(sales), left)


ALL_HOME = plan_of(flight(guards=10, crates=5))
"""The good plan: one flight takes everybody and everything home."""


def changed(table, key, withdrawal=TINY, **changes):
    """The withdrawal with some fields changed in the rows of a table that have this name.

    The key of a leg is (origin, destination, mode).
    """
    rows = [
        replace(row, **changes) if key in (getattr(row, "name", None), leg_key(row)) else row
        for row in getattr(withdrawal, table)
    ]
    assert tuple(rows) != getattr(withdrawal, table), f"no {key} in {table}, or nothing changes"
    return replace(withdrawal, **{table: tuple(rows)})


def leg_key(row):
    return (row.origin, row.destination, row.mode) if isinstance(row, Leg) else None


def added(table, *rows, withdrawal=TINY):
    """The withdrawal with more rows in a table."""
    return replace(withdrawal, **{table: (*getattr(withdrawal, table), *rows)})


def found(rule, withdrawal, plan):
    """What one rule finds, in the order of the judge."""
    assert rule in RULES
    return [finding for finding in judge(withdrawal, plan) if finding.rule == rule]


def figures(findings):
    """Measured, limit and unit of each finding."""
    return [(finding.measured, finding.limit, finding.unit) for finding in findings]
