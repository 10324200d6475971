"""The bounds as they are said: each beside the plan's own value, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime

from judged_outcomes import outcome_of
from oracle.tiny_cases import PLAIN
from report_case import sample

from drawdown.actions.outcome_record import outcome_record
from drawdown.model import Bounds, Earliest, Plan, Short
from drawdown.reports import report_html
from drawdown.words import Language, bound_rows

EN, FR = Language("en"), Language("fr")
NOTHING = Short(0, 0, 0, 0)
ON_THE_8TH = Earliest(datetime(2024, 6, 8, tzinfo=UTC))
OUT = datetime(2024, 6, 11, 6, tzinfo=UTC)


def rows(language, bounds, **changes):
    """Title, bound and plan of each row, for the plan that leaves all."""
    outcome = outcome_of(PLAIN, Plan(), bounds=bounds, **changes)
    return [(row.title, row.least, row.plan) for row in bound_rows(language, outcome)]


def test_each_bound_stands_beside_the_plan():
    bounds = Bounds(NOTHING, Short(10**8, 3, 4_000, 12), ON_THE_8TH, OUT, {"left_people": 0})
    outcome = outcome_of(PLAIN, Plan(), bounds=bounds)
    said = rows(EN, bounds)
    assert said[0] == ("Cost", EN.money(outcome.bound_cents, 2), EN.money(outcome.cost_cents, 2))
    assert said[1] == (
        "Late or left", "nothing", "3 people and 4.0 t left, 12 late person-nights, 1.00 M€",
    )  # fmt: skip
    assert said[2] == ("All out", "8 Jun", "11 Jun")
    left = outcome.terms_cents["left_people"]
    assert ("People left", "0 €", EN.money(left, 2)) in said
    assert rows(FR, bounds)[2] == ("Tout sorti", "8 juin", "11 juin")


def test_every_row_says_what_the_bound_leaves_out():
    outcome = outcome_of(PLAIN, Plan(), bounds=Bounds(NOTHING, NOTHING, ON_THE_8TH))
    for language in (EN, FR):
        assert all(row.relaxed for row in bound_rows(language, outcome))


def test_what_there_was_no_time_for_is_said_plainly():
    said = rows(EN, Bounds(plan_short=NOTHING), bound_cents=0)
    assert [least for _, least, _ in said] == ["no time to tell"] * 4
    assert said[3][0] == "Each term"
    hasty = Earliest(ON_THE_8TH.day_utc, is_exact=False)
    assert rows(EN, Bounds(earliest=hasty))[2] == ("All out", "8 Jun or later", "never")


def test_what_must_stay_is_named_with_the_day_of_the_rest():
    but = Earliest(ON_THE_8TH.day_utc, people_left=2, kg_left=10_000)
    assert rows(EN, Bounds(earliest=but))[2][0] == "All out but 2 people and 10.0 t"


def test_without_bounds_there_are_no_rows():
    assert not rows(EN, None)


def test_outcome_json_has_them():
    bounds = Bounds(NOTHING, NOTHING, ON_THE_8TH, OUT, {"lift": 5})
    record = outcome_record(PLAIN, outcome_of(PLAIN, Plan(), bounds=bounds), [EN])["bounds"]
    assert record["earliest"] == {
        "day": "2024-06-08T00:00Z", "is_exact": True, "people_left": 0, "kg_left": 0,
    }  # fmt: skip
    assert record["plan_out"] == "2024-06-11T06:00Z"
    assert record["short"]["late_person_nights"] == 0 and record["terms_cents"] == {"lift": 5}
    assert "bounds" not in outcome_record(PLAIN, outcome_of(PLAIN, Plan()), [EN])


def test_the_report_shows_them_in_both_languages():
    withdrawal, outcome = sample()
    with_bounds = replace(outcome, bounds=Bounds(NOTHING, NOTHING, ON_THE_8TH, OUT))
    shown = report_html(withdrawal, with_bounds)
    assert "What no plan can beat" in shown and "Ce qu’aucun plan ne peut battre" in shown
    assert "What no plan can beat" not in report_html(withdrawal, outcome)
