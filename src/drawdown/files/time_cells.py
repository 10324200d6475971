"""Cells that hold instants, clearances, hours of the day and durations.

A date without a time means the midnight that begins the day where something begins, and the
midnight that ends it where something is limited.
"""

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from drawdown.files.cells import Cell, Context, cell_text, plain
from drawdown.files.faults import CellFault
from drawdown.files.number_cells import decimal_text, exact, within
from drawdown.files.text_cells import items_of, listed

FIRST_YEAR, LAST_YEAR = 1990, 2099
FIRST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
AFTER_LAST = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january janv janvier",
            "feb february fev fevr fevrier",
            "mar march mars",
            "apr april avr avril",
            "may mai",
            "jun june juin",
            "jul july juil juillet",
            "aug august aou aout",
            "sep sept september septembre",
            "oct october octobre",
            "nov november novembre",
            "dec december decembre",
        ),
        1,
    )
    for word in words.split()
}
CLOCK = (
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"|h(?P<minute_h>\d{2})?)"
)
ISO = re.compile(
    r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
    rf"(?:(?:T|\s+){CLOCK}\s*(?P<zone>Z|UTC|GMT|[+\-]\d{{2}}:?\d{{2}})?)?",
    re.ASCII | re.IGNORECASE,
)
GROUP = re.compile(
    r"(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})\s*(?P<letter>[A-Za-z])\s*"
    r"(?P<month>[^\W\d_]{3,10})\.?\s*(?P<year>\d{4}|\d{2})"
)
WRITTEN = re.compile(
    r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?(?:\s+|-|\s*\.\s*)(?P<month>[^\W\d_]{3,10})\.?"
    rf"(?:\s+|-)(?P<year>\d{{4}}|\d{{2}})(?:,?\s+{CLOCK}\s*(?P<zone>Z|UTC|GMT)?)?",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    re.IGNORECASE,
)
SLASHES = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<sign>[/.\-])(?P<second_number>\d{{1,2}})(?P=sign)"
    rf"(?P<year>\d{{4}}|\d{{2}})(?:\s+{CLOCK}\s*(?P<zone>Z|UTC|GMT)?)?",
    re.ASCII | re.IGNORECASE,
)
DAYTIME = re.compile(r"(\d{1,2})(?::|h)(\d{2})(?::00)?|(\d{2})(\d{2})|(\d{1,2})h", re.ASCII)
TIMES_OF_DAY = re.compile(r"(\d{1,4})\s*(?::|h)\s*([0-5]\d)(?:\s*min)?", re.ASCII)


