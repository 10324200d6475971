"""What is said of a line, a date, a term and the whole of a plan; counted by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from oracle.tiny_cases import HOME, PEOPLE, PLAIN, PLANE, PLANES, SITE, START, THINGS, by
from oracle.withdrawals import random_plan_of, random_withdrawal

from bench.generator import generate
from drawdown.model import (
    Basis,
    Explanation,
    Gate,
    Lift,
    Load,
    Milestone,
    Mode,
    Place,
    PlaceKind,
    Plan,
    Subject,
    Withdrawal,
)
from drawdown.planning import explain_plan
from drawdown.planning.case import Case
from drawdown.planning.explain_term import explain_term
from drawdown.planning.explaining import worst_of
from drawdown.planning.least import Aim
from drawdown.planning.pace import soonest
from drawdown.planning.question import Question
from drawdown.rules import cost_terms, milestones_reached
from drawdown.words import Language

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DEADLINE = Subject("deadline")


def flight(name: str, hours: float, origin: str = "A", to: str = "H", **loads: int) -> Lift:
    """A flight of two hours from A to H."""
    depart = START + hours * HOUR
    carried = tuple(Load(line, count) for line, count in loads.items())
    return Lift(name, "planes", 1, origin, to, depart, depart + 2 * HOUR, carried)


HERE = replace(PLAIN, fleets=(replace(PLANES, base="A", count=2),))
# The gate does one of four people a day, and what it does on a day leaves on the next.
GATED = replace(
    HERE,
    lines=(replace(PEOPLE, count=4, gates=("desk",)),),
    gates=(Gate("desk", "A", people_per_day=1),),
)
ONE_GOES = Plan((flight("L1", 30, people=1),))


def explained(withdrawal: Withdrawal, plan: Plan, subject: Subject | None = None) -> Explanation:
    return explain_plan(withdrawal, plan, subject, seconds=60)[0]


def kinds(explanation: Explanation, section: str) -> dict[str, dict]:
    """Facts of each reason of a section by its kind, the first of each."""
    found: dict[str, dict] = {}
    for reason in getattr(explanation, section):
        found.setdefault(reason.kind, {"place": reason.place} | dict(reason.facts))
    return found


# --- dates ----------------------------------------------------------------------------------------


def test_a_date_that_must_be_missed_says_what_no_plan_can_avoid_beside_the_plan():
    """Three days: the gate's work of the first two leaves, and two stay; this plan leaves three."""
    found = explained(GATED, ONE_GOES, DEADLINE)
    assert kinds(found, "in_plan")["due.missing"]["what_people"] == 3
    best = kinds(found, "proven")["best.deadline"]
    assert (best["what_people"], best["plan_people"]) == (2, 3)
    assert kinds(found, "limits")["binds.gate_people"]["gate"] == "desk"
    remedies = [dict(x.facts)["remedies"] for x in found.remedies if x.kind == "remedy.enough"]
    assert set(remedies) == {"days:7", "days:14", "gate:desk"}
    assert kinds(found, "remedies")["remedy.nothing"]["remedies"] == "fleet:plane"


def test_a_date_that_is_missed_without_need_is_not_called_forced():
    half = Milestone("half", START + DAY, Basis.PEOPLE, amount=2)
    withdrawal = replace(HERE, milestones=(half,), lines=(PEOPLE,))
    late = Plan((flight("L1", 30, people=4),))
    found = explained(withdrawal, late, Subject("milestone", "half"))
    assert "due.late" in kinds(found, "in_plan")
    assert kinds(found, "in_plan")["due.line.stays"]["what_people"] == 5
    assert "due.not_forced" in kinds(found, "proven")
    assert not found.remedies


def test_a_date_that_is_kept_says_how_soon_it_could_be():
    half = Milestone("half", START + 3 * DAY, Basis.PEOPLE, amount=2)
    withdrawal = replace(GATED, milestones=(half,), end_utc=START + 5 * DAY)
    plan = Plan((flight("L1", 80, people=2),))
    withdrawal = replace(withdrawal, milestones=(replace(half, due_utc=START + 5 * DAY),))
    found = explained(withdrawal, plan, Subject("milestone", "half"))
    assert "due.met" in kinds(found, "in_plan")
    # Two have passed the gate after two days, and leave on the third: one day sooner.
    soon = kinds(found, "proven")["due.soonest"]
    assert (soon["best_day_utc"], soon["n"]) == (START + 2 * DAY, 1)


