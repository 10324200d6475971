"""The tables of a plan: lifts, what they carry, what is disposed of, and what is left."""

from drawdown.files.cells import Column, Table
from drawdown.files.number_cells import Whole
from drawdown.files.text_cells import Choice, Code, Key, Reference, Told
from drawdown.files.time_cells import Edge, Instant
from drawdown.files.withdrawal_tables import DISPOSALS

INSTANT = Instant(Edge.INSTANT)
UNITS = Whole(1, 1_000_000)

LIFTS = Table(
    "lifts",
    (
        Column("lift", Key(), required=True, attribute="name"),
        Column("fleet", Reference("fleet"), required=True),
        Column("tail", Whole(1, 10_000)),
        Column("origin", Reference("places"), required=True),
        Column("destination", Reference("places"), required=True),
        Column("depart_utc", INSTANT, required=True),
        Column("arrive_utc", INSTANT),
        Column("carries", Told()),
        Column("mass_kg", Told()),
        Column("seats", Told()),
        Column("positions", Told()),
    ),
    key=("lift",),
)
TOLD = tuple(column.name for column in LIFTS.columns if isinstance(column.kind, Told))

LOADS = Table(
    "loads",
    (
        Column("lift", Reference("lifts"), required=True),
        Column("line", Reference("lines"), required=True),
        Column("count", UNITS, required=True, unit="people or pieces"),
    ),
    key=("lift", "line"),
)

DISPOSALS_DONE = Table(
    "dispositions",
    (
        Column("line", Reference("lines"), required=True),
        Column("place", Reference("places"), required=True),
        Column("disposition", Choice(DISPOSALS), required=True),
        Column("count", UNITS, required=True, unit="pieces"),
        Column("at_utc", Instant(Edge.BEGIN), required=True),
    ),
    key=("line", "place", "disposition", "at_utc"),
    topic="plan_dispositions",
)

LEFT = Table(
    "left",
    (
        Column("line", Reference("lines"), required=True),
        Column("place", Reference("places"), required=True),
        Column("count", UNITS, required=True, unit="people or pieces"),
        Column("reason", Code(), default=""),
    ),
    key=("line", "place"),
)

PLAN_TABLES = (LIFTS, LOADS, DISPOSALS_DONE, LEFT)
