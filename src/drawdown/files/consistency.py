"""Holds the tables of a withdrawal against each other: one small check for each question.

A check looks only at values that could be read; what is missing has been told already.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from drawdown.files.assembling import kg_per_unit
from drawdown.files.book import Book
from drawdown.files.cells import folded
from drawdown.files.circles import circles
from drawdown.files.faults import Faults
from drawdown.files.routes import check_routes
from drawdown.files.table_reading import Row, Rows
from drawdown.files.text_cells import WayBack
from drawdown.files.time_cells import Edge, instant_text
from drawdown.files.withdrawal_tables import MOST_DAYS
from drawdown.model import Basis, Disposition, Kind, Mode
from drawdown.words.catalogue import LANGUAGES

Facts = dict[str, str | int]
TITLED = (
    ("places", "place"), ("lines", "line"), ("carriers", "carrier"), ("milestones", "milestone"),
    ("variants", "variant"),
)  # fmt: skip


def check_consistency(book: Book, faults: Faults) -> None:
    """Runs every check."""
    for check in CHECKS:
        check(book, faults)


# --- dates ----------------------------------------------------------------------------------------


def check_horizon(book: Book, faults: Faults) -> None:
    """Start before deadline, deadline by the end, both ends midnights, and not too long."""
    row = book.settings
    start, deadline, end = row["start_utc"], row["deadline_utc"], book.end_utc
    for name in ("start_utc", "end_utc"):
        if row[name] is not None and not is_midnight(row[name]):
            tell_setting(book, faults, "not_midnight", name, row[name])
    if start and deadline and start >= deadline:
        facts: Facts = {"start": said(start, "start_utc")}
        tell_setting(book, faults, "deadline_before_start", "deadline_utc", deadline, facts)
    if deadline and end and deadline > end:
        facts = {"deadline": said(deadline, "deadline_utc")}
        tell_setting(book, faults, "end_before_deadline", "end_utc", end, facts)
    if start and end and end - start > timedelta(days=MOST_DAYS):
        facts = {"days": (end - start).days, "limit": MOST_DAYS}
        tell_setting(book, faults, "too_many_days", "end_utc", end, facts)


def tell_setting(
    book: Book, faults: Faults, code: str, name: str, at: datetime, facts: Facts | None = None
) -> None:
    """A fault at a date of the settings, on the line where it stands."""
    line = book.general.lines.get(name, 1)
    faults.add(book.general.fault(code, line, name, said(at, name), **(facts or {})))


def is_midnight(instant: datetime) -> bool:
    """Whether a day begins at this instant."""
    return instant.hour == instant.minute == 0


def said(instant: datetime, column: str) -> str:
    """An instant as it stands in a column of this name."""
    begins = column in ("start_utc", "from_utc", "arrives_utc", "ready_utc")
    return instant_text(instant, Edge.BEGIN if begins else Edge.LIMIT)


def check_periods(book: Book, faults: Faults) -> None:
    """What begins ends later."""
    for rows in book.tables.values():
        if "from_utc" not in rows.table.names:
            continue
        for row in rows:
            check_order(rows, row, "from_utc", "until_utc", faults)


def check_order(rows: Rows, row: Row, first: str, second: str, faults: Faults) -> None:
    """One instant of a row before another."""
    begin, end = row[first], row[second]
    if begin is not None and end is not None and begin >= end:
        facts: Facts = {"other": first, "begin": said(begin, first)}
        faults.add(rows.fault("dates_order", row.number, second, said(end, second), **facts))


def check_line_dates(book: Book, faults: Faults) -> None:
    """What is ready is ready before it must be gone; warns of what comes only after the end."""
    lines, end = book["lines"], book.end_utc
    for row in lines:
        arrives, ready, latest = row["arrives_utc"], row["ready_utc"], row["latest_utc"]
        if arrives is None and ready is None and latest is None:
            continue
        for name in ("arrives_utc", "ready_utc"):
            if row[name] is not None and end is not None and row[name] >= end:
                facts: Facts = {"end": said(end, "end_utc")}
                value = said(row[name], name)
                faults.add(lines.warning("after_the_end", row.number, name, value, **facts))
        check_order(lines, row, "arrives_utc", "latest_utc", faults)
        check_order(lines, row, "ready_utc", "latest_utc", faults)


def check_helpers(book: Book, faults: Faults) -> None:
    """Those who come in to help say when."""
    lines = book["lines"]
    for row in lines:
        if row["helper"] and row["arrives_utc"] is None and "arrives_utc" not in row.faulty:
            faults.add(lines.fault("helper_without_arrival", row.number, "arrives_utc"))


def check_dues(book: Book, faults: Faults) -> None:
    """Warns of a date of the agreement that lies outside the withdrawal."""
    start, end = book.start_utc, book.end_utc
    if start is None or end is None:
        return
    for table, name in (("milestones", "due_utc"), ("places", "handover_utc")):
        rows = book[table]
        for row in rows:
            due = row[name]
            if due is not None and not start < due <= end:
                facts: Facts = {"start": said(start, "start_utc"), "end": said(end, "end_utc")}
                faults.add(rows.warning("due_outside", row.number, name, said(due, name), **facts))


# --- places and lines -----------------------------------------------------------------------------


def check_places(book: Book, faults: Faults) -> None:
    """Halves of what belongs together."""
    places = book["places"]
    for row in places:
        for one, other in (("lat_deg", "lon_deg"), ("open_from", "open_until")):
            for name, partner in ((one, other), (other, one)):
                alone = row[name] is None and row[partner] is not None
                if alone and name not in row.faulty:
                    faults.add(places.fault("half_missing", row.number, name, other=partner))
        if row["open_from"] is not None and row["open_from"] == row["open_until"]:
            faults.add(places.fault("never_open", row.number, "open_until"))


def check_handlers(book: Book, faults: Faults) -> None:
    """Handling per handler needs a role that handles."""
    for table, name in (
        ("places", "handling_kg_per_day_per_handler"),
        ("gates", "kg_per_day_per_handler"),
    ):
        for row in book[table]:
            if row[name] and not row["handler_role"] and "handler_role" not in row.faulty:
                faults.add(
                    book[table].fault(
                        "handler_role_missing", row.number, "handler_role", other=name
                    )
                )


def check_ends(book: Book, faults: Faults) -> None:
    """A line goes somewhere else; so does a leg."""
    for table, code in (("lines", "destination_is_origin"), ("legs", "leg_same_place")):
        rows = book[table]
        for row in rows:
            if row["origin"] is not None and row["origin"] == row["destination"]:
                faults.add(rows.fault(code, row.number, "destination", row["destination"]))


def check_people(book: Book, faults: Faults) -> None:
    """People have no hazard class and are always redeployed."""
    lines = book["lines"]
    for row in lines:
        if row["kind"] is not Kind.PEOPLE:
            continue
        if row["hazard"]:
            faults.add(lines.fault("people_hazard", row.number, "hazard", row["hazard"]))
        ways = row["dispositions"] or ()
        if any(way is not Disposition.REDEPLOY for way in ways):
            value = "; ".join(way.value for way in ways)
            faults.add(lines.fault("people_disposition", row.number, "dispositions", value))


def check_gates(book: Book, faults: Faults) -> None:
    """A line passes only gates that stand where it is."""
    place = {row["gate"]: row["place"] for row in book["gates"] if row["gate"]}
    lines = book["lines"]
    for row in lines:
        for gate in row["gates"] or ():
            there = place.get(gate)
            if there and row["origin"] and there != row["origin"]:
                facts: Facts = {"place": there, "origin": row["origin"]}
                faults.add(lines.fault("gate_elsewhere", row.number, "gates", gate, **facts))


def check_disposals(book: Book, faults: Faults) -> None:
    """Warns where a line may be disposed of in a way that no option offers at its place."""
    options = {(row["disposition"], row["place"]) for row in book["dispositions"]}
    lines = book["lines"]
    told: set[tuple[Any, Any]] = set()
    for row in lines:
        for way in row["dispositions"] or ():
            case = (way, row["origin"])
            if way is Disposition.REDEPLOY or row["origin"] is None or case in told:
                continue
            if case not in options and (way, "") not in options:
                told.add(case)
                facts: Facts = {"place": row["origin"]}
                faults.add(
                    lines.warning(
                        "disposal_without_option", row.number, "dispositions", way.value, **facts
                    )
                )


def check_disposal_sizes(book: Book, faults: Faults) -> None:
    """Warns of a way of disposal that takes less in a day than one piece of a line weighs."""
    takes = {(row["disposition"], row["place"]): row["kg_per_day"] for row in book["dispositions"]}
    lines = book["lines"]
    for row in lines:
        for way in row["dispositions"] or ():
            own = (way, row["origin"])
            limit = takes.get(own if own in takes else (way, ""))
            mass = row["unit_mass_kg"]
            if limit is not None and mass is not None and mass > limit:
                facts: Facts = {"way": way.value, "needed": str(mass), "limit": str(limit)}
                faults.add(
                    lines.warning(
                        "disposal_too_small", row.number, "dispositions", way.value, **facts
                    )
                )


# --- circles --------------------------------------------------------------------------------------


def check_circles(book: Book, faults: Faults) -> None:
    """Nobody waits for himself, not even round corners."""
    for table, key, name, code in (
        ("lines", "line", "predecessors", "predecessors_circle"),
        ("places", "place", "closes_after", "closes_circle"),
    ):
        rows = book[table]
        before = {row[key]: row[name] or () for row in rows if row[key]}
        if not any(before.values()):
            continue
        number = {row[key]: row.number for row in reversed(rows.rows) if row[key]}
        for circle in circles(before):
            path = ", ".join([*circle[:6], "…"] if len(circle) > 6 else [*circle, circle[0]])
            faults.add(rows.fault(code, number[circle[0]], name, circle[0], circle=path))


# --- people and fleet -----------------------------------------------------------------------------


def check_floors(book: Book, faults: Faults) -> None:
    """Warns of floors for more people of a role than the lines have, there or anywhere."""
    lines = book["lines"]
    if not lines.given or any({"kind", "role", "origin", "count"} & row.faulty for row in lines):
        return
    everywhere, there = people_by_role(book)
    floors = book["floors"]
    for row in floors:
        if row["role"] is None or row["place"] is None or row["people"] is None:
            continue
        if row["role"] not in everywhere:
            faults.add(floors.warning("role_nobody_has", row.number, "role", row["role"]))
        elif row["people"] > there[row["place"], row["role"]]:
            facts: Facts = {
                "role": row["role"],
                "place": row["place"],
                "present": there[row["place"], row["role"]],
            }
            faults.add(
                floors.warning("floor_above_present", row.number, "people", row["people"], **facts)
            )
    for table in ("places", "gates"):
        for row in book[table]:
            if row["handler_role"] and row["handler_role"] not in everywhere:
                faults.add(
                    book[table].warning(
                        "role_nobody_has", row.number, "handler_role", row["handler_role"]
                    )
                )


def people_by_role(book: Book) -> tuple[set[str], Counter[tuple[str, str]]]:
    """The roles that people have, and how many of each have their origin at a place."""
    everywhere: set[str] = set()
    there: Counter[tuple[str, str]] = Counter()
    for row in book["lines"]:
        if row["kind"] is Kind.PEOPLE and row["role"]:
            everywhere.add(row["role"])
            if row["origin"] and row["count"]:
                there[row["origin"], row["role"]] += row["count"]
    return everywhere, there


def check_parking(book: Book, faults: Faults) -> None:
    """Warns of a base with fewer parking spots than its tails take."""
    parking = {row["place"]: row["parking_mog"] for row in book["places"]}
    spots, modes = book.carrier_values("mog_spots"), book.carrier_values("mode")
    needed: Counter[str] = Counter()
    last: dict[str, Row] = {}
    for row in book["fleet"]:
        carrier = folded(row["carrier"] or "")
        if row["base"] and row["count"] and modes.get(carrier) is Mode.AIR:
            each = spots.get(carrier)
            needed[row["base"]] += row["count"] * (each if isinstance(each, int) else 1)
            last[row["base"]] = row
    for base, count in needed.items():
        limit = parking.get(base)
        if limit is not None and count > limit:
            facts: Facts = {"needed": count, "limit": limit}
            faults.add(
                book["fleet"].warning("parking_short", last[base].number, "base", base, **facts)
            )


def check_airfields(book: Book, faults: Faults) -> None:
    """Warns of a place with flights where none of the fleet's aircraft can land, or be worked."""
    flown = {
        row[end]
        for row in book["legs"]
        if row["mode"] is Mode.AIR
        for end in ("origin", "destination")
    }
    modes = book.carrier_values("mode")
    fleet = {folded(row["carrier"]) for row in book["fleet"] if row["carrier"]}
    aircraft = [name for name in fleet if modes.get(name) is Mode.AIR]
    for row in book["places"]:
        if row["place"] not in flown:
            continue
        for column, needed in (
            ("runway_length_m", "runway_length_m"),
            ("runway_width_m", "runway_width_m"),
            ("working_mog", "mog_spots"),
        ):
            needs = [book.carrier_values(needed).get(name) for name in aircraft]
            known = [need for need in needs if isinstance(need, int)]
            if not known or len(known) < len(needs) or row[column] is None:
                continue
            if row[column] < min(known):
                facts: Facts = {"place": row["place"], "needed": min(known)}
                faults.add(
                    book["places"].warning(
                        "airfield_too_small", row.number, column, row[column], **facts
                    )
                )


