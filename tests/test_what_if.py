"""What-if: variants planned beside the plan as it is, in processes of their own, and compared."""

import io
import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from report_reading import read_page
from rules_cases import ALL_HOME, TINY
from what_if_cases import ASKING, VARIANTS, job, plan_at, run, varied

import drawdown
from drawdown import files, planning
from drawdown.actions.planning_job import Broken
from drawdown.actions.planning_side_by_side import how_many_at_once, planned_side_by_side
from drawdown.actions.refusal import Refused
from drawdown.actions.what_if import PlanningBroke, make_what_if
from drawdown.cli.screen import Screen
from drawdown.cli.what_if import what_if_page
from drawdown.model import Outcome, Status
from drawdown.rules import cost_terms, judge
from drawdown.words import LANGUAGES, Language
from drawdown.words.what_if import short_rows, variant_sentences
from drawdown.words.what_if_table import what_if_rows


@pytest.fixture
def asking(tmp_path):
    files.write(ASKING, tmp_path / "asking")
    return tmp_path / "asking"


# --- what is planned and compared -----------------------------------------------------------------


def test_each_variant_is_planned_as_if_it_were_the_withdrawal(asking, tmp_path):
    whole = make_what_if(asking, ["all"], tmp_path / "out", effort=1, seed=3)
    assert [plan.variant.name for plan in whole.what_if.plans] == ["more", "no-planes", "no sale"]
    for record in whole.record["what_if"]["variants"]:
        withdrawal = varied(record["name"])
        alone = planning.plan(withdrawal, effort=1, seed=3)
        plan = plan_at(tmp_path / "out" / record["folder"], withdrawal)
        # Here no plan is better in the place of another.
        assert record["as_is"]["breaches"] or record["as_is"]["cost_cents"] >= alone.cost_cents
        assert plan.lifts == alone.plan.lifts
        assert record["cost_cents"] == sum(cost_terms(withdrawal, plan).values())
        assert record["bound_cents"] == alone.bound_cents
        base = whole.record
        assert record["difference_cents"] == record["cost_cents"] - base["cost_cents"]
        assert record["difference_proven_cents"] == [
            record["bound_cents"] - base["cost_cents"],
            record["cost_cents"] - base["bound_cents"],
        ]
        there = plan_at(tmp_path / "out", ASKING)
        breaches = [f for f in judge(withdrawal, replace(there, left=None))
                    if f.severity is drawdown.Severity.BREACH]  # fmt: skip
        assert record["as_is"]["breaches"] == len(breaches)


def test_the_plan_as_it_is_is_no_dearer_than_without_variants(asking, tmp_path):
    whole = make_what_if(asking, ["more"], tmp_path / "with", effort=1)
    assert whole.made.outcome.cost_cents <= planning.plan(ASKING, effort=1, seed=1).cost_cents
    assert not (tmp_path / "with" / "what-if" / "no sale").exists()


def test_what_each_variant_comes_to_is_in_the_outcome_and_on_the_page(asking, tmp_path):
    whole = make_what_if(asking, ["all"], tmp_path / "out", planner="greedy")
    record = json.loads((tmp_path / "out" / "outcome.json").read_text(encoding="utf-8"))
    assert record == json.loads(json.dumps(whole.record))
    assert {each["name"] for each in record["what_if"]["variants"]} == {v.name for v in VARIANTS}
    page = (tmp_path / "out" / "what-if.html").read_text(encoding="utf-8")
    assert "Five times &lt;the&gt; crates" in page and "<the>" not in page
    assert "Nothing is sold" in page and "Rien n" in page
    assert 'href="what-if/no%20sale/report.html"' in page
    for link in (element.attributes["href"] for element in read_page(page).all("a")):
        assert link.startswith("#") or (tmp_path / "out" / link.replace("%20", " ")).exists(), link


