"""`drawdown plan --base`: a plan in force is changed, and the screen says how much."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from test_replan_worked import BASE, ONE_TAIL, TWO_TAILS
from typer.testing import CliRunner

from drawdown import files, write_plan
from drawdown.actions.in_force import present
from drawdown.actions.outcome_record import stamp
from drawdown.cli.app import app
from drawdown.model import BudgetPoint, Replanned
from drawdown.words import Language, replanned_sentences

EN, FR = Language("en"), Language("fr")


@pytest.fixture
def lost(tmp_path, monkeypatch):
    """The withdrawal after a tail was lost, and the plan made before."""
    monkeypatch.chdir(tmp_path)
    files.write(ONE_TAIL, tmp_path / "now")
    write_plan(TWO_TAILS, BASE, tmp_path / "base")
    return tmp_path


def drawdown(*words):
    return CliRunner().invoke(app, [*words, "--lang", "en"])


def test_the_screen_and_the_record_say_what_changes_buy_and_who_is_told(lost):
    done = drawdown(
        "plan", "now", "--base", "base", "--changes", "2", "--now", "2024-06-01", "--effort", "1"
    )
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert "2 lifts differ, 2 allowed." in said
    assert "1 lift cannot go as planned: L2." in said
    assert "1 change: 5.0 t left" in said and "2 changes: on time" in said
    record = json.loads((lost / "now-plan" / "outcome.json").read_text(encoding="utf-8"))
    replanned = record["replanned"]
    assert (replanned["now"], replanned["allowed"]) == ("2024-06-01T00:00Z", 2)
    assert [point["changes"] for point in replanned["budget"]] == [1, 2, 4, None]
    assert {told["name"] for told in replanned["told"]} == {"BASE", "HOME", "planes"}
    assert record["terms"]["changes"] == 2_000
    report = (lost / "now-plan" / "report.html").read_text(encoding="utf-8")
    assert "Changes to the plan in force" in report


def test_pins_are_read_and_held(lost):
    (lost / "held.csv").write_text("lift\nL2\n", encoding="utf-8")
    done = drawdown(
        "plan", "now", "--base", "base", "--now", "2024-06-01", "--pin", "held.csv",
        "--effort", "1",
    )  # fmt: skip
    assert done.exit_code == 1
    assert "L2" in (lost / "now-plan" / "lifts.csv").read_text(encoding="utf-8")
    assert "of what has begun or is pinned" in " ".join(done.output.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--changes", "2"), "name it with --base"),
        (("--now", "2024-06-01"), "name it with --base"),
        (("--base", "base", "--now", "soon"), "which is no instant"),
        (("--base", "base", "--pin", "nowhere.csv"), "There are no pins"),
        (("--base", "nowhere"), "There is no plan"),
    ],
)
def test_wrong_words_are_refused_before_any_time_is_spent(lost, words, said):
    done = drawdown("plan", "now", *words)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert not (lost / "now-plan").exists()


def test_the_present_counts_while_the_withdrawal_is_under_way():
    start = TWO_TAILS.start_utc
    under_way = start + timedelta(hours=30, minutes=20)
    assert present(TWO_TAILS, under_way) == start + timedelta(hours=30)
    assert present(TWO_TAILS, datetime(2031, 1, 1, tzinfo=UTC)) == start
    assert stamp(present(TWO_TAILS, datetime(2020, 1, 1, tzinfo=UTC))) == "2024-06-01T00:00Z"


def test_both_languages_say_how_late_each_budget_is():
    points = (BudgetPoint(3, 3, 1_000, 2, 0, 0), BudgetPoint(9, 8, 900, 0, 0, 0))
    replanned = Replanned(TWO_TAILS.start_utc, 2, 3, 3, ("L1",), points)
    english, french = (" ".join(replanned_sentences(x, replanned)) for x in (EN, FR))
    assert "3 changes: 2 days late" in english and "9 changes: on time" in english
    assert "no plan with less than 3 changes" in english
    assert "3 changements : 2 jours de retard" in french.replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    assert "à temps" in french
