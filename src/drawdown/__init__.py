"""Drawdown plans the withdrawal of a force or mission by an agreed date.

>>> import drawdown
>>> withdrawal = drawdown.read("examples/niger-2024")   # doctest: +SKIP
>>> outcome = drawdown.plan(withdrawal, seconds=10)     # doctest: +SKIP
>>> drawdown.check(withdrawal, outcome.plan)            # doctest: +SKIP
()

``read``, ``check`` and ``plan`` are all one needs; the words of the model (``Withdrawal``,
``Line``, ``Plan``, ``Finding`` and others) are here too. All is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drawdown.actions.interface import check as check
    from drawdown.actions.interface import cost as cost
    from drawdown.actions.interface import plan as plan
    from drawdown.actions.interface import read as read
    from drawdown.actions.interface import read_plan as read_plan
    from drawdown.actions.interface import with_variant as with_variant
    from drawdown.actions.interface import write as write
    from drawdown.actions.interface import write_plan as write_plan
    from drawdown.actions.refusal import Refused as Refused
    from drawdown.model import AsIsThere as AsIsThere
    from drawdown.model import Basis as Basis
    from drawdown.model import Bounds as Bounds
    from drawdown.model import BudgetPoint as BudgetPoint
    from drawdown.model import Carrier as Carrier
    from drawdown.model import Change as Change
    from drawdown.model import ChangedTable as ChangedTable
    from drawdown.model import Disposal as Disposal
    from drawdown.model import DisposalOption as DisposalOption
    from drawdown.model import Disposition as Disposition
    from drawdown.model import Earliest as Earliest
    from drawdown.model import Exclusion as Exclusion
    from drawdown.model import Explanation as Explanation
    from drawdown.model import Fault as Fault
    from drawdown.model import Finding as Finding
    from drawdown.model import Fleet as Fleet
    from drawdown.model import Floor as Floor
    from drawdown.model import Gate as Gate
    from drawdown.model import Hold as Hold
    from drawdown.model import InForce as InForce
    from drawdown.model import Kind as Kind
    from drawdown.model import Left as Left
    from drawdown.model import Leg as Leg
    from drawdown.model import Lift as Lift
    from drawdown.model import Line as Line
    from drawdown.model import Load as Load
    from drawdown.model import Milestone as Milestone
    from drawdown.model import MilestoneReached as MilestoneReached
    from drawdown.model import Mode as Mode
    from drawdown.model import Move as Move
    from drawdown.model import NotPlanned as NotPlanned
    from drawdown.model import OpeningHours as OpeningHours
    from drawdown.model import Outcome as Outcome
    from drawdown.model import Part as Part
    from drawdown.model import Pin as Pin
    from drawdown.model import Place as Place
    from drawdown.model import PlaceKind as PlaceKind
    from drawdown.model import Plan as Plan
    from drawdown.model import Prices as Prices
    from drawdown.model import Reason as Reason
    from drawdown.model import Replanned as Replanned
    from drawdown.model import RunMode as RunMode
    from drawdown.model import Severity as Severity
    from drawdown.model import Short as Short
    from drawdown.model import Source as Source
    from drawdown.model import Status as Status
    from drawdown.model import Subject as Subject
    from drawdown.model import Told as Told
    from drawdown.model import Translation as Translation
    from drawdown.model import Variant as Variant
    from drawdown.model import WhatIf as WhatIf
    from drawdown.model import WhatIfPlan as WhatIfPlan
    from drawdown.model import Withdrawal as Withdrawal
    from drawdown.words import Language as Language

__version__ = "0.1.0"

_HOME = {
    "check": "drawdown.actions.interface",
    "cost": "drawdown.actions.interface",
    "plan": "drawdown.actions.interface",
    "read": "drawdown.actions.interface",
    "read_plan": "drawdown.actions.interface",
    "with_variant": "drawdown.actions.interface",
    "write": "drawdown.actions.interface",
    "write_plan": "drawdown.actions.interface",
    "Refused": "drawdown.actions.refusal",
    "Language": "drawdown.words",
}
_MODEL = (
    "AsIsThere", "Basis", "Bounds", "BudgetPoint", "Carrier", "Change", "ChangedTable",
    "Disposal", "DisposalOption", "Disposition", "Earliest", "Exclusion", "Explanation",
    "Fault", "Finding", "Fleet", "Floor", "Gate", "Hold", "InForce", "Kind", "Left", "Leg",
    "Lift", "Line", "Load", "Milestone", "MilestoneReached", "Mode", "Move", "NotPlanned",
    "OpeningHours", "Outcome", "Part", "Pin", "Place", "PlaceKind", "Plan", "Prices", "Reason",
    "Replanned", "RunMode", "Severity", "Short", "Source", "Status", "Subject", "Told",
    "Translation", "Variant", "WhatIf", "WhatIfPlan", "Withdrawal",
)  # fmt: skip
_HOME |= dict.fromkeys(_MODEL, "drawdown.model")

__all__ = ["__version__", *_HOME]


def __getattr__(name: str) -> Any:
    """Load what is asked for, once."""
    if name not in _HOME:
        raise AttributeError(f"module 'drawdown' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
