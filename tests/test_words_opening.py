"""The first sentence says when all are out, against the deadline, and what stays."""

from dataclasses import replace

import pytest
from judged_outcomes import outcome_of
from rules_cases import CRATES, GUARDS, TINY, at, convoy, flight, plan_of, sale

from drawdown.model import Basis, Left, Milestone
from drawdown.words import Language, opening_sentence

EN, FR = Language("en"), Language("fr")


def said(plan, withdrawal=TINY, language=EN):
    return opening_sentence(language, withdrawal, outcome_of(withdrawal, plan))


def test_everyone_and_everything_leaves_at_once():
    plan = plan_of(flight("F1", at(1, 12), guards=10, crates=5))
    assert said(plan) == (
        "Everyone and everything is out by 2 June 2024, 2 days before the deadline."
    )
    assert said(plan, language=FR) == (
        "Toutes les personnes et tout le matériel sont sortis le 2 juin 2024, 2 jours avant "
        "l’échéance."
    )


@pytest.mark.parametrize(
    ("depart", "words"),
    [
        (at(3), "3 June 2024, 1 day before the deadline"),
        (at(3, 0, 1), "4 June 2024, the day of the deadline"),
        (at(4), "4 June 2024, the day of the deadline"),
        (at(4, 0, 1), "5 June 2024, 1 day after the deadline of 4 June 2024"),
        (at(6), "6 June 2024, 2 days after the deadline of 4 June 2024"),
    ],
)
def test_a_day_is_counted_as_people_count_it(depart, words):
    longer = replace(TINY, end_utc=at(8), deadline_utc=at(4))
    assert said(plan_of(flight("F1", depart, guards=10, crates=5)), longer).endswith(f"{words}.")


def test_things_that_leave_later_are_named_after_the_people():
    plan = plan_of(flight("F1", at(1, 12), guards=10), flight("F2", at(2, 12), tail=2, crates=5))
    assert said(plan) == (
        "Everyone is out by 2 June 2024, 2 days before the deadline. "
        "The last things leave by 3 June 2024."
    )


def test_things_that_stay_are_weighed():
    plan = plan_of(flight("F1", at(1, 12), guards=10, crates=3), left=(Left("crates", "BASE", 2),))
    assert said(plan).endswith("the deadline. 2 t of things are left behind, 40% of all.")


def test_things_that_are_sold_do_not_stay():
    plan = plan_of(flight("F1", at(1, 12), guards=10, crates=3), sales=(sale(2, at(1, 12)),))
    assert said(plan).startswith("Everyone is out by 2 June 2024")
    assert "3 t are taken out and 2 t disposed of" in said(plan)


def test_people_who_stay_come_first():
    plan = plan_of(flight("F1", guards=9, crates=5), left=(Left("guards", "BASE", 1),))
    assert said(plan) == "1 person is still in the country at the deadline, 4 June 2024."
    longer = replace(TINY, end_utc=at(8))
    assert said(plan, longer) == (
        "1 person is still in the country at the end, on 8 June 2024; the deadline is 4 June 2024."
    )


def test_a_convoy_is_out_when_it_arrives():
    road = replace(TINY, places=(*TINY.places[:1], replace(TINY.places[1], in_country=False)))
    plan = plan_of(convoy("C1", at(0, 23), guards=10, crates=5))
    assert said(plan, road).startswith("Everyone and everything is out by 2 June 2024")


def test_a_withdrawal_of_things_alone():
    things = replace(TINY, lines=(CRATES,))
    plan = plan_of(flight("F1", at(1, 12), crates=5))
    assert said(plan, things) == (
        "The last things leave by 2 June 2024, 2 days before the deadline."
    )


def test_nothing_leaves():
    empty = replace(TINY, lines=(replace(GUARDS, count=10),))
    plan = plan_of(left=())
    assert said(plan, empty) == "Nobody and nothing leaves; the deadline is 4 June 2024."


def test_a_missed_date_is_named_with_its_delay():
    half = Milestone("half", at(1), Basis.PEOPLE, amount=5, title="Half of the guards")
    dated = replace(TINY, milestones=(half,))
    plan = plan_of(flight("F1", at(2, 12), guards=10, crates=5))
    assert said(plan, dated).endswith("“Half of the guards” is reached 2 days late.")
    assert said(plan, dated, FR).endswith(
        "«\u202fHalf of the guards\u202f» est atteint avec 2 jours de retard."
    )


def test_of_several_missed_dates_the_worst_is_named():
    half = Milestone("half", at(1), Basis.PEOPLE, amount=5, title="Half of the guards")
    crates = Milestone("crates", at(2), Basis.PIECES, amount=5, title="All crates")
    dated = replace(TINY, milestones=(half, crates))
    plan = plan_of(flight("F1", at(2, 12), guards=10, crates=4), left=(Left("crates", "BASE", 1),))
    assert said(plan, dated).endswith(
        "2 dates are missed, most of all “All crates”, never reached."
    )
