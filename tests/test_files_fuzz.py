"""Whatever stands in the files, reading them gives faults and never anything else."""

import random
import tempfile
from pathlib import Path

import pytest
from files_cases import TABLES, Case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawdown.files import read, read_plan, template
from drawdown.files.cells import Comma
from drawdown.files.faults import CellFault
from drawdown.files.plan_tables import PLAN_TABLES
from drawdown.files.template import small_withdrawal
from drawdown.files.withdrawal_tables import PRICE_LIST, WITHDRAWAL
from drawdown.files.withdrawal_tables import TABLES as DEFINITIONS
from drawdown.model import Withdrawal
from drawdown.words import Language

QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COLUMNS = [
    column
    for table in (WITHDRAWAL, PRICE_LIST, *DEFINITIONS, *PLAN_TABLES)
    for column in table.columns
]
ODD = st.sampled_from(
    ["", " ", ";", ";;", "/", ":", "0:", "1:2:3", "2/3/4", "nan", "-0", "9" * 39, "1e99",
     "24:00", "0/0",
     "1/", "%", "-%", "999999Z XYZ 99", "310000Z FEB 24", "2024-13-01",
     "0000-00-00", "\u202e", "\0", "٣", "²", "½", "1e-99", "+-1", "'", "=1",
     "2024-05-20/2024-05-20", "𝟏𝟐"]
)  # fmt: skip
cells = st.one_of(
    ODD, st.text(max_size=30), st.floats(), st.booleans(), st.dates(), st.datetimes(),
    st.timedeltas(), st.text("0123456789.,:;/- eEZ%hTJuly", max_size=20),
)  # fmt: skip


class Around:
    """A table in which commas mean one thing."""

    def __init__(self, comma):
        self.comma = comma


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(COLUMNS), cells, st.sampled_from(Comma))
def test_a_cell_is_read_or_is_a_fault(column, cell, comma):
    try:
        value = column.kind.read(cell, Around(comma))
    except CellFault as fault:
        assert fault.code
        return
    written = column.kind.write(value)
    if written != "":
        assert column.kind.read(str(written), Around(Comma.UNKNOWN)) == value


@QUICK
@given(st.dictionaries(st.sampled_from([*TABLES, "withdrawal"]), st.binary(max_size=200)))
def test_random_bytes_in_tables(files):
    with tempfile.TemporaryDirectory() as place:
        folder = Case().write(Path(place))
        for name, data in files.items():
            (folder / (f"{name}.csv" if name in TABLES else "withdrawal.toml")).write_bytes(data)
        held_to(read(folder))


def held_to(reading):
    """Either a withdrawal or a fault that stops it, and a sentence for each."""
    stopping = [fault for fault in reading.faults if not fault.warning]
    assert (reading.withdrawal is None) == bool(stopping)
    assert isinstance(reading.withdrawal, Withdrawal | None)
    for fault in reading.faults:
        assert len(Language("fr").fault(fault)) > 10


@QUICK
@given(st.data())
def test_random_cells_in_tables(data):
    case = Case()
    for _ in range(data.draw(st.integers(1, 6))):
        definition = data.draw(st.sampled_from(DEFINITIONS))
        column = data.draw(st.sampled_from(definition.names))
        row = data.draw(st.integers(0, 2))
        text = data.draw(st.one_of(ODD, st.text(max_size=12), st.sampled_from(
            ["North", "Home", "T1", "air", "yes", "2024-06-01", "1", "Wash"])))  # fmt: skip
        if len(case.tables.get(definition.name, [])) > row and "\0" not in text:
            text = text.encode("utf-8", "replace").decode("utf-8")
            case.set(definition.name, row, **{column: text})
    with tempfile.TemporaryDirectory() as place:
        held_to(case.read(Path(place)))


@QUICK
@given(st.dictionaries(st.sampled_from([t.name for t in PLAN_TABLES]), st.binary(max_size=120)))
def test_random_bytes_in_a_plan(files):
    with tempfile.TemporaryDirectory() as place:
        for name, data in files.items():
            (Path(place) / f"{name}.csv").write_bytes(data)
        reading = read_plan(place, small_withdrawal())
    assert (reading.plan is None) == any(not fault.warning for fault in reading.faults)


@pytest.mark.parametrize("seed", range(25))
def test_a_workbook_with_bytes_thrown_in(seed, tmp_path):
    path = tmp_path / "book.xlsx"
    template(path, workbook=True)
    data = bytearray(path.read_bytes())
    dice = random.Random(seed)
    for _ in range(dice.randint(1, 30)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    if seed % 5 == 0:
        del data[dice.randrange(len(data)) :]
    path.write_bytes(bytes(data))
    held_to(read(path))
