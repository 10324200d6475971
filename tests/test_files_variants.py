"""Variants: what they change, the same in every file, and what is said of those that cannot be."""

import csv
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from files_cases import Case
from files_strategies import varied_withdrawals
from hypothesis import given, settings

from drawdown.files import read, with_variant, write
from drawdown.model import Change, ChangedTable, Leg, Mode, Variant
from drawdown.words import Language

COLUMNS = ("variant", "title", "table", "key", "column", "value")


def asked(*rows):
    """The small withdrawal with rows of variants: table, key, column, value of one variant ``v``.

    A row of six cells says its variant and title itself.
    """
    case = Case()
    for number, row in enumerate(rows):
        whole = row if len(row) == 6 else ("v", "", *row)
        case.set("variants", number, **dict(zip(COLUMNS, whole, strict=True)))
    return case


def made(case, folder, name="v"):
    """The withdrawal that a variant of a case makes."""
    reading = case.read(folder)
    assert reading.withdrawal is not None, told(reading)
    (variant,) = [each for each in reading.withdrawal.variants if each.name == name]
    varied = with_variant(reading.withdrawal, variant)
    assert varied.withdrawal is not None, told(varied)
    return reading.withdrawal, varied.withdrawal


def told(reading):
    return [Language("en").fault(fault) for fault in reading.faults]


def bare(withdrawal):
    """Without what tells a variant from the withdrawal it is of."""
    return replace(withdrawal, title="", sources=(), translations=(), variants=())


# --- what is changed ------------------------------------------------------------------------------


def test_a_variant_sets_one_cell_and_leaves_all_else(tmp_path):
    base, varied = made(asked(("fleet", "F", "count", "3")), tmp_path)
    assert [fleet.count for fleet in varied.fleets] == [3]
    assert replace(bare(varied), fleets=base.fleets) == bare(base)


def test_a_deadline_and_a_price_are_set_without_a_key(tmp_path):
    case = asked(("withdrawal", "", "deadline_utc", "2024-08-15"),
                 ("prices", "", "handling_eur_per_t", "10.5"))  # fmt: skip
    base, varied = made(case, tmp_path)
    assert varied.deadline_utc == datetime(2024, 8, 16, tzinfo=UTC)
    assert varied.end_utc == base.end_utc
    assert varied.prices.handling_per_t == 1_050


def test_a_row_is_removed(tmp_path):
    _, varied = made(asked(("legs", "South; Home; air", "*", "remove")), tmp_path)
    assert [(leg.origin, leg.destination) for leg in varied.legs] == [
        ("North", "Home"), ("Home", "North"), ("Home", "South"),
    ]  # fmt: skip


def test_a_row_is_added_and_its_cells_are_filled(tmp_path):
    case = asked(
        ("legs", "North; South; road", "*", "ajouter"),
        ("legs", "North; South; road", "travel_h", "30"),
        ("legs", "North; South; road", "distance_km", "700"),
    )
    base, varied = made(case, tmp_path)
    assert varied.legs == (*base.legs, Leg("North", "South", Mode.ROAD, 700, 30 * 60))


def test_a_star_stands_for_every_row(tmp_path):
    _, varied = made(asked(("places", "*", "threat_percent", "200")), tmp_path)
    assert {place.threat_percent for place in varied.places} == {200}
    _, varied = made(asked(("legs", "*; Home; *", "runs_per_day", "1")), tmp_path)
    assert [leg.runs_per_day for leg in varied.legs] == [1, None, 1, None]


def test_a_leg_both_ways_is_two_rows(tmp_path):
    _, varied = made(asked(("legs", "Home; North; air", "runs_per_day", "1")), tmp_path)
    assert [leg.runs_per_day for leg in varied.legs] == [None, 1, None, None]


