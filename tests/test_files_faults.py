"""What does not hold together is told: every fault at once, each at its place."""

import ast
from pathlib import Path

import pytest
from files_cases import Case, place_of

from drawdown.files import read
from drawdown.words import Language
from drawdown.words.catalogue import catalogue

SOURCE = Path(__file__).parent.parent / "src" / "drawdown" / "files"


def test_the_small_withdrawal_has_no_fault(tmp_path):
    reading = Case().read(tmp_path)
    assert reading.faults == ()
    assert reading.withdrawal is not None


def spoilt(table, row, /, **cells):
    return Case().set(table, row, **cells)


# Each case: what was changed, and the fault it gives (code, row in the file, column).
FAULTS = {
    "mass of nothing": (spoilt("lines", 1, unit_mass_kg="0"), "below_minimum_unit", 3,
                        "unit_mass_kg"),
    "mass below nothing": (spoilt("lines", 1, unit_mass_kg="-120"), "negative", 3, "unit_mass_kg"),
    "nobody": (spoilt("lines", 0, count="0"), "below_minimum_unit", 2, "count"),
    "half a person": (spoilt("lines", 0, count="1.5"), "not_whole", 2, "count"),
    "priority 6": (spoilt("lines", 0, priority="6"), "above_maximum", 2, "priority"),
    "priority 0": (spoilt("lines", 0, priority="0"), "below_minimum", 2, "priority"),
    "blank kind": (spoilt("lines", 0, kind=""), "cell_missing", 2, "kind"),
    "unknown kind": (spoilt("lines", 0, kind="peeple"), "not_a_choice_nearest", 2, "kind"),
    "quite unknown kind": (spoilt("lines", 0, kind="zzz"), "not_a_choice", 2, "kind"),
    "line twice": (spoilt("lines", 2, line=" t1"), "key_twice", 4, "line"),
    "leg twice": (spoilt("legs", 2, origin="North", destination="Home", mode="air"), "key_twice",
                  4, "origin"),
    "way back twice": (spoilt("legs", 2, origin="Home", destination="North", mode="air"),
                       "leg_both_ways_twice", 4, "origin"),
    "way back twice, empty": (spoilt("legs", 2, origin="Home", destination="North", mode="air")
                              .set("legs", 0, both_ways="empty"), "leg_both_ways_twice", 4,
                              "origin"),
    "a way back half empty": (spoilt("legs", 0, both_ways="half"), "not_yes_no_empty", 2,
                              "both_ways"),
    "unknown origin": (spoilt("lines", 0, origin="Nord"), "reference_unknown_nearest", 2,
                       "origin"),
    "far origin": (spoilt("lines", 0, origin="xyz"), "reference_unknown", 2, "origin"),
    "unknown gate": (spoilt("lines", 1, gates="Wash; Wosh"), "reference_unknown_nearest", 3,
                     "gates"),
    "unknown predecessor": (spoilt("lines", 2, predecessors="T9"), "reference_unknown", 4,
                            "predecessors"),
    "unknown carrier": (spoilt("fleet", 0, carrier="Freihgter"), "reference_unknown_nearest", 2,
                        "carrier"),
    "carrier half given": (spoilt("carriers", 1, carrier="Lorry", mode="road"),
                           "carrier_cell_missing", 3, "payload_kg"),
    "waits for itself": (spoilt("lines", 1, predecessors="T1"), "predecessors_circle", 3,
                         "predecessors"),
    "wait for each other": (spoilt("lines", 1, predecessors="T2"), "predecessors_circle", 3,
                            "predecessors"),
    "closing in a circle": (spoilt("places", 0, closes_after="South"), "closes_circle", 2,
                            "closes_after"),
    "leg to itself": (spoilt("legs", 0, destination="North"), "leg_same_place", 2, "destination"),
    "leg to nowhere": (spoilt("legs", 0, destination="Homer"), "reference_unknown_nearest", 2,
                       "destination"),
    "line that stays": (spoilt("lines", 0, destination="North"), "destination_is_origin", 2,
                        "destination"),
    "gate elsewhere": (spoilt("lines", 2, gates="Wash"), "gate_elsewhere", 4, "gates"),
    "year 2204": (spoilt("lines", 0, ready_utc="2204-07-01"), "date_year", 2, "ready_utc"),
    "year 1989": (spoilt("lines", 0, ready_utc="1989-12-31"), "date_year", 2, "ready_utc"),
    "30 February": (spoilt("lines", 0, ready_utc="2024-02-30"), "not_a_date", 2, "ready_utc"),
    "ready after latest": (spoilt("lines", 0, ready_utc="2024-07-02", latest_utc="2024-07-01"),
                           "dates_order", 2, "latest_utc"),
    "helper out of nowhere": (spoilt("lines", 0, helper="yes"), "helper_without_arrival", 2,
                              "arrives_utc"),
    "dangerous people": (spoilt("lines", 0, hazard="1.4S"), "people_hazard", 2, "hazard"),
    "people sold": (spoilt("lines", 0, dispositions="redeploy; sell"), "people_disposition", 2,
                    "dispositions"),
    "payload falls backwards": (spoilt("carriers", 0, payload_by_km="100:9; 100:8"),
                                "points_not_rising", 2, "payload_by_km"),
    "payload of words": (spoilt("carriers", 0, payload_by_km="far: little"), "not_points", 2,
                         "payload_by_km"),
    "no position": (spoilt("places", 0, lat_deg="", lon_deg=""), "distance_unknown", 2,
                    "distance_km"),
    "half a position": (spoilt("places", 0, lat_deg=""), "half_missing", 2, "lat_deg"),
    "half an opening": (spoilt("places", 0, open_from="06:00"), "half_missing", 2, "open_until"),
    "never open": (spoilt("places", 0, open_from="06:00", open_until="0600"), "never_open", 2,
                   "open_until"),
    "25 hours": (spoilt("places", 0, open_from="06:00", open_until="25:00"), "not_a_daytime", 2,
                 "open_until"),
    "zone misspelt": (spoilt("places", 0, open_zone="Africa/Niamy"), "zone_unknown", 2,
                      "open_zone"),
    "no such indicator": (spoilt("places", 0, icao="DRR"), "not_icao", 2, "icao"),
    "handling by nobody": (spoilt("places", 0, handling_kg_per_day_per_handler="500"),
                           "handler_role_missing", 2, "handler_role"),
    "until before from": (spoilt("fleet", 0, from_utc="2024-07-02", until_utc="2024-07-01"),
                          "dates_order", 2, "until_utc"),
    "neither amount nor share": (spoilt("milestones", 0, share=""), "amount_or_share", 2,
                                 "amount"),
    "amount and share": (spoilt("milestones", 0, amount="5"), "amount_and_share", 2, "amount"),
    "half a site": (spoilt("milestones", 0, amount="1.5", share="", basis="sites"), "not_whole",
                    2, "amount"),
    "grams": (spoilt("milestones", 0, amount="1.5001", share="", basis="tonnes"),
              "too_many_decimals", 2, "amount"),
    "share above all": (spoilt("milestones", 0, share="3/2"), "share_range", 2, "share"),
    "share of 66.7": (spoilt("milestones", 0, share="66.7"), "share_range", 2, "share"),
    "share of nothing": (spoilt("milestones", 0, share="1/0"), "not_a_share", 2, "share"),
    "share in words": (spoilt("milestones", 0, share="most"), "not_a_share", 2, "share"),
    "clearance backwards": (spoilt("legs", 0, windows="2024-07-02/2024-06-01"), "window_order", 2,
                            "windows"),
    "clearance without end": (spoilt("legs", 0, windows="2024-07-02"), "not_a_window", 2,
                              "windows"),
    "disposal by redeploying": (spoilt("dispositions", 0, disposition="redeploy"),
                                "not_a_choice", 2, "disposition"),
    "tenths of cents": (spoilt("lines", 1, value_eur="1.005"), "too_many_decimals", 3,
                        "value_eur"),
    "travel in no time": (spoilt("legs", 0, travel_h="0"), "below_a_minute", 2, "travel_h"),
    "25 hours a day": (spoilt("carriers", 0, travel_h_per_day="25"), "above_maximum_unit", 2,
                       "travel_h_per_day"),
    "star as a key": (spoilt("lines", 0, line="*"), "key_reserved", 2, "line"),
    "301 gates": (spoilt("lines", 1, gates=";".join(["Wash"] * 301)), "list_too_long", 3, "gates"),
    "a text too long": (spoilt("lines", 0, title="x" * 10_001), "text_too_long", 2, "title"),
    "perhaps": (spoilt("lines", 0, helper="perhaps"), "not_yes_no", 2, "helper"),
}  # fmt: skip

