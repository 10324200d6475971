"""The shadow of a plan is a point of the relaxed day model: no plan can cost less than its bound.

A valid plan is counted into the model's columns as `docs/planning.md` says. Whatever is not counted
(stocks, lateness, work done at gates) the engine may choose: there must be a way that keeps every
row, and the cheapest of them must not cost more than the judge says that the plan costs.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from oracle.tiny_cases import (
    DAY,
    HOME,
    HOUR,
    PEOPLE,
    PLAIN,
    PLANE,
    PLANES,
    SITE,
    TRUCK,
    TRUCKS,
    by,
)
from oracle.withdrawals import random_plan_of, random_withdrawal

from bench.generator import generate
from drawdown import read
from drawdown.model import (
    Floor,
    Leg,
    Lift,
    Load,
    Mode,
    Place,
    PlaceKind,
    Plan,
    Severity,
    Withdrawal,
)
from drawdown.planning import day_model, plan, pools, steps
from drawdown.planning.day_model import DayModel
from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.dispatcher import MANNERS, Dispatcher
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, Minimise, Verdict
from drawdown.planning.merged import Merging
from drawdown.planning.pools import dead_ends, leg_key, reachable_legs
from drawdown.planning.question import Question
from drawdown.rules import cost_terms, judge
from drawdown.rules.steps import day_of

# In pools or not, and days in a period.
SIZES = ((False, 1), (True, 1), (False, 2), (True, 3))
EXAMPLES = Path(__file__).parent.parent / "examples"
MINUTE = timedelta(minutes=1)


def counted(days: DayModel, made: Plan) -> Counter[int]:
    """The plan's lifts, loads and disposals, column by column.

    Of a pooled line the first units that leave its origin are its own; what leaves again is of the
    pool.
    """
    question = days.question
    number = {run.key: index for index, run in enumerate(question.runs)}
    counts: Counter[int] = Counter()
    own = Counter({line.name: line.count for line in question.withdrawal.lines})

    def parts(name: str, place: str, count: int):
        line = question.line[name]
        if name not in days.pool_of:
            return [(name, count)]
        mine = min(count, own[name]) if place == line.origin else 0
        own[name] -= mine
        pool = days.pool_of[name]
        return [(name, mine), (pool.line.name, (count - mine) * pool.units(line))]

    def leave(lift):
        index = number[lift.fleet, lift.origin, lift.destination]
        day = day_of(question.minute(lift.depart_utc))
        run, period = question.runs[index], days.periods.of(day)
        counts[(days.lift if lift.loads else days.empty)[index, period]] += 1
        lines = [question.line[load.line] for load in lift.loads]
        if any(question.bars_passengers(line, run.mode) for line in lines):
            counts[days.cargo[index, period]] += 1
        for load, line in zip(lift.loads, lines, strict=True):
            step = days.clock(line).of(day)
            ends = {
                key[1]
                for key in reachable_legs(question, line)
                if days.given_up_from
                and key[1] in dead_ends(question, line, reachable_legs(question, line))
            }
            for name, count in parts(load.line, lift.origin, load.count):
                if count and lift.destination in ends:
                    counts[days.given_up[name, lift.origin, step]] += count
                elif count:
                    counts[days.flow[name, leg_key(run), step]] += count

    def dispose(disposal):
        line = question.line[disposal.line]
        step = days.clock(line).of(day_of(question.minute(disposal.at_utc)))
        for name, count in parts(disposal.line, disposal.place, disposal.count):
            if count:
                counts[days.disposed[name, disposal.place, disposal.disposition, step]] += count

    acts = [(lift.depart_utc, leave, lift) for lift in made.lifts]
    acts += [(disposal.at_utc, dispose, disposal) for disposal in made.disposals]
    for _, act, what in sorted(acts, key=lambda each: each[0]):
        act(what)
    return counts


def last_days(days: DayModel, made: Plan) -> dict[str, int]:
    """The day of each place's last departure, disposals with it where no wave may go before."""
    question = days.question
    last: dict[str, int] = {}
    for lift in made.lifts:
        if lift.loads:
            day = day_of(question.minute(lift.depart_utc))
            last[lift.origin] = max(last.get(lift.origin, -1), day)
    for disposal in made.disposals:
        if disposal.count and question.place[disposal.place].last_wave_min == 0:
            day = day_of(question.minute(disposal.at_utc))
            last[disposal.place] = max(last.get(disposal.place, -1), day)
    return last


