"""The same withdrawal with fewer lines, for the day model: what it cannot tell apart is one line.

The day model knows of people only how many there are, where they may go, and which of them keep a
floor or help at a gate. Lines that differ in nothing else are counted together, and their floors
are added up. Each plan of the withdrawal is a plan of the merged one at the same cost or less, so
a bound on the merged one is a bound.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from drawdown.model import Floor, Line
from drawdown.planning.question import Question

# The role of all who help at no gate and no dock.
ANY_ROLE = "*"


class Merging:
    """``question``: the merged withdrawal; ``into``: the line that each has become part of."""

    def __init__(self, question: Question) -> None:
        withdrawal, waiting = question.withdrawal, question.waiting_for_ever
        self._of = withdrawal
        self._helping = {gate.handler_role for gate in withdrawal.gates}
        self._helping |= {place.handler_role for place in withdrawal.places}
        firsts: dict[tuple[Line, bool], str] = {}
        counts: dict[str, int] = {}
        self.into: dict[str, str] = {}
        for line in withdrawal.lines:
            alike = replace(
                line, name="", title="", category="", count=0, role=self._role(line.role),
                predecessors=(),
            )  # fmt: skip
            first = firsts.setdefault((alike, line.name in waiting), line.name)
            self.into[line.name] = first
            counts[first] = counts.get(first, 0) + line.count
        never_utc = withdrawal.end_utc + timedelta(days=1)
        lines = (
            replace(
                line, count=counts[line.name], role=self._role(line.role), predecessors=(),
                ready_utc=never_utc if line.name in waiting else line.ready_utc,
            )
            for line in withdrawal.lines
            if line.name in counts
        )  # fmt: skip
        self.question = Question(replace(withdrawal, lines=tuple(lines), floors=self._floors()))

    def _role(self, role: str) -> str:
        """The role as the merged withdrawal names it."""
        return role if role in self._helping else ANY_ROLE

    def _floors(self) -> tuple[Floor, ...]:
        """Floors of those who help as they are; of all others their sum at each place."""
        kept = [floor for floor in self._of.floors if floor.role in self._helping]
        for place in dict.fromkeys(floor.place for floor in self._of.floors):
            kept += self._summed(place)
        return tuple(kept)

    def _summed(self, place: str) -> list[Floor]:
        """One floor for each span of time in which the sum stays the same."""
        floors = [f for f in self._of.floors if f.place == place and f.role not in self._helping]
        instants = {self._of.start_utc}
        instants |= {utc for f in floors for utc in (f.from_utc, f.until_utc) if utc}
        instants |= {x.arrives_utc for x in self._of.lines if x.is_people and x.arrives_utc}
        begins = sorted(utc for utc in instants if utc >= self._of.start_utc)
        summed: list[Floor] = []
        for begin, end in zip(begins, [*begins[1:], None], strict=True):
            people = self._asked(floors, begin)
            if summed and summed[-1].people == people:
                summed[-1] = replace(summed[-1], until_utc=end)
            else:
                summed.append(Floor(place, ANY_ROLE, people, begin, end))
        return [floor for floor in summed if floor.people]

    def _asked(self, floors: list[Floor], at_utc: datetime) -> int:
        """How many people the floors ask for in sum, no more of a role than have come by then."""
        asked: dict[str, int] = {}
        for floor in floors:
            if floor.from_utc and at_utc < floor.from_utc:
                continue
            if floor.until_utc and at_utc >= floor.until_utc:
                continue
            come = sum(
                line.count
                for line in self._of.lines
                if line.is_people
                and (line.role, line.origin) == (floor.role, floor.place)
                and (line.arrives_utc is None or line.arrives_utc <= at_utc)
            )
            asked[floor.role] = max(asked.get(floor.role, 0), min(floor.people, come))
        return sum(asked.values())