WARNINGS = {
    "ready after the end": (spoilt("lines", 0, ready_utc="2024-10-01"), "after_the_end", 2,
                            "ready_utc"),
    "helper after the end": (spoilt("lines", 0, helper="x", arrives_utc="2024-10-01"),
                             "after_the_end", 2, "arrives_utc"),
    "no spot to work on": (spoilt("places", 0, working_mog="0"), "airfield_too_small", 2,
                           "working_mog"),
    "a short strip": (spoilt("places", 0, runway_length_m="600")
                      .set("carriers", 0, runway_length_m="1000"), "airfield_too_small", 2,
                      "runway_length_m"),
    "no way there": (spoilt("lines", 0, modes="road"), "no_route", 2, "destination"),
    "no leg that way": (spoilt("lines", 0, destination="South").set("legs", 0, both_ways="")
                        .set("legs", 1, both_ways=""), "no_route", 2, "destination"),
    "only empty that way": (spoilt("lines", 0, destination="South").set("legs", 0, both_ways="")
                            .set("legs", 1, both_ways="empty"), "no_route", 2, "destination"),
    "all legs empty": (spoilt("lines", 2, origin="South").set("legs", 1, empty_only="yes"),
                       "no_route", 4, "destination"),
    "floor above all": (spoilt("floors", 0, people="41"), "floor_above_present", 2, "people"),
    "floor of nobody": (spoilt("floors", 0, role="medical"), "role_nobody_has", 2, "role"),
    "handlers nobody is": (spoilt("gates", 0, handler_role="washer"), "role_nobody_has", 2,
                           "handler_role"),
    "too few spots": (spoilt("places", 2, parking_mog="1"), "parking_short", 2, "base"),
    "due after the end": (spoilt("milestones", 0, due_utc="2024-10-01"), "due_outside", 2,
                          "due_utc"),
    "handover before the start": (spoilt("places", 0, handover_utc="2024-05-01"), "due_outside", 2,
                                  "handover_utc"),
    "nowhere to donate": (spoilt("lines", 1, dispositions="redeploy; donate"),
                          "disposal_without_option", 3, "dispositions"),
    "unknown airfield": (spoilt("places", 0, icao="ZZZZ"), "icao_unknown", 2, "icao"),
    "Cyrillic letter": (spoilt("lines", 2, line="\u0421-17", predecessors=""), None, None, None),
    "mixed letters": (spoilt("lines", 2, line="\u0421amp"), "key_scripts", 4, "line"),
    "source of no table": (spoilt("sources", 0, table="place"), "source_table", 2, "table"),
    "source of no column": (spoilt("sources", 0, column="latitude"), "source_column", 2, "column"),
    "unknown column": (spoilt("lines", 0, colour="red"), "column_unknown", 1, "colour"),
    "column nearly known": (spoilt("lines", 0, lenght_m="3"), "column_unknown_nearest", 1,
                            "lenght_m"),
    "column without name": (spoilt("lines", 0, **{"": "3"}), "column_nameless", 2, "H"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_place_and_nothing_is_imported(name, tmp_path):
    case, code, row, column = FAULTS[name]
    reading = case.read(tmp_path)
    assert reading.withdrawal is None
    found = [(f.code, f.row, f.column) for f in reading.faults if not f.warning]
    assert (code, row, column) in found, found
    say_all(reading.faults)


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_is_told_and_does_not_stop_the_import(name, tmp_path):
    case, code, row, column = WARNINGS[name]
    reading = case.read(tmp_path)
    assert reading.withdrawal is not None, reading.faults
    found = [(f.code, f.row, f.column) for f in reading.faults]
    assert found == ([(code, row, column)] if code else [])
    say_all(reading.faults)


def say_all(faults):
    """Every fault has a sentence in both languages, with all its facts put in."""
    for code in ("en", "fr"):
        for fault in faults:
            sentence = Language(code).fault(fault)
            assert "{" not in sentence
            assert fault.code not in sentence.split()


def test_a_translation_is_of_a_title_that_is_there_into_a_language_that_is_spoken(tmp_path):
    case = Case()
    case.tables["places"][0]["title"] = "The north"
    case.tables["translations"] = [
        {"title": "The north", "lang": "FR", "said": "Le nord"},
        {"title": "The nort", "lang": "fr", "said": "Le nor"},
        {"title": "The north", "lang": "de", "said": "Der Norden"},
    ]
    reading = case.read(tmp_path)
    found = [(f.code, f.row, f.warning) for f in reading.faults if f.table == "translations"]
    assert sorted(found) == [("language_unknown", 4, False), ("translation_unused", 3, True)]
    say_all(reading.faults)


HORIZONS = {
    "start after deadline": ('start_utc = "2024-10-01"\ndeadline_utc = "2024-09-15"\n',
                             "deadline_before_start", 2),
    "end before deadline": ('start_utc = 2024-05-19\ndeadline_utc = 2024-09-15\n'
                            'end_utc = 2024-09-14\n', "end_before_deadline", 3),
    "start at noon": ('start_utc = 2024-05-19T12:00:00Z\ndeadline_utc = 2024-09-15\n',
                      "not_midnight", 1),
    "three years": ('start_utc = 2024-05-19\ndeadline_utc = 2027-05-18\n', "too_many_days", 1),
    "no deadline": ("start_utc = 2024-05-19\n", "setting_missing", None),
    "strange tongue": ('start_utc = 2024-05-19\ndeadline_utc = 2024-09-15\nlanguages = ["xx"]\n',
                       "language_unknown", 3),
    "strange mode": ('start_utc = 2024-05-19\ndeadline_utc = 2024-09-15\nmode = "exercice"\n',
                     "not_a_choice_nearest", 3),
}  # fmt: skip


@pytest.mark.parametrize("name", HORIZONS)
def test_a_fault_in_the_settings_is_told_with_its_line(name, tmp_path):
    case = Case()
    case.settings, code, line = HORIZONS[name]
    reading = case.read(tmp_path)
    assert reading.withdrawal is None
    assert (code, line) in [(fault.code, fault.row) for fault in reading.faults]
    say_all(reading.faults)


def test_a_thousand_days_are_allowed_and_one_more_is_not(tmp_path):
    case = Case()
    case.settings = "start_utc = 2024-01-01\ndeadline_utc = 2026-09-26\n"
    withdrawal = case.read(tmp_path / "a").withdrawal
    assert withdrawal is not None
    assert (withdrawal.end_utc - withdrawal.start_utc).days == 1_000
    case.settings = "start_utc = 2024-01-01\ndeadline_utc = 2026-09-27\n"
    assert case.read(tmp_path / "b").withdrawal is None


def test_the_end_is_the_midnight_after_the_deadline_if_nothing_is_said(tmp_path):
    case = Case()
    case.settings = 'start_utc = "2024-05-19"\ndeadline_utc = "151800Z SEP 24"\n'
    withdrawal = case.read(tmp_path).withdrawal
    assert f"{withdrawal.deadline_utc:%d %H:%M}" == "15 18:00"
    assert f"{withdrawal.end_utc:%d %H:%M}" == "16 00:00"


def test_all_faults_are_told_at_once_and_each_has_its_place(tmp_path):
    case = Case()
    case.settings = 'start_utc = "2024-05-19"\ndeadline_utc = "2224-09-15"\ntitel = "x"\n'
    case.set("places", 0, working_mog="two", kind="sight")
    case.set("lines", 0, count="-4", origin="Norht").set("lines", 2, unit_mass_kg="")
    case.set("fleet", 0, base="Hme").set("milestones", 0, due_utc="07/06/2024")
    case.set("lines", 1, predecessors="T2")
    assert [place_of(fault) for fault in case.read(tmp_path).faults] == [
        ("date_year", "withdrawal", 2, "deadline_utc"),
        ("setting_unknown_nearest", "withdrawal", 3, "titel"),
        ("not_a_choice_nearest", "places", 2, "kind"),
        ("not_a_number", "places", 2, "working_mog"),
        ("negative", "lines", 2, "count"),
        ("cell_missing", "lines", 4, "unit_mass_kg"),
        ("date_ambiguous", "milestones", 2, "due_utc"),
        ("reference_unknown_nearest", "lines", 2, "origin"),
        ("reference_unknown_nearest", "fleet", 2, "base"),
        ("predecessors_circle", "lines", 3, "predecessors"),
    ]


def test_lines_without_a_way_share_one_warning(tmp_path):
    case = Case()
    for row in range(10, 40):
        case.set("lines", row - 7, line=f"X{row}", kind="things", origin="North",
                 destination="Home", count="1", unit_mass_kg="9", modes="sea")  # fmt: skip
    (fault,) = case.read(tmp_path).faults
    assert (fault.code, fault.row, dict(fault.facts)["n"]) == ("no_route", 5, 30)
    assert "30 lines" in Language("en").fault(fault)


def test_an_unknown_name_among_thousands_is_found_soon(tmp_path):
    case = Case()
    for row in range(3, 3_000):
        case.set("lines", row, line=f"X{row}", kind="things", origin="North", destination="Home",
                 count="1", unit_mass_kg="9", predecessors=f"Y{row}")  # fmt: skip
    reading = case.read(tmp_path)
    assert len(reading.faults) == 2_997
    assert {fault.code for fault in reading.faults} <= {
        "reference_unknown",
        "reference_unknown_nearest",
    }


def test_missing_tables_are_told(tmp_path):
    reading = Case().without("lines").without("legs").read(tmp_path)
    assert [(f.code, f.table, f.warning) for f in reading.faults] == [
        ("table_missing", "lines", False),
        ("table_absent", "legs", True),
    ]


def test_a_fault_beyond_the_cap_is_counted():
    from drawdown.files.faults import MOST_FAULTS, Faults
    from drawdown.model import Fault

    faults = Faults()
    for row in range(MOST_FAULTS + 7):
        faults.add(Fault("cell_missing", row=row))
    assert len(faults.all()) == MOST_FAULTS + 1
    assert faults.all()[-1].facts == (("n", 7),)


# --- the catalogue --------------------------------------------------------------------------------


def codes_in_the_source():
    """Every fault code that is written out in the package."""
    makers = {"CellFault", "FileFault", "Fault", "fault", "warning", "OddCell"}
    for path in SOURCE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                first = node.args[0]
                if name in makers and isinstance(first, ast.Constant) and first.value:
                    yield first.value


def test_every_fault_has_a_sentence_and_every_sentence_a_fault():
    written = set(codes_in_the_source())
    known = set(catalogue("en", "faults"))
    assert written <= known, written - known
    texts = " ".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    unused = {c for c in known if f'"{c}"' not in texts and not c.endswith(("_unit", "_nearest"))}
    assert unused == set()


@pytest.mark.parametrize("topic", ["faults", "columns"])
def test_both_languages_say_the_same_facts(topic):
    english, french = catalogue("en", topic), catalogue("fr", topic)
    assert set(english) == set(french)
    for key, entry in english.items():
        assert entry.fields == french[key].fields, key


def test_every_column_has_a_meaning():
    from drawdown.files.in_force_reading import PINS
    from drawdown.files.plan_tables import PLAN_TABLES
    from drawdown.files.withdrawal_tables import PRICE_LIST, TABLES, WITHDRAWAL

    tables = (WITHDRAWAL, PRICE_LIST, *TABLES, *PLAN_TABLES, PINS)
    wanted = {table.meaning(name) for table in tables for name in table.names}
    assert set(catalogue("en", "columns")) == wanted


def test_the_page_about_formats_follows_the_definitions():
    from drawdown.files.format_page import format_page

    page = Path(__file__).parent.parent / "docs" / "formats.md"
    assert page.read_text(encoding="utf-8") == format_page()


def test_the_template_has_no_fault(tmp_path):
    from drawdown.files import template

    template(tmp_path / "folder")
    template(tmp_path / "book.xlsx", workbook=True)
    for path in (tmp_path / "folder", tmp_path / "book.xlsx"):
        reading = read(path)
        assert reading.withdrawal is not None
        assert reading.faults == ()


def test_a_stopping_fault_is_never_hidden_by_warnings_before_it(tmp_path):
    case = Case().set("lines", 0, modes="road", hazard="3")
    reading = case.read(tmp_path)
    assert reading.withdrawal is None
    assert {(f.code, f.warning) for f in reading.faults} == {
        ("people_hazard", False),
        ("no_route", True),
    }
