"""Plans are read as planners type them, and written whole or not at all."""

import csv
import os
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from drawdown.files import WriteRefused, read, read_plan, template, write, write_plan
from drawdown.files.plan_tables import TOLD
from drawdown.files.safe_writing import write_file, write_files
from drawdown.files.template import small_withdrawal
from drawdown.model import Disposal, Disposition, Left, Lift, Load, Plan
from drawdown.words import Language

LIFTS = "lift,fleet,tail,origin,destination,depart_utc,arrive_utc\n"
LOADS = "lift,line,count\n"
ONE = "1,Charter,1,Site,Home,2025-06-02T06:00Z,2025-06-02T12:00Z\n"


def typed(folder: Path, lifts: str, loads: str | None = None, **others: str):
    """Reads a plan of these tables for the small withdrawal."""
    files = {"lifts": lifts, "loads": loads, **others}
    for name, text in files.items():
        if text is not None:
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    reading = read_plan(folder, small_withdrawal())
    for fault in reading.faults:
        for code in ("en", "fr"):
            assert "{" not in Language(code).fault(fault)
    return reading


def test_lifts_and_loads_are_enough(tmp_path):
    reading = typed(
        tmp_path,
        "lift,fleet,origin,destination,depart_utc\n1,charter,SITE,home,020600Z JUN 25\n",
        LOADS + "1,p-1,50\n1,T-1,3\n",
    )
    assert reading.faults == ()
    # 4,016 km at 780 km/h are 308.9 minutes.
    arrive = datetime(2025, 6, 2, 11, 9, tzinfo=UTC)
    assert reading.plan == Plan(
        (
            Lift("1", "Charter", None, "Site", "Home", datetime(2025, 6, 2, 6, tzinfo=UTC), arrive,
                 (Load("P-1", 50), Load("T-1", 3))),
        )
    )  # fmt: skip


def test_a_table_of_what_is_left_is_told_apart_from_none(tmp_path):
    assert typed(tmp_path, LIFTS + ONE, LOADS).plan.left is None
    left = "line,place,count,reason\nT-1,Site,60,\n"
    assert typed(tmp_path, LIFTS + ONE, LOADS, left=left).plan.left == (Left("T-1", "Site", 60),)
    nothing = "line,place,count,reason\n"
    assert typed(tmp_path, LIFTS + ONE, LOADS, left=nothing).plan.left == ()


def test_a_plan_may_be_disposals_only(tmp_path):
    (tmp_path / "dispositions.csv").write_text(
        "line,place,disposition,count,at_utc\nT-3,Site,donate,4,2025-06-05\n"
    )
    reading = read_plan(tmp_path, small_withdrawal())
    at = datetime(2025, 6, 5, tzinfo=UTC)
    assert reading.plan.disposals == (Disposal("T-3", "Site", Disposition.DONATE, 4, at),)


def small_plan():
    """A lift with people and things, an empty run, and a donation at noon."""
    at = [datetime(2025, 6, 2, hour, 7, tzinfo=UTC) for hour in range(24)]
    loads = (Load("T-1", 3), Load("P-1", 50), Load("T-2", 1))
    return Plan(
        (
            Lift("1", "Charter", 1, "Home", "Site", at[0], at[6]),
            Lift("2", "Charter", 1, "Site", "Home", at[10], at[16], loads),
        ),
        (Disposal("T-3", "Site", Disposition.DONATE, 4, at[12]),),
    )