# --- milestones, classes, legs, sources -----------------------------------------------------------


def check_milestones(book: Book, faults: Faults) -> None:
    """Exactly one of amount and share, and an amount that can be counted."""
    stones = book["milestones"]
    for row in stones:
        if {"amount", "share"} & row.faulty:
            continue
        if (row["amount"] is None) == (row["share"] is None):
            code = "amount_and_share" if row["share"] is not None else "amount_or_share"
            faults.add(stones.fault(code, row.number, "amount"))
        elif row.has("amount", "basis") and not is_countable(row["amount"], row["basis"]):
            code = "too_many_decimals" if row["basis"] is Basis.TONNES else "not_whole"
            facts: Facts = {"decimals": 3} if row["basis"] is Basis.TONNES else {}
            value = str(float(row["amount"]))
            faults.add(stones.fault(code, row.number, "amount", value, **facts))


def is_countable(amount: Fraction, basis: Basis) -> bool:
    """Whether an amount is a whole number of what the model counts; of tonnes, of kg."""
    return (amount * kg_per_unit(basis)).denominator == 1


def check_ways_back(book: Book, faults: Faults) -> None:
    """A leg that is there for both ways is not there once more the other way."""
    legs = book["legs"]
    both = {
        (row["destination"], row["origin"], row["mode"]): row.number
        for row in legs
        if leads_back(row) and row.has("origin", "destination", "mode")
    }
    for row in legs:
        key = (row["origin"], row["destination"], row["mode"])
        if (
            key in both
            and both[key] != row.number
            and not (leads_back(row) and both[key] > row.number)
        ):
            value = f"{row['origin']}, {row['destination']}, {row['mode']}"
            faults.add(
                legs.fault("leg_both_ways_twice", row.number, "origin", value, first=both[key])
            )


