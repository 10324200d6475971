"""Cells that hold numbers, as people type them in English and French.

A number is read by one regular expression and held exactly; nothing passes through ``float``
before its limits are checked.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

from drawdown.files.cells import Cell, Comma, Context, cell_text
from drawdown.files.faults import CellFault
from drawdown.files.text_cells import items_of, listed

NUMBER_CHARACTERS = 40
NEGLIGIBLE = 1e-30
SPACE = "[ \u00a0\u2007\u2009\u202f'\u2019]"
NUMBER = re.compile(
    rf"""(?P<sign>[+\-\u2212]?)\s*(?:
      (?P<spaced>\d{{1,3}}(?:{SPACE}\d{{3}})+)(?:[.,](?P<spaced_part>\d+))?
    | (?P<commas>\d{{1,3}}(?:,\d{{3}})+)\.(?P<commas_part>\d+)
    | (?P<many_commas>\d{{1,3}}(?:,\d{{3}}){{2,}})
    | (?P<points>\d{{1,3}}(?:\.\d{{3}})+),(?P<points_part>\d+)
    | (?P<many_points>\d{{1,3}}(?:\.\d{{3}}){{2,}})
    | (?P<unclear_comma>[1-9]\d{{0,2}},\d{{3}})
    | (?P<unclear_point>[1-9]\d{{0,2}}\.\d{{3}})
    | (?P<comma>\d*,\d+)
    | (?P<point>\d+\.\d*|\.\d+)
    | (?P<whole>\d+)
    )(?:[eE](?P<power>[+\-]?\d{{1,2}}))?""",
    re.VERBOSE | re.ASCII,
)
FORMS = tuple(n for n in NUMBER.groupindex if n not in ("sign", "power") and "_part" not in n)
PLAIN = re.compile(r"-?\d{1,15}(?:\.(?:\d\d?|\d{4,15}))?", re.ASCII)
SAYS_DECIMAL = ("points", "many_points", "comma")
SAYS_GROUPS = ("commas", "many_commas", "point")


def exact(cell: Cell, context: Context) -> Decimal:
    """The number in a cell, exactly.

    A comma before exactly three digits means what the other numbers of the table say; if they
    say nothing, or both, the cell is a fault.
    """
    if isinstance(cell, int | float):
        if isinstance(cell, bool) or not math.isfinite(cell):
            raise CellFault("not_a_number")
        # A spreadsheet that leaves 1e-200 behind means nothing by it.
        return Decimal(repr(cell)) if abs(cell) > NEGLIGIBLE else Decimal(0)
    text = cell_text(cell)
    if PLAIN.fullmatch(text):
        return Decimal(text)
    if len(text) > NUMBER_CHARACTERS:
        raise CellFault("number_too_long", characters=len(text), limit=NUMBER_CHARACTERS)
    match = NUMBER.fullmatch(text)
    if match is None:
        raise CellFault("not_a_number")
    number = Decimal(unsigned(match, context))
    return -number if match["sign"] in ("-", "\u2212") else number


def unsigned(match: re.Match[str], context: Context) -> str:
    """The number without sign in the plain writing ``1234.5e3``."""
    power = f"e{match['power']}" if match["power"] else ""
    form = form_of(match)
    digits: str = match[form]
    if form == "unclear_comma":
        if context.comma in (Comma.UNKNOWN, Comma.BOTH):
            raise CellFault("number_ambiguous", **both_readings(digits, ","))
        digits = digits.replace(",", "." if context.comma is Comma.DECIMAL else "")
    elif form == "unclear_point" and context.comma in (Comma.DECIMAL, Comma.BOTH):
        raise CellFault("number_ambiguous", **both_readings(digits, "."))
    elif form == "comma":
        digits = "0" + digits.replace(",", ".")
    elif form in ("spaced", "commas", "many_commas", "points", "many_points"):
        part = match[f"{form}_part"] if f"{form}_part" in NUMBER.groupindex else None
        digits = re.sub(r"\D", "", digits) + (f".{part}" if part else "")
    return digits.rstrip(".") + power


def form_of(match: re.Match[str]) -> str:
    """Which of the ways of writing a number was used."""
    return next(name for name in FORMS if match[name] is not None)


def both_readings(digits: str, sign: str) -> dict[str, str]:
    """The two numbers that a writing may stand for."""
    return {"small": digits.replace(sign, "."), "large": digits.replace(sign, "")}


def comma_in(texts: Iterable[str]) -> Comma:
    """What a comma means, by those numbers of a table that can be read in one way only."""
    decimal = groups = False
    for text in texts:
        if "," not in text and "." not in text:
            continue
        match = NUMBER.fullmatch(text.strip()) if len(text) <= NUMBER_CHARACTERS else None
        if match is None:
            continue
        form = form_of(match)
        if form == "spaced" and match["spaced_part"]:
            form = "comma" if "," in text else "point"
        decimal = decimal or form in SAYS_DECIMAL
        groups = groups or form in SAYS_GROUPS
    if decimal and groups:
        return Comma.BOTH
    return Comma.DECIMAL if decimal else Comma.GROUPS if groups else Comma.UNKNOWN


def within(number: Decimal, minimum: float, maximum: float) -> None:
    """Refuses a number outside its limits, the limits themselves being allowed."""
    if number < limit(minimum):
        if minimum >= 0 > number:
            raise CellFault("negative", minimum=plain_number(minimum))
        raise CellFault("below_minimum", minimum=plain_number(minimum))
    if number > limit(maximum):
        raise CellFault("above_maximum", maximum=plain_number(maximum))


@cache
def limit(number: float) -> Decimal:
    """A limit exactly as it is written: 0.001 is a thousandth."""
    return Decimal(repr(number))


def plain_number(number: float) -> str:
    """A limit as it stands in a sentence."""
    return str(int(number)) if float(number).is_integer() else str(number)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within limits."""

    minimum: int = 0
    maximum: int = 1_000_000_000
    name = "whole"

    def read(self, cell: Cell, context: Context) -> int:
        number = exact(cell, context)
        within(number, self.minimum, self.maximum)
        if number % 1:
            raise CellFault("not_whole")
        return int(number)

    def write(self, value: Any) -> int:
        return int(value)


