"""Better plans: a programme of lifts, then times, loads and the judge, again and again."""

from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from drawdown.model import Plan, Withdrawal
from drawdown.planning.closing import closing_chains
from drawdown.planning.day_model import DayModel
from drawdown.planning.draft import Draft
from drawdown.planning.engine import solve
from drawdown.planning.guided import follow
from drawdown.planning.jobs import (
    CloseColumns,
    DescendFalls,
    Effort,
    Job,
    Minimise,
    Solved,
    Verdict,
    WholeInOrder,
)
from drawdown.planning.led import lead_of
from drawdown.planning.linear_model import Arrays
from drawdown.planning.load_blocks import groups_in_order
from drawdown.planning.load_model import Chosen, LoadModel
from drawdown.planning.load_order import cuts_near
from drawdown.planning.manners import dispatch_led, led_by
from drawdown.planning.other_days import PARTS, last_days, moved, offered_again
from drawdown.planning.polish import LIFTS_IN_A_BLOCK, better_in_blocks, polish
from drawdown.planning.program import Wanted, lifts_in_time, wanted_as_planned, wanted_lifts
from drawdown.planning.state import Planning
from drawdown.rules import left

# With more loaded lifts in the best plan, better loads for them come before a programme.
MOST_LIFTS = 400
# How often lifts are added to a programme whose loads do not all find room.
MOST_REPAIRS = 3
# By how many days lifts of the programme are offered a second time.
SHIFT_DAYS = 2
# By how many days lifts of the best plan are moved to see whether that helps.
OTHER_DAYS = (-1, 1)
# Share of payload and positions in the relaxed loads that whole loads follow.
FOLLOWED_USE = 0.95
# After this share of the time the programme is taken as it is: its loads need the rest.
PROGRAMME_SHARE = 0.45
# Whole loads that cost so many times what the fractions do are made anew, group by group.
FAR_OFF = 1.08
IN_ORDER_SHARE = 0.25
# How near to its bound a programme of lifts has to come.
PROGRAMME_GAP = 0.005
# One that is farther off when its time is over is worse than the lifts of a relaxed solution.
MOST_PROGRAMME_GAP = 0.02