def leads_back(row: Row) -> bool:
    """Whether the row of a leg makes its way back too."""
    return row["both_ways"] in (WayBack.YES, WayBack.EMPTY)


def check_sources(book: Book, faults: Faults) -> None:
    """Warns of a source for a table or column that does not exist."""
    sources = book["sources"]
    tables = {**book.tables, "withdrawal": book.general, "prices": book.prices}
    for row in sources:
        known = tables.get(row["table"] or "")
        if row["table"] and known is None and row["table"] != "*":
            faults.add(sources.warning("source_table", row.number, "table", row["table"]))
        elif known is not None and row["column"] and row["column"] not in ("*", *known.table.names):
            facts: Facts = {"target": row["table"]}
            faults.add(
                sources.warning("source_column", row.number, "column", row["column"], **facts)
            )


def check_translations(book: Book, faults: Faults) -> None:
    """Translations are into languages that are spoken; warns of a title that stands nowhere."""
    rows, known = book["translations"], titles_of(book)
    for row in rows:
        if row["lang"] and row["lang"].casefold() not in LANGUAGES:
            facts: Facts = {"choices": ", ".join(LANGUAGES)}
            faults.add(rows.fault("language_unknown", row.number, "lang", row["lang"], **facts))
        if row["title"] and row["title"] not in known:
            faults.add(rows.warning("translation_unused", row.number, "title", row["title"]))


