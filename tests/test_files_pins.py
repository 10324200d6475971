"""The table of pins: lifts of a plan in force that are not to be touched."""

from datetime import UTC, datetime

import pytest
from openpyxl import Workbook
from rules_cases import at, flight, plan_of

from drawdown import files
from drawdown.model import Hold, Pin

PLAN = plan_of(flight("F1", at(1, 10)), flight("F2", at(2, 10)))


def pins(tmp_path, text):
    path = tmp_path / "held.csv"
    path.write_text(text, encoding="utf-8")
    return files.read_pins(path, PLAN)


def test_a_lift_without_a_word_is_held_with_all_that_it_carries(tmp_path):
    reading = pins(tmp_path, "lift,hold\nF1,\nF2,times\n")
    assert reading.pins == (Pin("F1", Hold.ALL), Pin("F2", Hold.TIMES))
    assert pins(tmp_path, "lift\nf1\n").pins == (Pin("F1"),)


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("lift\nF9\n", "reference_unknown", 2),
        ("lift,hold\nF1,loads\n", "not_a_choice", 2),
        ("lift\nF1\nF1\n", "key_twice", 3),
        ("hold\nall\n", "column_missing", None),
    ],
)
def test_what_is_wrong_is_named_with_its_row(tmp_path, text, code, row):
    reading = pins(tmp_path, text)
    assert reading.pins is None
    assert code in {fault.code for fault in reading.faults}
    assert row is None or row in {fault.row for fault in reading.faults}


def test_pins_may_be_a_sheet_of_a_workbook(tmp_path):
    book = Workbook()
    book.active.title = "pins"
    book.active.append(["lift", "hold"])
    book.active.append(["F2", "times"])
    book.save(tmp_path / "held.xlsx")
    assert files.read_pins(tmp_path / "held.xlsx", PLAN).pins == (Pin("F2", Hold.TIMES),)
    book.active.title = "others"
    book.save(tmp_path / "others.xlsx")
    reading = files.read_pins(tmp_path / "others.xlsx", PLAN)
    assert reading.pins is None and "pins_missing" in {fault.code for fault in reading.faults}


def test_now_is_an_instant_as_in_the_tables():
    assert files.instant_of("2024-07-09") == datetime(2024, 7, 9, tzinfo=UTC)
    assert files.instant_of("2024-07-09T14:00Z") == datetime(2024, 7, 9, 14, tzinfo=UTC)
    assert files.instant_of("soon") is None
