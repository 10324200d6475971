"""The vocabulary of a withdrawal: frozen data, standard library only.

Everything is kg, m, km, whole minutes and UTC; money is whole euro cents; distances are whole km.
Windows are half-open: ``from_utc <= t < until_utc``.
"""

from drawdown.model.carrier import Carrier, Exclusion, Fleet
from drawdown.model.fault import Fault
from drawdown.model.leg import Leg
from drawdown.model.line import Disposition, Kind, Line, Mode
from drawdown.model.milestone import Basis, Milestone
from drawdown.model.outcome import (
    Finding,
    MilestoneReached,
    Outcome,
    Reason,
    Severity,
    Status,
)
from drawdown.model.place import OpeningHours, Place, PlaceKind
from drawdown.model.plan import Disposal, Left, Lift, Load, Plan
from drawdown.model.site_rules import DisposalOption, Floor, Gate
from drawdown.model.variant import Change, ChangedTable, Variant
from drawdown.model.withdrawal import Prices, RunMode, Source, Translation, Withdrawal

__all__ = [
    "Basis", "Carrier", "Change", "ChangedTable", "Disposal", "DisposalOption", "Disposition",
    "Exclusion", "Fault", "Finding", "Fleet", "Floor", "Gate", "Kind", "Left", "Leg", "Lift",
    "Line", "Load", "Milestone", "MilestoneReached", "Mode", "OpeningHours", "Outcome", "Place",
    "PlaceKind", "Plan", "Prices", "Reason", "RunMode", "Severity", "Source", "Status",
    "Translation", "Variant", "Withdrawal",
]  # fmt: skip
