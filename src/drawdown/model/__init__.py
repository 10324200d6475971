"""The vocabulary of a withdrawal: frozen data, standard library only.

Everything is kg, m, km, whole minutes and UTC; money is whole euro cents; distances are whole km.
Windows are half-open: ``from_utc <= t < until_utc``.
"""

from drawdown.model.carrier import Carrier, Exclusion, Fleet
from drawdown.model.explanation import Explanation, Move, Part, Subject
from drawdown.model.fault import Fault
from drawdown.model.in_force import Hold, InForce, Pin
from drawdown.model.leg import Leg
from drawdown.model.line import Disposition, Kind, Line, Mode
from drawdown.model.milestone import Basis, Milestone
from drawdown.model.outcome import (
    Bounds,
    BudgetPoint,
    Earliest,
    Finding,
    MilestoneReached,
    Outcome,
    Reason,
    Replanned,
    Severity,
    Short,
    Status,
    Told,
)
from drawdown.model.place import OpeningHours, Place, PlaceKind
from drawdown.model.plan import Disposal, Left, Lift, Load, Plan
from drawdown.model.site_rules import DisposalOption, Floor, Gate
from drawdown.model.variant import Change, ChangedTable, Variant
from drawdown.model.what_if import AsIsThere, NotPlanned, WhatIf, WhatIfPlan
from drawdown.model.withdrawal import Prices, RunMode, Source, Translation, Withdrawal

__all__ = [
    "AsIsThere", "Basis", "Bounds", "BudgetPoint", "Carrier", "Change", "ChangedTable",
    "Disposal", "DisposalOption", "Disposition", "Earliest", "Exclusion", "Explanation",
    "Fault", "Finding", "Fleet", "Floor", "Gate", "Hold", "InForce", "Kind", "Left", "Leg",
    "Lift", "Line", "Load", "Milestone", "MilestoneReached", "Mode", "Move", "NotPlanned",
    "OpeningHours", "Outcome", "Part", "Pin", "Place", "PlaceKind", "Plan", "Prices", "Reason",
    "Replanned", "RunMode", "Severity", "Short", "Source", "Status", "Subject", "Told",
    "Translation", "Variant", "WhatIf", "WhatIfPlan", "Withdrawal",
]  # fmt: skip