def test_planning_without_variants_takes_the_page_away(asking, tmp_path):
    make_what_if(asking, ["more"], tmp_path / "out", planner="greedy")
    run("plan", asking, "--planner", "greedy", "--out", tmp_path / "out")
    assert not (tmp_path / "out" / "what-if.html").exists()
    assert "what_if" not in json.loads((tmp_path / "out" / "outcome.json").read_text())
    assert (tmp_path / "out" / "what-if" / "more" / "lifts.csv").exists()


def test_both_languages_have_the_same_rows_and_figures(asking, tmp_path):
    what_if = make_what_if(asking, ["all"], tmp_path / "out", planner="greedy").what_if
    tables = [what_if_rows(Language(code), what_if) for code in LANGUAGES]
    shapes = [[(len(r.cells), len(r.differences), r.marks) for r in rows] for rows in tables]
    assert shapes[0] == shapes[1]
    for row in tables[0]:
        assert len(row.cells) in (0, 4) and len(row.differences) in (0, 3)
    assert len({len(short_rows(Language(c), what_if)) for c in LANGUAGES}) == 1
    for plan in what_if.plans:
        assert len({len(variant_sentences(Language(c), what_if, plan)) for c in LANGUAGES}) == 1


def outcome(cost, bound, lifts=()):
    return Outcome(
        Status.COMPLETE, drawdown.Plan(lifts), cost, {"lift": cost}, bound, 0.0, 1.0, 1, "", ""
    )


@pytest.mark.parametrize(
    ("base", "there", "said"),
    [
        ((100_00, 90_00), (130_00, 120_00), "Costs 30 € more; whatever the plan, at least 20 €"),
        ((100_00, 90_00), (70_00, 60_00), "Costs 30 € less; whatever the plan as it is, at least"),
        ((100_00, 90_00), (101_00, 100_00), "Costs 1 € more; whether the best plans differ is not"),
        ((100_00, 90_00), (90_00, 80_00), "Costs 10 € less; whether the best plans differ is not"),
        ((100_00, 90_00), (100_00, 80_00), "Costs the same."),
    ],
)
def test_a_difference_is_proven_where_a_bound_lies_beyond_the_other_plan(base, there, said):
    what_if = drawdown.WhatIf(
        drawdown.WhatIfPlan(TINY, outcome(*base)),
        (drawdown.WhatIfPlan(TINY, outcome(*there, ALL_HOME.lifts), VARIANTS[0]),),
    )
    sentences = " ".join(variant_sentences(Language("en"), what_if, what_if.plans[0]))
    assert said in sentences


# --- processes ------------------------------------------------------------------------------------


def test_every_core_has_a_planning_but_under_a_limit_in_seconds_each_has_two():
    assert [how_many_at_once(1, cores) for cores in (1, 2, 3, 16)] == [1, 2, 3, 16]
    assert [how_many_at_once(None, cores) for cores in (1, 2, 3, 16)] == [1, 1, 1, 8]


def test_on_one_core_or_many_each_gets_the_same_plan_and_bound():
    jobs = [
        job(name, withdrawal, "full", effort=2)
        for name, withdrawal in [("", ASKING), *((v.name, varied(v.name)) for v in VARIANTS)]
    ]
    one, many = (
        {each.name: replace(got, seconds=0.0) for each, got in planned_side_by_side(jobs, at_once)}
        for at_once in (1, len(jobs))
    )
    assert one == many and len(one) == 4


def test_a_defect_in_one_planning_leaves_the_others(tmp_path):
    jobs = [job("good"), job("bad", withdrawal=None), job("also good")]
    found = dict((each.name, got) for each, got in planned_side_by_side(jobs, 2))
    assert isinstance(found["bad"], Broken) and "Traceback" in found["bad"].trace
    assert isinstance(found["good"], Outcome) and isinstance(found["also good"], Outcome)