def in_merged_lines(merging: Merging, made: Plan) -> Plan:
    """The plan in the lines of the merged withdrawal."""

    def put(named):
        return replace(named, line=merging.into[named.line])

    lifts = (replace(lift, loads=tuple(map(put, lift.loads))) for lift in made.lifts)
    return replace(made, lifts=tuple(lifts), disposals=tuple(map(put, made.disposals)), left=None)


def shadow_cents(question: Question, made: Plan, pooled: bool, period_days: int) -> float:
    """What the model's cheapest point with the plan's counts costs; infinite if there is none.

    Steps are long enough to hold periods, of which none is cut into single days.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "SINGLE_DAYS", 0)
        if period_days > 1:
            patch.setattr(day_model, "MOST_STEPS", max(1, question.days // (2 * period_days)))
        days, _ = whole_day_model(question, pooled=pooled, period_days=period_days)
    arrays = days.model.arrays()
    counts, last = counted(days, made), last_days(days, made)
    for columns in (days.lift, days.empty, days.cargo, days.flow, days.disposed, days.given_up):
        for column in columns.values():
            arrays.lower[column] = arrays.upper[column] = counts[column]
    for (place, period), column in days.open.items():
        first = days.periods.first(period)
        arrays.lower[column] = arrays.upper[column] = float(first <= last.get(place, -1))
    solved = solve(Minimise(arrays, Effort(), relaxed=True))
    return 100 * solved.objective if solved.verdict is Verdict.OPTIMAL else float("inf")


def price(withdrawal: Withdrawal, made: Plan) -> int:
    return sum(cost_terms(withdrawal, made).values())


def is_valid(withdrawal: Withdrawal, made: Plan) -> bool:
    return not any(f.severity is Severity.BREACH for f in judge(withdrawal, made))


def assert_shadow(withdrawal: Withdrawal, made: Plan, name: object) -> None:
    question = Question(withdrawal)
    merging = Merging(question)
    most = price(withdrawal, made) * (1 + 1e-7) + 10
    assert shadow_cents(question, made, False, 1) <= most, name
    merged = in_merged_lines(merging, made)
    for pooled, period_days in SIZES:
        cents = shadow_cents(merging.question, merged, pooled, period_days)
        assert cents <= most, (name, pooled, period_days)


@pytest.mark.parametrize("block", range(6))
def test_the_shadow_of_a_dispatched_plan_is_in_the_model(block):
    for seed in range(8 * block, 8 * (block + 1)):
        withdrawal = random_withdrawal(seed)
        for manner in (MANNERS[0], MANNERS[seed % len(MANNERS)]):
            assert_shadow(withdrawal, Dispatcher(Question(withdrawal), manner).plan(), seed)


def test_the_shadow_of_any_valid_plan_is_in_the_model():
    tried = 0
    for seed in range(100):
        withdrawal = random_withdrawal(seed)
        for number in range(20):
            made = replace(random_plan_of(withdrawal, number), left=None)
            if made.lifts and is_valid(withdrawal, made):
                tried += 1
                assert_shadow(withdrawal, made, (seed, number))
    assert tried > 20


@pytest.mark.parametrize("seed", range(6))
def test_the_shadow_of_a_plan_of_two_sites_is_in_the_model(seed):
    withdrawal = random_withdrawal(seed, "small")
    made = Dispatcher(Question(withdrawal), MANNERS[seed % len(MANNERS)]).plan()
    assert_shadow(withdrawal, made, seed)


@pytest.mark.parametrize(
    ("size", "seeds", "density_step"),
    [("tiny", range(3), pools.DENSITY_STEP), ("tiny", range(3), 1e9), ("small", range(1), 1e9)],
)
def test_the_shadow_of_a_plan_over_a_hub_is_in_the_model(size, seeds, density_step, monkeypatch):
    monkeypatch.setattr(pools, "DENSITY_STEP", density_step)
    in_pools = 0
    for seed in seeds:
        withdrawal = generate(size, seed)
        made = Dispatcher(Question(withdrawal), MANNERS[seed % len(MANNERS)]).plan()
        assert_shadow(withdrawal, made, seed)
        merging = Merging(Question(withdrawal))
        days = DayModel(merging.question, pooled=True)
        of_pools = {column for key, column in days.flow.items() if key[0] in days.pools}
        counts = counted(days, in_merged_lines(merging, made))
        in_pools += any(counts[column] for column in of_pools)
    assert in_pools


@pytest.mark.parametrize("name", ["niger-2024", "ngo-clinic"])
def test_the_shadow_of_an_example_plan_is_in_the_model(name):
    withdrawal = read(EXAMPLES / name)
    made = plan(withdrawal, effort=1, planner="greedy").plan
    assert_shadow(withdrawal, replace(made, left=None), name)


def over_a_long_road(floor: int) -> tuple[Withdrawal, Plan]:
    """Ten people three days by road to a hub, and home by air; so long that days make periods."""
    hub = Place("B", PlaceKind.HUB, threat_percent=80)
    start = PLAIN.start_utc
    withdrawal = replace(
        PLAIN,
        deadline_utc=start + 120 * DAY,
        end_utc=start + 120 * DAY,
        places=(SITE, hub, HOME),
        lines=(
            replace(PEOPLE, count=10, role="guards"),
            replace(PEOPLE, name="hosts", origin="B", count=3, role="guards"),
        ),
        carriers=(replace(PLANE, seats=20), replace(TRUCK, seats=20)),
        fleets=(PLANES, TRUCKS),
        legs=(
            Leg("A", "B", Mode.ROAD, 100, 4_000),
            Leg("B", "H", Mode.AIR, 800),
            Leg("H", "B", Mode.AIR, 800, empty_only=True),
        ),
        floors=(Floor("B", "guards", floor),) if floor else (),
    )
    by_road, by_air = start + 3 * HOUR, start + 5 * DAY + 6 * HOUR
    made = Plan(
        (
            Lift(
                "1", "trucks", 1, "A", "B", by_road, by_road + 4_000 * MINUTE,
                (Load("people", 10),),
            ),
            Lift("2", "planes", 1, "H", "B", by_air - 5 * HOUR, by_air - 3 * HOUR),
            Lift(
                "3", "planes", 1, "B", "H", by_air, by_air + 2 * HOUR,
                (Load("people", 10), Load("hosts", 3)),
            ),
        ),
        (),
    )  # fmt: skip
    return withdrawal, made


@pytest.mark.parametrize("floor", [0, 3, 13])
@pytest.mark.parametrize("period_days", [1, 2, 3, 5])
@pytest.mark.parametrize("pooled", [True, False])
def test_nights_on_a_long_road_are_paid_once(floor, period_days, pooled):
    withdrawal, made = over_a_long_road(floor)
    assert is_valid(withdrawal, made)
    cents = shadow_cents(Question(withdrawal), made, pooled, period_days)
    assert cents <= price(withdrawal, made) + 10


@pytest.mark.parametrize("period_days", [1, 2, 3, 5])
def test_who_holds_a_floor_may_leave_within_a_period(period_days):
    start = PLAIN.start_utc
    withdrawal = replace(
        PLAIN,
        deadline_utc=start + 120 * DAY,
        end_utc=start + 120 * DAY,
        lines=(replace(PEOPLE, count=3, role="guards"), replace(PEOPLE, name="others", count=4)),
        floors=(Floor("A", "guards", 3, until_utc=start + 4 * DAY + HOUR),),
    )
    lifts = []
    for name, count, day in (("people", 3, 4), ("others", 4, 20)):
        leaves, loads = start + day * DAY + 6 * HOUR, (Load(name, count),)
        fetched = Lift(f"to {day}", "planes", 1, "H", "A", leaves - 5 * HOUR, leaves - 3 * HOUR)
        lifts += [fetched, Lift(f"{day}", "planes", 1, "A", "H", leaves, leaves + 2 * HOUR, loads)]
    made = Plan(tuple(lifts), ())
    assert is_valid(withdrawal, made)
    cents = shadow_cents(Question(withdrawal), made, False, period_days)
    assert cents <= price(withdrawal, made) + 10


def test_who_comes_back_may_leave_a_place_twice():
    start = PLAIN.start_utc
    hub = Place("B", PlaceKind.HUB)
    withdrawal = replace(
        PLAIN,
        places=(SITE, hub, HOME),
        lines=(replace(PEOPLE, count=4),),
        fleets=(replace(PLANES, base="A"),),
        legs=(*by(Mode.AIR, "A", "B"), Leg("A", "H", Mode.AIR, 800)),
    )
    loads = (Load("people", 4),)
    ways = (("A", "B"), ("B", "A"), ("A", "H"))
    lifts = (
        Lift(
            str(n),
            "planes",
            1,
            *way,
            start + (12 * n + 2) * HOUR,
            start + (12 * n + 4) * HOUR,
            loads,
        )
        for n, way in enumerate(ways)
    )
    made = Plan(tuple(lifts), ())
    assert is_valid(withdrawal, made)
    assert shadow_cents(Question(withdrawal), made, False, 1) <= price(withdrawal, made) + 10
