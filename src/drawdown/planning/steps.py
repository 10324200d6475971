"""The days of a withdrawal, cut into steps that end where a due ends."""

from bisect import bisect_left
from dataclasses import dataclass

from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.rules.steps import day_of

# So many steps keep the day model of a case like Niger 2024 within seconds; the strict model needs
# finer ones, since its lifts are to be carried out.
MOST_STEPS = 20
MOST_STRICT_STEPS = 60
# In the first days far more people leave than later, and whoever leaves in a period is counted to
# have left on its first day: these are never counted together.
SINGLE_DAYS = 12


@dataclass(frozen=True, slots=True)
class Steps:
    """``last[s]`` is the last day of step ``s``; steps follow one another without a gap."""

    last: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.last)

    def of(self, day: int) -> int:
        """The step that holds a day."""
        return bisect_left(self.last, day)

    def first(self, step: int) -> int:
        """The first day of a step."""
        return self.last[step - 1] + 1 if step else 0

    def ends(self, step: int) -> tuple[int, int]:
        """The first and last day of a step."""
        return self.first(step), self.last[step]

    def days(self, step: int) -> range:
        """The days of a step."""
        return range(self.first(step), self.last[step] + 1)


def in_days(length: int, steps: Steps) -> Steps:
    """Periods within ``steps`` of no more than so many days, and single days at the beginning."""
    ends = set(range(min(SINGLE_DAYS, steps.last[-1] + 1)))
    for step in range(steps.count):
        first, last = steps.ends(step)
        pieces = -(-(last - first + 1) // length)
        ends |= {first + (last - first + 1) * piece // pieces - 1 for piece in range(1, pieces)}
    return Steps(tuple(sorted(ends | set(steps.last))))


def stepped(question: Question, most: int) -> Steps:
    """Steps of equal length, and ends at every due and before every release."""
    length = max(1, -(-question.days // most))
    ends = set(range(length - 1, question.days, length)) | {question.days - 1}
    withdrawal = question.withdrawal
    dues = [milestone.due_utc for milestone in withdrawal.milestones]
    dues += [place.handover_utc for place in withdrawal.places if place.handover_utc]
    dues += [line.latest_utc for line in withdrawal.lines if line.latest_utc and not line.is_people]
    ends |= {question.minute(due) // MINUTES_PER_DAY - 1 for due in dues}
    ends.add(question.deadline_min // MINUTES_PER_DAY - 1)
    ends |= {day_of(question.ready_from(line)) - 1 for line in withdrawal.lines}
    ends |= {day_of(question.there_from(line)) - 1 for line in withdrawal.lines}
    return Steps(tuple(sorted(day for day in ends if 0 <= day < question.days)))
