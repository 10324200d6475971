"""The screen after planning, its progress, and the folder that the plan is written to."""

import json
import re
import signal
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from judged_outcomes import outcome_of
from rules_cases import ALL_HOME, TINY, flight, plan_of, sale
from typer.testing import CliRunner

from drawdown import files, planning
from drawdown.actions.fleet_use import fleet_use, together
from drawdown.actions.new_plan import PlanMade
from drawdown.actions.outcome_record import outcome_record
from drawdown.actions.plan_folder import folder_for, holds_plan, may_write
from drawdown.actions.refusal import Refused
from drawdown.actions.what_changed import what_changed
from drawdown.cli.app import app
from drawdown.cli.interrupt import Interrupt
from drawdown.cli.plan_view import plan_page
from drawdown.cli.progress_line import ProgressLine
from drawdown.cli.screen import Mark, Screen
from drawdown.model import Bounds, Earliest, Left, Short, Status
from drawdown.words import Language

EN, FR = Language("en"), Language("fr")


class Page(StringIO):
    """A stream that takes UTF-8."""

    encoding = "utf-8"


class Terminal(Page):
    """A stream that says of itself that it is a terminal."""

    def isatty(self):
        return True


@dataclass
class Moment:
    """Where planning stands, as the planner tells it."""

    doing: str
    seconds: float
    cost_cents: int | None = None
    bound_cents: int | None = None
    gap: float | None = None


# --- use of carriers ------------------------------------------------------------------------------


def test_use_counts_loaded_lifts_and_empty_runs_apart():
    back = flight("F2", origin="HOME", destination="BASE")
    (use,) = fleet_use(TINY, plan_of(flight("F1", guards=10, crates=5), back))
    assert (use.carrier, use.loaded, use.empty, use.people) == ("plane", 1, 1, 10)
    assert (use.things_kg, use.on_board_kg, use.payload_kg, use.seats) == (5_000, 6_000, 10_000, 50)
    assert (use.payload_share, use.seat_share) == (0.6, 0.2)


def test_all_carriers_together_are_the_sum():
    plan = plan_of(flight("F1", guards=4), flight("F2", crates=5))
    uses = fleet_use(TINY, plan)
    whole = together(TINY, plan, [*uses, *uses])
    assert (whole.loaded, whole.people, whole.things_kg) == (4, 4, 5_000)


def test_a_load_that_takes_two_lifts_counts_for_both_and_once_in_the_sum():
    on = flight("F2", origin="HUB", destination="HOME", crates=5)
    plan = plan_of(flight("F1", destination="HUB", guards=4, crates=5), on)
    (use,) = fleet_use(TINY, plan)
    whole = together(TINY, plan, [use])
    assert (use.things_kg, whole.things_kg) == (10_000, 5_000)
    assert (whole.people, whole.on_board_kg) == (4, use.on_board_kg)


# --- folders --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "out", "folder"),
    [
        ("examples/niger-2024", None, "niger-2024-plan"),
        ("examples/niger-2024/", None, "niger-2024-plan"),
        ("niger.xlsx", None, "niger-plan"),
        ("niger-2024/withdrawal.toml", None, "niger-2024-plan"),
        ("niger.xlsx", "here", "here"),
    ],
)
def test_a_plan_goes_beside_what_was_asked(path, out, folder):
    assert folder_for(Path(path), Path(out) if out else None) == Path(folder)


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(Refused, match=r"out_is_taken|holds files"):
        may_write(tmp_path)


def test_a_withdrawal_beside_a_plan_is_not_overwritten(tmp_path):
    files.template(tmp_path)
    (tmp_path / "outcome.json").write_text('{"status": 1, "bound_cents": 2, "planner": 3}')
    with pytest.raises(Refused, match="holds a withdrawal"):
        may_write(tmp_path)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "plan").write_text("mine")
    with pytest.raises(Refused):
        may_write(tmp_path / "plan")


def test_an_earlier_plan_and_an_empty_folder_may_be_written(tmp_path):
    may_write(tmp_path)
    record = outcome_record(TINY, outcome_of(TINY, ALL_HOME), [EN, FR])
    files.write_plan(tmp_path / "plan", TINY, ALL_HOME, record)
    assert holds_plan(tmp_path / "plan")
    may_write(tmp_path / "plan")


