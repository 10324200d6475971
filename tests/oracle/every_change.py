"""The cheapest change of a plan in force within a budget, found by trying every plan.

Every plan on the grid is tried, as in ``every_plan``; one that changes too many lifts does not
count, the others pay for their changes. A lift that is dropped lends its name to one that is added
on its route: so many changes has a plan at the least, however its lifts are named.
"""

from collections import Counter

from drawdown.model import Lift, Plan, Withdrawal
from oracle.every_plan import Search
from oracle.second_judge import is_valid
from oracle.second_terms import second_terms

FAR_TOO_DEAR = 10**15


def fewest_changes(base: Plan, plan: Plan) -> int:
    """The fewest changes between two plans, however the lifts of the second are named."""
    before, after = (Counter(map(unnamed, each.lifts)) for each in (base, plan))
    dropped, added = before - after, after - before
    routes = {lift[2:4] for lift in (*dropped, *added)}
    return sum(max(on_route(dropped, route), on_route(added, route)) for route in routes)


def on_route(lifts: Counter[tuple[object, ...]], route: tuple[object, ...]) -> int:
    """How many of the lifts are on a route."""
    return sum(times for lift, times in lifts.items() if lift[2:4] == route)


def unnamed(lift: Lift) -> tuple[object, ...]:
    """A lift but for its name."""
    loads = frozenset((load.line, load.count) for load in lift.loads)
    return (
        lift.fleet, lift.tail, lift.origin, lift.destination,
        lift.depart_utc, lift.arrive_utc, loads,
    )  # fmt: skip


class SearchOfChanges(Search):
    """A walk through the grid in which a plan pays for what it changes."""

    def __init__(self, withdrawal: Withdrawal, base: Plan, budget: int, every_min: int) -> None:
        super().__init__(withdrawal, every_min)
        self.base, self.budget = base, budget
        # Only plans that were tried count: the empty one may change too much.
        self.best_cents = FAR_TOO_DEAR

    def go_on(self, step: int, tail_number: int) -> None:
        """Go on only while the changes so far are within the budget: they never become fewer."""
        if tail_number == 0 and self.changes_before(step) > self.budget:
            return
        super().go_on(step, tail_number)

    def changes_before(self, step: int) -> int:
        """How many lifts differ for certain by an instant of the grid."""
        by_then = [x for x in self.base.lifts if x.depart_utc < self.grid[step - 1]] if step else []
        return fewest_changes(Plan(tuple(by_then)), Plan(tuple(self.early(step))))

    def early(self, step: int) -> list[Lift]:
        return [x for x in self.lifts if step and x.depart_utc < self.grid[step - 1]]

    def judge(self) -> None:
        """Keep the plan if it is valid, within the budget, and the cheapest so far."""
        plan = self.plan()
        changes = fewest_changes(self.base, plan)
        if changes > self.budget or not is_valid(self.withdrawal, plan):
            return
        cents = sum(second_terms(self.withdrawal, plan).values())
        cents += changes * self.withdrawal.prices.change
        if cents < self.best_cents:
            self.best_cents, self.best = cents, plan


def best_change(
    withdrawal: Withdrawal, base: Plan, budget: int, every_min: int = 360
) -> tuple[int | None, Plan]:
    """The least cost in cents of a change within a budget, None if there is none; and its plan."""
    search = SearchOfChanges(withdrawal, base, budget, every_min)
    search.go_on(0, 0)
    if search.best_cents == FAR_TOO_DEAR:
        return None, Plan()
    return search.best_cents, search.best