def test_parts_at_the_end_of_a_key_may_be_left_out_where_one_row_is_meant(tmp_path):
    case = asked(("floors", "north; SECURITY", "people", "12"))
    _, varied = made(case, tmp_path / "a")
    assert [floor.people for floor in varied.floors] == [12]
    two = asked(("floors", "North; security; 1 JUL 2024", "people", "12"))
    two.set("floors", 1, place="North", role="security", people="5", from_utc="2024-07-01")
    _, varied = made(two, tmp_path / "b")
    assert [floor.people for floor in varied.floors] == [10, 12]
    blank = asked(("floors", "North; security;", "people", "12"))
    blank.set("floors", 1, place="North", role="security", people="5", from_utc="2024-07-01")
    _, varied = made(blank, tmp_path / "c")
    assert [floor.people for floor in varied.floors] == [12, 5]


def test_a_carrier_of_the_library_and_its_classes_are_rows_too(tmp_path):
    case = asked(
        ("carriers", "C-17", "seats", "90"), ("segregation", "3; passengers", "*", "remove")
    )
    case.set("fleet", 0, carrier="C-17")
    base, varied = made(case, tmp_path)
    assert [c.seats for c in varied.carriers if c.name == "C-17"] == [90]
    assert len(varied.exclusions) == len(base.exclusions) - 1


def test_a_blank_value_empties_a_cell(tmp_path):
    case = asked(("lines", "T1", "gates", ""))
    _, varied = made(case, tmp_path)
    assert varied.lines[1].gates == ()


def test_what_was_computed_stays_unless_it_is_set(tmp_path):
    moved = asked(("places", "North", "lat_deg", "18"))
    base, varied = made(moved, tmp_path / "a")
    assert varied.legs == base.legs
    anew = asked(
        ("places", "North", "lat_deg", "18"), ("legs", "North; Home; air", "distance_km", "")
    )
    base, varied = made(anew, tmp_path / "b")
    assert varied.legs[0].distance_km < base.legs[0].distance_km
    assert varied.legs[1:] == base.legs[1:]


def test_a_variant_has_its_own_title_and_what_it_changes_is_an_assumption(tmp_path):
    case = asked(("v", "One more", "fleet", "F", "count", "3"))
    case.set("translations", 0, title="One more", lang="fr", said="Un de plus")
    case.settings += 'title = "Home"\n'
    _, varied = made(case, tmp_path)
    assert varied.title == "Home – One more"
    assert Language("fr").names(varied).title == "Home – Un de plus"
    assert (varied.sources[0].key, varied.sources[0].text) == ("F", "")
    assert varied.variants == ()


def test_rows_of_one_name_are_one_variant_wherever_they_stand(tmp_path):
    case = asked(
        ("a", "", "fleet", "F", "count", "3"),
        ("b", "", "fleet", "F", "count", "4"),
        (" A", "Two things", "gates", "Wash", "kg_per_day", "1"),
    )
    variants = case.read(tmp_path).withdrawal.variants
    assert variants == (
        Variant("a", "Two things", (
            Change(ChangedTable.FLEET, "count", "F", "3"),
            Change(ChangedTable.GATES, "kg_per_day", "Wash", "1"),
        )),
        Variant("b", "", (Change(ChangedTable.FLEET, "count", "F", "4"),)),
    )  # fmt: skip


# --- the same in every file -----------------------------------------------------------------------


@settings(max_examples=10, deadline=None)
@given(varied_withdrawals())
def test_variants_mean_the_same_after_a_round_trip(tmp_path_factory, withdrawal):
    folder = tmp_path_factory.mktemp("trip")
    for path in (folder / "book.xlsx", folder / "folder"):
        write(withdrawal, path)
        reading = read(path)
        assert reading.withdrawal == withdrawal, told(reading)
        for variant in withdrawal.variants:
            ways = [with_variant(w, variant).withdrawal for w in (withdrawal, reading.withdrawal)]
            assert ways[0] is not None and ways[0] == ways[1]
            assert bare(ways[0]) != bare(withdrawal)


def test_a_row_both_ways_and_two_rows_mean_the_same_to_a_variant(tmp_path):
    change = ("legs", "Home; North; air", "*", "remove")
    one = asked(change)
    two = asked(change)
    two.set("legs", 0, both_ways="").set("legs", 2, origin="Home", destination="North", mode="air")
    first, second = (made(case, tmp_path / str(n))[1] for n, case in enumerate((one, two)))
    assert set(first.legs) == set(second.legs)


