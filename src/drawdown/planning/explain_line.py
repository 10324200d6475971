"""The way of one line through a plan: who leaves when on what, what waits where, what it costs."""

from collections.abc import Iterator

from drawdown.model import Explanation, Line, Mode, Move, Part, Reason, Subject
from drawdown.planning.case import Case, Facts, amounts
from drawdown.planning.forced import forced_by, least_of
from drawdown.planning.least import Aim
from drawdown.planning.no_way import movable, no_ways
from drawdown.planning.pace import soonest
from drawdown.planning.reasons import pace_setters
from drawdown.rules.cost_shares import summed
from drawdown.rules.measures import rounded
from drawdown.rules.steps import day_of

# A wait at a place that is shorter on the average is not worth a word.
LEAST_WAIT_MIN = 12 * 60


def explain_line(case: Case, subject: Subject) -> Explanation:
    """All of one line."""
    line = case.question.line[subject.name]
    left = sum(count for (name, _), count in case.timeline.left.items() if name == line.name)
    in_plan = (*_what(line), *_fates(case, line), *_waits(case, line), *_held_up(case, line))
    moves, parts = tuple(_moves(case, line)), tuple(_parts(case, line))
    if line.name not in movable(case.question):
        stuck = tuple(no_ways(case.question, among=(line,)))
        return Explanation(subject, in_plan, stuck, parts=parts, moves=moves)
    why = _why_left(case, line, left) if left else _why_not_sooner(case, line)
    return Explanation(subject, in_plan, *why, parts=parts, moves=moves)


_Why = tuple[tuple[Reason, ...], tuple[Reason, ...], tuple[Reason, ...], tuple[Reason, ...]]
"""Proven, limits, remedies, untold."""


def _why_left(case: Case, line: Line, left: int) -> _Why:
    """Whether it must be left, even if it went before all others; and what would help."""
    aim = Aim("left", line.name)
    least = least_of(case, aim)
    if least is None:
        return (), (), (), (Reason("untold.best"),)
    if least.is_nothing:
        return (), (), (Reason("line.choice", line.origin, (("line", line.name),)),), ()
    is_people = line.is_people
    facts: Facts = (
        ("line", line.name),
        *amounts(least.people, least.kg),
        ("plan_people", left if is_people else 0),
        ("plan_kg", 0 if is_people else left * line.unit_mass_kg),
    )
    why = forced_by(case, aim, least)
    return (Reason("line.left_at_best", line.origin, facts),), why.limits, why.remedies, why.untold


def _why_not_sooner(case: Case, line: Line) -> _Why:
    """How soon all of it could be out if it went before all others, and what sets that pace."""
    last = case.timeline.in_country[line.name].settles_within(0)
    if not last or line.origin not in case.question.in_country:
        return (), (), (), ()
    at_utc = case.timeline.instant(last)
    found = soonest(case.question, Aim("line", line.name), at_utc, case.stop)
    if found is None:
        return (), (), (), (Reason("untold.pace"),)
    day = day_of(last)
    if found.before is None:
        facts: Facts = (("best_day_utc", found.best_utc), ("n", day))
        return (), (), (Reason("line.first_day", "", facts),) if day else (), ()
    facts = (("best_day_utc", found.best_utc), ("n", day - found.day))
    if not found.is_exact:
        return (Reason("line.soonest", "", facts),), (), (), (Reason("untold.pace"),)
    limits = tuple(pace_setters(case.question, found, only=line))
    if found.day >= day:
        return (Reason("line.best", "", facts),), limits, (), ()
    could = Reason("line.could", "", facts)
    return (Reason("line.soonest", "", facts),), limits, (could,), ()


def _what(line: Line) -> Iterator[Reason]:
    facts: Facts = (("line", line.name), ("destination", line.destination))
    facts = (*facts, *_amount(line, line.count))
    if line.ready_utc is not None:
        yield Reason("line.ready", line.origin, (*facts, ("ready_from_utc", line.ready_utc)))
    else:
        yield Reason("line.there", line.origin, facts)


def _amount(line: Line, count: int) -> Facts:
    return amounts(
        count if line.is_people else 0, 0 if line.is_people else count * line.unit_mass_kg
    )


