"""Why something is late, left or dear: what has no way out, what no plan can do, what would help.

Each due that the plan misses is put to the relaxed day model by itself: how little can be missing
(``least``). What cannot be brought to nothing is forced; its row prices say which limits make it
so, and each of those is then loosened by itself, to see what that buys. Where nothing is late or
left, the question is how much earlier all could be out.
"""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from drawdown.model import Floor, Left, Line, Plan, Reason, Withdrawal
from drawdown.model.outcome import Facts
from drawdown.planning.dates import longer
from drawdown.planning.gains import days_more, gain_reasons, gains
from drawdown.planning.least import Aim, Least, Stop, least_of_one, least_of_sum
from drawdown.planning.limits_named import limits_named, zeros_that_bind
from drawdown.planning.missed import Missed, at_best_reason, missed_by
from drawdown.planning.no_way import movable, no_ways
from drawdown.planning.pace import Soonest, soonest
from drawdown.planning.question import Question
from drawdown.planning.remedies import remedies_for
from drawdown.rules import milestones_reached
from drawdown.rules.steps import day_of

MOST_REMEDIES = 6
MOST_AIMS = 6
MOST_LIMITS = 3
MOST_PACE_SETTERS = 2
# What becomes ready so many days before all could be out sets the pace.
LAST_DAYS = 3
DAYS_TRIED = (1, 2, 4, 8, 16, 32, 64)


def explain(
    question: Question, plan: Plan, *, seconds: float, stop: Stop, paced: Soonest | None = None
) -> tuple[tuple[Reason, ...], tuple[Left, ...]]:
    """Reasons, the gravest first, and what is left with the reason of each.

    What was not computed in so many seconds is said last; with 0 nothing is tried. ``paced``: how
    soon all could be out, if that is known.
    """
    ends = time.monotonic() + seconds

    def over() -> bool:
        return stop() or time.monotonic() > ends

    def untold(kind: str) -> list[Reason]:
        return [Reason(kind)] if seconds and time.monotonic() > ends else []

    left = plan.left or ()
    missed = missed_by(question.withdrawal, plan)
    if not missed:
        pace = _pace(question, plan, over, paced)
        return tuple(untold("untold.out") if pace is None else pace), left
    stuck = no_ways(question)
    if stuck:
        # What cannot move at all misses every date; only the whole is of interest beside it.
        missed = tuple(each for each in missed if each.aim.kind in ("deadline", "end"))
    forced = _Forced(question, missed[:MOST_AIMS], left, over)
    reasons = [
        *stuck,
        *forced.at_best(),
        *_floors_in_the_way(question, left),
        *_not_ready(question),
        *(() if stuck else forced.not_forced()),
        *forced.limits(),
        *(untold("untold.best") if forced.is_untold else ()),
        *(untold("untold.limits") if forced.has_untold_limits else ()),
    ]
    return tuple(reasons), tuple(_with_reason(question, entry, forced) for entry in left)


# --- what is forced -------------------------------------------------------------------------------


