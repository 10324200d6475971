"""`drawdown explain`: what it says, to people and to programs, and which words it knows."""

import json
import re
from dataclasses import replace

import pytest
from rules_cases import ALL_HOME, TINY, at, flight, plan_of
from typer.testing import CliRunner

from drawdown import files
from drawdown.actions.refusal import Refused
from drawdown.actions.subject import subject_of, typed
from drawdown.cli.app import app
from drawdown.model import Basis, Milestone, RunMode, Subject, Translation

EXERCISE = replace(
    TINY,
    title="Tiny land",
    mode=RunMode.EXERCISE,
    marking="Invented figures",
    lines=(replace(TINY.lines[0], title="Guards of the gate"), TINY.lines[1]),
    places=(replace(TINY.places[0], handover_utc=at(3)), *TINY.places[1:]),
    milestones=(Milestone("half", at(2), Basis.PEOPLE, amount=5, title="Half are out"),),
    translations=(Translation("Half are out", "fr", "La moitié est sortie"),),
)
SLOW = plan_of(flight("F1", at(2, 12), guards=10, crates=4))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A withdrawal, a good plan and one that leaves a crate and is late."""
    monkeypatch.chdir(tmp_path)
    files.write(EXERCISE, "tiny")
    files.write_plan("good", EXERCISE, ALL_HOME)
    files.write_plan("slow.xlsx", EXERCISE, SLOW)
    return tmp_path


def run(*words, **environment):
    """The command's end and what it wrote, in English unless the environment says otherwise."""
    spoken = {"LC_ALL": "C.UTF-8", "DRAWDOWN_LANG": "en", "COLUMNS": "80", "NO_COLOR": "1"}
    return CliRunner().invoke(app, ["explain", *map(str, words)], env=spoken | environment)


def flat(result):
    return " ".join(result.stdout.split())


# --- what is meant --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "subject"),
    [
        ("guards", Subject("line", "guards")),
        ("GUARDS OF THE GATE", Subject("line", "guards")),
        ("half", Subject("milestone", "half")),
        ("La moitié est sortie", Subject("milestone", "half")),
        ("BASE", Subject("handover", "BASE")),
        ("deadline", Subject("deadline")),
        ("late", Subject("term", "late")),
        ("Exposition", Subject("term", "exposure")),
        ("line:crates", Subject("line", "crates")),
    ],
)
def test_a_word_is_a_name_or_a_title_in_any_case_and_language(word, subject):
    assert subject_of(EXERCISE, word) == subject


def test_a_name_of_several_things_asks_which():
    twice = replace(EXERCISE, milestones=(replace(EXERCISE.milestones[0], name="late"),))
    with pytest.raises(Refused, match="milestone:late, term:late"):
        subject_of(twice, "late")
    assert subject_of(twice, "term:late") == Subject("term", "late")
    assert typed(twice, Subject("term", "late")) == "term:late"
    assert typed(EXERCISE, Subject("term", "late")) == "late"


@pytest.mark.parametrize(
    ("word", "said"), [("guard", "Near it: guards."), ("zzz", "There is no line, milestone")]
)
def test_an_unknown_word_is_refused_with_what_is_near(folder, word, said):
    result = run("tiny", "good", word)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


# --- what is said ---------------------------------------------------------------------------------


def test_the_worst_of_a_plan_comes_with_what_to_ask_next(folder):
    result = run("tiny", "slow.xlsx")
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "EXERCISE  Tiny land, plan slow.xlsx\nInvented figures\n\nJudge: "
    )
    heads = re.findall(r"^(\d)\. (.*)$", result.stdout, re.MULTILINE)
    assert [number for number, _ in heads] == ["1", "2", "3"]
    assert "Half are out" in [head for _, head in heads]
    assert result.stdout.splitlines()[-3:][0].startswith("Next:  drawdown explain tiny slow.xlsx ")


def test_a_missed_milestone_that_need_not_be_missed(folder):
    said = flat(run("tiny", "slow.xlsx", "half"))
    assert "Reached on 3 Jun 1200Z, 12 h after it is due, 2 Jun." in said
    assert "When it is due, 2 Jun, this plan misses 5 people." in said
    assert "It is not proven that this must be missed" in said


def test_a_line_with_its_lifts_and_costs(folder):
    said = flat(run("tiny", "slow.xlsx", "crates"))
    assert "Left at BASE: 1.0 t." in said
    assert "F1 3 Jun 1200Z plane BASE to HOME 4" in said
    assert "would have to be left, by the relaxed model" in said


def test_a_term_is_cut_every_way_and_no_line_is_too_wide(folder):
    for language in ("en", "fr"):
        for subject in ("exposure", "lift", "deadline", "guards"):
            result = run("tiny", "slow.xlsx", subject, "--lang", language)
            assert max(map(len, result.stdout.splitlines())) <= 80
    said = run("tiny", "slow.xlsx", "exposure").stdout
    assert [head for head in ("By place", "By line", "By week") if head in said] == [
        "By place", "By line", "By week",
    ]  # fmt: skip


def test_both_languages_say_the_same_figures(folder):
    for subject in ("crates", "half", "late", "BASE"):
        english, french = (run("tiny", "slow.xlsx", subject, "--lang", x) for x in ("en", "fr"))
        assert english.exit_code == french.exit_code == 1
        assert figures(english) == figures(french), subject


def figures(result):
    """All numbers that are said, without what parts their groups and decimals, in order."""
    text = re.sub(r"(?<=\d)[,.\u202f](?=\d)", "", result.stdout)
    return sorted(re.findall(r"\d+", re.sub(r"1er", "1", text)))


def test_for_programs(folder):
    result = run("tiny", "slow.xlsx", "crates", "--json")
    said = json.loads(result.stdout)
    (crates,) = said["explanations"]
    assert (said["mode"], crates["kind"], crates["name"]) == ("EXERCISE", "line", "crates")
    assert [lift["count"] for lift in crates["lifts"]] == [4]
    left = next(part for part in crates["parts"] if part["name"] == "left_things")
    assert left["share"] == 1.0
    for section in ("in_plan", "proven", "limits", "remedies", "not_computed"):
        for reason in crates[section]:
            assert set(reason["sentences"]) == {"en"}
    assert crates["not_computed"] == []


def test_of_a_plan_with_breaches_nothing_is_held_against_what_is_proven(folder):
    files.write_plan("bad", EXERCISE, plan_of(flight("F1", guards=60)))
    said = flat(run("tiny", "bad", "deadline"))
    assert "This plan has breaches; what is said of every plan holds for plans without." in said


def test_want_of_time_is_said(folder):
    result = run("tiny", "slow.xlsx", "lift", "--seconds", "0.1")
    assert result.exit_code == 1
    assert "--seconds" in result.stdout or "No plan that leaves no more" in flat(result)
    assert run("tiny", "slow.xlsx", "lift", "--seconds", "0").exit_code == 2
