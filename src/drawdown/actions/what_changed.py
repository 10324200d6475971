"""What a new plan changes in the one before: lifts, dates and cost, both by today's figures."""

from dataclasses import dataclass

from drawdown import rules
from drawdown.model import MilestoneReached, Plan, Withdrawal
from drawdown.rules import ChangedLift, Changes

__all__ = ["ChangedLift", "WhatChanged", "what_changed"]


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """Lifts added, removed and changed; milestones and cost before and after.

    ``lifts`` has the lifts themselves.
    """

    added: int
    removed: int
    changed: int
    cost_before_cents: int
    cost_after_cents: int
    moved: tuple[tuple[MilestoneReached, MilestoneReached], ...]
    lifts: Changes

    @property
    def is_nothing(self) -> bool:
        """Whether both plans are the same."""
        return not (self.added or self.removed or self.changed)


def what_changed(
    withdrawal: Withdrawal, before: Plan, after: Plan, *, in_force: bool = False
) -> WhatChanged:
    """The differences between two plans for a withdrawal; changes to one in force have a price.

    ``moved`` holds the milestones, before and after, that are reached at another time.
    """
    lifts = rules.changed_lifts(before, after)
    stones = zip(
        rules.milestones_reached(withdrawal, before),
        rules.milestones_reached(withdrawal, after),
        strict=True,
    )
    return WhatChanged(
        len(lifts.added),
        len(lifts.removed),
        len(lifts.changed),
        sum(rules.cost_terms(withdrawal, before).values()),
        sum(rules.cost_terms(withdrawal, after, before if in_force else None).values()),
        tuple((old, new) for old, new in stones if old.reached_utc != new.reached_utc),
        lifts,
    )
