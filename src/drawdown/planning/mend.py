"""A plan that the judge rejects, made valid by taking off what breaks a rule.

The planner's models follow the rules, but some interplays of rare limits are only seen in the
whole plan. Here the judge says what is wrong, and it is taken off: units first, then lifts. What is
taken off stays and is paid for, so a mended plan is valid but dear. An empty plan breaks nothing:
mending always comes to an end.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from drawdown.model import Disposal, Finding, Lift, Load, Plan, Severity
from drawdown.planning.question import Question
from drawdown.planning.stock import disposal_option
from drawdown.rules import judge

# Rounds of judging and taking off; after them everything the breaches name is taken off.
MOST_ROUNDS = 60
# What others cause goes last: a unit that is nowhere is often one that was taken off before.
LAST_RULES = ("loads_exist",)
NOTHING = Plan()


def mended(question: Question, plan: Plan) -> Plan:
    """The plan itself if it breaks no rule; else what remains of it when nothing is broken."""
    breaches = breaches_of(question, plan)
    if not breaches:
        return plan
    for _ in range(MOST_ROUNDS):
        mending = _Mending(question, plan)
        mending.take_off(_of_one_rule(breaches))
        plan = mending.plan()
        breaches = breaches_of(question, plan)
        if not breaches:
            return _without_idle_lifts(question, plan)
    while breaches:
        mending = _Mending(question, plan)
        mending.cut(breaches)
        plan = mending.plan()
        breaches = breaches_of(question, plan)
    return _without_idle_lifts(question, plan)


def mended_beside(
    question: Question,
    plan: Plan,
    settled: Plan,
    stay: frozenset[str],
    breaches_of_new: Callable[[Plan], list[Finding]],
) -> Plan:
    """What remains of a plan when what is not ``settled`` breaks nothing; lifts in ``stay`` do.

    Where taking off helps no more, what is still broken is due to what is settled.
    """
    for _ in range(MOST_ROUNDS):
        breaches = breaches_of_new(plan)
        if not breaches:
            break
        mending = _Mending(question, plan, settled, stay)
        mending.take_off(_of_one_rule(breaches))
        if mending.plan() == plan:
            break
        plan = mending.plan()
    return plan


def breaches_of(question: Question, plan: Plan) -> list[Finding]:
    """What the judge says that a plan breaks."""
    findings = judge(question.withdrawal, plan)
    return [finding for finding in findings if finding.severity is Severity.BREACH]


def _of_one_rule(breaches: list[Finding]) -> list[Finding]:
    """Findings of one rule: what one rule needs may mend another."""
    rules = [finding.rule for finding in breaches]
    first = next((rule for rule in rules if rule not in LAST_RULES), rules[0])
    return [finding for finding in breaches if finding.rule == first]


class _Mending:
    """A plan from which units, disposals and lifts are taken off, but for those ``settled``.

    Lifts in ``stay`` are not left out, but may be unloaded.
    """

    def __init__(
        self,
        question: Question,
        plan: Plan,
        settled: Plan = NOTHING,
        stay: frozenset[str] = frozenset(),
    ) -> None:
        self.question = question
        self._settled = frozenset(lift.name for lift in settled.lifts)
        self._stay = self._settled | stay
        self._disposed = settled.disposals
        self.lifts = {lift.name: lift for lift in plan.lifts}
        self.aboard: dict[str, Counter[str]] = {lift.name: Counter() for lift in plan.lifts}
        for lift in plan.lifts:
            for load in lift.loads:
                self.aboard[lift.name][load.line] += load.count
        self.disposals = list(plan.disposals)
        self._changed = False

    def plan(self) -> Plan:
        """What remains."""
        lifts = (
            replace(lift, loads=tuple(Load(n, c) for n, c in self.aboard[name].items() if c > 0))
            for name, lift in self.lifts.items()
        )
        return Plan(tuple(lifts), tuple(self.disposals))

    def take_off(self, findings: list[Finding]) -> None:
        """Mend each finding; where nothing gentler helps, cut what it names."""
        for finding in findings:
            mend = self._mends.get(finding.rule, _Mending._unload)
            self._changed = False
            mend(self, finding)
            if not self._changed:
                self.cut([finding])

    def cut(self, findings: list[Finding]) -> None:
        """Leave out the lifts that findings name, with all later ones of their tails.

        Where they name none, the lines they name stay; where none of these move, everything does.
        """
        before = len(self.lifts), len(self.disposals), self._units()
        for finding in findings:
            for name in finding.lifts[-1:]:
                self._cut_tail(name)
            if not finding.lifts:
                self._keep_back(finding.lines, finding.place)
        if before == (len(self.lifts), len(self.disposals), self._units()):
            self.lifts = {n: lift for n, lift in self.lifts.items() if n in self._stay}
            self._drop_disposals(lambda _: True)

    def _units(self) -> int:
        return sum(sum(of.values()) for of in self.aboard.values())

    def _cut_tail(self, name: str) -> None:
        lift = self.lifts.get(name)
        if lift is None:
            return
        for other in list(self.lifts.values()):
            same = (other.fleet, other.tail) == (lift.fleet, lift.tail)
            if same and other.depart_utc >= lift.depart_utc and other.name not in self._stay:
                del self.lifts[other.name]

    def _keep_back(self, lines: Iterable[str], place: str) -> None:
        for name in lines:
            for lift in self._lifts_with(name):
                if place in ("", lift.origin, lift.destination):
                    self._unload_line(lift.name, name)
            self._drop_disposals(lambda d, line=name: d.line == line)  # type: ignore[misc]

    # --- units ---------------------------------------------------------------------------------

    def _lifts_with(self, line: str) -> list[Lift]:
        return [lift for name, lift in self.lifts.items() if self.aboard[name][line] > 0]

    def _unload_line(self, lift: str, line: str, most: int | None = None) -> int:
        """Take units of a line off a lift; how many."""
        here = 0 if lift in self._settled else self.aboard[lift][line]
        count = here if most is None else min(here, most)
        self.aboard[lift][line] -= count
        self._changed = self._changed or count > 0
        return count

    def _drop_disposals(self, unwanted: Callable[[Disposal], bool]) -> None:
        kept = [d for d in self.disposals if d in self._disposed or not unwanted(d)]
        self._changed = self._changed or len(kept) < len(self.disposals)
        self.disposals = kept

    def _unload_amount(self, lifts: list[Lift], lines: list[str], unit: str, amount: float) -> None:
        """Take at least ``amount`` kg or heads of the lines off the lifts, the last lift first."""
        for lift in sorted(lifts, key=lambda lift: (lift.depart_utc, lift.name), reverse=True):
            for name in reversed(lines):
                line = self.question.line[name]
                if amount <= 0:
                    return
                if line.is_people is (unit != "kg"):
                    each = 1 if line.is_people else line.unit_mass_kg
                    amount -= each * self._unload_line(lift.name, name, -int(-amount // each))

    def _named(self, finding: Finding) -> list[Lift]:
        return [self.lifts[name] for name in finding.lifts if name in self.lifts]

    def _every_line(self) -> list[str]:
        return list(self.question.line)

    # --- rules ---------------------------------------------------------------------------------

    def _unload(self, finding: Finding) -> None:
        """What a finding names comes off: its lines, or all that its lifts carry."""
        for lift in self._named(finding):
            for name in finding.lines or list(self.aboard[lift.name]):
                self._unload_line(lift.name, name)
        if not finding.lifts:
            self._mend_disposals(finding)

    def _mend_disposals(self, finding: Finding) -> None:
        places = ("", finding.place)
        self._drop_disposals(lambda d: d.line in finding.lines and d.place in places)

    def _mend_units(self, finding: Finding) -> None:
        line, lack = finding.lines[0], _excess(finding)
        for lift in reversed(self._named(finding)):
            lack -= self._unload_line(lift.name, line, lack)
        if lack > 0:
            self._drop_disposals(
                lambda d: (d.line, d.place, d.at_utc) == (line, finding.place, finding.from_utc)
            )

    def _mend_gate(self, finding: Finding) -> None:
        lines = [name for name in self._every_line() if name in finding.lines]
        self._unload_amount(self._named(finding), lines, finding.unit, finding.measured or 0)

    def _mend_order_of_lines(self, finding: Finding) -> None:
        line = finding.lines[0]
        origin = self.question.line[line].origin
        until: datetime | None = None
        if finding.measured is not None and finding.from_utc is not None:
            until = finding.from_utc + timedelta(minutes=finding.measured)
        for lift in self._lifts_with(line):
            if lift.origin == origin and (until is None or lift.depart_utc < until):
                self._unload_line(lift.name, line)
        self._drop_disposals(
            lambda d: (d.line, d.place) == (line, origin) and (until is None or d.at_utc < until)
        )

    def _mend_classes(self, finding: Finding) -> None:
        for lift in self._named(finding):
            self._unload_line(lift.name, finding.lines[-1])

    def _mend_handling(self, finding: Finding) -> None:
        self._unload_amount(
            self._named(finding), self._every_line(), finding.unit, _excess(finding)
        )

    def _mend_guests(self, finding: Finding) -> None:
        """Of those who come to a place from elsewhere, the last to come stay away."""
        unit = "kg" if finding.rule == "storage" else "people"
        lifts = [
            lift
            for lift in self.lifts.values()
            if lift.destination == finding.place
            and (finding.until_utc is None or lift.arrive_utc <= finding.until_utc)
        ]
        lines = [x.name for x in self.question.withdrawal.lines if x.origin != finding.place]
        self._unload_amount(lifts, lines, unit, _excess(finding))

    def _mend_floor(self, finding: Finding) -> None:
        role = dict(finding.facts)["role"]
        lines = [x.name for x in self.question.withdrawal.lines if x.is_people and x.role == role]
        lifts = [
            lift
            for lift in self.lifts.values()
            if lift.origin == finding.place
            and finding.from_utc is not None
            and lift.depart_utc <= finding.from_utc
        ]
        self._unload_amount(lifts, lines, "people", _excess(finding))

    def _mend_order_of_places(self, finding: Finding) -> None:
        """The later place's last disposal waits, or what the earlier sends off too late stays."""
        if self._delay_disposal(finding.place, finding.until_utc):
            return
        earlier = str(dict(finding.facts)["earlier"])
        closed = finding.from_utc
        assert closed is not None
        for lift in self.lifts.values():
            if lift.origin == earlier and lift.depart_utc > closed:
                for name in list(self.aboard[lift.name]):
                    self._unload_line(lift.name, name)
        self._drop_disposals(lambda d: d.place == earlier and d.at_utc > closed)

    def _delay_disposal(self, place: str, at_utc: datetime | None) -> bool:
        """Put off the last disposal of a place, if that is still allowed then."""
        here = [disposal for disposal in self.disposals if disposal.place == place]
        if not here or at_utc is None or at_utc > self.question.withdrawal.end_utc:
            return False
        last = max(here, key=lambda disposal: disposal.at_utc)
        if last in self._disposed:
            return False
        option = disposal_option(self.question, last.disposition, place)
        if option is None or (option.until_utc is not None and at_utc >= option.until_utc):
            return False
        self.disposals[self.disposals.index(last)] = replace(last, at_utc=at_utc)
        self._changed = True
        return True

    _mends: ClassVar[dict[str, "Callable[[_Mending, Finding], None]"]] = {
        "loads_exist": _mend_units,
        "gates_passed": _mend_gate,
        "predecessors_first": _mend_order_of_lines,
        "classes_apart": _mend_classes,
        "disposal_capacity": _mend_disposals,
        "handling": _mend_handling,
        "beds": _mend_guests,
        "storage": _mend_guests,
        "floors_hold": _mend_floor,
        "sites_in_order": _mend_order_of_places,
    }