def titles_of(book: Book) -> set[object]:
    """All that is shown as a title: titles, the names of what may have none, and roles."""
    shown = {book.settings[name] for name in ("title", "name", "marking")}
    for table, key in TITLED:
        shown |= {row[name] for row in book[table] for name in (key, "title")}
    shown |= {row["role"] for table in ("lines", "floors") for row in book[table]}
    for carrier in book.library.carriers.values():
        shown |= {carrier.name, carrier.title}
    return shown


def check_languages(book: Book, faults: Faults) -> None:
    """The languages are those that the program speaks."""
    row, line = book.settings, book.general.lines.get("languages", 1)
    for code in row["languages"] or ():
        if code not in LANGUAGES:
            facts: Facts = {"choices": ", ".join(LANGUAGES)}
            faults.add(book.general.fault("language_unknown", line, "languages", code, **facts))


def all_checks() -> Iterator[Callable[[Book, Faults], None]]:
    """The checks in the order in which their faults are told."""
    yield from (check_horizon, check_languages, check_places, check_ends, check_people)
    yield from (check_helpers, check_line_dates, check_gates, check_circles, check_periods)
    yield from (check_milestones, check_ways_back, check_handlers, check_dues, check_floors)
    yield from (
        check_parking,
        check_airfields,
        check_disposals,
        check_disposal_sizes,
        check_routes,
        check_sources,
    )
    yield check_translations


CHECKS = tuple(all_checks())