class _Forced:
    """Of what a plan misses, what every plan misses; which limits make it so; what would help."""

    def __init__(
        self,
        question: Question,
        missed: tuple[Missed, ...],
        left: tuple[Left, ...],
        stop: Stop,
    ) -> None:
        self._question = question
        self._stop = stop
        self.movable = movable(question)
        self.left = {each.line for each in left}
        self.missed = missed
        self.least = {each.aim: self._at_best(each.aim) for each in missed}
        # Each forced aim counts as one, whatever it is measured in.
        self._weights = {
            aim: 1.0 / least.value
            for aim, least in self.least.items()
            if least is not None and not least.is_nothing
        }
        self._leaves = any(aim.kind == "end" for aim in self._weights)
        withdrawal = question.withdrawal
        if withdrawal.end_utc == withdrawal.deadline_utc and Aim("deadline") in self._weights:
            # What is left behind is what is there at the deadline.
            self._weights.pop(Aim("end"), None)
        self.together = self._together()

    def _at_best(self, aim: Aim) -> Least | None:
        return least_of_one(self._question, aim, self._stop)

    def _together(self) -> Least | None:
        if not self._weights:
            return None
        return least_of_sum(self._question, self._weights, self._stop)

    @property
    def is_untold(self) -> bool:
        """Whether of some due it was not computed what every plan misses."""
        return any(least is None for least in self.least.values())

    @property
    def has_untold_limits(self) -> bool:
        """Whether something is forced, but not known by which limits."""
        return bool(self._weights) and self.together is None

    def leaves(self) -> bool:
        """Whether something must be left behind."""
        return self._leaves

    def at_best(self) -> list[Reason]:
        """What is forced at each due."""
        reasons = []
        said: set[tuple[int, int]] = set()
        for each in self.missed:
            least = self.least[each.aim]
            if least is None or least.is_nothing:
                continue
            amounts = (least.people, least.kg)
            # What is left behind is often just what is there at the deadline.
            if each.aim.kind != "end" or amounts not in said:
                reasons.append(at_best_reason(each, least))
            said.add(amounts)
        return reasons

    def not_forced(self) -> list[Reason]:
        """That there are dates which some plan may keep, if there are."""
        free = [each for each in self.missed if self._is_free(each.aim)]
        names = ";".join(f"{each.aim.kind}:{each.aim.name}" for each in free)
        return [Reason("short.not_forced", "", (("aims", names),))] if free else []

    def limits(self) -> list[Reason]:
        """The limits that make it so, and what would help."""
        if self.together is None:
            return []
        aims = tuple(self._weights)
        # Of one due it can be told how much is still missing there with a remedy.
        of_one = self.least[aims[0]] if len(aims) == 1 else None
        forced = of_one or self.together
        remedies = remedies_for(self._question, self.together.binding)[:MOST_REMEDIES]
        remedies += days_more(self._question, aims)
        found = gains(forced, remedies, self._changed if of_one is None else self._of_one)
        binding = self.together.binding[:MOST_LIMITS]
        return [
            *zeros_that_bind(self._question, found),
            *limits_named(self._question, binding),
            *gain_reasons(found, amounts=of_one is not None),
            *self._days_enough(),
        ]

    def _is_free(self, aim: Aim) -> bool:
        least = self.least[aim]
        return least is not None and least.is_nothing

    def _changed(self, withdrawal: Withdrawal) -> Least | None:
        """What is forced, all together, in a changed withdrawal."""
        return least_of_sum(Question(withdrawal), self._weights, self._stop)

    def _of_one(self, withdrawal: Withdrawal) -> Least | None:
        """What is forced at the one due, in a changed withdrawal."""
        (aim,) = self._weights
        return least_of_one(Question(withdrawal), aim, self._stop)

    def _days_enough(self) -> list[Reason]:
        """The fewest more days with which nothing is forced."""
        below = 0
        for days in DAYS_TRIED:
            least = self._changed(longer(self._question.withdrawal, days))
            if least is None:
                break
            if least.is_nothing:
                fewest = self._fewest(below, days)
                return [Reason("remedy.days.enough", "", (("n", fewest),))]
            below = days
        return []

    def _fewest(self, below: int, enough: int) -> int:
        while enough - below > 1:
            middle = (below + enough) // 2
            least = self._changed(longer(self._question.withdrawal, middle))
            if least is None:
                break
            below, enough = (below, middle) if least.is_nothing else (middle, enough)
        return enough


def _not_ready(question: Question) -> list[Reason]:
    """What is ready only when it should be gone."""
    people = kg = 0
    for line in question.withdrawal.lines:
        if (
            line.origin in question.in_country
            and question.ready_from(line) >= question.deadline_min
        ):
            people += line.count if line.is_people else 0
            kg += 0 if line.is_people else line.mass_kg
    if not (people or kg):
        return []
    facts = (("n", people + (2 if kg else 0)), ("what_people", people), ("what_kg", kg))
    due = ("deadline_utc", question.withdrawal.deadline_utc)
    return [Reason("short.not_ready", "", (*facts, due))]


