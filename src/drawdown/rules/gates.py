"""Preparation gates: what leaves has passed them, as far as their days reach (docs/rules.md 2.1).

Work may be divided and what is due first is done first, which gets everything done in time
whenever that can be (earliest due date, W. E. Horn 1974, doi:10.1002/nav.3800210113).
"""

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from typing import NamedTuple

from drawdown.model import Finding, Gate, Severity
from drawdown.rules.steps import DAY_MIN
from drawdown.rules.timeline import Timeline


class Job(NamedTuple):
    """``amount`` kg or people to be done on days ``release <= day < due``, in this order."""

    due: int
    line_number: int
    lift: str
    release: int
    amount: int
    line: str


def gates_passed(timeline: Timeline) -> Iterator[Finding]:
    """Everything has passed its gates before it is loaded.

    At the gate's place, at the first midnight at which a job is due and not done; measured: all
    that is missing when it is due, in kg or people; limit: 0; lifts, lines: those it is missing
    for.

    Facts: ``gate``.
    """
    jobs = _jobs(timeline)
    for gate in timeline.withdrawal.gates:
        for unit, limit in (("kg", gate.kg_per_day), ("people", gate.people_per_day)):
            if limit is None or (gate.name, unit) not in jobs:
                continue
            work = _work_of_day(timeline, gate, unit, limit)
            late = undone(jobs[gate.name, unit], work, _days(timeline, gate))
            if late:
                yield Finding(
                    "gates_passed", Severity.BREACH, gate.place,
                    timeline.instant(late[0][0].due * DAY_MIN),
                    measured=sum(missing for _, missing in late), limit=0, unit=unit,
                    lifts=tuple(dict.fromkeys(job.lift for job, _ in late)),
                    lines=tuple(dict.fromkeys(job.line for job, _ in late)),
                    facts=(("gate", gate.name),),
                )  # fmt: skip


def _jobs(timeline: Timeline) -> dict[tuple[str, str], list[Job]]:
    """The jobs of each gate, in kg and in people."""
    jobs: dict[tuple[str, str], list[Job]] = {}
    for number, line in enumerate(timeline.lines.values()):
        if not line.gates:
            continue
        ready = max(0, timeline.arrival(line), timeline.minute_or(line.ready_utc, 0))
        release = -(-ready // DAY_MIN)
        unit, each = ("people", 1) if line.is_people else ("kg", line.unit_mass_kg)
        of_line = [
            Job(run.begin // DAY_MIN, number, run.name, release, count * each, line.name)
            for run, count in timeline.leaving[line.name]
        ]
        for gate in dict.fromkeys(line.gates):
            jobs.setdefault((gate, unit), []).extend(of_line)
    return jobs


def _days(timeline: Timeline, gate: Gate) -> range:
    """The days of the withdrawal that begin within the gate's dates."""
    first = max(0, timeline.minute_or(gate.from_utc, 0))
    until = min(timeline.end, timeline.minute_or(gate.until_utc, timeline.end))
    return range(-(-first // DAY_MIN), -(-until // DAY_MIN))


def _work_of_day(timeline: Timeline, gate: Gate, unit: str, limit: int) -> Callable[[int], int]:
    if unit == "people" or not gate.kg_per_day_per_handler:
        return lambda day: limit
    each, place, role = gate.kg_per_day_per_handler, gate.place, gate.handler_role
    return lambda day: limit + each * timeline.handlers(place, role, day)


def undone(
    jobs: Iterable[Job], work_of_day: Callable[[int], int], days: range
) -> list[tuple[Job, int]]:
    """The jobs that are not done when they are due, in the order of their due, with what misses.

    >>> one = Job(due=2, line_number=0, lift="L1", release=0, amount=30, line="A")
    >>> undone([one], lambda day: 10, range(0, 9)) == [(one, 10)]
    True
    """
    waiting = sorted(jobs, key=lambda job: job.release, reverse=True)
    open_jobs: list[tuple[Job, int]] = []
    late: list[tuple[Job, int]] = []
    for day in days:
        while waiting and waiting[-1].release <= day:
            job = waiting.pop()
            heappush(open_jobs, (job, job.amount))
        work = work_of_day(day)
        while open_jobs and (work > 0 or open_jobs[0][0].due <= day):
            job, missing = heappop(open_jobs)
            if job.due <= day:
                late.append((job, missing))
            elif missing > work:
                heappush(open_jobs, (job, missing - work))
                work = 0
            else:
                work -= missing
        if not waiting and not open_jobs:
            break
    late += open_jobs
    late += ((job, job.amount) for job in waiting)
    return sorted((job, missing) for job, missing in late if missing > 0)
