"""What leaves: one requirement line is people or pieces of one kind with one origin and aim."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Mode(StrEnum):
    """How a lift moves."""

    AIR = "air"
    ROAD = "road"
    SEA = "sea"


class Kind(StrEnum):
    """Whether a line is people or things."""

    PEOPLE = "people"
    THINGS = "things"


class Disposition(StrEnum):
    """What becomes of a thing. Only ``REDEPLOY`` needs a lift; people are always redeployed."""

    REDEPLOY = "redeploy"
    TRANSFER = "transfer"
    SELL = "sell"
    DONATE = "donate"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement line (the ULN of a TPFDD): ``count`` units, all alike.

    ``unit_mass_kg`` is the mass of one piece, or of one person with baggage. ``air_positions`` is
    how many pallet positions one piece takes in an aircraft, ``surface_positions`` how many
    slots of a convoy, train or ship; people take a seat each. ``arrives_utc`` is for those who
    come in to help (``helper``): until then they are not at ``origin``. ``priority`` runs from 1
    (must not be left) to 5 (may be left). ``predecessors`` are lines that leave first; ``gates``
    are the preparation steps to be passed before loading.
    """

    name: str
    kind: Kind
    origin: str
    destination: str
    count: int
    unit_mass_kg: int
    title: str = ""
    category: str = ""
    role: str = ""
    helper: bool = False
    arrives_utc: datetime | None = None
    ready_utc: datetime | None = None
    latest_utc: datetime | None = None
    priority: int = 3
    length_m: float | None = None
    width_m: float | None = None
    height_m: float | None = None
    air_positions: float = 0.0
    surface_positions: float = 0.0
    hazard: str = ""
    modes: frozenset[Mode] = frozenset(Mode)
    dispositions: tuple[Disposition, ...] = (Disposition.REDEPLOY,)
    value_cents: int = 0
    predecessors: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()

    @property
    def is_people(self) -> bool:
        """Whether the units are persons."""
        return self.kind is Kind.PEOPLE

    @property
    def mass_kg(self) -> int:
        """Mass of the whole line."""
        return self.count * self.unit_mass_kg

    @property
    def may_be_redeployed(self) -> bool:
        """Whether it may be brought to its destination: people always."""
        return self.is_people or Disposition.REDEPLOY in self.dispositions

    def positions(self, mode: Mode) -> float:
        """Positions that one unit takes in a carrier of ``mode``; 0 for people."""
        return self.air_positions if mode is Mode.AIR else self.surface_positions
