"""What is written is read again, to the last character."""

import csv
import io
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from files_strategies import plans, withdrawals
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawdown.files import read, read_plan, template, write, write_plan
from drawdown.files.template import small_withdrawal
from drawdown.files.withdrawal_tables import TABLES
from drawdown.model import Leg, Line, Mode, Plan

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
FOLDERS = settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
WORKBOOKS = settings(max_examples=6, deadline=None, suppress_health_check=SLOW)


def again(withdrawal, name):
    """Writes and reads a withdrawal."""
    with tempfile.TemporaryDirectory() as place:
        write(withdrawal, Path(place) / name)
        reading = read(Path(place) / name)
    assert [fault for fault in reading.faults if not fault.warning] == []
    return reading.withdrawal


@FOLDERS
@given(withdrawals())
def test_a_folder_gives_the_same_withdrawal(withdrawal):
    assert again(withdrawal, "folder") == withdrawal


@WORKBOOKS
@given(withdrawals())
def test_a_workbook_gives_the_same_withdrawal(withdrawal):
    assert again(withdrawal, "book.xlsx") == withdrawal


@FOLDERS
@given(st.data())
def test_a_folder_gives_the_same_plan(data):
    withdrawal = data.draw(withdrawals().filter(lambda w: w.fleets))
    plan = data.draw(plans(withdrawal).filter(lambda p: p.lifts or p.disposals))
    assert plan_again(withdrawal, plan, "plan") == plan


@WORKBOOKS
@given(st.data())
def test_a_workbook_gives_the_same_plan(data):
    withdrawal = data.draw(withdrawals().filter(lambda w: w.fleets))
    plan = data.draw(plans(withdrawal).filter(lambda p: p.lifts or p.disposals))
    assert plan_again(withdrawal, plan, "plan.xlsx") == plan


def plan_again(withdrawal, plan, name):
    """Writes and reads a plan."""
    with tempfile.TemporaryDirectory() as place:
        write_plan(Path(place) / name, withdrawal, plan, {"status": "complete"})
        reading = read_plan(Path(place) / name, withdrawal)
    assert [fault for fault in reading.faults if not fault.warning] == []
    return reading.plan


def test_folder_to_workbook_to_folder_changes_no_byte(tmp_path):
    template(tmp_path / "first")
    write(read(tmp_path / "first").withdrawal, tmp_path / "book.xlsx")
    write(read(tmp_path / "book.xlsx").withdrawal, tmp_path / "second")
    for table in TABLES:
        first, second = (tmp_path / name / f"{table.name}.csv" for name in ("first", "second"))
        assert first.exists() == second.exists()
        if first.exists():
            assert first.read_bytes() == second.read_bytes()


def test_the_template_speaks_french_and_keeps_names_and_figures(tmp_path):
    template(tmp_path / "en")
    template(tmp_path / "fr", language="fr")
    assert (tmp_path / "fr" / "README.txt").read_text(encoding="utf-8").startswith("Un retrait")
    english, french = read(tmp_path / "en").withdrawal, read(tmp_path / "fr").withdrawal
    assert french.title == "Un petit retrait pour commencer"
    assert french.lines[1].title == "Sécurité"
    untitled = [
        [replace(line, title="") for line in withdrawal.lines] for withdrawal in (english, french)
    ]
    assert untitled[0] == untitled[1]
    assert french.prices == english.prices
    heads = [(tmp_path / code / "lines.csv").read_bytes().split(b"\n")[0] for code in ("en", "fr")]
    assert heads[0] == heads[1]


