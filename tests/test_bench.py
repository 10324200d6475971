"""Figures of the benchmark: how they are kept, and set beside those of another day."""

from datetime import date
from pathlib import Path

import pytest

from bench import __main__ as command
from bench.cases import LONG, QUICK, all_cases
from bench.figures import KEPT, Figure, kept, record, side_by_side
from bench.planning_case import GOALS, has_withdrawal, withdrawal_of

ROOT = Path(__file__).parent.parent
FIRST, LATER = date(2025, 3, 3), date(2025, 4, 4)


def test_what_is_recorded_is_kept_with_its_day_and_the_rest_stays(tmp_path):
    path = tmp_path / "figures.csv"
    record([Figure("mid", "gap", 4.5678, "%"), Figure("mid", "cost", 60.5, "M€")], FIRST, path)
    record([Figure("mid", "gap", 3.25, "%"), Figure("big", "gap", 9.0, "%")], LATER, path)
    rows = kept(path)
    assert list(rows) == [("mid", "gap"), ("mid", "cost"), ("big", "gap")]
    assert rows["mid", "gap"].value == 3.25 and rows["mid", "gap"].date == "2025-04-04"
    assert rows["mid", "cost"].value == 60.5 and rows["mid", "cost"].date == "2025-03-03"
    assert all(row.cores >= 1 for row in rows.values())


def test_four_digits_are_kept(tmp_path):
    record([Figure("mid", "gap", 4.56789, "%")], FIRST, tmp_path / "figures.csv")
    assert kept(tmp_path / "figures.csv")["mid", "gap"].value == 4.568


def test_old_and_new_stand_side_by_side_with_the_change(tmp_path):
    path = tmp_path / "figures.csv"
    record([Figure("mid", "gap", 4.0, "%"), Figure("mid", "late", 0, "")], FIRST, path)
    now = [Figure("mid", "gap", 3.0, "%"), Figure("mid", "late", 2, ""), Figure("x", "y", 1, "s")]
    _, gap, late, new = side_by_side(now, kept(path))
    assert gap.split()[:6] == ["mid", "gap", "4.0", "%", "3.0", "%"]
    assert "-25%" in gap and "2025-03-03" in gap
    # No share of nothing.
    assert "%" not in late
    assert "new" in new


@pytest.mark.parametrize(
    ("figure", "met"),
    (
        (Figure("a", "b", 2.0, "s", 2.0), True),
        (Figure("a", "b", 2.01, "s", 2.0), False),
        (Figure("a", "b", 10.0, "%", 10.0, at_least=True), True),
        (Figure("a", "b", 9.99, "%", 10.0, at_least=True), False),
    ),
)
def test_a_target_is_met_or_missed(figure, met):
    assert figure.text.endswith("met" if met else "MISSED")


def test_a_figure_without_a_target_is_neither_met_nor_missed():
    assert not {"met", "MISSED"} & set(Figure("a", "b", 2.0, "s").text.split())


def test_cases_have_names_of_their_own_and_the_long_ones_are_left_out_of_the_quick_run():
    cases = list(all_cases())
    assert len({case.name for case in cases}) == len(cases)
    assert all(case.length == QUICK for case in cases if case.name.endswith("greedy")
               and not case.name.startswith("huge"))  # fmt: skip
    for name, goal in GOALS.items():
        for seconds in goal.gap_percent:
            if seconds > 60 and has_withdrawal(goal.withdrawal):
                case = next(case for case in cases if case.name == f"{name} {seconds} s")
                assert case.length == LONG


def test_an_example_that_is_not_there_is_left_out():
    assert not has_withdrawal("atlantis-9999") and withdrawal_of("atlantis-9999") is None
    assert has_withdrawal("niger-2024") and withdrawal_of("niger-2024").name == "niger-2024"
    assert withdrawal_of("mid").name == "mid-1"


def test_recorded_figures_are_in_order():
    rows = kept(KEPT)
    assert rows
    assert all(date.fromisoformat(row.date) and row.cores >= 1 for row in rows.values())


def test_every_word_of_the_command_is_explained():
    words = ("--quick", "--long", "--only", "--compare", "--record")
    page = (ROOT / "docs" / "planning.md").read_text(encoding="utf-8")
    for word in words:
        assert word in command.__doc__ and word in page
