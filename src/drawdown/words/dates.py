"""Dates and instants, UTC, as each language writes them; never in figures alone."""

from datetime import UTC, datetime, timedelta
from functools import cache


def date(at: datetime, language: str) -> str:
    """``1 July 2024``, ``1er juillet 2024``."""
    at = at.astimezone(UTC)
    return f"{day_number(at.day, language)} {months('wide', language)[at.month]} {at.year}"


def day(at: datetime, language: str) -> str:
    """``1 Jul``, ``1er juil.``."""
    at = at.astimezone(UTC)
    return f"{day_number(at.day, language)} {months('abbreviated', language)[at.month]}"


def instant(at: datetime, language: str) -> str:
    """``26 Jun 0600Z``."""
    return f"{day(at, language)} {clock(at)}"


def period(begin: datetime, end: datetime | None, language: str) -> str:
    """An instant, whole days, or ``29 Jun 2210Z to 2345Z`` with the day said once."""
    if end is None or end <= begin:
        return instant(begin, language)
    if is_midnight(begin) and is_midnight(end):
        return days(begin, end, language)
    joint = "à" if language == "fr" else "to"
    if begin.astimezone(UTC).date() == end.astimezone(UTC).date():
        return f"{instant(begin, language)} {joint} {clock(end)}"
    return f"{instant(begin, language)} {joint} {instant(end, language)}"


def days(begin: datetime, end: datetime, language: str) -> str:
    """The days from one midnight to another: one day, or the first and the last."""
    last = end - timedelta(days=1)
    if last <= begin:
        return day(begin, language)
    joint = "au" if language == "fr" else "to"
    return f"{day(begin, language)} {joint} {day(last, language)}"


def limit_date(at: datetime, language: str) -> str:
    """A limit: the day that a midnight ends, or the date and the instant."""
    if is_midnight(at):
        return date(at - timedelta(days=1), language)
    return f"{date(at, language)} {clock(at)}"


def limit_day(at: datetime, language: str) -> str:
    """As ``limit_date``, short."""
    return day(at - timedelta(days=1), language) if is_midnight(at) else instant(at, language)


def clock(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%H%MZ")


def is_midnight(at: datetime) -> bool:
    at = at.astimezone(UTC)
    return (at.hour, at.minute) == (0, 0)


def day_number(number: int, language: str) -> str:
    return "1er" if language == "fr" and number == 1 else str(number)


@cache
def months(width: str, language: str) -> dict[int, str]:
    """Names of the months, ``wide`` or ``abbreviated``."""
    from babel.dates import get_month_names

    return dict(get_month_names(width, locale=language))  # type: ignore[arg-type]


def slack_days(due: datetime, reached: datetime) -> int:
    """Whole days from the day of one instant to that of another; below 0 when it is late.

    A midnight belongs to the day that it ends.

    >>> slack_days(datetime(2024, 9, 16, tzinfo=UTC), datetime(2024, 8, 24, 6, tzinfo=UTC))
    22
    """
    return (day_ended(due) - day_ended(reached)).days


def day_ended(at: datetime) -> datetime:
    """The midnight that begins the day to which an instant belongs as a limit."""
    before = at.astimezone(UTC) - timedelta(microseconds=1)
    return before.replace(hour=0, minute=0, second=0, microsecond=0)
