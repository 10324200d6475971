"""A plan in force planned anew: what cannot stand is replaced, and little else is changed.

First what stands and what cannot (``replan_facts``), and the plan without what cannot. Then one
model (``replan_model``) of what may change about it: loads, trips that stand in (``replan_trips``),
round trips that may go. It is solved for several budgets of changes: what each of them costs.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import inf

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
from drawdown.planning.linear_model import Arrays, built_until
from drawdown.planning.load_blocks import blocks_of_lifts, groups_in_order
from drawdown.planning.mend import mended_beside
from drawdown.planning.replan_facts import Facts, Standing
from drawdown.planning.replan_model import ReplanModel, Wishes, elastic, fixed_at, widened
from drawdown.planning.replan_names import Added, disposals_with, named, reloaded
from drawdown.planning.replan_wishes import Neighbourhood
from drawdown.planning.state import Judged, Planning
from drawdown.rules import changed_lifts, cost_terms
from drawdown.rules.changes import units_on_board

# How often a choice that breaks a rule is forbidden and the model solved again.
MOST_FORBIDDEN = 4
MOST_FORBIDDEN_OF_LARGE = 2
# A choice with more breaches than this is not worth mending: each takes off something else too.
MOST_MENDED = 3
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


@dataclass(frozen=True, slots=True)
class Way:
    """A model of what may change, made for the engine; ``cents`` is its cost in fractions.

    By budget; None for any number of changes.
    """

    hood: Neighbourhood
    loading: ReplanModel
    arrays: Arrays
    cents: dict[int | None, float]


class Replanner:
    """Plans that change a plan in force, each judged, and which of them is best for a budget."""

    def __init__(self, planning: Planning, in_force: InForce) -> None:
        self.planning = planning
        self.question = planning.question
        self.base = in_force.plan
        self.facts = Facts(planning.question, in_force)
        self.standing = self.facts.standing()
        self.found: list[Found] = []
        # Numbers of changes of which it was asked what they buy.
        self.budgets: tuple[int | None, ...] = ()
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

    def search(self, allowed: int | None, *, thorough: bool) -> None:
        """Better plans within what is allowed; then what more and fewer changes buy.

        If not ``thorough`` it is enough when all are out in time and one more way gains nothing.
        """
        for hood in self._neighbourhoods():
            ways = self._ways(hood, allowed)
            self._search_within(ways, allowed, thorough=thorough)
            self._search_prices(ways, allowed)
            # Where fewer are allowed than are forced, the fewest are the answer.
            enough = None if allowed is None else max(allowed, self.forced())
            if self.planning.stopped() or (not thorough and self._is_complete(enough)):
                return

    def _search_within(self, ways: list["Way"], allowed: int | None, *, thorough: bool) -> None:
        """Solve each way that may gain, the most promising first."""
        for way in sorted(ways, key=lambda way: way.cents[allowed]):
            if self.planning.stopped() or not self._may_gain(way, allowed):
                return
            before = self.best(allowed)
            for plan in self._choices(way, allowed):
                self._take(plan)
            self.planning.tell("replan")
            if not thorough and self._is_complete(allowed) and before is not None:
                now = self.best(allowed)
                assert now is not None
                if now.judged.cost_cents > before.judged.cost_cents * (1 - WORTH_MORE):
                    return

    def _search_prices(self, ways: list["Way"], allowed: int | None) -> None:
        """The best way once more: with any number of changes, with the fewest, with some more."""
        if not ways or self.planning.stopped():
            return
        way = min(ways, key=lambda way: way.cents[None])
        fewest = self._fewest(way)
        within = [x for x in (allowed, fewest) if x is not None]
        self.budgets = (fewest, allowed, 2 * max(within) if within else None)
        asked = [None, *(x for x in self.budgets if x is not None and x != allowed)]
        asked = [x for x in dict.fromkeys(asked) if x is None or x >= (fewest or 0)]
        with ThreadPoolExecutor(max_workers=AT_A_TIME) as pool:
            asked = [budget for budget in asked if self._may_gain(way, budget)]
            for plans in pool.map(lambda budget: self._choices(way, budget), asked):
                for plan in plans:
                    self._take(plan)
                self.planning.tell("replan")

    def _fewest(self, way: "Way") -> int | None:
        """The fewest changes of any plan of a way, as far as it is found; None if it is not."""
        arrays = way.loading.fewest(way.arrays)
        job = Minimise(arrays, self._effort().part(2), seed=self.planning.seed)
        x = solve(job, stop=self.planning.stopped).x
        return None if x is None else round(float(arrays.cost @ x))

    def _is_complete(self, budget: int | None) -> bool:
        """Whether the best plan for a budget leaves nothing and is in time."""
        found = self.best(budget)
        if found is None:
            return False
        return not sum(found.judged.terms[term] for term in ("late", "left_people", "left_things"))

    def _ways(self, hood: Neighbourhood, allowed: int | None) -> list["Way"]:
        """A model of each way in which places may close, with what it costs in fractions."""
        with ThreadPoolExecutor(max_workers=AT_A_TIME) as pool:
            made = pool.map(lambda wishes: self._way(hood, wishes, allowed), hood.alternatives())
            return [way for way in made if way is not None]

    def _way(self, hood: Neighbourhood, wishes: Wishes, allowed: int | None) -> "Way | None":
        """A way with its rows as wide as what has happened breaks them; None if it is none.

        Where that leaves no solution, as wide as the plan without what cannot stand needs it.
        """
        stop, loading = self.planning.stopped, None
        if not stop():
            with built_until(stop):
                loading = ReplanModel(self.question, wishes)
        if loading is None:
            return None
        way = Way(hood, loading, loading.model.arrays(), {})
        for wide in ("", "what has happened", "the rest"):
            if wide:
                fitted = self._widened(way, self._values_of_rest(way) if wide == "the rest" else {})
                if fitted is None:
                    return None
                way = replace(way, arrays=fitted)
            way.cents[None] = self._relaxed_cents(way, None)
            if way.cents[None] < inf:
                break
        if allowed is not None:
            way.cents[allowed] = self._relaxed_cents(way, allowed)
        return way

    def _relaxed_cents(self, way: "Way", budget: int | None) -> float:
        """What a way costs with loads in fractions; infinite where it has no solution."""
        arrays = way.loading.within(way.arrays, budget)
        job = Minimise(arrays, self._effort(), relaxed=True, seed=self.planning.seed)
        solved = solve(job, stop=self.planning.stopped)
        if solved.verdict is Verdict.INFEASIBLE:
            return inf
        # A solve that was broken off says nothing.
        return way.loading.given_cents + (0.0 if solved.x is None else 100 * solved.objective)

    def _may_gain(self, way: "Way", budget: int | None) -> bool:
        """Whether loads in fractions cost less than the best plan found for a budget."""
        cents = way.cents.get(budget, way.cents[None])
        if cents == inf:
            return False
        found = self.best(budget)
        if found is None or found.judged.plan is self.rest:
            return True
        return cents < found.judged.cost_cents * (1 - GAP)

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

    def _values_of_rest(self, way: "Way") -> dict[int, float]:
        """What columns are in the plan without what cannot stand.

        A trip that must go, or a lift that may not be dropped, keeps its bounds.
        """
        arrays = way.arrays
        return {
            column: float(np.clip(value, arrays.lower[column], arrays.upper[column]))
            for column, value in fixed_at(way.loading, way.hood.aboard_of_rest()).items()
        }

    def _widened(self, way: "Way", values: dict[int, float]) -> Arrays | None:
        """The model with rows so wide that these values break none of them."""
        arrays = way.loading.model.arrays()
        soft, first = elastic(arrays, values)
        job = Minimise(soft, self._effort(), relaxed=True, seed=self.planning.seed)
        solved = solve(job, stop=self.planning.stopped)
        if solved.x is None:
            return None
        return widened(arrays, soft, solved.x, first, way.loading.closing_rows)

    def _choices(self, way: "Way", budget: int | None) -> list[Plan]:
        """The cheapest choice within a budget; where it breaks a rule, others too."""
        plans: list[Plan] = []
        arrays = way.loading.within(way.arrays, budget)
        is_small = way.loading.free_loads(arrays) <= MOST_AT_ONCE
        for _ in range(MOST_FORBIDDEN if is_small else MOST_FORBIDDEN_OF_LARGE):
            x = self._solved(way.loading, arrays)
            if x is None:
                break
            plans.append(self._plan(way.hood, way.loading, x))
            if self.planning.stopped() or not self.facts.breaches(plans[-1]):
                break
            arrays = way.loading.forbidding(arrays, x)
        return plans

    def _solved(self, loading: ReplanModel, arrays: Arrays) -> Vector | None:
        """A solution of the model: at once; where that does not end, people first, then things."""
        seed, stop = self.planning.seed, self.planning.stopped
        is_small = loading.free_loads(arrays) <= MOST_AT_ONCE
        effort = self._effort() if is_small else self._effort().part(2)
        at_once = solve(Minimise(arrays, effort, seed=seed), stop=stop)
        if is_small or at_once.verdict in (Verdict.OPTIMAL, Verdict.INFEASIBLE) or stop():
            return at_once.x
        groups = groups_in_order(loading, LIFTS_IN_A_GROUP)
        in_order = solve(WholeInOrder(arrays, effort, groups, seed=seed), stop=stop)
        if in_order.verdict is not Verdict.FEASIBLE:
            # Some groups are fractions still: what is not whole stays for now.
            if at_once.x is not None or in_order.x is None:
                return at_once.x
            return loading.rounded_down(in_order.x)
        if at_once.x is not None and at_once.objective <= in_order.objective:
            in_order = at_once
        assert in_order.x is not None
        x = in_order.x
        start = {int(column): float(x[column]) for column in np.flatnonzero(arrays.whole)}
        blocks = blocks_of_lifts(loading, LIFTS_IN_A_GROUP)
        job = ImproveBlocks(arrays, effort, blocks, start, seed)
        better = solve(job, stop=stop)
        return x if better.x is None or better.objective > in_order.objective else better.x

    def _effort(self) -> Effort:
        seconds, work = self.planning.limits.share(SHARE, WORK)
        if seconds is not None:
            seconds = max(0.2, min(seconds, self.planning.left_s()))
        return Effort(GAP, seconds, work)

    def _take(self, plan: Plan) -> None:
        """Offer a plan, or what of it breaks no rule."""
        breaches = self.facts.breaches(plan)
        if not breaches:
            self.offer(plan)
        elif len(breaches) <= MOST_MENDED:
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
