"""`drawdown compare`: plans side by side on the screen and as data, in both languages."""

import json
import re
from dataclasses import replace

import pytest
from cli_cases import run
from rules_cases import ALL_HOME, TINY, at, flight, plan_of

from drawdown import files
from drawdown.cli.compare_view import letters, signed
from drawdown.model import RunMode
from drawdown.words.numbers import MINUS

EXERCISE = replace(TINY, title="Tiny land", mode=RunMode.EXERCISE, marking="Invented figures")
LATER = plan_of(flight("F1", at(2, 12), guards=10, crates=4))
OVERFULL = plan_of(flight("F1", guards=60), flight("F2", tail=2, crates=5))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A withdrawal and three plans of it, one of them a workbook."""
    monkeypatch.chdir(tmp_path)
    files.write(EXERCISE, "tiny")
    files.write_plan("good", EXERCISE, ALL_HOME)
    files.write_plan("later.xlsx", EXERCISE, LATER)
    files.write_plan("bad", EXERCISE, OVERFULL)
    return tmp_path


def cells(result, label):
    """The cells of the first row that begins with a label."""
    row = next(line for line in result.stdout.splitlines() if line.startswith(label))
    return re.split(r"  +", row.strip())[1:]


def test_the_first_plan_stands_beside_the_other_with_the_difference(folder):
    result = run("compare", "tiny", "good", "later.xlsx")
    assert result.exit_code == 1
    assert result.stdout.startswith("EXERCISE  Tiny land, 2 plans side by side\nInvented figures\n")
    assert "A  good: 1 loaded lift. No breach, all 42 rules hold." in result.stdout
    assert cells(result, "Status") == ["ok", "LATE"]
    assert cells(result, "Shortfalls") == ["0", "2", "+2"]
    assert cells(result, "People out") == ["10", "10", "="]
    assert cells(result, "t out") == ["5.0", "4.0", f"{MINUS}1.0"]
    assert cells(result, "t left") == ["0.0", "1.0", "+1.0"]
    assert cells(result, "plane, loaded") == ["1", "1", "="]
    assert cells(result, "on another day") == ["–", "1"]
    assert cells(result, "with another load") == ["–", "1"]
    assert cells(result, "added") == ["–", "0"]
    flat = " ".join(result.stdout.split())
    assert "F1, BASE to HOME: departs 2 Jun 1200Z before, 3 Jun 1200Z now; load" in flat


def test_a_missed_date_says_by_how_much_and_one_never_reached_so(folder):
    soon = replace(EXERCISE, deadline_utc=at(2))
    files.write(soon, "soon")
    left = run("compare", "soon", "good", "later.xlsx")
    # A plan that leaves a crate never empties the country; the other is out within the day.
    assert "never" in left.stdout and "LATE" in left.stdout
    files.write_plan("last", soon, plan_of(flight("F1", at(3, 12), guards=10, crates=5)))
    late = run("compare", "soon", "good", "last")
    row = next(i for i, x in enumerate(late.stdout.splitlines()) if "everything out" in x)
    assert "LATE 2 d" in "\n".join(late.stdout.splitlines()[row - 1 : row + 2])
    assert "+2 d" in late.stdout


def test_cost_is_compared_term_by_term_to_the_cent(folder):
    said = json.loads(run("compare", "tiny", "good", "later.xlsx", "bad", "--json").stdout)
    first, later, bad = said["plans"]
    assert (said["mode"], said["marking"]) == ("EXERCISE", "Invented figures")
    assert [first["status"], later["status"], bad["status"]] == ["complete", "shortfall", "breach"]
    assert first["changed"] is None
    for other in (later, bad):
        assert other["cost_cents"] == sum(other["terms_cents"].values())
        apart = other["cost_cents"] - first["cost_cents"]
        assert other["changed"]["cost"] == pytest.approx(apart / 100)
    assert later["changed"]["other_day"] == later["changed"]["other_load"] == ["F1"]
    assert bad["changed"]["added"] == ["F2"]
    (moved,) = later["changed"]["lifts"]
    assert moved["before"]["loads"] == {"guards": 10, "crates": 5}
    assert moved["after"]["depart"] == "2024-06-03T12:00Z"


def test_the_same_in_french_with_the_same_figures(folder):
    english, french = (
        run("compare", "tiny", "good", "later.xlsx", "--lang", x) for x in ("en", "fr")
    )
    assert french.stdout.startswith("EXERCICE  Tiny land, 2 plans côte à côte")
    assert cells(french, "État") == ["ok", "ÉCART"]
    assert figures(english) == figures(french)


def figures(result):
    """All numbers that are said, without what parts their groups and decimals, in order."""
    text = re.sub(r"(?<=\d)[,\u202f](?=\d{3})", "", result.stdout)
    return sorted(re.findall(r"\d+", text))


@pytest.mark.parametrize("width", [80, 120, 200])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("n", [2, 3, 7])
def test_any_number_of_plans_fits_the_terminal(folder, width, language, n):
    plans = ["good", "later.xlsx", "bad", "good", "bad", "later.xlsx", "good"][:n]
    result = run("compare", "tiny", *plans, "--lang", language, COLUMNS=str(width))
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= width
    for letter in letters(n)[1:]:
        heads = [x for x in lines if re.search(rf" {letter}  +{letter} {MINUS} A( |$)", x)]
        assert len(heads) == 1, (letter, result.stdout)
    if n <= 3:
        # Two or three plans stand in one table.
        assert sum(re.match(r" +A ", line) is not None for line in lines) == 1


def test_plans_that_are_the_same_differ_in_nothing(folder):
    result = run("compare", "tiny", "good", "good")
    assert result.exit_code == 0
    assert not re.search(rf"[+{MINUS}]\d", result.stdout)
    assert "What B changes" not in result.stdout


def test_one_plan_is_none_to_compare(folder):
    result = run("compare", "tiny", "good")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "two plans or more" in result.stderr


def test_a_plan_that_is_not_there_is_refused(folder):
    result = run("compare", "tiny", "good", "nowhere")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


@pytest.mark.parametrize(("n", "said"), [(3, "+3"), (-3, f"{MINUS}3"), (0, "=")])
def test_a_difference_has_its_sign(n, said):
    assert signed("3", n) == said