@dataclass(frozen=True, slots=True)
class Real:
    """A number with decimals within limits."""

    minimum: float = 0
    maximum: float = 1_000_000_000
    name = "real"

    def read(self, cell: Cell, context: Context) -> float:
        number = exact(cell, context)
        within(number, self.minimum, self.maximum)
        return float(number) + 0.0  # never a negative zero

    def write(self, value: Any) -> float:
        return float(value)


@dataclass(frozen=True, slots=True)
class Money:
    """Euro in the file, whole cents in the model."""

    maximum: int = 1_000_000_000
    name = "money"

    def read(self, cell: Cell, context: Context) -> int:
        number = exact(cell, context)
        within(number, 0, self.maximum)
        if number * 100 % 1:
            raise CellFault("too_many_decimals", decimals=2)
        return int(number * 100)

    def write(self, value: Any) -> int | float:
        return value // 100 if value % 100 == 0 else value / 100


@dataclass(frozen=True, slots=True)
class MoneyList:
    """A price for each of five priorities."""

    maximum: int = 1_000_000_000
    name = "money_list"

    def read(self, cell: Cell, context: Context) -> tuple[int, ...]:
        prices = [Money(self.maximum).read(item, context) for item in items_of(cell_text(cell))]
        if len(prices) != 5:
            raise CellFault("not_five_prices", items=len(prices))
        return tuple(prices)

    def write(self, value: Any) -> str:
        return listed(decimal_text(Money().write(cents)) for cents in value)


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact number of what another column names; checked together with it."""

    maximum: int = 1_000_000_000
    name = "amount"

    def read(self, cell: Cell, context: Context) -> Fraction:
        number = exact(cell, context)
        within(number, 0, self.maximum)
        return Fraction(number)

    def write(self, value: Any) -> int | float:
        number = Fraction(value)
        return int(number) if number.denominator == 1 else float(number)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: ``2/3``, ``66.7%`` or ``0.667``; above 0 and at most 1."""

    name = "share"

    def read(self, cell: Cell, context: Context) -> Fraction:
        if not isinstance(cell, str | int | float):
            raise CellFault("share_is_date")
        share = share_of(cell, context)
        if not 0 < share <= 1:
            raise CellFault("share_range")
        return share

    def write(self, value: Any) -> str:
        percent = Fraction(value) * 100
        if (percent * 1000).denominator == 1:
            return decimal_text(float(percent)) + "%"
        return f"{value.numerator}/{value.denominator}"


def share_of(cell: Cell, context: Context) -> Fraction:
    """The number that a share stands for, whatever its size."""
    text = cell_text(cell)
    over, slash, under = text.partition("/")
    if slash:
        if not (over.strip().isdecimal() and under.strip().isdecimal() and len(text) <= 40):
            raise CellFault("not_a_share")
        if int(under) == 0:
            raise CellFault("not_a_share")
        return Fraction(int(over), int(under))
    try:
        if text.endswith("%"):
            return Fraction(exact(text[:-1].rstrip(), context)) / 100
        return Fraction(exact(cell, context))
    except CellFault as fault:
        raise (fault if fault.code == "number_ambiguous" else CellFault("not_a_share")) from None


@dataclass(frozen=True, slots=True)
class Percent:
    """A whole number of percents; the sign may be written."""

    maximum: int = 100
    name = "percent"

    def read(self, cell: Cell, context: Context) -> int:
        text = cell_text(cell)
        return Whole(0, self.maximum).read(text.removesuffix("%").rstrip(), context)

    def write(self, value: Any) -> int:
        return int(value)


@dataclass(frozen=True, slots=True)
class PayloadPoints:
    """Payload by distance: ``0:77500; 4600:59000``, distances rising."""

    name = "payload_points"

    def read(self, cell: Cell, context: Context) -> tuple[tuple[int, int], ...]:
        points = tuple(self.point(item, context) for item in items_of(cell_text(cell)))
        kilometres = [km for km, _ in points]
        if any(near >= far for near, far in pairwise(kilometres)):
            raise CellFault("points_not_rising")
        return points

    def point(self, item: str, context: Context) -> tuple[int, int]:
        km, colon, kg = item.partition(":")
        if not colon:
            raise CellFault("not_points")
        try:
            return (
                Whole(0, 40_000).read(km.strip(), context),
                Whole(0, 1_000_000_000).read(kg.strip(), context),
            )
        except CellFault:
            raise CellFault("not_points") from None

    def write(self, value: Any) -> str:
        return listed(f"{km}:{kg}" for km, kg in value)


def decimal_text(number: float) -> str:
    """A number as text, with a point and no longer than it must be; with an exponent if tiny.

    >>> decimal_text(1e-07), decimal_text(12.0), decimal_text(0.1)
    ('0.0000001', '12', '0.1')
    """
    if float(number).is_integer():
        return str(int(number))
    text = format(Decimal(repr(number)), "f")
    return text if len(text) <= NUMBER_CHARACTERS else repr(number)
