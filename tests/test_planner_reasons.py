"""Reasons: what no plan can do, which limit binds, what would help; counted by hand."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from oracle.tiny_cases import (
    GUARDS,
    HOME,
    OTHERS,
    PEOPLE,
    PLAIN,
    PLANE,
    PLANES,
    SITE,
    START,
    THINGS,
)
from oracle.withdrawals import random_withdrawal

from bench.generator import generate
from drawdown.model import (
    Basis,
    Disposition,
    Exclusion,
    Fleet,
    Floor,
    Gate,
    Leg,
    Milestone,
    Mode,
    OpeningHours,
    Outcome,
    Place,
    PlaceKind,
    Plan,
    Reason,
    Withdrawal,
)
from drawdown.planning import plan
from drawdown.planning.dispatcher import MANNERS, Dispatcher
from drawdown.planning.least import KG, PERSON, Aim, LeastMissing
from drawdown.planning.missed import missed_by
from drawdown.planning.planner import _seconds_to_explain
from drawdown.planning.question import Question
from drawdown.planning.reasons import explain
from drawdown.planning.state import Limits, Planning
from drawdown.words import Language

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def planned(withdrawal: Withdrawal) -> Outcome:
    return plan(withdrawal, effort=1)


def reasons(outcome: Outcome) -> dict[str, dict]:
    """Facts of each reason by its kind, the first of each kind."""
    found: dict[str, dict] = {}
    for reason in outcome.reasons:
        found.setdefault(reason.kind, {"place": reason.place} | dict(reason.facts))
    return found


def cut(withdrawal: Withdrawal, days: int) -> Withdrawal:
    until = START + days * DAY
    return replace(withdrawal, deadline_utc=until, end_utc=until)


# Each day the gate prepares two of 20 people, and what it does on a day leaves on the next.
GATED = replace(
    PLAIN,
    lines=(replace(PEOPLE, count=20, gates=("desk",)),),
    gates=(Gate("desk", "A", people_per_day=2),),
    carriers=(replace(PLANE, seats=20),),
)
# One spot, and a loading that takes twelve hours: two lifts of four people a day.
ONE_SPOT = replace(
    PLAIN,
    places=(replace(SITE, working_mog=1), HOME),
    lines=(replace(PEOPLE, count=40),),
    carriers=(replace(PLANE, load_min=720),),
    fleets=(replace(PLANES, count=20),),
)


def test_a_gate_that_is_too_slow_is_named_with_what_stays_and_the_days_it_needs():
    found = reasons(planned(cut(GATED, 5)))
    assert found["best.deadline"]["what_people"] == 20 - 4 * 2
    assert found["binds.gate_people"] | {"n": 0} == {
        "place": "A", "gate": "desk", "each": 2, "n": 0,
    }  # fmt: skip
    # Ten days of work, and the flight on the eleventh.
    assert found["remedy.days.enough"]["n"] == 11 - 5


def test_the_spots_of_a_place_are_named_with_the_lifts_they_admit():
    found = reasons(planned(cut(ONE_SPOT, 2)))
    # Loading may begin at the start: lifts leave at 12, 24, 36 and 48 hours.
    assert found["best.deadline"]["what_people"] == 40 - 4 * 4
    spots = found["binds.spots"]
    assert (spots["place"], spots["limit"], spots["lifts"], spots["carrier"]) == (
        "A",
        1,
        2,
        "plane",
    )
    assert found["remedy.days.enough"]["n"] == 3


def test_a_second_spot_is_said_to_do_where_it_does():
    found = reasons(planned(cut(replace(ONE_SPOT, lines=(replace(PEOPLE, count=30),)), 2)))
    assert found["best.deadline"]["what_people"] == 30 - 4 * 4
    # With two spots eight lifts of four leave in two days.
    assert found["remedy.enough"]["remedies"] == "spots:A"


def test_what_becomes_ready_after_the_deadline_is_said_to_be_late_whatever_the_plan():
    late = replace(THINGS, ready_utc=START + 3 * DAY)
    outcome = planned(replace(cut(PLAIN, 2), lines=(PEOPLE, late), end_utc=START + 6 * DAY))
    found = reasons(outcome)
    assert found["short.not_ready"]["what_kg"] == found["best.deadline"]["what_kg"] == 2000
    assert found["best.deadline"]["what_people"] == 0
    assert "best.end" not in found
    assert outcome.plan.left == ()


def test_people_late_are_counted_and_not_only_things_left():
    outcome = planned(replace(GATED, deadline_utc=START + 2 * DAY, end_utc=START + 14 * DAY))
    found = reasons(outcome)
    assert found["best.deadline"]["what_people"] == 18
    assert found["best.deadline"]["plan_people"] >= 18
    assert "best.end" not in found


def test_a_line_that_comes_after_the_end_is_left_and_said_so():
    late = replace(PEOPLE, name="late", arrives_utc=START + 5 * DAY)
    outcome = planned(replace(PLAIN, lines=(PEOPLE, late)))
    (left,) = outcome.plan.left or ()
    assert (left.line, left.count, left.reason) == ("late", 5, "left.not_ready")
    assert outcome.bound_cents <= outcome.cost_cents


@pytest.mark.parametrize(
    ("change", "kind", "place"),
    [
        ({"fleets": ()}, "no_way.fleet", "A"),
        ({"legs": ()}, "no_way.leg", "A"),
        ({"legs": (Leg("A", "H", Mode.AIR, 800, empty_only=True),)}, "no_way.empty", "A"),
        (
            {
                "places": (SITE, HOME, replace(HOME, name="B")),
                "fleets": (replace(PLANES, base="B"),),
            },
            "no_way.base",
            "A",
        ),
        ({"places": (replace(SITE, working_mog=0), HOME)}, "no_way.mog", "A"),
        ({"places": (SITE, replace(HOME, working_mog=0))}, "no_way.mog", "H"),
        (
            {
                "places": (SITE, replace(HOME, runway_length_m=900)),
                "carriers": (replace(PLANE, runway_length_m=1000),),
            },
            "no_way.runway.length",
            "H",
        ),
        (
            {
                "places": (replace(SITE, runway_width_m=20), HOME),
                "carriers": (replace(PLANE, runway_width_m=30),),
            },
            "no_way.runway.width",
            "A",
        ),
        (
            {"places": (replace(SITE, hours=OpeningHours(480, 510, "UTC")), HOME)},
            "no_way.hours",
            "A",
        ),
        ({"carriers": (replace(PLANE, crew_duty_min=120),)}, "no_way.duty", "A"),
    ],
)
def test_what_stands_in_the_way_of_everything_is_named_once(change, kind, place):
    found = planned(replace(PLAIN, **change)).reasons
    assert [
        (reason.kind, reason.place) for reason in found if reason.kind.startswith("no_way")
    ] == [(kind, place)]
    assert dict(found[0].facts)["what_people"] == 5
    assert dict(found[0].facts)["what_kg"] == 2000


def test_a_way_that_ends_halfway_is_blamed_where_it_ends_and_not_on_each_line():
    hub = Place("B", PlaceKind.HUB)
    road, air = Leg("A", "B", Mode.ROAD, 100), Leg("B", "H", Mode.AIR, 800)
    lorry = replace(PLANE, name="lorry", mode=Mode.ROAD, speed_km_per_h=50)
    both = (Mode.AIR, Mode.ROAD)
    lines = tuple(
        replace(line, name=f"{line.name} {n}", modes=frozenset(both))
        for line in (PEOPLE, OTHERS, THINGS)
        for n in range(2)
    )
    outcome = planned(
        replace(
            PLAIN,
            places=(SITE, hub, HOME),
            lines=lines,
            carriers=(PLANE, lorry),
            legs=(road, replace(road, origin="B", destination="A"), air),
            fleets=(replace(PLANES, name="lorries", carrier="lorry", base="A"),),
        )
    )
    stuck = [reason for reason in outcome.reasons if reason.kind.startswith("no_way")]
    assert [(reason.kind, reason.place) for reason in stuck] == [("no_way.fleet", "B")]
    assert dict(stuck[0].facts)["what_people"] == 14


def test_milestones_that_no_plan_can_reach_are_told_apart_from_those_it_gives_up():
    hopeless = Milestone("hopeless", START + 2 * DAY, Basis.PEOPLE, amount=10)
    outcome = planned(replace(cut(GATED, 13), milestones=(hopeless,)))
    found = reasons(outcome)
    assert found["best.milestone"]["what_people"] == 10 - 2
    assert found["best.milestone"]["milestone"] == "hopeless"
    assert "best.deadline" not in found


def test_a_complete_plan_says_how_much_sooner_all_could_be_out_and_what_sets_the_pace():
    found = reasons(planned(cut(GATED, 20)))
    assert "best.deadline" not in found
    assert (found.get("pace") or found["pace.best"])["best_day_utc"] == START + 10 * DAY
    assert found["binds.gate_people"]["gate"] == "desk"


def test_sites_are_forced_to_be_late_where_nobody_can_leave_them_in_time():
    closed = Milestone("closed", START + DAY, Basis.SITES, amount=1)
    later = replace(PLANES, from_utc=START + 2 * DAY)
    found = reasons(planned(replace(PLAIN, milestones=(closed,), fleets=(later,))))
    assert (found["best.milestone"]["basis"], found["best.milestone"]["what_count"]) == ("sites", 1)
    assert found["best.milestone"]["milestone"] == "closed"


def test_what_may_only_be_disposed_of_where_nobody_does_so_has_no_way():
    sold = replace(THINGS, dispositions=(Disposition.SELL,))
    outcome = planned(replace(PLAIN, lines=(PEOPLE, sold)))
    found = reasons(outcome)
    assert (found["no_way.disposal"]["place"], found["no_way.disposal"]["what_kg"]) == ("A", 2000)
    assert [entry.reason for entry in outcome.plan.left or ()] == ["left.no_disposal"]
    assert "short.not_forced" not in found


def test_what_is_said_of_people_at_best_no_heavier_things_can_buy():
    """A ship takes three people or 500 t of explosives, and the 500 t weigh more than the three."""
    sea = frozenset({Mode.SEA})
    ship = replace(PLANE, name="ship", mode=Mode.SEA, payload_kg=600_000, positions=100.0)
    powder = replace(THINGS, count=50, unit_mass_kg=10_000, modes=sea, hazard="1.1")
    withdrawal = replace(
        PLAIN,
        lines=(replace(PEOPLE, count=3, modes=sea), powder),
        carriers=(replace(ship, speed_km_per_h=20),),
        fleets=(Fleet("ships", "ship", 1, "A"),),
        legs=(Leg("A", "H", Mode.SEA, 800),),
        exclusions=(Exclusion("1.1", "passengers", sea),),
    )
    question, aim = Question(withdrawal), Aim("deadline")
    model = LeastMissing(question, (aim,))
    first, best = model.solve({aim: 1.0}, lambda: False), model.at_best(aim, lambda: False)
    assert first is not None and best is not None
    assert first.people > best.people == 0
    assert best.kg > 0


def test_who_comes_after_a_due_and_before_its_night_is_not_missing_there():
    """A site is handed over at noon; two who come later that day are not missed there."""
    noon, aim = PLAIN.start_utc + DAY + 12 * HOUR, Aim("handover", "A")
    site = replace(SITE, handover_utc=noon)
    later = replace(PEOPLE, count=2, arrives_utc=noon + HOUR, ready_utc=noon + 12 * HOUR)
    for people, missing in ((later, 0), (replace(later, arrives_utc=None), 2)):
        withdrawal = replace(PLAIN, places=(site, HOME), lines=(people,))
        least = LeastMissing(Question(withdrawal), (aim,)).solve({aim: 1.0}, lambda: False)
        assert least is not None and least.people == missing


def test_a_limit_that_does_not_bind_is_not_named():
    """Of a gate that lets nobody pass nothing is worth more; least of all an aircraft."""
    found = reasons(planned(replace(cut(GATED, 3), gates=(Gate("desk", "A", people_per_day=0),))))
    assert found["best.deadline"]["what_people"] == 20
    assert [kind for kind in found if kind.startswith("binds.")] == ["binds.zero.gate"]
    assert (found["binds.zero.gate"]["gate"], found["binds.zero.gate"]["place"]) == ("desk", "A")


def test_a_latest_date_after_the_end_is_none_that_a_plan_misses():
    never = replace(PLANES, from_utc=PLAIN.end_utc)
    for days, missed in ((0, True), (1, False)):
        people = replace(PEOPLE, latest_utc=PLAIN.end_utc + days * DAY)
        withdrawal = replace(PLAIN, lines=(people,), fleets=(never,))
        made = Dispatcher(Question(withdrawal), MANNERS[0]).plan()
        kinds = {each.aim.kind for each in missed_by(withdrawal, made)}
        assert kinds == {"deadline", "end"} | ({"latest"} if missed else set())


def test_a_limit_is_full_on_days_and_not_on_steps_of_them():
    """Forty days are steps of two: 39 t in 40 days, handled at 0.5 t a day, are too much."""
    things = replace(THINGS, count=39)
    docks = replace(SITE, handling_kg_per_day=500)
    withdrawal = replace(cut(PLAIN, 40), places=(docks, HOME), lines=(things,))
    question, aim = Question(withdrawal), Aim("deadline")
    least = LeastMissing(question, (aim,)).solve({aim: 1.0}, lambda: False)
    assert least is not None and least.kg == 39_000 - 40 * 500
    (binding,) = (each for each in least.binding if each.kind == "handling")
    assert binding.days > 20


@pytest.mark.parametrize(("last_wave_min", "said"), [(0, True), (24 * 60, False)])
def test_floors_that_fit_on_no_single_lift_stand_in_the_way_unless_a_wave_takes_them(
    last_wave_min, said
):
    guards = replace(GUARDS, count=5)
    held = replace(
        cut(PLAIN, 1),
        places=(replace(SITE, last_wave_min=last_wave_min), HOME),
        lines=(guards,),
        floors=(Floor("A", "guard", 5),),
        carriers=(replace(PLANE, seats=1, load_min=300),),
    )
    outcome = planned(held)
    assert [entry.line for entry in outcome.plan.left or ()] == ["guards"]
    assert ("floor.last_lift" in reasons(outcome)) == said


def test_every_reason_can_be_said_in_both_languages():
    withdrawal = cut(ONE_SPOT, 2)
    for reason in planned(withdrawal).reasons:
        for code in ("en", "fr"):
            sentence = Language(code).reason(reason, withdrawal)
            assert "{" not in sentence and len(sentence) > 10


@pytest.mark.parametrize("block", range(6))
def test_no_plan_misses_less_than_is_said_to_be_missed_at_best(block):
    """Whatever the dispatcher makes of random withdrawals, some with a deadline too early."""
    tried = 0
    for seed in range(10 * block, 10 * (block + 1)):
        whole = random_withdrawal(seed)
        sooner = whole.start_utc + max(1, (whole.deadline_utc - whole.start_utc).days // 2) * DAY
        for withdrawal in (whole, replace(whole, deadline_utc=sooner)):
            question = Question(withdrawal)
            made = Dispatcher(question, MANNERS[seed % len(MANNERS)]).plan()
            for missed in missed_by(withdrawal, made):
                model = LeastMissing(question, (missed.aim,))
                least = model.solve({missed.aim: 1.0}, lambda: False)
                assert least is not None
                most = PERSON * (missed.people + missed.count) + KG * missed.kg
                assert least.value <= most + 1e-5, (seed, missed)
                tried += 1
    assert tried > 5


# --- how long they take ---------------------------------------------------------------------------


def kinds_in(withdrawal: Withdrawal, made: Plan, seconds: float) -> list[str]:
    question = Question(withdrawal)
    found, _ = explain(question, made, seconds=seconds, stop=lambda: False)
    return [reason.kind for reason in found]


@pytest.mark.parametrize("tight", [False, True])
def test_reasons_of_a_large_withdrawal_end_with_their_time(tight):
    """To set up one of its models takes some seconds; with half a second it is given up."""
    withdrawal = generate("mid", 1, tight=tight)
    begun = time.monotonic()
    assert kinds_in(withdrawal, Plan(), 0.5) == ["untold.best"]
    assert time.monotonic() - begun < 2


def test_a_model_is_given_up_while_it_is_set_up():
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 5

    aim = Aim("deadline")
    assert LeastMissing.within(Question(generate("small", 1)), (aim,), stop) is None
    assert asked == 6
    small = LeastMissing.within(Question(GATED), (aim,), lambda: False)
    assert small is not None and small.solve({aim: 1.0}, lambda: True) is None


def test_what_there_was_no_time_for_is_said_not_to_be_computed():
    no_time = 1e-9
    late = planned(cut(GATED, 3)).plan
    assert kinds_in(cut(GATED, 3), late, no_time) == ["untold.best"]
    # Two lifts of four a day: not all are out on the first day.
    in_time = replace(ONE_SPOT, lines=(replace(PEOPLE, count=12),))
    fine = planned(in_time).plan
    assert kinds_in(in_time, fine, no_time) == ["untold.out"]
    # Without any time nothing was asked for; with enough nothing is missing.
    assert kinds_in(in_time, fine, 0) == []
    assert not any(kind.startswith("untold") for kind in kinds_in(in_time, fine, 60))
    for kind in ("untold.best", "untold.out", "untold.limits"):
        for code in ("en", "fr"):
            assert "drawdown explain --seconds" in Language(code).reason(Reason(kind), PLAIN)


@pytest.mark.parametrize(
    ("limit", "seconds"), [(1, 2), (6, 2), (15, 5), (30, 10), (60, 10), (3600, 10)]
)
def test_reasons_may_take_a_third_of_the_time_within_two_and_ten_seconds(limit, seconds):
    planning = Planning(PLAIN, Limits(limit, None), 0, None, None)
    assert _seconds_to_explain(planning) == pytest.approx(seconds)
    planning._begun -= limit + 4
    assert _seconds_to_explain(planning) == pytest.approx(max(2, seconds - 4), abs=0.5)
    by_effort = Planning(PLAIN, Limits(None, 1), 0, None, None)
    assert _seconds_to_explain(by_effort) == float("inf")