def test_the_same_withdrawal_gives_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write(small_withdrawal(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


# --- what a spreadsheet sees ----------------------------------------------------------------------


def with_title(title):
    withdrawal = small_withdrawal()
    first, *rest = withdrawal.lines
    return replace(withdrawal, lines=(replace(first, title=title), *rest))


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1"])
def test_no_text_becomes_a_formula(title, tmp_path):
    write(with_title(title), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["lines"]
    assert sheet["B2"].value == title
    assert sheet["B2"].data_type == "s"
    write(with_title(title), tmp_path / "folder")
    with open(tmp_path / "folder" / "lines.csv", encoding="utf-8", newline="") as file:
        cell = list(csv.reader(file))[1][1]
    assert cell == "'" + title
    for path in (tmp_path / "book.xlsx", tmp_path / "folder"):
        assert read(path).withdrawal.lines[0].title == title


def test_the_workbook_explains_itself(tmp_path):
    template(tmp_path / "book.xlsx", workbook=True)
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames[:3] == ["withdrawal", "places", "lines"]
    lines = book["lines"]
    assert lines.freeze_panes == "B2"
    assert "whole kg" in lines["H1"].comment.text
    lists = {str(v.sqref): v.formula1 for v in lines.data_validations.dataValidation}
    assert lists["C2:C1001"] == '"people,things"'
    assert all(sheet.column_dimensions["A"].width >= 8 for sheet in book)


def test_a_date_typed_into_the_workbook_stays_as_typed(tmp_path):
    template(tmp_path / "book.xlsx", workbook=True)
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["milestones"]
    assert sheet["C2"].number_format == "@"
    assert sheet["C2"].value == "2025-07-14"


# --- what stands in the files ---------------------------------------------------------------------


def test_midnights_are_written_as_the_dates_that_mean_them(tmp_path):
    write(small_withdrawal(), tmp_path)
    text = (tmp_path / "withdrawal.toml").read_text(encoding="utf-8")
    assert 'start_utc = "2025-06-01"' in text
    assert 'deadline_utc = "2025-07-31"' in text


def test_a_leg_and_its_equal_way_back_share_a_row(tmp_path):
    there, back = small_withdrawal().legs
    other = Leg("Home", "Site", Mode.ROAD, 9_000)
    withdrawal = replace(small_withdrawal(), legs=(there, back, other))
    write(withdrawal, tmp_path)
    rows = (tmp_path / "legs.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 3
    assert read(tmp_path).withdrawal.legs == (there, back, other)


def rows_of_legs(tmp_path, *legs):
    """What is written of some legs, having been read back the same."""
    withdrawal = replace(small_withdrawal(), legs=legs)
    write(withdrawal, tmp_path)
    assert read(tmp_path).withdrawal.legs == legs
    with (tmp_path / "legs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["origin"], row["empty_only"], row["both_ways"]) for row in rows]


def test_a_leg_and_its_empty_way_back_share_a_row(tmp_path):
    out = Leg("Site", "Home", Mode.AIR, 4_000)
    back = replace(out, origin="Home", destination="Site", empty_only=True)
    assert rows_of_legs(tmp_path / "both", out, back) == [("Site", "", "empty")]
    both_empty = (replace(out, empty_only=True), back)
    assert rows_of_legs(tmp_path / "empty", *both_empty) == [("Site", "yes", "yes")]


def test_an_empty_leg_stands_alone_where_the_way_out_is_missing_or_another(tmp_path):
    out = Leg("Site", "Home", Mode.AIR, 4_000)
    back = replace(out, origin="Home", destination="Site", empty_only=True)
    alone = ("Home", "yes", "")
    assert rows_of_legs(tmp_path / "alone", back) == [alone]
    assert rows_of_legs(tmp_path / "first", back, out) == [alone, ("Site", "", "")]
    longer = replace(back, distance_km=4_100)
    assert rows_of_legs(tmp_path / "longer", out, longer) == [("Site", "", ""), alone]


def test_a_length_keeps_all_its_digits_in_a_workbook(tmp_path):
    withdrawal = small_withdrawal()
    long = replace(withdrawal.lines[3], length_m=6.0579999999999998, air_positions=0.1 + 0.2)
    withdrawal = replace(withdrawal, lines=(*withdrawal.lines[:3], long))
    assert again(withdrawal, "book.xlsx") == withdrawal


def test_a_list_that_fits_no_cell_is_not_cut(tmp_path):
    withdrawal = small_withdrawal()
    names = tuple(f"{'x' * 70}{number}" for number in range(500))
    lines = [Line(name, *fields_of(withdrawal.lines[3])) for name in names]
    last = replace(withdrawal.lines[3], predecessors=names)
    with pytest.raises(ValueError, match="characters"):
        write(replace(withdrawal, lines=(*lines, last)), tmp_path / "book.xlsx")
    assert list(tmp_path.iterdir()) == []


def fields_of(line):
    return line.kind, line.origin, line.destination, line.count, line.unit_mass_kg


def test_the_outcome_is_written_beside_the_plan(tmp_path):
    withdrawal = small_withdrawal()
    outcome = {"status": "complete", "milestones": [{"due": withdrawal.start_utc}]}
    write_plan(tmp_path / "plan", withdrawal, Plan(), outcome)
    text = (tmp_path / "plan" / "outcome.json").read_text(encoding="utf-8")
    assert '"due": "2025-06-01T00:00Z"' in text
    write_plan(tmp_path / "plan.xlsx", withdrawal, Plan(), {"cost_cents": 12, "gap": None})
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["outcome"]
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["key", "value"],
        ["cost_cents", 12],
        ["gap", "null"],
    ]


def test_an_instant_beyond_a_day_is_written_with_its_time(tmp_path):
    withdrawal = small_withdrawal()
    later = withdrawal.deadline_utc - timedelta(minutes=1)
    write(replace(withdrawal, deadline_utc=later), tmp_path)
    assert "2025-07-31T23:59Z" in (tmp_path / "withdrawal.toml").read_text(encoding="utf-8")


def test_a_csv_file_is_plain(tmp_path):
    write(with_title('é, "x"\ny'), tmp_path)
    data = (tmp_path / "lines.csv").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