def test_the_record_of_an_outcome_speaks_both_languages():
    plan = plan_of(flight("F1", guards=60, crates=5))
    record = json.loads(json.dumps(outcome_record(TINY, outcome_of(TINY, plan), [EN, FR])))
    assert record["cost_cents"] == sum(record["terms_cents"].values())
    assert record["cost"] == pytest.approx(sum(record["terms"].values()))
    assert record["milestones"][-1]["name"] == "deadline"
    assert record["milestones"][-1]["due"] == "2024-06-05T00:00Z"
    for found in record["findings"]:
        assert set(found["sentences"]) == {"en", "fr"}


# --- what changed ---------------------------------------------------------------------------------


def test_what_changed_counts_lifts_and_tells_dates_and_cost():
    before = plan_of(flight("F1", guards=10, crates=5))
    later = flight("F1", TINY.start_utc.replace(day=3, hour=12), guards=10)
    after = plan_of(later, flight("F2", tail=2, crates=5))
    changed = what_changed(TINY, before, after)
    assert (changed.added, changed.removed, changed.changed) == (1, 0, 1)
    assert [new.name for _, new in changed.moved] == ["deadline"]
    assert changed.cost_after_cents > changed.cost_before_cents
    assert what_changed(TINY, before, before).is_nothing


# --- the screen -----------------------------------------------------------------------------------


def page(plan, language=EN, width=80, before=None, **changes):
    """The screen about a plan for the tiny withdrawal."""
    outcome = outcome_of(TINY, plan, **changes)
    screen = Screen(language, Page(), width)
    made = PlanMade(
        TINY, outcome, Path("tiny-plan"), (Path("tiny-plan/lifts.csv"),), fleet_use(TINY, plan),
        what_changed(TINY, before, plan) if before else None, (), {},
    )  # fmt: skip
    plan_page(screen, made, Path("tiny"))
    screen.show()
    return screen.stream.getvalue()


def test_the_screen_says_the_finding_first_and_the_next_command_last():
    lines = page(ALL_HOME).splitlines()
    assert lines[0] == "tiny, planned in 1.5 s (full planner, seed 1)"
    assert lines[2].startswith("Everyone and everything is out by 2 June 2024")
    assert lines[-1] == "Next:  drawdown check tiny --plan tiny-plan"
    assert "Judge: No breach, all 42 rules hold." in lines


def test_the_screen_says_what_stays_and_what_is_sold():
    left = (Left("crates", "BASE", 1),)
    said = page(plan_of(flight("F1", guards=10, crates=3), sales=(sale(1),), left=left))
    assert "crates                       1  1.0  stays at BASE" in said
    assert "crates                       1  1.0  sale, BASE" in said


def test_the_screen_says_what_changed_since_the_plan_before():
    before = plan_of(flight("F1", TINY.start_utc.replace(day=2), guards=10, crates=5))
    said = " ".join(page(ALL_HOME, before=before).split())
    assert "Since the plan before: 1 lift changed; cost " in said
    assert "Deadline: everyone and everything out 1 Jun before, 2 Jun now." in said
    assert "Same lifts as in the plan before." in page(ALL_HOME, before=ALL_HOME)


def test_an_interrupted_plan_says_so():
    assert "this is the best plan so far" in page(ALL_HOME, status=Status.INTERRUPTED)


def test_a_bound_that_is_met_is_said_to_be_met():
    cost = outcome_of(TINY, ALL_HOME).cost_cents
    assert "No plan can cost less.\n" in page(ALL_HOME, bound_cents=cost, gap=0.0)
    assert "this one could be beaten by 10.0% at most." in page(ALL_HOME)
    assert "No bound was proven" in page(ALL_HOME, bound_cents=0, gap=1.0)


def test_the_bounds_stand_in_a_table_with_what_they_leave_out():
    bounds = Bounds(Short(0, 0, 0, 0), Short(0, 0, 0, 0), Earliest(TINY.start_utc), TINY.start_utc)
    said = page(ALL_HOME, bounds=bounds)
    assert re.search(r"^Late or left +nothing +nothing +the same, and ", said, re.MULTILINE)
    assert re.search(r"^Each term +no time to tell ", said, re.MULTILINE)
    assert "At best" not in page(ALL_HOME)


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("language", [EN, FR], ids=["en", "fr"])
def test_no_line_is_wider_than_the_terminal(width, language):
    back = flight("F2", origin="HOME", destination="BASE")
    plan = plan_of(flight("F1", guards=60, crates=3), back, sales=(sale(2),))
    lines = page(plan, language, width).splitlines()
    assert max(map(len, lines)) <= width
    assert len(lines) <= 40


# --- the whole way --------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with a tiny withdrawal."""
    monkeypatch.chdir(tmp_path)
    files.write(TINY, "tiny")
    return tmp_path