def test_the_table_in_a_file_is_what_was_typed(tmp_path):
    case = asked(
        ("v", "More", "fleet", "F", "count", "3"), ("gates", "Wash", "kg_per_day", "1 000")
    )
    write(case.read(tmp_path / "a").withdrawal, tmp_path / "b")
    with open(tmp_path / "b" / "variants.csv", encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            list(COLUMNS),
            ["v", "More", "fleet", "F", "count", "3"],
            ["v", "", "gates", "Wash", "kg_per_day", "1 000"],
        ]


# --- what cannot be -------------------------------------------------------------------------------

# Each case: rows of variants, and the fault (code, row in the file, column).
FAULTS = {
    "unknown table": ([("fleets", "F", "count", "3")], "not_a_choice_nearest", 2, "table"),
    "unknown row": ([("fleet", "quite", "count", "3")], "variant_row_unknown", 2, "key"),
    "row nearly known": ([("lines", "T 1", "count", "3")], "variant_row_unknown_nearest", 2, "key"),
    "unknown column": ([("fleet", "F", "xyz", "3")], "variant_column_unknown", 2, "column"),
    "column nearly known": ([("fleet", "F", "counts", "3")], "variant_column_unknown_nearest", 2,
                            "column"),
    "no key": ([("fleet", "", "count", "3")], "variant_key", 2, "key"),
    "key too long": ([("fleet", "F; G", "count", "3")], "variant_key", 2, "key"),
    "key of a date": ([("withdrawal", "F", "deadline_utc", "2024-08-01")], "variant_key_of_setting",
                      2, "key"),
    "several rows": ([("legs", "Home", "runs_per_day", "3")], "variant_rows_several", 2, "key"),
    "neither add nor remove": ([("fleet", "F", "*", "3")], "variant_row_word", 2, "value"),
    "added twice": ([("fleet", "F", "*", "add")], "variant_row_there", 2, "key"),
    "all added": ([("legs", "*; South; air", "*", "add")], "variant_add_any", 2, "key"),
    "added and left blank": ([("fleet", "G", "*", "add")], "cell_missing", 2, "carrier"),
    "set twice": ([("fleet", "F", "count", "3"), ("fleet", "f", "Count", "4")], "variant_twice", 3,
                  "column"),
    "set and removed": ([("fleet", "F", "count", "3"), ("fleet", "F", "*", "remove")],
                        "variant_twice", 3, "column"),
    "not a number": ([("fleet", "F", "count", "many")], "not_a_number", 2, "count"),
    "below its least": ([("fleet", "F", "count", "0")], "below_minimum_unit", 2, "count"),
    "unknown place": ([("fleet", "F", "base", "Nowhere")], "reference_unknown", 2, "base"),
    "deadline before the start": ([("withdrawal", "", "deadline_utc", "2024-05-01")],
                                  "deadline_before_start", 2, "deadline_utc"),
    "deadline taken away": ([("withdrawal", "", "deadline_utc", "")], "setting_missing", 2,
                            "deadline_utc"),
    "price below nothing": ([("prices", "", "fragment_eur", "-1")], "negative", 2, "fragment_eur"),
    "gate removed under a line": ([("fleet", "F", "count", "3"), ("gates", "Wash", "*", "remove")],
                                  "variant_elsewhere", 3, "variant"),
    "half a position": ([("places", "North", "lat_deg", "none")], "half_missing", 2, "lat_deg"),
    "two titles": ([("v", "One", "fleet", "F", "count", "3"), ("v", "Two", "gates", "Wash",
                    "kg_per_day", "1")], "variant_titles", 3, "title"),
    "all": ([("ALL", "", "fleet", "F", "count", "3")], "key_reserved", 2, "variant"),
    "a path": ([("../x", "", "fleet", "F", "count", "3")], "not_folder_name", 2, "variant"),
    "hidden": ([(".x", "", "fleet", "F", "count", "3")], "not_folder_name", 2, "variant"),
    "a dot at the end": ([("x.", "", "fleet", "F", "count", "3")], "not_folder_name", 2, "variant"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_variant_that_cannot_be_is_told_at_its_row(name, tmp_path):
    rows, code, row, column = FAULTS[name]
    reading = asked(*rows).read(tmp_path)
    assert reading.withdrawal is None
    found = [(f.code, f.file, f.row, f.column) for f in reading.faults if not f.warning]
    assert (code, "variants.csv", row, column) in found, told(reading)
    for language in (Language("en"), Language("fr")):
        for fault in reading.faults:
            sentence = language.fault(fault)
            assert "{" not in sentence and fault.code not in sentence


def test_what_a_variant_breaks_elsewhere_is_told_with_the_row_there(tmp_path):
    case = asked(("gates", "Wash", "*", "remove"))
    (fault,) = case.read(tmp_path).faults
    assert Language("en").fault(fault) == (
        "variants.csv, row 2: Variant v does not go with what stands elsewhere. lines.csv, row 3: "
        "gates is Wash, which is not listed under gates. Add it there, or correct it here."
    )


def test_many_rows_that_break_alike_are_told_once(tmp_path):
    case = asked(("places", "Home", "*", "remove"))
    faults = [f for f in case.read(tmp_path).faults if f.cause and f.cause.table == "lines"]
    assert [(dict(f.facts)["n"], f.cause.row) for f in faults] == [(3, 2)]


def test_what_a_variant_makes_worse_is_warned_of_and_what_is_so_already_is_not(tmp_path):
    case = asked(("legs", "South; Home; air", "*", "remove"))
    case.set("milestones", 0, due_utc="2024-10-01")
    reading = case.read(tmp_path)
    assert reading.withdrawal is not None
    assert [(f.code, f.table, f.cause and f.cause.code) for f in reading.faults] == [
        ("due_outside", "milestones", None),
        ("variant_elsewhere", "variants", "no_route"),
    ]


def test_every_faulty_variant_is_told_at_once(tmp_path):
    case = asked(
        ("a", "", "fleet", "F", "count", "many"),
        ("b", "", "fleet", "F", "count", "3"),
        ("c", "", "fleet", "X", "count", "3"),
        ("c", "", "fleet", "F", "cuont", "3"),
    )
    assert [fault.row for fault in case.read(tmp_path).faults] == [2, 4, 5]


AS_IT_IS = {
    "as it is": ([("gates", "Wash", "kg_per_day", "1"), ("fleet", "F", "count", "2")],
                 "variant_same", 3, "value"),
    "computed as it is": ([("legs", "North; Home; air", "distance_km", "")],
                       "variant_nothing", 2, "variant"),
    "the end as it is": ([("withdrawal", "", "end_utc", "2024-09-30")],
                         "variant_nothing", 2, "variant"),
}  # fmt: skip


@pytest.mark.parametrize("name", AS_IT_IS)
def test_a_variant_that_has_come_true_stops_nothing(name, tmp_path):
    rows, code, row, column = AS_IT_IS[name]
    reading = asked(*rows).read(tmp_path)
    assert reading.withdrawal is not None, told(reading)
    (fault,) = (fault for fault in reading.faults if fault.code == code)
    assert (fault.warning, fault.file, fault.row, fault.column) == (
        True, "variants.csv", row, column,
    )  # fmt: skip


def test_there_is_a_limit_to_questions(tmp_path):
    rows = [(f"v{n}", "", "fleet", "F", "count", "3") for n in range(101)]
    assert [fault.code for fault in asked(*rows).read(tmp_path).faults] == ["variants_too_many"]


def test_a_variant_made_in_python_is_judged_too(tmp_path):
    withdrawal = Case().read(tmp_path).withdrawal
    for value, codes in (("3", []), ("2", ["variant_nothing"]), ("x", ["not_a_number"])):
        variant = Variant("v", changes=(Change(ChangedTable.FLEET, "count", "F", value),))
        reading = with_variant(withdrawal, variant)
        assert [fault.code for fault in reading.faults] == codes
        assert (reading.withdrawal is None) == ("not_a_number" in codes)
    assert [f.code for f in with_variant(withdrawal, Variant("v")).faults] == ["variant_nothing"]


def test_every_table_of_a_variant_is_there():
    from drawdown.files.variant_cells import BY_NAME

    assert {table.value for table in ChangedTable} <= set(BY_NAME)