class Edge(Enum):
    """What a date without a time means: the midnight that begins it, ends it, or nothing."""

    BEGIN = "begin"
    LIMIT = "limit"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant in UTC, whole minutes."""

    edge: Edge
    name = "instant"

    def read(self, cell: Cell, context: Context) -> datetime:
        instant, has_time = moment(cell)
        if not has_time and self.edge is Edge.LIMIT:
            instant += DAY
        if not has_time and self.edge is Edge.INSTANT and isinstance(cell, str):
            raise CellFault("date_needs_time")
        if not FIRST <= instant <= AFTER_LAST:
            raise CellFault("date_year", first=str(FIRST_YEAR), last=str(LAST_YEAR))
        return instant

    def write(self, value: Any) -> str:
        return instant_text(value, self.edge)


@dataclass(frozen=True, slots=True)
class Windows:
    """Clearances: ``begin/end``, several of them parted by semicolons."""

    name = "windows"

    def read(self, cell: Cell, context: Context) -> tuple[tuple[datetime, datetime], ...]:
        return tuple(self.window(item, context) for item in items_of(cell_text(cell)))

    def window(self, item: str, context: Context) -> tuple[datetime, datetime]:
        begin, slash, end = item.partition("/")
        if not slash or "/" in end:
            raise CellFault("not_a_window", item=item[:60])
        from_utc = Instant(Edge.BEGIN).read(begin.strip(), context)
        until_utc = Instant(Edge.LIMIT).read(end.strip(), context)
        if from_utc >= until_utc:
            raise CellFault("window_order", item=item[:60])
        return from_utc, until_utc

    def write(self, value: Any) -> str:
        return listed(
            f"{instant_text(begin, Edge.BEGIN)}/{instant_text(end, Edge.LIMIT)}"
            for begin, end in value
        )


@dataclass(frozen=True, slots=True)
class Daytime:
    """An hour of the day, ``HH:MM``; minutes after midnight in the model, 24:00 allowed."""

    name = "daytime"

    def read(self, cell: Cell, context: Context) -> int:
        if isinstance(cell, timedelta):
            return checked_daytime(*divmod(round(cell.total_seconds() / 60), 60))
        match = DAYTIME.fullmatch(cell_text(cell))
        if match is None:
            raise CellFault("not_a_daytime")
        hours, minutes, short_hours, short_minutes, only_hours = match.groups()
        return checked_daytime(
            int(hours or short_hours or only_hours), int(minutes or short_minutes or 0)
        )

    def write(self, value: Any) -> str:
        return f"{value // 60:02}:{value % 60:02}"


def checked_daytime(hours: int, minutes: int) -> int:
    """Minutes after midnight, from 0 to 1440."""
    if hours < 0 or minutes > 59 or hours * 60 + minutes > 1440:
        raise CellFault("not_a_daytime")
    return hours * 60 + minutes


@dataclass(frozen=True, slots=True)
class Duration:
    """Hours in the file (``1.5`` or ``1:30``), whole minutes in the model, halves up."""

    minimum_min: int = 0
    maximum_h: int = 10_000
    name = "duration"

    def read(self, cell: Cell, context: Context) -> int:
        minutes = self.minutes(cell, context)
        within(Decimal(minutes) / 60, 0, self.maximum_h)
        if minutes < self.minimum_min:
            raise CellFault("below_a_minute")
        return minutes

    def minutes(self, cell: Cell, context: Context) -> int:
        if isinstance(cell, timedelta):
            return round(cell.total_seconds() / 60)
        match = TIMES_OF_DAY.fullmatch(cell_text(cell))
        if match:
            return 60 * int(match[1]) + int(match[2])
        return math.floor(exact(cell, context) * 60 + Decimal("0.5"))

    def write(self, value: Any) -> str | int | float:
        if value % 3 == 0:
            return value // 60 if value % 60 == 0 else value / 60
        return f"{value // 60}:{value % 60:02}"


def moment(cell: Cell) -> tuple[datetime, bool]:
    """The instant that a cell names, and whether it names a time of day."""
    if isinstance(cell, datetime):
        near = cell.replace(tzinfo=cell.tzinfo or UTC) + timedelta(milliseconds=500)
        near = near.astimezone(UTC).replace(microsecond=0)
        if near.second:
            raise CellFault("not_whole_minute")
        return near, True
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, tzinfo=UTC), False
    if not isinstance(cell, str):
        raise CellFault("not_a_date")
    text = " ".join(cell.split())
    if len(text) > 60:
        raise CellFault("not_a_date")
    for pattern in (ISO, GROUP, WRITTEN, MONTH_FIRST, SLASHES):
        match = pattern.fullmatch(text)
        if match:
            return of_parts(match, pattern)
    raise CellFault("not_a_date")


def of_parts(match: re.Match[str], pattern: re.Pattern[str]) -> tuple[datetime, bool]:
    """The instant of a text that looks like one."""
    parts = match.groupdict()
    if parts.get("letter") and parts["letter"].upper() != "Z":
        raise CellFault("date_zone", letter=parts["letter"].upper())
    year = int(parts["year"])
    day, month = (
        day_and_month(parts) if pattern is SLASHES else (int(parts["day"]), month_of(parts))
    )
    if year < 100:
        year += 2000
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellFault("date_year", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    if parts.get("second") and int(parts["second"]):
        raise CellFault("not_whole_minute")
    hour = int(parts.get("hour") or 0)
    minute = int(parts.get("minute") or parts.get("minute_h") or 0)
    try:
        instant = datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        raise CellFault("not_a_date") from None
    return instant - offset(parts.get("zone") or ""), parts.get("hour") is not None


def day_and_month(parts: dict[str, Any]) -> tuple[int, int]:
    """Day and month of ``15/09/2024``; refused where it could be read the other way round."""
    first, second = int(parts["first"]), int(parts["second_number"])
    if len(parts["year"]) == 2 or (first <= 12 and second <= 12 and first != second):
        raise CellFault("date_ambiguous")
    return (first, second) if first > 12 or first == second else (second, first)


def month_of(parts: dict[str, Any]) -> int:
    """The month, by number or by name."""
    word = parts["month"]
    if word.isdecimal():
        return int(word)
    month = MONTHS.get(plain(word))
    if month is None:
        raise CellFault("not_a_date")
    return month


def offset(zone: str) -> timedelta:
    """How far a zone like ``+01:00`` is ahead of UTC."""
    if not zone or zone[0] not in "+-":
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if ahead >= DAY:
        raise CellFault("not_a_date")
    return ahead if zone[0] == "+" else -ahead


def instant_text(instant: datetime, edge: Edge) -> str:
    """An instant as written: a midnight as the date that means it, others with their time.

    >>> instant_text(datetime(2024, 9, 16, tzinfo=UTC), Edge.LIMIT)
    '2024-09-15'
    """
    is_midnight = instant.hour == instant.minute == 0
    if is_midnight and edge is Edge.BEGIN and instant < AFTER_LAST:
        return instant.strftime("%Y-%m-%d")
    if is_midnight and edge is Edge.LIMIT and instant > FIRST:
        return (instant - DAY).strftime("%Y-%m-%d")
    return instant.strftime("%Y-%m-%dT%H:%MZ")


def hours_text(minutes: int) -> str:
    """Minutes as hours in text: ``1.5`` or ``0:20``."""
    written = Duration().write(minutes)
    return written if isinstance(written, str) else decimal_text(written)
