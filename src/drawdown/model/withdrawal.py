"""The whole undertaking: the question that planning answers."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from drawdown.model.carrier import Carrier, Exclusion, Fleet
from drawdown.model.leg import Leg
from drawdown.model.line import Line
from drawdown.model.milestone import Milestone
from drawdown.model.place import Place
from drawdown.model.site_rules import DisposalOption, Floor, Gate
from drawdown.model.variant import Variant


class RunMode(StrEnum):
    """Whether the figures are of a real withdrawal; the others are marked on every page."""

    REAL = "REAL"
    EXERCISE = "EXERCISE"
    TEST = "TEST"


@dataclass(frozen=True, slots=True)
class Prices:
    """The price list of the objective, in euro cents; ``docs/rules.md`` says what each prices.

    The defaults are assumptions. They keep the order: people late or left, then things left by
    priority, then exposure, then lift and handling, then fragments and changes.
    """

    late_person_per_night: int = 2_000_000
    late_t_per_night: int = 200_000
    late_piece_per_night: int = 200_000
    late_site_per_night: int = 10_000_000
    left_person: int = 200_000_000
    left_kg: tuple[int, int, int, int, int] = (50_000, 20_000, 8_000, 3_000, 1_000)
    exposure_per_person_night: int = 15_000
    handling_per_t: int = 4_000
    fragment: int = 10_000
    change: int = 100_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from. ``key`` and ``column`` may be ``*``; no ``text``: an assumption.

    ``table`` is the table's name, ``key`` the row's first column, ``note`` the reason of an
    assumption.
    """

    table: str
    key: str = "*"
    column: str = "*"
    text: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a title of the withdrawal, wherever it stands, is in another language."""

    title: str
    language: str
    said: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Agreement, places, lines, fleet and rules; see ``docs/formats.md`` for the tables.

    ``start_utc`` and ``end_utc`` are UTC midnights; a plan lies between them. ``deadline_utc`` is
    the instant by which all are out of the country: midnight after the last day.
    """

    name: str
    start_utc: datetime
    deadline_utc: datetime
    end_utc: datetime
    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    carriers: tuple[Carrier, ...]
    fleets: tuple[Fleet, ...]
    legs: tuple[Leg, ...]
    title: str = ""
    parties: tuple[str, ...] = ()
    agreement: str = ""
    languages: tuple[str, ...] = ("en",)
    marking: str = ""
    mode: RunMode = RunMode.REAL
    floors: tuple[Floor, ...] = ()
    gates: tuple[Gate, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    disposals: tuple[DisposalOption, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    prices: Prices = field(default_factory=Prices)
    sources: tuple[Source, ...] = ()
    translations: tuple[Translation, ...] = ()
    variants: tuple[Variant, ...] = ()