class Improver:
    """Makes plans that are better than the best so far, until nothing helps or time is over.

    ``days`` is the strict day model.
    """

    def __init__(self, planning: Planning, days: DayModel) -> None:
        self.planning = planning
        self.days = days
        self.question = planning.question

    def improve(self) -> None:
        """A programme of lifts; better loads; then lifts on other days, while that helps."""
        scale = self.planning.scale
        assert scale is not None
        if not scale.is_small or len(self._lifts_of_best()) > MOST_LIFTS:
            lead = led_by(self.planning, self.days)
            if lead is not None:
                dispatch_led(self.planning, lead)
            polish(self.planning)
        self._follow_programme()
        polish(self.planning)
        _, rounds = self.planning.limits.share(1.0, 1)
        while not self.planning.stopped() and rounds != 0:
            rounds = None if rounds is None else rounds - 1
            assert self.planning.best is not None
            before = self.planning.best.cost_cents
            self._try_other_days()
            if self.planning.best.cost_cents >= before:
                return

    def _follow_programme(self) -> None:
        """Times and loads for a programme of lifts, as far as its loads in fractions promise."""
        programme = self._programme()
        if not programme.wanted or self.planning.stopped():
            return
        for euros, draft in self._beginnings(programme):
            assert self.planning.best is not None
            if 100 * euros < self.planning.best.cost_cents:
                self._carry_out(draft)

    def _beginnings(self, programme: Draft) -> list[tuple[float, Draft]]:
        """The programme and, for what of it finds no time, the lifts of the best plan, and both.

        With what their loads cost in fractions, the cheapest first.
        """
        found = self._lifts_of_best()
        drafts = [self._better_days(programme), self._draft(found)]
        euros = [self._euros_of(draft) for draft in drafts]
        if euros[1] < euros[0]:
            both = Counter(drafts[0].wanted) | Counter(found)
            drafts.append(self._without_idle_lifts(self._draft([*both.elements()])))
            euros.append(self._euros_of(drafts[2]))
        return sorted(zip(euros, drafts, strict=True), key=lambda each: each[0])

    def _carry_out(self, draft: Draft) -> None:
        """Times and loads for the lifts wanted, and for more where something is left."""
        for repairs in range(MOST_REPAIRS + 1):
            if self.planning.stopped():
                return
            missing = self._load(draft, may_add=repairs < MOST_REPAIRS)
            if not missing:
                return
            draft = self._draft([*draft.wanted, *missing])

    def _try_other_days(self) -> None:
        """The lifts of the best plan on other days, the most promising of them first.

        Only where loads in fractions say that it pays; whole ones take far longer to find.
        """
        wanted = self._lifts_of_best()
        euros = self._euros_of(self._draft(wanted))
        ways: list[tuple[float, list[Wanted], Draft]] = []
        for days in OTHER_DAYS:
            again = [offered_again(self.question, wanted, days, part) for part in range(PARTS)]
            tried = [self._without_idle_lifts(self._draft(lifts)) for lifts in again]
            others = (self._draft(lifts) for lifts in moved(self.question, wanted, days))
            for way in (*tried, *others):
                if self.planning.stopped():
                    return
                value = self._euros_of(way)
                if value < euros:
                    ways.append((value, way.wanted, way))
        for _, _, way in sorted(ways, key=lambda each: each[:2]):
            self._carry_out(way)

    def _draft(self, wanted: list[Wanted]) -> Draft:
        return Draft(self.question, sorted(wanted))

    # --- which lifts on which days -----------------------------------------------------------

    def _programme(self) -> Draft:
        """Lifts by day: closing days by descent, then whole lifts with those days fixed.

        Where whole lifts are not found in time, those of the best plan so far and of the relaxed
        solution together: the loads will show which of them are worth it.
        """
        self.planning.tell("solve")
        days = self.days
        arrays = days.model.arrays()
        assert self.planning.best is not None
        chains, falls = closing_chains(self.planning, days, self.planning.best.plan)
        seconds, work = self.planning.limits.share(0.15, 20)
        effort = Effort(seconds=seconds, work=work)
        job: Job = Minimise(arrays, effort, relaxed=True, seed=self.planning.seed)
        if chains:
            job = DescendFalls(arrays, effort, chains, falls, self.planning.seed)
        found = solve(job, stop=self.planning.stopped)
        if found.x is None or self.planning.stopped():
            return self._draft(self._lifts_of_best())
        dispatch_led(self.planning, lead_of(days, found.x))
        for chain in chains:
            for column in chain:
                arrays.lower[column] = arrays.upper[column] = round(found.x[column])
        seconds, work = self.planning.limits.share(0.15, 1500)
        effort = Effort(gap=PROGRAMME_GAP, seconds=seconds, work=work)
        near = _near(arrays, found.x) if chains else arrays
        job = Minimise(near, effort, seed=self.planning.seed)
        solved = solve(job, stop=self.planning.stopped)
        if solved.x is not None and solved.objective <= solved.bound * (1 + MOST_PROGRAMME_GAP):
            return self._draft(wanted_lifts(days, solved.x))
        # Each lift counts once, however many of the two want it.
        both = Counter(lifts_in_time(days, found.x)) | Counter(self._lifts_of_best())
        return self._without_idle_lifts(self._draft([*both.elements()]))

    def _lifts_of_best(self) -> list[Wanted]:
        """The loaded lifts of the best plan so far."""
        assert self.planning.best is not None
        lifts = self.planning.best.plan.lifts
        return sorted(wanted_as_planned(self.question, lift) for lift in lifts if lift.loads)

    def _better_days(self, programme: Draft) -> Draft:
        """Offer every lift a second time some days later, and leave out those that do not pay."""
        self.planning.tell("improve")
        best, euros = programme, self._euros_of(programme)
        for part in range(PARTS):
            if self.planning.stopped() or self.planning.is_past(PROGRAMME_SHARE):
                break
            again = offered_again(self.question, best.wanted, SHIFT_DAYS, part)
            tried = self._without_idle_lifts(self._draft(again))
            value = self._euros_of(tried)
            if value < euros:
                best, euros = tried, value
        return best

    def _euros_of(self, draft: Draft) -> float:
        """What lifts and loads cost, both in fractions; infinite if no lift finds a time."""
        if not draft.entries:
            return float("inf")
        return self._relaxed(draft.loading.arrays(use=FOLLOWED_USE)).objective

    def _without_idle_lifts(self, draft: Draft) -> Draft:
        """Leave out lifts whose loads the others can take for less than the lift costs."""
        self.planning.tell("improve")
        if not draft.entries:
            return draft
        loading = draft.loading
        last = set(loading.last_entries())
        numbers = {goes: draft.number_of[i] for i, goes in loading.goes.items() if i not in last}
        if not numbers:
            return draft
        seconds, work = self.planning.limits.share(0.1, 200)
        arrays = loading.arrays(use=FOLLOWED_USE, all_go=True)
        job = CloseColumns(arrays, Effort(seconds=seconds, work=work), tuple(numbers))
        solved = solve(job, stop=self.planning.stopped)
        if solved.x is None:
            return draft
        stays = zip(numbers.values(), solved.x, strict=True)
        dropped = {number for number, stay in stays if not stay}
        if not dropped:
            return draft
        return self._draft(
            [lift for number, lift in enumerate(draft.wanted) if number not in dropped]
        )

    def _missing_lifts(self, wanted: list[Wanted], made: Plan) -> list[Wanted]:
        """A lift more from each place where what is left is worth more than a lift.

        On the day before the place's last, on the run that takes most of it; of equal ones on the
        one that most of the lifts from there make.
        """
        runs, prices = self.question.runs, self.planning.withdrawal.prices
        made_on = Counter(lift.run_index for lift in wanted)
        worth: dict[str, Counter[int]] = defaultdict(Counter)
        for entry in left(self.planning.withdrawal, made):
            line = self.question.line[entry.line]
            each = prices.left_kg[line.priority - 1] * line.unit_mass_kg
            if line.is_people:
                each = prices.left_person
            for index in made_on:
                if runs[index].origin == entry.place and self.question.takes(runs[index], line):
                    worth[entry.place][index] += each * entry.count
        missing: list[Wanted] = []
        last = last_days(self.question, wanted)
        for place, cents in sorted(worth.items()):
            index = max(cents, key=lambda index: (cents[index], made_on[index], -index))
            if cents[index] > 2 * runs[index].cost_cents:
                missing.append(Wanted(max(0, last[place] - 1), index, False))
        return missing

    # --- their loads -------------------------------------------------------------------------

    def _load(self, draft: Draft, *, may_add: bool) -> list[Wanted]:
        """Times and loads for the lifts wanted; offers what it finds.

        Returns lifts that should be added before it is worth going on with this timetable, where
        they ``may_add`` to it.
        """
        self.planning.tell("timetable")
        if not draft.entries:
            return []
        self.planning.tell("stow")
        loading = draft.loading
        fractions = self._all_going(loading)
        cuts = {} if fractions.x is None else cuts_near(loading, fractions.x)
        if cuts:
            loading = draft.loading_with(cuts)
            fractions = self._all_going(loading)
        if fractions.x is None:
            return []
        chosen = follow(loading, fractions.x)
        made = draft.plan(chosen)
        cents = self.planning.offer(made)
        in_order = leaves_people(self.planning.withdrawal, made)
        if in_order:
            chosen = self._in_order(draft, loading, chosen, cents)
        for lifts in LIFTS_IN_A_BLOCK:
            if self.planning.stopped():
                return []
            solved = better_in_blocks(self.planning, loading, chosen, lifts)
            if solved.x is None:
                continue
            chosen = loading.chosen(solved.x)
            made = draft.plan(chosen)
            cents = self.planning.offer(made)
            missing = self._missing_lifts(draft.wanted, made) if may_add else []
            if missing:
                return missing
            if not in_order and solved.objective > FAR_OFF * fractions.objective:
                in_order = True
                chosen = self._in_order(draft, loading, chosen, cents)
        return []

    def _in_order(self, draft: Draft, loading: LoadModel, chosen: Chosen, cents: int) -> Chosen:
        """Whole loads made group by group, if they cost less than those given, of so many cents."""
        if self.planning.stopped():
            return chosen
        seconds, work = self.planning.limits.share(IN_ORDER_SHARE, 40)
        if seconds is not None:
            seconds = max(0.2, min(seconds, self.planning.left_s() / 2))
        job = WholeInOrder(
            loading.arrays(all_go=True),
            Effort(seconds=seconds, work=work),
            groups=groups_in_order(loading, LIFTS_IN_A_BLOCK[0]),
            start=loading.start_from(chosen),
            seed=self.planning.seed,
        )
        solved = solve(job, stop=self.planning.stopped)
        if solved.x is None:
            return chosen
        whole = solved.verdict is Verdict.FEASIBLE
        better = loading.chosen(solved.x) if whole else follow(loading, solved.x)
        return better if self.planning.offer(draft.plan(better)) < cents else chosen

    def _all_going(self, loading: LoadModel) -> Solved:
        """Loads in fractions that whole ones can follow, with every lift going."""
        return self._relaxed(loading.arrays(use=FOLLOWED_USE, all_go=True))

    def _relaxed(self, arrays: Arrays) -> Solved:
        """A load model in fractions."""
        seconds, _ = self.planning.limits.share(0.2, 1)
        job = Minimise(arrays, Effort(seconds=seconds), relaxed=True, seed=self.planning.seed)
        return solve(job, stop=self.planning.stopped)


def leaves_people(withdrawal: Withdrawal, made: Plan) -> bool:
    """Whether a plan leaves anybody behind."""
    people = {line.name for line in withdrawal.lines if line.is_people}
    return any(entry.line in people for entry in left(withdrawal, made))


def _near(arrays: Arrays, x: NDArray[np.float64]) -> Arrays:
    """The model with whole numbers only next to their values in a relaxed solution ``x``."""
    whole = np.flatnonzero(arrays.whole)
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    lower[whole] = np.maximum(lower[whole], np.floor(x[whole] + 1e-6))
    upper[whole] = np.minimum(upper[whole], np.ceil(x[whole] - 1e-6))
    return replace(arrays, lower=lower, upper=upper)
