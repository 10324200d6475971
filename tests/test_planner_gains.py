"""What a remedy is said to buy, held to the best of all plans, found by trying every one.

What the relaxed model still misses with a remedy, every plan misses; a remedy that is said to be
enough is enough in these cases; one that is said to change nothing changes nothing.
"""

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from oracle.every_plan import best_cost
from oracle.tiny_cases import HOME, PEOPLE, PLAIN, PLANE, PLANES, SITE, START, THINGS

from drawdown.model import Disposition, Fleet, Gate, Mode, OpeningHours, Withdrawal
from drawdown.planning.gains import days_more, gain_reasons, gains
from drawdown.planning.least import Aim, Least, LeastMissing
from drawdown.planning.question import Question
from drawdown.planning.remedies import Remedy, remedies_for
from drawdown.planning.term_least import NO_PRICES

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DEADLINE = Aim("deadline")
EACH = 1_000_000
FREE = replace(PLANE, cost_cents_per_lift=0)
HERE = replace(PLANES, base="A")


def in_days(days: int, **changes: object) -> Withdrawal:
    """The plain withdrawal cut after some days, with nothing paid for but what is left."""
    until = START + days * DAY
    only_left = replace(NO_PRICES, left_person=EACH, left_kg=(0, 0, EACH // 1000, 0, 0))
    cut = replace(
        PLAIN, carriers=(FREE,), fleets=(HERE,), deadline_utc=until, end_utc=until, prices=only_left
    )
    return replace(cut, **changes)  # type: ignore[arg-type]


FEW = replace(PEOPLE, count=4)
SLOW = replace(FREE, load_min=12 * 60, seats=2)
SECOND_DAY = (START + DAY + HOUR, START + 2 * DAY)
CASES = {
    # A gate lets one of four pass a day.
    "gate": in_days(
        2, lines=(replace(FEW, gates=("desk",)),), gates=(Gate("desk", "A", people_per_day=1),)
    ),
    "gate that lets nobody pass": in_days(
        2, lines=(replace(FEW, gates=("desk",)),), gates=(Gate("desk", "A", people_per_day=0),)
    ),
    # One spot, loading takes half a day: two seats leave at noon and at midnight.
    "one spot": in_days(
        1,
        places=(replace(SITE, working_mog=1), HOME),
        lines=(replace(PEOPLE, count=6),),
        carriers=(SLOW,),
        fleets=(replace(HERE, count=3),),
    ),
    # One plane of two seats that needs half a day for each way.
    "one plane": in_days(
        1,
        carriers=(replace(FREE, seats=2, speed_km_per_h=70),),
        fleets=(replace(HERE, count=1),),
        lines=(FEW,),
    ),
    "one run a day": in_days(
        1, legs=(replace(PLAIN.legs[0], runs_per_day=1), PLAIN.legs[1]),
        lines=(FEW,), carriers=(replace(FREE, seats=2),), fleets=(replace(HERE, count=2),),
    ),
    "two handled a day": in_days(
        1, places=(replace(SITE, handling_people_per_day=2), HOME), lines=(FEW,)
    ),
    "nobody handled": in_days(
        1, places=(replace(SITE, handling_people_per_day=0), HOME), lines=(FEW,)
    ),
    "open in the morning": in_days(
        1, places=(replace(SITE, working_mog=1, hours=OpeningHours(5 * 60, 6 * 60)), HOME),
        lines=(FEW,), carriers=(replace(FREE, seats=2),), fleets=(replace(HERE, count=2),),
    ),
    "cleared when it is over": in_days(
        1, legs=(replace(PLAIN.legs[0], windows=(SECOND_DAY,)), PLAIN.legs[1]), lines=(FEW,)
    ),
    "too large to fly, might be sold": in_days(
        1, lines=(replace(THINGS, dispositions=(Disposition.REDEPLOY, Disposition.SELL)),),
        carriers=(replace(FREE, payload_kg=500),),
    ),
}  # fmt: skip


def least_in(withdrawal: Withdrawal) -> Least:
    """What every plan must still have in the country at the deadline."""
    least = LeastMissing(Question(withdrawal), (DEADLINE,)).at_best(DEADLINE, lambda: False)
    assert least is not None
    return least


@cache
def truly_left(withdrawal: Withdrawal) -> int:
    """People, and tonnes of things, that the best of all plans leaves; disposed of is not left."""
    # Nothing but a short opening asks for finer instants than half a day.
    is_short = any(place.hours for place in withdrawal.places)
    cents, _ = best_cost(withdrawal, 360 if is_short else 720)
    assert cents % EACH == 0
    return cents // EACH


def tried(withdrawal: Withdrawal) -> list[Remedy]:
    question = Question(withdrawal)
    return [
        *remedies_for(question, least_in(withdrawal).binding),
        *days_more(question, (DEADLINE,)),
    ]


def amount(least: Least) -> float:
    return least.people + least.kg / 1000


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_each_remedy_is_true_of_the_best_of_all_plans(name):
    withdrawal = CASES[name]
    forced, now = least_in(withdrawal), truly_left(withdrawal)
    assert 0 < amount(forced) <= now
    found = gains(forced, tried(withdrawal), least_in)
    assert found.ranked and not found.untried
    for gain in found.ranked:
        if gain.remedy.kind == "days":
            continue
        after = min(truly_left(changed) for changed in gain.remedy.withdrawals)
        assert amount(gain.least) <= after < now, gain.remedy.key
        if gain.least.is_nothing:
            assert after == 0, gain.remedy.key
    for remedy in found.nothing:
        after = min(truly_left(changed) for changed in remedy.withdrawals)
        assert after == now, remedy.key
    shares = [gain.share for gain in found.ranked]
    assert shares == sorted(shares, reverse=True)


def test_each_kind_of_remedy_mends_one_of_the_cases():
    best = {name: best_kinds(case) for name, case in CASES.items()}
    assert best["gate"] >= {"gate"}
    assert best["gate that lets nobody pass"] == {"gate_zero"}
    assert "spots" in best["one spot"] and "fleet" not in best["one spot"]
    assert best["one plane"] >= {"fleet"}
    assert best["one run a day"] == {"runs"}
    assert best["two handled a day"] == {"handling"}
    assert best["nobody handled"] == {"handling_zero"}
    assert best["open in the morning"] == {"hours", "spots"}
    assert best["cleared when it is over"] == {"clearance"}
    assert best["too large to fly, might be sold"] == {"disposal"}


def best_kinds(withdrawal: Withdrawal) -> set[str]:
    """Kinds of the remedies that cut something, but for more days."""
    found = gains(least_in(withdrawal), tried(withdrawal), least_in)
    return {gain.remedy.kind for gain in found.ranked} - {"days"}


def test_a_gate_is_worth_what_it_lets_pass_more():
    """Of twelve one leaves by the gate, done on the first day; two with it raised by a quarter."""
    case = CASES["gate"]
    more = replace(case, lines=(replace(case.lines[0], count=12),))
    found = gains(least_in(more), tried(more), least_in)
    by_key = {gain.remedy.key: gain for gain in found.ranked}
    assert least_in(more).people == 11
    assert (by_key["gate:desk"].least.people, by_key["gate:desk"].share) == (
        10, pytest.approx(1 / 11),
    )  # fmt: skip
    assert by_key["days:7"].least.people == 12 - 8
    assert by_key["days:14"].least.is_nothing
    assert [gain.remedy.key for gain in found.ranked] == ["days:14", "days:7", "gate:desk"]
    assert [remedy.key for remedy in found.nothing] == ["fleet:plane"]


def test_two_fleets_of_one_carrier_are_one_remedy_worth_the_better():
    case = CASES["one plane"]
    abroad = Fleet("far", "plane", 0, "H")
    both = replace(case, fleets=(*case.fleets, abroad))
    (remedy,) = (each for each in tried(both) if each.kind == "fleet")
    assert len(remedy.withdrawals) == 2
    (gain,) = gains(least_in(both), [remedy], least_in).ranked
    assert gain.least.people == min(least_in(each).people for each in remedy.withdrawals)


def test_what_there_was_no_time_for_is_named_and_not_called_useless():
    case = CASES["one plane"]
    found = gains(least_in(case), tried(case), lambda _: None)
    assert not found.ranked and not found.nothing
    (reason,) = gain_reasons(found, amounts=True)
    assert reason.kind == "remedy.untried"
    assert str(dict(reason.facts)["remedies"]).split(";")[0] == "fleet:plane"


def test_only_surface_modes_have_no_spots_to_add():
    by_road = replace(CASES["one run a day"], carriers=(replace(FREE, mode=Mode.ROAD),))
    assert not [each for each in tried_without_model(by_road) if each.kind == "spots"]


def tried_without_model(withdrawal: Withdrawal) -> list[Remedy]:
    return remedies_for(Question(withdrawal))