def run(*words):
    """The command's end and what it wrote, in English."""
    spoken = {"DRAWDOWN_LANG": "en", "COLUMNS": "80", "NO_COLOR": "1"}
    return CliRunner().invoke(app, list(map(str, words)), env=spoken)


def test_a_plan_is_made_written_and_found_valid(folder):
    result = run("plan", "tiny", "--seconds", "2")
    assert result.exit_code == 0, result.stderr
    assert "Everyone and everything is out by " in result.stdout
    written = {path.name for path in (folder / "tiny-plan").iterdir()}
    assert written >= {"lifts.csv", "loads.csv", "outcome.json", "plan.xlsx", "report.html"}
    assert run("check", "tiny", "--plan", "tiny-plan").exit_code == 0
    assert run("check", "tiny", "--plan", "tiny-plan/plan.xlsx").exit_code == 0
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_planning_again_says_what_changed(folder):
    run("plan", "tiny", "--planner", "greedy")
    again = run("plan", "tiny", "--planner", "greedy")
    assert "Same lifts as in the plan before." in again.stdout


def test_the_same_effort_gives_the_same_plan(folder):
    for out in ("one", "two"):
        run("plan", "tiny", "--effort", "1", "--seed", "3", "--out", out)
    for table in ("lifts.csv", "loads.csv", "dispositions.csv"):
        assert (folder / "one" / table).read_bytes() == (folder / "two" / table).read_bytes()


def test_a_plan_for_programs(folder):
    said = json.loads(run("plan", "tiny", "--planner", "greedy", "--json").stdout)
    assert said["planner"] == "greedy"
    assert said["cost_cents"] >= said["bound_cents"]
    assert said == said | json.loads((folder / "tiny-plan" / "outcome.json").read_text())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--seconds", "2", "--effort", "1"), "give one of them"),
        (("--planner", "clever"), "write greedy or full"),
        (("--out", "tiny"), "holds a withdrawal"),
    ],
)
def test_wrong_wishes_are_refused_before_planning(folder, words, said):
    result = run("plan", "tiny", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


def test_a_withdrawal_with_faults_is_not_planned(folder):
    (folder / "tiny" / "lines.csv").write_text("line,kind\nA,neither\n")
    assert run("plan", "tiny").exit_code == 2
    assert not (folder / "tiny-plan").exists()


# --- progress -------------------------------------------------------------------------------------


def test_on_a_terminal_one_line_is_redrawn_and_wiped():
    terminal = Terminal()
    with ProgressLine(EN, terminal) as line:
        line.show(Moment("dispatch", 0.4))
        line.show(Moment("bound", 1.2, 1_190_000_000, 1_179_000_000, 0.009))
    said = terminal.getvalue()
    assert "\n" not in said
    assert "1 s  best 11.90 M€  bound 11.79 M€  gap 0.9%" in said
    assert said.endswith(" \r")


def test_elsewhere_a_line_is_written_now_and_then():
    log = StringIO()
    with ProgressLine(EN, log) as line:
        for tenth in range(300):
            line.show(Moment("bound", tenth / 10))
    assert len(log.getvalue().splitlines()) == 3


def test_every_step_that_the_planner_tells_of_has_words():
    source = Path(planning.__file__).parent
    told = {
        step
        for path in source.glob("*.py")
        for step in re.findall(r'tell\("(\w+)"\)', path.read_text(encoding="utf-8"))
    }
    assert "dispatch" in told
    for step in told:
        assert EN.knows("progress", f"doing.{step}"), step


# --- colour ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("no_color", "red"), [(None, True), ("1", False)])
def test_colour_is_for_terminals_without_no_color(monkeypatch, no_color, red):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    screen = Screen(EN, Terminal(), 80)
    screen.line(Mark("BREACH", "breach"))
    screen.show()
    assert ("\x1b[1;31m" in screen.stream.getvalue()) is red
    piped = Screen(EN, Page(), 80)
    piped.line(Mark("BREACH", "breach"))
    piped.show()
    assert piped.stream.getvalue() == "BREACH\n"


# --- Ctrl-C ---------------------------------------------------------------------------------------


@pytest.fixture
def breaking_off():
    """Ctrl-C as in a terminal, also where the shell that started the tests ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("breaking_off")
def test_the_first_interrupt_asks_and_the_second_breaks_off():
    with Interrupt() as interrupt:
        assert not interrupt.asked()
        signal.raise_signal(signal.SIGINT)
        assert interrupt.asked()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