def test_a_handover_is_explained_by_who_is_there():
    site = replace(SITE, handover_utc=START + DAY)
    withdrawal = replace(HERE, places=(site, HOME), lines=(PEOPLE, THINGS))
    plan = Plan((flight("L1", 12, people=4), flight("L2", 40, people=1, things=2)))
    found = explained(withdrawal, plan, Subject("handover", "A"))
    there = kinds(found, "in_plan")["due.missing"]
    assert (there["what_people"], there["what_kg"]) == (1, 2000)
    assert kinds(found, "in_plan")["due.line.later"]["last_utc"] == START + 40 * HOUR


@pytest.mark.parametrize("block", range(3))
def test_no_plan_is_sooner_than_is_said(block):
    """A plan of the dispatcher reaches nothing before the day that is said to be the first."""
    from drawdown.planning.dispatcher import MANNERS, Dispatcher

    tried = 0
    for seed in range(8 * block, 8 * (block + 1)):
        withdrawal = random_withdrawal(seed)
        question = Question(withdrawal)
        plans = [Dispatcher(question, manner).plan() for manner in MANNERS[:4]]
        reached = [milestones_reached(withdrawal, plan)[-1].reached_utc for plan in plans]
        known = [at for at in reached if at is not None]
        if not known:
            continue
        found = soonest(question, Aim("deadline"), max(known), lambda: False)
        assert found is not None
        assert found.best_utc <= min(known), seed
        tried += 1
    assert tried


# --- lines ----------------------------------------------------------------------------------------


def test_a_line_is_followed_over_a_hub_with_its_waits_and_its_cost():
    hub = Place("B", PlaceKind.HUB)
    legs = (*by(Mode.AIR, "A", "B"), *by(Mode.AIR, "B", "H"), *by(Mode.AIR, "A", "H"))
    withdrawal = replace(HERE, places=(SITE, hub, HOME), legs=legs, lines=(THINGS, PEOPLE))
    on = flight("L2", 50, "B", "H", things=2)
    plan = Plan((flight("L1", 26, "A", "B", things=2), on, flight("L3", 60, people=4)))
    found = explained(withdrawal, plan, Subject("line", "things"))
    assert [(move.lift, move.count) for move in found.moves] == [("L1", 2), ("L2", 2)]
    said = kinds(found, "in_plan")
    assert said["line.out"]["last_utc"] == START + 50 * HOUR
    # At the site from the start until 26 h, at the hub from 28 h until 50 h.
    assert said["line.waits"]["wait_min"] == 26 * 60
    assert (said["line.waits_on_the_way"]["place"], said["line.waits_on_the_way"]["wait_min"]) == (
        "B", 22 * 60,
    )  # fmt: skip
    costs = {part.name: part.cents for part in found.parts}
    assert costs["lift"] == 2 * PLANE.cost_cents_per_lift
    terms = cost_terms(withdrawal, plan)
    assert costs["handling"] == terms["handling"]


def test_a_line_that_is_left_though_it_need_not_be_is_left_by_choice():
    found = explained(HERE, Plan((flight("L1", 12, people=4),)), Subject("line", "things"))
    assert kinds(found, "in_plan")["line.left"]["what_kg"] == 2000
    assert "line.choice" in kinds(found, "remedies")
    assert not found.proven


def test_a_line_that_must_be_left_in_part_says_how_much_and_what_would_help():
    found = explained(GATED, ONE_GOES, Subject("line", "people"))
    best = kinds(found, "proven")["line.left_at_best"]
    assert (best["what_people"], best["plan_people"]) == (2, 3)
    assert kinds(found, "limits")["binds.gate_people"]["gate"] == "desk"
    gate = kinds(found, "in_plan")["line.gate"]
    assert (gate["what_people"], gate["n"]) == (1, 4)


