"""Facts as they stand in a sentence: a fact's name says what it is, and in which unit.

``place``, ``line``, ``carrier``, ``milestone`` (and what ends in ``_place``, ``_line`` and so on)
are names: their titles are shown. ``_kg``, ``_cents``, ``_min``, ``_m``, ``_km``, ``_h`` are units,
``_share`` is a part of one, ``_day_utc`` and ``_limit_utc`` are dates, ``_utc`` is an instant.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from drawdown.words.dates import is_midnight
from drawdown.words.names import Names

if TYPE_CHECKING:
    from drawdown.words.language import Fact, Language

PLACES = ("place", "origin", "destination", "base", "at", "earlier", "hub", "site")
BEGINNINGS = ("start", "from")
LIMITS = ("due", "deadline", "handover", "latest", "end", "until", "limit")


def spoken_facts(
    language: "Language", facts: tuple[tuple[str, "Fact"], ...], names: Names
) -> dict[str, str | int]:
    """Every fact under its name, ready for a template; plain integers stay integers."""
    return {name: spoken_fact(language, name, value, names) for name, value in facts}


def spoken_fact(language: "Language", name: str, value: "Fact", names: Names) -> str | int:
    """One fact by the meaning of its name.

    >>> from drawdown.words import Language
    >>> spoken_fact(Language("en"), "missing_kg", 12_400, None)
    '12.4 t'
    """
    if isinstance(value, datetime):
        return spoken_instant(language, name, value)
    if isinstance(value, str):
        return spoken_name(language, name, value, names)
    unit = name.rpartition("_")[2]
    if unit in UNITS:
        return UNITS[unit](language, value)
    return value if isinstance(value, int) else language.spoken(value)


UNITS = {
    "kg": lambda language, x: language.tonnes(x),
    "cents": lambda language, x: language.money(round(x)),
    "eur": lambda language, x: language.money(round(100 * x)),
    "min": lambda language, x: language.duration(x),
    "h": lambda language, x: language.duration(60 * x),
    "share": lambda language, x: language.share(x),
    "percent": lambda language, x: language.share(x / 100),
    "m": lambda language, x: metres(language, x),
    "km": lambda language, x: quantity(language, x, "km"),
}


def spoken_instant(language: "Language", name: str, at: datetime) -> str:
    """A day, a limit (the day that it ends), or an instant."""
    stem = name.removesuffix("_utc")
    last = stem.rpartition("_")[2]
    if last == "day" or (last in BEGINNINGS and is_midnight(at)):
        return language.day(at)
    return language.limit_day(at) if last in LIMITS else language.instant(at)


def spoken_name(language: "Language", name: str, value: str, names: Names) -> str:
    """The title of what a fact names; other texts, and what has no title, stand as they are."""
    kind = name.rpartition("_")[2]
    if kind in PLACES:
        return names.place(value)
    if kind in ("line", "predecessor"):
        return names.line(value)
    if kind == "carrier":
        return names.carrier(value)
    if kind == "milestone":
        return names.milestone(value)
    if kind == "role":
        return names.said(value)
    if kind == "term" and language.knows("terms", value):
        return language.say("terms", value)
    if kind in ("disposition", "mode", "basis") and language.knows("findings", f"{kind}.{value}"):
        return language.say("findings", f"{kind}.{value}")
    return value


def metres(language: "Language", x: float) -> str:
    """``2,050 m``; centimetres where there are any."""
    return quantity(language, x, "m")


def quantity(language: "Language", x: float, unit: str) -> str:
    """A number with as many decimals as it needs, at most two, and its unit."""
    from drawdown.words.numbers import with_unit

    decimals = next(d for d in (0, 1, 2) if d == 2 or abs(x - round(x, d)) < 1e-9)
    return with_unit(language.number(x, decimals), unit, language.code)