def _floors_in_the_way(question: Question, left: tuple[Left, ...]) -> list[Reason]:
    """Floors that ask for more than there are, or for more in the last lift than it seats."""
    people_left = {entry.place for entry in left if question.line[entry.line].is_people}
    reasons = []
    held: Counter[str] = Counter()
    for floor in question.withdrawal.floors:
        there = _of_role(question, floor)
        if floor.until_utc is None:
            held[floor.place] += min(floor.people, there)
        if floor.people > there and floor.place in people_left:
            facts = (("role", floor.role), ("people", floor.people), ("n", there))
            reasons.append(Reason("floor.above", floor.place, facts))
    for place in sorted(people_left):
        runs = [run for run in question.loaded_runs if run.origin == place]
        seats = max((run.carrier.seats for run in runs), default=0)
        # Where the last lifts go in a wave, the floors need not find room on one of them.
        one_lift = question.place[place].last_wave_min == 0
        if one_lift and 0 < seats < held[place]:
            sizes = (("n", held[place]), ("seats", seats))
            reasons.append(Reason("floor.last_lift", place, sizes))
    return reasons


def _of_role(question: Question, floor: Floor) -> int:
    return sum(
        line.count
        for line in question.withdrawal.lines
        if line.is_people and line.role == floor.role and line.origin == floor.place
    )


def _with_reason(question: Question, entry: Left, forced: _Forced) -> Left:
    line, place = question.line[entry.line], question.place[entry.place]
    if not line.may_be_redeployed:
        can_go = entry.line in forced.movable
        return replace(entry, reason="left.choice" if can_go else "left.no_disposal")
    due = min(question.deadline_min, question.minute_or(place.handover_utc, question.deadline_min))
    if entry.place == line.origin and question.ready_from(line) >= due:
        return replace(entry, reason="left.not_ready")
    if entry.place == line.origin and set(line.predecessors) & forced.left:
        return replace(entry, reason="left.waits")
    if entry.place not in question.onward[entry.line]:
        return replace(entry, reason="left.no_way")
    return replace(entry, reason="left.no_room" if forced.leaves() else "left.choice")


# --- how much earlier -----------------------------------------------------------------------------


def _pace(question: Question, plan: Plan, stop: Stop, found: Soonest | None) -> list[Reason] | None:
    """By when all could be out at best, and the limits that do not let it be sooner.

    None if that was not found.
    """
    reached = milestones_reached(question.withdrawal, plan)[-1].reached_utc
    if reached is None:
        return []
    found = found or soonest(question, Aim("deadline"), reached, stop)
    if found is None or not found.is_exact:
        return None
    if found.before is None:
        return []
    day = day_of(question.minute(reached))
    days: Facts = (("n", day - found.day), ("best_day_utc", found.best_utc))
    kind = "pace" if found.day < day else "pace.best"
    return [Reason(kind, "", days), *pace_setters(question, found)]


def pace_setters(question: Question, found: Soonest, only: Line | None = None) -> list[Reason]:
    """The limits that do not let it be sooner, or what becomes ready only then."""
    binding = found.before.binding[:MOST_PACE_SETTERS] if found.before else ()
    among = question.withdrawal.lines if only is None else (only,)
    return limits_named(question, binding) or _ready_last(question, found.day, among)


def _ready_last(question: Question, day: int, among: Iterable[Line]) -> list[Reason]:
    """What becomes ready only shortly before a day, if no limit says why it is no sooner."""
    lines = [x for x in among if x.origin in question.in_country]
    last = max(lines, key=lambda line: (question.ready_from(line), line.name), default=None)
    if last is None or not question.ready_from(last):
        return []
    if day_of(question.ready_from(last)) < day - LAST_DAYS:
        return []
    ready_utc = question.instant(question.ready_from(last))
    return [Reason("pace.ready", last.origin, (("line", last.name), ("ready_day_utc", ready_utc)))]