def test_a_line_without_a_way_out_names_what_stands_in_it():
    heavy = replace(THINGS, unit_mass_kg=5_000)
    found = explained(replace(HERE, lines=(PEOPLE, heavy)), Plan(), Subject("line", "things"))
    assert list(kinds(found, "proven")) == ["no_way.carrier"]


# --- terms and the whole --------------------------------------------------------------------------


def test_a_term_says_where_it_arises_and_what_of_it_cannot_be_avoided():
    plan = Plan((flight("L1", 12, people=4, things=2), flight("L2", 40, people=1)))
    plan = replace(plan, lifts=(plan.lifts[0], replace(plan.lifts[1], tail=2)))
    found = explained(HERE, plan, Subject("term", "exposure"))
    nightly = HERE.prices.exposure_per_person_night
    # One waits for one night at A; all could go on the first day with two planes.
    assert [(x.by, x.name, x.cents) for x in found.parts if x.by == "place"] == [
        ("place", "A", nightly)
    ]
    assert "term.avoidable" in kinds(found, "proven")
    lifts = explained(HERE, plan, Subject("term", "lift"))
    least = kinds(lifts, "proven")["term.least.held"]
    # Five people in seats of four: a lift and a quarter of one.
    assert least["least_cents"] >= 1.25 * PLANE.cost_cents_per_lift - 1_000
    assert sum(x.cents for x in lifts.parts if x.by == "carrier") == 2 * PLANE.cost_cents_per_lift


def test_a_plan_that_only_a_breach_makes_possible_is_held_against_none():
    """Four at once through a gate that does one a day: no plan gets them out without a breach."""
    found = explained(GATED, Plan((flight("L1", 30, people=4),)), Subject("term", "lift"))
    assert list(kinds(found, "proven")) == ["term.no_other"]
    assert not found.untold and not found.remedies


def test_without_a_subject_the_dearest_shortfalls_come_first_and_then_the_terms():
    case = Case(GATED, ONE_GOES, 1, lambda: False)
    assert worst_of(case) == (Subject("line", "people"), DEADLINE, Subject("term", "lift"))
    whole = replace(HERE, lines=(replace(PEOPLE, count=4),))
    fine = Case(whole, Plan((flight("L1", 30, people=4),)), 1, lambda: False)
    assert worst_of(fine) == (Subject("term", "lift"), Subject("term", "exposure"))


def test_without_time_it_is_said_what_was_not_computed():
    for subject, untold in (
        (DEADLINE, "untold.best"),
        (Subject("line", "people"), "untold.best"),
        (Subject("term", "lift"), "untold.term"),
    ):
        (found,) = explain_plan(GATED, ONE_GOES, subject, seconds=0)
        assert found.in_plan and not found.proven and not found.remedies
        assert [reason.kind for reason in found.untold] == [untold]


def test_a_term_of_a_large_withdrawal_is_given_up_while_its_model_is_set_up():
    withdrawal = generate("mid", 1)
    case = Case(withdrawal, Plan(), 60, lambda: False)
    assert case.terms["left_people"]
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    found = explain_term(Case(withdrawal, Plan(), 60, stop), Subject("term", "left_people"))
    assert [reason.kind for reason in found.untold] == ["untold.term"]
    assert asked == 4


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_explained_can_be_said_in_both_languages(seed):
    """Random plans, also such as break rules."""
    withdrawal = random_withdrawal(seed)
    plan = random_plan_of(withdrawal, seed)
    subjects = [DEADLINE, *(Subject("line", line.name) for line in withdrawal.lines)]
    subjects += [Subject("milestone", x.name) for x in withdrawal.milestones]
    subjects += [Subject("handover", x.name) for x in withdrawal.places if x.handover_utc]
    subjects += [Subject("term", term) for term in ("late", "exposure")]
    for subject in subjects:
        (found,) = explain_plan(withdrawal, plan, subject, seconds=2)
        reasons = (
            *found.in_plan, *found.proven, *found.limits, *found.remedies, *found.untold,
        )  # fmt: skip
        assert reasons
        for reason in reasons:
            for code in ("en", "fr"):
                sentence = Language(code).reason(reason, withdrawal)
                assert "{" not in sentence and len(sentence) > 5
