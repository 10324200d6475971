"""A plan in force planned anew: what cannot stand is replaced, and little else is changed.

First what stands and what cannot (``replan_facts``), and the plan without what cannot. Then one
model (``replan_model``) of what may change about it: loads, trips that stand in (``replan_trips``),
round trips that may go. It is solved for several budgets of changes: what each of them costs.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from drawdown.model import InForce, Plan
from drawdown.planning.engine import solve
from drawdown.planning.jobs import (
    Effort,
    ImproveBlocks,
    Minimise,
    Vector,
    Verdict,
    WholeInOrder,
)
from drawdown.planning.linear_model import Arrays
from drawdown.planning.load_blocks import blocks_of_lifts, groups_in_order
from drawdown.planning.mend import mended_beside
from drawdown.planning.replan_facts import Facts, Standing
from drawdown.planning.replan_model import ReplanModel, elastic, fixed_at, widened
from drawdown.planning.replan_names import Added, disposals_with, named, reloaded
from drawdown.planning.replan_wishes import Neighbourhood
from drawdown.planning.state import Judged, Planning
from drawdown.rules import changed_lifts, cost_terms
from drawdown.rules.changes import units_on_board

# How often a choice that breaks a rule is forbidden and the model solved again.
MOST_FORBIDDEN = 4
# How near to its optimum a model is solved; the share of the time it may take, or its work.
GAP = 1e-4
# A way that gains less than this share is not worth going on for.
WORTH_MORE = 1e-3
SHARE = 0.3
WORK = 400
# So many models are solved side by side.
AT_A_TIME = 2
# Models with more free loads than this are not solved at once.
MOST_AT_ONCE = 400
LIFTS_IN_A_GROUP = 10


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
        self.rest = self._rest_of(self.standing)
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

    def _rest_of(self, standing: Standing) -> Plan:
        """What remains of the plan in force: no new lift, and nothing that breaks a rule anew."""
        plan = Plan(tuple(standing.lifts.values()), self.base.disposals)
        rest = mended_beside(
            self.question, plan, self.facts.settled(), self.facts.in_time, self.facts.breaches
        )
        if self.facts.breaches(rest):
            self.facts.excuse(rest)
        return rest

    # --- the models ----------------------------------------------------------------------------

    def search(self, budgets: tuple[int | None, ...], *, thorough: bool) -> None:
        """Better plans for each budget; those found for a small one are good for a larger.

        If not ``thorough`` it is enough when each budget has a plan, all are out in time and one
        more way gains nothing.
        """
        for hood in self._neighbourhoods():
            for wishes in hood.alternatives():
                if self.planning.stopped():
                    return
                before = self.best(budgets[0])
                self._solve_all(hood, ReplanModel(self.question, wishes), budgets)
                answered = all(self.best(budget) is not None for budget in budgets)
                if not thorough and answered and self._is_enough(before, self.best(budgets[0])):
                    return

    def _is_enough(self, before: Found | None, now: Found | None) -> bool:
        if before is None or now is None:
            return False
        short = sum(now.judged.terms[term] for term in ("late", "left_people", "left_things"))
        return not short and now.judged.cost_cents > before.judged.cost_cents * (1 - WORTH_MORE)

    def _neighbourhoods(self) -> Iterator[Neighbourhood]:
        """What broken lifts touch; then what they touch if lifts that lack their loads go later."""
        hood = Neighbourhood(self.facts, self.standing, self.rest)
        if hood.is_empty:
            return
        yield hood
        lacking = {
            lift.name
            for lift in self.rest.lifts
            if lift.name not in self.facts.in_time
            and units_on_board(lift) != units_on_board(self.facts.base[lift.name])
        }
        if lacking:
            without = frozenset(lacking) | frozenset(self.standing.broken)
            standing = self.facts.standing(without)
            yield Neighbourhood(self.facts, standing, self._rest_of(standing))

    def _solve_all(
        self, hood: Neighbourhood, loading: ReplanModel, budgets: tuple[int | None, ...]
    ) -> None:
        """One model for every budget, two at a time."""
        arrays = self._fitted(loading, hood)
        if arrays is None:
            return
        with ThreadPoolExecutor(max_workers=AT_A_TIME) as pool:
            # What is allowed, and any number: where neither can gain, only those
            # are tried for which there is no plan yet.
            asked = tuple(dict.fromkeys((budgets[0], None)))
            if not any(pool.map(lambda budget: self._may_gain(loading, arrays, budget), asked)):
                budgets = tuple(budget for budget in budgets if self.best(budget) is None)
            choices = pool.map(lambda budget: self._choices(hood, loading, arrays, budget), budgets)
            for plans in choices:
                for plan in plans:
                    self._take(plan)
                self.planning.tell("replan")

    def _may_gain(self, loading: ReplanModel, arrays: Arrays, budget: int | None) -> bool:
        """Whether loads in fractions cost less than the best plan found for a budget."""
        found = self.best(budget)
        if found is None or found.judged.plan is self.rest:
            return True
        job = Minimise(
            loading.within(arrays, budget), self._effort(), relaxed=True, seed=self.planning.seed
        )
        cents = 100 * solve(job, stop=self.planning.stopped).objective + loading.given_cents
        return cents < found.judged.cost_cents * (1 - GAP)

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
        job = Minimise(soft, self._effort(), relaxed=True, seed=self.planning.seed)
        solved = solve(job, stop=self.planning.stopped)
        return None if solved.x is None else widened(arrays, soft, solved.x, first)

    def _choices(
        self, hood: Neighbourhood, loading: ReplanModel, arrays: Arrays, budget: int | None
    ) -> list[Plan]:
        """The cheapest choice within a budget; where it breaks a rule, others too."""
        plans: list[Plan] = []
        for _ in range(MOST_FORBIDDEN):
            x = self._solved(loading, loading.within(arrays, budget))
            if x is None:
                break
            plans.append(self._plan(hood, loading, x))
            if self.planning.stopped() or not self.facts.breaches(plans[-1]):
                break
            arrays = loading.forbidding(arrays, x)
        return plans

    def _solved(self, loading: ReplanModel, arrays: Arrays) -> Vector | None:
        """A solution of the model: at once where it is small, else people first, then things."""
        seed, stop = self.planning.seed, self.planning.stopped
        if loading.free_loads(arrays) <= MOST_AT_ONCE:
            return solve(Minimise(arrays, self._effort(), seed=seed), stop=stop).x
        groups = groups_in_order(loading, LIFTS_IN_A_GROUP)
        solved = solve(WholeInOrder(arrays, self._effort(), groups, seed=seed), stop=stop)
        if solved.x is None:
            return None
        x = solved.x
        if solved.verdict is not Verdict.FEASIBLE:
            # Some groups are fractions still: what is not whole stays for now.
            return loading.rounded_down(x)
        start = {int(column): float(x[column]) for column in np.flatnonzero(arrays.whole)}
        blocks = blocks_of_lifts(loading, LIFTS_IN_A_GROUP)
        job = ImproveBlocks(arrays, self._effort(), blocks, start, seed)
        better = solve(job, stop=stop)
        return x if better.x is None or better.objective > solved.objective else better.x

    def _effort(self) -> Effort:
        seconds, work = self.planning.limits.share(SHARE, WORK)
        if seconds is not None:
            seconds = max(0.2, min(seconds, self.planning.left_s()))
        return Effort(GAP, seconds, work)

    def _take(self, plan: Plan) -> None:
        """Offer a plan, or what of it breaks no rule."""
        if not self.offer(plan):
            settled, held = self.facts.settled(), self.facts.in_time
            self.offer(mended_beside(self.question, plan, settled, held, self.facts.breaches))

    def _plan(self, hood: Neighbourhood, loading: ReplanModel, x: Vector) -> Plan:
        """The plan that a solution says, with the names of the plan in force."""
        wishes = loading.wishes
        chosen = loading.chosen(x)
        units = {i: {a.line: a.count for a in loads} for i, loads in chosen.loads.items()}
        dropped = {name for i in loading.chosen_removals(x) for name in hood.lifts_of_removal(i)}
        kept = []
        for name, lift in hood.standing.lifts.items():
            if name not in dropped:
                index = hood.entry_of.get(name)
                if index is not None and index in wishes.free:
                    kept.append(reloaded(lift, units.get(index, {})))
                else:
                    kept.append(lift)
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