def _excess(finding: Finding) -> int:
    """By how much what is measured is on the wrong side of the limit."""
    assert finding.measured is not None and finding.limit is not None
    return int(abs(finding.measured - finding.limit))


def _without_idle_lifts(question: Question, plan: Plan) -> Plan:
    """The plan without empty lifts that bring no tail to a load, where that breaks nothing."""
    by_tail: dict[tuple[str, int | None], list[Lift]] = defaultdict(list)
    for lift in sorted(plan.lifts, key=lambda lift: (lift.depart_utc, lift.name)):
        by_tail[lift.fleet, lift.tail].append(lift)
    for chain in by_tail.values():
        while (idle := _idle_stretch(chain)) is not None:
            names = {lift.name for lift in chain[idle]}
            shorter = replace(plan, lifts=tuple(x for x in plan.lifts if x.name not in names))
            if breaches_of(question, shorter):
                break
            plan = shorter
            del chain[idle]
    return plan


def _idle_stretch(chain: list[Lift]) -> slice | None:
    """Empty lifts of a tail at the end of its work, or that lead back to where it was."""
    last = len(chain)
    while last and not chain[last - 1].loads:
        last -= 1
    if last < len(chain):
        return slice(last, len(chain))
    for first in range(len(chain)):
        for end in range(first, len(chain)):
            if chain[end].loads:
                break
            if chain[end].destination == chain[first].origin:
                return slice(first, end + 1)
    return None
