"""The dates of the agreement, and what stays or is disposed of, with the limits that bind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from drawdown.model import Disposal, Left, MilestoneReached, Reason
from drawdown.reports.case import Case
from drawdown.words.dates import slack_days

TIGHT = timedelta(days=1)
REMEDY = "remedy"
SHORT, MOST_OF_MANY = 16, 12


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A date to be kept, when the plan keeps it, what is to spare, and its mark and word."""

    title: str
    note: str
    due: str
    reached: str
    slack: str
    status: str
    word: str


def milestone_rows(case: Case) -> list[MilestoneRow]:
    """Milestones, handovers and the deadline in the order of their dates."""
    reached = sorted(case.figures.outcome.milestones, key=lambda m: m.due_utc)
    return [milestone_row(case, each) for each in reached]


def milestone_row(case: Case, each: MilestoneReached) -> MilestoneRow:
    language = case.language
    status, word = milestone_status(each)
    return MilestoneRow(
        title=milestone_title(case, each),
        note=milestone_note(case, each),
        due=language.limit_day(each.due_utc),
        reached=reached_day(case, each.reached_utc),
        slack=slack(case, each),
        status=status,
        word=case.say(word),
    )


def milestone_title(case: Case, each: MilestoneReached) -> str:
    """The title of a milestone; a handover names its place, the deadline itself."""
    withdrawal = case.figures.withdrawal
    if is_milestone(case, each):
        return case.title(each.title or each.name)
    if each.name in {place.name for place in withdrawal.places}:
        return case.say("milestone.handover", place=case.place(each.name))
    return case.title(each.title) or case.say("milestone.deadline")


def is_milestone(case: Case, each: MilestoneReached) -> bool:
    """Whether it is a row of the table of milestones; a place or ``deadline`` may share a name."""
    return any(
        stone.name == each.name and stone.due_utc == each.due_utc and stone.title == each.title
        for stone in case.figures.withdrawal.milestones
    )


def milestone_note(case: Case, each: MilestoneReached) -> str:
    """Whether a date is of the agreement or the planner's own."""
    for stone in case.figures.withdrawal.milestones:
        if stone.name == each.name and is_milestone(case, each):
            return case.say("milestone.agreed" if stone.agreed else "milestone.own")
    is_deadline = each.due_utc == case.figures.withdrawal.deadline_utc
    return case.say("milestone.agreed") if is_deadline else ""


def reached_day(case: Case, reached: datetime | None) -> str:
    """The day on which a date is reached; a midnight belongs to the day that it ends."""
    if reached is None:
        return "–"
    at_midnight = (reached.hour, reached.minute) == (0, 0)
    return case.language.limit_day(reached) if at_midnight else case.language.day(reached)


def slack(case: Case, each: MilestoneReached) -> str:
    """Whole days to spare, hours below a day, less than nothing where it is late."""
    if each.reached_utc is None:
        return "–"
    spare = each.due_utc - each.reached_utc
    if abs(spare) < TIGHT:
        return case.language.duration(spare / timedelta(minutes=1) // 60 * 60)
    return case.say("days", n=slack_days(each.due_utc, each.reached_utc))


def milestone_status(each: MilestoneReached) -> tuple[str, str]:
    """Mark and key of the word: late, without slack, or holding."""
    if each.reached_utc is None:
        return "late", "status.never"
    if not each.met:
        return "late", "status.late"
    if each.due_utc - each.reached_utc < TIGHT:
        return "risk", "status.tight"
    return "planned", "status.holds"


@dataclass(frozen=True, slots=True)
class StayingRow:
    """What stays or goes another way: how many of what, where, and why or how."""

    title: str
    name: str
    count: str
    place: str
    mass: str
    why: str


@dataclass(frozen=True, slots=True)
class Staying:
    """What is left and disposed of, in rows and sums, with reasons and remedies."""

    left: list[StayingRow]
    left_people: int
    left_mass: str
    left_share: str
    disposed: list[StayingRow]
    disposed_mass: str
    reasons: list[str]
    remedies: list[str]

    @property
    def most_left(self) -> int:
        """How many rows of what is left stand open; the others of a long list are folded."""
        return len(self.left) if len(self.left) <= SHORT else MOST_OF_MANY

    @property
    def is_short(self) -> bool:
        """Whether it fits beside the table of dates."""
        return len(self.left) + len(self.disposed) <= 10


def staying(case: Case) -> Staying:
    figures, language = case.figures, case.language
    lines = figures.manifest.lines
    left_kg = sum(
        each.count * lines[each.line].unit_mass_kg
        for each in figures.left
        if not lines[each.line].is_people
    )
    things_kg = sum(line.mass_kg for line in lines.values() if not line.is_people)
    disposed = disposed_sums(figures.outcome.plan.disposals)
    disposed_kg = sum(each.count * lines[each.line].unit_mass_kg for each in disposed)
    reasons = figures.outcome.reasons
    return Staying(
        left=[left_row(case, each) for each in in_order(case, figures.left)],
        left_people=sum(each.count for each in figures.left if lines[each.line].is_people),
        left_mass=language.tonnes(left_kg),
        left_share=language.share(left_kg / things_kg) if things_kg else "",
        disposed=[disposed_row(case, each) for each in disposed],
        disposed_mass=language.tonnes(disposed_kg),
        reasons=sentences(case, (r for r in reasons if not is_remedy(r))),
        remedies=sentences(case, (r for r in reasons if is_remedy(r))),
    )


def is_remedy(reason: Reason) -> bool:
    return reason.kind.startswith(REMEDY)


def sentences(case: Case, reasons: Iterable[Reason]) -> list[str]:
    return [case.language.reason(reason, case.figures.withdrawal) for reason in reasons]


def in_order(case: Case, left: Iterable[Left]) -> list[Left]:
    """People first, then by priority and mass, the gravest first."""
    lines = case.figures.manifest.lines

    def gravity(each: Left) -> tuple[bool, int, int, str]:
        line = lines[each.line]
        return not line.is_people, line.priority, -each.count * line.unit_mass_kg, line.name

    return sorted(left, key=gravity)


def left_row(case: Case, each: Left) -> StayingRow:
    line, language = case.figures.manifest.lines[each.line], case.language
    known = bool(each.reason) and language.knows("reasons", each.reason)
    why = language.say("reasons", each.reason) if known else each.reason
    priority = case.say("left.priority", n=line.priority)
    mass = "–" if line.is_people else language.tonnes(each.count * line.unit_mass_kg)
    return StayingRow(
        case.line_title(each.line), each.line, language.number(each.count),
        case.place(each.place), mass, why or priority,
    )  # fmt: skip


def disposed_sums(disposals: Iterable[Disposal]) -> list[Disposal]:
    """Disposals of one line in one way at one place, with their sum and their last instant."""
    sums: dict[tuple[str, str, str], Disposal] = {}
    for each in sorted(disposals, key=lambda d: (d.at_utc, d.line)):
        key = each.line, each.place, each.disposition.value
        before = sums[key].count if key in sums else 0
        sums[key] = Disposal(
            each.line, each.place, each.disposition, before + each.count, each.at_utc
        )
    return list(sums.values())


def disposed_row(case: Case, each: Disposal) -> StayingRow:
    line, language = case.figures.manifest.lines[each.line], case.language
    way = language.say("findings", f"disposition.{each.disposition.value}")
    how = case.say("disposed.how", way=way, day=language.day(each.at_utc))
    return StayingRow(
        case.line_title(each.line), each.line, language.number(each.count),
        case.place(each.place), language.tonnes(each.count * line.unit_mass_kg), how,
    )  # fmt: skip
