"""In periods of several days, too, people work and stand guard at one place at a time."""

from dataclasses import replace

import pytest
from oracle.tiny_cases import DAY, HOME, HOUR, PEOPLE, PLAIN, PLANE, SITE, THINGS, by
from test_planner_shadow import assert_shadow, is_valid, shadow_cents

from drawdown.model import Fleet, Floor, Gate, Kind, Lift, Line, Load, Mode, Plan, Withdrawal
from drawdown.planning import day_model, steps
from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, Minimise
from drawdown.planning.question import Question
from drawdown.rules import cost_terms

DAYS, ENGINEERS, EACH_KG = 20, 5, 1000
START = PLAIN.start_utc
LEFT_KG_CENTS = 50
A_B = by(Mode.AIR, "A", "B", km=200)


def two_sites(pieces: int, threat_percent: int = 100) -> Withdrawal:
    """Two sites an hour from each other, with a gate each that works by its engineers alone.

    Each has so many pieces of a tonne; the engineers begin at the first.
    """
    other = replace(SITE, name="B", threat_percent=threat_percent)
    things = replace(THINGS, count=pieces, gates=("desk A",))
    free = replace(PLANE, payload_kg=10**6, positions=1000.0, seats=50, cost_cents_per_lift=0)
    return replace(
        PLAIN,
        deadline_utc=START + DAYS * DAY,
        end_utc=START + DAYS * DAY,
        places=(SITE, other, HOME),
        lines=(
            replace(PEOPLE, name="engineers", count=ENGINEERS, role="engineers"),
            things,
            replace(things, name="more", origin="B", gates=("desk B",)),
        ),
        gates=tuple(
            Gate(f"desk {place}", place, 0, None, EACH_KG, "engineers") for place in ("A", "B")
        ),
        carriers=(free,),
        fleets=(Fleet("planes", "plane", 3, "A"),),
        legs=(*A_B, *by(Mode.AIR, "A", "H"), *by(Mode.AIR, "B", "H")),
        prices=replace(PLAIN.prices, left_kg=(LEFT_KG_CENTS,) * 5, exposure_per_person_night=1),
    )


def least_euros(withdrawal: Withdrawal, period_days: int) -> float:
    """The relaxed optimum in periods, with none of them cut into single days."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "SINGLE_DAYS", 0)
        patch.setattr(day_model, "MOST_STEPS", DAYS // period_days)
        days, _ = whole_day_model(Question(withdrawal), period_days=period_days)
    assert days.periods.count == DAYS // period_days
    return solve(Minimise(days.model.arrays(), Effort(), relaxed=True)).objective


@pytest.mark.parametrize("period_days", [1, 2, 5, 10])
def test_engineers_work_at_one_gate_at_a_time(period_days):
    withdrawal = two_sites(pieces=200)
    # Twenty days of five engineers are a hundred tonnes, wherever they are.
    left_t = 2 * 200 - DAYS * ENGINEERS
    assert least_euros(withdrawal, period_days) >= left_t * 1000 * LEFT_KG_CENTS / 100


@pytest.mark.parametrize("period_days", [1, 2, 5])
def test_who_holds_a_floor_does_not_work_elsewhere(period_days):
    withdrawal = two_sites(pieces=200)
    host = Line("host", Kind.PEOPLE, "B", "H", ENGINEERS, 100, role="engineers")
    guarded = replace(
        withdrawal,
        lines=(*withdrawal.lines, host),
        gates=(replace(withdrawal.gates[0], kg_per_day=1), withdrawal.gates[1]),
        floors=(Floor("B", "engineers", 2 * ENGINEERS),),
    )
    with_work_at_a = least_euros(guarded, period_days)
    single = least_euros(guarded, 1)
    # All that coarser days may gain is the time in which a last day is not told from the first.
    most = period_days * 2 * ENGINEERS * EACH_KG * LEFT_KG_CENTS / 100
    assert single - most <= with_work_at_a <= single + 0.01


def there_and_back() -> tuple[Withdrawal, Plan]:
    """Engineers at A on two days, at B on two, and at A again: five tonnes each day."""
    withdrawal = two_sites(pieces=30, threat_percent=250)
    noon = START + 12 * HOUR

    def flight(number: int, day: int, *ends: str, tail: int = 1, **loads: int) -> Lift:
        leaves = noon + day * DAY
        aboard = tuple(Load(name, count) for name, count in loads.items())
        return Lift(
            f"{number}", "planes", tail, *ends, leaves, leaves + HOUR * (2 if "H" in ends else 1),
            aboard,
        )  # fmt: skip

    lifts = (
        flight(1, 1, "A", "B", engineers=ENGINEERS),
        flight(2, 3, "B", "A", engineers=ENGINEERS),
        flight(3, 6, "A", "H", tail=2, things=20),
        flight(4, 4, "A", "B", tail=3),
        flight(5, 5, "B", "H", tail=3, more=10),
        flight(6, 6, "A", "H", engineers=ENGINEERS),
    )
    return withdrawal, Plan(lifts, ())


@pytest.mark.parametrize("period_days", [1, 2, 3, 5, 7, 10])
def test_a_plan_with_engineers_who_go_and_come_back_is_in_the_model(period_days):
    withdrawal, made = there_and_back()
    assert is_valid(withdrawal, made)
    assert_shadow(withdrawal, made, "there and back")
    cents = shadow_cents(Question(withdrawal), made, False, period_days)
    assert cents <= sum(cost_terms(withdrawal, made).values()) + 10
