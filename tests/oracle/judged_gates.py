"""The preparation gates, told a second time (rules.md 2.1)."""

from datetime import datetime
from typing import NamedTuple

from drawdown.model import (
    Gate,
)
from oracle.story import DAY, Story, midnight_after, midnight_before
from oracle.verdict import Said, Verdict


class Job(NamedTuple):
    """What one lift asks of a gate for one line."""

    due: datetime
    row: int
    lift: str
    release: datetime
    amount: int


def gates_passed(story: Story) -> Said:
    for gate in story.withdrawal.gates:
        for unit, limit in (("kg", gate.kg_per_day), ("people", gate.people_per_day)):
            if limit is None:
                continue
            missing = gate_missing(story, gate, gate_jobs(story, gate, unit), unit, limit)
            if missing:
                dues = [job.due for job, _ in missing]
                yield Verdict((gate.name, unit), min(dues), sum(kg for _, kg in missing), 0)


def gate_jobs(story: Story, gate: Gate, unit: str) -> list[Job]:
    """The jobs of a gate in people or in kg of things, in the order they are worked on."""
    jobs = []
    rows = {line.name: row for row, line in enumerate(story.withdrawal.lines)}
    for lift, line, units in story.carried():
        if gate.name not in line.gates or lift.origin != line.origin:
            continue
        if line.is_people != (unit == "people"):
            continue
        times = [story.withdrawal.start_utc, line.arrives_utc, line.ready_utc]
        release = midnight_after(max(t for t in times if t is not None))
        amount = units if unit == "people" else units * line.unit_mass_kg
        due = midnight_before(story.begin(lift))
        jobs.append(Job(due, rows[line.name], lift.name, release, amount))
    return sorted(jobs)


def gate_missing(
    story: Story, gate: Gate, jobs: list[Job], unit: str, limit: int
) -> list[tuple[Job, int]]:
    """The jobs that are not done when they are due, and what is missing of each."""
    to_do = {job: job.amount for job in jobs}
    day = midnight_before(story.withdrawal.start_utc)
    while jobs and day < min(jobs[-1].due, story.withdrawal.end_utc):
        after_begin = gate.from_utc is None or gate.from_utc <= day
        before_end = gate.until_utc is None or day < gate.until_utc
        work = limit
        if unit == "kg":
            handlers = story.handlers(gate.place, gate.handler_role, day)
            work += gate.kg_per_day_per_handler * handlers
        if after_begin and before_end:
            for job in jobs:
                if job.release <= day < job.due:
                    done = min(work, to_do[job])
                    to_do[job] -= done
                    work -= done
        day += DAY
    return [(job, missing) for job, missing in to_do.items() if missing > 0]
