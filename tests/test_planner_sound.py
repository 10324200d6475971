"""Plans that were found to be cheaper than an earlier bound, one for each row that was wrong.

Each is valid; the relaxed optimum, in whatever periods and pools, is at most what it costs.
"""

from dataclasses import replace

import pytest
from oracle.tiny_cases import DAY, HOME, HOUR, PLAIN, PLANE, SITE, THINGS, TRUCK
from test_planner_shadow import is_valid, price

from drawdown.model import (
    Carrier,
    Disposal,
    DisposalOption,
    Disposition,
    Fleet,
    Floor,
    Gate,
    Kind,
    Leg,
    Lift,
    Line,
    Load,
    Mode,
    OpeningHours,
    Place,
    PlaceKind,
    Plan,
    Withdrawal,
)
from drawdown.planning import plan
from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, Minimise
from drawdown.planning.merged import Merging
from drawdown.planning.question import Question

START = PLAIN.start_utc
AIR_A_H = Leg("A", "H", Mode.AIR, 800)
QUICK = replace(PLANE, load_min=0, unload_min=0)
PLANES = Fleet("planes", "plane", 2, "A")
SHIP = Carrier("ship", Mode.SEA, 10_000, speed_km_per_h=30, positions=10.0, load_min=60,
               unload_min=60, cost_cents_per_lift=1_000_000)  # fmt: skip
SHIPS = Fleet("ships", "ship", 1, "A")


def of(days: int, **changes: object) -> Withdrawal:
    """A withdrawal of so many days with two aircraft at its site, and these changes."""
    made = replace(
        PLAIN, deadline_utc=START + days * DAY, end_utc=START + days * DAY, lines=(THINGS,),
        carriers=(QUICK,), fleets=(PLANES,), legs=(AIR_A_H,),
    )  # fmt: skip
    return replace(made, **changes)


def lift(fleet: str, tail: int, ends: str, hour: float, hours: float, **loads: int) -> Lift:
    """A lift between two places that departs so many hours after the start."""
    name = f"{fleet} {tail} {hour:g}"
    departs = START + hour * HOUR
    carried = tuple(Load(line, count) for line, count in loads.items())
    return Lift(name, fleet, tail, *ends, departs, departs + hours * HOUR, carried)


def helpers_on_the_road() -> tuple[Withdrawal, Plan]:
    """Who left in an earlier period works at a gate within this one, and leaves again in it."""
    movers = Line(
        "movers", Kind.PEOPLE, "A", "H", 2, 100, role="mover", ready_utc=START + 11 * DAY + HOUR
    )
    window = (START + 11 * DAY, START + 12.5 * DAY)
    withdrawal = of(
        60,
        deadline_utc=START + 15 * DAY,
        places=(SITE, Place("B", PlaceKind.SITE), HOME),
        lines=(movers, replace(THINGS, origin="B", gates=("desk",))),
        carriers=(QUICK, replace(TRUCK, load_min=0, unload_min=0)),
        fleets=(Fleet("planes", "plane", 1, "B"), Fleet("trucks", "truck", 1, "A")),
        legs=(
            Leg("A", "B", Mode.ROAD, 1500, travel_min=1800, windows=(window,)),
            Leg("B", "H", Mode.AIR, 800),
        ),
        gates=(Gate("desk", "B", 0, None, 1000, "mover"),),
        prices=replace(PLAIN.prices, exposure_per_person_night=0),
    )
    there = lift("trucks", 1, "AB", 11 * 24 + 2, 30, movers=2)
    return withdrawal, Plan((there, lift("planes", 1, "BH", 14.5 * 24, 2, movers=2, things=2)))


def floors_that_overlap() -> tuple[Withdrawal, Plan]:
    """The same people hold two floors of one role: their nights are paid once."""
    guards = Line(
        "guards", Kind.PEOPLE, "A", "H", 4, 100, role="guard", latest_utc=START + 15 * DAY
    )
    others = Line("others", Kind.PEOPLE, "A", "H", 4, 100, ready_utc=START + 20 * DAY)
    until_utc = START + 14 * DAY + HOUR
    withdrawal = of(
        60,
        places=(replace(SITE, handler_role="guard"), HOME),
        lines=(guards, others),
        floors=(
            Floor("A", "guard", 4, None, until_utc),
            Floor("A", "guard", 4, START + DAY, until_utc),
        ),
    )
    return withdrawal, Plan(
        (
            lift("planes", 1, "AH", 14.5 * 24, 2, guards=4),
            lift("planes", 2, "AH", 20 * 24 + 2, 2, others=4),
        )
    )


def saved_where_nothing_departs() -> tuple[Withdrawal, Plan]:
    """A place that only receives: what it did not handle before the first certain arrival."""
    withdrawal = of(
        2,
        deadline_utc=START + DAY,
        places=(SITE, replace(HOME, handling_kg_per_day=2000)),
        lines=(replace(THINGS, count=4),),
    )
    return withdrawal, Plan(
        (
            lift("planes", 1, "AH", 2, 2, things=2),
            lift("planes", 2, "AH", 23, 2, things=2),
        )
    )


def sold_two_legs_abroad() -> tuple[Withdrawal, Plan]:
    """A place abroad that leads to a way of disposal is no dead end."""
    cars = replace(THINGS, name="cars", dispositions=(Disposition.SELL,), value_cents=0)
    abroad = tuple(Place(name, PlaceKind.HUB, in_country=False) for name in "XY")
    withdrawal = of(
        3,
        places=(SITE, *abroad, HOME),
        lines=(cars,),
        legs=(Leg("A", "X", Mode.AIR, 800), Leg("X", "Y", Mode.AIR, 800)),
        disposals=(DisposalOption(Disposition.SELL, "Y"),),
    )
    lifts = (
        lift("planes", 1, "AX", 2, 2, cars=2),
        lift("planes", 1, "XY", 5, 2, cars=2),
    )
    return withdrawal, Plan(lifts, (Disposal("cars", "Y", Disposition.SELL, 2, START + 8 * HOUR),))


