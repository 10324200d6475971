"""The screen after planning, its progress, and the folder that the plan is written to."""

import json
import signal
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from judged_outcomes import outcome_of
from rules_cases import ALL_HOME, TINY, flight, plan_of

from drawdown import files
from drawdown.actions.fleet_use import fleet_use, together
from drawdown.actions.outcome_record import outcome_record
from drawdown.actions.plan_folder import folder_for, holds_plan, may_write
from drawdown.actions.refusal import Refused
from drawdown.actions.what_changed import what_changed
from drawdown.cli.interrupt import Interrupt
from drawdown.cli.progress_line import ProgressLine
from drawdown.words import Language

EN, FR = Language("en"), Language("fr")


class Terminal(StringIO):
    """A stream that says of itself that it is a terminal."""

    encoding = "utf-8"

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
    uses = fleet_use(TINY, plan_of(flight("F1", guards=4), flight("F2", crates=5)))
    assert together([*uses, *uses]).loaded == 4


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
    assert record["cost_cents"] == sum(record["terms"].values())
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


# --- Ctrl-C ---------------------------------------------------------------------------------------


def test_the_first_interrupt_asks_and_the_second_breaks_off():
    with Interrupt() as interrupt:
        assert not interrupt.asked()
        signal.raise_signal(signal.SIGINT)
        assert interrupt.asked()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
