"""A plan in force planned anew: what cannot stand is replaced, and little else is changed.

First what stands and what cannot (``replan_facts``), and the plan without what cannot. Then one
model (``replan_model``) of what may change about it: loads, trips that stand in (``replan_trips``),
round trips that may go. It is solved for several budgets of changes: what each of them costs.
"""

from dataclasses import dataclass

import numpy as np

from drawdown.model import InForce, Plan
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, Minimise, Verdict, Vector
from drawdown.planning.linear_model import Arrays
from drawdown.planning.mend import mended_beside
from drawdown.planning.replan_facts import Facts
from drawdown.planning.replan_model import ReplanModel, elastic, fixed_at, widened
from drawdown.planning.replan_names import Added, disposals_with, named, reloaded
from drawdown.planning.replan_wishes import Neighbourhood
from drawdown.planning.state import Judged, Planning
from drawdown.rules import changed_lifts, cost_terms

# How often a choice that breaks a rule is forbidden and the model solved again.
MOST_FORBIDDEN = 4
# How near to its optimum a model is solved.
GAP = 1e-4


@dataclass(frozen=True, slots=True)
class Found:
    """A judged plan and how many lifts it changes."""

    judged: Judged
    changes: int


class Replanner:
    """Plans that change a plan in force, each judged, and which of them is best for a budget."""

    def __init__(self, planning: Planning, in_force: InForce) -> None:
        self.planning = planning
        self.question = planning.question
        self.base = in_force.plan
        self.facts = Facts(planning.question, in_force)
        self.standing = self.facts.standing()
        self.found: list[Found] = []
        self.rest = self._without_broken()
        self.offer(self.rest)

    # --- plans ---------------------------------------------------------------------------------

    def offer(self, plan: Plan) -> bool:
        """Judge a plan and keep it if it breaks nothing new; whether it does not."""
        if self.facts.breaches(plan):
            return False
        terms = cost_terms(self.planning.withdrawal, plan, self.base)
        changes = changed_lifts(self.base, plan).count
        self.found.append(Found(Judged(plan, sum(terms.values()), terms), changes))
        return True

    def best(self, budget: int | None) -> Found | None:
        """The cheapest plan with at most so many changes; of equal ones that with the fewest."""
        within = [x for x in self.found if budget is None or x.changes <= budget]
        return min(within, key=lambda x: (x.judged.cost_cents, x.changes), default=None)

    def forced(self) -> int:
        """The fewest changes of any plan found."""
        return min((x.changes for x in self.found), default=0)

    def _without_broken(self) -> Plan:
        """What remains of the plan in force: no new lift, and nothing that breaks a rule anew."""
        plan = Plan(tuple(self.standing.lifts.values()), self.base.disposals)
        rest = mended_beside(
            self.question, plan, self.facts.settled(), self.facts.in_time, self.facts.breaches
        )
        if self.facts.breaches(rest):
            self.facts.excuse(rest)
        return rest

    # --- the models ----------------------------------------------------------------------------

    def search(self, budgets: tuple[int | None, ...]) -> None:
        """Better plans for each budget; those found for a small one are good for a larger."""
        hood = Neighbourhood(self.facts, self.standing, self.rest)
        for wishes in hood.alternatives():
            if self.planning.stopped():
                return
            loading = ReplanModel(self.question, wishes)
            arrays = self._fitted(loading, hood)
            if arrays is None:
                continue
            for budget in budgets:
                if self.planning.stopped():
                    return
                self._solve(hood, loading, arrays, budget)

    def _fitted(self, loading: ReplanModel, hood: Neighbourhood) -> Arrays | None:
        """The model, its rows wide enough for the plan without what cannot stand."""
        arrays = loading.model.arrays()
        values = fixed_at(loading, hood.aboard_of_rest())
        # A trip that must go, or a lift that may not be dropped, keeps its bounds.
        values = {
            column: float(np.clip(value, arrays.lower[column], arrays.upper[column]))
            for column, value in values.items()
        }
        soft, first = elastic(arrays, values)
        solved = solve(self._job(soft, relaxed=True), stop=self.planning.stopped)
        return None if solved.x is None else widened(arrays, soft, solved.x, first)

    def _solve(
        self, hood: Neighbourhood, loading: ReplanModel, arrays: Arrays, budget: int | None
    ) -> None:
        """The cheapest choice within a budget; one that breaks a rule is forbidden."""
        for _ in range(MOST_FORBIDDEN):
            solved = solve(
                self._job(loading.within(arrays, budget)),
                stop=self.planning.stopped,
            )
            if solved.x is None or solved.verdict is Verdict.INFEASIBLE:
                return
            plan = self._plan(hood, loading, solved.x)
            if self.offer(plan):
                return
            self.offer(
                mended_beside(
                    self.question, plan, self.facts.settled(), self.facts.in_time,
                    self.facts.breaches,
                )
            )  # fmt: skip
            if self.planning.stopped():
                return
            arrays = loading.forbidding(arrays, solved.x)

    def _job(self, arrays: Arrays, *, relaxed: bool = False) -> Minimise:
        seconds, work = self.planning.limits.share(0.3, 400)
        return Minimise(arrays, Effort(GAP, seconds, work), relaxed=relaxed, seed=self.planning.seed)

    def _plan(self, hood: Neighbourhood, loading: ReplanModel, x: Vector) -> Plan:
        """The plan that a solution says, with the names of the plan in force."""
        wishes = loading.wishes
        chosen = loading.chosen(x)
        units = {i: {a.line: a.count for a in loads} for i, loads in chosen.loads.items()}
        dropped = {name for i in loading.chosen_removals(x) for name in hood.lifts_of_removal(i)}
        kept = []
        for name, lift in self.standing.lifts.items():
            if name not in dropped:
                index = hood.entry_of.get(name)
                free = index is not None and index in wishes.free
                kept.append(reloaded(lift, units.get(index, {})) if free else lift)
        added: list[Added] = []
        for index in loading.chosen_trips(x):
            trip = wishes.trips[index]
            for timed in trip.runs:
                added.append((trip.key, timed, units.get(index, {}) if timed.loaded else {}))
        given = {
            key: (round(x[column]), loading.give_minute(self.question.line[key[0]], key[3]))
            for key, column in loading.give.items()
        }
        disposals = disposals_with(self.question, self.base.disposals, given)
        return Plan(named(self.question, self.base, kept, added), disposals)
