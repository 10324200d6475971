"""What people really type is understood; what can be understood in two ways is refused."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
import xlsxwriter
from files_cases import Case
from hypothesis import given
from hypothesis import strategies as st

from drawdown.files import read
from drawdown.files.cells import Comma
from drawdown.files.csv_file import escaped, unescaped
from drawdown.files.faults import CellFault
from drawdown.files.number_cells import Money, PayloadPoints, Real, Share, Whole, comma_in
from drawdown.files.text_cells import WayBack, YesNo, YesNoEmpty
from drawdown.files.time_cells import Daytime, Duration, Edge, Instant
from drawdown.model import Mode


class Around:
    """A table in which commas mean one thing."""

    def __init__(self, comma=Comma.UNKNOWN):
        self.comma = comma


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


NUMBERS = {
    "1250": 1250,
    "+7": 7,
    "007": 7,
    "1 250": 1250,
    "1\u00a0250": 1250,
    "1\u202f250,5": 1250.5,
    "1'250.5": 1250.5,
    "1\u2019250": 1250,
    "12,5": 12.5,
    "0,125": 0.125,
    ",5": 0.5,
    ".5": 0.5,
    "12.": 12,
    "1,234.5": 1234.5,
    "1.234,5": 1234.5,
    "1,234,567": 1234567,
    "1.234.567": 1234567,
    "1234,567": 1234.567,
    "1.234": 1.234,
    "1.5e3": 1500,
    "1E-2": 0.01,
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_read_however_it_is_grouped(text):
    assert Real(0, 1e9).read(text, Around()) == NUMBERS[text]


@pytest.mark.parametrize("text", ["\u22125", "-5", "- 5"])
def test_a_minus_is_a_minus(text):
    assert Real(-90, 90).read(text, Around()) == -5


@pytest.mark.parametrize(
    "text",
    ["", "x", "1_0", "1 25", "1,23,4", "1.2.3", "--1", "0x10", "1e400", "١٢", "5 kg", "1 2345"],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(CellFault, match="not_a_number"):
        Real(0, 1e9).read(text, Around())


def test_a_comma_before_three_digits_means_what_the_other_numbers_say():
    kind = Real(0, 1e9)
    assert kind.read("1,234", Around(Comma.DECIMAL)) == 1.234
    assert kind.read("1,234", Around(Comma.GROUPS)) == 1234
    for comma in (Comma.UNKNOWN, Comma.BOTH):
        with pytest.raises(CellFault, match="number_ambiguous"):
            kind.read("1,234", Around(comma))
    with pytest.raises(CellFault, match="number_ambiguous"):
        kind.read("1.234", Around(Comma.DECIMAL))
    assert kind.read(1.234, Around(Comma.DECIMAL)) == 1.234


@pytest.mark.parametrize(
    ("texts", "comma"),
    [
        ([], Comma.UNKNOWN),
        (["12", "1,234", "1.234", "text, with a comma"], Comma.UNKNOWN),
        (["1,234", "12,5"], Comma.DECIMAL),
        (["1 250,5"], Comma.DECIMAL),
        (["1,234", "12.5"], Comma.GROUPS),
        (["1,234,567"], Comma.GROUPS),
        (["12,5", "12.5"], Comma.BOTH),
    ],
)
def test_the_other_numbers_say_what_a_comma_means(texts, comma):
    assert comma_in(texts) is comma


def test_a_table_that_says_nothing_about_commas_gets_the_fault(tmp_path):
    reading = Case().set("lines", 1, unit_mass_kg="2,500").read(tmp_path)
    (fault,) = reading.faults
    assert (fault.code, dict(fault.facts)) == (
        "number_ambiguous",
        {"small": "2.500", "large": "2500"},
    )


def test_a_table_with_points_settles_its_commas(tmp_path):
    case = Case().set("lines", 1, unit_mass_kg="2,500", length_m="2.75")
    assert case.read(tmp_path).withdrawal.lines[1].unit_mass_kg == 2500


INSTANTS = {
    "2024-09-15T18:00Z": utc(2024, 9, 15, 18),
    "2024-09-15 18:00": utc(2024, 9, 15, 18),
    "2024-09-15T18:00:00Z": utc(2024, 9, 15, 18),
    "2024-09-15T18:00+02:00": utc(2024, 9, 15, 16),
    "2024-09-15 18h30": utc(2024, 9, 15, 18, 30),
    "151800Z SEP 24": utc(2024, 9, 15, 18),
    "151800ZSEP24": utc(2024, 9, 15, 18),
    "151800z sept. 2024": utc(2024, 9, 15, 18),
    "011200Z AOÛT 24": utc(2024, 8, 1, 12),
    "15 SEP 2024 18:00Z": utc(2024, 9, 15, 18),
}


@pytest.mark.parametrize("text", INSTANTS)
def test_an_instant_is_read_in_every_usual_writing(text):
    for edge in Edge:
        assert Instant(edge).read(text, Around()) == INSTANTS[text]


DATES = {
    "2024-09-15": date(2024, 9, 15),
    "2024/9/5": date(2024, 9, 5),
    "15 SEP 2024": date(2024, 9, 15),
    "15 sept. 2024": date(2024, 9, 15),
    "15-Sep-24": date(2024, 9, 15),
    "1er juillet 2024": date(2024, 7, 1),
    "1 févr. 2024": date(2024, 2, 1),
    "15 décembre 2024": date(2024, 12, 15),
    "September 15, 2024": date(2024, 9, 15),
    "3rd May 2024": date(2024, 5, 3),
    "15/09/2024": date(2024, 9, 15),
    "09/15/2024": date(2024, 9, 15),
    "15.09.2024": date(2024, 9, 15),
    "07/07/2024": date(2024, 7, 7),
}


@pytest.mark.parametrize("text", DATES)
def test_a_date_begins_or_ends_its_day(text):
    midnight = datetime.combine(DATES[text], time(), UTC)
    assert Instant(Edge.BEGIN).read(text, Around()) == midnight
    assert Instant(Edge.LIMIT).read(text, Around()) == midnight + timedelta(days=1)
    with pytest.raises(CellFault, match="date_needs_time"):
        Instant(Edge.INSTANT).read(text, Around())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("07/06/2024", "date_ambiguous"),
        ("7.6.2024", "date_ambiguous"),
        ("15/09/24", "date_ambiguous"),
        ("151800A SEP 24", "date_zone"),
        ("15 SEP 2204", "date_year"),
        ("2024-09-31", "not_a_date"),
        ("2024-09-15T25:00Z", "not_a_date"),
        ("2024-09-15T18:00:30Z", "not_whole_minute"),
        ("15 Brumaire 2024", "not_a_date"),
        ("45550", "not_a_date"),
        ("soon", "not_a_date"),
        ("20240915", "not_a_date"),
    ],
)
def test_a_date_that_is_none_or_may_be_two_is_refused(text, code):
    with pytest.raises(CellFault, match=code):
        Instant(Edge.BEGIN).read(text, Around())


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("1.5", 90), ("1,5", 90), ("1:30", 90), ("1h30", 90), ("0.33", 20), ("2", 120), ("0", 0)],
)
def test_a_duration_is_hours_in_the_file_and_minutes_inside(text, minutes):
    assert Duration().read(text, Around()) == minutes


@pytest.mark.parametrize(
    ("text", "minute"),
    [("06:00", 360), ("6h", 360), ("06h30", 390), ("0600", 360), ("24:00", 1440)],
)
def test_an_hour_of_the_day(text, minute):
    assert Daytime().read(text, Around()) == minute


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        ("2/3", Fraction(2, 3)),
        ("66.7%", Fraction(667, 1000)),
        ("66,7 %", Fraction(667, 1000)),
        ("66,7\u202f%", Fraction(667, 1000)),
        ("0.667", Fraction(667, 1000)),
        (0.667, Fraction(667, 1000)),
        ("100%", Fraction(1)),
        ("1", Fraction(1)),
    ],
)
def test_a_share(cell, share):
    assert Share().read(cell, Around()) == share


def test_a_share_of_which_the_spreadsheet_made_a_date_is_refused():
    with pytest.raises(CellFault, match="share_is_date"):
        Share().read(date(2024, 3, 2), Around())


@pytest.mark.parametrize("word", ["yes", "Y", " TRUE ", "1", "x", "X", "Oui", "vrai", True, 1.0])
def test_yes(word):
    assert YesNo().read(word, Around()) is True


@pytest.mark.parametrize("word", ["no", "N", "FALSE", "0", "non", False, 0.0])
def test_no(word):
    assert YesNo().read(word, Around()) is False


@pytest.mark.parametrize(
    ("word", "way_back"),
    [
        ("Empty", WayBack.EMPTY), ("à vide", WayBack.EMPTY), ("vide", WayBack.EMPTY),
        ("oui", WayBack.YES), (True, WayBack.YES), ("no", WayBack.NO), (0.0, WayBack.NO),
    ],
)  # fmt: skip
def test_yes_no_or_empty(word, way_back):
    assert YesNoEmpty().read(word, Around()) is way_back


def test_limits_themselves_are_allowed():
    kind = Whole(1, 5)
    assert [kind.read(text, Around()) for text in ("1", "5")] == [1, 5]
    for text in ("0", "6", "0.999", "5.001"):
        with pytest.raises(CellFault):
            kind.read(text, Around())
    assert Real(0.001, 1).read("0.001", Around()) == 0.001
    assert Money(10).read("10", Around()) == 1000
    with pytest.raises(CellFault):
        Money(10).read("10.01", Around())


def test_points_of_payload():
    assert PayloadPoints().read("0:77500; 4 600: 59\u202f000", Around()) == (
        (0, 77500),
        (4600, 59000),
    )


# --- files of other programs ----------------------------------------------------------------------


def rewritten(folder, change):
    """Changes the bytes of every table."""
    for path in folder.glob("*.csv"):
        path.write_bytes(change(path.read_text(encoding="utf-8")))
    return read(folder)


ENCODINGS = {
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "CR LF": lambda text: text.replace("\n", "\r\n").encode(),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "a line that names the delimiter": lambda text: ("sep=;\n" + text.replace(",", ";")).encode(),
    "blanks": lambda text: text.replace(",", " , ").encode(),
    "blank lines": lambda text: text.replace("\n", "\n\n\n").encode(),
    "comments": lambda text: ("# a remark, with a comma\n" + text).replace(
        "\n", "\n# one more\n", 2).encode(),
    "capitals in the header": lambda text: (
        text.split("\n")[0].upper().replace("_", " ") + text[text.index("\n"):]).encode(),
    "brackets in the header": lambda text: text.replace("_kg", " (kg)").encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", ENCODINGS)
def test_tables_of_other_programs_say_the_same(name, tmp_path):
    wanted = Case().read(tmp_path).withdrawal
    reading = rewritten(tmp_path, ENCODINGS[name])
    assert reading.faults == ()
    assert reading.withdrawal == wanted


def test_rows_are_counted_as_the_spreadsheet_counts_them(tmp_path):
    folder = Case().set("lines", 1, count="0").write(tmp_path)
    text = (folder / "lines.csv").read_text(encoding="utf-8")
    (folder / "lines.csv").write_text("# a remark\n\n" + text, encoding="utf-8")
    (fault,) = read(folder).faults
    assert fault.row == 5


def test_a_western_code_page_is_read_with_a_warning(tmp_path):
    folder = Case().set("lines", 0, title="Compagnie de sécurité").write(tmp_path)
    text = (folder / "lines.csv").read_text(encoding="utf-8")
    (folder / "lines.csv").write_bytes(text.encode("cp1252"))
    reading = read(folder)
    assert reading.withdrawal.lines[0].title == "Compagnie de sécurité"
    (fault,) = reading.faults
    assert (fault.code, fault.row, fault.warning) == ("encoding_guessed", 2, True)


def test_semicolons_say_that_commas_are_for_decimals(tmp_path):
    folder = Case().write(tmp_path)
    rows = "place;kind;lat_deg;lon_deg\nNorth;site;17,125;8\nSouth;site;13;2\nHome;home;49;7\n"
    (folder / "places.csv").write_text(rows, encoding="utf-8")
    assert read(folder).withdrawal.places[0].lat_deg == 17.125


def test_a_short_row_is_blank_at_its_end(tmp_path):
    folder = Case().write(tmp_path)
    (folder / "sources.csv").write_text("table,key,column,note\nplaces,North\nlegs\n", "utf-8")
    reading = read(folder)
    assert [source.note for source in reading.withdrawal.sources] == ["", ""]
    (fault,) = reading.faults
    assert (fault.code, fault.row, dict(fault.facts)["n"]) == ("rows_short", 2, 2)


def test_names_are_found_whatever_their_case_and_blanks(tmp_path):
    case = Case().set("lines", 0, origin=" NORTH ", role="Security").set("floors", 0, place="north")
    withdrawal = case.read(tmp_path).withdrawal
    assert withdrawal.lines[0].origin == withdrawal.floors[0].place == "North"
    assert withdrawal.floors[0].role == "Security"


def test_the_library_fills_what_is_left_blank(tmp_path):
    case = Case().set("fleet", 0, carrier="c-17")
    case.set("places", 0, icao="drzr", lat_deg="", lon_deg="")
    withdrawal = case.read(tmp_path).withdrawal
    assert [carrier.name for carrier in withdrawal.carriers] == ["Freighter", "C-17"]
    assert withdrawal.carriers[1].mode is Mode.AIR
    assert withdrawal.places[0].icao == "DRZR"


def test_a_workbook_as_people_keep_them(tmp_path):
    """Dates as dates, numbers as numbers, keys as numbers, blanks at the end, sheets beside."""
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    instant = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    clock = book.add_format({"num_format": "hh:mm"})
    settings = book.add_worksheet("Withdrawal")
    settings.write_row(0, 0, ["key", "value"])
    settings.write(1, 0, "start_utc")
    settings.write_datetime(1, 1, datetime(2024, 5, 19), day)
    settings.write(2, 0, "deadline_utc")
    settings.write_datetime(2, 1, datetime(2024, 9, 15, 18), instant)
    settings.write_row(3, 0, ["prices.fragment_eur", 12.5])
    places = book.add_worksheet("PLACES ")
    places.write_row(0, 0, ["Place", "Kind", "Open from", "Open until", "beds"])
    places.write_row(1, 0, [101, "site"])
    places.write_datetime(1, 2, time(6), clock)
    places.write_string(1, 3, "20:00")
    places.write_row(2, 0, ["Home", "home", "", "", 20])
    places.write_blank(40, 4, None, day)
    lines = book.add_worksheet("lines")
    header = ["line", "kind", "origin", "destination", "count", "unit_mass_kg", "ready_utc"]
    lines.write_row(1, 0, header)
    lines.write_row(2, 0, [1, "things", 101, "Home", 3, 120])
    lines.write_datetime(2, 6, datetime(2024, 6, 1), day)
    book.add_worksheet("my notes").write(0, 0, "whatever")
    book.close()
    reading = read(path)
    assert [(f.code, f.table) for f in reading.faults] == [
        ("table_unknown", "my notes"),
        ("table_absent", "fleet"),
        ("table_absent", "legs"),
    ]
    withdrawal = reading.withdrawal
    assert withdrawal.name == "book"
    assert withdrawal.start_utc == utc(2024, 5, 19)
    assert withdrawal.deadline_utc == utc(2024, 9, 15, 18)
    assert withdrawal.prices.fragment == 1250
    assert [place.name for place in withdrawal.places] == ["101", "Home"]
    assert withdrawal.places[0].hours.from_min == 360
    assert withdrawal.lines[0].origin == "101"
    assert withdrawal.lines[0].ready_utc == utc(2024, 6, 1)


# --- formulas -------------------------------------------------------------------------------------


@given(st.text())
def test_an_apostrophe_is_put_and_taken_off_exactly(text):
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "#", "\t", "\r"))


@pytest.mark.parametrize("text", ["'s-Hertogenbosch", "'", "O'Neill", "C'"])
def test_an_apostrophe_that_belongs_to_a_text_is_left_alone(text):
    assert unescaped(text) == text
