"""Hostile and broken files are refused with a clear fault, soon, and without filling the memory."""

import io
import os
import struct
import sys
import time
import zipfile
from pathlib import Path

import pytest

from drawdown.files import read, template
from drawdown.files.faults import FileFault
from drawdown.files.template import small_withdrawal
from drawdown.files.workbook_file import parsed
from drawdown.words import Language

SECONDS = 20


@pytest.fixture(scope="module")
def good_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good") / "small"
    template(folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def good_workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("good") / "small.xlsx"
    template(path, workbook=True)
    return path.read_bytes()


def refused(path: Path, *codes: str) -> list:
    """Reads, and holds the reader to its promise: no withdrawal, a sentence for every fault."""
    begin = time.perf_counter()
    reading = read(path)
    assert time.perf_counter() - begin < SECONDS
    assert reading.withdrawal is None
    found = {fault.code for fault in reading.faults}
    assert set(codes) <= found, found
    for code in ("en", "fr"):
        for fault in reading.faults[:50]:
            sentence = Language(code).fault(fault)
            assert "{" not in sentence and len(sentence) > 20
    return list(reading.faults)


# --- tables as CSV --------------------------------------------------------------------------------

HEADER = b"place,title,kind,lat_deg,lon_deg\n"
SITE = b"Site,,site,13,2\n"
CSV_FILES = {
    "empty file": (b"", "file_empty"),
    "blanks only": (b"  \n \n", "file_empty"),
    "NUL inside": (HEADER + b"Si\0te,,site,13,2\n", "nul_in_file"),
    "unclosed quotation mark": (HEADER + b'"Site,,site,13,2\n', "csv_broken"),
    "text after a quotation mark": (HEADER + b'"Site"x,,site,13,2\n', "csv_broken"),
    "unclosed quotation mark over much": (HEADER + b'"' + SITE * 10_000, "field_too_long"),
    "field of 2 MB": (HEADER + b"Site," + b"x" * 2_000_000 + b",site,13,2\n", "field_too_long"),
    "a million columns": (b"place" + b"," * 1_000_000 + b"\n", "too_many_columns"),
    "1,001 columns": (b"place" + b",x" * 1_001 + b"\n" + SITE, "too_many_columns"),
    "row wider than the header": (HEADER + b"Site,,site,13,2,7\n", "row_too_wide"),
    "no header, only comments": (b"# one\n# two\n", "header_missing"),
    "no rows": (HEADER, "table_without_rows"),
    "header twice": (b"place,kind,kind\nSite,site,site\n", "column_twice"),
    "no key column": (b"title,kind\nSite,site\n", "column_missing"),
    "broken UTF-16": (b"\xff\xfep\x00l\x00a", "not_text"),
    "UTF-16 with NUL": ("\ufeffplace,kind\nSi\0te,site\n".encode("utf-16-le"), "nul_in_file"),
    "UTF-16 without mark": ("place,kind\nSite,site\n".encode("utf-16-le"), "nul_in_file"),
    "neither UTF-8 nor Western": (HEADER + b"\x81\x8d\xff,,site,13,2\n", "not_text"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "nul_in_file"),
    "right-to-left override in a key": (
        HEADER + "Si\u202ete,,site,13,2\n".encode(),
        "key_characters",
    ),
    "zero width in a key": (HEADER + "Si\u200bte,,site,13,2\n".encode(), "key_characters"),
    "escape in a key": (HEADER + b"Si\x1bte,,site,13,2\n", "key_characters"),
    "control in a title": (HEADER + b"Site,a\x07b,site,13,2\n", "text_characters"),
    "key of 81 characters": (HEADER + b"S" * 81 + b",,site,13,2\n", "key_too_long"),
    "semicolon in a key": (HEADER + b'"Si;te",,site,13,2\n', "key_separator"),
    "full width twin": (
        HEADER + SITE + "\uff33\uff49\uff54\uff45,,site,13,2\n".encode(),
        "key_twice",
    ),
    "twin in capitals": (HEADER + SITE + b"SITE,,site,13,2\n", "key_twice"),
    "NaN": (HEADER + b"Site,,site,NaN,2\n", "not_a_number"),
    "inf": (HEADER + b"Site,,site,inf,2\n", "not_a_number"),
    "1e400": (HEADER + b"Site,,site,1e400,2\n", "not_a_number"),
    "1e40": (HEADER + b"Site,,site,1e40,2\n", "above_maximum_unit"),
    "5,000 digits": (HEADER + b"Site,,site," + b"9" * 5_000 + b",2\n", "number_too_long"),
    "underscores": (HEADER + b"Site,,site,1_0,2\n", "not_a_number"),
    "digits of another script": (
        HEADER + "Site,,site,\u0661\u0662,2\n".encode(),
        "not_a_number",
    ),
}


@pytest.mark.parametrize("name", CSV_FILES)
def test_a_broken_table_is_refused(name, good_folder, tmp_path):
    data, code = CSV_FILES[name]
    for file, content in good_folder.items():
        (tmp_path / file).write_bytes(content)
    (tmp_path / "places.csv").write_bytes(data)
    faults = refused(tmp_path, code)
    assert {fault.table for fault in faults if fault.code == code} == {"places"}


def test_a_broken_table_is_not_held_against_those_that_refer_to_it(good_folder, tmp_path):
    for file, content in good_folder.items():
        (tmp_path / file).write_bytes(content)
    (tmp_path / "places.csv").write_bytes(HEADER + b'"Site,,site,13,2\n')
    assert [fault.code for fault in refused(tmp_path)] == ["csv_broken"]


def test_more_rows_than_the_limit_are_refused(good_folder, tmp_path):
    for file, content in good_folder.items():
        (tmp_path / file).write_bytes(content)
    (tmp_path / "places.csv").write_bytes(HEADER + SITE * 200_001)
    (fault,) = (f for f in refused(tmp_path, "too_many_rows") if f.code == "too_many_rows")
    assert dict(fault.facts) == {"limit": 200_000}
    assert "200,000" in Language("en").fault(fault)


# --- what lies in a folder ------------------------------------------------------------------------


def write_all(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def test_nothing_there(tmp_path):
    refused(tmp_path / "nowhere", "path_missing")
    refused(tmp_path / "nowhere.xlsx", "path_missing")
    refused(Path("/dev/null/x"), "path_unreadable")


def test_a_name_that_no_system_accepts(tmp_path):
    refused(tmp_path / "a\0b", "path_unreadable")


def test_an_empty_folder_tells_all_that_is_missing(tmp_path):
    faults = refused(tmp_path, "table_missing", "table_absent")
    assert [f.table for f in faults if not f.warning] == ["withdrawal", "places", "lines"]


def test_a_single_table_is_no_withdrawal(good_folder, tmp_path):
    write_all(tmp_path, good_folder)
    refused(tmp_path / "lines.csv", "path_kind")


def test_a_folder_in_the_place_of_a_table(good_folder, tmp_path):
    write_all(tmp_path, good_folder)
    (tmp_path / "gates.csv").unlink()
    (tmp_path / "gates.csv").mkdir()
    refused(tmp_path, "not_a_file")


def test_a_folder_in_the_place_of_a_workbook(tmp_path):
    (tmp_path / "book.xlsx").mkdir()
    refused(tmp_path / "book.xlsx", "table_missing")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no pipes")
def test_a_pipe_is_not_waited_for(good_folder, tmp_path):
    write_all(tmp_path, good_folder)
    (tmp_path / "lines.csv").unlink()
    os.mkfifo(tmp_path / "lines.csv")
    refused(tmp_path, "not_a_file")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the platform has no endless file")
def test_an_endless_device_is_not_read(good_folder, tmp_path):
    write_all(tmp_path, good_folder)
    (tmp_path / "lines.csv").unlink()
    (tmp_path / "lines.csv").symlink_to("/dev/zero")
    refused(tmp_path, "not_a_file")


def test_links_in_a_circle(good_folder, tmp_path):
    write_all(tmp_path, good_folder)
    (tmp_path / "lines.csv").unlink()
    try:
        (tmp_path / "lines.csv").symlink_to(tmp_path / "other")
        (tmp_path / "other").symlink_to(tmp_path / "lines.csv")
    except OSError:
        pytest.skip("the platform makes no links")
    refused(tmp_path, "path_unreadable")
    refused(tmp_path / "other", "path_unreadable")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator may read everything"
)
def test_a_table_that_may_not_be_read(good_folder, tmp_path):
    write_all(tmp_path, good_folder)
    (tmp_path / "lines.csv").chmod(0)
    refused(tmp_path, "path_unreadable")


def test_two_spellings_of_one_table(good_folder, tmp_path):
    write_all(tmp_path, good_folder)
    (tmp_path / "Lines.csv").write_bytes(good_folder["lines.csv"])
    if len({path.name.lower() for path in tmp_path.iterdir()}) == len(list(tmp_path.iterdir())):
        pytest.skip("the file system does not tell case apart")
    refused(tmp_path, "table_twice")


def test_a_table_too_large_to_be_one(good_folder, tmp_path):
    write_all(tmp_path, good_folder)
    with open(tmp_path / "lines.csv", "r+b") as file:
        file.truncate(200_000_000)
    refused(tmp_path, "file_too_large")


def test_a_stranger_among_the_tables_is_told_and_left_alone(good_folder, tmp_path):
    write_all(tmp_path, good_folder)
    (tmp_path / "line.csv").write_bytes(b"a,b\n")
    (tmp_path / "budget 2024.csv").write_bytes(b"a,b\n")
    reading = read(tmp_path)
    assert reading.withdrawal is not None
    assert [(f.code, f.file) for f in reading.faults] == [
        ("table_unknown", "budget 2024.csv"),
        ("table_unknown_nearest", "line.csv"),
    ]


TOML_FILES = {
    "not TOML": (b"start_utc: 2024\n", "toml_broken"),
    "a key twice": (b"start_utc = 2024-01-01\nstart_utc = 2024-01-01\n", "toml_broken"),
    "nested beyond sense": (b"a = " + b"[" * 100_000, "toml_broken"),
    "number of 5,000 digits": (b"[prices]\nfragment_eur = " + b"9" * 5_000, "toml_broken"),
    "price nan": (b"[prices]\nfragment_eur = nan\n", "not_a_number"),
    "price inf": (b"[prices]\nfragment_eur = inf\n", "not_a_number"),
    "price below zero": (b"[prices]\nfragment_eur = -1\n", "negative"),
    "four prices": (b"[prices]\nleft_eur_per_kg = [1, 2, 3, 4]\n", "not_five_prices"),
    "dates missing": (b'title = "x"\n', "setting_missing"),
    "year 2204": (b'start_utc = "2204-01-01"\n', "date_year"),
    "NUL": (b'title = "a\0"\n', "nul_in_file"),
    "2 MB": (b"#" * 2_000_000, "file_too_large"),
}


@pytest.mark.parametrize("name", TOML_FILES)
def test_broken_settings_are_refused(name, good_folder, tmp_path):
    data, code = TOML_FILES[name]
    write_all(tmp_path, good_folder)
    (tmp_path / "withdrawal.toml").write_bytes(data)
    faults = refused(tmp_path, code)
    assert {fault.file for fault in faults if not fault.warning} == {"withdrawal.toml"}


# --- workbooks ------------------------------------------------------------------------------------


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def with_part(name: str, change):
    """A workbook in which one part was changed."""

    def make(data: bytes) -> bytes:
        parts = parts_of(data)
        parts[name] = change(parts.get(name, b""))
        return packed(parts)

    return make


def in_sheet(rows: bytes):
    """A workbook whose sheet of places has other rows."""

    def change(xml: bytes) -> bytes:
        begin, end = xml.index(b"<sheetData>") + 11, xml.index(b"</sheetData>")
        return xml[:begin] + rows + xml[end:]

    return with_part("xl/worksheets/sheet2.xml", change)


def cell_in_the_last_corner(data: bytes) -> bytes:
    corner = (
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    return in_sheet(corner)(data)


def understated(data: bytes) -> bytes:
    """A bomb whose directory says that it is small."""
    bomb = with_part("xl/worksheets/sheet9.xml", lambda _: b" " * 400_000_000)(data)
    size = struct.pack("<L", 400_000_000)
    return bomb.replace(size, struct.pack("<L", 1_000))


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<sst><si><t>&b;</t></si></sst>"
)
WORKBOOKS = {
    "empty file": (lambda data: b"", "file_empty"),
    "renamed text": (lambda data: b"place,kind\nSite,site\n", "workbook_not_xlsx"),
    "old or locked": (lambda data: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2_000),
                      "workbook_old_or_locked"),
    "OpenDocument": (lambda data: packed({"mimetype": b"application/vnd.oasis"}),
                     "workbook_other_kind"),
    "text document": (lambda data: packed({"word/document.xml": b"<a/>"}), "workbook_other_kind"),
    "cut short": (lambda data: data[: len(data) // 2], "workbook_broken"),
    "bytes changed inside a sheet": (
        lambda data: data[: data.index(b"sheet2.xml") + 60] + b"\xff" * 9
        + data[data.index(b"sheet2.xml") + 69 :],
        "workbook_broken",
    ),
    "cells in both corners": (cell_in_the_last_corner, "sheet_too_long"),
    "cell in the last column": (
        in_sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'),
        "sheet_too_wide",
    ),
    "few cells, vast area": (
        in_sheet(b'<row r="1"><c r="ALK1"><v>1</v></c></row><row r="150000"/>'),
        "sheet_too_many_cells",
    ),
    "a million empty rows": (in_sheet(b"<row/>" * 1_000_000), "sheet_too_long"),
    "zip bomb": (
        with_part("xl/worksheets/sheet9.xml", lambda _: b" " * 250_000_000),
        "workbook_packed",
    ),
    "unpacks to 400 MB": (
        with_part("xl/worksheets/sheet9.xml", lambda _: b" " * 400_000_000),
        "workbook_too_large",
    ),
    "bomb with a false directory": (understated, "workbook_broken"),
    "3,000 parts": (
        lambda data: packed(parts_of(data) | {f"x/{n}.xml": b"" for n in range(3_000)}),
        "workbook_entries",
    ),
    "entities": (with_part("xl/sharedStrings.xml", lambda _: LAUGHS), "workbook_doctype"),
    "entities in UTF-16": (
        with_part("xl/sharedStrings.xml", lambda _: LAUGHS.decode().encode("utf-16")),
        "workbook_not_utf8",
    ),
    "bad shared text": (
        in_sheet(b'<row r="1"><c r="A1" t="s"><v>999999</v></c></row>'), None,
    ),
    "200,000 tags in each other": (in_sheet(b"<row>" * 100_000), None),
    "no relations": (with_part("xl/_rels/workbook.xml.rels", lambda _: b""), None),
    "book without sheets": (
        with_part("xl/workbook.xml", lambda _: b'<?xml version="1.0"?><workbook/>'),
        "table_missing",
    ),
    "NaN in a cell": (
        in_sheet(
            b'<row r="1"><c r="A1" t="inlineStr"><is><t>place</t></is></c>'
            b'<c r="B1" t="inlineStr"><is><t>kind</t></is></c>'
            b'<c r="C1" t="inlineStr"><is><t>beds</t></is></c></row>'
            b'<row r="2"><c r="A2" t="inlineStr"><is><t>Site</t></is></c>'
            b'<c r="B2" t="inlineStr"><is><t>site</t></is></c><c r="C2"><v>NaN</v></c></row>'
        ),
        "not_a_number",
    ),
    "an error in a cell": (
        with_part(
            "xl/worksheets/sheet2.xml",
            lambda xml: xml.replace(
                b"</sheetData>", b'<row r="9"><c r="A9" t="e"><v>#REF!</v></c></row></sheetData>'
            ),
        ),
        "cell_error",
    ),
    "a formula that nobody computed": (
        with_part(
            "xl/worksheets/sheet2.xml",
            lambda xml: xml.replace(
                b"</sheetData>", b'<row r="9"><c r="J9"><f>1+1</f><v></v></c></row></sheetData>'
            ),
        ),
        "cell_not_computed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_hostile_workbook_is_refused(name, good_workbook, tmp_path):
    make, code = WORKBOOKS[name]
    path = tmp_path / "book.xlsx"
    path.write_bytes(make(good_workbook))
    refused(path, *([code] if code else []))


def test_hostile_workbooks_do_not_fill_the_memory(good_workbook, tmp_path):
    resource = pytest.importorskip("resource")
    for name in ("zip bomb", "unpacks to 400 MB", "cells in both corners"):
        make, _ = WORKBOOKS[name]
        (tmp_path / f"{name}.xlsx").write_bytes(make(good_workbook))
    unit = 1 if sys.platform == "darwin" else 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    for path in tmp_path.iterdir():
        refused(path)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    assert after - before < 100_000_000


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (cell_in_the_last_corner, "workbook_too_hard"),
        (lambda data: b"no workbook", "workbook_broken"),
    ],
)
def test_the_reader_outlives_the_process_that_parses(make, code, good_workbook):
    """Past the guard the parser would abort; only its own process dies of that."""
    with pytest.raises(FileFault, match=code):
        parsed(make(good_workbook), ["places"])


def test_the_parser_works_where_the_platform_sets_no_limits(good_workbook, tmp_path, monkeypatch):
    blocker = tmp_path / "without" / "resource.py"
    blocker.parent.mkdir()
    blocker.write_text("raise ImportError('no such thing here')")
    monkeypatch.setenv("PYTHONPATH", str(blocker.parent))
    path = tmp_path / "small.xlsx"
    path.write_bytes(good_workbook)
    assert read(path).withdrawal == small_withdrawal()


@pytest.mark.parametrize("name", ["xls", "xlsb", "ods"])
def test_other_kinds_of_workbooks_are_named_as_such(name, tmp_path):
    path = tmp_path / f"book.{name}"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100))
    refused(path, "workbook_old_or_locked")