def test_a_lift_says_in_words_what_it_carries(tmp_path):
    write_plan(tmp_path, small_withdrawal(), small_plan())
    text = (tmp_path / "lifts.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    said = [tuple(row[name] for name in TOLD) for row in rows]
    assert said == [
        ("empty", "0", "0", "0"),
        ("50 people, 10.7 t: Staff 50; Pallets of stores 3; Light vehicles 1", "16200", "50", "5"),
    ]
    write_plan(tmp_path, small_withdrawal(), small_plan(), language="fr")
    assert "50 personnes, 10,7\u202ft\u00a0: Staff 50" in (tmp_path / "lifts.csv").read_text(
        "utf-8"
    )


def test_what_is_told_of_a_lift_is_not_read(tmp_path):
    header = LIFTS.replace("\n", ",carries,mass_kg,seats,positions\n")
    told = ONE.replace("\n", ",=nonsense;,-3,many,1/2\n")
    reading = typed(tmp_path, header + told, LOADS + "1,P-1,5\n")
    assert reading.faults == ()
    assert reading.plan == typed(tmp_path, LIFTS + ONE, LOADS + "1,P-1,5\n").plan


def test_instants_in_a_workbook_are_date_times_and_read_back_unchanged(tmp_path):
    path = tmp_path / "plan.xlsx"
    write_plan(path, small_withdrawal(), small_plan())
    book = openpyxl.load_workbook(path)
    cell = book["lifts"]["F2"]
    assert (cell.value, cell.number_format) == (datetime(2025, 6, 2, 0, 7), "yyyy-mm-dd hh:mm")
    assert book["lifts"]["F1"].value == "depart_utc"
    assert book["dispositions"]["E2"].value == datetime(2025, 6, 2, 12, 7)
    reading = read_plan(path, small_withdrawal())
    assert (reading.plan, reading.faults) == (small_plan(), ())


FAULTS = {
    "unknown fleet": (LIFTS + ONE.replace("Charter", "Chartre"), LOADS,
                      [("reference_unknown_nearest", "lifts", 2, "fleet")]),
    "unknown place": (LIFTS + ONE.replace("Home", "Hone"), LOADS,
                      [("reference_unknown_nearest", "lifts", 2, "destination")]),
    "unknown line": (LIFTS + ONE, LOADS + "1,Q-99,3\n",
                     [("reference_unknown", "loads", 2, "line")]),
    "load for no lift": (LIFTS + ONE, LOADS + "2,T-1,3\n",
                         [("reference_unknown", "loads", 2, "lift")]),
    "lift twice": (LIFTS + ONE + ONE, LOADS, [("key_twice", "lifts", 3, "lift")]),
    "load twice": (LIFTS + ONE, LOADS + "1,T-1,3\n1,t-1,4\n",
                   [("key_twice", "loads", 3, "lift")]),
    "load of nothing": (LIFTS + ONE, LOADS + "1,T-1,0\n",
                        [("below_minimum_unit", "loads", 2, "count")]),
    "load below nothing": (LIFTS + ONE, LOADS + "1,T-1,-3\n",
                           [("negative", "loads", 2, "count")]),
    "blank count": (LIFTS + ONE, LOADS + "1,T-1,\n", [("cell_missing", "loads", 2, "count")]),
    "lift to itself": (LIFTS + ONE.replace("Home", "Site"), LOADS,
                       [("lift_same_place", "lifts", 2, "destination")]),
    "arrives before": (LIFTS + ONE.replace("12:00", "06:00"), LOADS,
                       [("arrives_before", "lifts", 2, "arrive_utc")]),
    "date without a time": (LIFTS + ONE.replace("T06:00Z", ""), LOADS,
                            [("date_needs_time", "lifts", 2, "depart_utc")]),
    "tail 0": (LIFTS + ONE.replace(",1,S", ",0,S"), LOADS,
               [("below_minimum", "lifts", 2, "tail")]),
    "nothing at all": (None, LOADS, [("plan_tables_missing", "lifts", None, "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_a_plan_is_told_at_its_place(name, tmp_path):
    lifts, loads, wanted = FAULTS[name]
    reading = typed(tmp_path, lifts, loads)
    assert reading.plan is None
    assert [(f.code, f.table, f.row, f.column) for f in reading.faults] == wanted


def test_an_arrival_cannot_be_computed_without_a_leg(tmp_path):
    template(tmp_path / "small")
    (tmp_path / "small" / "legs.csv").write_text("origin,destination,mode\nHome,Site,air\n")
    withdrawal = read(tmp_path / "small").withdrawal
    (tmp_path / "lifts.csv").write_text(
        "lift,fleet,origin,destination,depart_utc\n1,Charter,Site,Home,2025-06-02T06:00Z\n"
    )
    codes = [fault.code for fault in read_plan(tmp_path, withdrawal).faults]
    assert codes == ["loads_absent", "arrival_unknown"]


def test_a_plan_without_loads_is_told(tmp_path):
    reading = typed(tmp_path, LIFTS + ONE)
    assert [(f.code, f.warning) for f in reading.faults] == [("loads_absent", True)]
    assert reading.plan.lifts[0].loads == ()


def test_a_broken_table_of_lifts_is_not_held_against_the_loads(tmp_path):
    reading = typed(tmp_path, LIFTS + '"1,Charter\n', LOADS + "1,T-1,3\n")
    assert [fault.code for fault in reading.faults] == ["csv_broken"]


# --- writing --------------------------------------------------------------------------------------


def test_a_plan_is_not_written_over_a_withdrawal(tmp_path):
    for name in ("folder", "book.xlsx"):
        path = tmp_path / name
        template(path, workbook=name.endswith("xlsx"))
        with pytest.raises(WriteRefused) as refusal:
            write_plan(path, small_withdrawal(), Plan())
        assert refusal.value.fault.code == "withdrawal_in_the_way"
        assert read(path).withdrawal == small_withdrawal()


def test_a_withdrawal_is_not_written_over_a_plan(tmp_path):
    for name in ("folder", "book.xlsx"):
        write_plan(tmp_path / name, small_withdrawal(), Plan())
        with pytest.raises(WriteRefused) as refusal:
            write(small_withdrawal(), tmp_path / name)
        assert refusal.value.fault.code == "plan_in_the_way"


def test_writing_again_leaves_nothing_of_the_old_plan_and_all_of_what_others_put_there(tmp_path):
    first = Plan(left=(Left("T-1", "Site", 60),))
    write_plan(tmp_path, small_withdrawal(), first, {"status": "shortfall"})
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "budget.csv").write_text("mine")
    write_plan(tmp_path, small_withdrawal(), Plan())
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "budget.csv",
        "dispositions.csv",
        "lifts.csv",
        "loads.csv",
        "notes.txt",
    ]
    assert read_plan(tmp_path, small_withdrawal()).plan == Plan()


def test_a_table_in_another_spelling_is_replaced_not_doubled(tmp_path):
    template(tmp_path)
    (tmp_path / "places.csv").rename(tmp_path / "Places.csv")
    write(small_withdrawal(), tmp_path)
    assert read(tmp_path).withdrawal == small_withdrawal()


def test_a_failed_write_leaves_the_old_files_as_they_were(tmp_path):
    write_files(tmp_path / "f", {"a.csv": b"old a", "b.csv": b"old b"})
    (tmp_path / "f" / "c.csv").mkdir()
    (tmp_path / "f" / "c.csv" / "inside").write_text("x")
    with pytest.raises(OSError):
        write_files(tmp_path / "f", {"a.csv": b"new", "b.csv": b"new", "c.csv": b"new"})
    assert (tmp_path / "f" / "a.csv").read_bytes() == b"old a"
    assert (tmp_path / "f" / "b.csv").read_bytes() == b"old b"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f"]


def test_a_failed_write_of_a_file_leaves_nothing_beside_it(tmp_path):
    (tmp_path / "book.xlsx").mkdir()
    with pytest.raises(OSError):
        write_file(tmp_path / "book.xlsx", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


def test_a_new_file_may_be_read_by_those_whom_the_mask_allows(tmp_path):
    write_file(tmp_path / "a", b"x")
    (tmp_path / "b").write_bytes(b"x")
    assert os.stat(tmp_path / "a").st_mode == os.stat(tmp_path / "b").st_mode
    write_files(tmp_path / "f", {"a": b"x"})
    (tmp_path / "g").mkdir()
    assert os.stat(tmp_path / "f").st_mode == os.stat(tmp_path / "g").st_mode