def _fates(case: Case, line: Line) -> Iterator[Reason]:
    """What is out and by when, what is disposed of, what is left."""
    timeline = case.timeline
    inside = case.question.in_country
    disposed = [x for x in timeline.disposed if x.line.name == line.name]
    sold = sum(x.count for x in disposed if x.disposal.place in inside)
    out = timeline.gone[line.name].final - sold
    crossings = [
        run.arrive if run.carrier.mode is Mode.ROAD else run.depart
        for run in timeline.runs
        for loaded, _ in run.loads
        if loaded.name == line.name and run.lift.origin in inside
        if run.lift.destination not in inside
    ]
    if out > 0 and crossings:
        last = timeline.instant(max(crossings))
        yield Reason("line.out", "", (*_amount(line, out), ("last_utc", last)))
    for each in disposed:
        at: Facts = (("disposition", each.disposal.disposition.value),)
        day = ("disposed_day_utc", timeline.instant(each.at))
        yield Reason("line.disposed", each.disposal.place, (*_amount(line, each.count), *at, day))
    for (name, place), count in timeline.left.items():
        if name == line.name:
            yield Reason("line.left", place, _amount(line, count))
    if line.latest_utc is not None:
        late = timeline.present[line.origin][line.name].at(timeline.minute(line.latest_utc))
        if late > 0:
            due: Facts = (("latest_utc", line.latest_utc),)
            yield Reason("line.late", line.origin, (*_amount(line, late), *due))


def _waits(case: Case, line: Line) -> Iterator[Reason]:
    """How long a unit waits on the average, ready at its origin and at each place on the way."""
    ready = case.question.ready_from(line)
    for (name, place), account in case.timeline.accounts.items():
        if name != line.name or place == line.destination:
            continue
        waited = _waited_min(account.came, account.went, ready if place == line.origin else 0)
        units = sum(count for _, count in account.went)
        if units and waited >= LEAST_WAIT_MIN * units:
            kind = "line.waits" if place == line.origin else "line.waits_on_the_way"
            yield Reason(kind, place, (("wait_min", round(waited / units)),))


def _waited_min(came: list[tuple[int, int]], went: list[tuple[int, int]], since: int) -> int:
    """Minutes that the units that went had been there before, first come first gone."""
    come = sorted((max(at, since), count) for at, count in came)
    waited, index, used = 0, 0, 0
    for at, count in sorted(went):
        while count and index < len(come):
            part = min(count, come[index][1] - used)
            waited += part * max(0, at - come[index][0])
            count, used = count - part, used + part
            if used == come[index][1]:
                index, used = index + 1, 0
    return waited


def _held_up(case: Case, line: Line) -> Iterator[Reason]:
    """Gates that it passes with others, and lines that it waits for."""
    for gate in case.withdrawal.gates:
        if gate.name not in line.gates:
            continue
        limit = gate.people_per_day if line.is_people else gate.kg_per_day
        if limit is None:
            continue
        others = [
            x
            for x in case.withdrawal.lines
            if gate.name in x.gates and x.is_people == line.is_people
        ]
        whole = sum(x.count if x.is_people else x.mass_kg for x in others)
        days = -(-whole // limit) if limit else 0
        facts: Facts = (
            ("gate", gate.name),
            *amounts(*((limit, 0) if line.is_people else (0, limit))),
        )
        yield Reason("line.gate", gate.place, (*facts, ("lines", len(others)), ("n", days)))
    for name in line.predecessors:
        yield Reason("line.waits_for", line.origin, (("predecessor", name),))


def _moves(case: Case, line: Line) -> Iterator[Move]:
    for run in case.timeline.runs:
        for loaded, count in run.loads:
            if loaded.name == line.name:
                lift = run.lift
                yield Move(
                    lift.name, run.carrier.name, lift.origin, lift.destination,
                    lift.depart_utc, lift.arrive_utc, count,
                )  # fmt: skip


def _parts(case: Case, line: Line) -> Iterator[Part]:
    """What the line costs, by term, with its share of the whole term."""
    own = [share for share in case.shares if share.line == line.name]
    for term, cents in summed(own, "term").items():
        if cents:
            whole = case.terms[str(term)]
            yield Part("term", str(term), rounded(cents), float(cents) / whole if whole else 0.0)
