"""Variants planned beside the withdrawal as it is."""

from dataclasses import dataclass

from drawdown.model.outcome import Outcome, Severity
from drawdown.model.variant import Variant
from drawdown.model.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True)
class AsIsThere:
    """What the judge says of the plan as it is in the withdrawal of a variant."""

    breaches: int
    shortfalls: int
    cost_cents: int


@dataclass(frozen=True, slots=True)
class WhatIfPlan:
    """What planning made of a variant, or of the withdrawal as it is (no ``variant``).

    ``as_is`` is the plan as it is, judged and priced by the variant; None for that plan itself.
    """

    withdrawal: Withdrawal
    outcome: Outcome
    variant: Variant | None = None
    as_is: AsIsThere | None = None
    people_left: int = 0
    kg_left: int = 0
    kg_disposed: int = 0

    @property
    def status(self) -> str:
        """``breach``, ``shortfall`` or ``complete``: the gravest that the judge finds."""
        found = {finding.severity for finding in self.outcome.findings}
        for severity in (Severity.BREACH, Severity.SHORTFALL):
            if severity in found:
                return severity.value
        return "complete"

    @property
    def lifts(self) -> tuple[int, int]:
        """How many lifts carry anything, and how many are empty runs."""
        every = self.outcome.plan.lifts
        loaded = sum(any(load.count for load in lift.loads) for lift in every)
        return loaded, len(every) - loaded


@dataclass(frozen=True, slots=True)
class NotPlanned:
    """A variant without a plan: all was stopped before it began, unless something broke.

    ``defect`` is the traceback of a fault of this program; ``died``: its process was ended from
    outside, as happens where memory runs out.
    """

    variant: Variant
    defect: str = ""
    died: bool = False


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The plan as it is, the plans of the variants in the order asked, and those without one."""

    as_is: WhatIfPlan
    plans: tuple[WhatIfPlan, ...]
    not_planned: tuple[NotPlanned, ...] = ()

    def keeps_as_is(self, plan: WhatIfPlan) -> bool:
        """Whether the plan of a variant is the plan as it is."""
        base, there = self.as_is.outcome.plan, plan.outcome.plan
        return (base.lifts, base.disposals) == (there.lifts, there.disposals)

    def between_cents(self, plan: WhatIfPlan) -> tuple[int, int]:
        """How much more the variant costs, best plan against best plan: at least and at most.

        No plan costs less than its bound, and the best costs no more than the one that was found.
        """
        base, there = self.as_is.outcome, plan.outcome
        return there.bound_cents - base.cost_cents, there.cost_cents - base.bound_cents