def children():
    """The processes that plan for this one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == os.getpid() and b"planning_child" in words:
            found.append(int(folder.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("kills", [1, 2])
def test_a_process_that_dies_is_begun_once_more_and_then_reported(kills):
    killed = []

    def news(job, progress):
        if len(killed) < kills and (pids := [pid for pid in children() if pid not in killed]):
            os.kill(pids[0], signal.SIGKILL)
            killed.append(pids[0])

    ((_, got),) = planned_side_by_side([job(planner="full", effort=3)], 1, news)
    assert len(killed) == kills
    assert isinstance(got, Outcome) if kills == 1 else got == Broken(code=-signal.SIGKILL)
    assert children() == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_nothing_is_left_behind_where_the_caller_goes_away():
    coming = planned_side_by_side([job("a"), job("b", planner="full", effort=1_000)], 2)
    next(coming)
    coming.close()
    assert children() == []


def test_what_is_there_when_the_user_stops_is_kept(asking, tmp_path):
    out = tmp_path / "out"
    begun = []

    def news(job, progress):
        begun.append(job.name)

    # With an effort that would take hours: only stopping ends what is under way.
    whole = make_what_if(
        asking, ["all"], out, effort=100_000, news=news,
        stop=lambda: "" in begun and len(begun) > 8,
    )  # fmt: skip
    assert whole.made.outcome.status is Status.INTERRUPTED
    assert plan_at(out, ASKING).lifts
    planned = {plan.variant.name for plan in whole.what_if.plans}
    missing = {each.variant.name for each in whole.what_if.not_planned}
    assert planned | missing == {v.name for v in VARIANTS} and missing and not planned & missing
    assert planned <= set(begun)
    record = json.loads((out / "outcome.json").read_text(encoding="utf-8"))["what_if"]
    assert {each["name"]: each["why"] for each in record["not_planned"]} == dict.fromkeys(
        missing, "interrupted"
    )


def test_a_stop_before_anything_began_is_an_interruption(asking, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        make_what_if(asking, ["more"], tmp_path / "out", stop=lambda: True)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.skipif(how_many_at_once(None) > 1, reason="needs one planning at a time")
def test_where_the_plan_as_it_is_breaks_off_the_variants_are_kept(asking, tmp_path):
    def news(job, progress):
        if not job.name:
            for pid in children():
                os.kill(pid, signal.SIGKILL)

    with pytest.raises(PlanningBroke, match="ended with code -9"):
        make_what_if(asking, ["more"], tmp_path / "out", seconds=2, news=news)
    assert plan_at(tmp_path / "out" / "what-if" / "more", varied("more")).lifts


# --- the command ----------------------------------------------------------------------------------


def test_the_screen_shows_the_plan_as_it_is_then_the_variants(asking, tmp_path):
    done = run("plan", asking, "--what-if", "more", "--what-if", "no sale", "--planner", "greedy",
                         "--out", tmp_path / "out")  # fmt: skip
    shown = " ".join(done.stdout.split())
    assert done.exit_code == 0, done.stdout
    assert "What if: 2 of 2 variants keep every date and leave nothing." in shown
    assert "more Five times <the> crates. Costs" in shown
    assert "no sale Nothing is sold." in shown
    table = done.stdout.partition("\nVariant ")[2].split("\n")[1:4]
    assert [line.split()[0] for line in table] == ["As", "more", "no"]
    command = shown.rpartition(" drawdown ")[2]
    assert command.startswith(f"check {asking} --what-if 'no sale' --plan")
    again = run("check", asking, "--what-if", "no sale", "--plan",
                tmp_path / "out" / "what-if" / "no sale")  # fmt: skip
    assert again.exit_code == 0 and "No breach" in again.stdout


def test_in_french_titles_are_translated(asking, tmp_path):
    done = run("plan", asking, "--what-if", "no sale", "--planner", "greedy", "--lang", "fr",
                         "--out", tmp_path / "out")  # fmt: skip
    assert "no sale Rien n'est vendu." in " ".join(done.stdout.split())


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.skipif(how_many_at_once(None) > 1, reason="needs one planning at a time")
def test_a_variant_whose_process_is_killed_is_named_and_the_others_are_there(asking, tmp_path):
    begun = []

    def news(job, progress):
        if job.name == "more":
            begun.extend(pid for pid in children() if pid not in begun)
            os.kill(begun[-1], signal.SIGKILL)

    out = tmp_path / "out"
    whole = make_what_if(asking, ["more", "no sale"], out, planner="greedy", seconds=1, news=news)
    assert [plan.variant.name for plan in whole.what_if.plans] == ["no sale"]
    assert whole.record["what_if"]["not_planned"] == [
        {"name": "more", "title": "Five times <the> crates", "why": "died"}
    ]
    screen = Screen(Language("en"), io.StringIO())
    what_if_page(screen, whole, asking)
    screen.show()
    said = " ".join(screen.stream.getvalue().split())
    assert "more was not planned: its process was ended from outside, twice" in said


def test_as_json_all_is_there(asking, tmp_path):
    done = run("plan", asking, "--what-if", "all", "--planner", "greedy", "--json",
                         "--out", tmp_path / "out")  # fmt: skip
    data = json.loads(done.stdout)
    assert len(data["what_if"]["variants"]) == 3 and data["cost_cents"] > 0


def test_the_questions_of_a_withdrawal_are_seen_when_it_is_checked(asking):
    shown = " ".join(run("check", asking).stdout.split())
    assert "3 what-if questions: more, no-planes and no sale." in shown
    assert shown.endswith(f"Next: drawdown plan {asking} drawdown plan {asking} --what-if all")
    shown = run("check", asking, "--what-if", "no sale").stdout
    assert "what-if questions" not in shown
    assert shown.strip().endswith(f"Next:  drawdown plan {asking} --what-if 'no sale'")


def test_a_variant_is_checked_as_the_withdrawal_that_it_makes(asking):
    done = run("check", asking, "--what-if", "more", "--json")
    assert json.loads(done.stdout)["kg"] == 25_000
    assert json.loads(run("check", asking, "--json").stdout)["kg"] == 5_000


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (["--what-if", "more", "--what-if", "less"], "variant_unknown"),
        (["--what-if", "more", "--base", "plan"], "what_if_with_base"),
        (["--what-if", "more", "--changes", "1"], "what_if_with_base"),
        (["--cluster", "tcp://127.0.0.1:1"], "cluster_without_what_if"),
        (["--what-if", "more", "--effort", "1", "--seconds", "1"], "seconds_and_effort"),
    ],
)
def test_words_that_do_not_fit_are_refused_before_any_time_is_spent(words, key, asking, tmp_path):
    done = run("plan", asking, *words, "--out", tmp_path / "out", "--json")
    assert (done.exit_code, json.loads(done.stdout)["error"]) == (2, key)
    assert not (tmp_path / "out").exists()


def test_a_withdrawal_that_asks_nothing_says_so(tmp_path):
    files.write(TINY, tmp_path / "tiny")
    done = run("plan", tmp_path / "tiny", "--what-if", "all", "--json")
    assert (done.exit_code, json.loads(done.stdout)["error"]) == (2, "no_variants")


def test_a_folder_in_the_way_of_a_variant_is_left_alone(asking, tmp_path):
    mine = tmp_path / "out" / "what-if" / "more"
    make_what_if(asking, ["no sale"], tmp_path / "out", planner="greedy")
    mine.mkdir(parents=True)
    (mine / "notes.txt").write_text("mine")
    with pytest.raises(Refused) as refusal:
        make_what_if(asking, ["more"], tmp_path / "out", planner="greedy")
    assert refusal.value.key == "out_is_taken"
    assert [file.name for file in mine.iterdir()] == ["notes.txt"]
