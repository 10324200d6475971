"""Reads a plan, also one typed by hand: lifts and loads are enough."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from drawdown.files.cells import folded
from drawdown.files.faults import Faults, FileFault, shown
from drawdown.files.nearest import Nearest
from drawdown.files.plan_tables import DISPOSALS_DONE, LEFT, LIFTS, LOADS, PLAN_TABLES, TOLD
from drawdown.files.reading import PlanReading
from drawdown.files.references import Index, check_keys, resolve
from drawdown.files.table_reading import Row, Rows, absent, read_rows
from drawdown.files.time_cells import Edge, instant_text
from drawdown.files.withdrawal_reading import Found, find
from drawdown.model import Disposal, Fault, Left, Lift, Load, Plan, Withdrawal


def read_plan(path: str | os.PathLike[str], withdrawal: Withdrawal) -> PlanReading:
    """The plan in a folder or workbook, for this withdrawal.

    The plan is None where any fault is more than a warning. Whether it is a good plan is for the
    rules to say.
    """
    faults = Faults()
    try:
        found = find(Path(path), PLAN_TABLES, faults, plan=True)
    except FileFault as fault:
        name = shown(Path(path).name or str(path))
        faults.add(Fault(fault.code, name, "", fault.row, "", shown(str(path)), fault.facts))
        return PlanReading(None, faults.all())
    tables = {
        table.name: read_rows(table, found.tables[table.name], faults)
        if table.name in found.tables
        else absent(table, found.file)
        for table in PLAN_TABLES
    }
    tell_missing(tables, found, faults)
    check_keys(tables.values(), faults)
    resolve(tables.values(), indices_of(tables, found, withdrawal), Nearest(), faults)
    fill_arrivals(tables["lifts"], withdrawal, faults)
    check_ends(tables["lifts"], faults)
    if faults.stopping:
        return PlanReading(None, faults.all())
    return PlanReading(assemble(tables), faults.all())


def tell_missing(tables: dict[str, Rows], found: Found, faults: Faults) -> None:
    """A plan has lifts or disposals; lifts without loads are told."""
    there = {name for name, rows in tables.items() if rows.given} | found.broken
    if not there & {LIFTS.name, DISPOSALS_DONE.name}:
        faults.add(Fault("plan_tables_missing", found.file, LIFTS.name))
    elif LIFTS.name in there and LOADS.name not in there and tables[LIFTS.name].rows:
        faults.add(Fault("loads_absent", found.file, LOADS.name, warning=True))


def indices_of(tables: dict[str, Rows], found: Found, withdrawal: Withdrawal) -> dict[str, Index]:
    """The names that a plan may use."""
    lifts = tables["lifts"]
    names = [row["lift"] for row in lifts if row["lift"]]
    unread = len(names) < len(lifts) or LIFTS.name in found.broken
    return {
        "places": Index(place.name for place in withdrawal.places),
        "lines": Index(line.name for line in withdrawal.lines),
        "fleet": Index(fleet.name for fleet in withdrawal.fleets),
        "lifts": Index(names, anything=unread),
    }


def fill_arrivals(lifts: Rows, withdrawal: Withdrawal, faults: Faults) -> None:
    """A blank arrival is the departure plus the travel time of the leg."""
    carriers = {folded(carrier.name): carrier for carrier in withdrawal.carriers}
    carrier_of = {f.name: carriers.get(folded(f.carrier)) for f in withdrawal.fleets}
    legs = {(leg.origin, leg.destination, leg.mode): leg for leg in withdrawal.legs}
    for row in lifts:
        wanted = ("fleet", "origin", "destination", "depart_utc")
        if row["arrive_utc"] is not None or "arrive_utc" in row.faulty or not row.has(*wanted):
            continue
        carrier = carrier_of.get(row["fleet"])
        leg = legs.get((row["origin"], row["destination"], carrier.mode)) if carrier else None
        if carrier is None or leg is None:
            facts = {"origin": row["origin"], "destination": row["destination"]}
            faults.add(lifts.fault("arrival_unknown", row.number, "arrive_utc", **facts))
            continue
        travel = timedelta(minutes=leg.minutes(carrier.speed_km_per_h))
        row.values["arrive_utc"] = row["depart_utc"] + travel


def check_ends(lifts: Rows, faults: Faults) -> None:
    """A lift goes somewhere else, and arrives after it departs."""
    for row in lifts:
        if row["origin"] is not None and row["origin"] == row["destination"]:
            faults.add(
                lifts.fault("lift_same_place", row.number, "destination", row["destination"])
            )
        depart, arrive = row["depart_utc"], row["arrive_utc"]
        if depart is not None and arrive is not None and arrive <= depart:
            facts = {"depart": instant_text(depart, Edge.INSTANT)}
            value = instant_text(arrive, Edge.INSTANT)
            faults.add(lifts.fault("arrives_before", row.number, "arrive_utc", value, **facts))


def assemble(tables: dict[str, Rows]) -> Plan:
    """The plan, from rows without a fault."""
    loads: dict[str, list[Load]] = {}
    for row in tables["loads"]:
        loads.setdefault(row["lift"], []).append(Load(row["line"], row["count"]))
    return Plan(
        lifts=tuple(lift_of(row, loads) for row in tables["lifts"]),
        disposals=tuple(
            Disposal(**fields(DISPOSALS_DONE.names, row)) for row in tables["dispositions"]
        ),
        left=tuple(Left(**fields(LEFT.names, row)) for row in tables["left"])
        if tables["left"].given
        else None,
    )


def lift_of(row: Row, loads: dict[str, list[Load]]) -> Lift:
    """A lift with its loads, in the order of the table."""
    values = {c.field: row[c.name] for c in LIFTS.columns if c.name not in TOLD}
    return Lift(**values, loads=tuple(loads.get(row["lift"], ())))


def fields(names: tuple[str, ...], row: Row) -> dict[str, Any]:
    """The values of a row by column."""
    return {name: row[name] for name in names}