def helpers_by_way_of_abroad() -> tuple[Withdrawal, Plan]:
    """Nor is one from which people come back into the country, with work to do there."""
    movers = Line("movers", Kind.PEOPLE, "A", "Z", 1, 100, role="mover")
    hub, nowhere = (Place(name, PlaceKind.HUB, in_country=False) for name in "XZ")
    withdrawal = of(
        3,
        places=(SITE, Place("B", PlaceKind.SITE), hub, nowhere, HOME),
        lines=(movers, replace(THINGS, origin="B", gates=("desk",))),
        legs=tuple(Leg(*ends, Mode.AIR, 800) for ends in ("AX", "XB", "BH")),
        gates=(Gate("desk", "B", 0, None, 2000, "mover"),),
    )
    return withdrawal, Plan(
        (
            lift("planes", 1, "AX", 2, 2, movers=1),
            lift("planes", 1, "XB", 5, 2, movers=1),
            lift("planes", 1, "BH", 50, 2, things=2),
        )
    )


def a_window_too_early() -> tuple[Withdrawal, Plan]:
    """A ship cannot use the first clearance of a leg; days before the second look like those."""
    windows = ((START, START + 30 * DAY), (START + 50 * DAY, START + 90 * DAY))
    withdrawal = of(
        90,
        deadline_utc=START + 80 * DAY,
        lines=(replace(THINGS, ready_utc=START + 54 * DAY),),
        carriers=(SHIP,),
        fleets=(replace(SHIPS, from_utc=START + 20 * DAY),),
        legs=(Leg("A", "H", Mode.SEA, 8000, travel_min=12 * 24 * 60, windows=windows),),
    )
    return withdrawal, Plan((lift("ships", 1, "AH", 55 * 24, 12 * 24, things=2),))


def loads_for_longer_than_a_day() -> tuple[Withdrawal, Plan]:
    """A carrier that was there before loads for a span that begins later."""
    slow = replace(SHIP, payload_kg=1000, positions=1.0, load_min=1800, unload_min=0,
                   cost_cents_per_lift=100_000)  # fmt: skip
    withdrawal = of(
        8,
        deadline_utc=START + 5 * DAY,
        lines=(replace(THINGS, ready_utc=START + 43 * HOUR),),
        carriers=(slow,),
        fleets=(SHIPS,),
        legs=(
            Leg("A", "H", Mode.SEA, 300, travel_min=390),
            Leg("H", "A", Mode.SEA, 300, travel_min=390, empty_only=True),
        ),
    )
    return withdrawal, Plan(
        (
            lift("ships", 1, "AH", 73, 6.5, things=1),
            lift("ships", 1, "HA", 79.5, 6.5),
            lift("ships", 1, "AH", 116, 6.5, things=1),
        )
    )


def a_long_voyage() -> tuple[Withdrawal, Plan]:
    """A ship that departs by the end and is unloaded far beyond it, at a port with hours."""
    withdrawal = of(
        10,
        places=(SITE, replace(HOME, hours=OpeningHours(480, 1080))),
        carriers=(SHIP,),
        fleets=(replace(SHIPS, from_utc=START + 7 * DAY),),
        legs=(Leg("A", "H", Mode.SEA, 20_000, travel_min=45 * 24 * 60),),
    )
    return withdrawal, Plan((lift("ships", 1, "AH", 9.5 * 24, 45 * 24, things=2),))


def a_trifle_too_large() -> tuple[Withdrawal, Plan]:
    """Each lift may take a trifle more than its positions, as the judge measures them."""
    withdrawal = of(
        3,
        lines=(replace(THINGS, count=200, air_positions=0.5000005),),
        carriers=(replace(QUICK, positions=1.0, cost_cents_per_lift=1_000_000),),
        fleets=(replace(PLANES, count=100),),
        prices=replace(PLAIN.prices, fragment=0),
    )
    return withdrawal, Plan(
        tuple(lift("planes", tail, "AH", 2, 2, things=2) for tail in range(1, 101))
    )


CASES = (
    helpers_on_the_road, floors_that_overlap, saved_where_nothing_departs, sold_two_legs_abroad,
    helpers_by_way_of_abroad, a_window_too_early, loads_for_longer_than_a_day, a_long_voyage,
    a_trifle_too_large,
)  # fmt: skip


def least_cents(question: Question, *, pooled: bool, period_days: int) -> float:
    days, _ = whole_day_model(question, pooled=pooled, period_days=period_days)
    solved = solve(Minimise(days.model.arrays(), Effort(), relaxed=True))
    return 100 * solved.objective


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_no_bound_is_above_the_plan(case):
    withdrawal, made = case()
    assert is_valid(withdrawal, made)
    most = price(withdrawal, made) * (1 + 1e-7) + 10
    question = Question(withdrawal)
    assert least_cents(question, pooled=False, period_days=1) <= most
    merged = Merging(question).question
    for period_days in (1, 2, 4, 7):
        assert least_cents(merged, pooled=True, period_days=period_days) <= most, period_days


@pytest.mark.parametrize(
    "case",
    [a_window_too_early, a_long_voyage, loads_for_longer_than_a_day],
    ids=lambda x: x.__name__,
)
def test_the_planner_finds_as_good_a_plan(case):
    withdrawal, made = case()
    assert plan(withdrawal, effort=1).cost_cents <= price(withdrawal, made)
