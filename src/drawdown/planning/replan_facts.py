"""What of a plan in force is settled, and what of the rest can no longer stand.

The withdrawal holds the present truth: a tail may be lost, a road closed. What has begun stays as
it is, whatever the judge says of it. A lift still to come stands until a rule says that it
cannot go at its time with its tail; what it carries is another question (``replan_model``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drawdown.model import Disposal, Finding, Hold, InForce, Lift, Plan, Severity
from drawdown.planning.question import Question, Run
from drawdown.planning.timetable import TailKey, Timed
from drawdown.rules import judge

# Rules that a lift breaks by itself, by its leg, its tail or its times.
OF_ONE_LIFT = frozenset((
    "leg_exists", "travel_time", "runway_enough", "tail_named", "tail_exists", "fleet_dates",
    "within_horizon", "open_hours", "clearance",
))  # fmt: skip
# Rules that several lifts break together: one of them has to give way.
OF_SEVERAL = frozenset((
    "fleet_count", "hours_per_day", "crew_duty", "working_mog", "parking_mog", "runs_per_day",
))  # fmt: skip
CHAIN = "tail_chain"
OF_TIME = OF_ONE_LIFT | OF_SEVERAL | {CHAIN}
# A lift that has happened, or is pinned, outweighs every chain of others.
HELD_WEIGHT = 1e6
# What a loaded lift counts more than an empty one, where one of two has to go.
LOADED_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class Standing:
    """The lifts that can stand, and those that cannot, by name; each in the order of the plan."""

    lifts: Mapping[str, Lift]
    broken: Mapping[str, Lift]


class Facts:
    """What is settled of the plan in force."""

    def __init__(self, question: Question, in_force: InForce) -> None:
        self.question = question
        self.in_force = in_force
        self.now = question.minute(in_force.now_utc)
        self.base: dict[str, Lift] = {lift.name: lift for lift in in_force.plan.lifts}
        begun = {name for name, lift in self.base.items() if self.begin(lift) <= self.now}
        pins = {pin.lift: pin.hold for pin in in_force.pins}
        # Whole: with what they carry. In time: fleet, tail and times.
        self.whole = frozenset(begun | {name for name, of in pins.items() if of is Hold.ALL})
        self.in_time = self.whole | frozenset(pins)
        self.begun = frozenset(begun)
        self._runs = {run.key: run for run in question.runs}
        self._excused: dict[tuple[object, ...], float] = {}
        self._excess = {_key(f): _excess(f) for f in self._judged(self.settled())}

    def begin(self, lift: Lift) -> int:
        """The minute at which a lift is under way: from the beginning of loading."""
        minute = self.question.minute(lift.depart_utc)
        fleet = self.question.fleet[lift.fleet]
        return minute - (self.question.carrier[fleet.carrier].load_min if is_loaded(lift) else 0)

    @property
    def disposals(self) -> tuple[Disposal, ...]:
        """Those that have happened by now."""
        now_utc = self.in_force.now_utc
        return tuple(d for d in self.in_force.plan.disposals if d.at_utc <= now_utc)

    @property
    def later_disposals(self) -> tuple[Disposal, ...]:
        """Those still to come."""
        now_utc = self.in_force.now_utc
        return tuple(d for d in self.in_force.plan.disposals if d.at_utc > now_utc)

    def settled(self) -> Plan:
        """What has happened, and the lifts pinned with their loads."""
        lifts = tuple(lift for name, lift in self.base.items() if name in self.whole)
        return Plan(lifts, self.disposals)

    # --- what the judge says, and what counts of it --------------------------------------------

    def breaches(self, plan: Plan) -> list[Finding]:
        """The breaches that a new plan must not have: all but those of what is settled.

        A breach is of what is settled if every lift it names is, or if it lies before now and is
        no worse than in the plan of what is settled alone.
        """
        return [finding for finding in self._judged(plan) if not self._is_settled(finding)]

    def _judged(self, plan: Plan) -> list[Finding]:
        findings = judge(self.question.withdrawal, plan)
        return [finding for finding in findings if finding.severity is Severity.BREACH]

    def _is_settled(self, finding: Finding) -> bool:
        held = self.in_time if finding.rule in OF_TIME else self.whole
        if finding.lifts and held.issuperset(finding.lifts):
            return True
        if _excess(finding) <= self._excused.get(_key(finding), -1.0):
            return True
        if finding.from_utc is None or finding.from_utc > self.in_force.now_utc:
            return False
        excess = self._excess.get(_key(finding))
        return excess is not None and _excess(finding) <= excess

    def excuse(self, plan: Plan) -> None:
        """Whatever this plan breaks counts as due to what is settled: nothing milder was found."""
        self._excused |= {_key(f): _excess(f) for f in self._judged(plan)}

    # --- lifts in time -------------------------------------------------------------------------

    def standing(self, without: frozenset[str] = frozenset()) -> Standing:
        """Which lifts can go at their times with their tails, and which cannot.

        Those in ``without`` are taken off beforehand.
        One that cannot is taken off; then those of its tail that no longer begin where the tail
        is; then, where several are too many, the last of them.
        """
        lifts = {name: lift for name, lift in self.base.items() if name not in without}
        tails = {(self.base[name].fleet, self.base[name].tail) for name in without}
        for name in {name for tail in tails for name in self._off_the_chain(lifts, tail)}:
            del lifts[name]
        while True:
            plan = Plan(tuple(lifts.values()), self.in_force.plan.disposals)
            found = [f for f in self.breaches(plan) if f.rule in OF_TIME]
            gone = self._to_go(lifts, found)
            if not gone:
                break
            for name in gone:
                del lifts[name]
        broken = {name: lift for name, lift in self.base.items() if name not in lifts}
        return Standing(lifts, broken)

    def _to_go(self, lifts: Mapping[str, Lift], found: list[Finding]) -> set[str]:
        alone = {n for f in found if f.rule in OF_ONE_LIFT for n in f.lifts} - self.in_time
        if alone:
            return alone
        tails = {
            (lifts[f.lifts[-1]].fleet, lifts[f.lifts[-1]].tail) for f in found if f.rule == CHAIN
        }
        out = {name for tail in tails for name in self._off_the_chain(lifts, tail)}
        if out:
            return out
        for finding in found:
            free = [name for name in finding.lifts if name not in self.in_time]
            if free:
                return {max(free, key=lambda name: (lifts[name].depart_utc, name))}
        return set()

    def _off_the_chain(self, lifts: Mapping[str, Lift], tail: tuple[str, int | None]) -> set[str]:
        """The fewest lifts of a tail without which the others follow one another.

        The heaviest chain of lifts, each of which begins where and after the one before ended.
        """
        own = [lift for lift in lifts.values() if (lift.fleet, lift.tail) == tail]
        own.sort(key=lambda lift: (lift.depart_utc, lift.name))
        base = self.question.fleet[tail[0]].base
        weight: list[float] = []
        before: list[int | None] = []
        for number, lift in enumerate(own):
            best, link = (0.0, None) if lift.origin == base else (-HELD_WEIGHT, None)
            for earlier in range(number):
                follows = own[earlier].destination == lift.origin
                follows = follows and self._end(own[earlier]) <= self.begin(lift)
                value = weight[earlier] - (0.0 if follows else HELD_WEIGHT / 2)
                if value > best:
                    best, link = value, earlier
            worth = LOADED_WEIGHT if is_loaded(lift) else 1.0
            weight.append(best + (HELD_WEIGHT if lift.name in self.in_time else worth))
            before.append(link)
        kept: set[str] = set()
        at: int | None = max(range(len(own)), key=lambda n: weight[n]) if own else None
        while at is not None and weight[at] > 0:
            kept.add(own[at].name)
            at = before[at]
        return {lift.name for lift in own} - kept - self.in_time

    def _end(self, lift: Lift) -> int:
        minute = self.question.minute(lift.arrive_utc)
        fleet = self.question.fleet[lift.fleet]
        return minute + (self.question.carrier[fleet.carrier].unload_min if is_loaded(lift) else 0)

    def timed(self, lift: Lift) -> Timed:
        """A lift as the timetable has it."""
        question = self.question
        depart, arrive = question.minute(lift.depart_utc), question.minute(lift.arrive_utc)
        return Timed(self.run_of(lift), is_loaded(lift), depart, arrive)

    def run_of(self, lift: Lift) -> Run:
        """The run of a lift; for one that no leg or runway allows any more, as it was."""
        key = (lift.fleet, lift.origin, lift.destination)
        return self._runs.get(key) or self.question.run_as_it_was(*key)


def chains_of(facts: Facts, lifts: Iterable[Lift]) -> dict[TailKey, list[Timed]]:
    """The runs of each tail by departure."""
    chains: dict[TailKey, list[Timed]] = defaultdict(list)
    for lift in sorted(lifts, key=lambda lift: (lift.depart_utc, lift.name)):
        if lift.tail is not None:
            chains[lift.fleet, lift.tail].append(facts.timed(lift))
    return chains


def is_loaded(lift: Lift) -> bool:
    """Whether it carries at least one unit."""
    return any(load.count > 0 for load in lift.loads)


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.place, finding.lines, finding.unit, finding.facts


def _excess(finding: Finding) -> float:
    if finding.measured is None or finding.limit is None:
        return 0.0
    return abs(finding.measured - finding.limit)
